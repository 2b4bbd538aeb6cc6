// The mirror: what widgets say reaches the page as JSON, what the page asks reaches the widgets once.
#include <catch2/catch_test_macros.hpp>

#include <array>
#include <string>

#include <imgui_internal.h>

#include "tests/panels/headless_ui.h"
#include "web/widgets/controls.h"
#include "web/widgets/mirror.h"

using namespace nn::ui;
using nn::ui::test::HeadlessUi;

namespace {

constexpr Rect kButton{10.0f, 20.0f, 100.0f, 32.0f};

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the list changes when a widget does and not otherwise", "[ui]") {
    HeadlessUi ui;
    std::string name = "Train";
    ui.draw([&] { button("run.play", kButton, name); });
    ui.run();
    CHECK(mirror::has_changed());
    mirror::nodes_json();
    CHECK_FALSE(mirror::has_changed());
    ui.run(5);
    CHECK_FALSE(mirror::has_changed());
    name = "Pause";
    ui.run();
    CHECK(mirror::has_changed());
}

TEST_CASE("the JSON is compact, escaped, and says only what is so", "[ui]") {
    HeadlessUi ui;
    ui.draw([] {
        mirror::describe({.id = "a",
                          .role = mirror::Role::Text,
                          .name = "say \"no\"\\\n\x01",
                          .bounds = {1.0f, 2.5f, 3.0f, 4.04f}});
        mirror::describe({.id = "b",
                          .role = mirror::Role::Slider,
                          .name = "rate",
                          .value = "0.001",
                          .number = -3.0,
                          .minimum = -5.0,
                          .maximum = 0.0,
                          .step = 0.1,
                          .is_disabled = true,
                          .bounds = {0.0f, 0.0f, 1.0f, 1.0f}});
    });
    ui.run();
    CHECK(mirror::nodes_json() ==
          "[{\"id\":\"a\",\"role\":\"text\",\"name\":\"say "
          "\\\"no\\\"\\\\\\u000a\\u0001\",\"bounds\":[1,2.5,3,4]},"
          "{\"id\":\"b\",\"role\":\"slider\",\"name\":\"rate\",\"value\":\"0.001\",\"number\":-3,"
          "\"min\":-5,\"max\":0,"
          "\"step\":0.1,\"disabled\":1,\"bounds\":[0,0,1,1]}]");
}

TEST_CASE("a click from the page presses the widget once", "[ui]") {
    HeadlessUi ui;
    int clicks = 0;
    ui.draw([&] { clicks += button("run.play", kButton, "Train"); });
    ui.run();
    mirror::post_click("run.play");
    ui.run(4);
    CHECK(clicks == 1);
    mirror::post_click("somebody.else");
    ui.run(4);
    CHECK(clicks == 1);
}

TEST_CASE("what nobody takes is forgotten", "[ui]") {
    HeadlessUi ui;
    bool is_there = false;
    int clicks = 0;
    ui.draw([&] {
        if (is_there) clicks += button("late", kButton, "Late");
    });
    mirror::post_click("late");
    ui.run(3);
    is_there = true;
    ui.run(3);
    CHECK(clicks == 0);
}

TEST_CASE("disabled widgets ignore the page and say that they are disabled", "[ui]") {
    HeadlessUi ui;
    int clicks = 0;
    ui.draw([&] {
        begin_disabled(true, "nothing to train");
        clicks += button("run.play", kButton, "Train");
        end_disabled();
    });
    ui.run();
    CHECK(ui.node("run.play").is_disabled);
    mirror::post_click("run.play");
    ui.run(3);
    ui.click(kButton.center());
    CHECK(clicks == 0);
}

TEST_CASE("an item that no widget describes is reported", "[ui]") {
    HeadlessUi ui;
    bool adds_one = true;
    ui.draw([&] {
        button("run.play", kButton, "Train");
        if (adds_one) ImGui::ItemAdd(ImRect(200.0f, 10.0f, 220.0f, 30.0f), ImHashStr("stray"));
    });
    ui.run();
    REQUIRE(mirror::undescribed_items().size() == 1);
    CHECK(mirror::undescribed_items().front() == ImHashStr("stray"));
    adds_one = false;
    ui.run();
    CHECK(mirror::undescribed_items().empty());
}

TEST_CASE("a description without bounds takes those of its item", "[ui]") {
    HeadlessUi ui;
    ui.draw([&] {
        ImGui::ItemAdd(ImRect(5.0f, 6.0f, 25.0f, 36.0f), ImHashStr("thing"));
        mirror::describe({.id = "thing", .role = mirror::Role::Image});
    });
    ui.run();
    const Rect& bounds = ui.node("thing").bounds;
    CHECK(bounds.x == 5.0f);
    CHECK(bounds.h == 30.0f);
}

TEST_CASE("what is scrolled away stays in the list, and scrolls into view when focused", "[ui]") {
    HeadlessUi ui;
    const Rect view{0.0f, 0.0f, 300.0f, 200.0f};
    ui.draw([&] {
        Rect content = begin_scroll("list", view);
        for (int i = 0; i < 40; ++i)
            button("row." + std::to_string(i), content.take_top(32.0f), "Row");
        end_scroll(40.0f * 32.0f);
    });
    ui.run(2);
    CHECK_FALSE(ui.node("row.0").is_offscreen);
    CHECK(ui.node("row.30").is_offscreen);
    CHECK(contains(mirror::nodes_json(), "\"offscreen\":1"));
    mirror::post_focus("row.30");
    ui.run_seconds(1.0);
    CHECK_FALSE(ui.node("row.30").is_offscreen);
    CHECK(ui.node("row.30").bounds.bottom() <= view.bottom());
    mirror::post_focus("row.0");
    ui.run_seconds(1.0);
    CHECK(ui.node("row.0").bounds.y >= 0.0f);
    mirror::post_focus("");
}

TEST_CASE("only the widget with the page's focus draws a ring", "[ui]") {
    HeadlessUi ui;
    ui.draw([&] { button("run.play", kButton, "Train"); });
    ui.run(2);
    const int before = ui.draw_data().TotalVtxCount;
    ui.click(kButton.center());
    ui.move({500.0f, 500.0f});
    CHECK(ui.draw_data().TotalVtxCount == before);
    mirror::post_focus("run.play");
    ui.run();
    CHECK(ui.draw_data().TotalVtxCount > before);
    mirror::post_focus("");
}
