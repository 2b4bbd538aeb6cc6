// Dear ImGui without a screen: frames of a callback in one full-window ImGui window, as the page has it, with
// the built fonts, and input through ImGui's own event queue. Time runs at 60 frames a second. One at a time.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include <imgui.h>

#include "web/widgets/geometry.h"
#include "web/widgets/mirror.h"

namespace nn::ui::test {

class HeadlessUi {
public:
    explicit HeadlessUi(ImVec2 size = {1440.0f, 900.0f}, float ratio = 1.0f);
    ~HeadlessUi();
    HeadlessUi(const HeadlessUi&) = delete;
    HeadlessUi& operator=(const HeadlessUi&) = delete;

    // What a frame draws; used by every call below that runs frames.
    void draw(std::function<void()> callback) { draw_ = std::move(callback); }
    void run(int frames = 1);
    void run_seconds(double seconds);

    void resize(ImVec2 size, float ratio);
    void use_touch(bool is_touch);  // pointer events below come from a finger
    void use_theme(bool is_dark) { is_dark_ = is_dark; }

    // Each runs the frames that its events need.
    void move(ImVec2 point);
    void press();
    void release();
    void click(ImVec2 point);
    void double_click(ImVec2 point);
    void drag(ImVec2 from, ImVec2 to, int steps = 8);
    void wheel(float notches);
    void key(ImGuiKey key);

    // The described widget of this id in the last frame; fails the test when there is none.
    const mirror::Node& node(std::string_view id) const;
    bool has_node(std::string_view id) const;
    ImVec2 center(std::string_view id) const { return node(id).bounds.center(); }

    const ImDrawData& draw_data() const { return *ImGui::GetDrawData(); }

private:
    std::function<void()> draw_;
    ImGuiContext* context_ = nullptr;
    bool is_dark_ = true;
};

// The built font of this name ("inter400", "inter600", "mono", "icons", "zh"), empty when it was not built.
std::string font_file(std::string_view name);

// As the page begins: the fonts that it starts with, Chinese to come.
void load_fonts_without_chinese();

}  // namespace nn::ui::test
