#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <vector>

#include "engine/data/familiarity.h"
#include "engine/numerics/random.h"

using namespace nn;
using Catch::Matchers::WithinRel;

namespace {

using Bytes = std::vector<std::uint8_t>;

// Random blots of two classes, few enough that every one of a class is a candidate.
Dataset blots(int side, int max_value, int count) {
    RandomState random(11);
    Dataset dataset{.width = side, .height = side, .classes = 3, .max_value = max_value};
    for (int i = 0; i < count; ++i) {
        for (int pixel = 0; pixel < side * side; ++pixel)
            dataset.pixels.push_back(static_cast<std::uint8_t>(
                random.random_sample() < 0.7 ? 0 : random.randint(0, max_value + 1)));
        dataset.labels.push_back(static_cast<std::uint8_t>(i % 2));
    }
    return dataset;
}

std::vector<std::int32_t> all_of(const Dataset& dataset) {
    std::vector<std::int32_t> samples(static_cast<std::size_t>(dataset.count()));
    std::iota(samples.begin(), samples.end(), 0);
    return samples;
}

// The model as it is written down, one pixel after the other: no margins, no sums shared.
double one_way(const Bytes& a, const Bytes& b, int side) {
    const auto pixel = [side](const Bytes& image, int y, int x) {
        const bool is_inside = y >= 0 && x >= 0 && y < side && x < side;
        return is_inside ? static_cast<double>(image[static_cast<std::size_t>(y * side + x)]) : 0.0;
    };
    double sum = 0.0;
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
            double least = std::numeric_limits<double>::infinity();
            for (int v = -1; v <= 1; ++v)
                for (int u = -1; u <= 1; ++u) {
                    double square = 0.0;
                    for (int j = -1; j <= 1; ++j)
                        for (int i = -1; i <= 1; ++i)
                            square += std::pow(
                                pixel(a, y + j, x + i) - pixel(b, y + v + j, x + u + i), 2.0);
                    least = std::min(least, square);
                }
            sum += least / 9.0;
        }
    return std::sqrt(sum);
}

// To the nearest of a class, one left out.
double reference(const Dataset& dataset, const Bytes& image, int label, int without = -1) {
    double least = std::numeric_limits<double>::infinity();
    for (int i = 0; i < dataset.count(); ++i) {
        if (i == without || dataset.labels[static_cast<std::size_t>(i)] != label) continue;
        const auto pixels = dataset.image(i);
        const Bytes other(pixels.begin(), pixels.end());
        const double both =
            one_way(image, other, dataset.width) + one_way(other, image, dataset.width);
        least = std::min(least, both / dataset.max_value);
    }
    return least;
}

}  // namespace

TEST_CASE("the distance to a class is the distortion model's to its nearest image", "[engine]") {
    for (const auto& [side, max_value] : {std::pair(8, 16), std::pair(28, 255)}) {
        const Dataset dataset = blots(side, max_value, 20), others = blots(side, max_value, 40);
        const Familiarity familiarity(dataset, all_of(dataset));
        for (int i = 20; i < 26; ++i) {
            const auto image = others.image(i);
            for (int label = 0; label < 2; ++label)
                CHECK_THAT(
                    familiarity.distance(image, label),
                    WithinRel(reference(dataset, {image.begin(), image.end()}, label), 1e-5));
            CHECK(std::isinf(familiarity.distance(image, 2)));
        }
        CHECK(familiarity.distance(dataset.image(4), 0) == 0.0f);
        CHECK(familiarity.distance(dataset.image(4), 1) > 0.0f);
    }
}

TEST_CASE("a line one pixel aside is near, one more line is not", "[engine]") {
    Dataset dataset{.width = 8, .height = 8, .classes = 1, .max_value = 16};
    const auto lines = [](std::initializer_list<std::size_t> columns) {
        Bytes image(64);
        for (std::size_t y = 1; y < 7; ++y)
            for (const std::size_t x : columns) image[8 * y + x] = 16;
        return image;
    };
    dataset.pixels = lines({3});
    dataset.labels = {0};
    const Familiarity familiarity(dataset, all_of(dataset));
    CHECK(familiarity.distance(lines({4}), 0) == 0.0f);
    CHECK(familiarity.distance(lines({1, 3}), 0) > 1.5f);
    CHECK(familiarity.distance(lines({}), 0) > 1.0f);
}

TEST_CASE("what is usual is known once the training images were compared", "[engine]") {
    const Dataset dataset = blots(8, 16, 30);
    Familiarity familiarity(dataset, all_of(dataset));
    CHECK_FALSE(familiarity.is_measured());
    CHECK_FALSE(familiarity.measure(29));
    CHECK(familiarity.measure(1));
    std::vector<double> distances;
    for (int i = 0; i < dataset.count(); ++i) {
        const auto image = dataset.image(i);
        distances.push_back(reference(dataset, {image.begin(), image.end()}, i % 2, i));
    }
    std::sort(distances.begin(), distances.end());
    CHECK_THAT(familiarity.usual_distance(0.0), WithinRel(distances.front(), 1e-5));
    CHECK_THAT(familiarity.usual_distance(0.5), WithinRel(distances[14], 1e-5));
    CHECK_THAT(familiarity.usual_distance(1.0), WithinRel(distances.back(), 1e-5));

    Familiarity nothing;
    CHECK_FALSE(nothing.measure(1));
    // The only image of its class has no other to be compared with: it says nothing of what is usual.
    Dataset single = blots(8, 16, 1);
    Familiarity alone(single, all_of(single));
    CHECK(alone.measure(1));
    CHECK(std::isinf(alone.usual_distance(0.9)));
}
