// Charts: ticks, decimation, hover, zoom and pan.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "tests/panels/headless_ui.h"
#include "web/widgets/controls.h"
#include "web/widgets/plot.h"
#include "web/widgets/plot_scale.h"

using namespace nn::ui;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;
using nn::ui::test::HeadlessUi;

namespace {

std::string texts(const std::vector<Tick>& ticks) {
    std::string out;
    for (const Tick& tick : ticks) out += (out.empty() ? "" : " ") + tick.text;
    return out;
}

struct Curve {
    std::vector<float> x, y;
};

Curve falling(int points) {
    Curve out;
    for (int i = 1; i <= points; ++i) {
        out.x.push_back(static_cast<float>(i));
        out.y.push_back(2.0f / static_cast<float>(i));
    }
    return out;
}

constexpr Rect kRect{100.0f, 100.0f, 440.0f, 240.0f};

struct PlotCase {
    HeadlessUi ui;
    std::vector<PlotLine> lines;
    PlotAxes axes{.x_unit = "epoch", .is_log_y = true, .empty_text = "Press Train"};
    PlotView view;
    double hovered = 0.0;
    int changes = 0;

    PlotCase() {
        ui.draw([this] { changes += plot("p", kRect, "Loss", lines, axes, &view, &hovered); });
    }
    int vertices() {
        int count = 0;
        for (const ImDrawList* list : ui.draw_data().CmdLists) count += list->VtxBuffer.Size;
        return count;
    }
};

}  // namespace

TEST_CASE("log ticks are 1, 2 and 5 of each decade where they have room, decades where not",
          "[ui]") {
    CHECK(texts(log_ticks({0.04, 2.4}, 200.0, 24.0)) == "0.05 0.1 0.2 0.5 1 2");
    CHECK(texts(log_ticks({0.0008, 2.4}, 100.0, 24.0)) == "0.001 0.01 0.1 1");
    CHECK(texts(log_ticks({1e-7, 10.0}, 100.0, 24.0)) == "0.000001 0.0001 0.01 1");
    CHECK(texts(log_ticks({500.0, 30000.0}, 300.0, 24.0)) == "500 1,000 2,000 5,000 10,000 20,000");
    SECTION("less than a decade still has ticks") {
        CHECK(log_ticks({0.61, 0.69}, 200.0, 24.0).size() >= 2);
    }
    SECTION("an impossible range has none") {
        CHECK(log_ticks({0.0, 1.0}, 200.0, 24.0).empty());
        CHECK(log_ticks({1.0, 1.0}, 200.0, 24.0).empty());
        CHECK(log_ticks({std::nan(""), 1.0}, 200.0, 24.0).empty());
    }
}

TEST_CASE("linear ticks are round, and shares are per cent", "[ui]") {
    CHECK(texts(linear_ticks({0.0, 2.2}, 200.0, 40.0, false)) == "0.0 0.5 1.0 1.5 2.0");
    CHECK(texts(linear_ticks({0.7, 1.0}, 200.0, 40.0, true)) == "70 % 80 % 90 % 100 %");
    CHECK(texts(linear_ticks({0.965, 0.985}, 200.0, 60.0, true)) == "97 % 98 %");
    CHECK(texts(linear_ticks({-1.0, 1.0}, 100.0, 40.0, false)) == "\u22121 0 1");
}

TEST_CASE("ticks of whole numbers begin with the first one", "[ui]") {
    CHECK(texts(integer_ticks({1.0, 42.0}, 304.0, 56.0)) == "1 10 20 30 40");
    CHECK(texts(integer_ticks({1.0, 3.0}, 304.0, 56.0)) == "1 2 3");
    CHECK(texts(integer_ticks({0.0, 4000.0}, 304.0, 56.0)) == "0 1,000 2,000 3,000 4,000");
    CHECK(texts(integer_ticks({12.5, 31.0}, 304.0, 56.0)) == "15 20 25 30");
}

TEST_CASE("values on a card have three digits", "[ui]") {
    CHECK(exact_value(0.2204, false) == "0.220");
    CHECK(exact_value(0.0044370, false) == "0.00444");
    CHECK(exact_value(12.4352, false) == "12.44");
    CHECK(exact_value(-0.5, false) == "\u22120.500");
    CHECK(exact_value(0.97407, true) == "97.4 %");
    CHECK(exact_value(std::numeric_limits<double>::infinity(), false) == "\u2013");
}

TEST_CASE("smoothing is a moving mean that steps over what is not a number", "[ui]") {
    const std::vector<float> values = {1.0f, 3.0f, std::nanf(""), 3.0f};
    std::vector<float> out(4);
    smooth(values, 0.0f, out);
    CHECK(out[1] == 3.0f);
    smooth(values, 0.5f, out);
    // 1; then 0.5 · 1 + 0.5 · 3 = 2; then 0.5 · 2 + 0.5 · 3 = 2.5
    CHECK(out[0] == 1.0f);
    CHECK(out[1] == 2.0f);
    CHECK(std::isnan(out[2]));
    CHECK(out[3] == 2.5f);
}

TEST_CASE("a chart without points explains itself", "[ui]") {
    PlotCase c;
    c.ui.run(2);
    CHECK(c.ui.node("p").value == "Press Train");
    CHECK(c.vertices() > 100);
    CHECK(mirror::undescribed_items().empty());
}

TEST_CASE("a chart says its last values in words", "[ui]") {
    PlotCase c;
    const Curve curve = falling(42);
    c.lines = {{.label = "training 0.048",
                .card_label = "training",
                .x = curve.x,
                .y = curve.y,
                .color = IM_COL32_WHITE},
               {.label = "test 0.099",
                .card_label = "test",
                .x = curve.x,
                .y = curve.y,
                .color = IM_COL32_WHITE}};
    c.ui.run(2);
    CHECK(c.ui.node("p").value == "test 0.099, training 0.048; Epoch 42");
    CHECK(mirror::undescribed_items().empty());
}

TEST_CASE("the axis makes room for long numbers", "[ui]") {
    PlotCase c;
    Curve curve{{1.0f, 2.0f, 3.0f}, {2.0f, 0.1f, 2e-6f}};
    c.lines = {{.x = curve.x, .y = curve.y}};
    c.ui.run(2);
    // "0.000001" is some 50 pixels wide: 40 from the left is beside the box, not in it.
    c.ui.move({kRect.x + 40.0f, 200.0f});
    c.ui.run(2);
    CHECK(std::isnan(c.hovered));
    c.ui.move({kRect.x + 70.0f, 200.0f});
    c.ui.run(2);
    CHECK(c.hovered >= 1.0);
}

TEST_CASE("the pointer finds the nearest point, and leaves it", "[ui]") {
    PlotCase c;
    const Curve curve = falling(42);
    c.lines = {{.label = "test",
                .card_label = "test",
                .x = curve.x,
                .y = curve.y,
                .color = IM_COL32_WHITE}};
    c.ui.run(2);
    CHECK(std::isnan(c.hovered));
    c.ui.move(kRect.center());
    c.ui.run(2);
    CHECK(c.hovered == std::round(c.hovered));
    CHECK(c.hovered > 10.0);
    CHECK(c.hovered < 35.0);
    c.ui.move({5.0f, 5.0f});
    c.ui.run(2);
    CHECK(std::isnan(c.hovered));
}

TEST_CASE("the wheel zooms around the pointer, dragging pans, a double click shows all", "[ui]") {
    PlotCase c;
    const Curve curve = falling(400);
    c.lines = {{.label = "test",
                .card_label = "test",
                .x = curve.x,
                .y = curve.y,
                .color = IM_COL32_WHITE}};
    c.ui.run(2);
    c.ui.move(kRect.center());
    c.ui.run(2);
    const double before = c.hovered;
    for (int i = 0; i < 6; ++i) c.ui.wheel(1.0f);
    REQUIRE(c.view.is_zoomed);
    CHECK(c.changes >= 6);
    c.ui.run(2);
    CHECK_THAT(c.hovered, WithinAbs(before, 4.0));
    const double span = c.view.x_max - c.view.x_min;
    CHECK(span < 200.0);

    const double left = c.view.x_min;
    c.ui.drag(kRect.center(), {kRect.center().x - 60.0f, kRect.center().y});
    CHECK(c.view.x_min > left);
    CHECK_THAT(c.view.x_max - c.view.x_min, WithinRel(span, 1e-6));
    // Not beyond the data.
    for (int i = 0; i < 8; ++i)
        c.ui.drag({kRect.right() - 120.0f, 200.0f}, {kRect.x + 60.0f, 200.0f});
    CHECK(c.view.x_max <= 400.0 + 1e-6);

    c.ui.double_click(kRect.center());
    CHECK_FALSE(c.view.is_zoomed);
    for (int i = 0; i < 60; ++i) c.ui.wheel(1.0f);
    CHECK(c.view.x_max - c.view.x_min > 0.5);
    for (int i = 0; i < 120; ++i) c.ui.wheel(-1.0f);
    CHECK_FALSE(c.view.is_zoomed);
}

TEST_CASE("two fingers zoom a chart around the point between them, and pan it", "[ui]") {
    PlotCase c;
    c.ui.use_touch(true);
    const Curve curve = falling(400);
    c.lines = {{.label = "test",
                .card_label = "test",
                .x = curve.x,
                .y = curve.y,
                .color = IM_COL32_WHITE}};
    c.ui.run(2);
    c.ui.move(kRect.center());
    c.ui.press();
    c.ui.run(1);
    const double before = c.hovered;
    const auto pinch = [&c](ImVec2 middle, ImVec2 shift, float scale) {
        set_pinch({.is_active = true, .middle = middle, .shift = shift, .scale = scale});
        c.ui.run(1);
        set_pinch({});
    };
    for (int i = 0; i < 10; ++i) pinch(kRect.center(), {0.0f, 0.0f}, 1.1f);
    REQUIRE(c.view.is_zoomed);
    const double span = c.view.x_max - c.view.x_min;
    CHECK_THAT(span, WithinRel(399.0 / std::pow(1.1, 10.0), 1e-3));
    CHECK(std::isnan(c.hovered));  // no card between the fingers
    c.ui.run(1);
    CHECK_THAT(c.hovered, WithinAbs(before, 4.0));

    const double left = c.view.x_min;
    pinch(kRect.center(), {-20.0f, 0.0f}, 1.0f);
    CHECK(c.view.x_min > left);
    CHECK_THAT(c.view.x_max - c.view.x_min, WithinRel(span, 1e-6));

    const double there = c.view.x_min;
    pinch({kRect.x + 20.0f, kRect.bottom() + 80.0f}, {0.0f, 0.0f}, 1.1f);  // on something else
    CHECK(c.view.x_min == there);
    for (int i = 0; i < 40; ++i) pinch(kRect.center(), {0.0f, 0.0f}, 0.9f);
    CHECK_FALSE(c.view.is_zoomed);
    c.ui.release();
}

TEST_CASE("a hundred thousand points are drawn as about two a pixel", "[ui]") {
    PlotCase c;
    Curve curve;
    for (int i = 0; i < 100000; ++i) {
        curve.x.push_back(static_cast<float>(i));
        curve.y.push_back(1.0f + 0.9f * std::sin(static_cast<float>(i) * 1.7f));
    }
    c.lines = {{.x = curve.x, .y = curve.y, .color = IM_COL32_WHITE}};
    c.ui.run(2);
    CHECK(c.vertices() < 10000);
}

TEST_CASE("odd values neither break a chart nor leave it", "[ui]") {
    PlotCase c;
    Curve curve = falling(30);
    curve.y[3] = std::numeric_limits<float>::infinity();
    curve.y[4] = std::nanf("");
    curve.y[5] = 0.0f;
    curve.y[6] = -1.0f;
    curve.y[7] = 1e30f;
    const Curve flat{{1.0f, 2.0f}, {0.5f, 0.5f}};
    const Curve short_one{{1.0f}, {0.5f}};
    c.lines = {
        {.label = "a", .x = curve.x, .y = curve.y, .color = IM_COL32_WHITE, .is_dashed = true},
        {.label = "b", .x = flat.x, .y = flat.y, .color = IM_COL32_WHITE},
        {.label = "c", .x = short_one.x, .y = short_one.y, .color = IM_COL32_WHITE}};
    for (const bool is_log : {true, false})
        for (const bool is_percent : {true, false}) {
            c.axes.is_log_y = is_log;
            c.axes.is_percent = is_percent;
            c.ui.run(3);
            CHECK(c.vertices() < 20000);
        }
    c.ui.resize({300.0f, 200.0f}, 1.25f);
    c.ui.run(3);
}
