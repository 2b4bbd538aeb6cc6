// The confusion matrix and small images.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "tests/panels/headless_ui.h"
#include "web/widgets/confusion_grid.h"
#include "web/widgets/pixel_image.h"

using namespace nn::ui;
using nn::ui::test::HeadlessUi;

namespace {

constexpr Rect kRect{100.0f, 100.0f, 256.0f, 240.0f};
constexpr std::array<std::string_view, 10> kDigits = {"0", "1", "2", "3", "4",
                                                      "5", "6", "7", "8", "9"};

struct GridCase {
    HeadlessUi ui;
    std::vector<std::int32_t> counts = std::vector<std::int32_t>(100, 0);
    Cell chosen;
    Rect anchor;
    int changes = 0;

    GridCase() {
        for (std::size_t i = 0; i < 10; ++i) counts[11 * i] = 50;
        counts[18] = 2;  // 1 read as 8
        counts[92] = 1;
        ui.draw([this] {
            changes += confusion_grid("c", kRect, counts, 10, kDigits, "read as", "true digit",
                                      &chosen, &anchor);
        });
        ui.run(2);
    }
};

}  // namespace

TEST_CASE("cells that are not empty are in the mirror, and a click there chooses them", "[ui]") {
    GridCase c;
    CHECK(c.ui.has_node("c"));
    CHECK(c.ui.node("c.1.8").name == "1 read as 8: 2");
    CHECK(c.ui.has_node("c.9.2"));
    CHECK(c.ui.node("c.1.1").name == "1 read as 1: 50");
    CHECK_FALSE(c.ui.has_node("c.2.1"));
    CHECK(mirror::undescribed_items().empty());
    mirror::post_click("c.1.8");
    c.ui.run(2);
    CHECK(c.chosen == Cell{1, 8});
    CHECK(c.changes == 1);
    CHECK(c.anchor.w > 10.0f);
    CHECK(c.ui.node("c.1.8").is_selected);
}

TEST_CASE("the pointer chooses cells that are not empty", "[ui]") {
    GridCase c;
    const Rect wrong = c.ui.node("c.1.8").bounds;
    c.ui.click(wrong.center());
    CHECK(c.chosen == Cell{1, 8});
    CHECK(c.anchor.x == wrong.x);
    const float pitch = wrong.w + 2.0f;
    c.ui.click({wrong.center().x, wrong.center().y + pitch});  // 2 read as 8: none
    CHECK(c.chosen == Cell{1, 8});
    c.ui.click({wrong.center().x, wrong.center().y + 7.0f * pitch});  // 8 read as 8
    CHECK(c.chosen == Cell{8, 8});
}

TEST_CASE("the grid fits its rectangle", "[ui]") {
    GridCase c;
    const Rect grid = c.ui.node("c").bounds;
    CHECK(grid.right() <= kRect.right() + 0.5f);
    CHECK(grid.bottom() <= kRect.bottom() + 0.5f);
    CHECK(grid.w == grid.h);
}

TEST_CASE("no number in a cell is smaller than 12 px", "[ui]") {
    // Of one cell that is not empty: what its number adds to the vertices of the frame.
    const auto vertices = [](std::int32_t count) {
        GridCase c;
        std::fill(c.counts.begin(), c.counts.end(), 0);
        c.counts[0] = count;
        c.ui.run(2);
        int out = 0;
        for (const ImDrawList* list : c.ui.draw_data().CmdLists) out += list->VtxBuffer.Size;
        return out;
    };
    const int one = vertices(5), two = vertices(58);
    CHECK(two == one + 4);             // one glyph more
    CHECK(vertices(1032) == one - 4);  // cells are 19 px wide here: no number at all
    CHECK(vertices(123) == one - 4);
}

TEST_CASE("large counts, many classes and no counts at all are drawn", "[ui]") {
    HeadlessUi ui;
    int classes = 255;
    std::vector<std::int32_t> counts(255 * 255, 1);
    counts[0] = 123456;
    Cell chosen{7, 9};
    Rect anchor;
    ui.draw([&] {
        confusion_grid("c", kRect,
                       std::span(counts).first(static_cast<std::size_t>(classes * classes)),
                       classes, {}, "r", "t", &chosen, &anchor);
    });
    classes = 2;
    ui.run(2);
    chosen = {};
    classes = 20;
    ui.run(2);
    classes = 0;
    ui.run(2);
    SUCCEED();
}

TEST_CASE("images are drawn run by run where there is no texture", "[ui]") {
    HeadlessUi ui;
    const std::vector<std::uint8_t> pixels = {0, 0, 16, 16, 0, 8, 8, 8, 3, 3, 3, 3};
    int rectangles = 0;
    ui.draw([&] {
        const int before = ImGui::GetWindowDrawList()->VtxBuffer.Size;
        draw_pixels({10.0f, 10.0f, 40.0f, 30.0f}, pixels, 4, 3, 16);
        rectangles = (ImGui::GetWindowDrawList()->VtxBuffer.Size - before) / 4;
        draw_pixels({60.0f, 10.0f, 40.0f, 30.0f}, pixels, 4, 3, 16, true);
        draw_pixels({60.0f, 10.0f, 40.0f, 30.0f}, pixels, 0, 3, 16);
        draw_pixels({60.0f, 10.0f, 40.0f, 30.0f}, pixels, 40, 30, 16);  // fewer pixels than that
        draw_pixels({-500.0f, 10.0f, 40.0f, 30.0f}, pixels, 4, 3, 16);
        draw_signed_pixels({10.0f, 60.0f, 40.0f, 30.0f}, pixels, 4, 3);
    });
    ui.run(2);
    CHECK(rectangles == 2 + 2 + 1);
}
