// Regions: what scrolls, what floats above the page, and the one shadow.
#include <algorithm>
#include <array>
#include <cmath>

#include "web/widgets/control_kit.h"
#include "web/widgets/digit_pad.h"

namespace nn::ui {

namespace {

// --- Scrolling ----------------------------------------------------------------------------------------------------

constexpr float kWheelStep = 56.0f;  // px a notch
constexpr float kDragStart = 8.0f;   // px a finger moves before the area follows
constexpr float kFriction = 4.0f;    // of a fling, a second
constexpr double kBarShows = 0.9, kBarFades = 0.25;

struct Scroll {
    ImGuiID id = 0;
    Rect view;
    float at = 0.0f, target = 0.0f;  // px; `at` glides to the target
    float velocity = 0.0f;           // px a second, of a fling
    float limit = 0.0f;              // the largest scroll, of the last frame
    double moved_at = -10.0;
    std::size_t first_node = 0;
    int frame = -1;  // in which it was drawn last
};

struct Finger {  // a touch that may scroll
    ImGuiID area = 0;
    ImVec2 start;
    float scroll_at_start = 0.0f;
    bool is_dragging = false;
};

// --- Popovers -----------------------------------------------------------------------------------------------------

struct Popover {
    std::string id;
    Rect anchor, box;
    int opened_frame = 0, drawn_frame = -1;
    double opened_at = 0.0;
};

struct Areas {
    std::vector<Scroll> scrolls;  // kept, so that a place that is returned to stands where it was
    std::vector<std::size_t> open_scrolls;  // between begin and end
    Finger finger;
    bool is_finger_dropped = false;  // until it is lifted
    int wheel_frame = -1;            // in which an inner area took the wheel
    int claim_frame = -1;
    std::vector<Popover> popovers;  // open, the topmost last
    std::size_t inside = 0;         // popovers begun and not ended
    int first_vertex = 0;
    std::string closed_by_press;  // so that the click on its opener does not open it again
    double closed_press_time = -1.0;
};

Areas areas;

std::size_t scroll_of(ImGuiID id) {
    for (std::size_t i = 0; i < areas.scrolls.size(); ++i)
        if (areas.scrolls[i].id == id) return i;
    areas.scrolls.push_back({.id = id});
    return areas.scrolls.size() - 1;
}

void scroll_by_wheel(Scroll& scroll, bool is_hovered) {
    const float wheel = ImGui::GetIO().MouseWheel;
    if (!is_hovered || wheel == 0.0f || areas.wheel_frame == ImGui::GetFrameCount()) return;
    if (scroll.limit <= 0.0f) return;
    areas.wheel_frame = ImGui::GetFrameCount();
    scroll.velocity = 0.0f;
    scroll.target = std::clamp(scroll.target - wheel * kWheelStep, 0.0f, scroll.limit);
}

void scroll_by_finger(Scroll& scroll, bool is_hovered) {
    const ImGuiIO& io = ImGui::GetIO();
    Finger& finger = areas.finger;
    if (pinch().is_active) {  // two fingers do not scroll, nor does the one that stays
        finger = {};
        return;
    }
    // Inner areas end first, so the innermost one that can scroll takes the finger.
    if (is_touch() && is_hovered && ImGui::IsMouseClicked(0) && finger.area == 0 &&
        scroll.limit > 0.0f) {
        finger = {.area = scroll.id, .start = io.MousePos, .scroll_at_start = scroll.at};
        scroll.velocity = 0.0f;
        scroll.target = scroll.at;
    }
    if (finger.area != scroll.id) return;
    if (!io.MouseDown[0]) {
        finger = {};
        return;
    }
    const float dx = io.MousePos.x - finger.start.x, dy = io.MousePos.y - finger.start.y;
    if (!finger.is_dragging) {
        if (is_drawing() || is_drag_claimed()) return;
        if (std::abs(dy) < kDragStart || std::abs(dy) < std::abs(dx)) return;
        finger.is_dragging = true;
        ImGui::ClearActiveID();  // what was under the finger is not meant
    }
    scroll.at = scroll.target = std::clamp(finger.scroll_at_start - dy, 0.0f, scroll.limit);
    if (io.DeltaTime > 0.0f)
        scroll.velocity += 0.35f * (-io.MouseDelta.y / io.DeltaTime - scroll.velocity);
    scroll.moved_at = ImGui::GetTime();
    request_frame();
}

void fling(Scroll& scroll) {
    const bool is_held = areas.finger.area == scroll.id;
    if (is_held || std::abs(scroll.velocity) < 12.0f || reduces_motion()) {
        if (!is_held) scroll.velocity = 0.0f;
        return;
    }
    const float seconds = ImGui::GetIO().DeltaTime;
    scroll.at = scroll.target =
        std::clamp(scroll.at + scroll.velocity * seconds, 0.0f, scroll.limit);
    scroll.velocity *= std::exp(-kFriction * seconds);
    if (scroll.at <= 0.0f || scroll.at >= scroll.limit) scroll.velocity = 0.0f;
    scroll.moved_at = ImGui::GetTime();
    request_frame();
}

void reveal_focus(Scroll& scroll) {
    Rect bounds;
    if (!mirror::take_reveal(scroll.first_node, &bounds)) return;
    constexpr float kMargin = 24.0f;
    const float above = scroll.view.y + kMargin - bounds.y,
                below = bounds.bottom() + kMargin - scroll.view.bottom();
    if (above > 0.0f)
        scroll.target = scroll.at - above;
    else if (below > 0.0f)
        scroll.target = scroll.at + below;
    scroll.target = std::clamp(scroll.target, 0.0f, scroll.limit);
}

void glide_to_target(Scroll& scroll) {
    scroll.target = std::clamp(scroll.target, 0.0f, scroll.limit);
    const float left = scroll.target - scroll.at;
    if (left == 0.0f) return;
    const float share = 1.0f - std::exp(-20.0f * ImGui::GetIO().DeltaTime);
    if (reduces_motion() || std::abs(left) < 0.5f)
        scroll.at = scroll.target;
    else
        scroll.at += left * share;
    scroll.moved_at = ImGui::GetTime();
    request_frame();
}

void draw_bar(const Scroll& scroll) {
    const double age = ImGui::GetTime() - scroll.moved_at;
    if (scroll.limit <= 0.0f || age > kBarShows + kBarFades) return;
    request_frame();
    const float alpha =
        static_cast<float>(std::clamp((kBarShows + kBarFades - age) / kBarFades, 0.0, 1.0));
    const float room = scroll.view.h - 8.0f;
    const float length = std::max(room * scroll.view.h / (scroll.view.h + scroll.limit), 24.0f);
    const float y = scroll.view.y + 4.0f + (room - length) * scroll.at / scroll.limit;
    fill_round({scroll.view.right() - 6.0f, y, 4.0f, length}, 2.0f,
               with_alpha(theme().control, 0.8f * alpha));
}

// --- Shadow ---------------------------------------------------------------------------------------------------------

constexpr float kShadowDrop = 8.0f, kShadowBlur = 24.0f;

// How much of a box's blurred shadow one axis lets through at x: its two soft edges.
float softness(float x, float low, float high) {
    constexpr float kScale = 1.4142136f * 0.5f * kShadowBlur;
    return 0.5f * (std::erf((x - low) / kScale) - std::erf((x - high) / kScale));
}

// A grid that is fine where the shadow changes. The product of two axes is a blurred box exactly.
void draw_shadow(const Rect& box) {
    static constexpr std::array<float, 11> kOffsets = {-30.0f, -24.0f, -18.0f, -12.0f, -6.0f, 0.0f,
                                                       6.0f,   12.0f,  18.0f,  24.0f,  30.0f};
    constexpr std::size_t kSide = 2 * kOffsets.size();
    const Rect cast{box.x, box.y + kShadowDrop, box.w, box.h};
    std::array<float, kSide> xs, ys, across, down;
    for (std::size_t i = 0; i < kOffsets.size(); ++i) {
        // Small boxes have no middle: the inner lines meet there.
        xs[i] = std::min(cast.x + kOffsets[i], cast.center().x);
        ys[i] = std::min(cast.y + kOffsets[i], cast.center().y);
        xs[kSide - 1 - i] = std::max(cast.right() - kOffsets[i], cast.center().x);
        ys[kSide - 1 - i] = std::max(cast.bottom() - kOffsets[i], cast.center().y);
    }
    for (std::size_t i = 0; i < kSide; ++i) {
        across[i] = softness(xs[i], cast.x, cast.right());
        down[i] = softness(ys[i], cast.y, cast.bottom());
    }
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const ImVec2 white = draw->_Data->TexUvWhitePixel;
    constexpr int kVertices = static_cast<int>(kSide * kSide),
                  kQuads = static_cast<int>((kSide - 1) * (kSide - 1));
    draw->PrimReserve(6 * kQuads, kVertices);
    const auto first = static_cast<unsigned>(draw->_VtxCurrentIdx);
    for (std::size_t row = 0; row + 1 < kSide; ++row)
        for (std::size_t column = 0; column + 1 < kSide; ++column) {
            const auto a = static_cast<unsigned>(first + row * kSide + column);
            const auto b = static_cast<unsigned>(a + kSide);
            for (const unsigned index : {a, a + 1, b + 1, a, b + 1, b})
                draw->PrimWriteIdx(static_cast<ImDrawIdx>(index));
        }
    for (std::size_t row = 0; row < kSide; ++row)
        for (std::size_t column = 0; column < kSide; ++column)
            draw->PrimWriteVtx({xs[column], ys[row]}, white,
                               with_alpha(theme().shadow, across[column] * down[row]));
}

// --- Popovers ---------------------------------------------------------------------------------------------------------

// Those that their panel no longer draws are gone.
void drop_stale_popovers() {
    const int frame = ImGui::GetFrameCount();
    const auto is_stale = [frame](const Popover& popover) {
        return std::max(popover.drawn_frame, popover.opened_frame) < frame - 1;
    };
    const auto first = std::find_if(areas.popovers.begin(), areas.popovers.end(), is_stale);
    areas.popovers.erase(first, areas.popovers.end());
}

std::size_t index_of(std::string_view id) {
    for (std::size_t i = 0; i < areas.popovers.size(); ++i)
        if (areas.popovers[i].id == id) return i;
    return areas.popovers.size();
}

bool is_pressed_outside(std::size_t index) {
    if (!ImGui::IsMouseClicked(0)) return false;
    const ImVec2 point = ImGui::GetIO().MousePos;
    for (std::size_t i = index; i < areas.popovers.size(); ++i)
        if (areas.popovers[i].box.contains(point)) return false;
    return true;
}

bool must_close(std::size_t index) {
    const Popover& popover = areas.popovers[index];
    if (popover.drawn_frame < 0) return false;  // the click that opened it
    if (is_pressed_outside(index)) {
        const bool is_on_opener = popover.anchor.contains(ImGui::GetIO().MousePos);
        areas.closed_by_press = is_on_opener ? popover.id : std::string();
        areas.closed_press_time = ImGui::GetIO().MouseClickedTime[0];
        return true;
    }
    const bool is_top = index + 1 == areas.popovers.size();
    return is_top && !text_entry() &&
           (ImGui::IsKeyPressed(ImGuiKey_Escape, false) || mirror::take_escape());
}

}  // namespace

void reset_areas() {
    areas = {};
}

void claim_drag() {
    areas.claim_frame = ImGui::GetFrameCount();
}

bool is_drag_claimed() {
    return areas.claim_frame >= ImGui::GetFrameCount() - 1;
}

bool takes_swipe(ImVec2 point, float dy) {
    if (is_drawing() || is_drag_claimed()) return true;
    const auto scrolls = [&](const Scroll& scroll) {
        if (scroll.frame < ImGui::GetFrameCount() || !scroll.view.contains(point)) return false;
        return dy > 0.0f ? scroll.at > 0.0f : dy < 0.0f && scroll.at < scroll.limit;
    };
    return std::ranges::any_of(areas.scrolls, scrolls);
}

void drop_finger() {
    areas.finger = {};
    areas.is_finger_dropped = true;
}

void follow_dropped_finger() {
    if (!areas.is_finger_dropped) return;
    ImGui::ClearActiveID();
    areas.is_finger_dropped = ImGui::GetIO().MouseDown[0];
}

Rect begin_scroll(std::string_view id, const Rect& view) {
    const std::size_t index = scroll_of(hash(id) ^ 0x5C011u);
    Scroll& scroll = areas.scrolls[index];
    scroll.view = view;
    scroll.first_node = mirror::node_count();
    scroll.frame = ImGui::GetFrameCount();
    areas.open_scrolls.push_back(index);
    ImGui::PushClipRect(view.min(), view.max(), true);
    return {view.x, view.y - snap(scroll.at), view.w, view.h};
}

void end_scroll(float content_height) {
    Scroll& scroll = areas.scrolls[areas.open_scrolls.back()];
    areas.open_scrolls.pop_back();
    scroll.limit = std::max(std::ceil(content_height - scroll.view.h), 0.0f);
    const bool is_hovered = is_pointer_in(scroll.view);
    scroll_by_wheel(scroll, is_hovered);
    scroll_by_finger(scroll, is_hovered);
    fling(scroll);
    reveal_focus(scroll);
    glide_to_target(scroll);
    draw_bar(scroll);
    ImGui::PopClipRect();
}

// --- Drawers ----------------------------------------------------------------------------------------------------------

Rect begin_drawer(std::string_view id, const Rect& area, float width, bool* is_open) {
    const Rect sheet{area.x, area.y, std::min(width, area.w), area.h};
    begin_layer("drawer." + std::string(id), area, true);
    ImGui::GetWindowDrawList()->AddRectFilled(area.min(), area.max(),
                                              with_alpha(theme().ground, 0.5f));
    draw_shadow(sheet);
    const bool is_veil_pressed =
        ImGui::IsMouseClicked(0) && is_pointer_in(area) && !sheet.contains(ImGui::GetIO().MousePos);
    const bool is_escape = areas.popovers.empty() && !text_entry() &&
                           (ImGui::IsKeyPressed(ImGuiKey_Escape, false) || mirror::take_escape());
    if (is_veil_pressed || is_escape) {
        *is_open = false;
        request_frame();
    }
    return sheet;
}

void end_drawer() {
    end_layer();
}

// --- Layers -----------------------------------------------------------------------------------------------------------

void begin_layer(std::string_view name, const Rect& rect, bool takes_input) {
    constexpr ImGuiWindowFlags kFlags =
        ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
        ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoNav |
        ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoScrollWithMouse |
        ImGuiWindowFlags_NoBringToFrontOnFocus;
    const std::string window = "##" + std::string(name);
    ImGui::SetNextWindowPos(rect.min());
    ImGui::SetNextWindowSize({rect.w, rect.h});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0.0f, 0.0f});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0.0f);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowMinSize, {1.0f, 1.0f});
    ImGui::Begin(window.c_str(), nullptr,
                 takes_input ? kFlags : kFlags | ImGuiWindowFlags_NoInputs);
    ImGui::PopStyleVar(3);
    ImGui::BringWindowToDisplayFront(ImGui::GetCurrentWindow());
}

void end_layer() {
    ImGui::End();
}

Rect place_near(const Rect& anchor, ImVec2 size, bool is_centered) {
    constexpr float kEdge = 8.0f;
    const float gap = is_centered ? 8.0f : 4.0f;
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    const float width = std::min(size.x, screen.x - 2.0f * kEdge),
                height = std::min(size.y, screen.y - 2.0f * kEdge);
    float x = is_centered ? anchor.center().x - 0.5f * width : anchor.x;
    x = std::clamp(x, kEdge, std::max(screen.x - kEdge - width, kEdge));
    float y = anchor.bottom() + gap;
    if (y + height > screen.y - kEdge) {
        const float above = anchor.y - gap - height;
        y = above >= kEdge ? above : std::max(screen.y - kEdge - height, kEdge);
    }
    return {std::round(x), std::round(y), std::round(width), std::round(height)};
}

void draw_raised(const Rect& rect) {
    const Theme& t = theme();
    ImDrawList* draw = ImGui::GetWindowDrawList();
    draw->PushClipRectFullScreen();
    draw_shadow(rect);
    fill_round(rect.inset(-1.0f, -1.0f), space::kPopupCorner + 1.0f,
               t.is_dark ? with_alpha(t.line, 0.6f) : mix(t.line, t.control, 0.12f));
    fill_round(rect, space::kPopupCorner, t.raised);
    draw->PopClipRect();
}

void open_popover(std::string_view id) {
    drop_stale_popovers();
    if (areas.closed_by_press == id &&
        areas.closed_press_time == ImGui::GetIO().MouseClickedTime[0] && ImGui::IsMouseReleased(0))
        return;
    // From within a popover another opens above it; from outside it takes the place of all.
    areas.popovers.resize(std::min(areas.popovers.size(), areas.inside));
    areas.popovers.push_back({.id = std::string(id),
                              .opened_frame = ImGui::GetFrameCount(),
                              .opened_at = ImGui::GetTime()});
    dismiss_tip();
    request_frame();
}

void close_popover() {
    if (!areas.popovers.empty()) areas.popovers.pop_back();
    request_frame();
}

bool is_popover_open(std::string_view id) {
    drop_stale_popovers();
    return index_of(id) < areas.popovers.size();
}

Rect begin_popover(std::string_view id, const Rect& anchor, ImVec2 size) {
    drop_stale_popovers();
    const std::size_t index = index_of(id);
    if (index >= areas.popovers.size()) return {};
    areas.popovers[index].anchor = anchor;
    if (must_close(index)) {
        areas.popovers.resize(index);
        request_frame();
        return {};
    }
    Popover& popover = areas.popovers[index];
    if (popover.drawn_frame < 0) request_frame();  // it takes input from the next frame on
    popover.drawn_frame = ImGui::GetFrameCount();
    popover.box = place_near(anchor, size);
    begin_layer("popover." + popover.id, popover.box, true);
    ++areas.inside;
    const double age = ImGui::GetTime() - popover.opened_at;
    areas.first_vertex = vertex_count();
    draw_raised(popover.box);
    constexpr double kFade = 0.12;
    if (age < kFade && !reduces_motion()) {
        // Only the ground fades: what stands on it is there at once.
        fade_since(areas.first_vertex, static_cast<float>(0.35 + 0.65 * age / kFade));
        request_frame();
    }
    return popover.box;
}

void end_popover() {
    --areas.inside;
    end_layer();
}

}  // namespace nn::ui
