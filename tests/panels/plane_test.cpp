// The plane without a screen: what is drawn is what the network answers.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>

#include "web/app/plane_sweep.h"
#include "web/widgets/plane_plot.h"

namespace nn::ui::test {

using Catch::Matchers::WithinAbs;

namespace {

Snapshot snapshot_of(DatasetId dataset, FeatureSet features) {
    Snapshot snapshot;
    snapshot.recipe.dataset = dataset;
    snapshot.recipe.features = features;
    const auto inputs = static_cast<std::size_t>(feature_count(features));
    snapshot.scaler_offset.assign(inputs, 0.0f);
    snapshot.scaler_factor.assign(inputs, 1.0f);
    return snapshot;
}

PlaneView swept(const Network<float>& network, const Snapshot& snapshot, double slice) {
    PlaneSweep sweep;
    sweep.start(network, snapshot);
    int slices = 0;
    while (!sweep.advance(slice)) REQUIRE(++slices < 100000);
    CHECK_FALSE(sweep.is_under_way());
    PlaneView plane;
    sweep.put_into(plane);
    return plane;
}

// One hidden layer of two linear neurons: the scaled inputs themselves.
Network<float> identity(int outputs, Loss loss) {
    const LayerShape hidden[] = {{2, Activation::Linear}};
    Network<float> network = make_network<float>(2, hidden, outputs, loss, Initializer::Zeros, 0);
    network.layers[0].W(0, 0) = network.layers[0].W(1, 1) = 1.0f;
    return network;
}

}  // namespace

TEST_CASE("A sweep finds what the network answers in the middle of every cell", "[panels]") {
    // y = x1 / 10 - x2 / 20 + 0.1, of inputs that the scaler halves after moving them by 1.
    Network<float> network = identity(1, Loss::SquaredError);
    network.layers[1].W(0, 0) = 0.1f;
    network.layers[1].W(1, 0) = -0.05f;
    network.layers[1].b[0] = 0.1f;
    Snapshot snapshot = snapshot_of(DatasetId::Slope, kPlainFeatures);
    snapshot.scaler_offset = {1.0f, 0.0f};
    snapshot.scaler_factor = {0.5f, 2.0f};
    const PlaneView plane = swept(network, snapshot, 1e4);
    REQUIRE(plane.surface.size() == static_cast<std::size_t>(plane.side * plane.side));
    for (int row = 0; row < plane.side; row += 7)
        for (int column = 0; column < plane.side; column += 5) {
            const double x1 = 12.0 * (column + 0.5) / plane.side - 6.0,
                         x2 = 6.0 - 12.0 * (row + 0.5) / plane.side;
            const double expected = 0.1 * (x1 - 1.0) / 2.0 - 0.05 * (2.0 * x2) + 0.1;
            CHECK_THAT(plane.surface[static_cast<std::size_t>(row * plane.side + column)],
                       WithinAbs(static_cast<float>(expected), 1e-5f));
        }
    // The pictures of the two neurons: x1 from -1 left to 1 right but for the shift, x2 from 1 above.
    const NeuronPictures& pictures = plane.pictures;
    CHECK(pictures.units == std::vector<int>{2});
    const auto side = static_cast<std::size_t>(pictures.side);
    REQUIRE(pictures.values.size() == 2 * side * side);
    CHECK(pictures.values[0] == 1 + 0);  // the most negative of all
    CHECK(pictures.values[side - 1] > 200);
    CHECK(pictures.values[side * side] > 250);
    CHECK(pictures.values[2 * side * side - 1] < 5);
    for (std::size_t i = 0; i + 1 < side; ++i) {
        CHECK(pictures.values[i] <= pictures.values[i + 1]);
        CHECK(pictures.values[side * side + i * side] >=
              pictures.values[side * side + (i + 1) * side]);
    }
    // However it is sliced.
    CHECK(swept(network, snapshot, 1e9).surface == plane.surface);
}

TEST_CASE("Of two classes the surface is what blue has more, and its line where they are equal",
          "[panels]") {
    Network<float> network = identity(2, Loss::CrossEntropy);
    network.layers[1].W(0, 1) = 1.0f;  // blue's logit: x1
    const PlaneView plane = swept(network, snapshot_of(DatasetId::Xor, kPlainFeatures), 1e9);
    const PlanePlot plot{.surface = plane.surface, .side = plane.side, .version = plane.version};
    for (const float x1 : {-5.0f, -1.0f, 0.0f, 2.0f}) {
        const double p = 1.0 / (1.0 + std::exp(-static_cast<double>(x1)));
        CHECK_THAT(static_cast<double>(surface_at(plot, {x1, 3.0f})),
                   WithinAbs(2.0 * p - 1.0, 2e-3));
    }
    const std::vector<ImVec2> line = zero_line(plane.surface, plane.side);
    CHECK(line.size() == 2 * static_cast<std::size_t>(plane.side - 1));
    for (const ImVec2& point : line) CHECK_THAT(point.x, WithinAbs(0.5f, 1e-4f));
}

TEST_CASE("A zero line of a circle closes around it", "[panels]") {
    constexpr int kSide = 40;
    std::vector<float> surface;
    for (int row = 0; row < kSide; ++row)
        for (int column = 0; column < kSide; ++column) {
            const float x = (static_cast<float>(column) + 0.5f) / kSide - 0.5f,
                        y = (static_cast<float>(row) + 0.5f) / kSide - 0.5f;
            surface.push_back(0.3f - std::hypot(x, y));
        }
    const std::vector<ImVec2> line = zero_line(surface, kSide);
    double length = 0.0;
    for (std::size_t i = 0; i < line.size(); i += 2) {
        CHECK_THAT(std::hypot(line[i].x - 0.5f, line[i].y - 0.5f), WithinAbs(0.3f, 2e-3f));
        length += std::hypot(static_cast<double>(line[i].x - line[i + 1].x),
                             static_cast<double>(line[i].y - line[i + 1].y));
    }
    CHECK_THAT(length, WithinAbs(2.0 * 3.14159265 * 0.3, 5e-3));
    // A saddle: two lines that do not cross.
    CHECK(zero_line(std::vector<float>{1.0f, -1.0f, -1.0f, 1.0f}, 2).size() == 4);
    CHECK(zero_line(std::vector<float>(16, 1.0f), 4).empty());
}

TEST_CASE("Large networks are swept on a coarser grid", "[panels]") {
    const LayerShape small[] = {{8, Activation::Tanh}};
    const LayerShape large[] = {{64, Activation::Relu}, {64, Activation::Relu}};
    const LayerShape huge[] = {{1024, Activation::Relu}, {1024, Activation::Relu}};
    const auto side_of = [](std::span<const LayerShape> hidden) {
        const auto network =
            make_network<float>(2, hidden, 2, Loss::CrossEntropy, Initializer::Auto, 0);
        PlaneSweep sweep;
        sweep.start(network, snapshot_of(DatasetId::Spiral, kPlainFeatures));
        int slices = 0;
        while (!sweep.advance(2e6)) ++slices;
        PlaneView plane;
        sweep.put_into(plane);
        // Too many neurons for pictures.
        CHECK((plane.pictures.first_row[0] < 0) == (hidden[0].units > 256));
        return plane.side;
    };
    CHECK(side_of(small) == 96);
    CHECK(side_of(large) == 32);
    CHECK(side_of(huge) == 16);
}

}  // namespace nn::ui::test
