// Learning curves: the present run strong, earlier runs faint; the reason where training broke off.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "engine/session/property.h"
#include "icons.h"
#include "web/panels/format.h"
#include "web/panels/formulas.h"
#include "web/panels/panels.h"
#include "web/panels/run_names.h"
#include "web/panels/strings.h"
#include "web/widgets/controls.h"
#include "web/widgets/mirror.h"
#include "web/widgets/plot.h"

namespace nn::ui {

namespace {

constexpr std::size_t kMostPoints = 3000;  // of a curve

// The curves of one run as columns of numbers, made anew each frame from the history. A chart is about a
// thousand pixels wide: of a long history every second, third, … point is drawn, and the last.
struct Columns {
    std::vector<float> x, other_x, test, train;  // x and other_x: epoch and step, as chosen
};

Columns columns_of(const History& history, const ViewState& state) {
    Columns out;
    const std::size_t stride = history.size() / kMostPoints + 1;
    for (std::size_t i = 0; i < history.size(); ++i) {
        if (i % stride != 0 && i + 1 != history.size()) continue;
        const HistoryPoint& point = history[i];
        const auto step = static_cast<float>(point.step);
        out.x.push_back(state.x_is_step ? step : point.epoch);
        out.other_x.push_back(state.x_is_step ? point.epoch : step);
        out.test.push_back(state.shows_accuracy ? point.test_accuracy : point.test_loss);
        out.train.push_back(state.shows_accuracy ? point.train_accuracy : point.train_loss);
    }
    if (state.smoothing > 0.0) {
        const auto weight = static_cast<float>(state.smoothing);
        const std::vector<float> test = out.test, train = out.train;
        smooth(test, weight, out.test);
        smooth(train, weight, out.train);
    }
    return out;
}

void options_popover(const Rect& anchor, const SessionView& view, ViewState& state,
                     Requests& requests) {
    const Strings& s = strings();
    Rect box = begin_popover("curves.options", anchor, {264.0f, 210.0f});
    if (box.w <= 0.0f) return;
    box = box.inset(16.0f, 16.0f);
    Rect row = box.take_top(32.0f);
    const std::string_view axes[] = {s.by_epoch, s.by_step};
    int axis = state.x_is_step ? 1 : 0;
    const Rect choice = row.take_right(segmented_width(axes));
    draw_text(row, s.x_axis, {});
    if (segmented("curves.axis", {choice.x, choice.y + 2.0f, choice.w, 28.0f}, s.x_axis, axes,
                  &axis)) {
        state.x_is_step = axis == 1;
        state.plot_view = {};
    }
    box.take_top(8.0f);
    next_tip({.title = s.smoothing, .sentence = s.smoothing_help});
    slider("curves.smoothing", box.take_top(48.0f), s.smoothing, &state.smoothing,
           {.minimum = 0.0, .maximum = 0.95}, fixed(state.smoothing, 2));
    box.take_top(8.0f);
    const ButtonLook look{.style = ButtonStyle::Quiet, .align = Align::Left};
    begin_disabled(!state.plot_view.is_zoomed);
    if (button("curves.reset-zoom", box.take_top(32.0f), s.reset_zoom, look)) state.plot_view = {};
    end_disabled();
    begin_disabled(view.earlier.empty(), s.no_earlier_runs);
    if (button("curves.forget", box.take_top(32.0f), s.forget_runs, look))
        requests.forget_earlier_runs = true;
    end_disabled();
    end_popover();
}

// What happened, what it means, what to do: in the place of the curves' top. Returns its height.
float failure_card(const Rect& area, const SessionView& view, Requests& requests) {
    const Strings& s = strings();
    const bool is_dead = view.has_trainer_failed;
    if (!is_dead && view.snapshot.state != RunState::Diverged) return 0.0f;
    const Property& rate = *find_property("learning-rate");
    const std::string body = is_dead
                                 ? std::string(s.trainer_dead_body)
                                 : fill(s.diverged_body, {value_text(rate, view.snapshot.recipe)});
    const std::string_view title = is_dead ? s.trainer_dead : s.diverged_title;
    const float inner = area.w - 72.0f;
    const float height = 16.0f + 22.0f + measure_paragraph(inner, body, {}) + 12.0f + 32.0f + 14.0f;
    ImGui::GetWindowDrawList()->AddRectFilled(area.min(), {area.right(), area.y + height},
                                              theme().wrong_tint, space::kCorner);
    draw_icon({area.x + 14.0f, area.y + 14.0f, 20.0f, 24.0f}, icon::kTriangleAlert, 16.0f,
              theme().wrong);
    Rect rest{area.x + 44.0f, area.y + 14.0f, inner, height};
    draw_text(rest.take_top(24.0f), title, {.face = Face::Semibold});
    rest.take_top(draw_paragraph(rest.min(), inner, body, {}) + 10.0f);
    Rect row = rest.take_top(32.0f);
    mirror::describe({.id = "status.failure",
                      .role = mirror::Role::Status,
                      .name = std::string(title),
                      .value = body,
                      .bounds = {area.x, area.y, area.w, height}});
    if (is_dead) {
        if (button("run.restart-trainer", row.take_left(button_width(s.restart)), s.restart))
            requests.restart_trainer = true;
        return height;
    }
    const double calm_rate = defaults_of(view.recipe.dataset, view.recipe.twin).learning_rate;
    const std::string label = fill(s.use_rate, {shortest(calm_rate)});
    if (button("run.use-default-rate", row.take_left(button_width(label)), label)) {
        requests.recipe = view.recipe;
        requests.recipe->learning_rate = calm_rate;
        requests.undo_name = rate.name;
        requests.reset = true;
        requests.play = true;
    }
    row.take_left(8.0f);
    if (button("run.reset-diverged",
               row.take_left(button_width(s.reset, {.style = ButtonStyle::Quiet})), s.reset,
               {.style = ButtonStyle::Quiet}))
        requests.reset = true;
    return height;
}

// What the present run has otherwise than the one before, above the curves. Returns its height.
float caption(const Rect& area, const SessionView& view) {
    constexpr float kHeight = 18.0f, kLeastPlot = 96.0f;
    if (area.h < kHeight + kLeastPlot) return 0.0f;
    const Rect row{area.x, area.y, area.w, kHeight};
    const std::string text = fill(strings().since_run_before,
                                  {run_change(view.earlier.back().recipe, view.snapshot.recipe)});
    draw_text(row, text, {.size = 12.0f, .color = theme().quiet});
    mirror::describe({.id = "curves.change",
                      .role = mirror::Role::Status,
                      .name = std::string(strings().curves_name),
                      .value = text,
                      .bounds = row});
    return kHeight;
}

// Below the curves, as their time axis: the epoch that the page shows, to be drawn back, and one step back.
void time_track(const Rect& row, const PlotSpan& span, const SessionView& view,
                const ViewState& state, Requests& requests) {
    const Strings& s = strings();
    const Snapshot& snapshot = view.snapshot;
    const auto every = static_cast<double>(snapshot.kept_every);
    const auto first = static_cast<double>(snapshot.kept_from);
    const auto now = std::floor(static_cast<double>(snapshot.present_epoch));
    const float size = state.is_phone ? 44.0f : 28.0f;
    begin_disabled(snapshot.present_step == 0);
    next_tip({.title = s.step_back, .sentence = s.step_back_help});
    if (icon_button("run.step-back", {row.x - 8.0f, row.center().y - 0.5f * size, size, size},
                    icon::kChevronLeft, s.step_back))
        requests.step_back = true;
    end_disabled();
    if (now <= first) return;
    double epoch = view.looked        ? static_cast<double>(*view.looked)
                   : snapshot.is_past ? static_cast<double>(snapshot.epoch)
                                      : now;
    const std::string help = snapshot.kept_every > 1
                                 ? fill(s.past_help_some, {with_thousands(snapshot.kept_every)})
                                 : std::string(s.past_help);
    next_tip({.title = s.past_track, .sentence = help});
    // The knob stands under its epoch, where the axis is of epochs and shows enough of them.
    constexpr float kKnob = 6.0f, kLeast = 120.0f;  // that the track is shorter at each end; of it
    float left = span.left, right = span.right;
    if (!state.x_is_step && !state.plot_view.is_zoomed && span.at(now) - span.at(first) > kLeast) {
        left = span.at(first);
        right = span.at(now);
    }
    left = std::max(left - kKnob, row.x - 8.0f + size);
    const std::string shown = fill(s.past_value, {with_thousands(static_cast<std::int64_t>(epoch)),
                                                  with_thousands(static_cast<std::int64_t>(now))});
    if (slider_track(
            "past.epoch", {left, row.y, right + kKnob - left, row.h}, s.past_track, &epoch,
            {.minimum = first, .maximum = now, .fallback = now, .is_integer = true, .step = every},
            shown))
        requests.look = epoch >= now ? -1.0f : static_cast<float>(epoch);
}

}  // namespace

void curves_panel(const Rect& area, const SessionView& view, ViewState& state, Requests& requests) {
    const Strings& s = strings();
    Rect rest = area.inset(space::kPanel, 0.0f);
    Rect title = rest.take_top(40.0f);
    const bool is_r2 = view.is_regression(), is_past = view.snapshot.is_past;
    const std::string_view labels[] = {s.loss, is_r2 ? s.r2 : s.accuracy};
    int tab = state.shows_accuracy ? 1 : 0;
    const std::string formula = loss_formula(view);
    next_tip({.title = s.loss, .sentence = s.loss_help, .formula = formula});
    if (tabs("curves.tabs", {title.x, title.y}, 40.0f, labels, &tab, 16.0f)) {
        state.shows_accuracy = tab == 1;
        state.plot_view = {};
    }
    const Rect options = title.take_right(32.0f);
    if (icon_button("curves.menu", {options.x, options.y + 4.0f, 32.0f, 32.0f}, icon::kEllipsis,
                    s.options))
        open_popover("curves.options");
    title.take_right(8.0f);
    if (!state.shows_accuracy) {
        const std::string_view scales[] = {s.linear, s.log};
        int scale = state.is_log_loss ? 1 : 0;
        const Rect segment = title.take_right(segmented_width(scales));
        if (segmented("curves.scale", {segment.x, segment.y + 6.0f, segment.w, 28.0f}, s.loss,
                      scales, &scale))
            state.is_log_loss = scale == 1;
    }

    const float card = failure_card(rest, view, requests);
    if (card > 0.0f) rest.take_top(card + 8.0f);
    rest.take_bottom(8.0f);
    if (rest.h < 60.0f) {
        options_popover(options, view, state, requests);
        return;
    }

    if (!view.earlier.empty()) rest.take_top(caption(rest, view));
    std::vector<Columns> columns;
    columns.reserve(view.earlier.size() + 2);
    std::vector<PlotLine> lines;
    const Recipe* before = nullptr;
    for (const EarlierRun& run : view.earlier) {
        columns.push_back(columns_of(run.history, state));
        const std::string label = run_difference(run.recipe, view.snapshot.recipe);
        lines.push_back({.label = label,
                         .card_label = before ? run_change(*before, run.recipe) : label,
                         .x = columns.back().x,
                         .y = columns.back().test,
                         .color = theme().control,
                         .width = 1.25f});
        before = &run.recipe;
    }
    if (!view.later.empty()) {
        History after = view.later;
        if (!view.history.empty()) after.insert(after.begin(), view.history.back());
        columns.push_back(columns_of(after, state));
        const Columns& later = columns.back();
        lines.push_back({.card_label = std::string(s.training_line),
                         .x = later.x,
                         .y = later.train,
                         .color = theme().control,
                         .width = 1.25f,
                         .is_dashed = true});
        lines.push_back({.card_label = std::string(s.test),
                         .x = later.x,
                         .y = later.test,
                         .color = theme().control,
                         .width = 1.25f});
    }
    columns.push_back(columns_of(view.history, state));
    const Columns& now = columns.back();
    if (now.x.size() > 1) {
        const auto value = [&](float y) {
            if (!state.shows_accuracy) return loss_text(y);
            return is_r2 ? fixed(y, 3) : percent(y);
        };
        lines.push_back({.label = std::string(s.training_line) + " " + value(now.train.back()),
                         .card_label = std::string(s.training_line),
                         .x = now.x,
                         .y = now.train,
                         .color = theme().text,
                         .width = 1.5f,
                         .is_dashed = true});
        lines.push_back({.label = std::string(s.test) + " " + value(now.test.back()),
                         .card_label = std::string(s.test),
                         .x = now.x,
                         .y = now.test,
                         .color = theme().text,
                         .width = 2.0f,
                         .is_strong = true});
    }
    const std::string widest =
        std::string(s.training_line) + (state.shows_accuracy ? " 100.0 %" : " 0.0000");
    const PlotAxes axes{.x_unit = state.x_is_step ? s.by_step : s.by_epoch,
                        .other_x_unit = state.x_is_step ? s.by_epoch : s.by_step,
                        .other_x = now.x.size() > 1 ? now.other_x : std::span<const float>(),
                        .is_log_y = !state.shows_accuracy && state.is_log_loss,
                        .is_percent = state.shows_accuracy && !is_r2,
                        .marked_x = is_past && now.x.size() > 1
                                        ? std::optional<double>(now.x.back())
                                        : std::nullopt,
                        .widest_label = widest,
                        .empty_text = s.curves_empty};
    const float track = state.is_phone ? 44.0f : 28.0f;
    const bool has_track = view.snapshot.kept_every > 0 && rest.h > 110.0f + track;
    const Rect row = rest.take_bottom(has_track ? track : 0.0f);
    PlotSpan span;
    plot("curves", rest, s.curves_name, lines, axes, &state.plot_view, nullptr, &span);
    if (has_track && span.right > span.left) time_track(row, span, view, state, requests);
    options_popover(options, view, state, requests);
}

}  // namespace nn::ui
