// What just happened, with a way back, at the bottom of the screen for six seconds. A pointer or the keyboard's
// focus on it stops the clock.
#include <algorithm>
#include <cmath>

#include "icons.h"
#include "web/widgets/control_kit.h"

namespace nn::ui {

namespace {

constexpr float kStays = 6.0f, kFades = 0.16f;
constexpr float kHeight = 50.0f, kPadding = 17.0f;
constexpr const char* kActionId = "toast.action";

struct Toast {
    std::string text, action;
    float seconds_left = 0.0f;
    float age = 0.0f;
};

Toast toast;

float visibility() {
    if (reduces_motion()) return 1.0f;
    return std::clamp(std::min(toast.age, toast.seconds_left) / kFades, 0.0f, 1.0f);
}

}  // namespace

void reset_toast() {
    toast = {};
}

void show_toast(std::string_view text, std::string_view action) {
    const bool replaces_one = toast.seconds_left > 0.0f;
    toast = {std::string(text), std::string(action), kStays, replaces_one ? kFades : 0.0f};
    request_frame();
}

bool draw_toast(const Rect& area) {
    if (toast.seconds_left <= 0.0f) return false;
    const ButtonLook look{.style = ButtonStyle::Quiet, .icon = icon::kUndo2};
    const float action_width = toast.action.empty() ? 0.0f : button_width(toast.action, look);
    const float wished = text_size(toast.text, {}).x + 2.0f * kPadding +
                         (action_width > 0.0f ? action_width + 24.0f : 0.0f);
    const float width =
        std::round(std::min(std::max(wished, 240.0f), area.w - 2.0f * space::kPanel));
    const Rect box{std::round(area.center().x - 0.5f * width),
                   std::round(area.bottom() - kHeight - 8.0f), width, kHeight};

    begin_layer("toast", box, true);
    const int first = vertex_count();
    draw_raised(box);
    Rect row = box.inset(kPadding, 0.0f);
    bool is_chosen = false;
    bool is_focused = false;
    if (action_width > 0.0f) {
        Rect cell = row.take_right(action_width - 12.0f + 8.0f);
        const Rect hit{cell.x, box.y + 9.0f, action_width, kHeight - 18.0f};
        const Interaction state = interact(kActionId, hit);
        is_chosen = state.is_clicked;
        is_focused = state.is_focused;
        const Theme& t = theme();
        if (state.is_held || state.is_hovered)
            fill_round(hit, space::kCorner, state.is_held ? t.line : t.hover);
        draw_icon({hit.x + 12.0f, hit.y, 16.0f, hit.h}, icon::kUndo2, 16.0f, t.accent);
        draw_text({hit.x + 36.0f, hit.y, hit.w - 44.0f, hit.h}, toast.action, {.color = t.accent});
        if (is_focused) draw_focus_ring(hit);
        mirror::describe(
            {.id = kActionId, .role = mirror::Role::Button, .name = toast.action, .bounds = hit});
        row.take_right(16.0f);
    }
    draw_text(row, toast.text, {});
    mirror::describe(
        {.id = "toast", .role = mirror::Role::Status, .name = toast.text, .bounds = box});
    const bool is_paused = is_pointer_in(box) || is_focused;
    fade_since(first, visibility());
    end_layer();

    const float seconds = ImGui::GetIO().DeltaTime;
    toast.age += seconds;
    if (!is_paused) toast.seconds_left -= seconds;
    if (is_chosen) toast.seconds_left = 0.0f;
    request_frame();
    return is_chosen;
}

}  // namespace nn::ui
