#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "engine/data/augment.h"
#include "tests/support/allocation_counter.h"

// That variants are what SciPy makes of the same numbers is in tests/golden/augment_test.cpp.
using namespace nn;

namespace {

using Image = std::vector<std::uint8_t>;

// 1 2 3 / 4 5 6 / 7 8 9
const Image kNine = {1, 2, 3, 4, 5, 6, 7, 8, 9};

Image applied(const Image& image, const Warp& warp) {
    Augmenter augmenter(3, 3, 16);
    const auto variant = augmenter.apply(image, warp);
    return {variant.begin(), variant.end()};
}

Image variant_of(const Image& image, const Augmentation& augmentation, std::uint32_t seed) {
    Augmenter augmenter(3, 3, 16);
    RandomState random(seed);
    const auto variant = augmenter.variant(image, augmentation, random);
    return {variant.begin(), variant.end()};
}

constexpr Augmentation kEverything{
    .shift = 0.5, .rotate = 20.0, .scale = 0.2, .shear = 0.2, .elastic = 0.5};

}  // namespace

TEST_CASE("A warp takes its pixels from where it says", "[engine]") {
    CHECK(applied(kNine, {}) == kNine);
    CHECK(applied(kNine, {.shift_x = 1.0f}) == Image{2, 3, 0, 5, 6, 0, 8, 9, 0});
    CHECK(applied(kNine, {.shift_y = -1.0f}) == Image{0, 0, 0, 1, 2, 3, 4, 5, 6});
    // A quarter turn: (x, y) comes from (-y, x), about the middle.
    CHECK(applied(kNine, {.xx = 0.0f, .xy = -1.0f, .yx = 1.0f, .yy = 0.0f}) ==
          Image{3, 6, 9, 2, 5, 8, 1, 4, 7});
    // Half size: only the middle row and column come from within.
    CHECK(applied(kNine, {.xx = 2.0f, .yy = 2.0f}) == Image{0, 0, 0, 0, 5, 0, 0, 0, 0});
    // Halfway between pixels, and halfway out of the image: (1+2)/2, (2+3)/2, 3/2, rounded up.
    CHECK(applied(kNine, {.shift_x = 0.5f}) == Image{2, 3, 2, 5, 6, 3, 8, 9, 5});
    CHECK(applied(kNine, {.shift_x = 1e30f, .shift_y = -1e30f}) == Image(9, 0));
}

TEST_CASE("Without amounts a variant is the image itself", "[engine]") {
    CHECK_FALSE(Augmentation{}.is_on());
    CHECK(variant_of(kNine, {}, 1) == kNine);
    CHECK(variant_of(Image(9, 16), {}, 1) == Image(9, 16));
}

TEST_CASE("Every amount alone makes a variant", "[engine]") {
    for (const Augmentation& one :
         {Augmentation{.shift = 1.0}, Augmentation{.rotate = 30.0}, Augmentation{.scale = 0.5},
          Augmentation{.shear = 0.5}, Augmentation{.elastic = 1.0}}) {
        CHECK(one.is_on());
        CHECK(variant_of(kNine, one, 3) != kNine);
    }
}

TEST_CASE("A variant depends on the generator alone, and uses it as stated", "[engine]") {
    CHECK(variant_of(kNine, kEverything, 5) == variant_of(kNine, kEverything, 5));
    CHECK(variant_of(kNine, kEverything, 5) != variant_of(kNine, kEverything, 6));

    Augmenter augmenter(3, 3, 16);
    Augmentation stiff = kEverything;
    stiff.elastic = 0.0;
    for (const auto& [augmentation, draws] :
         {std::pair{kEverything, 6 + 2 * 49}, std::pair{stiff, 6}}) {
        RandomState used(7), skipped(7);
        augmenter.variant(kNine, augmentation, used);
        for (int i = 0; i < draws; ++i) skipped.next_uint32();
        CHECK(used == skipped);
    }
}

TEST_CASE("Amounts stay within what was asked for", "[engine]") {
    Augmenter augmenter(8, 8, 16);
    RandomState random(1);
    double most = 0.0;
    for (int i = 0; i < 1000; ++i) {
        const Warp warp = augmenter.draw({.shift = 2.0}, random);
        CHECK((warp.xx == 1.0f && warp.xy == 0.0f && warp.yx == 0.0f && warp.yy == 1.0f));
        for (const float shift : {warp.shift_x, warp.shift_y}) {
            CHECK(std::abs(shift) <= 2.0f);
            most = std::max(most, static_cast<double>(std::abs(shift)));
        }
    }
    CHECK(most > 1.9);
}

TEST_CASE("The field bends as far as asked for, and smoothly", "[engine]") {
    constexpr int kSize = 28;
    Augmenter augmenter(kSize, kSize, 255);
    RandomState random(2);
    double sum = 0.0, squares = 0.0, steps = 0.0;
    int count = 0;
    for (int i = 0; i < 400; ++i) {
        augmenter.draw({.elastic = 1.5}, random);
        for (const auto field : {augmenter.field_x(), augmenter.field_y()})
            for (std::size_t at = 0; at + 1 < field.size(); ++at) {
                const double value = field[at], step = field[at + 1] - value;
                sum += value;
                squares += value * value;
                if (at % kSize + 1 < kSize) steps += step * step;
                ++count;
            }
    }
    CHECK(std::abs(sum / count) < 0.05);
    CHECK(std::abs(std::sqrt(squares / count) - 1.5) < 0.05);
    CHECK(std::sqrt(steps / count) < 0.35);  // of 1.5: neighbours move together
}

TEST_CASE("Making a variant allocates nothing", "[engine]") {
    if (!nn::test::counts_allocations()) SKIP("malloc cannot be watched here");
    Augmenter augmenter(28, 28, 255);
    RandomState random(3);
    const Image image(28 * 28, 200);
    const long long before = nn::test::allocation_count();
    augmenter.variant(image, kEverything, random);
    CHECK(nn::test::allocation_count() == before);
}
