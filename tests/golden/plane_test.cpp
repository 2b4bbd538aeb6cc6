// The problems in the plane against TensorFlow Playground's formulas and scikit-learn, worked out by
// plane_cases.py from NumPy's random numbers.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>

#include "engine/data/plane.h"
#include "engine/training/evaluation.h"
#include "tests/support/json.h"

using namespace nn;
using namespace nn::test;
using Catch::Matchers::WithinRel;

namespace {

// Of floats that were rounded from doubles: two units in the last place, or nearly zero.
bool is_near(float actual, double expected) {
    const double error = std::abs(static_cast<double>(actual) - expected);
    return error <= 2.4e-7 * std::abs(expected) || error <= 1e-9;
}

}  // namespace

TEST_CASE("points in the plane are those of the formulas", "[engine]") {
    for (const Json& golden : read_golden("plane.json").array) {
        const std::string& key = golden.at("problem").text;
        const DatasetId problem = from_key<DatasetId>(key).value();
        const auto points =
            plane_points({.problem = problem,
                          .samples = static_cast<int>(golden.at("samples").number),
                          .noise = golden.at("noise").number,
                          .seed = static_cast<std::uint32_t>(golden.at("seed").number)});
        const auto x1 = golden.at("x1").numbers(), x2 = golden.at("x2").numbers(),
                   truth = golden.at("truth").numbers();
        REQUIRE(points.size() == x1.size());
        for (std::size_t i = 0; i < points.size(); ++i) {
            CAPTURE(key, golden.at("noise").number, i);
            CHECK(is_near(points[i].x1, x1[i]));
            CHECK(is_near(points[i].x2, x2[i]));
            if (info(problem).is_regression)
                CHECK(is_near(points[i].target, truth[i]));
            else
                CHECK(points[i].label == truth[i]);
        }
    }
}

TEST_CASE("features of a point are the functions that their names say", "[engine]") {
    for (const Json& golden : read_golden("plane_features.json").array) {
        const auto place = golden.at("place").numbers();
        const auto expected = golden.at("features").numbers();
        REQUIRE(expected.size() == std::size_t(kFeatures));
        for (std::size_t i = 0; i < expected.size(); ++i) {
            CAPTURE(place[0], place[1], i);
            CHECK(is_near(feature_of(static_cast<Feature>(i), static_cast<float>(place[0]),
                                     static_cast<float>(place[1])),
                          expected[i]));
        }
    }
}

TEST_CASE("a regression is rated as scikit-learn rates it", "[engine]") {
    for (const Json& golden : read_golden("regression.json").array) {
        const auto targets = golden.at("targets").numbers(),
                   answers = golden.at("answers").numbers();
        RegressionScores scores;
        for (std::size_t i = 0; i < targets.size(); ++i) scores.add(answers[i], targets[i]);
        CHECK_THAT(scores.r2(), WithinRel(golden.at("r2").number, 1e-12));
        CHECK_THAT(scores.mean_absolute_error(), WithinRel(golden.at("mae").number, 1e-12));
        CHECK_THAT(scores.root_mean_square_error(), WithinRel(golden.at("rmse").number, 1e-12));
    }
    CHECK(RegressionScores{}.r2() == 0.0);
}
