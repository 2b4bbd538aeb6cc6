// The stage: pad → what the network sees → neurons → answer, in one row, so that the eye follows the
// data. The drawing is the first layer; the bars are the outputs.
#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "engine/session/limits.h"
#include "icons.h"
#include "web/panels/format.h"
#include "web/panels/formulas.h"
#include "web/panels/panels.h"
#include "web/panels/section.h"
#include "web/panels/strings.h"
#include "web/panels/verdict.h"
#include "web/widgets/controls.h"
#include "web/widgets/digit_pad.h"
#include "web/widgets/mirror.h"
#include "web/widgets/pixel_image.h"

namespace nn::ui {

namespace {

// Of a bar not yet filled: raised is white on white in the light theme.
Color track_color() {
    return theme().is_dark ? theme().raised : theme().line;
}

struct StageLayout {
    float center_y;
    Rect pad, image;
    float tile;
    float output_x, output_pitch;
    bool has_bars;
};

StageLayout lay_out(const Rect& area, int image_width) {
    StageLayout out{};
    const float tabs = 48.0f;
    const float height = area.h - tabs;
    out.center_y = area.y + tabs + 0.5f * height + 4.0f;
    out.has_bars = area.w >= 1000.0f;
    const bool is_narrow = area.w < 880.0f || area.h < 440.0f;
    const float pad = std::floor(std::min(is_narrow ? 176.0f : 288.0f, height - 150.0f));
    // Whole CSS pixels per image pixel, so that no column of pixels is wider than its neighbour.
    const float wished = is_narrow ? 96.0f : 136.0f;
    const float pixel = std::max(std::floor(wished / static_cast<float>(image_width)), 1.0f);
    const float image = image_width <= 16 ? pixel * static_cast<float>(image_width)
                                          : std::min(wished + 4.0f, 140.0f);
    const float spare = std::max(area.w - 1160.0f, 0.0f);
    out.pad = {area.x + space::kStage, out.center_y - 0.5f * pad, pad, pad};
    out.image = {out.pad.right() + 44.0f + 0.12f * spare, out.center_y - 0.5f * image, image,
                 image};
    out.output_x = area.right() - (out.has_bars ? 192.0f : 104.0f);
    out.output_pitch = std::min(44.0f, std::floor((height - 100.0f) / 9.5f));
    out.tile = is_narrow ? 24.0f : 32.0f;
    return out;
}

constexpr float kAnswerPitch = 20.0f;  // px a class of the Draw place

// Title 14/600 and a quiet line, above something whose top is given.
void caption(float x, float top, std::string_view title, std::string_view hint,
             float width = 260.0f) {
    draw_text({x, top - 48.0f, width, 20.0f}, title, {.face = Face::Semibold});
    draw_text({x, top - 28.0f, width, 18.0f}, hint, {.size = 12.0f, .color = theme().quiet});
}

// Undo takes the last stroke back; after Clear it brings back what was cleared.
Ink undone(const SessionView& view, ViewState& state) {
    Ink ink = view.pad.ink;
    if (ink.empty()) return std::exchange(state.cleared_ink, {});
    ink.pop_back();
    return ink;
}

Ink cleared(const SessionView& view, ViewState& state) {
    if (!view.pad.ink.empty()) state.cleared_ink = view.pad.ink;
    return {};
}

bool can_undo_ink(const SessionView& view, const ViewState& state) {
    return !view.pad.ink.empty() || !state.cleared_ink.empty();
}

// The brush's width, with its name left of the track where there is room for both; `row` ends where the
// track does.
void brush_slider(Rect row, ViewState& state) {
    double brush = std::round(1000.0 * static_cast<double>(state.brush)) / 1000.0;  // to be read
    const SliderScale scale{.minimum = 0.03, .maximum = 0.16, .fallback = 0.09, .step = 0.01};
    const float name = text_size(strings().brush, {.size = 12.0f}).x + 8.0f;
    const bool has_name = row.w >= name + 48.0f;
    const Rect track = row.take_right(std::min(84.0f, has_name ? row.w - name : row.w));
    if (slider_track("pad.brush", {track.x, track.center().y - 12.0f, track.w, 24.0f},
                     strings().brush, &brush, scale))
        state.brush = static_cast<float>(brush);
    row.take_right(8.0f);
    if (has_name)
        draw_text(row, strings().brush, {.size = 12.0f, .color = theme().quiet}, Align::Right);
}

void pad_tools(Rect row, const SessionView& view, ViewState& state, Requests& requests) {
    const Strings& s = strings();
    const bool is_empty = view.pad.ink.empty() && view.pad.sample < 0;
    begin_disabled(!can_undo_ink(view, state));
    if (icon_button("pad.undo", row.take_left(32.0f), icon::kUndo2, s.undo_stroke))
        requests.ink = undone(view, state);
    end_disabled();
    begin_disabled(is_empty);
    if (icon_button("pad.clear", row.take_left(32.0f), icon::kEraser, s.clear_pad))
        requests.ink = cleared(view, state);
    end_disabled();
    brush_slider(row, state);
}

// The pad with what is on it: ink, or a sample of the data set.
void pad(const Rect& rect, const SessionView& view, ViewState& state, Requests& requests) {
    const Strings& s = strings();
    Ink ink = view.pad.ink;
    const std::string value = pad_value(view);
    const bool shows_sample = view.pad.sample >= 0;
    // A pen presses it to between half and one and a half times its width.
    const float brush = std::clamp(state.brush * (0.5f + state.pressure),
                                   0.001f * limits::kMinBrush, 0.001f * limits::kMaxBrush);
    if (digit_pad("pad", rect, &ink,
                  {.brush = brush,
                   .shows_ghost = ink.empty() && !shows_sample,
                   .name = s.pad_name,
                   .value = value}))
        requests.ink = ink;
    draw_parts(rect, view);
    if (shows_sample && ink.empty() && view.dataset) {
        const float side = std::floor(0.78f * rect.w / static_cast<float>(view.dataset->width)) *
                           static_cast<float>(view.dataset->width);
        const Rect inner{std::round(rect.center().x - 0.5f * side),
                         std::round(rect.center().y - 0.5f * side), side, side};
        draw_pixels(inner, view.pad.pixels, view.dataset->width, view.dataset->height,
                    view.dataset->max_value);
    }
}

void pad_caption(float x, float top, float width, const SessionView& view) {
    const Strings& s = strings();
    if (view.pad.sample >= 0 && view.dataset) {
        const int label = view.dataset->labels[static_cast<std::size_t>(view.pad.sample)];
        caption(x, top, fill(s.sample_title, {with_thousands(view.pad.sample)}),
                fill(s.sample_hint, {class_name(view, label)}), width);
    } else {
        caption(x, top, s.draw_title, view.pad.ink.empty() ? s.ghost_hint : s.draw_hint, width);
    }
}

void seen_image(const Rect& rect, const SessionView& view) {
    const Dataset& data = *view.dataset;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    if (view.pad.has_image()) {
        draw_pixels(rect, view.pad.pixels, data.width, data.height, data.max_value,
                    data.width <= 16);
    } else {
        const std::vector<std::uint8_t> blank(static_cast<std::size_t>(data.features()), 0);
        draw_pixels(rect, blank, data.width, data.height, data.max_value, data.width <= 16);
    }
    draw->AddRect({rect.x - 1.0f, rect.y - 1.0f}, {rect.right() + 1.0f, rect.bottom() + 1.0f},
                  theme().control, space::kTileCorner);
    mirror::describe({.id = "stage.image",
                      .role = mirror::Role::Image,
                      .name = std::string(strings().sees_title),
                      .bounds = rect});
    const std::string formula = input_formula(view);
    next_tip({.title = strings().sees_title, .sentence = strings().sees_help, .formula = formula});
    tip_area("stage.image.scaling", rect, strings().sees_title, formula);
}

// What the share of a class comes from.
void answer_tip(int output, const Rect& rect, const std::string& value, const SessionView& view) {
    const std::string_view name = class_name(view, output);
    const std::string id = "answer." + std::to_string(output),
                      sentence = fill(strings().answer_help, {name});
    std::string formula;
    if (is_tip_due(id)) formula = answer_formula(view, static_cast<std::size_t>(output));
    next_tip({.title = name, .sentence = sentence, .formula = formula});
    tip_area(id, rect, name, value);
}

// Bars and percentages beside the output discs.
void answer_bars(const StageLayout& at, const SessionView& view) {
    const std::span<const float> answer = view.answer();
    const int classes = view.dataset ? view.dataset->classes : 10;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    for (int i = 0; i < classes; ++i) {
        const float y =
            at.center_y +
            (static_cast<float>(i) - 0.5f * static_cast<float>(classes - 1)) * at.output_pitch;
        const bool is_known = !answer.empty();
        const float p =
            is_known ? std::clamp(answer[static_cast<std::size_t>(i)], 0.0f, 1.0f) : 0.0f;
        const bool is_winner = i == view.prediction && view.is_sure();
        float text_x = at.output_x + 24.0f;
        if (at.has_bars) {
            const ImVec2 bar{at.output_x + 28.0f, y - 3.0f};
            draw->AddRectFilled(bar, {bar.x + 64.0f, bar.y + 6.0f}, track_color(), 3.0f);
            if (p > 0.002f)
                draw->AddRectFilled(bar, {bar.x + std::max(64.0f * p, 6.0f), bar.y + 6.0f},
                                    is_winner ? theme().text : theme().quiet, 3.0f);
            text_x = bar.x + 64.0f;
        }
        const std::string text = is_known ? answer_text(view, i) : std::string("\u2013");
        const Rect slot{text_x, y - 12.0f, at.has_bars ? 68.0f : 64.0f, 24.0f};
        const TextStyle style{.face = is_winner ? Face::Semibold : Face::Regular,
                              .size = is_winner ? 16.0f : 14.0f,
                              .color = is_winner ? theme().text : theme().quiet};
        draw_text(slot, text, style, Align::Right);
        const float left = at.output_x + 24.0f;
        answer_tip(i, {left, slot.y, slot.right() - left, slot.h}, text, view);
    }
}

void sign_scale(const Rect& area, std::string_view text) {
    const float y = area.bottom() - 24.0f;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    float x = area.x + space::kStage;
    draw_text({x, y - 10.0f, 12.0f, 20.0f}, "\u2212",
              {.size = 12.0f, .color = theme().negative_text});
    x += 16.0f;
    constexpr int kSteps = 48;
    constexpr float kWidth = 96.0f;
    for (int i = 0; i < kSteps; ++i) {
        const float share = static_cast<float>(i) / (kSteps - 1);
        const float left = x + kWidth * static_cast<float>(i) / kSteps;
        draw->AddRectFilled({left, y - 2.0f}, {left + kWidth / kSteps + 0.5f, y + 2.0f},
                            sign_color(2.0f * share - 1.0f));
    }
    x += kWidth + 6.0f;
    draw_text({x, y - 10.0f, 12.0f, 20.0f}, "+", {.size = 12.0f, .color = theme().positive_text});
    x += 18.0f;
    draw_text({x, y - 10.0f, 320.0f, 20.0f}, text, {.size = 12.0f, .color = theme().quiet});
}

std::string active_count(const SessionView& view, std::size_t layer) {
    const auto& outputs = view.activations[layer];
    const auto active =
        std::count_if(outputs.begin(), outputs.end(), [](float a) { return std::abs(a) > 1e-6f; });
    return fill(strings().layer_active, {std::to_string(active)});
}

std::string layer_hint(const SessionView& view, std::size_t layer) {
    const std::string order(strings().layer_idle);
    if (view.prediction < 0 || layer >= view.activations.size()) return order;
    return active_count(view, layer) + std::string(strings().comma) + order;
}

std::string layer_title(const DenseLayer<float>& layer) {
    const std::string_view activation = choice_title("activation", key_of(layer.activation));
    if (layer.units() == 1) return fill(strings().one_neuron, {activation});
    return fill(strings().layer_caption, {std::to_string(layer.units()), activation});
}

// In words where there is room for them before the next column, else in numbers alone.
void layer_caption(const Rect& column, float room, const SessionView& view, std::size_t index) {
    const auto& layer = view.network.layers[index];
    const auto fits = [room](std::string_view text, const TextStyle& style) {
        return text_size(text, style).x <= room;
    };
    const std::string units = std::to_string(layer.units());
    const std::string_view activation = choice_title("activation", key_of(layer.activation));
    std::string title = layer_title(layer);
    if (!fits(title, {.face = Face::Semibold})) title = units;
    std::string hint = layer_hint(view, index);
    for (const std::string& shorter :
         {view.prediction < 0 ? std::string() : active_count(view, index), std::string(activation),
          std::string()})
        if (!fits(hint, {.size = 12.0f})) hint = shorter;
    caption(column.x, column.y, title, hint, room);
    const std::string id = "stage.layer." + std::to_string(index + 1) + ".formula";
    const std::string formula = is_tip_due(id) ? layer_formula(view, index) : std::string();
    const float width = std::min(text_size(title, {.face = Face::Semibold}).x, room);
    next_tip({.title = title, .sentence = strings().layer_help, .formula = formula});
    tip_area(id, {column.x, column.y - 48.0f, width, 20.0f}, title);
}

GraphValues graph_values(const SessionView& view) {
    return {
        .network = &view.drawn_network(),
        .network_version = view.drawn_version(),
        .shows_gradients = view.gradients.has_value(),
        .input = view.input,
        .activations = view.activations,
        .activations_version = view.activations_version,
        .has_sample = view.prediction >= 0,
        .is_sure = view.is_sure(),
        .input_deviation = view.input_deviation,
        .image_width = view.dataset->width,
        .image_height = view.dataset->height,
        .class_names = info(view.snapshot.recipe.dataset).class_names,
        .path = view.gradients ? &view.path : nullptr,
    };
}

GraphColumns graph(const GraphLayout& layout, const SessionView& view, ViewState& state) {
    set_graph_words(strings().graph);
    GraphPick hovered;
    const EdgesShow show = view.gradients ? EdgesShow::Weights : state.edges;
    return network_graph("stage.graph", layout, graph_values(view), show, &state.graph, &hovered);
}

// Title and hint over the outputs, or the verdict on the answer, at the foot of what is free above them.
// A reason may take two lines where one is too short for it.
void answer_caption(const Rect& above, const SessionView& view, std::string hint) {
    std::string title(strings().answer_title);
    float raised = 0.0f;
    const TextStyle quiet{.size = 12.0f, .color = theme().quiet};
    if (verdict_caption(view, title, hint)) {
        const float height = measure_paragraph(above.w, hint, quiet);
        if (text_size(title, {.face = Face::Semibold}).x > above.w && !view.pad.parts.empty())
            title = number_text(view);
        if (text_size(hint, quiet).x > above.w && height + 30.0f <= above.h)
            raised = height - 18.0f;
    }
    if (raised <= 0.0f) return caption(above.x, above.bottom(), title, hint, above.w);
    draw_text({above.x, above.bottom() - 48.0f - raised, above.w, 20.0f}, title,
              {.face = Face::Semibold});
    draw_paragraph({above.x, above.bottom() - 28.0f - raised}, above.w, hint, quiet);
}

void network_stage(const Rect& area, const SessionView& view, ViewState& state,
                   Requests& requests) {
    const Strings& s = strings();
    if (data_is_missing("stage", area, view, requests)) return;
    const StageLayout at = lay_out(area, view.dataset->width);

    const GraphLayout layout{
        .image = at.image,
        .neurons = {at.image.right() + 96.0f, area.y + 112.0f,
                    at.output_x - 108.0f - (at.image.right() + 96.0f), area.h - 146.0f},
        .output_x = at.output_x,
        .output_pitch = at.output_pitch,
        .output_radius = std::min(14.0f, 0.42f * at.output_pitch),
        .center_y = at.center_y,
        .tile = at.tile,
        .clear_left =
            at.image.x + text_size(s.sees_title, {.face = Face::Semibold}).x + space::kControl,
    };
    seen_image(at.image, view);  // below what is drawn from it
    const GraphColumns columns = graph(layout, view, state);

    pad(at.pad, view, state, requests);
    pad_tools({at.pad.x - 8.0f, at.pad.bottom() + 8.0f, at.pad.w + 8.0f, 32.0f}, view, state,
              requests);

    draw_icon({at.pad.right(), at.center_y - 12.0f, at.image.x - at.pad.right(), 24.0f},
              icon::kArrowRight, 20.0f, theme().control);
    const std::string size = fill(
        s.sees_hint, {std::to_string(view.dataset->width), std::to_string(view.dataset->height)});
    // Where neurons come close, the caption gives way to them, as far as the pad lets it.
    const float title_width = text_size(s.sees_title, {.face = Face::Semibold}).x;
    const bool is_close = state.graph.zoom == 1.0f && !columns.layers.empty();
    const float sees_end = is_close ? columns.layers.front().x - 12.0f : area.right();
    const float sees_x = std::clamp(sees_end - title_width, at.pad.right() + 8.0f, at.image.x);
    caption(sees_x, at.image.y, s.sees_title, size, 190.0f);
    pad_caption(at.pad.x, at.pad.y, sees_x - 8.0f - at.pad.x, view);
    part_chooser({at.image.x - 8.0f, at.image.bottom() + 8.0f, at.image.w + 16.0f, 32.0f}, 32.0f,
                 view, requests);

    const std::size_t hidden = std::min(columns.layers.size(), view.network.layers.size());
    for (std::size_t i = 0; i < hidden; ++i) {
        const Rect& column = columns.layers[i];
        if (column.w <= 0.0f) continue;
        const bool has_next = i + 1 < hidden && columns.layers[i + 1].w > 0.0f;
        const float end = has_next ? columns.layers[i + 1].x : at.output_x - 14.0f;
        layer_caption(column, end - column.x - 12.0f, view, i);
    }
    const float first_output =
        at.center_y - 0.5f * static_cast<float>(view.dataset->classes - 1) * at.output_pitch -
        14.0f;
    const std::string classes = std::to_string(view.dataset->classes);
    const float room = area.right() - at.output_x - 4.0f;
    std::string hint =
        fill(output_text(view.network.loss, s.answer_softmax, s.answer_sigmoid, s.answer_linear),
             {classes});
    if (text_size(hint, {.size = 12.0f}).x > room) hint = fill(s.answer_linear, {classes});
    answer_caption({at.output_x - 14.0f, area.y + 44.0f, room, first_output - area.y - 44.0f}, view,
                   hint);
    answer_bars(at, view);
    column_tools(columns, at.output_x, area.bottom() - 4.0f, view, state, requests);
    const bool shows_signals = view.prediction >= 0 && state.edges == EdgesShow::Signals;
    sign_scale(area, view.gradients  ? s.scale_gradients
                     : shows_signals ? s.scale_signals
                                     : s.scale_weights);
}

// Fit and zoom, from the right; `place` draws an icon button where the next one stands.
template <typename Place>
void zoom_buttons(const Place& place, ViewState& state) {
    const Strings& s = strings();
    if (place("stage.fit", icon::kMaximize, s.fit)) {
        state.graph.zoom = 1.0f;
        state.graph.pan = {0.0f, 0.0f};
        state.graph.must_sort = true;
    }
    if (place("stage.zoom-in", icon::kZoomIn, s.zoom_in))
        state.graph.zoom = std::min(state.graph.zoom * 1.25f, 4.0f);
    if (place("stage.zoom-out", icon::kZoomOut, s.zoom_out))
        state.graph.zoom = std::max(state.graph.zoom / 1.25f, 0.5f);
}

}  // namespace

void stage_panel(const Rect& area, const SessionView& view, ViewState& state, Requests& requests) {
    const Strings& s = strings();
    const std::string_view labels[] = {s.tab_network, s.tab_samples};
    const bool is_plane = view.is_plane();
    if (is_plane) state.stage_tab = StageTab::Network;
    int tab = static_cast<int>(state.stage_tab);
    if (tabs("stage.tabs", {area.x + space::kStage, area.y + 4.0f}, 36.0f,
             std::span(labels).first(is_plane ? 1 : 2), &tab))
        state.stage_tab = static_cast<StageTab>(tab);

    const ButtonLook look{.style = ButtonStyle::Quiet, .icon = icon::kLightbulb};
    const float tools_x =
        area.x + space::kStage + tabs_width(std::span(labels).first(is_plane ? 1 : 2)) + 12.0f;
    const bool has_word = area.w >= 760.0f;
    next_tip({.title = s.tools, .sentence = s.tools_help});
    const Rect tools{tools_x, area.y + 6.0f, has_word ? button_width(s.tools, look) : 32.0f, 32.0f};
    requests.tools = has_word ? button("tools.open", tools, s.tools, look)
                              : icon_button("tools.open", tools, icon::kLightbulb, s.tools);

    if (state.stage_tab == StageTab::Samples) {
        samples_panel({area.x, area.y + 48.0f, area.w, area.h - 48.0f}, view, state, requests);
        return;
    }
    (is_plane ? plane_stage : network_stage)(area, view, state, requests);

    // View options, top right.
    Rect row{area.x, area.y + 6.0f, area.w - 16.0f, 32.0f};
    const auto icon_at_right = [&](std::string_view id, const char* picture,
                                   std::string_view name) {
        const Rect cell = row.take_right(32.0f);
        row.take_right(4.0f);
        return icon_button(id, cell, picture, name);
    };
    zoom_buttons(icon_at_right, state);
    row.take_right(12.0f);
    if (is_plane) return plane_options(row, state);
    const std::string_view options[] = {s.signals, s.weights};
    const Rect segment = row.take_right(segmented_width(options));
    int edges = static_cast<int>(state.edges);
    next_tip({.title = s.edges_show,
              .sentence = state.edges == EdgesShow::Signals ? s.signals_help : s.weights_help});
    if (segmented("stage.edges", {segment.x, segment.y + 2.0f, segment.w, 28.0f}, s.edges_show,
                  options, &edges))
        state.edges = static_cast<EdgesShow>(edges);
    row.take_right(8.0f);
    if (row.w > 420.0f)
        draw_text(row, s.edges_show, {.size = 12.0f, .color = theme().quiet}, Align::Right);
}

namespace {

// The title of the Draw place with undo, clear and the brush at its right.
void draw_place_title(Rect row, const SessionView& view, ViewState& state, Requests& requests) {
    const Strings& s = strings();
    menu_button(row, state);
    const auto tool = [&](std::string_view id, const char* picture, std::string_view name) {
        return icon_button(id, row.take_right(44.0f), picture, name, false, 20.0f);
    };
    const bool is_empty = view.pad.ink.empty() && view.pad.sample < 0;
    begin_disabled(is_empty);
    if (tool("pad.clear", icon::kEraser, s.clear_pad)) requests.ink = cleared(view, state);
    end_disabled();
    begin_disabled(!can_undo_ink(view, state));
    if (tool("pad.undo", icon::kUndo2, s.undo_stroke)) requests.ink = undone(view, state);
    end_disabled();
    row.take_right(8.0f);
    row.take_left(draw_text(row, s.place_draw, {.face = Face::Semibold, .size = 20.0f}) + 16.0f);
    brush_slider(row, state);
}

// The verdict under the image of the Draw place; returns the height it takes.
float place_verdict(const Rect& area, const SessionView& view, Requests& requests) {
    if (view.prediction < 0) return 0.0f;
    Rect rest = area;
    const std::string reason = doubt_text(view, view.doubt, view.prediction);
    if (!view.pad.parts.empty()) {
        part_chooser(rest.take_top(76.0f), 44.0f, view, requests);
    } else if (!reason.empty()) {
        draw_text(rest.take_top(28.0f), strings().unsure, {.face = Face::Semibold, .size = 16.0f});
    } else {
        const Rect verdict = rest.take_top(32.0f);
        const std::string_view name = class_name(view, view.prediction);
        const TextStyle big{.face = Face::Semibold, .size = name.size() <= 2 ? 28.0f : 14.0f};
        const float width = draw_text(verdict, name, big);
        const std::string sure = answer_text(view, view.prediction);
        if (name.size() <= 2)
            draw_text({verdict.x + width + 8.0f, verdict.y + 4.0f, 80.0f, 28.0f}, sure,
                      {.face = Face::Semibold});
    }
    if (!reason.empty())
        rest.take_top(draw_paragraph({rest.x, rest.y}, rest.w, reason,
                                     {.size = 12.0f, .color = theme().quiet}));
    return rest.y - area.y;
}

// What the network sees and answers: the image with the verdict left, all classes as bars right; below the verdict the
// way to the course, where there is room. Returns the height it takes.
float place_answer(Rect area, const SessionView& view, const ViewState& state, Requests& requests) {
    const float top = area.y;
    const int classes = view.dataset->classes;
    Rect left = area.take_left(96.0f);
    draw_text(left.take_top(18.0f), strings().it_sees, {.size = 12.0f, .color = theme().quiet});
    const float pixel = std::floor(84.0f / static_cast<float>(view.dataset->width));
    const float image = pixel * static_cast<float>(view.dataset->width);
    const Rect seen = left.take_top(image);
    seen_image({seen.x + 1.0f, seen.y + 2.0f, image, image}, view);
    left.take_top(12.0f);
    left.take_top(place_verdict({left.x, left.y, left.w - 8.0f, left.h}, view, requests));
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const float label_width = view.recipe.dataset == DatasetId::Fashion ? 84.0f : 16.0f;
    for (int i = 0; i < classes; ++i) {
        Rect row = area.take_top(kAnswerPitch);
        const bool is_winner = i == view.prediction && view.is_sure();
        const TextStyle style{.face = is_winner ? Face::Semibold : Face::Regular,
                              .size = 14.0f,
                              .color = is_winner ? theme().text : theme().quiet};
        draw_text(row.take_left(label_width), class_name(view, i), style);
        const bool is_known = view.prediction >= 0;
        const float p = is_known ? view.answer()[static_cast<std::size_t>(i)] : 0.0f;
        const std::string text = is_known ? answer_text(view, i) : std::string("\u2013");
        const Rect value = row.take_right(58.0f);
        draw_text(value, text, style, Align::Right);
        answer_tip(i, {row.x, row.y, value.right() - row.x, row.h}, text, view);
        row = row.inset(6.0f, 0.0f);
        const ImVec2 bar{row.x, row.y + 0.5f * row.h - 3.0f};
        draw->AddRectFilled(bar, {bar.x + row.w, bar.y + 6.0f}, track_color(), 3.0f);
        if (p > 0.002f)
            draw->AddRectFilled(bar,
                                {bar.x + std::max(row.w * std::min(p, 1.0f), 6.0f), bar.y + 6.0f},
                                is_winner ? theme().text : theme().quiet, 3.0f);
    }
    const Strings& s = strings();
    const ButtonLook look{.style = ButtonStyle::Quiet, .icon = icon::kBookOpen};
    const Rect course{left.x - 12.0f, area.y - 44.0f, button_width(s.learn, look), 44.0f};
    if (!state.is_part && !state.hides("learn") && course.y >= left.y) {
        next_tip({.title = s.learn, .sentence = s.learn_help});
        if (button("draw.course", course, s.learn, look)) requests.course = true;
    }
    return std::max(left.y, area.y) - top + 12.0f;
}

}  // namespace

float draw_place(const Rect& area, const SessionView& view, ViewState& state, Requests& requests) {
    if (view.is_plane()) return plane_place(area, view, state, requests);
    Rect rest = area.inset(space::kPanel, 0.0f);
    if (is_on_its_side(area)) {  // the pad as high as the screen, the answer beside it
        const float side = std::min(area.h - 2.0f * space::kControl, 0.5f * area.w);
        const Rect square = rest.take_left(side);
        pad({square.x, square.y + space::kControl, side, side}, view, state, requests);
        rest.take_left(space::kPanel);
        draw_place_title(rest.take_top(56.0f), view, state, requests);
    } else {
        draw_place_title(rest.take_top(56.0f), view, state, requests);
        // As wide as the screen, but never so tall that the answer leaves it.
        const float side = std::min(rest.w, std::max(area.h - 290.0f, 200.0f));
        const Rect square = rest.take_top(side);
        pad({square.center().x - 0.5f * side, square.y, side, side}, view, state, requests);
        rest.take_top(12.0f);
    }
    if (data_is_missing("draw", {rest.x, rest.y, rest.w, 120.0f}, view, requests))
        rest.take_top(120.0f);
    else
        rest.take_top(place_answer(rest, view, state, requests));
    return rest.y - area.y;
}

void network_place(const Rect& area, const SessionView& view, ViewState& state,
                   Requests& requests) {
    if (view.is_plane()) return plane_network_place(area, view, state, requests);
    const Strings& s = strings();
    Rect rest = area.inset(space::kPanel, 0.0f);
    Rect title = rest.take_top(56.0f);
    menu_button(title, state);
    zoom_buttons(
        [&](std::string_view id, const char* picture, std::string_view name) {
            return icon_button(id, title.take_right(44.0f), picture, name, false, 20.0f);
        },
        state);
    draw_text(title, s.place_network, {.face = Face::Semibold, .size = 20.0f});
    const std::string_view options[] = {s.signals, s.weights};
    const float segment_width = segmented_width(options);
    // Beside the title where there is room and no height to spare.
    Rect segment{title.right() - segment_width - 8.0f, title.y + 10.0f, segment_width, 36.0f};
    if (!is_on_its_side(area)) {
        segment = rest.take_top(36.0f);
        segment.w = segment_width;
        rest.take_top(12.0f);
    }
    int edges = static_cast<int>(state.edges);
    if (segmented("stage.edges", segment, s.edges_show, options, &edges))
        state.edges = static_cast<EdgesShow>(edges);
    if (!view.dataset || view.network.layers.empty()) return;

    const Rect bottom = rest.take_bottom(44.0f);
    const float tools_bottom = rest.take_bottom(44.0f).bottom();
    const float center_y = rest.center().y;
    const float pixel = std::max(std::floor(64.0f / static_cast<float>(view.dataset->width)), 2.0f);
    const float image = pixel * static_cast<float>(view.dataset->width);
    const int classes = view.dataset->classes;
    const float pitch = std::min(44.0f, std::floor(rest.h / static_cast<float>(classes)));
    const float output_x = rest.right() - 62.0f;
    const Rect image_rect{rest.x, std::round(center_y - 0.5f * image), image, image};
    const GraphLayout layout{
        .image = image_rect,
        .neurons = {image_rect.right() + 32.0f, rest.y,
                    output_x - 36.0f - (image_rect.right() + 32.0f), rest.h},
        .output_x = output_x,
        .output_pitch = pitch,
        .output_radius = std::min(14.0f, 0.42f * pitch),
        .center_y = center_y,
        .tile = 24.0f,
        .is_compact = true,
    };
    const GraphColumns columns = graph(layout, view, state);
    column_tools(columns, output_x, tools_bottom, view, state, requests);
    seen_image(image_rect, view);
    for (int i = 0; i < classes && view.prediction >= 0; ++i) {
        const float p = view.answer()[static_cast<std::size_t>(i)];
        if (p < 0.005f) continue;
        const float y =
            center_y + (static_cast<float>(i) - 0.5f * static_cast<float>(classes - 1)) * pitch;
        const bool is_winner = i == view.prediction && view.is_sure();
        draw_text({output_x + 20.0f, y - 12.0f, 50.0f, 24.0f}, answer_text(view, i, 0),
                  {.face = is_winner ? Face::Semibold : Face::Regular,
                   .size = 12.0f,
                   .color = is_winner ? theme().text : theme().quiet});
    }
    const std::string caption_text =
        view.network.layers.size() > 1
            ? layer_title(view.network.layers[0]) +
                  (view.prediction >= 0 ? std::string(s.comma) + active_count(view, 0)
                                        : std::string())
            : std::string(s.no_hidden);
    std::string verdict, reason;
    const std::string text = verdict_caption(view, verdict, reason)
                                 ? fill(s.verdict_line, {verdict, reason})
                                 : caption_text;
    draw_text(bottom, text, {.size = 12.0f, .color = theme().quiet}, Align::Center);
}

}  // namespace nn::ui
