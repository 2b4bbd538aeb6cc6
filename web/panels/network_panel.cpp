// The shape of the network: layers can be added, removed, resized and given another activation.
#include <algorithm>
#include <string>
#include <vector>

#include "engine/session/limits.h"
#include "engine/session/property.h"
#include "icons.h"
#include "web/panels/format.h"
#include "web/panels/panels.h"
#include "web/panels/property_controls.h"
#include "web/panels/section.h"
#include "web/panels/strings.h"
#include "web/widgets/controls.h"

namespace nn::ui {

namespace {

constexpr float kLabelWidth = 70.0f;

std::int64_t parameter_count(const Recipe& recipe) {
    std::int64_t inputs = inputs_of(recipe), count = 0;
    for (const LayerShape& layer : recipe.hidden) {
        count += (inputs + 1) * layer.units;
        inputs = layer.units;
    }
    return count + (inputs + 1) * outputs_of(recipe);
}

void ask(Requests& requests, const Recipe& recipe, std::string undo_name, std::string toast = {}) {
    requests.recipe = recipe;
    requests.undo_name = std::move(undo_name);
    requests.toast = std::move(toast);
}

constexpr SliderScale kUnitsScale{.minimum = 1.0,
                                  .maximum = limits::kMaxUnits,
                                  .fallback = 64.0,
                                  .is_logarithmic = true,
                                  .ticks_at_powers_of_two = true,
                                  .is_integer = true};

void label(Rect& row, std::string_view text) {
    draw_text(row.take_left(kLabelWidth), text, {.color = theme().quiet});
}

// One hidden layer: size, activation, remove; its slider below. Returns the height used.
float layer_rows(Rect area, std::size_t index, const SessionView& view, Requests& requests) {
    const Strings& s = strings();
    const std::string number = std::to_string(index + 1);
    const std::string id = "network.hidden." + number;
    const LayerShape layer = view.recipe.hidden[index];

    Rect row = area.take_top(kRowHeight);
    label(row, fill(s.hidden, {number}));
    const std::string units_name = fill(s.hidden, {number});
    int units = layer.units;
    next_tip({.title = units_name, .sentence = s.units_help});
    if (number_field(id + ".units", row.take_left(58.0f), units_name, &units, 1,
                     limits::kMaxUnits)) {
        Recipe recipe = view.recipe;
        recipe.hidden[index].units = units;
        ask(requests, recipe, id);
    }
    row.take_left(8.0f);
    const Rect remove = row.take_right(24.0f);
    row.take_right(4.0f);

    std::vector<std::string_view> options;
    int selected = 0;
    for (const auto& entry : enum_names<Activation>()) {
        if (entry.value == layer.activation) selected = static_cast<int>(options.size());
        const bool is_long = entry.value == Activation::LeakyRelu;  // for the room there is
        options.push_back(is_long ? "Leaky" : choice_title("activation", entry.key));
    }
    const std::string activation_name = fill(s.activation, {number});
    const std::string activation_help = tip_sentence(*find_property("activation"));
    next_tip({.title = activation_name, .sentence = activation_help});
    if (select(id + ".activation", row, activation_name, options, &selected)) {
        Recipe recipe = view.recipe;
        recipe.hidden[index].activation =
            enum_names<Activation>()[static_cast<std::size_t>(selected)].value;
        ask(requests, recipe, id + ".activation");
    }
    if (icon_button(id + ".remove", remove, icon::kX, fill(s.remove_layer, {number}), false,
                    14.0f)) {
        Recipe recipe = view.recipe;
        recipe.hidden.erase(recipe.hidden.begin() + static_cast<std::ptrdiff_t>(index));
        ask(requests, recipe, id + ".remove", fill(s.layer_removed, {number}));
    }

    Rect track = area.take_top(24.0f);
    track.take_left(kLabelWidth);
    double value = layer.units;
    next_tip({.title = units_name, .sentence = s.units_help});
    if (slider_track(id + ".slider", track, units_name, &value, kUnitsScale)) {
        Recipe recipe = view.recipe;
        recipe.hidden[index].units =
            std::clamp(static_cast<int>(value + 0.5), 1, limits::kMaxUnits);
        ask(requests, recipe, id);
    }
    return kRowHeight + 24.0f;
}

std::string parameter_formula(const Recipe& recipe) {
    std::string text;
    int inputs = inputs_of(recipe);
    const auto term = [&](int units) {
        text += (text.empty() ? "(" : "\n+ (") + std::to_string(inputs) + " + 1) \u00B7 " +
                std::to_string(units);
        inputs = units;
    };
    for (const LayerShape& layer : recipe.hidden) term(layer.units);
    term(outputs_of(recipe));
    return text + "\n= " + with_thousands(parameter_count(recipe));
}

}  // namespace

void hidden_slider(const Rect& rect, const SessionView& view, Requests& requests) {
    const Strings& s = strings();
    if (view.recipe.hidden.empty()) return;
    const std::string name = fill(s.hidden, {"1"});
    double value = view.recipe.hidden[0].units;
    begin_past(view);
    begin_disabled(is_locked("network.hidden"), s.locked);
    next_tip({.title = name, .sentence = s.units_help});
    if (slider("network.hidden.1", rect, name, &value, kUnitsScale,
               fill(s.neurons, {std::to_string(view.recipe.hidden[0].units)}))) {
        Recipe recipe = view.recipe;
        recipe.hidden[0].units = std::clamp(static_cast<int>(value + 0.5), 1, limits::kMaxUnits);
        ask(requests, recipe, "network.hidden.1");
    }
    end_disabled();
    end_disabled();
}

float network_panel(const Rect& area, const SessionView& view, ViewState& state,
                    Requests& requests) {
    const Strings& s = strings();
    Rect rest = section_title(area, "network", s.network, &state.is_open[1]);
    if (!state.is_open[1]) return rest.y - area.y;
    begin_past(view);

    const DatasetInfo& data = info(view.recipe.dataset);
    Rect input = rest.take_top(28.0f);
    const std::string inputs = std::to_string(inputs_of(view.recipe));
    label(input, data.is_plane ? s.features : s.input);
    draw_text(input,
              data.is_plane ? fill(s.features_used, {inputs, std::to_string(kFeatures)})
                            : fill(s.pixels, {inputs}),
              {});

    for (std::size_t i = 0; i < view.recipe.hidden.size(); ++i)
        rest.take_top(layer_rows(rest, i, view, requests) + 4.0f);
    if (view.recipe.hidden.empty())
        rest.take_top(draw_paragraph({rest.x, rest.y + 4.0f}, rest.w,
                                     data.is_plane ? s.no_hidden_plane : s.no_hidden,
                                     {.size = 12.0f, .color = theme().quiet}) +
                      12.0f);

    Rect output = rest.take_top(28.0f);
    label(output, s.output);
    const std::string classes = std::to_string(outputs_of(view.recipe));
    draw_text(output,
              data.is_regression ? std::string(s.one_output)
                                 : fill(output_text(view.recipe.loss, s.classes_softmax,
                                                    s.classes_sigmoid, s.classes_linear),
                                        {classes}),
              {});

    rest.take_top(8.0f);
    Rect row = rest.take_top(kRowHeight);
    const ButtonLook look{.style = ButtonStyle::Quiet, .icon = icon::kPlus};
    const float width = button_width(s.add_layer, look);
    const bool is_full = view.recipe.hidden.size() >= limits::kMaxHiddenLayers;
    begin_disabled(is_full, s.layer_limit);
    next_tip({.title = s.add_layer, .sentence = s.add_layer_help});
    // A quiet button's label lines up with the text above it, so its padding hangs out to the left.
    if (button("network.add", {row.x - 10.0f, row.y, width, row.h}, s.add_layer, look)) {
        Recipe recipe = view.recipe;
        const LayerShape last =
            recipe.hidden.empty() ? LayerShape{32, Activation::Relu} : recipe.hidden.back();
        // Half as wide, as most networks narrow, but never a bottleneck that nobody asked for.
        recipe.hidden.push_back(
            {std::max(last.units / 2, std::min(last.units, 8)), last.activation});
        ask(requests, recipe, "network.add",
            fill(s.layer_added, {std::to_string(recipe.hidden.size())}));
    }
    end_disabled();
    const std::string formula = parameter_formula(view.recipe);
    const std::string count = fill(s.parameters, {with_thousands(parameter_count(view.recipe))});
    const TextStyle quiet{.size = 12.0f, .color = theme().quiet};
    draw_text(row, count, quiet, Align::Right);
    const Rect count_rect{row.right() - text_size(count, quiet).x, row.y, text_size(count, quiet).x,
                          row.h};
    next_tip({.title = count, .sentence = s.parameters_help, .formula = formula});
    tip_area("network.parameters", count_rect, count);
    const Rect hint = rest.take_top(20.0f);
    draw_text(hint, s.new_run_hint, quiet);
    end_disabled();
    rest.take_top(12.0f);
    return rest.y - area.y;
}

}  // namespace nn::ui
