// The whole page without a screen: real training in the inline trainer, real clicks on every widget.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <chrono>
#include <cmath>
#include <fstream>
#include <iterator>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/session/property.h"
#include "tests/panels/headless_ui.h"
#include "web/app/app.h"
#include "web/app/inline_link.h"
#include "web/panels/run_names.h"
#include "web/panels/strings.h"
#include "web/platform/null.h"
#include "web/widgets/controls.h"

namespace nn::ui::test {

namespace {

std::vector<std::uint8_t> digits_file() {
    std::ifstream file(INKLING_BUILD_DATA_DIR "/digits.inkd", std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

double clock_seconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

// The app at one screen size; every frame trains for a few milliseconds.
class Page {
public:
    explicit Page(ImVec2 size, bool is_touch = false) : ui_(size) {
        platform::null::provide_asset("digits", digits_file());
        app_ = std::make_unique<App>(std::make_unique<InlineLink>(clock_seconds, 0.004));
        frame_ = {.width = size.x, .height = size.y, .is_touch = is_touch};
        ui_.use_touch(is_touch);
        ui_.draw([this] {
            app_->poll();
            frame_.seconds += 1.0 / 60.0;
            app_->frame(frame_);
        });
    }

    HeadlessUi& ui() { return ui_; }
    App& app() { return *app_; }

    void wait_for_training() {
        app_->set("speed", "0");
        for (int i = 0; i < 20000 && number("epoch") < 20.0; ++i) ui_.run(1);
        REQUIRE(number("epoch") >= 20.0);
    }

    double number(const std::string& name) const {
        const std::string json = app_->state_json();
        const std::size_t at = json.find("\"" + name + "\":");
        REQUIRE(at != std::string::npos);
        return std::strtod(json.c_str() + at + name.size() + 3, nullptr);
    }

    std::string recipe() const { return text_in(app_->state_json(), "recipe"); }
    std::string replay() const { return text_in(app_->state_json(), "replay"); }

    // Until the link that was opened has led somewhere.
    void wait_for_replay() {
        for (int i = 0; i < 20000 && (replay().empty() || replay() == "under-way"); ++i) ui_.run(1);
    }

    static std::string text_in(const std::string& json, const std::string& name) {
        const std::size_t at = json.find("\"" + name + "\":\"") + name.size() + 4;
        return json.substr(at, json.find('"', at) - at);
    }

    bool is_clickable(const mirror::Node& node) const {
        using mirror::Role;
        const bool acts = node.role == Role::Button || node.role == Role::Toggle ||
                          node.role == Role::Slider || node.role == Role::Select ||
                          node.role == Role::Option || node.role == Role::Tab ||
                          node.role == Role::TextField || node.role == Role::Cell;
        const ImVec2 c = node.bounds.center();
        return acts && !node.is_disabled && !node.is_offscreen && c.x > 0.0f && c.y > 0.0f &&
               c.x < frame_.width && c.y < frame_.height;
    }

    // Clicks everything that can be clicked, what appears on the way included, and checks after each
    // click that nothing clickable stays unknown to the mirror.
    int click_everything() {
        std::set<std::string> done;
        int fruitless = 0;
        for (int round = 0; round < 400; ++round) {
            std::string next;
            ImVec2 point;
            // Of what an open drawer veils, which stands before it in the list, a click reaches nothing.
            bool is_reached = !ui_.has_node("view.drawer") || !ui_.has_node("network.add");
            for (const mirror::Node& node : mirror::nodes()) {
                is_reached |= node.id == "view.drawer";
                if (!is_reached || done.contains(node.id) || !is_clickable(node)) continue;
                next = node.id;
                point = node.bounds.center();
                break;
            }
            // Some of what stands in a drawer or behind a tab closes it: both are tried again.
            fruitless = next.empty() ? fruitless + 1 : 0;
            if (next.empty() && fruitless < 6) {
                next = ui_.has_node("view.drawer") && fruitless % 2 == 1 ? "view.drawer"
                                                                         : "stage.tabs.1";
                if (!ui_.has_node(next)) break;
                point = ui_.center(next);
            }
            if (next.empty()) break;
            done.insert(next);
            INFO("clicked " << next);
            ui_.click(point);
            ui_.run(3);
            CHECK(mirror::undescribed_items().empty());
        }
        return static_cast<int>(done.size());
    }

private:
    HeadlessUi ui_;
    std::unique_ptr<App> app_;
    platform::Frame frame_;
};

void stroke(HeadlessUi& ui, const Rect& pad, const std::vector<ImVec2>& points) {
    const auto at = [&](ImVec2 p) { return ImVec2{pad.x + p.x * pad.w, pad.y + p.y * pad.h}; };
    ui.move(at(points.front()));
    ui.press();
    for (const ImVec2& point : points) ui.move(at(point));
    ui.release();
    ui.run(2);
}

}  // namespace

TEST_CASE("The default session learns the digits to 0.95 and shows it", "[app]") {
    Page page({1440.0f, 900.0f});
    page.wait_for_training();
    CHECK(page.number("testAccuracy") > 0.95);
    CHECK(page.ui().node("status.accuracy").value.find('%') != std::string::npos);
    CHECK(page.app().report_text().find("macro avg") != std::string::npos);
}

TEST_CASE("Pause stops the step count and train goes on from there", "[app]") {
    Page page({1440.0f, 900.0f});
    page.wait_for_training();
    page.ui().click(page.ui().center("run.play"));
    page.ui().run(10);
    const double paused_at = page.number("step");
    page.ui().run(60);
    CHECK(page.number("step") == paused_at);
    page.ui().click(page.ui().center("run.step"));
    page.ui().run(10);
    CHECK(page.number("step") == paused_at + 1.0);
    page.ui().click(page.ui().center("run.play"));
    page.ui().run(60);
    CHECK(page.number("step") > paused_at + 1.0);
}

TEST_CASE("A one drawn on the pad is read as a one", "[app]") {
    Page page({1440.0f, 900.0f});
    page.wait_for_training();
    CHECK(page.app().predict_json().find("\"prediction\":-1") != std::string::npos);
    std::vector<ImVec2> line;
    for (int i = 0; i <= 20; ++i)
        line.push_back({0.5f, 0.2f + 0.6f * static_cast<float>(i) / 20.0f});
    stroke(page.ui(), page.ui().node("pad").bounds, line);
    CHECK(page.app().predict_json().find("\"prediction\":1") != std::string::npos);
    CHECK(page.ui().node("answer.1").value != "\u2013");
    page.ui().click(page.ui().center("pad.clear"));
    page.ui().run(3);
    CHECK(page.app().predict_json().find("\"prediction\":-1") != std::string::npos);
    // Clear is undone like a stroke.
    page.ui().click(page.ui().center("pad.undo"));
    page.ui().run(3);
    CHECK(page.app().predict_json().find("\"prediction\":1") != std::string::npos);
    page.ui().click(page.ui().center("pad.undo"));
    page.ui().run(3);
    CHECK(page.app().predict_json().find("\"prediction\":-1") != std::string::npos);
    CHECK(page.ui().node("pad.undo").is_disabled);
}

namespace {

std::vector<ImVec2> upright_line(float x) {
    std::vector<ImVec2> line;
    for (int i = 0; i <= 20; ++i) line.push_back({x, 0.25f + 0.5f * static_cast<float>(i) / 20.0f});
    return line;
}

std::vector<ImVec2> zigzag() {
    std::vector<ImVec2> points;
    for (int i = 0; i <= 10; ++i)
        points.push_back({0.15f + 0.07f * static_cast<float>(i), i % 2 == 0 ? 0.2f : 0.8f});
    return points;
}

bool says(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("What is no digit is not claimed to be one", "[app]") {
    const ImVec2 size = GENERATE(ImVec2{1440.0f, 900.0f}, ImVec2{360.0f, 740.0f});
    Page page(size, size.x < 400.0f);
    page.wait_for_training();
    HeadlessUi& ui = page.ui();
    stroke(ui, ui.node("pad").bounds, zigzag());
    CHECK(says(page.app().predict_json(), "\"doubt\":\"far\""));
    CHECK(says(page.app().predict_json(), "\"number\":\"?\""));
    CHECK(says(ui.node("pad").value, "unsure, perhaps "));
    CHECK(says(ui.node("pad").value, "it was trained on"));
    CHECK(ui.node("answer.1").value != "\u2013");  // the bars stay
    ui.click(ui.center("pad.clear"));
    ui.run(3);
    stroke(ui, ui.node("pad").bounds, {{0.5f, 0.5f}, {0.51f, 0.5f}});
    CHECK(says(ui.node("pad").value, "next to nothing is drawn"));
    ui.click(ui.center("pad.clear"));
    ui.run(3);
    CHECK(ui.node("pad").value == "empty");
    CHECK(says(page.app().predict_json(), "\"doubt\":\"none\""));
}

TEST_CASE("Digits side by side are read as a number, each to be looked at", "[app]") {
    const ImVec2 size = GENERATE(ImVec2{1440.0f, 900.0f}, ImVec2{360.0f, 740.0f});
    const bool is_phone = size.x < 400.0f;
    Page page(size, is_phone);
    page.wait_for_training();
    HeadlessUi& ui = page.ui();
    stroke(ui, ui.node("pad").bounds, upright_line(0.3f));
    CHECK(says(page.app().predict_json(), "\"number\":\"1\""));
    CHECK_FALSE(ui.has_node("pad.part.next"));
    stroke(ui, ui.node("pad").bounds, upright_line(0.7f));
    CHECK(says(page.app().predict_json(), "\"number\":\"11\""));
    CHECK(ui.node("pad").value == "read as the number 11");
    CHECK(ui.node("pad.number").value == "11");
    CHECK(page.app().predict_json().find("\"prediction\":1") != std::string::npos);
    // The last one drawn is the one the network sees, here the one at the right.
    CHECK(ui.node("pad.part.next").is_disabled);
    ui.click(ui.center("pad.part.previous"));
    ui.run(3);
    CHECK(ui.node("pad.part.previous").is_disabled);
    CHECK_FALSE(ui.node("pad.part.next").is_disabled);
    CHECK(ui.node("pad.part.next").bounds.h >= (is_phone ? 44.0f : 32.0f));
    // A third that is none, drawn at the left of both: said of the first place.
    stroke(ui, ui.node("pad").bounds, {{0.08f, 0.3f}, {0.09f, 0.3f}});
    CHECK(says(page.app().predict_json(), "\"number\":\"?11\""));
    CHECK(ui.node("pad").value ==
          "read as the number ?11; unsure of digit 1: next to nothing is drawn");
    for (int i = 0; i < 2; ++i) {
        ui.click(ui.center("pad.undo"));
        ui.run(3);
    }
    CHECK(says(page.app().predict_json(), "\"number\":\"1\""));
    CHECK_FALSE(ui.has_node("pad.part.next"));
}

TEST_CASE("An earlier run is named by what it was trained with", "[app]") {
    Page page({1440.0f, 900.0f});
    page.app().set("optimizer", "sgd");
    page.wait_for_training();
    page.ui().click(page.ui().center("run.play"));
    page.ui().run(10);
    // Momentum is chosen after the last step: it has nothing to do with that run.
    page.app().set("optimizer", "momentum");
    page.ui().run(5);
    page.ui().click(page.ui().center("run.reset"));
    page.ui().run(20);
    page.ui().click(page.ui().center("run.play"));
    page.wait_for_training();
    CHECK(page.ui().node("curves").value.find("SGD") != std::string::npos);
    CHECK(page.ui().node("curves.change").value == "Since the run before: SGD \u2192 Momentum");
}

TEST_CASE("A run is captioned by what changed since the one before", "[app]") {
    const Recipe before = parse_recipe("hidden=16&learning-rate=0.01").recipe;
    const auto changed = [&](std::string_view text) {
        return run_change(before, parse_recipe(text).recipe);
    };
    CHECK(changed("hidden=16&learning-rate=0.003") == "Learning rate 0.01 \u2192 0.003");
    CHECK(changed("hidden=32,8&learning-rate=0.01&shuffle=off&optimizer=sgd&seed=7") ==
          "Hidden layers 16 \u2192 32,8, Seed 0 \u2192 7, Adam \u2192 SGD, 1 more");
    CHECK(changed("hidden=16&learning-rate=0.01&activation=tanh") == "Activation ReLU \u2192 tanh");
    CHECK(changed("hidden=16&learning-rate=0.01") == "same settings");
    set_language(true);
    CHECK(changed("hidden=16&learning-rate=0.003") == "学习率 0.01 \u2192 0.003");
    set_language(false);
}

TEST_CASE("An earlier run is named in the words of the controls", "[app]") {
    const auto [property, earlier, present, name] =
        GENERATE(std::array{"features", "x1,x2-squared", "x1", "x\u2081, x\u2082\u00B2"},
                 std::array{"shuffle", "off", "on", ": off"});
    INFO(property);
    Page page({1440.0f, 900.0f});
    page.app().set("dataset", "circle");
    page.app().set(property, earlier);
    page.wait_for_training();
    page.ui().click(page.ui().center("run.play"));
    page.ui().run(10);
    page.app().set(property, present);
    page.ui().run(5);
    page.ui().click(page.ui().center("run.reset"));
    page.ui().run(20);
    page.ui().click(page.ui().center("run.play"));
    page.wait_for_training();
    INFO(page.ui().node("curves").value);
    CHECK(page.ui().node("curves").value.find(name) != std::string::npos);
}

TEST_CASE("Every widget of the page can be clicked at every size", "[app]") {
    struct Setting {
        ImVec2 size;
        bool is_touch;
        int least;  // widgets that must have been found
    };
    const Setting setting =
        GENERATE(Setting{{1440.0f, 900.0f}, false, 60}, Setting{{1024.0f, 768.0f}, false, 40},
                 Setting{{360.0f, 740.0f}, true, 20}, Setting{{1111.0f, 555.0f}, false, 40},
                 Setting{{740.0f, 360.0f}, true, 20}, Setting{{800.0f, 600.0f}, false, 40});
    INFO(setting.size.x << " by " << setting.size.y);
    Page page(setting.size, setting.is_touch);
    page.wait_for_training();
    CHECK(page.click_everything() >= setting.least);
    page.ui().run(300);
}

TEST_CASE("In a header and beside a pad as narrow as a tablet has them nothing lies over another",
          "[app]") {
    const float width = GENERATE(700.0f, 744.0f, 800.0f, 1024.0f);
    const bool is_chinese = GENERATE(false, true);
    CAPTURE(width, is_chinese);
    Page page({width, 768.0f});
    page.wait_for_training();
    if (is_chinese) page.ui().click(page.ui().center("view.language"));
    page.ui().run(3);
    std::vector<std::pair<std::string, Rect>> seen;
    for (const char* id :
         {"view.drawer", "run.play", "run.step", "run.epoch", "run.reset", "run.speed", "edit.undo",
          "edit.redo", "course.open", "share.open", "view.language", "view.theme", "view.help",
          "pad.undo", "pad.clear", "pad.brush"}) {
        if (!page.ui().has_node(id)) continue;
        const Rect bounds = page.ui().node(id).bounds;
        for (const auto& [other, taken] : seen) {
            INFO(id << " and " << other);
            CHECK((bounds.x >= taken.right() || bounds.right() <= taken.x ||
                   bounds.y >= taken.bottom() || bounds.bottom() <= taken.y));
        }
        seen.emplace_back(id, bounds);
    }
    CHECK(seen.size() >= 15);
}

TEST_CASE("A tablet's settings lie over the stage and close by a press beside them", "[app]") {
    const bool is_touch = GENERATE(false, true);
    Page page({900.0f, 900.0f}, is_touch);
    page.ui().run(3);
    const Rect pad = page.ui().node("pad").bounds;
    page.ui().click(page.ui().center("view.drawer"));
    page.ui().run(3);
    REQUIRE(page.ui().has_node("network.add"));
    CHECK(page.ui().node("pad").bounds.x == pad.x);
    const std::string before = page.ui().node("pad").value;

    SECTION("without drawing on what lies below") {
        page.ui().click(page.ui().center("stage.image"));
        page.ui().run(3);
        CHECK_FALSE(page.ui().has_node("network.add"));
        CHECK(page.ui().node("pad").value == before);
    }
    SECTION("by Escape") {
        page.ui().key(ImGuiKey_Escape);
        page.ui().run(3);
        CHECK_FALSE(page.ui().has_node("network.add"));
    }
    SECTION("by a sample that goes to the pad") {
        page.ui().click(page.ui().center("data.gallery.0"));
        page.ui().run(3);
        CHECK_FALSE(page.ui().has_node("network.add"));
    }
    SECTION("and a select in it closes first") {
        page.ui().click(page.ui().center("recipe.dataset"));
        page.ui().run(3);
        page.ui().key(ImGuiKey_Escape);
        page.ui().run(3);
        CHECK(page.ui().has_node("network.add"));
    }
}

TEST_CASE("Epoch, accuracy, speed and step are on the screen at every size", "[app]") {
    const ImVec2 size =
        GENERATE(ImVec2{1440.0f, 900.0f}, ImVec2{1280.0f, 720.0f}, ImVec2{768.0f, 1024.0f},
                 ImVec2{1024.0f, 768.0f}, ImVec2{1111.0f, 555.0f}, ImVec2{360.0f, 740.0f},
                 ImVec2{740.0f, 360.0f});
    INFO(size.x << " by " << size.y);
    const bool is_phone = size.x < 700.0f || size.y < 480.0f;
    Page page(size, is_phone);
    page.wait_for_training();
    HeadlessUi& ui = page.ui();
    const bool is_chinese = GENERATE(false, true);
    if (is_phone) {
        ui.click(ui.center("place.data"));
        if (is_chinese) ui.click(ui.center("view.language"));
        ui.click(ui.center("place.train"));
    } else if (is_chinese) {
        ui.click(ui.center("view.language"));
    }
    ui.run(3);
    const auto check = [&](std::initializer_list<const char*> ids) {
        std::vector<Rect> taken;
        for (const char* id : ids) {
            INFO(id);
            REQUIRE(ui.has_node(id));
            const Rect bounds = ui.node(id).bounds;
            CHECK(bounds.x >= 0.0f);
            CHECK(bounds.right() <= size.x);
            for (const Rect& other : taken)
                CHECK((bounds.x >= other.right() || other.x >= bounds.right() ||
                       bounds.y >= other.bottom() || other.y >= bounds.bottom()));
            taken.push_back(bounds);
        }
    };
    check({"status.epoch", "status.accuracy", "status.rate", "status.step"});
    ui.click(ui.center("run.play"));
    ui.run(10);
    check({"status.epoch", "status.accuracy", "status.state", "status.step"});
    CHECK(ui.node("status.state").name == (is_chinese ? kChinese.paused : kEnglish.paused));
    // The header's buttons keep their room.
    if (!is_phone) CHECK(ui.node("run.speed").bounds.right() <= ui.node("edit.undo").bounds.x);
}

TEST_CASE("A phone undoes and redoes what was done to the session, and explains itself", "[app]") {
    const ImVec2 size = GENERATE(ImVec2{360.0f, 740.0f}, ImVec2{740.0f, 360.0f});
    Page page(size, true);
    HeadlessUi& ui = page.ui();
    ui.run(5);
    REQUIRE(page.app().set("seed", "7").empty());
    ui.run(5);
    for (const char* place :
         {"place.draw", "place.train", "place.network", "place.report", "place.data"}) {
        INFO(place);
        ui.click(ui.center(place));
        ui.run(3);
        const auto choose = [&](const char* action) {
            ui.click(ui.center("view.menu"));
            ui.run(20);
            CHECK(ui.node(action).bounds.h >= 44.0f);
            CHECK_FALSE(ui.node(action).is_disabled);
            ui.click(ui.center(action));
            ui.run(20);
        };
        CHECK(page.recipe().find("seed=7") != std::string::npos);
        choose("edit.undo");
        CHECK_FALSE(ui.has_node("edit.undo"));
        CHECK(page.recipe().find("seed=7") == std::string::npos);
        choose("edit.redo");
        CHECK(page.recipe().find("seed=7") != std::string::npos);
        choose("view.help");
        CHECK_FALSE(ui.has_node("edit.undo"));
        ui.key(ImGuiKey_Escape);
        ui.run(3);
    }
}

TEST_CASE("A cell whose samples are all read rightly by now says so", "[app]") {
    Page page({1440.0f, 900.0f});
    HeadlessUi& ui = page.ui();
    page.app().set("speed", "1");
    const auto wrong_cell = [] {
        for (const mirror::Node& node : mirror::nodes())
            if (node.role == mirror::Role::Cell && node.id[10] != node.id[12]) return node.id;
        return std::string();
    };
    for (int i = 0; i < 3000 && wrong_cell().empty(); ++i) ui.run(1);
    // One that training empties: asked anew until there is such a one.
    bool was_empty = false;
    for (int attempt = 0; attempt < 20 && !was_empty; ++attempt) {
        const std::string id = wrong_cell();
        if (id.empty()) break;
        mirror::post_click(id);
        ui.run(3);
        page.app().set("speed", "0");
        for (int i = 0; i < 300 && ui.has_node(id); ++i) ui.run(1);
        was_empty = !ui.has_node(id);
        if (!was_empty) ui.key(ImGuiKey_Escape);
    }
    REQUIRE(was_empty);
    page.app().pause();
    ui.run(5);
    if (!ui.has_node("confusion.sample.0"))
        CHECK(ui.node("confusion.none").name == kEnglish.cell_empty);
}

TEST_CASE("A toast covers neither charts nor matrix", "[app]") {
    const ImVec2 size = GENERATE(ImVec2{1440.0f, 900.0f}, ImVec2{768.0f, 1024.0f});
    Page page(size);
    page.ui().run(5);
    if (size.x < 1100.0f) page.ui().click(page.ui().center("view.drawer"));
    page.ui().run(3);
    page.ui().click(page.ui().center("network.add"));
    page.ui().run(20);
    const Rect toast = page.ui().node("toast").bounds;
    CHECK(toast.bottom() <= page.ui().node("curves.tabs.0").bounds.y - 8.0f);
    const float left = size.x < 1100.0f ? 0.0f : 280.0f;
    CHECK(std::abs(toast.center().x - 0.5f * (left + size.x)) <= 1.0f);
}

TEST_CASE("A tablet's confusion matrix has the samples that were misread beside it", "[app]") {
    Page page({768.0f, 1024.0f});
    page.wait_for_training();
    HeadlessUi& ui = page.ui();
    ui.click(ui.center("band.tabs.1"));
    ui.run(3);
    const Rect matrix = ui.node("confusion").bounds;
    REQUIRE(ui.has_node("wrong.0"));
    CHECK(ui.node("wrong.0").bounds.x > matrix.right());
    ui.click(ui.center("wrong.0"));
    ui.run(3);
    CHECK(ui.node("pad").value != "empty");
    // Points in the plane have no images: the matrix stands in the middle.
    REQUIRE(page.app().set("dataset", "moons").empty());
    ui.run(10);
    page.wait_for_training();
    CHECK(std::abs(ui.node("confusion").bounds.center().x - 384.0f) < 60.0f);
}

TEST_CASE("On a phone a sample goes to the pad where it can be seen", "[app]") {
    Page page({360.0f, 740.0f}, true);
    page.ui().run(3);
    page.ui().click(page.ui().center("place.data"));
    page.ui().run(3);
    REQUIRE_FALSE(page.ui().has_node("pad"));
    page.ui().click(page.ui().center("data.gallery.0"));
    page.ui().run(3);
    CHECK(page.ui().has_node("pad"));
}

TEST_CASE("A phone on its side shows pad and answer side by side", "[app]") {
    Page page({740.0f, 360.0f}, true);
    page.ui().run(3);
    const Rect pad = page.ui().node("pad").bounds;
    for (const char* id : {"answer.0", "answer.9", "pad.undo", "pad.brush", "run.play"}) {
        INFO(id);
        const Rect bounds = page.ui().node(id).bounds;
        CHECK(bounds.y >= 0.0f);
        CHECK(bounds.bottom() <= 360.0f);
        if (std::string_view(id) != "run.play") CHECK(bounds.x >= pad.right());
    }
}

TEST_CASE("A problem in the plane is learnt, and read at the place that was clicked", "[app]") {
    Page page({1440.0f, 900.0f});
    page.ui().run(5);
    REQUIRE(page.app().set("dataset", "spiral").empty());
    page.ui().run(5);
    page.ui().click(page.ui().center("data.problem.circle"));
    page.ui().run(5);
    CHECK(page.recipe().find("dataset=circle") != std::string::npos);
    page.app().set("learning-rate", "0.03");
    page.wait_for_training();
    page.ui().click(page.ui().center("run.play"));
    page.ui().run(30);  // to the end of the sweep over the plane
    CHECK(page.number("testAccuracy") > 0.95);
    CHECK_FALSE(page.ui().has_node("pad"));
    CHECK_FALSE(page.ui().has_node("stage.tabs.1"));

    // Blue in the middle, orange in the corner; the probe goes where it was clicked last, and away.
    const Rect plane = page.ui().node("plane").bounds;
    const auto reads = [&](ImVec2 share, const char* expected) {
        page.ui().click({plane.x + share.x * plane.w, plane.y + share.y * plane.h});
        page.ui().run(3);
        CHECK(page.ui().node("plane.reading").value.find(expected) != std::string::npos);
        CHECK(page.ui().node("plane").value.find(expected) != std::string::npos);
    };
    reads({0.5f, 0.5f}, "blue");
    CHECK(page.app().predict_json().find("\"prediction\":1") != std::string::npos);
    reads({0.05f, 0.05f}, "orange");
    CHECK(page.ui().node("plane.reading").value.find("x\u2081 \u22125.4") != std::string::npos);
    CHECK(page.app().predict_json().find("\"prediction\":0") != std::string::npos);
    page.ui().click({plane.x + 0.05f * plane.w, plane.y + 0.05f * plane.h});
    page.ui().run(3);
    CHECK(page.app().predict_json().find("\"prediction\":-1") != std::string::npos);

    // By keyboard a coordinate at a time.
    mirror::post_number("plane.x1", -5.0);
    page.ui().run(3);
    mirror::post_number("plane.x2", 4.5);
    page.ui().run(3);
    CHECK(page.ui().node("plane").value.find("x\u2081 \u22125.0, x\u2082 4.5: orange") !=
          std::string::npos);

    // Features come and go; the last one stays.
    page.ui().click(page.ui().center("features.sin-x2"));
    page.ui().run(5);
    CHECK(page.recipe().find("features=x1,x2,sin-x2") != std::string::npos);
    for (const char* feature : {"features.x1", "features.x2"}) {
        page.ui().click(page.ui().center(feature));
        page.ui().run(5);
    }
    CHECK(page.recipe().find("features=sin-x2") != std::string::npos);
    CHECK(page.ui().node("features.sin-x2").is_disabled);

    // Back among images the pad is there again.
    CHECK(page.app().set("dataset", "digits").empty());
    page.ui().run(10);
    CHECK(page.ui().has_node("pad"));
    CHECK_FALSE(page.ui().has_node("plane"));
}

TEST_CASE("Choosing points in the plane brings settings that suit them, and images theirs",
          "[app]") {
    Page page({1440.0f, 900.0f});
    page.ui().run(5);
    page.app().set("batch", "64");
    const auto choose = [&page](const std::string& option) {
        page.ui().click(page.ui().center("recipe.dataset"));
        page.ui().run(20);
        page.ui().click(page.ui().center("recipe.dataset." + option));
        page.ui().run(10);
    };
    choose("6");
    CHECK(page.recipe() == "dataset=spiral&batch=64");
    page.app().set("hidden", "9");  // from here on the reader's
    choose("0");
    CHECK(page.recipe() == "hidden=9&batch=64");
    // What a link says is taken as it says.
    REQUIRE(page.app().load("dataset=xor&batch=32").empty());
    page.ui().run(5);
    CHECK(page.recipe() == "dataset=xor&batch=32");
}

TEST_CASE("The article's program is chosen, runs to its own end, and is left again", "[app]") {
    Page page({1440.0f, 900.0f});
    page.ui().run(5);
    const auto choose = [&page](const std::string& option) {
        page.ui().click(page.ui().center("data.session"));
        page.ui().run(20);
        page.ui().click(page.ui().center("data.session." + option));
        page.ui().run(10);
    };
    page.app().set("seed", "0");
    choose("1");
    CHECK(page.recipe() == "twin=on");
    page.app().set("speed", "0");
    const auto is_over = [&page] {
        return page.app().state_json().find("\"phase\":\"stopped\"") != std::string::npos;
    };
    for (int i = 0; i < 20000 && !is_over(); ++i) page.ui().run(1);
    CHECK(page.number("epoch") == 151.0);  // scikit-learn's n_iter_ for random_state=0
    page.app().set("batch", "20");
    page.ui().run(5);
    CHECK(page.ui().node("data.session").number == 2.0);  // the reader's own
    choose("0");
    CHECK(page.recipe().empty());
}

TEST_CASE("Variants of a sample follow the augmentation's settings", "[app]") {
    Page page({1440.0f, 900.0f});
    page.ui().run(5);
    page.ui().click(page.ui().center("data.augmentation"));
    page.ui().run(20);
    REQUIRE(page.ui().has_node("data.variants"));
    CHECK_FALSE(page.ui().node("data.other-variants").is_disabled);
    for (const char* name : {"shift", "rotate", "scale", "shear", "elastic"})
        CHECK(page.app().set(std::string("augment-") + name, "0").empty());
    page.ui().run(5);
    CHECK(page.ui().node("data.other-variants").is_disabled);
}

TEST_CASE("Where the Chinese font does not come, English stays and says so", "[app]") {
    Page page({1440.0f, 900.0f});
    page.ui().run(3);
    platform::request_asset("font-zh");  // which is not there
    page.ui().click(page.ui().center("view.language"));
    page.ui().run(10);
    CHECK(page.ui().node("section.data").name == "Data");
    REQUIRE(page.ui().has_node("toast"));
    CHECK(page.ui().node("toast").name.find("its font did not load") != std::string::npos);
    platform::cancel_asset("font-zh");
}

TEST_CASE("Data that does not come with the page is told, and can be tried again", "[app]") {
    for (const ImVec2 size : {ImVec2{1440.0f, 900.0f}, ImVec2{360.0f, 740.0f}}) {
        Page page(size, size.x < 500.0f);
        platform::null::provide_asset("digits", {});
        page.ui().run(10);
        const std::string retry = size.x < 500.0f ? "draw.retry" : "stage.retry";
        REQUIRE(page.ui().has_node(retry));
        CHECK(page.ui().has_node("data.cancel") == false);
        platform::null::provide_asset("digits", digits_file());
        page.ui().click(page.ui().center(retry));
        page.ui().run(20);
        CHECK_FALSE(page.ui().has_node(retry));
        CHECK(page.number("step") > 0.0);
    }
}

TEST_CASE("A regression is rated by R², and shows no classes", "[app]") {
    Page page({1440.0f, 900.0f});
    page.ui().run(5);
    REQUIRE(page.app().set("dataset", "plane").empty());
    page.app().set("learning-rate", "0.01");
    page.wait_for_training();
    CHECK(page.number("testAccuracy") > 0.9);
    CHECK(page.ui().node("status.accuracy").value.find('%') == std::string::npos);
    CHECK(page.ui().has_node("report.r2"));
    CHECK(page.ui().has_node("scatter"));
    CHECK_FALSE(page.ui().has_node("report.accuracy"));
    CHECK_FALSE(page.ui().has_node("recipe.loss"));
}

TEST_CASE("Every widget of a problem in the plane can be clicked at every size", "[app]") {
    struct Setting {
        ImVec2 size;
        bool is_touch;
        const char* recipe;
    };
    const Setting setting =
        GENERATE(Setting{{1440.0f, 900.0f}, false, "dataset=spiral"},
                 Setting{{1024.0f, 768.0f}, false, "dataset=multi-gauss"},
                 Setting{{360.0f, 740.0f}, true, "dataset=moons"},
                 Setting{{740.0f, 360.0f}, true, "dataset=xor&hidden=none"},
                 Setting{{1111.0f, 555.0f}, false, "dataset=gauss&hidden=300,7&samples=5000"});
    INFO(setting.recipe);
    Page page(setting.size, setting.is_touch);
    page.ui().run(5);
    REQUIRE(page.app().load(setting.recipe).empty());
    page.ui().run(60);
    CHECK(page.click_everything() >= 20);
    page.ui().run(200);
}

TEST_CASE("A link shows parts of the page alone, leaves out controls and locks them", "[app]") {
    const ImVec2 size = GENERATE(ImVec2{680.0f, 316.0f}, ImVec2{360.0f, 640.0f});
    const std::string show =
        GENERATE(as<std::string>{}, "pad", "network", "curves,learning-rate,hidden,optimizer",
                 "matrix,report", "run,seed,early-stopping", "nonsense,pad");
    CAPTURE(show, size.x);
    Page page(size);
    page.wait_for_training();
    page.app().set_view("show", show);
    page.ui().run(5);
    CHECK_FALSE(page.ui().has_node("share.open"));
    CHECK_FALSE(page.ui().has_node("view.menu"));
    CHECK(page.ui().has_node("pad") == show.ends_with("pad"));
    CHECK(page.ui().has_node("run.play") ==
          (show.starts_with("curves") || show.starts_with("run")));
    CHECK(page.ui().has_node("recipe.learning-rate") == show.starts_with("curves"));
    CHECK(mirror::undescribed_items().empty());

    // What is hidden takes no figure with it.
    page.app().set_view("hide", "run,learning-rate");
    page.app().set_view("lock", "hidden");
    page.ui().run(5);
    CHECK_FALSE(page.ui().has_node("run.play"));
    CHECK_FALSE(page.ui().has_node("recipe.learning-rate"));
    if (show.starts_with("curves")) {
        CHECK(page.ui().has_node("status.epoch"));
        CHECK(page.ui().node("network.hidden.1").is_disabled);
        mirror::post_number("network.hidden.1", 3.0);
        page.ui().run(3);
        CHECK(page.recipe().find("hidden") == std::string::npos);
    }
    page.app().set_view("show", "");
    page.app().set_view("hide", "");
    page.app().set_view("lock", "");
    page.ui().run(5);
    CHECK(page.ui().has_node("run.play"));
}

TEST_CASE("Removing a layer can be undone", "[app]") {
    Page page({1440.0f, 900.0f});
    page.wait_for_training();
    page.ui().click(page.ui().center("network.add"));
    page.ui().run(5);
    CHECK(page.recipe().find("hidden=64,32") != std::string::npos);
    page.ui().click(page.ui().center("network.hidden.2.remove"));
    page.ui().run(5);
    CHECK(page.recipe().find("hidden=64,32") == std::string::npos);
    page.ui().click(page.ui().center("edit.undo"));
    page.ui().run(5);
    CHECK(page.recipe().find("hidden=64,32") != std::string::npos);
    page.ui().click(page.ui().center("edit.redo"));
    page.ui().run(5);
    CHECK(page.recipe().find("hidden=64,32") == std::string::npos);
}

TEST_CASE("The network is edited in its picture, and what came of it is told", "[app]") {
    Page page({1440.0f, 900.0f});
    page.wait_for_training();
    HeadlessUi& ui = page.ui();
    ui.click(ui.center("run.play"));
    ui.run(30);
    const double step = page.number("step"), accuracy = page.number("testAccuracy");
    const std::string digest = Page::text_in(page.app().state_json(), "digest");
    const auto settle = [&] { ui.run(30); };

    ui.click(ui.center("stage.layer.1.edit"));
    settle();
    REQUIRE(ui.has_node("edit.silence"));
    // Beside the layer, so that it and the answers are seen while they change.
    CHECK(ui.node("edit.bias").bounds.right() < ui.node("stage.layer.1.fewer").bounds.x);
    const std::string before = page.app().parameters_json("2");
    ui.click(ui.center("edit.silence"));
    settle();
    CHECK(Page::text_in(page.app().state_json(), "digest") != digest);
    CHECK(page.number("step") == step);
    CHECK(page.app().parameters_json("2").find("\"weights\":[0,0,0,0,0,0,0,0,0,0,") !=
          std::string::npos);
    CHECK(ui.node("edit.outcome").value.find("\u2192") != std::string::npos);
    CHECK(page.app().link_json("changes").find(":silence=1,0&") != std::string::npos);

    ui.key(ImGuiKey_Escape);
    settle();
    ui.click(ui.center("edit.undo"));
    settle();
    CHECK(page.app().parameters_json("2") == before);
    CHECK(page.number("testAccuracy") == accuracy);

    // The slider moves one bias, and undo brings it back.
    const std::string biases = page.app().parameters_json("1");
    ui.click(ui.center("stage.layer.1.edit"));
    settle();
    const Rect bias = ui.node("edit.bias").bounds;
    ui.drag({bias.center().x, bias.bottom() - 12.0f}, {bias.right() - 4.0f, bias.bottom() - 12.0f});
    settle();
    CHECK(page.app().parameters_json("1") != biases);
    CHECK(page.app().link_json("changes").find("bias=1,0,") != std::string::npos);
    ui.key(ImGuiKey_Escape);
    settle();
    ui.click(ui.center("edit.undo"));
    settle();
    CHECK(page.app().parameters_json("1") == biases);

    // A column grows and shrinks under its buttons, which starts anew; what was edited is then past undoing.
    ui.click(ui.center("stage.layer.1.more"));
    settle();
    CHECK(page.recipe() == "hidden=65");
    ui.click(ui.center("stage.layer.1.fewer"));
    settle();
    ui.click(ui.center("stage.layer.1.fewer"));
    settle();
    CHECK(page.recipe() == "hidden=63");
    CHECK(page.app().link_json("changes").find("bias=") == std::string::npos);
    ui.click(ui.center("stage.layer.1.edit"));
    settle();
    ui.click(ui.center("edit.add-layer"));
    settle();
    CHECK(page.recipe() == "hidden=63,63");
    ui.click(ui.center("edit.remove-layer"));
    settle();
    CHECK(page.recipe() == "hidden=63");
}

TEST_CASE("The API edits the network by hand, and names what it cannot", "[app]") {
    Page page({1440.0f, 900.0f});
    page.wait_for_training();
    page.app().pause();
    page.ui().run(30);
    CHECK(page.app().edit("weight=1,64,0,1").find("weight=1,64,0,1") != std::string::npos);
    CHECK_FALSE(page.app().edit("nonsense").empty());
    const double accuracy = page.number("testAccuracy"), loss = page.number("testLoss");
    const std::string digest = Page::text_in(page.app().state_json(), "digest");
    CHECK(page.app().edit("swap=1,3,7").empty());
    page.ui().run(30);
    // The same function, but for the order in which sums are added.
    CHECK(Page::text_in(page.app().state_json(), "digest") != digest);
    CHECK(page.number("testAccuracy") == accuracy);
    CHECK(std::abs(page.number("testLoss") - loss) < 1e-5);
    CHECK(page.app().edit("weight=1,3,20,0.25").empty());
    page.ui().run(30);
    CHECK(page.app().parameters_json("3").find("no such layer") != std::string::npos);
    CHECK(page.app().link_json("changes").find("swap=1,3,7;weight=1,3,20,0.25&") !=
          std::string::npos);
}

TEST_CASE("The training panel shows what its optimiser and schedule read, and no more", "[app]") {
    Page page({1440.0f, 2400.0f});
    page.ui().run(5);
    page.ui().click(page.ui().center("training.rates"));
    page.ui().click(page.ui().center("training.more"));
    struct Setting {
        const char* recipe;
        std::set<std::string> shown;
    };
    // Of those rows that come and go; the others are always there.
    const std::set<std::string> changing{"momentum",        "weight-decay",    "beta1",
                                         "beta2",           "epsilon",         "smoothing",
                                         "schedule-epochs", "schedule-factor", "schedule-power",
                                         "patience",        "validation-share"};
    const Setting settings[] = {
        {"optimizer=sgd", {}},
        {"optimizer=nesterov&schedule=step", {"momentum", "schedule-epochs", "schedule-factor"}},
        {"optimizer=adam&schedule=cosine",
         {"beta1", "beta2", "epsilon", "schedule-epochs", "schedule-factor"}},
        {"optimizer=adamw&early-stopping=on",
         {"weight-decay", "beta1", "beta2", "epsilon", "patience", "validation-share"}},
        {"optimizer=rmsprop&schedule=invscaling", {"smoothing", "epsilon", "schedule-power"}},
        {"optimizer=adagrad&schedule=adaptive", {"epsilon"}}};
    for (const Setting& setting : settings) {
        CAPTURE(setting.recipe);
        REQUIRE(page.app().load(setting.recipe).empty());
        page.ui().run(5);
        for (const char* always : {"optimizer", "learning-rate", "batch", "l2", "dropout",
                                   "schedule", "warm-up", "clip-norm", "loss", "class-weights",
                                   "l1", "init", "seed", "early-stopping", "max-epochs"})
            CHECK(page.ui().has_node(std::string("recipe.") + always));
        for (const std::string& name : changing) {
            CAPTURE(name);
            CHECK(page.ui().has_node("recipe." + name) == setting.shown.contains(name));
        }
    }
}

TEST_CASE("Every loss learns the digits", "[app]") {
    Page page({1440.0f, 900.0f});
    page.ui().run(5);
    for (const char* loss : {"cross-entropy", "binary-cross-entropy", "squared-error"}) {
        CAPTURE(loss);
        REQUIRE(page.app().set("loss", loss).empty());
        for (int i = 0; i < 100 && page.number("epoch") >= 20.0; ++i) page.ui().run(1);
        page.wait_for_training();  // of the new run
        CHECK(page.number("testAccuracy") > 0.9);
        // Shares of 100 %, but for bare outputs, which may be above 1 or below 0.
        CHECK(page.app().show_sample(3).empty());
        page.ui().run(3);
        const std::string answer = page.ui().node("answer.3").value;
        CHECK(answer.ends_with(" %") == (std::string_view(loss) != "squared-error"));
    }
}

TEST_CASE("A data set that cannot be loaded says so and loses nothing", "[app]") {
    Page page({1440.0f, 900.0f});
    page.wait_for_training();
    const double step = page.number("step");
    CHECK(page.app().set("dataset", "mnist").empty());
    page.ui().run(30);
    CHECK(page.ui().has_node("data.retry"));
    CHECK(page.app().state_json().find("\"dataset\":\"digits\"") != std::string::npos);
    CHECK(page.number("step") > step);
    page.ui().click(page.ui().center("data.cancel"));
    page.ui().run(3);
    CHECK_FALSE(page.ui().has_node("data.retry"));
}

TEST_CASE("The API names what is wrong with a value", "[app]") {
    Page page({1440.0f, 900.0f});
    page.ui().run(5);
    const std::string before = page.recipe();
    CHECK_FALSE(page.app().set("learning-rate", "1000").empty());
    CHECK_FALSE(page.app().set("toString", "1").empty());
    CHECK_FALSE(page.app().set("speed", "-1").empty());
    CHECK(page.recipe() == before);
    CHECK(page.app().set("learning-rate", "0.01").empty());
    CHECK(page.recipe().find("learning-rate=0.01") != std::string::npos);
}

TEST_CASE("Divergence is shown with a way out that works", "[app]") {
    Page page({1440.0f, 900.0f});
    CHECK(page.app().load("optimizer=sgd&learning-rate=10&scaling=none&activation=linear").empty());
    for (int i = 0; i < 20000 && !page.ui().has_node("run.use-default-rate"); ++i) page.ui().run(1);
    REQUIRE(page.ui().has_node("run.use-default-rate"));
    page.ui().click(page.ui().center("run.use-default-rate"));
    page.ui().run(30);
    CHECK(page.recipe().find("learning-rate") == std::string::npos);
    CHECK_FALSE(page.ui().has_node("run.use-default-rate"));
}

TEST_CASE("A link is trained again, and what became of it stays until the session changes",
          "[app]") {
    const float width = GENERATE(1440.0f, 800.0f, 360.0f);
    CAPTURE(width);
    Page page({width, width > 700.0f ? 900.0f : 740.0f}, width < 700.0f);
    page.ui().run(5);
    page.app().open_json("#1&hidden=8&seed=3&steps=60&at=20:learning-rate=0.01&theme=light");
    page.wait_for_replay();
    CHECK(page.replay() == "unchecked");
    CHECK(page.number("step") == 60.0);
    CHECK(page.ui().node("link.outcome").name == "Trained as the link says");
    const std::string link = Page::text_in(page.app().link_json("changes"), "link");
    CHECK(link.find("at=20:learning-rate=0.01") != std::string::npos);
    CHECK(link.find("theme=light") != std::string::npos);

    page.app().open_json(link);
    page.wait_for_replay();
    CHECK(page.replay() == "exact");
    CHECK(page.ui().node("link.outcome").name == "Reproduced exactly");
    CHECK(mirror::undescribed_items().empty());

    page.ui().click(page.ui().center("link.dismiss"));
    page.ui().run(2);
    CHECK_FALSE(page.ui().has_node("link.outcome"));

    std::string other = link;
    other[other.find("digest=") + 7] ^= 1;
    page.app().open_json(other);
    page.wait_for_replay();
    CHECK(page.ui().node("link.outcome").name == "Not the same weights");

    // Both digests, and another try, which comes to the same.
    page.ui().click(page.ui().center("link.see-difference"));
    page.ui().run(5);
    const auto digest_in = [](std::string text) {
        text = text.substr(text.find("digest=") + 7, 16);
        for (const std::size_t at : {12u, 8u, 4u}) text.insert(at, " ");
        return text;
    };
    const std::string told = page.ui().node("link.difference").value;
    CHECK(told.starts_with("Sender " + digest_in(other) + ", step 60. Here " + digest_in(link) +
                           ", step 60. "));
    CHECK(told.find("inkling bisect --record trace.txt '#1&hidden=8&") != std::string::npos);
    CHECK(told.find("theme") == std::string::npos);
    CHECK(mirror::undescribed_items().empty());
    page.ui().click(page.ui().center("link.copy-commands"));
    page.ui().run(3);
    CHECK(platform::null::copied_text().starts_with("inkling bisect --record trace.txt '#1&"));
    page.ui().click(page.ui().center("link.see-difference"));
    page.ui().run(600);  // until no toast covers anything
    page.ui().click(page.ui().center("link.retrain"));
    page.ui().run(2);
    page.wait_for_replay();
    CHECK(page.ui().node("link.outcome").name == "Not the same weights");
    CHECK_FALSE(page.ui().has_node("link.difference"));
    page.ui().click(page.ui().center("link.continue"));
    page.ui().run(10);
    CHECK(page.replay().empty());
    CHECK(page.number("step") > 60.0);
}

TEST_CASE("A link keeps what the page shows, the brush and the sample on the pad", "[app]") {
    const std::string words =
        "weights,accuracy,linear,by-step,test-points,no-training-points,stepped,smooth-40,"
        "brush-60,sample-17";
    const auto view_of = [](Page& page) {
        return Page::text_in(page.app().link_json("changes,view"), "view");
    };
    Page page({1440.0f, 900.0f});
    page.wait_for_training();
    page.app().pause();
    CHECK(view_of(page).empty());
    page.ui().click(page.ui().center("stage.edges.1"));
    page.ui().click(page.ui().center("curves.tabs.1"));
    page.ui().run(3);
    CHECK(view_of(page) == "weights,accuracy");
    // What a word cannot mean does nothing, and what has bounds keeps to them.
    page.app().set_view("view", words + ",tostring,smooth-,brush--5,sample-99999999999");
    page.ui().run(5);
    CHECK(view_of(page) == words);
    page.app().set_view("view", "samples,smooth-999,brush-9999");
    CHECK(view_of(page) == "samples,smooth-95,brush-250,sample-17");

    // A link shows what it says, and what it does not say is as usual.
    page.app().open_json("#1&hidden=8&steps=20&ink=AAAA_g&view=" + words);
    page.wait_for_replay();
    CHECK(view_of(page) == words);
    CHECK(Page::text_in(page.app().link_json("changes"), "link").find("view=") ==
          std::string::npos);
    page.app().open_json("#1&view=network&ink=~A8AAAA_g");
    page.ui().run(30);
    CHECK(view_of(page).empty());
    CHECK(Page::text_in(page.app().link_json("ink"), "link").find("&ink=~A8AAAA_g") !=
          std::string::npos);
}

TEST_CASE("Weights in a link are taken as they are; broken ones are told and trained again",
          "[app]") {
    Page page({1440.0f, 900.0f});
    page.ui().run(5);
    page.app().open_json("#1&hidden=8&steps=60");
    page.wait_for_replay();
    const std::string packed = Page::text_in(page.app().packed_json(), "bytes");
    REQUIRE(packed.size() > 600);
    const double accuracy = page.number("testAccuracy");

    // As the page does: the link has some deflated bytes, which the caller inflates.
    page.app().open_json("#1&hidden=8&steps=60&weights=AAAA");
    CHECK(page.app().open_weights(packed).empty());
    page.wait_for_replay();
    CHECK(page.replay() == "restored");
    CHECK(page.number("step") == 60.0);
    for (int i = 0; i < 1000 && !(std::abs(page.number("testAccuracy") - accuracy) < 0.05); ++i)
        page.ui().run(1);
    CHECK(std::abs(page.number("testAccuracy") - accuracy) < 0.05);

    page.app().open_json("#1&hidden=8&steps=60&weights=AAAA");
    page.app().open_weights("AAAA");
    page.wait_for_replay();
    CHECK(page.replay() == "unchecked");
    CHECK(page.app().state_json().find("weights") != std::string::npos);
}

TEST_CASE("The history is a table in CSV", "[app]") {
    Page page({1440.0f, 900.0f});
    page.wait_for_training();
    const std::string text = Page::text_in(page.app().csv_json(), "text");
    CHECK(text.starts_with("step,epoch,train_loss,test_loss,train_accuracy,test_accuracy,"));
    CHECK(text.find("\\n0,0,2.") != std::string::npos);  // the first point, by chance
}

}  // namespace nn::ui::test
