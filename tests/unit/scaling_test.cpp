#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <vector>

#include "engine/data/scaling.h"
#include "tests/support/json.h"

using namespace nn;
using namespace nn::test;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

Dataset two_by_one(int max_value, std::vector<std::uint8_t> pixels) {
    Dataset dataset{.width = 2, .height = 1, .classes = 2, .max_value = max_value};
    dataset.labels.resize(pixels.size() / 2);
    dataset.pixels = std::move(pixels);
    return dataset;
}

template <class Scalar>
std::vector<Scalar> scaled(const Scaler<Scalar>& scaler, const Dataset& dataset, int index) {
    std::vector<Scalar> out(static_cast<std::size_t>(dataset.features()));
    scaler.apply(dataset.image(index), out.data());
    return out;
}

}  // namespace

TEMPLATE_TEST_CASE("fitted scalings are scikit-learn's", "[engine]", float, double) {
    const double tolerance = sizeof(TestType) == 4 ? 1e-6 : 1e-13;
    for (const Json& golden : read_golden("scaling.json").array) {
        Dataset dataset{.width = static_cast<int>(golden.at("width").number),
                        .height = static_cast<int>(golden.at("height").number),
                        .classes = 2,
                        .max_value = static_cast<int>(golden.at("max_value").number)};
        for (const double value : golden.at("pixels").numbers())
            dataset.pixels.push_back(static_cast<std::uint8_t>(value));
        const auto features = static_cast<std::size_t>(dataset.features());
        dataset.labels.resize(dataset.pixels.size() / features);
        std::vector<std::int32_t> train;
        for (const double index : golden.at("train").numbers())
            train.push_back(static_cast<std::int32_t>(index));

        for (const Scaling scaling : {Scaling::Standard, Scaling::MinMax}) {
            const auto scaler = fit_scaler<TestType>(scaling, dataset, train);
            const std::vector<double> expected = golden.at("scaled").at(key_of(scaling)).numbers();
            for (int sample = 0; sample < dataset.count(); ++sample) {
                const std::vector<TestType> values = scaled(scaler, dataset, sample);
                for (std::size_t j = 0; j < features; ++j) {
                    CAPTURE(key_of(scaling), sample, j);
                    const double wanted = expected[static_cast<std::size_t>(sample) * features + j];
                    CHECK_THAT(static_cast<double>(values[j]),
                               WithinRel(wanted, tolerance) || WithinAbs(wanted, tolerance));
                }
            }
        }
    }
}

TEST_CASE("no scaling leaves pixel values as they are", "[engine]") {
    const Dataset dataset = two_by_one(16, {0, 16, 7, 3});
    const std::vector<std::int32_t> train{0};
    CHECK(scaled(fit_scaler<float>(Scaling::None, dataset, train), dataset, 0) ==
          std::vector<float>{0.0f, 16.0f});
    CHECK(scaled(fit_scaler<double>(Scaling::None, dataset, train), dataset, 1) ==
          std::vector<double>{7.0, 3.0});
}

TEST_CASE("unit scaling takes the largest possible value to one", "[engine]") {
    const Dataset digits = two_by_one(16, {0, 16, 8, 4});
    CHECK(scaled(fit_scaler<double>(Scaling::Unit, digits, {}), digits, 0) ==
          std::vector<double>{0.0, 1.0});
    CHECK(scaled(fit_scaler<double>(Scaling::Unit, digits, {}), digits, 1) ==
          std::vector<double>{0.5, 0.25});
    const Dataset bytes = two_by_one(255, {0, 255});
    CHECK(scaled(fit_scaler<float>(Scaling::Unit, bytes, {}), bytes, 0) ==
          std::vector<float>{0.0f, 1.0f});
}

TEST_CASE("fitted scalings look at the training part alone", "[engine]") {
    // First feature of samples 0 and 1: mean 3, deviation 1. Sample 2 would change both.
    const Dataset dataset = two_by_one(16, {2, 5, 4, 5, 16, 0});
    const std::vector<std::int32_t> train{0, 1};
    const auto scaler = fit_scaler<double>(Scaling::Standard, dataset, train);
    CHECK(scaled(scaler, dataset, 0) == std::vector<double>{-1.0, 0.0});
    CHECK(scaled(scaler, dataset, 2) == std::vector<double>{13.0, -5.0});
    // From 2 to 4, and the constant 5.
    const auto min_max = fit_scaler<double>(Scaling::MinMax, dataset, train);
    CHECK(scaled(min_max, dataset, 1) == std::vector<double>{1.0, 0.0});
    CHECK(scaled(min_max, dataset, 2) == std::vector<double>{7.0, -5.0});
}

TEST_CASE("a row of pixels scales as single ones do", "[engine]") {
    Dataset dataset;
    dataset.width = 37;
    dataset.height = 1;
    dataset.max_value = 16;
    dataset.classes = 2;
    dataset.labels = {0, 1, 0};
    dataset.pixels.assign(3 * 37, 0);
    for (const std::size_t lit : {3u, 20u, 36u, 37u + 17u, 2u * 37u + 35u}) dataset.pixels[lit] = 9;
    const std::vector<std::int32_t> train{0, 1};
    for (const EnumName<Scaling>& scaling : enum_names<Scaling>()) {
        const auto scaler = fit_scaler<float>(scaling.value, dataset, train);
        CAPTURE(scaling.key);
        for (int sample = 0; sample < 3; ++sample) {
            std::vector<float> expected;
            for (std::size_t j = 0; j < 37; ++j) {
                const auto at = static_cast<Eigen::Index>(j);
                expected.push_back(
                    (static_cast<float>(dataset.image(sample)[j]) - scaler.offset[at]) *
                    scaler.factor[at]);
            }
            CHECK(scaled(scaler, dataset, sample) == expected);
        }
    }
}
