// Variants of images are those that SciPy makes; augment_cases.py made the file.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cstdint>
#include <vector>

#include "engine/data/augment.h"
#include "tests/support/json.h"

using namespace nn;
using namespace nn::test;
using Catch::Matchers::WithinAbs;

TEST_CASE("variants of an image are SciPy's", "[engine][golden]") {
    const Json cases = read_golden("augment.json");
    REQUIRE(cases.array.size() == 7);
    for (const Json& golden : cases.array) {
        const int size = static_cast<int>(golden.at("size").number);
        const int max_value = static_cast<int>(golden.at("max_value").number);
        const Augmentation augmentation{.shift = golden.at("shift").number,
                                        .rotate = golden.at("rotate").number,
                                        .scale = golden.at("scale").number,
                                        .shear = golden.at("shear").number,
                                        .elastic = golden.at("elastic").number};
        RandomState random(static_cast<std::uint32_t>(golden.at("seed").number));
        CAPTURE(golden.at("seed").number);
        std::vector<std::uint8_t> image;
        for (const double pixel : golden.at("image").numbers())
            image.push_back(static_cast<std::uint8_t>(pixel));
        Augmenter augmenter(size, size, max_value);
        const auto variant = augmenter.variant(image, augmentation, random);
        const std::vector<double> expected = golden.at("variant").numbers();
        REQUIRE(variant.size() == expected.size());
        // To the nearest whole number, give or take what floats lose on the way.
        for (std::size_t i = 0; i < expected.size(); ++i)
            CHECK_THAT(variant[i], WithinAbs(expected[i], 0.5 + 1e-4 * max_value));
    }
}
