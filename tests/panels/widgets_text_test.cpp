// Text: sizes are ems, lines stand on whole device pixels, what is too long is cut, Chinese breaks as Chinese.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>
#include <string>
#include <vector>

#include "icons.h"
#include "tests/panels/headless_ui.h"
#include "web/widgets/text.h"

using namespace nn::ui;
using Catch::Matchers::WithinAbs;
using nn::ui::test::HeadlessUi;

namespace {

// Corners of everything that the callback draws.
struct Extent {
    float left = 1e9f, top = 1e9f, right = -1e9f, bottom = -1e9f;
    int vertices = 0;
};

Extent extent_of(HeadlessUi& ui, std::function<void()> draw) {
    Extent out;
    ui.draw([&] {
        const int first = ImGui::GetWindowDrawList()->VtxBuffer.Size;
        draw();
        const ImVector<ImDrawVert>& vertices = ImGui::GetWindowDrawList()->VtxBuffer;
        out = {};
        for (int i = first; i < vertices.Size; ++i) {
            out.left = std::min(out.left, vertices[i].pos.x);
            out.right = std::max(out.right, vertices[i].pos.x);
            out.top = std::min(out.top, vertices[i].pos.y);
            out.bottom = std::max(out.bottom, vertices[i].pos.y);
        }
        out.vertices = vertices.Size - first;
    });
    ui.run(2);
    return out;
}

}  // namespace

TEST_CASE("a size is the em, whatever line height ImGui makes of it", "[ui]") {
    HeadlessUi ui;
    ui.draw([] {
        // Inter's tabular digits are 0.62 em wide or so; what counts is that width grows with the em exactly.
        const float at_28 = text_size("0", {.size = 28.0f}).x;
        for (const float size : {12.0f, 14.0f, 16.0f, 20.0f})
            CHECK_THAT(text_size("0", {.size = size}).x, WithinAbs(at_28 * size / 28.0f, 0.02));
        // JetBrains Mono is 0.6 em wide.
        CHECK_THAT(text_size("m", {.face = Face::Mono, .size = 12.0f}).x, WithinAbs(7.2, 0.02));
        CHECK_THAT(text_size("mm", {.face = Face::Mono, .size = 14.0f}).x, WithinAbs(16.8, 0.02));
    });
    ui.run(2);
}

TEST_CASE("figures are tabular in both weights", "[ui]") {
    HeadlessUi ui;
    ui.draw([] {
        for (const Face face : {Face::Regular, Face::Semibold, Face::Mono})
            for (const char digit : std::string("123456789"))
                CHECK(text_size(std::string(1, digit), {.face = face}).x ==
                      text_size("0", {.face = face}).x);
    });
    ui.run();
}

TEST_CASE("capitals are centred in a control, on whole device pixels at every ratio", "[ui]") {
    for (const float ratio : {1.0f, 1.25f, 1.5f, 2.0f, 3.0f}) {
        HeadlessUi ui({400.0f, 200.0f}, ratio);
        const Rect control{10.0f, 20.0f, 100.0f, 32.0f};
        const Extent letter = extent_of(ui, [&] { draw_text(control, "H", {}); });
        INFO("ratio " << ratio);
        CHECK(letter.vertices == 4);
        // A flat letter's bitmap has whole rows, so both edges fall on device pixels.
        CHECK_THAT(letter.top * ratio, WithinAbs(std::round(letter.top * ratio), 1e-3));
        CHECK_THAT(letter.bottom * ratio, WithinAbs(std::round(letter.bottom * ratio), 1e-3));
        CHECK_THAT(0.5f * (letter.top + letter.bottom), WithinAbs(36.0, 1.0));
        CHECK_THAT(letter.bottom - letter.top,
                   WithinAbs(0.727 * 14.0, 1.3 / static_cast<double>(ratio)));
    }
}

TEST_CASE("alignment moves text within its rectangle", "[ui]") {
    HeadlessUi ui;
    const Rect rect{100.0f, 0.0f, 200.0f, 32.0f};
    const auto at = [&](Align align) {
        return extent_of(ui, [&] { draw_text(rect, "HIH", {}, align); });
    };
    CHECK_THAT(at(Align::Left).left, WithinAbs(101.0, 1.5));
    CHECK_THAT(at(Align::Right).right, WithinAbs(299.0, 1.5));
    const Extent middle = at(Align::Center);
    CHECK_THAT(0.5f * (middle.left + middle.right), WithinAbs(200.0, 1.0));
}

TEST_CASE("text that does not fit ends in an ellipsis within its rectangle", "[ui]") {
    HeadlessUi ui;
    const Rect rect{10.0f, 10.0f, 60.0f, 20.0f};
    float width = 0.0f;
    const Extent cut = extent_of(ui, [&] { width = draw_text(rect, "A rather long label", {}); });
    CHECK(cut.right <= rect.right() + 0.5f);
    CHECK(width <= rect.w);
    CHECK(width > 40.0f);
    // Room for nothing at all draws no letter and does not fail.
    extent_of(ui, [&] {
        width = draw_text({10.0f, 10.0f, 2.0f, 20.0f}, "A rather long label", {});
    });
    extent_of(ui, [&] { width = draw_text({10.0f, 10.0f, 0.0f, 20.0f}, "", {}); });
    CHECK(width == 0.0f);
}

TEST_CASE("cut text shows whole on hover", "[ui]") {
    HeadlessUi ui;
    const Rect rect{100.0f, 100.0f, 60.0f, 20.0f};
    ui.draw([&] { draw_text(rect, "A rather long label", {}); });
    ui.run();
    const int before = ui.draw_data().TotalVtxCount;
    ui.move(rect.center());
    ui.run_seconds(0.8);
    CHECK(ui.draw_data().TotalVtxCount > before + 200);
    ui.move({500.0f, 500.0f});
    CHECK(ui.draw_data().TotalVtxCount == before);
}

TEST_CASE("a paragraph is as high as it was measured, with lines of 1.4 ems", "[ui]") {
    HeadlessUi ui;
    const std::string text =
        "Training stopped; the last good weights are kept. A learning rate of 3 is too high here.";
    ui.draw([&] {
        const TextStyle style{.size = 14.0f};
        const float height = measure_paragraph(254.0f, text, style);
        CHECK(height == 3.0f * 20.0f);
        CHECK(draw_paragraph({20.0f, 20.0f}, 254.0f, text, style) == height);
        CHECK(measure_paragraph(10000.0f, text, style) == 20.0f);
        CHECK(measure_paragraph(254.0f, "one\ntwo\n\nfour", style) == 80.0f);
        CHECK(measure_paragraph(254.0f, "", style) == 0.0f);
        // A word longer than the line is broken rather than lost.
        CHECK(measure_paragraph(30.0f, "Donaudampfschifffahrt", style) >= 80.0f);
        CHECK(measure_paragraph(0.0f, "abc", style) == 60.0f);
    });
    ui.run(2);
}

TEST_CASE("Chinese breaks between characters and no line begins with closing punctuation", "[ui]") {
    if (nn::ui::test::font_file("zh").empty()) SKIP("no Chinese font was built");
    HeadlessUi ui;
    ui.draw([&] {
        const TextStyle style{.size = 16.0f};
        CHECK(measure_paragraph(1000.0f, "\u8BAD\u7EC3", style) == 28.0f);  // 1.75 ems
        // Four characters fit; the comma after the fourth may not stand alone on the next line.
        const float four = 4.0f * 16.0f + 0.5f;
        CHECK(measure_paragraph(four, "\u8BAD\u7EC3\u8BAD\u7EC3", style) == 28.0f);
        CHECK(measure_paragraph(four, "\u8BAD\u7EC3\u8BAD\u7EC3\uFF0C\u8BAD", style) == 56.0f);
        CHECK(measure_paragraph(four, "\u8BAD\u7EC3\u8BAD\u7EC3\uFF0C", style) == 56.0f);
        // Chinese has the same em as the Latin it stands with.
        CHECK_THAT(text_size("\u8BAD", {.size = 16.0f}).x, WithinAbs(16.0, 0.05));
    });
    ui.run(2);
}

TEST_CASE("Chinese that was drawn before its font came is drawn right afterwards", "[ui]") {
    const std::string file = nn::ui::test::font_file("zh");
    if (file.empty()) SKIP("no Chinese font was built");
    HeadlessUi ui;
    nn::ui::test::load_fonts_without_chinese();
    float width = 0.0f;
    ui.draw([&] {
        width = text_size("\u8BAD\u7EC3", {}).x;
        draw_text({10.0f, 10.0f, 100.0f, 32.0f}, "\u8BAD\u7EC3", {});
    });
    ui.run(2);
    CHECK(width < 27.0f);
    add_chinese_font({reinterpret_cast<const std::uint8_t*>(file.data()), file.size()});
    ui.run(2);
    CHECK_THAT(width, WithinAbs(28.0, 0.05));
}

TEST_CASE("an icon stays in its em square around the centre", "[ui]") {
    for (const float ratio : {1.0f, 2.0f}) {
        HeadlessUi ui({400.0f, 200.0f}, ratio);
        const Rect rect{100.0f, 50.0f, 32.0f, 32.0f};
        const Extent icon = extent_of(ui, [&] { draw_icon(rect, icon::kX, 16.0f); });
        CHECK(icon.left >= 107.0f);
        CHECK(icon.right <= 125.0f);
        CHECK(icon.top >= 57.0f);
        CHECK(icon.bottom <= 75.0f);
        CHECK(icon.right - icon.left > 7.0f);
        CHECK(icon.bottom - icon.top > 7.0f);
    }
}

TEST_CASE("broken UTF-8 is drawn as something and ends", "[ui]") {
    HeadlessUi ui;
    ui.draw([] {
        draw_text({0.0f, 0.0f, 100.0f, 20.0f}, "\xC3", {});
        draw_text({0.0f, 0.0f, 100.0f, 20.0f}, "a\xFF\xFE\xE4\xB8", {});
        draw_paragraph({0.0f, 30.0f}, 20.0f, "\xE4\xB8\xE4\xB8 \xF0\x9F", {});
    });
    ui.run(2);
    SUCCEED();
}
