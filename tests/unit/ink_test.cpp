#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

#include "engine/data/ink.h"
#include "tests/support/digit_reader.h"
#include "tests/support/drawings.h"

using namespace nn;
using namespace nn::test;
using Catch::Matchers::WithinAbs;

namespace {

constexpr ImageStyle kDigits{.width = 8, .height = 8, .max_value = 16};
constexpr ImageStyle kMnist{.width = 28, .height = 28, .max_value = 255};

int largest_difference(const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b) {
    int largest = 0;
    for (std::size_t i = 0; i < a.size(); ++i) largest = std::max(largest, std::abs(a[i] - b[i]));
    return largest;
}

int sum_of(const std::vector<std::uint8_t>& image) {
    return std::accumulate(image.begin(), image.end(), 0);
}

// The rows or columns that hold ink: first and last.
std::pair<int, int> extent(const std::vector<std::uint8_t>& image, int size, bool of_rows) {
    int first = size, last = -1;
    for (int i = 0; i < size * size; ++i) {
        if (image[static_cast<std::size_t>(i)] == 0) continue;
        const int at = of_rows ? i / size : i % size;
        first = std::min(first, at);
        last = std::max(last, at);
    }
    return {first, last};
}

}  // namespace

TEST_CASE("no ink gives an empty image", "[engine]") {
    const float kNaN = std::numeric_limits<float>::quiet_NaN();
    for (const ImageStyle& style : {kDigits, kMnist}) {
        const auto size = static_cast<std::size_t>(style.width * style.height);
        for (const Ink& ink : {Ink{}, Ink{Stroke{}}, Ink{line({{kNaN, 0.5f}})}}) {
            const auto image = image_of_ink(ink, style);
            CHECK(image.size() == size);
            CHECK(sum_of(image) == 0);
        }
    }
}

TEST_CASE("where and how large a digit is drawn does not matter", "[engine]") {
    for (const ImageStyle& style : {kDigits, kMnist}) {
        for (const Ink& digit : well_drawn_digits()) {
            const auto image = image_of_ink(digit, style);
            // Only rounding tells them apart: a pixel of the bitmap here or there.
            const int tolerance = style.max_value / 16 + 1;
            CHECK(largest_difference(image, image_of_ink(transformed(digit, 0.5f, 0.1f, 0.45f),
                                                         style)) <= tolerance);
            CHECK(largest_difference(image, image_of_ink(transformed(digit, 1.4f, -0.2f, -0.2f),
                                                         style)) <= tolerance);
        }
    }
}

TEST_CASE("an MNIST image has its ink in 20 by 20 pixels, centred by mass", "[engine]") {
    for (const Ink& digit : well_drawn_digits()) {
        const auto image = image_of_ink(digit, kMnist);
        const auto [left, right] = extent(image, 28, false);
        const auto [top, bottom] = extent(image, 28, true);
        const int longer = std::max(right - left, bottom - top) + 1;
        CHECK(longer >= 19);  // 19.5, and up to a pixel more where the edge is soft
        CHECK(longer <= 21);
        double mass = 0.0, x_sum = 0.0, y_sum = 0.0;
        for (int i = 0; i < 28 * 28; ++i) {
            const double value = image[static_cast<std::size_t>(i)];
            mass += value;
            x_sum += value * (i % 28 + 0.5);
            y_sum += value * (i / 28 + 0.5);
        }
        CHECK_THAT(x_sum / mass, WithinAbs(14.0, 0.1));
        CHECK_THAT(y_sum / mass, WithinAbs(14.0, 0.1));
        CHECK(*std::max_element(image.begin(), image.end()) == 255);
    }
}

TEST_CASE("an 8 by 8 image is filled from top to bottom with the usual amount of ink", "[engine]") {
    for (const Ink& digit : well_drawn_digits()) {
        const auto image = image_of_ink(digit, kDigits);
        CHECK(extent(image, 8, true) == std::pair(0, 7));
        CHECK_THAT(sum_of(image), WithinAbs(310.0, 50.0));  // load_digits' mean is 313
        CHECK(*std::max_element(image.begin(), image.end()) <= 16);
    }
}

TEST_CASE("how far a digit leans hardly matters", "[engine]") {
    const auto leaning = [](Ink ink, float slant) {
        for (Stroke& stroke : ink)
            for (InkPoint& p : stroke.points) p.x -= slant * (p.y - 0.5f);
        return ink;
    };
    for (const ImageStyle& style : {kDigits, kMnist}) {
        for (const Ink& digit : well_drawn_digits()) {
            const auto image = image_of_ink(digit, style);
            for (const float slant : {-0.4f, 0.4f}) {  // 22 degrees
                const auto other = image_of_ink(leaning(digit, slant), style);
                int difference = 0;
                for (std::size_t i = 0; i < image.size(); ++i)
                    difference += std::abs(image[i] - other[i]);
                CAPTURE(style.width, slant, difference, sum_of(image));
                CHECK(difference < sum_of(image) / 3);
            }
        }
    }
}

// Eight lines side by side over the top fifth, and one down from there.
TEST_CASE("crowded rows get room from rows that have little ink", "[engine]") {
    Stroke crowded;
    for (int i = 0; i <= 8; ++i)
        crowded.points.push_back(
            {0.35f + 0.3f * static_cast<float>(i) / 8.0f, i % 2 == 0 ? 0.2f : 0.32f});
    crowded.points.push_back({0.65f, 0.8f});
    const auto image = image_of_ink({crowded}, kMnist);
    int crowded_rows = 0;
    for (std::ptrdiff_t y = 0; y < 28; ++y) {
        const auto row = image.begin() + 28 * y;
        const auto lit = std::count_if(row, row + 28, [](std::uint8_t v) { return v > 0; });
        crowded_rows += lit > 6 ? 1 : 0;
    }
    // A fifth of the height, and the stroke's own width, would be 6 rows.
    CHECK(crowded_rows >= 8);
    CHECK(crowded_rows <= 12);
}

TEST_CASE("a slanting stroke is set upright in an 8 by 8 image", "[engine]") {
    const auto upright = image_of_ink({line({{0.5f, 0.2f}, {0.5f, 0.8f}})}, kDigits);
    CHECK(image_of_ink({line({{0.65f, 0.2f}, {0.35f, 0.8f}})}, kDigits)[0] == 0);
    const auto [left, right] =
        extent(image_of_ink({line({{0.6f, 0.2f}, {0.4f, 0.8f}})}, kDigits), 8, false);
    const auto [upright_left, upright_right] = extent(upright, 8, false);
    CHECK(right - left <= upright_right - upright_left + 2);
}

TEST_CASE("a dot stays a dot", "[engine]") {
    for (const ImageStyle& style : {kDigits, kMnist}) {
        const auto image = image_of_ink({line({{0.5f, 0.5f}})}, style);
        CHECK(sum_of(image) > 0);
        CHECK(sum_of(image) < style.max_value * 16);
        // The same dot drawn as a point that was held for a while.
        CHECK(image == image_of_ink({line({{0.5f, 0.5f}, {0.5f, 0.5f}, {0.5f, 0.5f}})}, style));
    }
}

TEST_CASE("points that are no numbers are passed over", "[engine]") {
    const float kInfinity = std::numeric_limits<float>::infinity();
    const Ink clean = {line({{0.3f, 0.2f}, {0.6f, 0.8f}})};
    const Ink dirty = {line({{kInfinity, 0.1f}, {0.3f, 0.2f}, {0.5f, -kInfinity}, {0.6f, 0.8f}})};
    CHECK(image_of_ink(dirty, kMnist) == image_of_ink(clean, kMnist));
    CHECK(image_of_ink(dirty, kDigits) == image_of_ink(clean, kDigits));
    // Finite, but far beyond any pad.
    CHECK(image_of_ink({line({{-1e38f, 0.0f}, {1e38f, 1e38f}})}, kMnist).size() == 784);
    CHECK(image_of_ink({line({{-1e38f, 0.0f}, {1e38f, 1e38f}})}, kDigits).size() == 64);
}

TEST_CASE("a network that learnt the digits reads well-drawn ones", "[engine]") {
    DigitReader reader("digits", 64, 60);
    const std::vector<Ink> digits = well_drawn_digits();
    int right = 0;
    for (int label = 0; label < 10; ++label) {
        const int read = reader.read(digits[static_cast<std::size_t>(label)]).digit;
        UNSCOPED_INFO(label << " is read as " << read);
        right += read == label ? 1 : 0;
    }
    CHECK(right >= 9);
}

TEST_CASE("a network that learnt the digits reads those of many writers", "[engine]") {
    const std::vector<LabelledInk> drawings = pen_strokes();
    if (drawings.empty()) SKIP("there are no pen strokes beside the checkout");
    DigitReader reader("digits", 64, 60);
    int right = 0;
    for (const LabelledInk& drawing : drawings)
        right += reader.read(drawing.ink).digit == drawing.label ? 1 : 0;
    CAPTURE(right, drawings.size());
    CHECK(right >= 0.85 * static_cast<double>(drawings.size()));
}
