// How the network learns: optimiser and its rates, batch, regularisation; everything here applies live
// but for loss, class weights, initial weights and seed, which say so.
#include <string>

#include "web/panels/format.h"
#include "web/panels/panels.h"
#include "web/panels/property_controls.h"
#include "web/panels/section.h"
#include "web/panels/strings.h"
#include "web/widgets/controls.h"

namespace nn::ui {

float training_panel(const Rect& area, const SessionView& view, ViewState& state,
                     Requests& requests) {
    const Strings& s = strings();
    Rect rest = section_title(area, "training", s.training, &state.is_open[2]);
    if (view.present)
        draw_text(
            {rest.x, area.y, rest.w - 32.0f, rest.y - area.y},
            fill(s.past_short, {with_thousands(static_cast<std::int64_t>(view.snapshot.epoch))}),
            {.size = 12.0f, .color = theme().quiet}, Align::Right);
    if (!state.is_open[2]) return rest.y - area.y;

    const Recipe& recipe = view.recipe;
    const auto slider_row = [&](std::string_view name, std::string shown = {}) {
        property_slider(rest.take_top(room_for(name, kSliderHeight)), name, view, requests, shown);
        rest.take_top(2.0f);
    };
    const auto or_off = [&s](double value) {
        return value == 0.0 ? std::string(s.off) : shortest(value);
    };
    property_select(rest.take_top(room_for("optimizer", kRowHeight)), "optimizer", view, requests);
    rest.take_top(8.0f);
    slider_row("learning-rate");
    if (has_momentum(recipe.optimizer)) slider_row("momentum");
    if (recipe.optimizer == Optimizer::AdamW)
        slider_row("weight-decay", or_off(recipe.weight_decay));
    const bool is_plane = info(recipe.dataset).is_plane;
    slider_row("batch", fill(is_plane ? s.points_count : s.images, {std::to_string(recipe.batch)}));
    slider_row("l2", or_off(recipe.l2));
    slider_row("dropout", percent(recipe.dropout, 0));

    rest.take_top(4.0f);
    fold_row("training.rates", rest.take_top(kRowHeight), s.more_rates, &state.shows_more_rates);
    if (state.shows_more_rates) {
        rest.take_top(8.0f);
        property_select(rest.take_top(room_for("schedule", kRowHeight)), "schedule", view,
                        requests);
        rest.take_top(8.0f);
        if (recipe.schedule == Schedule::Step || recipe.schedule == Schedule::Cosine) {
            property_number(rest.take_top(room_for("schedule-epochs", kRowHeight)),
                            "schedule-epochs", view, requests);
            rest.take_top(8.0f);
            slider_row("schedule-factor", percent(recipe.schedule_factor, 0));
        }
        if (recipe.schedule == Schedule::InverseScaling) slider_row("schedule-power");
        slider_row("warm-up", or_off(recipe.warm_up));
        slider_row("clip-norm", or_off(recipe.clip_norm));
        if (has_betas(recipe.optimizer)) {
            slider_row("beta1");
            slider_row("beta2");
        }
        if (recipe.optimizer == Optimizer::RmsProp) slider_row("smoothing");
        if (has_epsilon(recipe.optimizer)) slider_row("epsilon");
    }
    fold_row("training.more", rest.take_top(kRowHeight), s.more, &state.shows_more_training);
    if (state.shows_more_training) {
        const auto gap = [&] { rest.take_top(8.0f); };
        gap();
        if (!info(recipe.dataset).is_regression) {  // which has one loss and no classes
            property_select(rest.take_top(room_for("loss", kRowHeight)), "loss", view, requests,
                            188.0f);
            gap();
            property_select(rest.take_top(room_for("class-weights", kRowHeight)), "class-weights",
                            view, requests, 148.0f);
            gap();
        }
        slider_row("l1", or_off(recipe.l1));
        gap();
        property_select(rest.take_top(room_for("init", kRowHeight)), "init", view, requests,
                        148.0f);
        gap();
        property_number(rest.take_top(room_for("seed", kRowHeight)), "seed", view, requests);
        gap();
        property_toggle(rest.take_top(room_for("early-stopping", kRowHeight)), "early-stopping",
                        view, requests);
        if (recipe.early_stopping) {
            gap();
            property_number(rest.take_top(room_for("patience", kRowHeight)), "patience", view,
                            requests);
            gap();
            slider_row("validation-share", recipe.validation_share == 0.0
                                               ? std::string(s.off)
                                               : percent(recipe.validation_share, 0));
        }
        gap();
        property_number(rest.take_top(room_for("max-epochs", kRowHeight)), "max-epochs", view,
                        requests);
    }
    rest.take_top(16.0f);
    return rest.y - area.y;
}

}  // namespace nn::ui
