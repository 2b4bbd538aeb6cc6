// Every control by pointer, finger and mirror.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <array>
#include <string>
#include <string_view>

#include "icons.h"
#include "tests/panels/headless_ui.h"
#include "web/widgets/controls.h"

using namespace nn::ui;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;
using nn::ui::test::HeadlessUi;

namespace {

constexpr std::array<std::string_view, 4> kActivations = {"ReLU", "tanh", "Sigmoid", "Linear"};
constexpr SliderScale kRate{
    .minimum = 1e-5, .maximum = 1.0, .fallback = 1e-3, .is_logarithmic = true};
constexpr SliderScale kShare{.minimum = 0.05, .maximum = 0.55, .fallback = 0.3};
constexpr SliderScale kBatch{.minimum = 1,
                             .maximum = 1024,
                             .fallback = 32,
                             .is_logarithmic = true,
                             .ticks_at_powers_of_two = true,
                             .is_integer = true};
constexpr SliderScale kDecay{.minimum = 1e-5,
                             .maximum = 1.0,
                             .fallback = 1e-4,
                             .is_logarithmic = true,
                             .zero_at_left = true};
constexpr Rect kSlider{20.0f, 20.0f, 300.0f, 48.0f};

struct SliderCase {
    HeadlessUi ui;
    double value;
    int changes = 0;
    explicit SliderCase(const SliderScale& scale, double start, std::string_view shown = {})
        : value(start) {
        ui.draw([this, scale, shown] {
            changes += slider("s", kSlider, "Title", &value, scale, shown);
        });
        ui.run(2);
    }
    float track_y() { return ui.center("s").y; }
};

}  // namespace

TEST_CASE("a button answers to press and release inside, not to a press that leaves", "[ui]") {
    HeadlessUi ui;
    int clicks = 0;
    const Rect rect{10.0f, 10.0f, 100.0f, 32.0f};
    ui.draw([&] {
        clicks += button("b", rect, "Train", {.style = ButtonStyle::Primary, .icon = icon::kPlay});
    });
    ui.run(2);
    ui.click(rect.center());
    CHECK(clicks == 1);
    ui.drag(rect.center(), {500.0f, 500.0f});
    CHECK(clicks == 1);
    CHECK(mirror::undescribed_items().empty());
}

TEST_CASE("a finger may miss a small target, but not hit another instead", "[ui]") {
    HeadlessUi ui;
    int first = 0, second = 0;
    ui.draw([&] {
        first += icon_button("first", {100.0f, 100.0f, 24.0f, 24.0f}, icon::kX, "first");
        second += icon_button("second", {128.0f, 100.0f, 24.0f, 24.0f}, icon::kX, "second");
    });
    ui.run(2);
    ui.click({95.0f, 112.0f});
    CHECK(first == 0);
    ui.use_touch(true);
    ui.click({95.0f, 112.0f});
    CHECK(first == 1);
    ui.click({131.0f, 112.0f});
    CHECK(first == 1);
    CHECK(second == 1);
    ui.click({112.0f, 131.0f});
    CHECK(first == 2);
}

TEST_CASE("toggle, segmented control and tabs choose", "[ui]") {
    HeadlessUi ui;
    bool is_on = false;
    int segment = 0, tab = 0;
    constexpr std::array<std::string_view, 2> kScales = {"linear", "log"};
    ui.draw([&] {
        toggle("t", {10.0f, 10.0f, 36.0f, 32.0f}, "Nesterov", &is_on);
        segmented("g", {10.0f, 60.0f, segmented_width(kScales), 32.0f}, "Loss", kScales, &segment);
        tabs("v", {10.0f, 120.0f}, 40.0f, kActivations, &tab);
    });
    ui.run(2);
    ui.click(ui.center("t"));
    CHECK(is_on);
    CHECK(ui.node("t").is_selected);
    ui.click(ui.center("g.1"));
    CHECK(segment == 1);
    CHECK(ui.node("g.1").is_selected);
    CHECK(ui.node("g.1").value == "Loss");
    ui.click(ui.center("v.2"));
    CHECK(tab == 2);
    mirror::post_click("v.0");
    ui.run(2);
    CHECK(tab == 0);
    CHECK(mirror::undescribed_items().empty());
}

TEST_CASE("a select opens a list, chooses and closes", "[ui]") {
    HeadlessUi ui;
    int selected = 0, changes = 0;
    ui.draw([&] {
        changes +=
            select("act", {100.0f, 100.0f, 124.0f, 32.0f}, "Activation", kActivations, &selected);
    });
    ui.run(2);
    CHECK_FALSE(ui.has_node("act.1"));
    ui.click(ui.center("act"));
    REQUIRE(ui.has_node("act.1"));
    CHECK(ui.node("act").is_expanded);
    CHECK(ui.node("act.0").is_selected);
    CHECK(ui.node("act.0").bounds.y >= 132.0f);
    ui.click(ui.center("act.2"));
    CHECK(selected == 2);
    CHECK(changes == 1);
    CHECK_FALSE(ui.has_node("act.1"));
    CHECK(ui.node("act").value == "Sigmoid");
    CHECK(mirror::undescribed_items().empty());

    SECTION("a click outside closes it, a click on the field too") {
        ui.click(ui.center("act"));
        CHECK(ui.has_node("act.1"));
        ui.click({800.0f, 600.0f});
        CHECK_FALSE(ui.has_node("act.1"));
        ui.click(ui.center("act"));
        CHECK(ui.has_node("act.1"));
        ui.click(ui.center("act"));
        CHECK_FALSE(ui.has_node("act.1"));
        CHECK(changes == 1);
    }
    SECTION("Escape closes it, from the keyboard or from the page") {
        ui.click(ui.center("act"));
        ui.key(ImGuiKey_Escape);
        CHECK_FALSE(ui.has_node("act.1"));
        ui.click(ui.center("act"));
        mirror::post_escape();
        ui.run(2);
        CHECK_FALSE(ui.has_node("act.1"));
    }
    SECTION("the page chooses by words or by number") {
        mirror::post_text("act", "tanh");
        ui.run(2);
        CHECK(selected == 1);
        mirror::post_number("act", 3.0);
        ui.run(2);
        CHECK(selected == 3);
        mirror::post_text("act", "nothing of the kind");
        mirror::post_number("act", 99.0);
        ui.run(2);
        CHECK(selected == 3);
    }
}

TEST_CASE("a list near the bottom opens upwards and stays on the screen", "[ui]") {
    HeadlessUi ui({400.0f, 300.0f});
    int selected = 0;
    ui.draw([&] {
        select("act", {300.0f, 260.0f, 90.0f, 32.0f}, "Activation", kActivations, &selected);
    });
    ui.run(2);
    ui.click(ui.center("act"));
    for (const char* id : {"act.0", "act.3"}) {
        CHECK(ui.node(id).bounds.y > 0.0f);
        CHECK(ui.node(id).bounds.bottom() < 260.0f);
        CHECK(ui.node(id).bounds.right() <= 400.0f);
    }
}

TEST_CASE("a linear slider follows the pointer in whole steps", "[ui]") {
    SliderCase s(kShare, 0.3);
    s.ui.drag({170.0f, s.track_y()}, {260.0f, s.track_y()});
    CHECK(s.value == 0.45);
    CHECK(s.changes > 0);
    s.ui.drag({260.0f, s.track_y()}, {900.0f, s.track_y()});
    CHECK(s.value == 0.55);
    s.ui.drag({320.0f, s.track_y()}, {-50.0f, s.track_y()});
    CHECK(s.value == 0.05);
}

TEST_CASE("a press on the track brings the knob there", "[ui]") {
    SliderCase s(kShare, 0.3);
    s.ui.move({80.0f, s.track_y()});
    s.ui.press();
    CHECK(s.value == 0.15);
    s.ui.release();
}

TEST_CASE("taking the knob off its centre moves nothing", "[ui]") {
    SliderCase s(kShare, 0.31);
    s.ui.click({20.0f + 300.0f * 0.52f + 4.0f, s.track_y()});
    CHECK(s.value == 0.31);
}

TEST_CASE("logarithmic sliders keep two digits, and ticks catch the knob", "[ui]") {
    {
        SliderCase s(kRate, 1e-3);
        s.ui.click({20.0f + 300.0f * 0.6f + 2.0f, s.track_y()});
        CHECK(s.value == 0.01);
        s.ui.click({20.0f + 300.0f * 0.9f, s.track_y()});
        CHECK(s.value == 0.32);
    }
    SliderCase batch(kBatch, 32);
    batch.ui.click({20.0f + 300.0f * 0.702f, batch.track_y()});
    CHECK(batch.value == 128.0);
    batch.ui.click({20.0f + 300.0f * 0.75f, batch.track_y()});
    CHECK(batch.value == 181.0);
}

TEST_CASE("zero stands at the left end of a scale that has it", "[ui]") {
    SliderCase s(kDecay, 1e-4);
    s.ui.click({21.0f, s.track_y()});
    CHECK(s.value == 0.0);
    s.ui.click({20.0f + 300.0f * 0.06f, s.track_y()});
    CHECK(s.value == 1e-5);
    const mirror::Node& node = s.ui.node("s");
    CHECK_THAT(node.minimum, WithinAbs(-5.1, 1e-9));
    mirror::post_number("s", -5.1);
    s.ui.run(2);
    CHECK(s.value == 0.0);
    mirror::post_number("s", -5.0);
    s.ui.run(2);
    CHECK(s.value == 1e-5);
}

TEST_CASE("the page moves a slider on its own scale", "[ui]") {
    {
        SliderCase s(kRate, 1e-3);
        CHECK(s.ui.node("s").number == -3.0);
        CHECK(s.ui.node("s").step == 0.1);
        mirror::post_number("s", -2.9);
        s.ui.run(2);
        CHECK(s.value == 0.0013);
        mirror::post_number("s", 40.0);
        s.ui.run(2);
        CHECK(s.value == 1.0);
    }
    SliderCase batch(kBatch, 32);
    CHECK(batch.ui.node("s").number == 5.0);
    mirror::post_number("s", 6.0);
    batch.ui.run(2);
    CHECK(batch.value == 64.0);
}

TEST_CASE("a moved slider offers its default back", "[ui]") {
    SliderCase s(kRate, 1e-3);
    CHECK_FALSE(s.ui.has_node("s.reset"));
    s.value = 0.5;
    s.ui.run(2);
    REQUIRE(s.ui.has_node("s.reset"));
    CHECK(s.ui.node("s.reset").name == "Back to 0.001");
    s.ui.click(s.ui.center("s.reset"));
    CHECK(s.value == 1e-3);
    CHECK(text_entry() == nullptr);
    s.ui.run();
    CHECK_FALSE(s.ui.has_node("s.reset"));
    CHECK(mirror::undescribed_items().empty());
}

TEST_CASE("a double click asks for an exact value and leaves the present one", "[ui]") {
    SliderCase s(kRate, 1e-3);
    s.ui.double_click({250.0f, s.track_y()});
    REQUIRE(text_entry() != nullptr);
    CHECK(text_entry()->id == "s");
    CHECK(text_entry()->text == "0.001");
    CHECK(text_entry()->is_numeric);
    CHECK(s.value == 1e-3);

    SECTION("a good value is taken") {
        mirror::post_text("s", "0,0035");
        s.ui.run(2);
        CHECK(s.value == 0.0035);
        CHECK(text_entry() == nullptr);
    }
    SECTION("one outside the bounds keeps the field open") {
        for (const char* text : {"3.5", "0", "-1", "abc", "", "nan", "inf", "1e999"}) {
            mirror::post_text("s", text);
            s.ui.run(2);
            REQUIRE(text_entry() != nullptr);
            CHECK(text_entry()->is_invalid);
            CHECK(text_entry()->text == text);
            CHECK(s.ui.node("s").is_invalid);
            CHECK(s.value == 1e-3);
        }
        mirror::post_text("s", "0.5");
        s.ui.run(2);
        CHECK(s.value == 0.5);
        CHECK(text_entry() == nullptr);
    }
    SECTION("giving up leaves it") {
        end_text_entry();
        s.ui.run(2);
        CHECK(text_entry() == nullptr);
        CHECK(s.value == 1e-3);
    }
    SECTION("an entry ends with its widget") {
        s.ui.draw([] {});
        s.ui.run(3);
        CHECK(text_entry() == nullptr);
    }
    end_text_entry();
}

TEST_CASE("Enter on the mirrored slider, and a click on the value, ask for an exact value",
          "[ui]") {
    SliderCase s(kShare, 0.3, "30 %");
    mirror::post_click("s");
    s.ui.run(2);
    REQUIRE(text_entry() != nullptr);
    CHECK(text_entry()->text == "30");
    mirror::post_text("s", "25 %");
    s.ui.run(2);
    CHECK(s.value == 0.25);
    s.ui.click({308.0f, 32.0f});
    REQUIRE(text_entry() != nullptr);
    end_text_entry();
}

TEST_CASE("a finger slides sideways and scrolls up and down", "[ui]") {
    HeadlessUi ui({320.0f, 400.0f});
    ui.use_touch(true);
    double value = 0.3;
    ui.draw([&] {
        Rect content = begin_scroll("page", {0.0f, 0.0f, 320.0f, 400.0f});
        const float top = content.y;
        content.take_top(150.0f);
        slider("s", content.take_top(48.0f).inset(20.0f, 0.0f), "Title", &value, kShare);
        for (int i = 0; i < 30; ++i)
            button("b." + std::to_string(i), content.take_top(44.0f), "Row");
        end_scroll(content.y - top);
    });
    ui.run(3);
    const ImVec2 knob = ui.center("s");
    SECTION("sideways moves the knob by as much as the finger") {
        ui.drag(knob, {knob.x + 56.0f, knob.y + 4.0f});
        CHECK_THAT(value, WithinAbs(0.4, 0.011));
        CHECK(ui.center("s").y == knob.y);
    }
    SECTION("up scrolls the page and leaves the value") {
        ui.drag(knob, {knob.x + 5.0f, knob.y - 100.0f});
        CHECK(value == 0.3);
        CHECK(ui.center("s").y < knob.y - 90.0f);
    }
    SECTION("a tap brings the knob there") {
        ui.click({knob.x - 70.0f, knob.y});
        CHECK_THAT(value, WithinAbs(0.175, 0.011));
    }
    SECTION("a drag that began on a button presses nothing") {
        bool is_pressed = false;
        ui.draw([&] {
            Rect content = begin_scroll("page", {0.0f, 0.0f, 320.0f, 400.0f});
            is_pressed |= button("big", content.take_top(300.0f), "Big");
            end_scroll(900.0f);
        });
        ui.run(2);
        ui.drag({100.0f, 250.0f}, {100.0f, 150.0f});
        CHECK_FALSE(is_pressed);
        ui.click({100.0f, 20.0f});
        CHECK(is_pressed);
    }
}

TEST_CASE("a number field takes whole numbers within its bounds", "[ui]") {
    HeadlessUi ui;
    int value = 64, changes = 0;
    const Rect rect{100.0f, 100.0f, 72.0f, 32.0f};
    ui.draw([&] { changes += number_field("n", rect, "Neurons", &value, 1, 1024); });
    ui.run(2);
    ui.click(rect.center());
    REQUIRE(text_entry() != nullptr);
    CHECK(text_entry()->text == "64");
    mirror::post_text("n", "128");
    ui.run(2);
    CHECK(value == 128);
    CHECK(changes == 1);
    for (const char* text : {"0", "1025", "2.5"}) {
        mirror::post_text("n", text);
        ui.run(2);
        CHECK(value == 128);
        CHECK(ui.node("n").is_invalid);
    }
    end_text_entry();
    CHECK(mirror::undescribed_items().empty());
}

TEST_CASE("the wheel scrolls the innermost area under the pointer, within its bounds", "[ui]") {
    HeadlessUi ui;
    const auto rows = [](const char* id, Rect content) {
        for (int i = 0; i < 30; ++i)
            button(std::string(id) + std::to_string(i), content.take_top(40.0f), "Row");
    };
    ui.draw([&] {
        rows("outer.", begin_scroll("outer", {0.0f, 0.0f, 400.0f, 300.0f}));
        rows("inner.", begin_scroll("inner", {200.0f, 0.0f, 200.0f, 200.0f}));
        end_scroll(1200.0f);
        end_scroll(1200.0f);
    });
    ui.run(2);
    ui.move({300.0f, 100.0f});
    ui.wheel(-2.0f);
    ui.run_seconds(1.0);
    CHECK(ui.node("inner.0").bounds.y == -112.0f);
    CHECK(ui.node("outer.0").bounds.y == 0.0f);
    ui.move({100.0f, 100.0f});
    ui.wheel(-100.0f);
    ui.run_seconds(1.0);
    CHECK(ui.node("outer.0").bounds.y == -900.0f);
    ui.wheel(500.0f);
    ui.run_seconds(1.0);
    CHECK(ui.node("outer.0").bounds.y == 0.0f);
}

TEST_CASE("a popover takes the pointer from what lies below", "[ui]") {
    HeadlessUi ui;
    int below = 0, inside = 0;
    const Rect anchor{100.0f, 100.0f, 100.0f, 32.0f};
    ui.draw([&] {
        if (button("opener", anchor, "Help")) open_popover("help");
        below += button("below", {100.0f, 140.0f, 200.0f, 100.0f}, "Below");
        const Rect box = begin_popover("help", anchor, {200.0f, 120.0f});
        if (box.w > 0.0f) {
            inside += button("inside", box.inset(20.0f, 20.0f), "Inside");
            end_popover();
        }
    });
    ui.run(2);
    ui.click(anchor.center());
    REQUIRE(is_popover_open("help"));
    ui.click(ui.center("inside"));
    CHECK(inside == 1);
    CHECK(below == 0);
    CHECK(is_popover_open("help"));
    ui.click({700.0f, 700.0f});
    CHECK_FALSE(is_popover_open("help"));
    ui.click({200.0f, 200.0f});
    CHECK(below == 1);
}

TEST_CASE("a select inside a popover keeps it open", "[ui]") {
    HeadlessUi ui;
    int selected = 0;
    const Rect anchor{100.0f, 100.0f, 100.0f, 32.0f};
    ui.draw([&] {
        if (button("opener", anchor, "Options")) open_popover("options");
        const Rect box = begin_popover("options", anchor, {220.0f, 80.0f});
        if (box.w > 0.0f) {
            select("act", {box.x + 10.0f, box.y + 10.0f, 120.0f, 32.0f}, "Activation", kActivations,
                   &selected);
            end_popover();
        }
    });
    ui.run(2);
    ui.click(anchor.center());
    ui.click(ui.center("act"));
    REQUIRE(ui.has_node("act.3"));
    ui.click(ui.center("act.3"));
    CHECK(selected == 3);
    CHECK(is_popover_open("options"));
    CHECK_FALSE(ui.has_node("act.3"));
    ui.key(ImGuiKey_Escape);
    CHECK_FALSE(is_popover_open("options"));
}

TEST_CASE("a tip waits 400 ms, asks for frames meanwhile, and goes with the pointer", "[ui]") {
    HeadlessUi ui;
    const Rect rect{100.0f, 100.0f, 100.0f, 32.0f};
    ui.draw([&] {
        next_tip({.title = "Precision",
                  .sentence = "Of the images that it read as 8, the share that really are 8.",
                  .formula = "right / (right + wrong)\n= 42 / (42 + 5) = 0.894"});
        button("b", rect, "Hover");
    });
    ui.run(2);
    CHECK_FALSE(wants_frame());
    const int before = ui.draw_data().TotalVtxCount;
    ui.move(rect.center());
    ui.run_seconds(0.3);
    CHECK(wants_frame());
    CHECK(ui.draw_data().TotalVtxCount == before);
    ui.run_seconds(0.5);
    CHECK(ui.draw_data().TotalVtxCount > before + 300);
    CHECK_FALSE(wants_frame());
    ui.move({600.0f, 600.0f});
    CHECK(ui.draw_data().TotalVtxCount == before);
}

TEST_CASE("a disabled control says why", "[ui]") {
    HeadlessUi ui;
    const Rect rect{100.0f, 100.0f, 100.0f, 32.0f};
    ui.draw([&] {
        begin_disabled(true, "Training has ended");
        begin_disabled(false);
        button("b", rect, "Step");
        end_disabled();
        end_disabled();
        button("c", {100.0f, 200.0f, 100.0f, 32.0f}, "Reset");
    });
    ui.run(2);
    const int before = ui.draw_data().TotalVtxCount;
    ui.move(rect.center());
    ui.run_seconds(0.8);
    CHECK(ui.draw_data().TotalVtxCount > before);
    CHECK_FALSE(ui.node("c").is_disabled);
}

TEST_CASE("a toast stays six seconds, stops under the pointer, and offers its action", "[ui]") {
    HeadlessUi ui;
    int undone = 0;
    ui.draw([&] { undone += draw_toast({0.0f, 0.0f, 1440.0f, 900.0f}); });
    show_toast("Hidden layer 2 removed", "Undo");
    ui.run(2);
    CHECK(wants_frame());
    CHECK(ui.node("toast").name == "Hidden layer 2 removed");
    ui.run_seconds(5.5);
    CHECK(ui.has_node("toast"));
    ui.move(ui.center("toast"));
    ui.run_seconds(3.0);
    REQUIRE(ui.has_node("toast"));
    ui.click(ui.center("toast.action"));
    CHECK(undone == 1);
    ui.run();
    CHECK_FALSE(ui.has_node("toast"));
    show_toast("Copied");
    ui.move({10.0f, 10.0f});
    ui.run_seconds(6.5);
    CHECK_FALSE(ui.has_node("toast"));
    CHECK_FALSE(wants_frame());
}

TEST_CASE("an idle screen asks for no frames", "[ui]") {
    SliderCase s(kRate, 0.5);
    s.ui.run_seconds(2.0);
    CHECK_FALSE(wants_frame());
}

TEST_CASE("controls survive rectangles too small for them and odd ratios", "[ui]") {
    for (const float ratio : {1.0f, 1.37f, 3.0f}) {
        HeadlessUi ui({123.0f, 77.0f}, ratio);
        double value = 0.001;
        int selected = 1, number = 5;
        bool is_on = true;
        ui.draw([&] {
            for (const float size : {0.0f, 1.0f, 7.0f, 400.0f}) {
                const Rect rect{3.3f, 5.7f, size, size};
                const std::string id = std::to_string(size);
                button("b" + id, rect, "A label", {.icon = icon::kPlay});
                slider("s" + id, rect, "A title", &value, kRate);
                slider_track("k" + id, rect, "brush", &value, kRate);
                select("c" + id, rect, "Activation", kActivations, &selected);
                segmented("g" + id, rect, "Loss", kActivations, &selected);
                number_field("n" + id, rect, "Neurons", &number, 1, 9);
                toggle("t" + id, rect, "on", &is_on);
                draw_progress(rect, 0.5f);
            }
        });
        ui.run(3);
        ui.click({60.0f, 40.0f});
        ui.run(30);
        CHECK(mirror::undescribed_items().empty());
    }
}
