// The stage of a problem in the plane: features → neurons → the answer all over the plane, in one row. Each
// neuron is a picture of what it answers.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "icons.h"
#include "web/panels/format.h"
#include "web/panels/panels.h"
#include "web/panels/section.h"
#include "web/panels/strings.h"
#include "web/widgets/controls.h"
#include "web/widgets/mirror.h"
#include "web/widgets/plane_plot.h"

namespace nn::ui {

namespace {

constexpr float kLegendHeight = 24.0f, kSwitchHeight = 28.0f;

const EnumName<Feature>& feature_entry(int index) {
    return enum_names<Feature>()[static_cast<std::size_t>(index)];
}

std::array<std::string_view, 2> class_names() {
    return {strings().orange, strings().blue};
}

std::string coordinate(float value) {
    return fixed(static_cast<double>(value), 1);
}

// "x₁ 1.2, x₂ −0.4: blue 93.1 %"
std::string reading(const SessionView& view, ImVec2 place, float answer) {
    const Strings& s = strings();
    if (view.is_regression())
        return fill(s.read_value, {coordinate(place.x), coordinate(place.y),
                                   fixed(static_cast<double>(answer), 2)});
    const bool is_blue = answer > 0.0f;
    // With softmax the two probabilities add up to 1; other outputs are told as they differ.
    const std::string sure = view.network.loss == Loss::CrossEntropy
                                 ? percent(0.5 + 0.5 * std::abs(static_cast<double>(answer)))
                                 : "+" + fixed(std::abs(static_cast<double>(answer)), 2);
    return fill(s.read_class,
                {coordinate(place.x), coordinate(place.y), is_blue ? s.blue : s.orange, sure});
}

PlanePlot plot_of(const SessionView& view, const ViewState& state) {
    PlanePlot plot{.surface = view.plane.surface,
                   .side = view.plane.side,
                   .version = view.plane.version,
                   .points = view.plane.points,
                   .is_regression = view.is_regression(),
                   .is_stepped = state.is_plane_stepped,
                   .probe = view.plane.probe,
                   .name = strings().plane_name,
                   .value = {}};
    if (state.shows_train_points) plot.train = view.split.train;
    if (state.shows_test_points) {
        plot.test = view.split.test;
        plot.test_labels = view.snapshot.test_prediction;
    }
    return plot;
}

// The surface's colours from one end to the other, with what they mean.
float legend(Rect row, const SessionView& view) {
    const Strings& s = strings();
    const float left = row.x;
    const auto word = [&row](std::string_view text, Color color) {
        row.take_left(draw_text(row, text, {.size = 12.0f, .color = color}));
    };
    const bool is_value = view.is_regression();
    word(is_value ? std::string_view("\u22121") : s.orange, theme().negative_text);
    row.take_left(6.0f);
    constexpr int kSteps = 32;
    constexpr float kWidth = 56.0f;
    const Rect bar = row.take_left(kWidth);
    ImDrawList* draw = ImGui::GetWindowDrawList();
    for (int i = 0; i < kSteps; ++i) {
        const float share = static_cast<float>(i) / (kSteps - 1);
        const float x = bar.x + kWidth * static_cast<float>(i) / kSteps;
        draw->AddRectFilled({x, bar.center().y - 2.0f},
                            {x + kWidth / kSteps + 0.5f, bar.center().y + 2.0f},
                            sign_color(2.0f * share - 1.0f));
    }
    row.take_left(6.0f);
    word(is_value ? std::string_view("+1") : s.blue, theme().positive_text);
    return row.x - left;
}

// The keyboard's way to a place: a slider for each coordinate of the probe.
void probe_sliders(const Rect& square, const SessionView& view, std::string_view value,
                   Requests& requests) {
    const ImVec2 at = view.plane.probe.value_or(ImVec2{0.0f, 0.0f});
    const auto slider = [&](std::string_view id, std::string_view name, float now,
                            ImVec2 direction) {
        if (double number = 0.0; mirror::take_number(id, &number)) {
            const auto to = std::clamp(static_cast<float>(number), -kPlaneReach, kPlaneReach);
            requests.probe =
                ImVec2{at.x + direction.x * (to - now), at.y + direction.y * (to - now)};
        }
        if (mirror::is_focused(id)) draw_focus_ring(square, space::kTileCorner);
        mirror::describe(
            {.id = std::string(id),
             .role = mirror::Role::Slider,
             .name = std::string(name),
             .value = value.empty() ? std::string(strings().probe_hint) : std::string(value),
             .number = static_cast<double>(now),
             .minimum = -static_cast<double>(kPlaneReach),
             .maximum = static_cast<double>(kPlaneReach),
             .step = 0.1,
             .bounds = square});
    };
    slider("plane.x1", feature_entry(0).title, at.x, {1.0f, 0.0f});
    slider("plane.x2", feature_entry(1).title, at.y, {0.0f, 1.0f});
}

// The plane with its legend and what is read at the pointer below it.
void plane_with_reading(const Rect& square, const SessionView& view, ViewState& state,
                        Requests& requests) {
    PlanePlot plot = plot_of(view, state);
    std::string probed;
    if (plot.probe) probed = reading(view, *plot.probe, surface_at(plot, *plot.probe));
    plot.value = probed;
    next_tip({.title = strings().plane_name, .sentence = strings().probe_hint});
    const PlanePointer pointer = plane_plot("plane", square, plot, &state.plane_plot);
    if (pointer.is_clicked && pointer.hovered) {
        // A click on the probe takes it away.
        const auto near = [&](ImVec2 a, ImVec2 b) {
            return std::hypot(a.x - b.x, a.y - b.y) * square.w < 10.0f * 2.0f * kPlaneReach;
        };
        const bool is_on_probe = plot.probe && near(*plot.probe, *pointer.hovered);
        requests.probe = is_on_probe ? std::optional<ImVec2>() : pointer.hovered;
    }
    probe_sliders(square, view, probed, requests);
    Rect row{square.x, square.bottom() + 4.0f, square.w, kLegendHeight};
    row.take_left(legend(row, view) + 12.0f);
    std::string text = probed;
    if (pointer.hovered) text = reading(view, *pointer.hovered, surface_at(plot, *pointer.hovered));
    draw_text(row, text, {.size = 12.0f, .color = theme().text}, Align::Right);
    mirror::describe({.id = "plane.reading",
                      .role = mirror::Role::Text,
                      .name = std::string(strings().answer_title),
                      .value = text,
                      .bounds = row});
}

void switch_row(Rect row, ViewState& state) {
    const Strings& s = strings();
    const auto one = [&](std::string_view id, std::string_view name, bool* value) {
        const TextStyle style{.size = 12.0f, .color = theme().quiet};
        const Rect field = row.take_left(32.0f);
        toggle(id, field, name, value);
        row.take_left(8.0f);
        row.take_left(draw_text(row, name, style) + 20.0f);
    };
    one("plane.train", s.train_points, &state.shows_train_points);
    one("plane.test", s.test_points, &state.shows_test_points);
}

void surface_choice(const Rect& rect, ViewState& state) {
    const Strings& s = strings();
    const std::string_view options[] = {s.smooth, s.stepped};
    int choice = state.is_plane_stepped ? 1 : 0;
    next_tip({.title = s.surface, .sentence = s.surface_help});
    if (segmented("plane.surface", rect, s.surface, options, &choice))
        state.is_plane_stepped = choice == 1;
}

void axis_numbers(const Rect& square) {
    const TextStyle quiet{.size = 12.0f, .color = theme().quiet};
    draw_text({square.x - 24.0f, square.y - 4.0f, 18.0f, 16.0f}, "6", quiet, Align::Right);
    draw_text({square.x - 24.0f, square.bottom() - 14.0f, 18.0f, 16.0f}, "\u22126", quiet,
              Align::Right);
}

// --- Features ------------------------------------------------------------------------------------------

void make_feature_tiles(ViewState& state) {
    constexpr int kSide = 32;
    for (const auto& entry : enum_names<Feature>())
        state.feature_tiles.push_back(make_plane_tile(feature_surface(entry.value, kSide), kSide));
}

void toggle_feature(int index, const SessionView& view, Requests& requests) {
    Recipe recipe = view.recipe;
    recipe.features ^= 1u << index;
    requests.recipe = recipe;
    requests.undo_name = "features";
}

// Squares one under the other about center_y, their names left of them.
void feature_column(float x, float center_y, float tile, float pitch, float name_width,
                    const SessionView& view, ViewState& state, Requests& requests) {
    if (state.feature_tiles.empty()) make_feature_tiles(state);
    ImDrawList* draw = ImGui::GetWindowDrawList();
    for (int i = 0; i < kFeatures; ++i) {
        const float y = center_y + (static_cast<float>(i) - 0.5f * (kFeatures - 1)) * pitch;
        const Rect square{std::round(x), std::round(y - 0.5f * tile), tile, tile};
        const bool is_used = (view.recipe.features >> i & 1u) != 0;
        const std::string_view name = feature_entry(i).title;
        draw_plane_tile(square, *state.feature_tiles[static_cast<std::size_t>(i)], !is_used);
        draw->AddRect({square.x - 0.5f, square.y - 0.5f},
                      {square.right() + 0.5f, square.bottom() + 0.5f},
                      is_used ? theme().control : theme().line, space::kTileCorner);
        draw_text({square.x - name_width - 8.0f, square.y, name_width, tile}, name,
                  {.size = name_width < 40.0f ? 12.0f : 14.0f,
                   .color = is_used ? theme().text : theme().quiet},
                  Align::Right);
        begin_disabled(is_used && feature_count(view.recipe.features) == 1,
                       strings().feature_needed);
        next_tip({.title = name, .sentence = strings().features_hint});
        if (image_button("features." + std::string(feature_entry(i).key), square, name, is_used,
                         false))
            toggle_feature(i, view, requests);
        end_disabled();
        if (ImGui::IsMouseHoveringRect(square.min(), square.max()))
            draw->AddRect({square.x - 1.0f, square.y - 1.0f},
                          {square.right() + 1.0f, square.bottom() + 1.0f}, theme().text,
                          space::kTileCorner, 0, 2.0f);
    }
}

// Where the edges of the features leave that the network of the snapshot has.
std::vector<float> feature_heights(const SessionView& view, float center_y, float pitch) {
    std::vector<float> out;
    for (int i = 0; i < kFeatures; ++i)
        if ((view.snapshot.recipe.features >> i & 1u) != 0)
            out.push_back(center_y + (static_cast<float>(i) - 0.5f * (kFeatures - 1)) * pitch);
    return out;
}

// --- The network ---------------------------------------------------------------------------------------

GraphColumns plane_graph(const GraphLayout& layout, const SessionView& view, ViewState& state) {
    const auto names = class_names();
    const std::array<Color, 2> colors = {theme().negative, theme().positive};
    const std::array<Color, 1> value = {theme().control};
    GraphWords words = strings().graph;
    set_graph_words(words);
    const bool has_probe = view.prediction >= 0;
    GraphValues values{
        .network = &view.drawn_network(),
        .network_version = view.drawn_version(),
        .shows_gradients = view.gradients.has_value(),
        .input = view.input,
        .activations = view.activations,
        .activations_version = view.activations_version,
        .has_sample = has_probe,
        .input_deviation = view.input_deviation,
        .image_width = 1,
        .image_height = static_cast<int>(view.network.inputs()),
        .class_names = names,
        .pictures = &view.plane.pictures,
        .output_colors = colors,
        .path = view.gradients ? &view.path : nullptr,
    };
    if (view.is_regression()) {
        values.class_names = info(view.snapshot.recipe.dataset).class_names;
        values.output_colors = value;
    }
    GraphPick hovered;
    return network_graph("stage.graph", layout, values,
                         has_probe && !view.gradients ? state.edges : EdgesShow::Weights,
                         &state.graph, &hovered);
}

std::string layer_text(const DenseLayer<float>& layer) {
    const std::string_view activation = choice_title("activation", key_of(layer.activation));
    if (layer.units() == 1) return fill(strings().one_neuron, {activation});
    return fill(strings().layer_caption, {std::to_string(layer.units()), activation});
}

void caption(float x, float top, std::string_view title, std::string_view hint, float width) {
    draw_text({x, top - 48.0f, width, 20.0f}, title, {.face = Face::Semibold});
    draw_text({x, top - 28.0f, width, 18.0f}, hint, {.size = 12.0f, .color = theme().quiet});
}

std::string plane_hint(const SessionView& view, const ViewState& state) {
    const Strings& s = strings();
    const std::size_t shown = (state.shows_train_points ? view.split.train.size() : 0) +
                              (state.shows_test_points ? view.split.test.size() : 0);
    return fill(view.is_regression() ? s.plane_value_hint : s.plane_hint,
                {with_thousands(static_cast<std::int64_t>(shown))});
}

bool is_ready(const Rect& area, const SessionView& view) {
    if (view.dataset && !view.network.layers.empty()) return true;
    draw_text(area, strings().loading, {.color = theme().quiet}, Align::Center);
    return false;
}

}  // namespace

void plane_stage(const Rect& area, const SessionView& view, ViewState& state, Requests& requests) {
    if (!is_ready(area, view)) return;
    const Strings& s = strings();
    const bool is_narrow = area.w < 880.0f || area.h < 440.0f;
    const float top = area.y + 48.0f, height = area.h - 48.0f;
    const float below = kLegendHeight + kSwitchHeight + 4.0f;
    const float side =
        std::floor(std::clamp(std::min(height - 60.0f - below, 0.36f * area.w), 140.0f, 640.0f));
    const float center_y = std::round(top + 52.0f + 0.5f * (height - 56.0f - below));
    const Rect square{area.right() - space::kStage - side, std::round(center_y - 0.5f * side), side,
                      side};
    // What may be used above and below the middle; the captions stand above it.
    const float half = std::min(center_y - top - 52.0f, area.bottom() - 36.0f - center_y);
    const float tile = is_narrow ? 24.0f : 36.0f;
    const float pitch = std::floor(std::min(2.0f * half / kFeatures, is_narrow ? 40.0f : 54.0f));
    const float features_x = area.x + space::kStage + 48.0f;
    const float output_x = square.x - (is_narrow ? 40.0f : 56.0f);
    const float unit = is_narrow ? 28.0f : 40.0f;
    // As far apart as the layers are from each other, where each is one column.
    const auto layers = static_cast<float>(view.network.layers.size() - 1);
    const float apart =
        std::clamp((output_x - features_x - tile - layers * unit) / (layers + 1.0f), 36.0f, 150.0f);
    const float left = features_x + tile + apart;

    const std::vector<float> heights = feature_heights(view, center_y, pitch);
    const GraphLayout layout{
        .image = {features_x, center_y - 0.5f * kFeatures * pitch, tile, kFeatures * pitch},
        .input_y = heights,
        .neurons = {left, center_y - half, output_x - apart - left, 2.0f * half},
        .output_x = output_x,
        .output_pitch = 44.0f,
        .output_radius = 12.0f,
        .center_y = center_y,
        .tile = unit,
        .overhang = 0.0f,
    };
    const GraphColumns columns = plane_graph(layout, view, state);
    column_tools(columns, output_x, area.bottom() - 4.0f, view, state, requests);
    feature_column(features_x, center_y, tile, pitch, 48.0f, view, state, requests);
    plane_with_reading(square, view, state, requests);
    switch_row({square.x, square.bottom() + 4.0f + kLegendHeight, side, kSwitchHeight}, state);
    axis_numbers(square);

    const float caption_top =
        std::max(std::min(square.y, center_y - 0.5f * kFeatures * pitch), top + 50.0f);
    const float features_end = columns.layers.empty() ? output_x : columns.layers.front().x;
    caption(area.x + space::kStage, caption_top, s.features, s.features_hint,
            features_end - area.x - space::kStage - 12.0f);
    const std::size_t hidden = std::min(columns.layers.size(), view.network.layers.size());
    for (std::size_t i = 0; i < hidden; ++i) {
        if (columns.layers[i].w <= 0.0f) continue;  // zoomed out of sight
        const float x = columns.layers[i].x;
        const bool has_next = i + 1 < hidden && columns.layers[i + 1].w > 0.0f;
        const float room = (has_next ? columns.layers[i + 1].x : square.x - 24.0f) - x - 12.0f;
        std::string title = layer_text(view.network.layers[i]);
        if (text_size(title, {.face = Face::Semibold}).x > room)
            title = std::to_string(view.network.layers[i].units());
        std::string_view hint = i == 0 ? s.neuron_hint : std::string_view();
        if (text_size(hint, {.size = 12.0f}).x > room) hint = {};
        caption(x, std::min(caption_top, columns.layers[i].y), title, hint, room);
    }
    caption(square.x, square.y, s.answer_title, plane_hint(view, state), side);
}

void plane_options(Rect row, ViewState& state) {
    const Strings& s = strings();
    const std::string_view options[] = {s.smooth, s.stepped};
    const Rect segment = row.take_right(segmented_width(options));
    surface_choice({segment.x, segment.y + 2.0f, segment.w, 28.0f}, state);
    row.take_right(8.0f);
    if (row.w > 420.0f)
        draw_text(row, s.surface, {.size = 12.0f, .color = theme().quiet}, Align::Right);
}

float plane_place(const Rect& area, const SessionView& view, ViewState& state, Requests& requests) {
    const Strings& s = strings();
    Rect rest = area.inset(space::kPanel, 0.0f);
    if (!is_ready(rest, view)) return 0.0f;
    const bool is_beside = is_on_its_side(area);
    Rect square;
    if (is_beside) {
        const float side = std::floor(area.h - kLegendHeight - 20.0f);
        square = {rest.take_left(side).x, area.y + 8.0f, side, side};
        rest.take_left(space::kPanel);
    }
    Rect title = rest.take_top(56.0f);
    menu_button(title, state);
    const std::string_view options[] = {s.smooth, s.stepped};
    const Rect choice = title.take_right(segmented_width(options));
    surface_choice({choice.x, choice.y + 10.0f, choice.w, 36.0f}, state);
    draw_text(title, s.place_plane, {.face = Face::Semibold, .size = 20.0f});
    if (!is_beside) {
        const float side = std::floor(std::min(rest.w, std::max(area.h - 160.0f, 200.0f)));
        square = rest.take_top(side);
        square = {std::round(square.center().x - 0.5f * side), square.y, side, side};
        rest.take_top(4.0f + kLegendHeight);
    }
    plane_with_reading(square, view, state, requests);
    switch_row(rest.take_top(44.0f), state);
    draw_paragraph({rest.x, rest.y}, rest.w, s.probe_hint, {.size = 12.0f, .color = theme().quiet});
    rest.take_top(28.0f);
    return rest.y - area.y;
}

void plane_network_place(const Rect& area, const SessionView& view, ViewState& state,
                         Requests& requests) {
    const Strings& s = strings();
    Rect rest = area.inset(space::kPanel, 0.0f);
    Rect title = rest.take_top(56.0f);
    menu_button(title, state);
    if (icon_button("stage.fit", title.take_right(44.0f), icon::kMaximize, s.fit, false, 20.0f)) {
        state.graph.zoom = 1.0f;
        state.graph.pan = {0.0f, 0.0f};
        state.graph.must_sort = true;
    }
    draw_text(title, s.place_network, {.face = Face::Semibold, .size = 20.0f});
    if (!is_ready(rest, view)) return;
    const Rect bottom = rest.take_bottom(44.0f);
    const float tools_bottom = rest.take_bottom(44.0f).bottom();
    const float center_y = rest.center().y;
    const float tile = 24.0f, pitch = std::floor(std::min(rest.h / kFeatures, 52.0f));
    const float features_x = rest.x + 36.0f;
    // The plane itself stands there as long as it takes no layer's room.
    const bool has_plane = view.network.layers.size() <= 3;
    const float side = has_plane ? 72.0f : 0.0f;
    const Rect square{rest.right() - side, std::round(center_y - 0.5f * side), side, side};
    const float output_x = square.x - (has_plane ? 20.0f : 12.0f);
    const float left = features_x + tile + 24.0f;
    const std::vector<float> heights = feature_heights(view, center_y, pitch);
    const GraphLayout layout{
        .image = {features_x, center_y - 0.5f * kFeatures * pitch, tile, kFeatures * pitch},
        .input_y = heights,
        .neurons = {left, rest.y, output_x - 28.0f - left, rest.h},
        .output_x = output_x,
        .output_pitch = 32.0f,
        .output_radius = 9.0f,
        .center_y = center_y,
        .tile = 24.0f,
        .overhang = 0.0f,
        .is_compact = true,
    };
    const GraphColumns columns = plane_graph(layout, view, state);
    column_tools(columns, output_x, tools_bottom, view, state, requests);
    feature_column(features_x, center_y, tile, pitch, 36.0f, view, state, requests);
    if (has_plane) {
        PlanePlot plot = plot_of(view, state);
        plot.train = plot.test = {};
        const PlanePointer pointer = plane_plot("plane", square, plot, &state.plane_plot);
        if (pointer.is_clicked && pointer.hovered) requests.probe = pointer.hovered;
    }
    std::string text(s.no_hidden_plane);
    if (view.network.layers.size() > 1) {
        text = layer_text(view.network.layers[0]);
        for (std::size_t i = 1; i + 1 < view.network.layers.size(); ++i)
            text += " \u2192 " + layer_text(view.network.layers[i]);
    }
    draw_text(bottom, text, {.size = 12.0f, .color = theme().quiet}, Align::Center);
}

// --- Choosing a problem --------------------------------------------------------------------------------

float plane_gallery(const Rect& area, const SessionView& view, Requests& requests) {
    constexpr int kColumns = 4;
    constexpr float kGap = 8.0f;
    static const auto samples = [] {
        std::vector<std::vector<PlanePoint>> out;
        for (const DatasetInfo& entry : dataset_table().subspan(kPackedDatasets))
            out.push_back(plane_points({.problem = entry.id,
                                        .samples = entry.is_regression ? 160 : 90,
                                        .noise = 0.0,
                                        .seed = 7}));
        return out;
    }();
    const float side = std::floor((area.w - kGap * (kColumns - 1)) / kColumns);
    const auto problems = dataset_table().subspan(kPackedDatasets);
    for (std::size_t i = 0; i < problems.size(); ++i) {
        const Rect square{area.x + static_cast<float>(i % kColumns) * (side + kGap),
                          area.y + static_cast<float>(i / kColumns) * (side + kGap), side, side};
        plane_thumbnail(square, samples[i], problems[i].is_regression);
        const std::string_view name = choice_title("dataset", problems[i].key);
        const bool is_chosen = view.recipe.dataset == problems[i].id;
        next_tip({.title = name});
        if (image_button("data.problem." + std::string(problems[i].key), square, name, is_chosen))
            requests.dataset = problems[i].id;
    }
    const auto rows = static_cast<float>((problems.size() + kColumns - 1) / kColumns);
    return rows * side + (rows - 1.0f) * kGap;
}

}  // namespace nn::ui
