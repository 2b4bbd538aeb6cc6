// The pad: strokes by pointer, all positions of a frame, and bounds.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include "tests/panels/headless_ui.h"
#include "web/widgets/digit_pad.h"

using namespace nn;
using namespace nn::ui;
using Catch::Matchers::WithinAbs;
using nn::ui::test::HeadlessUi;

namespace {

constexpr Rect kPad{100.0f, 100.0f, 200.0f, 200.0f};

struct PadCase {
    HeadlessUi ui;
    Ink ink;
    PadLook look{.brush = 0.08f, .shows_ghost = true, .name = "Pad", .value = "empty"};
    int changes = 0;
    bool was_drawing = false;

    PadCase() {
        ui.draw([this] {
            changes += digit_pad("pad", kPad, &ink, look);
            was_drawing = was_drawing || is_drawing();
        });
        ui.run(2);
    }
};

}  // namespace

TEST_CASE("a drag leaves a stroke in pad units with the brush's width", "[ui]") {
    PadCase c;
    CHECK(c.ui.node("pad").value == "empty");
    CHECK(mirror::undescribed_items().empty());
    c.ui.drag({120.0f, 120.0f}, {220.0f, 180.0f});
    REQUIRE(c.ink.size() == 1);
    CHECK(c.ink[0].width == 0.08f);
    CHECK_THAT(c.ink[0].points.front().x, WithinAbs(0.1, 1e-5));
    CHECK_THAT(c.ink[0].points.back().x, WithinAbs(0.6, 1e-5));
    CHECK_THAT(c.ink[0].points.back().y, WithinAbs(0.4, 1e-5));
    CHECK(c.changes > 1);
    CHECK(c.was_drawing);
    CHECK_FALSE(is_drawing());
    c.ui.drag({150.0f, 120.0f}, {150.0f, 250.0f});
    CHECK(c.ink.size() == 2);
}

TEST_CASE("a tap is a dot", "[ui]") {
    PadCase c;
    c.ui.click(kPad.center());
    REQUIRE(c.ink.size() == 1);
    CHECK(c.ink[0].points.size() == 1);
    CHECK_THAT(c.ink[0].points[0].x, WithinAbs(0.5, 1e-5));
}

TEST_CASE("all positions between two frames become points", "[ui]") {
    PadCase c;
    c.ui.move({120.0f, 120.0f});
    c.ui.press();
    ImGuiIO& io = ImGui::GetIO();
    for (int i = 1; i <= 20; ++i)
        io.AddMousePosEvent(120.0f + 5.0f * static_cast<float>(i), 120.0f + (i % 2 ? 20.0f : 0.0f));
    c.ui.run(1);
    c.ui.release();
    REQUIRE(c.ink.size() == 1);
    CHECK(c.ink[0].points.size() >= 20);
}

TEST_CASE("outside the pad a stroke goes on along the edge; begun outside there is none", "[ui]") {
    PadCase c;
    c.ui.drag({200.0f, 200.0f}, {500.0f, 220.0f});
    REQUIRE(c.ink.size() == 1);
    CHECK(c.ink[0].points.back().x == 1.0f);
    for (const InkPoint& point : c.ink[0].points) {
        CHECK(point.x >= 0.0f);
        CHECK(point.x <= 1.0f);
    }
    c.ui.drag({500.0f, 220.0f}, {200.0f, 200.0f});
    CHECK(c.ink.size() == 1);
}

TEST_CASE("the pad takes no more than its bounds", "[ui]") {
    PadCase c;
    c.look.most_points = 10;
    c.look.most_strokes = 2;
    c.ui.drag({110.0f, 110.0f}, {290.0f, 290.0f}, 30);
    CHECK(c.ink[0].points.size() == 10);
    c.ui.drag({110.0f, 110.0f}, {290.0f, 290.0f}, 30);
    CHECK(c.ink.size() == 1);
    c.ink.clear();
    for (int i = 0; i < 4; ++i) c.ui.click({120.0f + 20.0f * static_cast<float>(i), 150.0f});
    CHECK(c.ink.size() == 2);
}

TEST_CASE("a finger draws like a mouse", "[ui]") {
    PadCase c;
    c.ui.use_touch(true);
    c.ui.drag({120.0f, 120.0f}, {220.0f, 180.0f});
    REQUIRE(c.ink.size() == 1);
    CHECK(c.ink[0].points.size() > 3);
}
