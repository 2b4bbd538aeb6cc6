#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <numeric>
#include <vector>

#include "engine/data/class_weights.h"
#include "tests/support/json.h"

using namespace nn;
using namespace nn::test;
using Catch::Matchers::WithinRel;

TEST_CASE("balanced class weights are scikit-learn's", "[engine]") {
    for (const Json& golden : read_golden("class_weights.json").array) {
        std::vector<std::uint8_t> labels;
        for (const double label : golden.at("labels").numbers())
            labels.push_back(static_cast<std::uint8_t>(label));
        std::vector<std::int32_t> samples(labels.size());
        std::iota(samples.begin(), samples.end(), 0);
        const std::vector<double> expected = golden.at("weights").numbers();
        const std::vector<double> weights = class_weights_of(
            ClassWeights::Balanced, static_cast<int>(expected.size()), labels, samples);
        REQUIRE(weights.size() == expected.size());
        for (std::size_t c = 0; c < weights.size(); ++c) {
            CAPTURE(c);
            CHECK_THAT(weights[c], WithinRel(expected[c], 1e-14));
        }
    }
}

TEST_CASE("class weights count the samples named, and are none when equal", "[engine]") {
    const std::vector<std::uint8_t> labels{0, 1, 1, 1, 0};
    const std::vector<std::int32_t> samples{0, 1, 2};
    // One of class 0, two of class 1: 3 / (2 * 1) and 3 / (2 * 2).
    CHECK(class_weights_of(ClassWeights::Balanced, 2, labels, samples) ==
          std::vector<double>{1.5, 0.75});
    CHECK(class_weights_of(ClassWeights::Equal, 2, labels, samples).empty());
}
