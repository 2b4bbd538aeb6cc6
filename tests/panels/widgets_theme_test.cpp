// The palettes promise legible text and visible controls; scales run from one end to the other.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <array>
#include <cmath>
#include <limits>

#include "web/widgets/theme.h"

using namespace nn::ui;
using Catch::Matchers::WithinAbs;

namespace {

std::array<const Theme*, 2> both_themes() {
    return {&dark_theme(), &light_theme()};
}

int red(Color c) {
    return static_cast<int>((c >> IM_COL32_R_SHIFT) & 255u);
}
int blue(Color c) {
    return static_cast<int>((c >> IM_COL32_B_SHIFT) & 255u);
}

}  // namespace

TEST_CASE("contrast is the ratio of the accessibility guidelines", "[ui]") {
    CHECK_THAT(contrast(IM_COL32_BLACK, IM_COL32_WHITE), WithinAbs(21.0, 1e-3));
    CHECK_THAT(contrast(IM_COL32_WHITE, IM_COL32_WHITE), WithinAbs(1.0, 1e-6));
    // #767676 on white is the usual example of just enough: 4.54.
    CHECK_THAT(contrast(IM_COL32(0x76, 0x76, 0x76, 255), IM_COL32_WHITE), WithinAbs(4.54, 0.01));
}

TEST_CASE("text reaches a contrast of 4.5 on every surface of both themes", "[ui]") {
    for (const Theme* t : both_themes()) {
        INFO((t->is_dark ? "dark" : "light"));
        for (const Color surface : {t->ground, t->surface, t->raised, t->hover}) {
            CHECK(contrast(t->text, surface) >= 4.5f);
            CHECK(contrast(t->quiet, surface) >= 4.5f);
        }
        for (const Color surface : {t->ground, t->surface, t->raised}) {
            CHECK(contrast(t->wrong, surface) >= 4.5f);
            CHECK(contrast(t->positive_text, surface) >= 4.5f);
            CHECK(contrast(t->negative_text, surface) >= 4.5f);
        }
        CHECK(contrast(t->text, t->segment_chosen) >= 4.5f);
        CHECK(contrast(t->text, t->wrong_tint) >= 4.5f);
        CHECK(contrast(t->wrong, t->wrong_tint) >= 4.5f);
        CHECK(contrast(t->accent, t->accent_tint) >= 4.5f);
        for (const Color fill : {t->accent, t->accent_hover, t->accent_pressed})
            CHECK(contrast(t->on_accent, fill) >= 4.5f);
    }
}

TEST_CASE("lines of controls and of charts reach a contrast of 3", "[ui]") {
    for (const Theme* t : both_themes()) {
        INFO((t->is_dark ? "dark" : "light"));
        for (const Color surface : {t->ground, t->surface, t->raised}) {
            CHECK(contrast(t->control, surface) >= 3.0f);
            CHECK(contrast(t->accent, surface) >= 3.0f);
            for (const Color run : t->runs) CHECK(contrast(run, surface) >= 3.0f);
        }
    }
}

TEST_CASE("scales begin and end at the palette's own colours", "[ui]") {
    for (const Theme* t : both_themes()) {
        set_theme(t->is_dark);
        CHECK(sign_color(0.0f) == t->zero);
        CHECK(sign_color(1.0f) == t->positive);
        CHECK(sign_color(-1.0f) == t->negative);
        CHECK(sign_color(7.0f) == t->positive);
        CHECK(magnitude_color(0.0f) == t->magnitude.front());
        CHECK(magnitude_color(1.0f) == t->magnitude.back());
        CHECK(image_color(0.0f) == t->paper);
        CHECK(image_color(1.0f) == t->ink);
        const float none = std::numeric_limits<float>::quiet_NaN();
        CHECK(sign_color(none) == t->zero);
        CHECK(magnitude_color(none) == t->magnitude.front());
    }
    set_theme(true);
}

TEST_CASE("blue means positive and orange negative at any strength", "[ui]") {
    for (const bool is_dark : {true, false}) {
        set_theme(is_dark);
        for (float v = 0.1f; v <= 1.0f; v += 0.1f) {
            CHECK(blue(sign_color(v)) > red(sign_color(v)));
            CHECK(red(sign_color(-v)) > blue(sign_color(-v)));
        }
    }
    set_theme(true);
}

TEST_CASE("magnitude moves away from the ground without turning back", "[ui]") {
    for (const Theme* t : both_themes()) {
        set_theme(t->is_dark);
        float before = 0.0f;
        for (int i = 0; i <= 256; ++i) {
            const float now = contrast(magnitude_color(static_cast<float>(i) / 256.0f), t->ground);
            CHECK(now >= before - 0.02f);
            before = now;
        }
        CHECK(before > 8.0f);
    }
    set_theme(true);
}

TEST_CASE("mixing keeps the ends, goes through the middle and mixes alpha", "[ui]") {
    const Color a = IM_COL32(255, 0, 0, 0), b = IM_COL32(0, 0, 255, 200);
    CHECK(mix(a, b, 0.0f) == a);
    CHECK(mix(a, b, 1.0f) == b);
    CHECK((mix(a, b, 0.5f) >> IM_COL32_A_SHIFT) == 100u);
    // A grey between black and white in OKLab has lightness one half: #636363.
    CHECK(mix(IM_COL32_BLACK, IM_COL32_WHITE, 0.5f) == IM_COL32(99, 99, 99, 255));
    CHECK(with_alpha(IM_COL32(1, 2, 3, 200), 0.5f) == IM_COL32(1, 2, 3, 100));
    CHECK(text_on(IM_COL32(0xFB, 0xF0, 0xB4, 255)) == IM_COL32_BLACK);
    CHECK(text_on(IM_COL32(0x15, 0x1C, 0x24, 255)) == IM_COL32_WHITE);
}
