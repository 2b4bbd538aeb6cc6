#include <catch2/catch_test_macros.hpp>

#include <map>
#include <string>
#include <vector>

#include "engine/training/doubt.h"
#include "tests/support/digit_reader.h"
#include "tests/support/drawings.h"

using namespace nn;
using namespace nn::test;

namespace {

const std::vector<float> kSure = {0.01f, 0.95f, 0.04f};

Doubt doubt_of(const Ink& ink, const std::vector<float>& answer = kSure) {
    return doubt_of_ink(ink, image_of_ink(ink, {}), answer, {});
}

double percent(int part, std::size_t whole) {
    return 100.0 * part / static_cast<double>(whole);
}

// Good digits are hardly ever doubted, test images neither; of what is no digit, most is.
void check_doubts(DigitReader& reader) {
    int doubted = 0;
    const std::vector<Ink> digits = well_drawn_digits();
    for (int label = 0; label < 10; ++label) {
        const auto answer = reader.read(digits[static_cast<std::size_t>(label)]);
        doubted += answer.digit == label && answer.doubt != Doubt::None ? 1 : 0;
    }
    CHECK(doubted <= 1);

    const std::span<const std::int32_t> test =
        std::span(reader.split().test)
            .first(std::min<std::size_t>(reader.split().test.size(), 500));
    doubted = 0;
    for (const std::int32_t sample : test)
        doubted += reader.read(sample).doubt != Doubt::None ? 1 : 0;
    CAPTURE(percent(doubted, test.size()));
    CHECK(percent(doubted, test.size()) <= 5.0);

    const auto others = drawings_of_no_digit(20, 7);
    doubted = 0;
    std::map<std::string_view, int> believed;
    for (const NamedInk& other : others) {
        if (reader.read(other.ink).doubt != Doubt::None)
            ++doubted;
        else
            ++believed[other.name];
    }
    for (const auto& [name, count] : believed) UNSCOPED_INFO(name << " believed " << count);
    CAPTURE(percent(doubted, others.size()));
    CHECK(percent(doubted, others.size()) >= 85.0);

    const auto drawings = pen_strokes();
    if (drawings.empty()) return;
    doubted = 0;
    std::size_t right = 0;
    for (const LabelledInk& drawing : drawings) {
        const auto answer = reader.read(drawing.ink);
        if (answer.digit != drawing.label) continue;
        ++right;
        doubted += answer.doubt != Doubt::None ? 1 : 0;
    }
    CAPTURE(percent(doubted, right));
    CHECK(percent(doubted, right) <= 6.0);
}

}  // namespace

TEST_CASE("next to no ink is no digit, but a plain 1 is", "[engine]") {
    CHECK(doubt_of({}) == Doubt::Empty);
    CHECK(doubt_of({line({{0.5f, 0.5f}})}) == Doubt::Empty);
    CHECK(doubt_of({line({{0.5f, 0.5f}, {0.55f, 0.5f}}), line({{0.2f, 0.2f}})}) == Doubt::Empty);
    CHECK(doubt_of({line({{0.5f, 0.4f}, {0.5f, 0.6f}})}) == Doubt::None);
    CHECK(doubt_of({line({{0.5f, 0.2f}, {0.5f, 0.8f}})}) == Doubt::None);
}

TEST_CASE("an answer in which no class stands out is doubted", "[engine]") {
    const Ink one = {line({{0.5f, 0.2f}, {0.5f, 0.8f}})};
    CHECK(doubt_of(one, {0.3f, 0.49f, 0.21f}) == Doubt::Flat);
    CHECK(doubt_of(one, {0.42f, 0.51f, 0.07f}) == Doubt::Flat);
    CHECK(doubt_of(one, {0.40f, 0.51f, 0.09f}) == Doubt::None);
    CHECK(doubt_of(one, {0.95f, 0.95f, 0.95f}) == Doubt::Flat);  // sigmoids: yes to everything
    CHECK(doubt_of_image(std::vector<std::uint8_t>(64), std::vector<float>(3, 0.33f), {}) ==
          Doubt::Flat);
    CHECK(doubt_of_image(std::vector<std::uint8_t>(64), kSure, {}) == Doubt::None);
}

TEST_CASE("more line than any digit has is doubted, however sure the answer", "[engine]") {
    std::vector<InkPoint> zigzag;
    for (int i = 0; i <= 8; ++i)
        zigzag.push_back({0.2f + 0.07f * static_cast<float>(i), i % 2 == 0 ? 0.2f : 0.8f});
    CHECK(doubt_of({line(zigzag)}) == Doubt::Far);
    for (const Ink& digit : well_drawn_digits()) CHECK(doubt_of(digit) == Doubt::None);
    // A hand that trembles draws no more than it seems to.
    std::vector<InkPoint> trembling;
    for (int i = 0; i <= 600; ++i)
        trembling.push_back(
            {0.5f + (i % 2 == 0 ? 0.002f : -0.002f), 0.2f + 0.001f * static_cast<float>(i)});
    CHECK(doubt_of({line(trembling)}) == Doubt::None);
}

TEST_CASE("a network that learnt the digits doubts what is none", "[engine]") {
    DigitReader reader("digits", 64, 60);
    check_doubts(reader);
}

TEST_CASE("a network that learnt MNIST doubts what is no digit", "[engine][slow]") {
    DigitReader reader("mnist", 64, 2);
    check_doubts(reader);
}
