// What all controls share: pointing, focus, fading, the words they say, and text entry.
#include "web/widgets/controls.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/numerics/decimal.h"
#include "web/widgets/control_kit.h"

namespace nn::ui {

namespace {

struct Kit {
    bool is_touch = false;
    Pinch pinch;
    bool reduces_motion = false;
    ControlWords words;
    int frame_wanted = -1;
    int disabled_depth = 0;  // calls of begin_disabled
    int disabled_since = 0;  // the depth that switched off, 0 while nothing is
    int disabled_vertex = 0;
    float disabled_strength = 1.0f;
    std::string disabled_reason;
    std::vector<std::string> locked;
    TextEntryRequest entry;
    int entry_frame = -1;  // when its widget was last drawn
    ImGuiStorage glides;
};

Kit kit;

// On touch a small target reaches out to 44 px, but not into another one.
bool is_near_miss(const Rect& rect, ImGuiID id) {
    if (!kit.is_touch) return false;
    const ImVec2 point = ImGui::GetIO().MousePos;
    const float dx = std::max(0.5f * (kTouchTarget - rect.w), 0.0f),
                dy = std::max(0.5f * (kTouchTarget - rect.h), 0.0f);
    if ((dx <= 0.0f && dy <= 0.0f) || rect.contains(point) || !rect.inset(-dx, -dy).contains(point))
        return false;
    return !mirror::is_on_another_item(point, id);
}

}  // namespace

float device_ratio() {
    const float ratio = ImGui::GetIO().DisplayFramebufferScale.x;
    return ratio > 0.0f ? ratio : 1.0f;
}

float snap(float value) {
    const float ratio = device_ratio();
    return std::round(value * ratio) / ratio;
}

ImVec2 snap(ImVec2 point) {
    return {snap(point.x), snap(point.y)};
}

void reset_controls() {
    kit = {};
    reset_areas();
    reset_numbers();
    reset_tips();
    reset_toast();
}

void set_touch(bool is_touch) {
    kit.is_touch = is_touch;
    follow_dropped_finger();
}
void set_pinch(const Pinch& pinch) {
    kit.pinch = pinch;
}
const Pinch& pinch() {
    return kit.pinch;
}
void set_reduced_motion(bool is_reduced) {
    kit.reduces_motion = is_reduced;
}
void set_control_words(const ControlWords& words) {
    kit.words = words;
}
bool is_touch() {
    return kit.is_touch;
}
bool reduces_motion() {
    return kit.reduces_motion;
}
const ControlWords& control_words() {
    return kit.words;
}

void request_frame() {
    kit.frame_wanted = ImGui::GetFrameCount();
}
bool wants_frame() {
    return kit.frame_wanted == ImGui::GetFrameCount();
}

// --- Pointing --------------------------------------------------------------------------------------------------

bool is_pointer_in(const Rect& rect) {
    const ImGuiContext& context = *ImGui::GetCurrentContext();
    return context.HoveredWindow == context.CurrentWindow &&
           ImGui::IsMouseHoveringRect(rect.min(), rect.max());
}

bool is_pinched_in(const Rect& rect) {
    return kit.pinch.is_active && rect.contains(kit.pinch.middle) && is_pointer_in(rect);
}

Interaction interact(std::string_view id, const Rect& rect, std::string_view fallback_tip) {
    Interaction out{
        .id = hash(id), .is_focused = mirror::is_focused(id), .is_disabled = is_disabled(id)};
    const ImRect box(rect.min(), rect.max());
    ImGui::ItemAdd(box, out.id, nullptr, ImGuiItemFlags_NoNav | ImGuiItemFlags_NoTabStop);
    out.is_asked = mirror::take_click(id) && !out.is_disabled;
    if (out.is_disabled) {
        if (ImGui::GetActiveID() == out.id) ImGui::ClearActiveID();
        consume_tip(out.id, rect, fallback_tip, is_pointer_in(rect) || out.is_focused,
                    is_disabled() ? std::string_view(kit.disabled_reason) : kit.words.locked);
        return out;
    }
    ImRect reach = box;
    if (is_near_miss(rect, out.id)) {
        const ImVec2 point = ImGui::GetIO().MousePos;
        reach.Add(ImRect(
            point, {point.x + 1.0f, point.y + 1.0f}));  // a rectangle's far edges are outside it
    }
    const bool was_held = ImGui::GetActiveID() == out.id;
    bool is_under = false;
    out.is_clicked = ImGui::ButtonBehavior(reach, out.id, &is_under, &out.is_held,
                                           ImGuiButtonFlags_NoNavFocus) ||
                     out.is_asked;
    out.is_pressed = out.is_held && !was_held;
    out.is_hovered = is_under && (!kit.is_touch || out.is_held);
    if (out.is_clicked || out.is_pressed) dismiss_tip();
    // What is above has been drawn already: on a page at rest this may be the last frame that a tap brings.
    if (out.is_clicked) request_frame();
    consume_tip(out.id, rect, fallback_tip, out.is_hovered || out.is_focused);
    return out;
}

// --- Switched off --------------------------------------------------------------------------------------------------

bool is_disabled() {
    return kit.disabled_since > 0;
}

bool is_disabled(std::string_view id) {
    return is_disabled() || is_locked(id);
}

void set_locked(std::vector<std::string> ids) {
    kit.locked = std::move(ids);
}

bool is_locked(std::string_view id) {
    return std::ranges::any_of(kit.locked, [&](const std::string& locked) {
        return locked == "*" ||
               (id.starts_with(locked) && (id.size() == locked.size() || id[locked.size()] == '.'));
    });
}

void begin_disabled(bool is_off, std::string_view reason, float strength) {
    ++kit.disabled_depth;
    if (!is_off || kit.disabled_since > 0) return;
    kit.disabled_since = kit.disabled_depth;
    kit.disabled_reason = reason;
    kit.disabled_vertex = vertex_count();
    kit.disabled_strength = strength;
}

void end_disabled() {
    if (kit.disabled_depth == kit.disabled_since) {
        dim_since(kit.disabled_vertex, kit.disabled_strength);
        kit.disabled_since = 0;
        kit.disabled_reason.clear();
    }
    --kit.disabled_depth;
}

// --- Drawing ---------------------------------------------------------------------------------------------------------

int vertex_count() {
    return ImGui::GetWindowDrawList()->VtxBuffer.Size;
}

void fade_since(int first_vertex, float alpha) {
    if (alpha >= 1.0f) return;
    ImVector<ImDrawVert>& vertices = ImGui::GetWindowDrawList()->VtxBuffer;
    for (int i = first_vertex; i < vertices.Size; ++i)
        vertices[i].col = with_alpha(vertices[i].col, alpha);
}

// As a group at 40 % would look: each colour moves towards the surface, so that a label keeps its contrast to
// its button.
void dim_since(int first_vertex, float stays) {
    ImVector<ImDrawVert>& vertices = ImGui::GetWindowDrawList()->VtxBuffer;
    const Color ground = theme().surface;
    for (int i = first_vertex; i < vertices.Size; ++i) {
        Color& color = vertices[i].col;
        Color dimmed = color & IM_COL32_A_MASK;
        for (const int shift : {IM_COL32_R_SHIFT, IM_COL32_G_SHIFT, IM_COL32_B_SHIFT}) {
            const auto own = static_cast<float>((color >> shift) & 255u),
                       below = static_cast<float>((ground >> shift) & 255u);
            dimmed |= static_cast<Color>(below + (own - below) * stays + 0.5f) << shift;
        }
        color = dimmed;
    }
}

float glide(ImGuiID id, bool is_on, float seconds) {
    const float target = is_on ? 1.0f : 0.0f;
    float& at = *kit.glides.GetFloatRef(id, target);
    const float step = kit.reduces_motion ? 1.0f : ImGui::GetIO().DeltaTime / seconds;
    if (at != target) {
        at = at < target ? std::min(at + step, target) : std::max(at - step, target);
        request_frame();
    }
    const float rest = 1.0f - at;
    return is_on ? 1.0f - rest * rest : at * at;
}

// Edges stand on whole device pixels, also at ratios like 1.25 and 1.5.
void fill_round(const Rect& rect, float corner, Color color) {
    ImGui::GetWindowDrawList()->AddRectFilled(snap(rect.min()), snap(rect.max()), color, corner);
}

void stroke_round(const Rect& rect, float corner, Color color, float width) {
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const float line = std::max(snap(width), 1.0f / device_ratio()), half = 0.5f * line;
    const ImVec2 low = snap(rect.min()), high = snap(rect.max());
    draw->PathRect({low.x + half, low.y + half}, {high.x - half, high.y - half},
                   std::max(corner - half, 0.0f));
    draw->PathStroke(color, ImDrawFlags_Closed, line);
}

void draw_focus_ring(const Rect& rect, float corner) {
    stroke_round(rect.inset(-4.0f, -4.0f), corner + 4.0f, theme().accent, 2.0f);
}

void draw_field(const Rect& rect, bool is_hovered) {
    fill_round(rect, space::kCorner, is_hovered ? theme().hover : theme().raised);
    if (!theme().is_dark) stroke_round(rect, space::kCorner, theme().line);
}

void draw_field_ring(const Rect& rect, Color color) {
    fill_round(rect, space::kCorner, theme().raised);
    stroke_round(rect.inset(-2.0f, -2.0f), space::kCorner + 2.0f, color, 2.0f);
}

void draw_line(ImVec2 from, ImVec2 to, Color color) {
    const float ratio = device_ratio();
    const float width = std::max(std::round(ratio), 1.0f) / ratio;
    const ImVec2 a = snap(from), b = snap(to);
    const bool is_horizontal = std::abs(b.x - a.x) >= std::abs(b.y - a.y);
    const ImVec2 low = is_horizontal ? ImVec2(std::min(a.x, b.x), a.y - width)
                                     : ImVec2(a.x - width, std::min(a.y, b.y));
    const ImVec2 high =
        is_horizontal ? ImVec2(std::max(a.x, b.x), a.y) : ImVec2(a.x, std::max(a.y, b.y));
    ImGui::GetWindowDrawList()->AddRectFilled(low, high, color ? color : theme().line);
}

void draw_progress(const Rect& rect, float share) {
    const float corner = 0.5f * rect.h;
    fill_round(rect, corner, theme().line);
    const float width = rect.w * std::clamp(share, 0.0f, 1.0f);
    if (width >= rect.h) fill_round({rect.x, rect.y, width, rect.h}, corner, theme().accent);
}

// --- Numbers as text -------------------------------------------------------------------------------------------------

std::string number_text(double value) {
    const double size = std::abs(value);
    const bool is_plain = value == 0.0 || (size >= 1e-7 && size < 1e15);
    std::string out = decimal_text(value, is_plain ? Notation::Plain : Notation::Shorter);
    if (!out.empty() && out.front() == '-') out.replace(0, 1, "\u2212");
    return out;
}

// Takes what people type: a decimal comma, a real minus, spaces around, a per cent sign behind.
bool parse_number(std::string_view text, double* value) {
    std::string plain;
    for (std::size_t i = 0; i < text.size() && plain.size() < 64; ++i) {
        if (text.substr(i, 3) == "\u2212") {
            plain += '-';
            i += 2;
        } else if (text[i] == ',') {
            plain += '.';
        } else if (text[i] != ' ' && text[i] != '%') {
            plain += text[i];
        }
    }
    const std::optional<double> read = decimal_value(plain);
    if (!read || !std::isfinite(*read)) return false;
    *value = *read;
    return true;
}

std::string with_numbers(std::string_view words, double first, double second) {
    std::string out;
    double next = first;
    for (std::size_t at = 0; at < words.size(); ++at) {
        if (words.substr(at, 2) != "{}") {
            out += words[at];
            continue;
        }
        out += number_text(next);
        next = second;
        ++at;
    }
    return out;
}

// --- Text entry ----------------------------------------------------------------------------------------------------------

const TextEntryRequest* text_entry() {
    if (kit.entry.id.empty()) return nullptr;
    if (ImGui::GetFrameCount() - kit.entry_frame > 1) kit.entry = {};  // its widget is gone
    return kit.entry.id.empty() ? nullptr : &kit.entry;
}

void begin_text_entry(const TextEntryRequest& request) {
    kit.entry = request;
    kit.entry_frame = ImGui::GetFrameCount();
    dismiss_tip();
    request_frame();
}

void end_text_entry() {
    kit.entry = {};
}

TextEntryRequest* entry_of(std::string_view id, const Rect& bounds) {
    if (kit.entry.id.empty() || kit.entry.id != id) return nullptr;
    kit.entry_frame = ImGui::GetFrameCount();
    kit.entry.bounds = bounds;
    return &kit.entry;
}

}  // namespace nn::ui
