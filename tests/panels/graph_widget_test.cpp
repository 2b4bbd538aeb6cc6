// The network's picture: places, order, edges, pointing and keyboard.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "tests/panels/headless_ui.h"
#include "web/widgets/controls.h"
#include "web/widgets/graph_layout.h"
#include "web/widgets/graph_weights.h"
#include "web/widgets/network_graph.h"

using namespace nn;
using namespace nn::ui;
using Catch::Matchers::WithinAbs;
using nn::ui::test::HeadlessUi;

namespace {

constexpr Rect kStage{280.0f, 48.0f, 1160.0f, 564.0f};

Network<float> network_of(int inputs, std::vector<int> hidden, int classes = 10) {
    std::vector<LayerShape> shapes;
    for (const int units : hidden) shapes.push_back({units, Activation::Relu});
    return make_network<float>(inputs, shapes, classes, Loss::CrossEntropy, Initializer{}, 7);
}

struct GraphCase {
    HeadlessUi ui;
    Network<float> network;
    std::vector<float> input, deviation;
    std::vector<std::vector<float>> activations;
    GraphState state;
    GraphPick hovered;
    GraphColumns columns;
    GraphLayout layout{.image = {644.0f, 295.0f, 136.0f, 136.0f},
                       .neurons = {876.0f, 160.0f, 264.0f, 424.0f},
                       .output_x = 1248.0f,
                       .center_y = 363.0f};
    EdgesShow show = EdgesShow::Signals;
    bool has_sample = true;
    std::uint64_t version = 1;
    int side;

    explicit GraphCase(std::vector<int> hidden, int image_side = 8) : side(image_side) {
        set_network(hidden);
        ui.draw([this] {
            const GraphValues values{.network = &network,
                                     .network_version = version,
                                     .input = input,
                                     .activations = activations,
                                     .activations_version = version,
                                     .has_sample = has_sample,
                                     .input_deviation = deviation,
                                     .image_width = side,
                                     .image_height = side};
            columns = network_graph("g", layout, values, show, &state, &hovered);
        });
    }
    void set_network(std::vector<int> hidden) {
        ++version;
        network = network_of(side * side, hidden);
        input.assign(static_cast<std::size_t>(side * side), 0.5f);
        deviation.assign(input.size(), 0.3f);
        activations.clear();
        for (const auto& layer : network.layers) {
            activations.emplace_back(static_cast<std::size_t>(layer.units()), 0.0f);
            for (std::size_t i = 0; i < activations.back().size(); i += 2)
                activations.back()[i] = 0.1f * static_cast<float>(i + 1);
        }
        std::fill(activations.back().begin(), activations.back().end(), 0.02f);
        activations.back()[3] = 0.82f;
    }
    ImVec2 center_of(int layer, int slot) {
        std::vector<int> units;
        for (std::size_t l = 0; l + 1 < network.layers.size(); ++l)
            units.push_back(static_cast<int>(network.layers[l].units()));
        return place_layers(layout.neurons, layout.center_y, layout.tile, side,
                            units)[static_cast<std::size_t>(layer)]
            .center(slot);
    }
};

}  // namespace

TEST_CASE("64 neurons stand in six columns of 32 pixels around the centre line", "[ui]") {
    const std::vector<int> units = {64};
    const auto places = place_layers({876.0f, 160.0f, 264.0f, 424.0f}, 363.0f, 32.0f, 8, units);
    REQUIRE(places.size() == 1);
    CHECK(places[0].columns == 6);
    CHECK(places[0].rows == 11);
    CHECK(places[0].tile == 32.0f);
    CHECK(places[0].bounds.x == 892.0f);  // 612 from the stage's edge
    CHECK(places[0].bounds.w == 232.0f);
    CHECK_THAT(places[0].bounds.center().y, WithinAbs(363.0f, 0.51f));
    // The last row has four, and stands in the middle.
    CHECK(places[0].center(60).x == places[0].center(1).x);
    CHECK(places[0].center(63).x == places[0].center(4).x);
}

TEST_CASE("tiles show weights in whole pixels", "[ui]") {
    CHECK(tile_side(32.0f, 8) == 32.0f);
    CHECK(tile_side(30.0f, 8) == 24.0f);
    CHECK(tile_side(8.0f, 8) == 8.0f);
    CHECK(tile_side(32.0f, 28) == 28.0f);
    CHECK(tile_side(24.0f, 28) == 14.0f);
    CHECK(tile_side(8.0f, 28) == 7.0f);
}

TEST_CASE("layers shrink until they fit, and none leaves six columns or overlaps another", "[ui]") {
    const Rect room{876.0f, 160.0f, 264.0f, 424.0f};
    const std::vector<std::vector<int>> shapes = {{1},
                                                  {16},
                                                  {128},
                                                  {256},
                                                  {64, 64},
                                                  {128, 64, 32},
                                                  {1024},
                                                  {1024, 512},
                                                  {300, 1},
                                                  {32, 32, 32, 32, 32, 32},
                                                  {1024, 512, 256, 128, 64, 32},
                                                  {1024, 1024, 1024, 1024, 1024, 1024}};
    for (const auto& units : shapes)
        for (const int side : {8, 28}) {
            const auto places = place_layers(room, 363.0f, 32.0f, side, units);
            REQUIRE(places.size() == units.size());
            for (std::size_t l = 0; l < places.size(); ++l) {
                CHECK((places[l].is_squares || places[l].columns <= 6));
                CHECK(places[l].is_squares == (units[l] > kMostTiles));
                CHECK(places[l].rows * places[l].columns >= units[l]);
                CHECK((places[l].rows - 1) * places[l].columns < units[l]);
                if (l > 0) CHECK(places[l].bounds.x >= places[l - 1].bounds.right() + 40.0f);
                CHECK(places[l].bounds.h <= room.h + 1.0f);
            }
            // Between the image and the answer, which are some 100 pixels away from the room.
            CHECK(places.front().bounds.x >= room.x - 49.0f);
            CHECK(places.back().bounds.right() <= room.right() + 49.0f);
        }
    CHECK(place_layers(room, 363.0f, 32.0f, 8, {}).empty());
}

TEST_CASE("neurons are sorted by the digit they speak for", "[ui]") {
    // Three units, two classes: unit 0 speaks for 1, unit 1 for 0 weakly, unit 2 for 0 strongly.
    const std::vector<float> outgoing = {0.1f, 0.9f, 0.2f, -1.0f, 0.7f, 0.3f};
    CHECK(sorted_by_answer(outgoing, 3, 2) == std::vector<int>{2, 1, 0});
}

TEST_CASE("outgoing weights of an early layer are the product of those behind it", "[ui]") {
    Network<float> network = network_of(4, {3, 2}, 2);
    const auto out = outgoing_weights(network);
    REQUIRE(out.size() == 2);
    const Matrix<float> product = network.layers[1].W * network.layers[2].W;
    for (Eigen::Index i = 0; i < 3; ++i)
        for (Eigen::Index j = 0; j < 2; ++j)
            CHECK_THAT(out[0][static_cast<std::size_t>(i * 2 + j)],
                       WithinAbs(product(i, j), 1e-6f));
}

TEST_CASE("patterns are weight times deviation on one scale for the layer", "[ui]") {
    Network<float> network = network_of(2, {2}, 2);
    network.layers[0].W << 1.0f, -0.5f, 0.25f, 0.0f;  // (inputs, units)
    const std::vector<float> deviation = {1.0f, 2.0f};
    const Patterns patterns = effective_patterns(network, deviation, 1e6);
    CHECK(patterns.first_row == std::vector<int>{0});
    // Unit 0: 1 · 1, 0.25 · 2; unit 1: −0.5 · 1, 0. The largest is 1.
    const std::vector<std::uint8_t> expected = {255, 192, 65, 128};
    REQUIRE(patterns.values.size() == 4);
    for (std::size_t i = 0; i < 4; ++i) CHECK(std::abs(patterns.values[i] - expected[i]) <= 1);
    SECTION("too costly layers have none, one neuron always has one") {
        Network<float> deep = network_of(64, {100, 100});
        const Patterns cheap = effective_patterns(deep, {}, 1000.0);
        CHECK(cheap.first_row == std::vector<int>{0, -1});
        CHECK(pattern_of(deep, {}, 1, 99).size() == 64);
    }
}

TEST_CASE("edges: the strongest, within bounds", "[ui]") {
    GraphCase c({128}, 28);
    std::vector<ChosenEdge> edges;
    const GraphValues values{.network = &c.network,
                             .input = c.input,
                             .activations = c.activations,
                             .has_sample = true,
                             .image_width = 28,
                             .image_height = 28};
    choose_edges(values, EdgesShow::Weights, {}, &edges);
    CHECK(edges.size() <= kMostEdges);
    CHECK(edges.size() > 1000);
    for (const ChosenEdge& edge : edges) {
        CHECK(std::abs(edge.alpha) <= 1.0f);
        CHECK(edge.width > 0.0f);
        const float w = c.network.layers[static_cast<std::size_t>(edge.pair)].W(edge.from, edge.to);
        CHECK((w < 0.0f) == (edge.alpha < 0.0f));
    }

    // What is left out of the 100,352 is weaker than what is kept, but for the width of a bin.
    auto left_out = c.network.layers[0].W.cwiseAbs().eval();
    float weakest = 1e9f;
    std::size_t kept = 0;
    for (const ChosenEdge& edge : edges) {
        if (edge.pair != 0) continue;
        ++kept;
        weakest = std::min(weakest, left_out(edge.from, edge.to));
        left_out(edge.from, edge.to) = 0.0f;
    }
    CHECK(kept > 4000);
    CHECK(left_out.maxCoeff() <= 1.005f * weakest);
}

TEST_CASE("edges: alpha follows the formula", "[ui]") {
    std::vector<ChosenEdge> edges;
    GraphCase small({4});
    small.input.assign(64, 0.0f);
    small.input[10] = 1.0f;
    small.activations[0] = {1.0f, 1.0f, 1.0f, 0.0f};
    const GraphValues one{.network = &small.network,
                          .input = small.input,
                          .activations = small.activations,
                          .has_sample = true};
    choose_edges(one, EdgesShow::Signals, {}, &edges);
    const auto& W = small.network.layers[0].W;
    const float most_weight = W.cwiseAbs().maxCoeff(), most_flow = W.row(10).cwiseAbs().maxCoeff();
    int seen = 0;
    for (const ChosenEdge& edge : edges) {
        if (edge.pair != 0 || edge.from != 10) continue;
        ++seen;
        const float w = std::abs(W(10, edge.to)), flow = w / most_flow;
        const float expected = (0.012f * w / most_weight + 0.55f * std::pow(flow, 1.5f)) *
                               (edge.to == 3 ? 1.0f / 3.0f : 1.0f);
        CHECK_THAT(std::abs(edge.alpha), WithinAbs(expected, 1e-5f));
    }
    CHECK(seen == 4);
}

TEST_CASE("edges: the selected neuron's own stand out", "[ui]") {
    std::vector<ChosenEdge> edges;
    GraphCase small({16});
    const GraphValues all{.network = &small.network,
                          .input = small.input,
                          .activations = small.activations,
                          .has_sample = true};
    std::vector<ChosenEdge> before;
    choose_edges(all, EdgesShow::Weights, {}, &before);
    choose_edges(all, EdgesShow::Weights, {0, 5}, &edges);
    const auto sum = [](const std::vector<ChosenEdge>& list, bool is_own) {
        float out = 0.0f;
        for (const ChosenEdge& e : list) {
            const bool own = (e.pair == 0 && e.to == 5) || (e.pair == 1 && e.from == 5);
            if (own == is_own) out += std::abs(e.alpha);
        }
        return out;
    };
    CHECK(sum(edges, true) > 2.0f * sum(before, true));
    CHECK(sum(edges, false) < 0.25f * sum(before, false));
}

TEST_CASE("equally strong edges are thinned too, and do not add up to one white area", "[ui]") {
    Network<float> network = network_of(784, {128});
    network.layers[0].W.setConstant(0.1f);
    const std::vector<float> input(784, 1.0f);
    const std::vector<std::vector<float>> activations = {std::vector<float>(128, 1.0f),
                                                         std::vector<float>(10, 0.1f)};
    const GraphValues values{.network = &network,
                             .input = input,
                             .activations = activations,
                             .has_sample = true,
                             .image_width = 28,
                             .image_height = 28};
    std::vector<ChosenEdge> edges;
    choose_edges(values, EdgesShow::Signals, {}, &edges);
    CHECK(edges.size() > 1000);
    CHECK(edges.size() <= kMostEdges);
    float light = 0.0f;
    for (const ChosenEdge& edge : edges) light += std::abs(edge.alpha);
    CHECK(light < 600.0f);
}

TEST_CASE("the graph describes itself and its selection", "[ui]") {
    GraphCase c({64});
    c.ui.run(3);
    CHECK(c.ui.node("g").value == "Hidden layer 1: 64 neurons, 32 active; Answer 3, 82.0 %");
    CHECK(c.ui.node("g.neuron").value == "none");
    CHECK(c.ui.node("g.neuron").maximum == 74.0);
    CHECK(mirror::undescribed_items().empty());
    REQUIRE(c.columns.layers.size() == 1);
    CHECK(c.columns.layers[0].w == 232.0f);

    mirror::post_number("g.neuron", 1.0);  // an arrow key in the mirror
    c.ui.run(2);
    CHECK(c.state.selected == GraphPick{0, c.state.order[0][0]});
    CHECK(c.ui.node("g.neuron").value.find("speaks most for") != std::string::npos);
    mirror::post_number("g.neuron", 74.0);
    c.ui.run(2);
    CHECK(c.state.selected == GraphPick{1, 9});
    mirror::post_focus("g.neuron");
    mirror::post_escape();
    c.ui.run(2);
    CHECK_FALSE(c.state.selected.is_some());
    mirror::post_focus("");
}

TEST_CASE("a neuron is hovered, selected by a click and released by another", "[ui]") {
    GraphCase c({64});
    c.ui.run(3);
    const ImVec2 at = c.center_of(0, 8);
    c.ui.move(at);
    c.ui.run(2);
    CHECK(c.hovered == GraphPick{0, c.state.order[0][8]});
    c.ui.click(at);
    CHECK(c.state.selected == c.hovered);
    c.ui.run(30);  // the card has come
    c.ui.click(at);
    CHECK_FALSE(c.state.selected.is_some());
    c.ui.move({c.layout.output_x, c.layout.center_y});  // between discs 4 and 5
    c.ui.run(2);
    CHECK_FALSE(c.hovered.is_some());
    c.ui.move({c.layout.output_x, c.layout.center_y + 22.0f});
    c.ui.run(2);
    CHECK(c.hovered == GraphPick{1, 5});
}

TEST_CASE("the wheel zooms around the pointer, dragging then pans, within reach", "[ui]") {
    GraphCase c({64});
    c.ui.run(3);
    const ImVec2 at = c.center_of(0, 8);
    c.ui.move(at);
    c.ui.run(2);
    const GraphPick under = c.hovered;
    for (int i = 0; i < 4; ++i) c.ui.wheel(1.0f);
    c.ui.run(2);
    CHECK(c.state.zoom > 1.5f);
    CHECK(c.hovered == under);
    const ImVec2 before = c.state.pan;
    c.ui.drag(at, {at.x + 60.0f, at.y + 20.0f});
    CHECK(c.state.pan.x > before.x + 40.0f);
    CHECK_FALSE(c.state.selected.is_some());
    for (int i = 0; i < 60; ++i) c.ui.wheel(1.0f);
    CHECK(c.state.zoom <= 4.0f);
    for (int i = 0; i < 60; ++i) c.ui.wheel(-1.0f);
    CHECK(c.state.zoom >= 0.5f);
    CHECK(std::isfinite(c.state.pan.x));
}

TEST_CASE("re-sorting glides, and is still when nothing moves", "[ui]") {
    GraphCase c({64});
    c.ui.run(40);
    const auto before = c.state.order;
    c.network = network_of(64, {64});
    std::reverse(c.network.layers[1].W.data(),
                 c.network.layers[1].W.data() + c.network.layers[1].W.size());
    ++c.version;
    c.ui.run(3);
    CHECK(c.state.order == before);  // only on request
    CHECK_FALSE(wants_frame());
    c.state.must_sort = true;
    c.ui.run(2);
    CHECK(c.state.order != before);
    CHECK(wants_frame());
    c.ui.run(30);
    CHECK_FALSE(wants_frame());
}

TEST_CASE("every shape of network is drawn, also while it changes", "[ui]") {
    const std::vector<std::vector<int>> shapes = {
        {}, {1}, {4}, {64, 32}, {512, 48}, {1024, 1024}, {16, 16, 16, 16, 16, 16}, {}};
    for (const int side : {8, 28}) {
        GraphCase c({64}, side);
        for (const auto& hidden : shapes) {
            c.set_network(hidden);
            for (const bool has_sample : {true, false}) {
                c.has_sample = has_sample;
                c.show = has_sample ? EdgesShow::Signals : EdgesShow::Weights;
                c.state.flow_phase += 0.1f;
                c.ui.move(c.layout.neurons.center());
                c.ui.run(12);
                CHECK(c.columns.layers.size() == hidden.size());
            }
            CHECK(mirror::undescribed_items().empty());
        }
        c.ui.use_theme(false);
        c.ui.resize({361.0f, 741.0f}, 2.0f);
        c.layout = {.image = {16.0f, 300.0f, 64.0f, 64.0f},
                    .neurons = {112.0f, 120.0f, 134.0f, 480.0f},
                    .output_x = 282.0f,
                    .output_pitch = 44.0f,
                    .center_y = 360.0f,
                    .tile = 24.0f,
                    .is_compact = true};
        c.set_network({64});
        c.ui.run(10);
    }
}

TEST_CASE("on touch a tap selects and shows the card", "[ui]") {
    GraphCase c({16});
    c.ui.use_touch(true);
    c.ui.run(3);
    c.ui.click(c.center_of(0, 3));
    c.ui.run(2);
    CHECK(c.state.selected == GraphPick{0, c.state.order[0][3]});
}

TEST_CASE("two fingers zoom and pan the network and choose nothing", "[ui]") {
    GraphCase c({64});
    c.ui.use_touch(true);
    c.ui.run(2);
    const ImVec2 middle = c.center_of(0, 20);
    c.ui.move(middle);
    c.ui.press();
    for (int i = 0; i < 5; ++i) {
        set_pinch({.is_active = true, .middle = middle, .shift = {3.0f, 0.0f}, .scale = 1.1f});
        c.ui.run(1);
    }
    set_pinch({});
    c.ui.release();
    CHECK_THAT(c.state.zoom, WithinAbs(std::pow(1.1f, 5.0f), 1e-3f));
    CHECK(c.state.pan.x != 0.0f);
    CHECK_FALSE(c.state.selected.is_some());
    c.ui.click(middle);  // one finger still does
    CHECK(c.state.selected.is_some());
}

TEST_CASE("the captions of a zoomed network stand above its window, over what shows of each layer",
          "[ui]") {
    GraphCase c({64, 16});
    c.ui.run(2);
    const float top = c.columns.layers[0].y;
    REQUIRE(c.columns.layers[1].y > top + 50.0f);
    for (const ImVec2 pan : {ImVec2{0.0f, 0.0f}, ImVec2{150.0f, -80.0f}, ImVec2{-400.0f, 300.0f}}) {
        c.state.zoom = 2.0f;
        c.state.pan = pan;
        c.ui.run(2);
        for (const Rect& column : c.columns.layers) {
            if (column.w <= 0.0f) continue;  // beyond the window
            CHECK(column.y == top);
            CHECK(column.x >= c.layout.image.right());
            CHECK(column.right() <= c.layout.output_x - c.layout.output_radius);
        }
        // No neuron is where captions are, nor over the outputs.
        for (float x = c.layout.image.right(); x < c.layout.output_x; x += 6.0f) {
            c.ui.move({x, top - 20.0f});
            CHECK_FALSE(c.hovered.is_some());
        }
    }
}
