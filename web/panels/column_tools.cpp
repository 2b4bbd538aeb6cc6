// Editing in the network's picture: the shape of a layer, which starts a new run, and its numbers, which
// change in the run under way.
#include <algorithm>
#include <cmath>
#include <string>

#include "engine/session/limits.h"
#include "icons.h"
#include "web/panels/format.h"
#include "web/panels/panels.h"
#include "web/panels/section.h"
#include "web/panels/strings.h"
#include "web/widgets/controls.h"
#include "web/widgets/mirror.h"
#include "web/widgets/theme.h"

namespace nn::ui {

namespace {

constexpr float kTool = 24.0f, kTouchTool = 44.0f;
constexpr float kEditWidth = 328.0f;
constexpr double kReach = 4.0;  // of the sliders, to either side

void restart_with(const SessionView& view, Requests& requests, std::string undo_name,
                  const auto& change, std::string toast = {}) {
    Recipe recipe = view.recipe;
    change(recipe.hidden);
    requests.recipe = recipe;
    requests.undo_name = std::move(undo_name);
    requests.toast = std::move(toast);
}

void make(const SessionView& view, ViewState& state, Requests& requests, const Edit& edit,
          std::string undo_name, std::string toast = {}) {
    if (state.edit.step != view.snapshot.step) {
        state.edit.step = view.snapshot.step;
        state.edit.loss = view.snapshot.test_loss;
        state.edit.score = view.snapshot.test_score;
    }
    requests.edits = {edit};
    requests.undo_name = std::move(undo_name);
    requests.toast = std::move(toast);
}

// Fewer and more neurons; `cell` gives the next place.
void size_buttons(const auto& cell, std::size_t layer, const SessionView& view,
                  Requests& requests) {
    const Strings& s = strings();
    const std::string number = std::to_string(layer + 1), id = "stage.layer." + number;
    const int units = view.recipe.hidden[layer].units;
    const auto resize = [&](int to) {
        restart_with(view, requests, id, [&](auto& hidden) { hidden[layer].units = to; });
    };
    const bool is_fixed = is_locked("network.hidden");
    const std::string_view why = is_fixed ? s.locked : std::string_view();
    begin_disabled(is_fixed || units <= 1, why);
    if (icon_button(id + ".fewer", cell(), icon::kMinus, fill(s.fewer_neurons, {number}), false,
                    14.0f))
        resize(units - 1);
    end_disabled();
    begin_disabled(is_fixed || units >= limits::kMaxUnits, why);
    if (icon_button(id + ".more", cell(), icon::kPlus, fill(s.more_neurons, {number}), false,
                    14.0f))
        resize(units + 1);
    end_disabled();
}

// Dark buttons and fields do not stand out from a popover's ground.
const Rect& outlined(const Rect& rect) {
    if (theme().is_dark)
        ImGui::GetWindowDrawList()->AddRect({rect.x - 1.0f, rect.y - 1.0f},
                                            {rect.right() + 1.0f, rect.bottom() + 1.0f},
                                            theme().control, 7.0f);
    return rect;
}

void label(Rect& row, std::string_view text, float width) {
    draw_text(row.take_left(width), text, {.color = theme().quiet});
}

std::string score_text(const SessionView& view, float score) {
    const auto value = static_cast<double>(score);
    return view.is_regression() ? fixed(value, 3) : percent(value);
}

// What the edits at this step did to loss and accuracy, or the figures as they are.
void outcome_row(const Rect& row, const SessionView& view, const ViewState& state) {
    const Strings& s = strings();
    const Snapshot& now = view.snapshot;
    const bool has_before = state.edit.step == now.step;
    std::string loss = loss_text(static_cast<double>(now.test_loss)),
                score = score_text(view, now.test_score);
    if (has_before) {
        loss = loss_text(static_cast<double>(state.edit.loss)) + " \u2192 " + loss;
        score = score_text(view, state.edit.score) + " \u2192 " + score;
    }
    const std::string text =
        fill(view.is_regression() ? s.edit_outcome_r2 : s.edit_outcome, {loss, score});
    draw_text(row, text, {.size = 12.0f, .color = theme().quiet});
    mirror::describe({.id = "edit.outcome",
                      .role = mirror::Role::Text,
                      .name = std::string(s.edit_numbers),
                      .value = text,
                      .bounds = row});
}

struct Numbers {
    Rect& rest;
    const SessionView& view;
    ViewState& state;
    Requests& requests;
    float height;  // of a row

    const DenseLayer<float>& layer() const {
        return view.network.layers[static_cast<std::size_t>(state.edit.layer)];
    }
    bool is_output() const {
        return state.edit.layer + 1 == static_cast<int>(view.network.layers.size());
    }

    void choose(std::string_view id, std::string_view name, int* value, Eigen::Index end,
                std::string_view means = {}) {
        Rect row = rest.take_top(height);
        label(row, name, 124.0f);
        number_field(id, outlined(row.take_left(72.0f)), name, value, 0, static_cast<int>(end) - 1);
        row.take_left(8.0f);
        draw_text(row, means, {.size = 12.0f, .color = theme().quiet});
    }

    // Which pixel an input is, counted as people count; nothing where the inputs are none.
    std::string pixel_name(int input) const {
        const int width = view.dataset->width;
        if (state.edit.layer != 0 || !view.dataset->has_pixels()) return {};
        return fill(strings().edit_pixel,
                    {std::to_string(input / width + 1), std::to_string(input % width + 1)});
    }

    void value_slider(std::string_view id, std::string_view title, double value, Edit edit) {
        const SliderScale scale{
            .minimum = -kReach, .maximum = kReach, .fallback = value, .step = 0.05};
        double moved = std::clamp(value, -kReach, kReach);
        if (!slider(id, rest.take_top(48.0f), title, &moved, scale, fixed(value, 3))) return;
        edit.value = std::round(moved * 1000.0) / 1000.0;
        make(view, state, requests, edit, std::string(id) + edit_place(edit));
    }

    static std::string edit_place(const Edit& edit) {
        return "." + std::to_string(edit.layer) + "." + std::to_string(edit.unit) + "." +
               std::to_string(edit.other);
    }

    void draw() {
        const Strings& s = strings();
        auto& at = state.edit;
        at.unit = std::clamp(at.unit, 0, static_cast<int>(layer().units()) - 1);
        at.input = std::clamp(at.input, 0, static_cast<int>(layer().inputs()) - 1);
        at.other = std::clamp(at.other, 0, static_cast<int>(layer().units()) - 1);
        choose("edit.unit", s.edit_neuron, &at.unit, layer().units());
        value_slider("edit.bias", s.edit_bias, static_cast<double>(layer().b(at.unit)),
                     {.kind = EditKind::Bias, .layer = at.layer, .unit = at.unit});
        choose("edit.input", at.layer == 0 ? s.edit_from_input : s.edit_from_neuron, &at.input,
               layer().inputs(), pixel_name(at.input));
        value_slider(
            "edit.weight", s.edit_weight, static_cast<double>(layer().W(at.input, at.unit)),
            {.kind = EditKind::Weight, .layer = at.layer, .unit = at.unit, .other = at.input});
        if (!is_output()) hidden_only();
    }

    void hidden_only() {
        const Strings& s = strings();
        const auto& at = state.edit;
        const std::string unit = std::to_string(at.unit), other = std::to_string(at.other);
        choose("edit.other", s.edit_swap_with, &state.edit.other, layer().units());
        rest.take_top(8.0f);
        Rect row = rest.take_top(height);
        const float half = 0.5f * (row.w - 8.0f);
        next_tip({.title = s.edit_swap, .sentence = s.edit_swap_help});
        begin_disabled(at.unit == at.other);
        if (button("edit.swap", outlined(row.take_left(half)), s.edit_swap))
            make(view, state, requests,
                 {.kind = EditKind::Swap, .layer = at.layer, .unit = at.unit, .other = at.other},
                 "edit.swap", fill(s.edit_swapped, {unit, other}));
        end_disabled();
        row.take_left(8.0f);
        next_tip({.title = s.edit_silence, .sentence = s.edit_silence_help});
        if (button("edit.silence", outlined(row), s.edit_silence))
            make(view, state, requests,
                 {.kind = EditKind::Silence, .layer = at.layer, .unit = at.unit}, "edit.silence",
                 fill(s.edit_silenced, {unit}));
    }
};

// The shape of a hidden layer.
void shape_rows(Rect& rest, float height, const SessionView& view, ViewState& state,
                Requests& requests) {
    const Strings& s = strings();
    const auto layer = static_cast<std::size_t>(state.edit.layer);
    const std::string number = std::to_string(layer + 1);
    Rect row = rest.take_top(height);
    const float tool = std::max(kTool, height - 8.0f);
    Rect tools = row.take_right(2.0f * tool);
    size_buttons(
        [&] {
            const Rect cell = tools.take_left(tool);
            return Rect{cell.x, cell.center().y - 0.5f * tool, tool, tool};
        },
        layer, view, requests);
    draw_text(row, fill(s.edit_neurons, {std::to_string(view.recipe.hidden[layer].units)}), {});
    row = rest.take_top(height);
    const float half = 0.5f * (row.w - 8.0f);
    const bool is_fixed = is_locked("network.hidden");
    begin_disabled(is_fixed || view.recipe.hidden.size() >= limits::kMaxHiddenLayers,
                   is_fixed ? s.locked : s.layer_limit);
    if (button("edit.add-layer", outlined(row.take_left(half)), s.add_layer))
        restart_with(
            view, requests, "edit.add-layer",
            [&](auto& hidden) {
                hidden.insert(hidden.begin() + static_cast<std::ptrdiff_t>(layer) + 1,
                              hidden[layer]);
            },
            fill(s.layer_added, {std::to_string(layer + 2)}));
    end_disabled();
    row.take_left(8.0f);
    begin_disabled(is_fixed, s.locked);
    if (button("edit.remove-layer", outlined(row), s.edit_remove_layer)) {
        restart_with(
            view, requests, "edit.remove-layer",
            [&](auto& hidden) {
                hidden.erase(hidden.begin() + static_cast<std::ptrdiff_t>(layer));
            },
            fill(s.layer_removed, {number}));
        close_popover();
    }
    end_disabled();
    rest.take_top(4.0f);
    draw_text(rest.take_top(20.0f), s.new_run_hint, {.size = 12.0f, .color = theme().quiet});
    rest.take_top(8.0f);
    draw_line({rest.x, rest.y}, {rest.right(), rest.y});
    rest.take_top(8.0f);
}

void edit_popover(const SessionView& view, ViewState& state, Requests& requests) {
    const Strings& s = strings();
    const int layers = static_cast<int>(view.network.layers.size());
    state.edit.layer = std::clamp(state.edit.layer, 0, layers - 1);
    const bool is_output = state.edit.layer + 1 == layers;
    // The recipe wanted may have another shape than the network that still stands.
    const bool has_shape =
        !is_output && static_cast<std::size_t>(state.edit.layer) < view.recipe.hidden.size();
    const float row = state.is_phone ? 44.0f : 32.0f;
    const float height = 16.0f + 28.0f + (has_shape ? 2.0f * row + 40.0f : 0.0f) + 2.0f * row +
                         96.0f + (is_output ? 0.0f : 2.0f * row + 8.0f) + 32.0f + 12.0f;
    const Rect box = begin_popover("edit", state.edit.anchor, {kEditWidth, height});
    if (box.w <= 0.0f) return;
    Rect rest = box.inset(16.0f, 12.0f);
    const std::string title = is_output
                                  ? std::string(s.output)
                                  : fill(s.edit_title, {std::to_string(state.edit.layer + 1)});
    draw_text(rest.take_top(28.0f), title, {.face = Face::Semibold});
    if (has_shape) shape_rows(rest, row, view, state, requests);
    Numbers{rest, view, state, requests, row}.draw();
    outcome_row(rest.take_top(28.0f), view, state);
    end_popover();
}

}  // namespace

void column_tools(const GraphColumns& columns, float output_x, float bottom,
                  const SessionView& view, ViewState& state, Requests& requests) {
    const Strings& s = strings();
    if (view.network.layers.empty()) return;
    begin_disabled(view.snapshot.is_past, s.past_first);
    const float tool = state.is_phone ? kTouchTool : kTool;
    const std::size_t hidden = view.network.layers.size() - 1;
    // It opens left of the column, so that this and the answers are seen while they change; on a phone as far down as
    // can be.
    const auto open = [&](std::size_t layer, const Rect& rect, float left, std::string_view name) {
        if (!icon_button("stage.layer." + std::to_string(layer + 1) + ".edit", rect,
                         icon::kSquarePen, name, false, 14.0f))
            return;
        if (state.graph.selected.layer == static_cast<int>(layer))
            state.edit.unit = state.graph.selected.unit;
        state.edit.layer = static_cast<int>(layer);
        state.edit.anchor = {left - 8.0f - kEditWidth, rect.y, kEditWidth, rect.h};
        const ImVec2 screen = ImGui::GetIO().DisplaySize;
        if (state.is_phone)
            state.edit.anchor = {0.5f * (screen.x - kEditWidth), screen.y, kEditWidth, 0.0f};
        open_popover("edit");
    };
    for (std::size_t i = 0; i < std::min(columns.layers.size(), hidden); ++i) {
        const Rect& column = columns.layers[i];
        if (column.w <= 0.0f) continue;
        const bool has_next = i + 1 < hidden && columns.layers[i + 1].w > 0.0f;
        const float room =
            has_next ? columns.layers[i + 1].center().x - column.center().x : 3.0f * tool;
        const bool has_sizes = room >= 3.0f * tool && i < view.recipe.hidden.size();
        const float width = has_sizes ? 3.0f * tool : tool;
        Rect row{std::round(column.center().x - 0.5f * width), bottom - tool, width, tool};
        const std::string number = std::to_string(i + 1);
        if (has_sizes) {
            size_buttons([&] { return row.take_left(tool); }, i, view, requests);
        }
        open(i, row, column.x, fill(s.edit_layer, {number}));
    }
    open(hidden, {std::round(output_x - 0.5f * tool), bottom - tool, tool, tool}, output_x - 14.0f,
         s.edit_outputs);
    edit_popover(view, state, requests);
    end_disabled();
}

}  // namespace nn::ui
