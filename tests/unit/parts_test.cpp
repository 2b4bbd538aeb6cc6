#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <algorithm>
#include <limits>
#include <vector>

#include "engine/data/parts.h"
#include "engine/numerics/random.h"
#include "tests/support/drawings.h"

using namespace nn;
using namespace nn::test;
using Catch::Matchers::WithinAbs;

namespace {

void append(Ink& ink, const Ink& more) {
    ink.insert(ink.end(), more.begin(), more.end());
}

// So high, with its upper left corner there.
Ink at(const Ink& digit, float x, float y, float height) {
    const InkBox box = *box_of(digit);
    const float scale = height / box.height();
    return transformed(digit, scale, x - scale * box.low.x, y - scale * box.low.y);
}

std::size_t part_count(const Ink& ink) {
    return digits_of(ink).size();
}

}  // namespace

TEST_CASE("a digit is one part, however many strokes it has", "[engine]") {
    for (const Ink& digit : well_drawn_digits()) {
        const auto parts = digits_of(digit);
        REQUIRE(parts.size() == 1);
        CHECK(parts[0].ink == digit);
    }
    CHECK(digits_of({}).empty());
    const float kNaN = std::numeric_limits<float>::quiet_NaN();
    CHECK(digits_of({Stroke{}, line({{kNaN, 0.5f}})}).empty());
    CHECK(part_count({line({{0.5f, 0.5f}})}) == 1);
}

TEST_CASE("digits side by side come apart, from left to right", "[engine]") {
    const std::vector<Ink> digits = well_drawn_digits();
    for (std::size_t left = 0; left < 10; ++left)
        for (std::size_t right = 0; right < 10; ++right) {
            CAPTURE(left, right);
            const Ink first = at(digits[left], 0.1f, 0.3f, 0.4f);
            const Ink second = at(digits[right], box_of(first)->high.x + 0.03f, 0.28f, 0.4f);
            Ink ink = second;  // drawn from the right
            append(ink, first);
            const auto parts = digits_of(ink);
            REQUIRE(parts.size() == 2);
            CHECK(parts[0].ink.size() == first.size());
            CHECK(parts[1].ink.size() == second.size());
            CHECK_THAT(parts[0].box.low.x, WithinAbs(0.1, 1e-4));
            CHECK_THAT(parts[1].box.low.x, WithinAbs(box_of(second)->low.x, 1e-4));
        }
}

TEST_CASE("the parts of a number are enlarged together to the size of a digit", "[engine]") {
    const std::vector<Ink> digits = well_drawn_digits();
    Ink ink = at(digits[2], 0.1f, 0.4f, 0.2f);
    append(ink, at(digits[3], 0.4f, 0.4f, 0.15f));
    append(ink, {line({{0.7f, 0.5f}})});
    const auto parts = digits_of(ink);
    REQUIRE(parts.size() == 3);
    CHECK_THAT(box_of(parts[0].ink)->height(), WithinAbs(0.6, 1e-4));
    CHECK_THAT(box_of(parts[1].ink)->height(), WithinAbs(0.45, 1e-4));
    CHECK(box_of(parts[2].ink)->height() == 0.0f);
    CHECK_THAT(parts[0].box.height(), WithinAbs(0.2, 1e-4));
}

TEST_CASE("leaning digits may reach over each other without touching", "[engine]") {
    CHECK(part_count(
              {line({{0.40f, 0.2f}, {0.30f, 0.8f}}), line({{0.50f, 0.2f}, {0.38f, 0.8f}})}) == 2);
    // A 0 and a 1 that just meet; the strokes of a 4, one of them short, that just meet.
    const Ink zero = at(well_drawn_digits()[0], 0.2f, 0.2f, 0.6f);
    Ink ink = zero;
    const float right = box_of(zero)->high.x;
    append(ink, {line({{right, 0.2f}, {right, 0.8f}})});
    CHECK(part_count(ink) == 2);
    CHECK(part_count({line({{0.3f, 0.2f}, {0.25f, 0.55f}, {0.5f, 0.55f}}),
                      line({{0.5f, 0.3f}, {0.5f, 0.8f}})}) == 1);
}

TEST_CASE("the strokes of one digit need not meet", "[engine]") {
    // A 5 whose bar hovers, a 4 whose halves stand apart, a 1 whose foot does not reach it.
    CHECK(part_count({line({{0.4f, 0.3f}, {0.4f, 0.5f}, {0.6f, 0.6f}, {0.4f, 0.8f}}),
                      line({{0.45f, 0.2f}, {0.7f, 0.2f}})}) == 1);
    CHECK(part_count({line({{0.3f, 0.2f}, {0.3f, 0.6f}, {0.5f, 0.6f}}),
                      line({{0.53f, 0.4f}, {0.53f, 0.8f}})}) == 1);
    CHECK(part_count({line({{0.5f, 0.2f}, {0.5f, 0.7f}}), line({{0.4f, 0.75f}, {0.6f, 0.75f}})}) ==
          1);
}

TEST_CASE("a crowd of strokes over one another is one part", "[engine]") {
    RandomState random(3);
    Ink ink;
    for (int i = 0; i < 256; ++i) {
        std::vector<InkPoint> points;
        for (int j = 0; j < 16; ++j)
            points.push_back({static_cast<float>(random.random_sample()),
                              static_cast<float>(random.random_sample())});
        ink.push_back(line(points));
    }
    CHECK(part_count(ink) == 1);
}

TEST_CASE("digits of many writers stay whole and come apart", "[engine]") {
    const std::vector<LabelledInk> drawings = pen_strokes();
    if (drawings.empty()) SKIP("there are no pen strokes beside the checkout");
    for (const LabelledInk& drawing : drawings) {
        CAPTURE(drawing.label);
        CHECK(part_count(drawing.ink) == 1);
    }
    RandomState random(1);
    for (int i = 0; i < 500; ++i) {
        Ink ink;
        std::vector<std::size_t> strokes;
        float x = 0.05f;
        const auto count = random.randint(2, 5);
        for (int j = 0; j < count; ++j) {
            const auto last = static_cast<std::int64_t>(drawings.size());
            const Ink digit = at(drawings[static_cast<std::size_t>(random.randint(0, last))].ink, x,
                                 static_cast<float>(random.uniform(0.27, 0.33)),
                                 static_cast<float>(random.uniform(0.25, 0.35)));
            strokes.push_back(digit.size());
            append(ink, digit);
            x = box_of(digit)->high.x + 0.03f;
        }
        std::vector<std::size_t> found;
        for (const InkPart& part : digits_of(ink)) found.push_back(part.ink.size());
        CHECK(found == strokes);
    }
}
