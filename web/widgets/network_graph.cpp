// The graph keeps what it computed until a version, the layout or the selection changes; in a frame without
// change it costs two rectangles on the GPU and ten discs. What large networks need beyond that is spread
// over time: at most a few times a second.
#include "web/widgets/network_graph.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "web/render/render.h"
#include "web/widgets/activation_formula.h"
#include "web/widgets/control_kit.h"
#include "web/widgets/graph_layout.h"
#include "web/widgets/graph_weights.h"
#include "web/widgets/pixel_image.h"
#include "web/widgets/plot_scale.h"
#include "web/widgets/text.h"

namespace nn::ui {

namespace {

constexpr float kInactiveField = 0.42f;
constexpr float kMargin = 26.0f;  // around the columns, for light and curves
constexpr double kCardDelay = 0.15, kGlide = 0.2, kDotsFade = 0.35;
constexpr float kLeastZoom = 0.5f, kMostZoom = 4.0f;
constexpr double kMostPatternWork = 4e6;             // multiplications
constexpr double kCheap = 2e5;                       // work done in every frame that asks for it
constexpr double kSeldom = 0.12, kVerySeldom = 0.3;  // seconds between more than that
constexpr int kMostDots = 60;
constexpr float kStrong = 0.1f;  // alpha from which an edge must look round

GraphWords words;

// Work that may be put off: done when due, at most once in `pause` seconds.
struct Throttle {
    double done_at = -1e9;
    bool is_due(double work) {
        const double now = ImGui::GetTime();
        const double pause = work <= kCheap ? 0.0 : work <= 8 * kCheap ? kSeldom : kVerySeldom;
        if (now - done_at < pause) {
            request_frame();  // to come back to it
            return false;
        }
        done_at = now;
        return true;
    }
};

struct Dot {
    float x0, y0, x1, y1;
    float phase, size;
};

// What the places of neurons and the ends of edges depend on.
struct Frame {
    Rect image, neurons;
    float output_x = 0.0f, output_pitch = 0.0f, output_radius = 0.0f, center_y = 0.0f, tile = 0.0f;
    float zoom = 1.0f, pan_x = 0.0f, pan_y = 0.0f, ratio = 1.0f;
    float clear_left = 0.0f;
    int image_width = 0, image_height = 0;
    std::vector<float> input_y;

    bool operator==(const Frame& o) const {
        const auto same = [](const Rect& a, const Rect& b) {
            return a.x == b.x && a.y == b.y && a.w == b.w && a.h == b.h;
        };
        return same(image, o.image) && same(neurons, o.neurons) && output_x == o.output_x &&
               output_pitch == o.output_pitch && output_radius == o.output_radius &&
               center_y == o.center_y && tile == o.tile && zoom == o.zoom && pan_x == o.pan_x &&
               pan_y == o.pan_y && ratio == o.ratio && clear_left == o.clear_left &&
               image_width == o.image_width && image_height == o.image_height &&
               input_y == o.input_y;
    }
};

}  // namespace

struct GraphCache {
    render::Graph picture;
    Frame frame;
    std::vector<int> units;  // per hidden layer
    int classes = 0;
    bool is_dark = true;

    std::vector<LayerPlace> places;
    std::vector<std::vector<ImVec2>> targets, from, now;  // centres of neurons, before zoom
    double glide_since = -1e9;
    bool is_gliding = false;

    std::vector<std::vector<float>> outgoing;
    std::uint64_t outgoing_of = ~0ull;
    Patterns patterns;
    std::uint64_t patterns_of = ~0ull;  // the network's version, or that of its pictures
    std::vector<int> patterns_shape;    // inputs, then units per hidden layer
    Throttle patterns_when, edges_when;

    std::vector<ChosenEdge> edges;
    std::uint64_t edges_network = ~0ull, edges_activations = ~0ull;
    EdgesShow edges_show = EdgesShow::Signals;
    GraphPick edges_selected;
    bool edges_sample = false;
    std::vector<float> edges_input;

    std::uint64_t tiles_activations = ~0ull;
    bool tiles_sample = false;
    GraphPick tiles_selected, tiles_hovered;

    std::vector<Dot> dots;
    bool was_pinched = false;  // since the first finger came
    float flow_phase = 0.0f;
    double flowed_at = -1e9;

    GraphPick hovered;
    double hovered_since = 0.0;
    GraphPick card_of;
    std::uint64_t card_network = ~0ull;
    std::vector<std::uint8_t> card_pattern;
};

namespace {

using Cache = GraphCache;

int hidden_layers(const Cache& cache) {
    return static_cast<int>(cache.units.size());
}

bool is_unit(const Cache& cache, const GraphPick& pick) {
    if (pick.layer < 0 || pick.unit < 0 || pick.layer > hidden_layers(cache)) return false;
    return pick.unit < (pick.layer == hidden_layers(cache)
                            ? cache.classes
                            : cache.units[static_cast<std::size_t>(pick.layer)]);
}

// --- Places -----------------------------------------------------------------------------------------------------

// Tiles show their pattern in whole device pixels, or half of them; the rest of the size is given up or gained.
float whole_side(float side, const Frame& frame) {
    const float width = static_cast<float>(std::max(frame.image_width, 1)),
                device = side * frame.ratio;
    const float whole = device < width ? std::round(device) : std::round(device / width) * width;
    return std::max(whole, 1.0f) / frame.ratio;
}

float side_of(const Cache& cache, std::size_t layer) {
    const LayerPlace& place = cache.places[layer];
    const float side = place.tile * cache.frame.zoom;
    return place.is_squares || cache.picture.is_smooth ? snap(side) : whole_side(side, cache.frame);
}

ImVec2 zoomed(const Frame& frame, ImVec2 point) {
    const ImVec2 center{frame.neurons.center().x, frame.center_y};
    return {center.x + (point.x - center.x) * frame.zoom + frame.pan_x,
            center.y + (point.y - center.y) * frame.zoom + frame.pan_y};
}

ImVec2 output_center(const Cache& cache, int unit) {
    const float middle = 0.5f * static_cast<float>(cache.classes - 1);
    return {cache.frame.output_x,
            cache.frame.center_y + (static_cast<float>(unit) - middle) * cache.frame.output_pitch};
}

// Top left corner on a whole device pixel.
ImVec2 corner_of(const Cache& cache, std::size_t layer, std::size_t unit, float side) {
    const ImVec2 center = zoomed(cache.frame, cache.now[layer][unit]);
    return snap(ImVec2{center.x - 0.5f * side, center.y - 0.5f * side});
}

void sort_units(Cache& cache, const GraphValues& values, GraphState& state) {
    const bool is_right_size = [&] {
        if (state.order.size() != cache.units.size()) return false;
        for (std::size_t l = 0; l < cache.units.size(); ++l)
            if (state.order[l].size() != static_cast<std::size_t>(cache.units[l])) return false;
        return true;
    }();
    if (is_right_size && !state.must_sort) return;
    state.must_sort = false;
    cache.outgoing = outgoing_weights(*values.network);
    cache.outgoing_of = values.network_version;
    state.order.resize(cache.units.size());
    for (std::size_t l = 0; l < cache.units.size(); ++l)
        state.order[l] = sorted_by_answer(cache.outgoing[l], cache.units[l], cache.classes);
}

void aim(Cache& cache, const GraphState& state) {
    cache.targets.resize(cache.units.size());
    for (std::size_t l = 0; l < cache.units.size(); ++l) {
        cache.targets[l].resize(static_cast<std::size_t>(cache.units[l]));
        for (std::size_t slot = 0; slot < cache.targets[l].size(); ++slot) {
            const auto unit = static_cast<std::size_t>(state.order[l][slot]);
            if (unit < cache.targets[l].size())
                cache.targets[l][unit] = cache.places[l].center(static_cast<int>(slot));
        }
    }
}

bool same_places(const std::vector<std::vector<ImVec2>>& a,
                 const std::vector<std::vector<ImVec2>>& b) {
    if (a.size() != b.size()) return false;
    for (std::size_t l = 0; l < a.size(); ++l) {
        if (a[l].size() != b[l].size()) return false;
        for (std::size_t i = 0; i < a[l].size(); ++i)
            if (a[l][i].x != b[l][i].x || a[l][i].y != b[l][i].y) return false;
    }
    return true;
}

// Moves neurons towards their places; true when any of them moved, or the frame around them changed.
bool arrange(Cache& cache, const GraphLayout& layout, const GraphValues& values,
             GraphState& state) {
    const Network<float>& network = *values.network;
    std::vector<int> units;
    for (std::size_t l = 0; l + 1 < network.layers.size(); ++l)
        units.push_back(static_cast<int>(network.layers[l].units()));
    const Frame frame{.image = layout.image,
                      .neurons = layout.neurons,
                      .output_x = layout.output_x,
                      .output_pitch = layout.output_pitch,
                      .output_radius = layout.output_radius,
                      .center_y = layout.center_y,
                      .tile = layout.tile,
                      .zoom = state.zoom,
                      .pan_x = state.pan.x,
                      .pan_y = state.pan.y,
                      .ratio = device_ratio(),
                      .clear_left = layout.clear_left,
                      .image_width = values.image_width,
                      .image_height = values.image_height,
                      .input_y = {layout.input_y.begin(), layout.input_y.end()}};
    const bool is_new =
        units != cache.units || cache.classes != static_cast<int>(network.outputs());
    const bool has_moved = is_new || !(frame == cache.frame);
    cache.frame = frame;
    if (is_new) {
        cache.units = units;
        cache.classes = static_cast<int>(network.outputs());
        state.must_sort = true;
    }
    if (has_moved)
        cache.places = place_layers(layout.neurons, layout.center_y, layout.tile,
                                    values.image_width, cache.units, layout.overhang);
    const bool sorts = state.must_sort;
    sort_units(cache, values, state);

    static std::vector<std::vector<ImVec2>> before;
    before = cache.targets;
    aim(cache, state);
    const bool has_new_targets = !same_places(before, cache.targets);
    if (has_moved) {
        cache.now = cache.targets;
        cache.is_gliding = false;
    } else if (has_new_targets && sorts && !reduces_motion()) {
        cache.from = cache.now;
        cache.glide_since = ImGui::GetTime();
        cache.is_gliding = true;
    } else if (has_new_targets) {
        cache.now = cache.targets;
        cache.is_gliding = false;
    }
    if (!cache.is_gliding) return has_moved || has_new_targets;

    const double age = std::clamp((ImGui::GetTime() - cache.glide_since) / kGlide, 0.0, 1.0);
    const auto rest = static_cast<float>(1.0 - age);
    const float share = 1.0f - rest * rest * rest;
    for (std::size_t l = 0; l < cache.now.size(); ++l)
        for (std::size_t i = 0; i < cache.now[l].size(); ++i) {
            const ImVec2 a = cache.from[l][i], b = cache.targets[l][i];
            cache.now[l][i] = {a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share};
        }
    if (age >= 1.0)
        cache.is_gliding = false;
    else
        request_frame();
    return true;
}

bool is_moved(const Frame& frame) {
    return frame.zoom != 1.0f || frame.pan_x != 0.0f || frame.pan_y != 0.0f;
}

// The window through which a zoomed network is seen, below the captions above its columns.
Rect clip_of_neurons(const Cache& cache) {
    const Frame& f = cache.frame;
    const render::Box& area = cache.picture.area;
    const float beside = f.image.right() + 8.0f;
    const float left = is_moved(f) ? std::max(beside, f.clear_left) : beside;
    const float right = f.output_x - f.output_radius - 8.0f;
    float top = f.neurons.y;
    for (const LayerPlace& place : cache.places) top = std::min(top, place.bounds.y);
    top = std::max(top - 8.0f, area.y);
    return {left, top, std::max(right - left, 0.0f), std::max(area.y + area.h - top, 0.0f)};
}

// What shows of a column, from the window's top on, where the captions of all stand in one line.
Rect seen_through(const Rect& window, const Frame& frame, const Rect& column) {
    const float left = std::max(zoomed(frame, column.min()).x, window.x),
                right = std::min(zoomed(frame, column.max()).x, window.right());
    constexpr float kBelowCaption = 8.0f;
    return {left, window.y + kBelowCaption, std::max(right - left, 0.0f), window.h - kBelowCaption};
}

// --- Tiles --------------------------------------------------------------------------------------------------------

Color ground_below(Color color, float alpha) {
    return mix(theme().ground, color, alpha);
}

// The colour of a neuron that shows no image: how active it is.
Color activation_color(float activation, float most) {
    return activation < 0.0f ? sign_color(activation / most) : magnitude_color(activation / most);
}

void make_tiles(Cache& cache, const GraphValues& values, const GraphState& state,
                const GraphPick& hovered) {
    const Theme& t = theme();
    render::Graph& picture = cache.picture;
    picture.tiles.clear();
    picture.glows.clear();
    const Rect window = clip_of_neurons(cache);
    const float idle_field = picture.is_smooth ? 1.0f : 0.85f;
    for (std::size_t l = 0; l < cache.units.size(); ++l) {
        const bool has_values = values.has_sample && l < values.activations.size() &&
                                values.activations[l].size() == cache.now[l].size();
        const float most = has_values ? largest_activation(values.activations[l]) : 1.0f;
        const float side = side_of(cache, l);
        const bool is_square = cache.places[l].is_squares;
        const int first_row =
            l < cache.patterns.first_row.size() ? cache.patterns.first_row[l] : -1;
        for (std::size_t u = 0; u < cache.now[l].size(); ++u) {
            const float a = has_values ? values.activations[l][u] : 0.0f;
            const bool is_active = has_values && std::abs(a) > kLeastActive;
            const float strength = std::min(std::abs(a) / most, 1.0f);
            const ImVec2 corner = corner_of(cache, l, u, side);
            render::Tile tile{.x = corner.x,
                              .y = corner.y,
                              .size = side,
                              .pattern = first_row < 0 || is_square
                                             ? -1.0f
                                             : static_cast<float>(first_row + static_cast<int>(u)),
                              .field = is_active    ? 1.0f
                                       : has_values ? kInactiveField
                                                    : idle_field,
                              .corner = std::min(space::kTileCorner, 0.25f * side),
                              .rim = 1.0f,
                              .rim_at = 0.5f,
                              .fill = t.ground,
                              .rim_color = with_alpha(t.line, 0.55f)};
            if (tile.pattern < 0.0f)
                tile.fill = has_values ? activation_color(a, most) : ground_below(t.line, 0.6f);
            if (is_square) {
                tile.rim = 0.0f;
            } else if (is_active) {
                tile.rim = side >= 16.0f ? 1.5f : 1.0f;
                tile.rim_at = 0.5f * tile.rim;
                tile.rim_color = with_alpha(t.text, 0.25f + 0.75f * strength);
                // Light is part of the edges' picture: that of a neuron cut by the window stays away.
                const bool is_whole = corner.x >= window.x && corner.x + side <= window.right();
                if (t.is_dark && is_whole)
                    picture.glows.push_back({corner.x + 0.5f * side, corner.y + 0.5f * side,
                                             0.5f * side, 0.22f * strength});
            }
            const GraphPick pick{static_cast<int>(l), static_cast<int>(u)};
            if (pick == hovered) {
                tile.rim = 2.0f;
                tile.rim_at = 1.0f;
                tile.rim_color = t.text;
            }
            if (pick == state.selected) {
                tile.rim = 2.0f;
                tile.rim_at = is_square ? 1.0f : 3.0f;
                tile.rim_color = t.accent;
            }
            picture.tiles.push_back(tile);
        }
    }
    ++picture.tiles_version;
}

void make_ramp(Cache& cache) {
    for (std::size_t i = 0; i < cache.picture.ramp.size(); ++i)
        cache.picture.ramp[i] = sign_color((static_cast<float>(i) - 128.0f) / 127.0f);
    ++cache.picture.ramp_version;
}

// Pictures come ready made, perhaps still of a network that was there before.
bool refresh_pictures(Cache& cache, const NeuronPictures& pictures) {
    if (cache.patterns_of == pictures.version && cache.patterns_shape == cache.units) return false;
    cache.patterns_of = pictures.version;
    cache.patterns_shape = cache.units;
    cache.patterns.first_row = pictures.first_row;
    if (pictures.units != cache.units) cache.patterns.first_row.assign(cache.units.size(), -1);
    cache.picture.image_width = cache.picture.image_height = pictures.side;
    cache.picture.patterns = pictures.values;
    ++cache.picture.patterns_version;
    return true;
}

bool refresh_patterns(Cache& cache, const GraphValues& values) {
    if (values.pictures != nullptr) return refresh_pictures(cache, *values.pictures);
    if (cache.patterns_of == values.network_version) return false;
    const int features = static_cast<int>(values.network->inputs());
    const bool is_new_shape =
        cache.patterns_shape.empty() || cache.patterns_shape.front() != features ||
        !std::equal(cache.units.begin(), cache.units.end(), cache.patterns_shape.begin() + 1,
                    cache.patterns_shape.end());
    const double work = std::min(pattern_cost(*values.network), kMostPatternWork);
    if (!is_new_shape && !cache.patterns_when.is_due(work)) return false;
    cache.patterns_of = values.network_version;
    cache.patterns_shape.assign(1, features);
    cache.patterns_shape.insert(cache.patterns_shape.end(), cache.units.begin(), cache.units.end());
    cache.patterns = effective_patterns(*values.network, values.input_deviation, kMostPatternWork);
    const bool is_image = values.image_width * values.image_height == features;
    cache.picture.image_width = is_image ? values.image_width : features;
    cache.picture.image_height = is_image ? values.image_height : 1;
    cache.picture.patterns = cache.patterns.values;
    ++cache.picture.patterns_version;
    return true;
}

// --- Edges ----------------------------------------------------------------------------------------------------------

struct Ends {
    float x0, y0, x1, y1;
};

Ends ends_of(const Cache& cache, const ChosenEdge& edge) {
    const Frame& frame = cache.frame;
    Ends out{};
    const auto pair = static_cast<std::size_t>(edge.pair);
    if (edge.pair == 0 && static_cast<std::size_t>(edge.from) < frame.input_y.size()) {
        out.x0 = frame.image.right() + 1.0f;
        out.y0 = frame.input_y[static_cast<std::size_t>(edge.from)];
    } else if (edge.pair == 0) {
        // A pixel's edges leave at its row, one of eight ports a row.
        const int width = std::max(frame.image_width, 1), height = std::max(frame.image_height, 1);
        const int row = edge.from / width, port = edge.from % width * 8 / width;
        const float pixel = frame.image.h / static_cast<float>(height);
        out.x0 = frame.image.right() + 1.0f;
        out.y0 = frame.image.y +
                 pixel * (static_cast<float>(row) + (static_cast<float>(port) + 0.5f) / 8.0f);
    } else {
        const float side = side_of(cache, pair - 1);
        const ImVec2 center =
            zoomed(frame, cache.now[pair - 1][static_cast<std::size_t>(edge.from)]);
        out.x0 = center.x + 0.5f * side;
        out.y0 = center.y;
    }
    if (edge.pair == hidden_layers(cache)) {
        const ImVec2 center = output_center(cache, edge.to);
        out.x1 = center.x - frame.output_radius - 1.5f;
        out.y1 = center.y;
    } else {
        const float side = side_of(cache, pair);
        const ImVec2 center = zoomed(frame, cache.now[pair][static_cast<std::size_t>(edge.to)]);
        out.x1 = center.x - 0.5f * side;
        out.y1 = center.y;
    }
    return out;
}

// Zoomed in, edges of neurons beyond the region are left out with them.
bool is_in_view(const Cache& cache, const ChosenEdge& edge, const Rect& clip) {
    if (!is_moved(cache.frame)) return true;
    const auto is_inside = [&](int layer, int unit) {
        if (layer < 0 || layer >= hidden_layers(cache)) return true;
        const auto l = static_cast<std::size_t>(layer);
        const float reach = 0.5f * side_of(cache, l);
        const ImVec2 center = zoomed(cache.frame, cache.now[l][static_cast<std::size_t>(unit)]);
        return clip.inset(-reach, -reach).contains(center);
    };
    return is_inside(edge.pair - 1, edge.from) && is_inside(edge.pair, edge.to);
}

float scatter(int i) {
    const auto mixed = static_cast<std::uint32_t>(i + 1) * 2654435761u;
    return static_cast<float>(mixed >> 8) / 16777216.0f;
}

// Dots run on the strongest edges, a third of them before the first layer.
void make_dots(Cache& cache) {
    cache.dots.clear();
    const Rect clip = clip_of_neurons(cache);
    static std::vector<const ChosenEdge*> strongest;
    const auto add = [&](bool is_first, std::size_t most) {
        strongest.clear();
        for (const ChosenEdge& edge : cache.edges)
            if ((edge.pair == 0) == is_first) strongest.push_back(&edge);
        const std::size_t count = std::min(most, strongest.size());
        std::partial_sort(strongest.begin(), strongest.begin() + static_cast<std::ptrdiff_t>(count),
                          strongest.end(), [](const ChosenEdge* a, const ChosenEdge* b) {
                              return std::abs(a->alpha) > std::abs(b->alpha);
                          });
        for (std::size_t i = 0; i < count; ++i) {
            const ChosenEdge& edge = *strongest[i];
            if (!is_in_view(cache, edge, clip)) continue;
            const Ends ends = ends_of(cache, edge);
            // By what the edge joins, not by its rank, so that a dot goes on when the order changes.
            const float phase = scatter(edge.from * 1031 + edge.to * 7 + edge.pair);
            cache.dots.push_back({ends.x0, ends.y0, ends.x1, ends.y1, phase,
                                  std::min(std::abs(edge.alpha) * 1.2f, 1.0f)});
        }
    };
    add(true, kMostDots / 3);
    add(false, kMostDots * 2 / 3);
}

bool refresh_edges(Cache& cache, const GraphValues& values, EdgesShow show,
                   const GraphPick& selected) {
    const bool is_asked = cache.edges_show != show || cache.edges_selected != selected ||
                          cache.edges_sample != values.has_sample;
    const bool is_new = cache.edges_network != values.network_version ||
                        cache.edges_activations != values.activations_version;
    const bool may_be_wrong =
        std::any_of(cache.edges.begin(), cache.edges.end(), [&](const ChosenEdge& e) {
            const auto hidden = static_cast<int>(cache.units.size());
            const auto count = [&](int l) {
                return l == hidden ? cache.classes : cache.units[static_cast<std::size_t>(l)];
            };
            return e.pair > hidden || e.to >= count(e.pair) ||
                   (e.pair > 0 && e.from >= count(e.pair - 1));
        });
    if (!is_asked && !is_new && !may_be_wrong) return false;
    // A drawing shows at once what it does; the small changes of training may wait for one another.
    const bool has_drawn = !std::equal(values.input.begin(), values.input.end(),
                                       cache.edges_input.begin(), cache.edges_input.end());
    const double work = std::max(edge_cost(*values.network), has_drawn ? 0.0 : kCheap + 1.0);
    if (!is_asked && !may_be_wrong && !cache.edges_when.is_due(work)) return false;
    cache.edges_input.assign(values.input.begin(), values.input.end());
    cache.edges_show = show;
    cache.edges_selected = selected;
    cache.edges_sample = values.has_sample;
    cache.edges_network = values.network_version;
    cache.edges_activations = values.activations_version;
    choose_edges(values, show, selected, &cache.edges);
    return true;
}

void make_edges(Cache& cache) {
    const Frame& frame = cache.frame;
    render::Graph& picture = cache.picture;
    const float left = snap(frame.image.right() + 1.0f),
                right = snap(frame.output_x - frame.output_radius - 1.5f);
    float top = output_center(cache, 0).y, bottom = output_center(cache, cache.classes - 1).y;
    for (const LayerPlace& place : cache.places) {
        top = std::min(top, place.bounds.y);
        bottom = std::max(bottom, place.bounds.bottom());
    }
    top = snap(std::min(top, frame.image.y) - kMargin);
    bottom = snap(std::max(bottom, frame.image.bottom()) + kMargin);
    picture.area = {left, top, std::max(right - left, 0.0f), std::max(bottom - top, 0.0f)};
    picture.is_dark = theme().is_dark;
    picture.positive = theme().positive;
    picture.negative = theme().negative;
    picture.light = theme().text;
    picture.edges.clear();
    const Rect clip = clip_of_neurons(cache);
    for (const bool is_strong : {true, false}) {
        for (const ChosenEdge& edge : cache.edges) {
            if ((std::abs(edge.alpha) >= kStrong) != is_strong || !is_in_view(cache, edge, clip))
                continue;
            const Ends ends = ends_of(cache, edge);
            picture.edges.push_back({ends.x0, ends.y0, ends.x1, ends.y1, edge.alpha, edge.width});
        }
        if (is_strong) picture.strong_edges = picture.edges.size();
    }
    ++picture.edges_version;
    make_dots(cache);
}

void draw_dots(Cache& cache, const GraphState& state) {
    const double now = ImGui::GetTime();
    if (state.flow_phase != cache.flow_phase) {
        cache.flow_phase = state.flow_phase;
        cache.flowed_at = now;
    }
    const double age = now - cache.flowed_at;
    if (age > kDotsFade || reduces_motion()) return;
    request_frame();
    const auto fade = static_cast<float>(1.0 - age / kDotsFade);
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const float most = theme().is_dark ? 0.95f : 0.6f;
    for (const Dot& dot : cache.dots) {
        float t = dot.phase + state.flow_phase;
        t -= std::floor(t);
        const float s = 1.0f - t, handle = 0.46f * (dot.x1 - dot.x0);
        const float x = s * s * s * dot.x0 + 3.0f * s * s * t * (dot.x0 + handle) +
                        3.0f * s * t * t * (dot.x1 - handle) + t * t * t * dot.x1;
        const float y =
            dot.y0 * (s * s * s + 3.0f * s * s * t) + dot.y1 * (3.0f * s * t * t + t * t * t);
        // They come and go at the ends instead of jumping.
        const float visible = std::min({1.0f, 8.0f * t, 8.0f * s}) * fade;
        draw->AddCircleFilled({x, y}, 1.25f + 0.65f * dot.size,
                              with_alpha(theme().text, most * visible * (0.75f + 0.25f * dot.size)),
                              12);
    }
}

// --- A way through ----------------------------------------------------------------------------------------------------

bool fits(const Cache& cache, const GraphValues& values, const GraphPath& path) {
    if (path.places.size() != cache.units.size() + 2 || path.marks.size() != path.places.size() ||
        path.places[0] < 0 || path.places[0] >= static_cast<int>(values.input.size()))
        return false;
    for (std::size_t l = 0; l + 1 < path.places.size(); ++l)
        if (!is_unit(cache, {static_cast<int>(l), path.places[l + 1]})) return false;
    return true;
}

// A number beside the way, on a ground of its own; its middle stands at the place.
void draw_mark(ImVec2 middle, std::string_view text) {
    const TextStyle style{.face = Face::Mono, .size = 12.0f};
    const ImVec2 size = text_size(text, style);
    const Rect box{snap(middle.x - 0.5f * size.x - 8.0f), snap(middle.y - 12.0f), size.x + 16.0f,
                   24.0f};
    ImDrawList* draw = ImGui::GetWindowDrawList();
    draw->AddRectFilled(box.min(), box.max(), theme().raised, space::kCorner);
    draw->AddRect(box.min(), box.max(), theme().accent, space::kCorner, 0, 1.5f);
    draw_text(box, text, style, Align::Center);
}

void draw_path(const Cache& cache, const GraphPath& path) {
    const Frame& frame = cache.frame;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    std::vector<ImVec2> marks;
    for (std::size_t l = 0; l + 1 < path.places.size(); ++l) {
        const Ends ends = ends_of(
            cache, {.pair = static_cast<int>(l), .from = path.places[l], .to = path.places[l + 1]});
        const float handle = 0.46f * (ends.x1 - ends.x0);
        draw->AddBezierCubic({ends.x0, ends.y0}, {ends.x0 + handle, ends.y0},
                             {ends.x1 - handle, ends.y1}, {ends.x1, ends.y1}, theme().accent, 2.5f);
        if (l == 0) marks.push_back({ends.x0 + 44.0f, ends.y0});
        if (l > 0) marks.push_back({0.5f * (ends.x0 + ends.x1), 0.5f * (ends.y0 + ends.y1)});
    }
    if (frame.input_y.empty() && frame.image_width > 0 && frame.image_height > 0) {
        const float w = frame.image.w / static_cast<float>(frame.image_width),
                    h = frame.image.h / static_cast<float>(frame.image_height);
        const ImVec2 corner{
            frame.image.x + w * static_cast<float>(path.places[0] % frame.image_width),
            frame.image.y + h * static_cast<float>(path.places[0] / frame.image_width)};
        draw->AddRect(snap(corner), snap(ImVec2{corner.x + w, corner.y + h}), theme().accent, 0.0f,
                      0, 2.0f);
    }
    // Units: ringed, their numbers above them; the last number stands on the way to its output.
    draw_mark(marks[0], path.marks[0]);
    for (std::size_t l = 0; l < cache.units.size(); ++l) {
        const auto unit = static_cast<std::size_t>(path.places[l + 1]);
        const float side = side_of(cache, l);
        const ImVec2 corner = corner_of(cache, l, unit, side);
        draw->AddRect({corner.x - 2.0f, corner.y - 2.0f},
                      {corner.x + side + 2.0f, corner.y + side + 2.0f}, theme().accent,
                      space::kTileCorner, 0, 2.0f);
        draw_mark({corner.x + 0.5f * side, corner.y - 18.0f}, path.marks[l + 1]);
    }
    if (marks.size() > 1) draw_mark(marks.back(), path.marks.back());
    draw->AddCircle(output_center(cache, path.places.back()), frame.output_radius + 2.0f,
                    theme().accent, 48, 2.0f);
}

// --- Outputs ----------------------------------------------------------------------------------------------------------

void draw_outputs(const Cache& cache, const GraphValues& values, const GraphState& state,
                  const GraphPick& hovered) {
    const Theme& t = theme();
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const bool is_known =
        values.has_sample && !values.activations.empty() &&
        values.activations.back().size() == static_cast<std::size_t>(cache.classes);
    int winner = -1;
    if (is_known && values.is_sure) {
        const std::vector<float>& answer = values.activations.back();
        winner = static_cast<int>(std::max_element(answer.begin(), answer.end()) - answer.begin());
    }
    const float radius = cache.frame.output_radius;
    for (int i = 0; i < cache.classes; ++i) {
        const ImVec2 center = output_center(cache, i);
        const float p =
            is_known
                ? std::clamp(values.activations.back()[static_cast<std::size_t>(i)], 0.0f, 1.0f)
                : 0.0f;
        const bool is_winner = i == winner;
        const GraphPick pick{hidden_layers(cache), i};
        const float ink = values.output_colors.empty() ? 0.9f * p : 0.0f;
        const Color fill = mix(t.ground, t.text, is_winner ? std::max(ink, 0.12f) : ink);
        draw->AddCircleFilled(center, radius, fill, 48);
        const bool is_strong = is_winner || pick == hovered;
        draw->AddCircle(center, radius - (is_strong ? 0.0f : 0.5f), is_strong ? t.text : t.control,
                        48, is_strong ? 2.0f : 1.25f);
        if (pick == state.selected) draw->AddCircle(center, radius + 4.0f, t.accent, 48, 2.0f);
        if (!values.output_colors.empty()) {
            const float share = is_known ? 0.35f + 0.65f * p : 1.0f;
            const auto at = std::min(static_cast<std::size_t>(i), values.output_colors.size() - 1);
            draw->AddCircleFilled(center, 0.5f * radius * std::sqrt(share),
                                  values.output_colors[at], 32);
            continue;
        }
        const std::string number = std::to_string(i);
        TextStyle style{.face = is_winner ? Face::Semibold : Face::Regular,
                        .size = is_winner ? 16.0f : 14.0f};
        style.color = contrast(fill, t.text) >= 4.5f
                          ? (is_winner ? t.text : mix(t.quiet, t.text, 0.5f))
                          : t.ground;
        if (radius < 10.0f) style.size = 12.0f;
        draw_text({center.x - 16.0f, center.y - 10.0f, 32.0f, 20.0f}, number, style, Align::Center);
    }
}

// --- Pointing -----------------------------------------------------------------------------------------------------------

GraphPick pick_at(const Cache& cache, ImVec2 point) {
    const float reach = cache.frame.output_radius + (is_touch() ? 6.0f : 2.0f);
    for (int i = 0; i < cache.classes; ++i) {
        const ImVec2 center = output_center(cache, i);
        if (std::hypot(point.x - center.x, point.y - center.y) <= reach)
            return {hidden_layers(cache), i};
    }
    if (!clip_of_neurons(cache).contains(point)) return {};
    GraphPick best;
    float nearest = 1e9f;
    for (std::size_t l = 0; l < cache.units.size(); ++l) {
        const float side = side_of(cache, l);
        const float limit = 0.5f * side + (is_touch() ? 8.0f : 2.0f);
        for (std::size_t u = 0; u < cache.now[l].size(); ++u) {
            const ImVec2 center = zoomed(cache.frame, cache.now[l][u]);
            const float away = std::max(std::abs(point.x - center.x), std::abs(point.y - center.y));
            if (away > limit || away >= nearest) continue;
            nearest = away;
            best = {static_cast<int>(l), static_cast<int>(u)};
        }
    }
    return best;
}

bool is_larger_than_room(const Cache& cache) {
    if (cache.frame.zoom > 1.001f) return true;
    if (cache.places.empty()) return false;
    const Rect& room = cache.frame.neurons;
    float top = 1e9f, bottom = -1e9f;
    for (const LayerPlace& place : cache.places) {
        top = std::min(top, place.bounds.y);
        bottom = std::max(bottom, place.bounds.bottom());
    }
    const float width = cache.places.back().bounds.right() - cache.places.front().bounds.x;
    return width > room.w + 40.0f || bottom - top > room.h + 40.0f;
}

void keep_in_reach(const Cache& cache, GraphState& state) {
    state.zoom = std::clamp(state.zoom, kLeastZoom, kMostZoom);
    const float x = 0.5f * cache.frame.neurons.w * state.zoom,
                y = 0.5f * cache.frame.neurons.h * state.zoom;
    state.pan = {std::clamp(state.pan.x, -x, x), std::clamp(state.pan.y, -y, y)};
    if (std::abs(state.zoom - 1.0f) < 0.02f && !is_larger_than_room(cache)) {
        state.zoom = 1.0f;
        state.pan = {};
    }
}

// What is at the point stays there.
void zoom_around(const Cache& cache, ImVec2 point, float by, GraphState& state) {
    const float wished = std::clamp(state.zoom * by, kLeastZoom, kMostZoom);
    const float factor = wished / state.zoom;
    const ImVec2 center{cache.frame.neurons.center().x, cache.frame.center_y};
    const ImVec2 from{point.x - center.x, point.y - center.y};
    state.pan = {from.x - (from.x - state.pan.x) * factor,
                 from.y - (from.y - state.pan.y) * factor};
    state.zoom = wished;
    if (wished < 1.0f) state.pan = {};
}

void take_pointer(Cache& cache, const Rect& area, const Interaction& action,
                  const GraphPick& hovered, GraphState& state) {
    const ImGuiIO& io = ImGui::GetIO();
    if (action.is_pressed) cache.was_pinched = false;
    if (is_pinched_in(area)) {
        cache.was_pinched = true;
        zoom_around(cache, pinch().middle, pinch().scale, state);
        state.pan = {state.pan.x + pinch().shift.x, state.pan.y + pinch().shift.y};
        claim_drag();
        return keep_in_reach(cache, state);
    }
    if (action.is_hovered && io.MouseWheel != 0.0f)
        zoom_around(cache, io.MousePos, std::pow(1.18f, io.MouseWheel), state);
    const ImVec2 drag = ImGui::GetMouseDragDelta(0, 4.0f);
    const bool has_dragged = drag.x != 0.0f || drag.y != 0.0f;
    if (action.is_held && is_larger_than_room(cache)) {
        claim_drag();
        const ImVec2 delta = has_dragged ? io.MouseDelta : ImVec2{};
        state.pan = {state.pan.x + delta.x, state.pan.y + delta.y};
    }
    if (action.is_hovered && !hovered.is_some() && ImGui::IsMouseDoubleClicked(0)) {
        state.zoom = 1.0f;
        state.pan = {};
    }
    if (action.is_clicked && !action.is_asked && !has_dragged && !cache.was_pinched) {
        const bool is_twice = io.MouseClickedLastCount[0] >= 2 && hovered.is_some();
        state.selected = hovered == state.selected && !is_twice ? GraphPick{} : hovered;
        state.is_looked_into |= is_twice;
    }
    keep_in_reach(cache, state);
}

// The units in the order in which they stand, layer after layer, then the outputs; 0 is none.
int place_of(const Cache& cache, const GraphState& state, const GraphPick& pick) {
    if (!is_unit(cache, pick)) return 0;
    int before = 1;
    for (int l = 0; l < pick.layer; ++l) before += cache.units[static_cast<std::size_t>(l)];
    if (pick.layer == hidden_layers(cache)) return before + pick.unit;
    const std::vector<int>& order = state.order[static_cast<std::size_t>(pick.layer)];
    return before +
           static_cast<int>(std::find(order.begin(), order.end(), pick.unit) - order.begin());
}

GraphPick pick_at_place(const Cache& cache, const GraphState& state, int place) {
    if (place <= 0) return {};
    int at = place - 1;
    for (int l = 0; l < hidden_layers(cache); ++l) {
        const auto layer = static_cast<std::size_t>(l);
        if (at < cache.units[layer]) return {l, state.order[layer][static_cast<std::size_t>(at)]};
        at -= cache.units[layer];
    }
    return at < cache.classes ? GraphPick{hidden_layers(cache), at} : GraphPick{};
}

// --- Words ----------------------------------------------------------------------------------------------------------------

std::string fill_in(std::string_view text, std::initializer_list<std::string> parts) {
    std::string out;
    auto part = parts.begin();
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t slot = text.find("{}", at);
        out += text.substr(at, slot - at);
        if (slot == std::string_view::npos) break;
        if (part != parts.end()) out += *part++;
        at = slot + 2;
    }
    return out;
}

std::string class_text(const GraphValues& values, int index) {
    const auto i = static_cast<std::size_t>(index);
    return i < values.class_names.size() ? std::string(values.class_names[i])
                                         : std::to_string(index);
}

std::string signed_number(float value) {
    return (value >= 0.0f ? "+" : "") + plain_number(static_cast<double>(value), 2);
}

struct Speech {
    int best = 0, worst = 0;
    float most = 0.0f, least = 0.0f;
};

Speech speech_of(Cache& cache, const GraphValues& values, const GraphPick& pick) {
    // The sort's numbers are from when it was made; the card's are from now, unless that costs a frame.
    if (cache.outgoing_of != values.network_version && outgoing_cost(*values.network) < 1e6) {
        cache.outgoing = outgoing_weights(*values.network);
        cache.outgoing_of = values.network_version;
    }
    Speech out;
    const auto layer = static_cast<std::size_t>(pick.layer);
    const auto classes = static_cast<std::size_t>(cache.classes);
    const std::size_t first = static_cast<std::size_t>(pick.unit) * classes;
    if (layer >= cache.outgoing.size() || first + classes > cache.outgoing[layer].size())
        return out;
    const auto row = std::span(cache.outgoing[layer]).subspan(first, classes);
    const auto best = std::max_element(row.begin(), row.end()),
               worst = std::min_element(row.begin(), row.end());
    out.best = static_cast<int>(best - row.begin());
    out.worst = static_cast<int>(worst - row.begin());
    out.most = *best;
    out.least = *worst;
    return out;
}

std::optional<float> activation_of(const GraphValues& values, const GraphPick& pick) {
    const auto layer = static_cast<std::size_t>(pick.layer),
               unit = static_cast<std::size_t>(pick.unit);
    if (!values.has_sample || layer >= values.activations.size() ||
        unit >= values.activations[layer].size())
        return std::nullopt;
    return values.activations[layer][unit];
}

// The weighted sum of the neuron for the present sample: z = sum of w x, plus b.
std::optional<float> sum_of(const GraphValues& values, const GraphPick& pick) {
    const auto l = static_cast<std::size_t>(pick.layer);
    if (!values.has_sample || l >= values.network->layers.size() || l > values.activations.size())
        return std::nullopt;
    const DenseLayer<float>& layer = values.network->layers[l];
    const std::span<const float> x =
        l == 0 ? values.input : std::span<const float>(values.activations[l - 1]);
    if (static_cast<Eigen::Index>(x.size()) != layer.inputs() || pick.unit >= layer.units())
        return std::nullopt;
    return weighted_sum(layer, x, pick.unit);
}

// The neuron's arithmetic, in lines; empty where nothing is on the pad.
std::vector<std::string> arithmetic_of(const GraphValues& values, const GraphPick& pick,
                                       bool is_output) {
    if (values.shows_gradients) {  // that of z is that of the bias
        const auto& layer = values.network->layers[static_cast<std::size_t>(pick.layer)];
        return {"\u2202L/\u2202z = " + plain_number(static_cast<double>(layer.b(pick.unit)), 4)};
    }
    const std::optional<float> z = sum_of(values, pick), a = activation_of(values, pick);
    if (!a) return {};
    const std::string answer = plain_number(static_cast<double>(*a), 3);
    if (!z) return {"a = " + answer};
    const std::string sum =
        "z = \u03A3 w \u00B7 x + b = " + plain_number(static_cast<double>(*z), 3);
    if (is_output) return {sum, "a = " + answer};
    const auto& layer = values.network->layers[static_cast<std::size_t>(pick.layer)];
    return {sum, "a = " + std::string(formula_of(layer.activation)) + " = " + answer};
}

// With one output a neuron cannot speak for one and against another.
std::string_view speaks_words(const Speech& speech) {
    return speech.best == speech.worst ? words.weighs : words.speaks_for;
}

std::string pick_in_words(Cache& cache, const GraphValues& values, const GraphPick& pick) {
    if (!is_unit(cache, pick)) return std::string(words.none);
    const bool is_output = pick.layer == hidden_layers(cache);
    std::string out = is_output ? fill_in(words.output, {class_text(values, pick.unit)})
                                : fill_in(words.neuron, {std::to_string(pick.unit)});
    if (const auto a = activation_of(values, pick))
        out += ", a = " + plain_number(static_cast<double>(*a), 2);
    if (is_output) return out;
    const Speech speech = speech_of(cache, values, pick);
    return out + ", " + fill_in(speaks_words(speech), {class_text(values, speech.best)}) + " (" +
           signed_number(speech.most) + ")";
}

std::string graph_in_words(const Cache& cache, const GraphValues& values) {
    std::string out;
    for (std::size_t l = 0; l < cache.units.size(); ++l) {
        const std::string number = std::to_string(l + 1), units = std::to_string(cache.units[l]);
        if (!out.empty()) out += "; ";
        if (values.has_sample && l < values.activations.size()) {
            const auto& a = values.activations[l];
            const auto active = std::count_if(a.begin(), a.end(),
                                              [](float v) { return std::abs(v) > kLeastActive; });
            out += fill_in(words.layer, {number, units, std::to_string(active)});
        } else {
            out += fill_in(words.idle_layer, {number, units});
        }
    }
    if (values.has_sample && values.is_sure && !values.activations.empty() &&
        !values.activations.back().empty()) {
        const auto& answer = values.activations.back();
        const auto best = std::max_element(answer.begin(), answer.end());
        if (!out.empty()) out += "; ";
        out += fill_in(words.answer, {class_text(values, static_cast<int>(best - answer.begin())),
                                      plain_number(100.0 * static_cast<double>(*best), 1)});
    }
    return out;
}

// --- The card -----------------------------------------------------------------------------------------------------------

Rect unit_rect(const Cache& cache, const GraphPick& pick) {
    if (pick.layer == hidden_layers(cache)) {
        const ImVec2 center = output_center(cache, pick.unit);
        const float r = cache.frame.output_radius;
        return {center.x - r, center.y - r, 2.0f * r, 2.0f * r};
    }
    const auto layer = static_cast<std::size_t>(pick.layer);
    const float side = side_of(cache, layer);
    const ImVec2 corner = corner_of(cache, layer, static_cast<std::size_t>(pick.unit), side);
    return {corner.x, corner.y, side, side};
}

float draw_pair(Rect row, std::string_view text, int best, const GraphValues& values,
                float weight) {
    const std::string name = class_text(values, best);
    const std::size_t slot = text.find("{}");
    const std::string_view before = text.substr(0, slot);
    const std::string_view after =
        slot == std::string_view::npos ? std::string_view() : text.substr(slot + 2);
    const TextStyle plain{.size = 12.0f}, strong{.face = Face::Semibold, .size = 12.0f},
        quiet{.size = 12.0f, .color = theme().quiet};
    const float left = row.x;
    row.take_left(draw_text(row, before, plain));
    row.take_left(draw_text(row, name, strong));
    if (!after.empty()) row.take_left(draw_text(row, after, plain));
    row.take_left(draw_text(row, " (" + signed_number(weight) + ")", quiet));
    return row.x - left;
}

std::vector<std::uint8_t> card_pattern(const Cache& cache, const GraphValues& values,
                                       const GraphPick& pick) {
    if (values.pictures == nullptr)
        return pattern_of(*values.network, values.input_deviation, pick.layer, pick.unit);
    const auto size = static_cast<std::size_t>(cache.picture.image_width) *
                      static_cast<std::size_t>(cache.picture.image_height);
    const int first = cache.patterns.first_row[static_cast<std::size_t>(pick.layer)];
    if (first < 0) return std::vector<std::uint8_t>(size, 128);
    const std::size_t at = static_cast<std::size_t>(first + pick.unit) * size;
    const auto begin = cache.picture.patterns.begin() + static_cast<std::ptrdiff_t>(at);
    return {begin, begin + static_cast<std::ptrdiff_t>(size)};
}

void draw_card(Cache& cache, const GraphValues& values, const GraphPick& pick) {
    const bool is_output = pick.layer == hidden_layers(cache);
    const Rect at = unit_rect(cache, pick);
    const float ratio = static_cast<float>(cache.picture.image_height) /
                        static_cast<float>(std::max(cache.picture.image_width, 1));
    const float picture = 64.0f, picture_height = std::clamp(64.0f * ratio, 16.0f, 96.0f);
    const std::string title = is_output ? fill_in(words.output, {class_text(values, pick.unit)})
                                        : fill_in(words.neuron, {std::to_string(pick.unit)});
    const std::vector<std::string> lines = arithmetic_of(values, pick, is_output);
    constexpr float kLine = 20.0f;
    const float lines_height = kLine * static_cast<float>(lines.size());
    const TextStyle title_style{.face = Face::Semibold},
        line_style{.face = Face::Mono, .size = 12.0f};
    const Speech speech = is_output ? Speech{} : speech_of(cache, values, pick);
    const TextStyle look_style{.size = 12.0f, .color = theme().quiet};

    float width = std::max(text_size(title, title_style).x, text_size(words.look, look_style).x);
    for (const std::string& line : lines) width = std::max(width, text_size(line, line_style).x);
    float height = 20.0f + lines_height;
    if (!is_output) {
        const TextStyle line{.face = Face::Semibold, .size = 12.0f};
        const auto width_of = [&](std::string_view text, int best, float weight) {
            return text_size(fill_in(text, {class_text(values, best)}) + " (" +
                                 signed_number(weight) + ")",
                             line)
                .x;
        };
        const bool has_against = speech.best != speech.worst;
        const float for_width = width_of(speaks_words(speech), speech.best, speech.most);
        const float against_width =
            has_against ? width_of(words.against, speech.worst, speech.least) : 0.0f;
        width = std::max({width + picture + 12.0f, for_width, against_width, 160.0f});
        height =
            std::max(picture_height, 20.0f + lines_height) + 10.0f + (has_against ? 38.0f : 19.0f);
    }
    constexpr float kLook = 25.0f;
    const ImVec2 size{std::ceil(width) + 32.0f, height + kLook + 28.0f};
    // Beside the neuron, rather right and below, where the pointer does not cover it.
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    float x = at.right() + 14.0f;
    if (x + size.x > screen.x - 8.0f) x = at.x - 14.0f - size.x;
    const float y = std::clamp(at.y - 12.0f, 8.0f, std::max(screen.y - 8.0f - size.y, 8.0f));
    const Rect box{snap(std::max(x, 8.0f)), snap(y), size.x, size.y};

    begin_layer("graph.card", box, false);
    const int first = vertex_count();
    draw_raised(box);
    Rect rest = box.inset(16.0f, 14.0f);
    if (!is_output) {
        Rect head = rest.take_top(std::max(picture_height, 20.0f + lines_height));
        if (cache.card_of != pick || cache.card_network != values.network_version) {
            cache.card_of = pick;
            cache.card_network = values.network_version;
            cache.card_pattern = card_pattern(cache, values, pick);
        }
        Rect image = head.take_left(picture);
        image.h = picture_height;
        draw_signed_pixels(image, cache.card_pattern, cache.picture.image_width,
                           cache.picture.image_height);
        head.take_left(12.0f);
        head.y += std::max(0.5f * (picture_height - 20.0f - lines_height), 0.0f) - 2.0f;
        draw_text(head.take_top(20.0f), title, title_style);
        for (const std::string& line : lines) draw_text(head.take_top(kLine), line, line_style);
        rest.take_top(10.0f);
        draw_pair(rest.take_top(19.0f), speaks_words(speech), speech.best, values, speech.most);
        if (speech.best != speech.worst)
            draw_pair(rest.take_top(19.0f), words.against, speech.worst, values, speech.least);
    } else {
        draw_text(rest.take_top(20.0f), title, title_style);
        for (const std::string& line : lines) draw_text(rest.take_top(kLine), line, line_style);
    }
    rest.take_top(5.0f);
    draw_text(rest.take_top(20.0f), words.look, look_style);
    constexpr double kFade = 0.1;
    const double age = ImGui::GetTime() - cache.hovered_since - kCardDelay;
    if (age < kFade && !reduces_motion()) {
        fade_since(first, static_cast<float>(std::clamp(age / kFade, 0.0, 1.0)));
        request_frame();
    }
    end_layer();
}

void follow_hover(Cache& cache, const GraphValues& values, const GraphPick& hovered, bool is_held) {
    const double now = ImGui::GetTime();
    if (hovered != cache.hovered) {
        // From one neuron to the next the card follows without waiting anew.
        const bool was_open = cache.hovered.is_some() && now - cache.hovered_since >= kCardDelay;
        cache.hovered = hovered;
        cache.hovered_since = was_open && hovered.is_some() ? now - kCardDelay - 0.1 : now;
    }
    if (!is_unit(cache, hovered) || is_held) return;
    if (now - cache.hovered_since < kCardDelay)
        request_frame();
    else
        draw_card(cache, values, hovered);
}

}  // namespace

void set_graph_words(const GraphWords& new_words) {
    words = new_words;
}

GraphColumns network_graph(std::string_view id, const GraphLayout& layout,
                           const GraphValues& values, EdgesShow show, GraphState* state,
                           GraphPick* hovered_out) {
    if (hovered_out) *hovered_out = {};
    if (!values.network || values.network->layers.empty()) return {};
    if (!state->cache) state->cache = std::make_shared<GraphCache>();
    Cache& cache = *state->cache;

    if (cache.picture.is_smooth != (values.pictures != nullptr)) {
        cache.picture.is_smooth = values.pictures != nullptr;
        cache.patterns_of = ~0ull;
        cache.frame = {};
    }
    const bool has_moved = arrange(cache, layout, values, *state);
    if (!is_unit(cache, state->selected)) state->selected = {};

    // Input.
    const float reach = layout.output_radius + 3.0f;
    float top = layout.neurons.y - 12.0f, bottom = layout.neurons.bottom() + 4.0f;
    top = std::min(top, output_center(cache, 0).y - reach);
    bottom = std::max(bottom, output_center(cache, cache.classes - 1).y + reach);
    const Rect area{layout.image.right() + 6.0f, top,
                    layout.output_x + reach - layout.image.right() - 6.0f, bottom - top};
    const Interaction action = interact(id, area);
    const bool is_over = action.is_hovered || (is_touch() && action.is_clicked);
    const GraphPick hovered = is_over ? pick_at(cache, ImGui::GetIO().MousePos) : GraphPick{};
    if (hovered.is_some()) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    take_pointer(cache, area, action, hovered, *state);

    const std::string neuron_id = std::string(id) + ".neuron";
    double number = 0.0;
    if (mirror::take_number(neuron_id, &number))
        state->selected = pick_at_place(cache, *state, static_cast<int>(std::lround(number)));
    const bool is_focused = mirror::is_focused(neuron_id) || mirror::is_focused(id);
    if (is_focused && mirror::take_escape()) state->selected = {};

    // Pictures.
    const bool has_new_theme = cache.is_dark != theme().is_dark || cache.picture.ramp_version == 0;
    if (has_new_theme) {
        cache.is_dark = theme().is_dark;
        make_ramp(cache);
    }
    const bool has_new_patterns = refresh_patterns(cache, values);
    const bool has_new_edges = refresh_edges(cache, values, show, state->selected);
    const bool has_new_values = cache.tiles_activations != values.activations_version ||
                                cache.tiles_sample != values.has_sample;
    const bool has_new_picks =
        cache.tiles_selected != state->selected || cache.tiles_hovered != hovered;
    if (has_moved || has_new_theme || has_new_patterns || has_new_values || has_new_picks) {
        cache.tiles_activations = values.activations_version;
        cache.tiles_sample = values.has_sample;
        cache.tiles_selected = state->selected;
        cache.tiles_hovered = hovered;
        make_tiles(cache, values, *state, hovered);
    }
    // Light around neurons is part of the edges' picture.
    if (has_moved || has_new_theme || has_new_edges) make_edges(cache);

    ImDrawList* draw = ImGui::GetWindowDrawList();
    const Rect clip = clip_of_neurons(cache);
    // Edges begin beside the image, but go no higher and no lower than what they join.
    if (is_moved(cache.frame))
        ImGui::PushClipRect({cache.picture.area.x, clip.y},
                            {cache.picture.area.x + cache.picture.area.w, clip.bottom()}, true);
    render::draw_edges(draw, &cache.picture);
    draw_dots(cache, *state);
    if (is_moved(cache.frame)) ImGui::PopClipRect();
    ImGui::PushClipRect({clip.x, clip.y}, {clip.right(), clip.bottom()}, true);
    render::draw_tiles(draw, &cache.picture);
    ImGui::PopClipRect();
    draw_outputs(cache, values, *state, hovered);
    if (values.path != nullptr && fits(cache, values, *values.path)) draw_path(cache, *values.path);
    if (is_focused)
        draw_focus_ring(state->selected.is_some() ? unit_rect(cache, state->selected) : area,
                        space::kTileCorner);

    // A finger does not hover: what it tapped shows its card.
    follow_hover(cache, values, is_touch() ? state->selected : hovered,
                 action.is_held && !is_touch());

    mirror::describe({.id = std::string(id),
                      .role = mirror::Role::Image,
                      .name = std::string(words.graph),
                      .value = graph_in_words(cache, values),
                      .bounds = area});
    const int count = place_of(cache, *state, {hidden_layers(cache), cache.classes - 1});
    mirror::describe(
        {.id = neuron_id,
         .role = mirror::Role::Slider,
         .name = std::string(words.selection),
         .value = pick_in_words(cache, values, state->selected),
         .number = static_cast<double>(place_of(cache, *state, state->selected)),
         .minimum = 0.0,
         .maximum = static_cast<double>(count),
         .step = 1.0,
         .bounds = state->selected.is_some() ? unit_rect(cache, state->selected) : area});

    if (hovered_out) *hovered_out = hovered;
    GraphColumns columns{.tile = cache.places.empty() ? layout.tile : cache.places.front().tile};
    for (const LayerPlace& place : cache.places)
        columns.layers.push_back(
            is_moved(cache.frame) ? seen_through(clip, cache.frame, place.bounds) : place.bounds);
    return columns;
}

}  // namespace nn::ui
