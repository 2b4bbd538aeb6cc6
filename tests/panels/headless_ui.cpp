#include "tests/panels/headless_ui.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <span>
#include <utility>

#include "web/widgets/controls.h"
#include "web/widgets/text.h"
#include "web/widgets/theme.h"

#ifndef INKLING_BUILD_FONTS_DIR
#define INKLING_BUILD_FONTS_DIR INKLING_BUILD_DATA_DIR "/../fonts"
#endif

namespace nn::ui::test {

namespace {

std::span<const std::uint8_t> bytes_of(const std::string& file) {
    return {reinterpret_cast<const std::uint8_t*>(file.data()), file.size()};
}

// Stands in for a renderer: says that every texture arrived.
void accept_textures(ImDrawData& data) {
    if (!data.Textures) return;
    for (ImTextureData* texture : *data.Textures) {
        if (texture->Status == ImTextureStatus_WantCreate) {
            texture->SetTexID(static_cast<ImTextureID>(1));
            texture->SetStatus(ImTextureStatus_OK);
        } else if (texture->Status == ImTextureStatus_WantUpdates) {
            texture->SetStatus(ImTextureStatus_OK);
        } else if (texture->Status == ImTextureStatus_WantDestroy) {
            texture->SetTexID(ImTextureID_Invalid);
            texture->SetStatus(ImTextureStatus_Destroyed);
        }
    }
}

}  // namespace

std::string font_file(std::string_view name) {
    for (const char* ending : {".otf", ".ttf"}) {
        std::ifstream file(std::string(INKLING_BUILD_FONTS_DIR) + "/" + std::string(name) + ending,
                           std::ios::binary);
        if (file) return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    }
    return {};
}

void load_fonts_without_chinese() {
    const std::string regular = font_file("inter400"), semibold = font_file("inter600"),
                      mono = font_file("mono"), icons = font_file("icons");
    INFO("fonts are built by the target `fonts` into " INKLING_BUILD_FONTS_DIR);
    REQUIRE_FALSE(regular.empty());
    load_fonts({bytes_of(regular), bytes_of(semibold), bytes_of(mono), bytes_of(icons)});
}

HeadlessUi::HeadlessUi(ImVec2 size, float ratio) {
    REQUIRE(ImGui::GetCurrentContext() == nullptr);  // one at a time: widgets keep their state once
    context_ = ImGui::CreateContext();
    ImGui::SetCurrentContext(context_);
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
    resize(size, ratio);
    ImGui::GetStyle().WindowPadding = {0.0f, 0.0f};
    ImGui::GetStyle().WindowBorderSize = 0.0f;
    mirror::attach();
    load_fonts_without_chinese();
    add_chinese_font(bytes_of(font_file("zh")));
    reset_controls();
    io.AddMousePosEvent(-1000.0f, -1000.0f);
}

HeadlessUi::~HeadlessUi() {
    for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
        texture->SetTexID(ImTextureID_Invalid);
        texture->SetStatus(ImTextureStatus_Destroyed);
    }
    load_fonts({});
    ImGui::DestroyContext(context_);
}

void HeadlessUi::resize(ImVec2 size, float ratio) {
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = size;
    io.DisplayFramebufferScale = {ratio, ratio};
}

void HeadlessUi::use_touch(bool is_touch) {
    set_touch(is_touch);
    ImGui::GetIO().AddMouseSourceEvent(is_touch ? ImGuiMouseSource_TouchScreen
                                                : ImGuiMouseSource_Mouse);
}

void HeadlessUi::run(int frames) {
    constexpr ImGuiWindowFlags kFlags =
        ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
        ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoNav |
        ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoScrollWithMouse;
    for (int i = 0; i < frames; ++i) {
        ImGui::GetIO().DeltaTime = 1.0f / 60.0f;
        ImGui::NewFrame();
        mirror::begin_frame();
        set_theme(is_dark_);
        ImGui::SetNextWindowPos({0.0f, 0.0f});
        ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
        ImGui::Begin("page", nullptr, kFlags);
        set_theme(is_dark_);
        if (draw_) draw_();
        ImGui::End();
        mirror::end_frame();
        ImGui::Render();
        accept_textures(*ImGui::GetDrawData());
    }
}

void HeadlessUi::run_seconds(double seconds) {
    run(static_cast<int>(seconds * 60.0 + 0.5));
}

void HeadlessUi::move(ImVec2 point) {
    ImGui::GetIO().AddMousePosEvent(point.x, point.y);
    run(2);
}

void HeadlessUi::press() {
    ImGui::GetIO().AddMouseButtonEvent(0, true);
    run();
}

void HeadlessUi::release() {
    ImGui::GetIO().AddMouseButtonEvent(0, false);
    run(2);
}

void HeadlessUi::click(ImVec2 point) {
    move(point);
    press();
    release();
}

void HeadlessUi::double_click(ImVec2 point) {
    move(point);
    press();
    ImGui::GetIO().AddMouseButtonEvent(0, false);
    run();
    press();
    release();
}

void HeadlessUi::drag(ImVec2 from, ImVec2 to, int steps) {
    move(from);
    press();
    for (int i = 1; i <= steps; ++i) {
        const float share = static_cast<float>(i) / static_cast<float>(steps);
        ImGui::GetIO().AddMousePosEvent(from.x + (to.x - from.x) * share,
                                        from.y + (to.y - from.y) * share);
        run();
    }
    release();
}

void HeadlessUi::wheel(float notches) {
    ImGui::GetIO().AddMouseWheelEvent(0.0f, notches);
    run();
}

void HeadlessUi::key(ImGuiKey key) {
    ImGui::GetIO().AddKeyEvent(key, true);
    run();
    ImGui::GetIO().AddKeyEvent(key, false);
    run();
}

bool HeadlessUi::has_node(std::string_view id) const {
    const auto& nodes = mirror::nodes();
    return std::any_of(nodes.begin(), nodes.end(),
                       [&](const mirror::Node& node) { return node.id == id; });
}

const mirror::Node& HeadlessUi::node(std::string_view id) const {
    const auto& nodes = mirror::nodes();
    const auto found = std::find_if(nodes.begin(), nodes.end(),
                                    [&](const mirror::Node& node) { return node.id == id; });
    INFO("no widget " << id);
    REQUIRE(found != nodes.end());
    return *found;
}

}  // namespace nn::ui::test
