// What the controls share, for this folder's sources only: how one is pointed at and operated, how it shows
// focus, and the state that outlives a frame.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <imgui.h>
#include <imgui_internal.h>

#include "web/widgets/controls.h"
#include "web/widgets/mirror.h"
#include "web/widgets/theme.h"

namespace nn::ui {

inline constexpr float kTouchTarget = 44.0f;

// Device pixels a CSS pixel, and values rounded to whole device pixels.
float device_ratio();
float snap(float value);
ImVec2 snap(ImVec2 point);

// Parts of reset_controls.
void reset_areas();
void reset_numbers();
void reset_tips();
void reset_toast();

void follow_dropped_finger();  // once a frame, before any control

bool is_touch();
const Pinch& pinch();
bool reduces_motion();
const ControlWords& control_words();

inline ImGuiID hash(std::string_view id) {
    return ImHashStr(id.data(), id.size());
}

struct Interaction {
    ImGuiID id = 0;
    bool is_hovered = false;  // never on touch, unless held
    bool is_held = false;
    bool is_pressed = false;  // held since this frame
    bool is_clicked = false;  // by pointer or through the mirror
    bool is_asked = false;    // through the mirror: Enter, or a screen reader
    bool is_focused = false;  // by keyboard
    bool is_disabled = false;
};

// Registers the control with Dear ImGui, takes pointer and mirror input, and shows the pending tip.
// `fallback_tip` is the title of the tip when none is pending.
Interaction interact(std::string_view id, const Rect& rect, std::string_view fallback_tip = {});

bool is_disabled();
bool is_disabled(std::string_view id);  // locked controls are too
// Is the pointer over this part of the present window (and nothing above it)?
bool is_pointer_in(const Rect& rect);
// Are two fingers on it, and nothing above it?
bool is_pinched_in(const Rect& rect);

// Glides from 0 to 1 while `is_on`, back otherwise, in `seconds`; eased.
float glide(ImGuiID id, bool is_on, float seconds = 0.14f);

// Multiplies the alpha of everything drawn since `first_vertex` into the present window.
int vertex_count();
void fade_since(int first_vertex, float alpha);
void dim_since(int first_vertex, float stays);

void fill_round(const Rect& rect, float corner, Color color);
// A line of `width` along the inside of the rectangle.
void stroke_round(const Rect& rect, float corner, Color color, float width = 1.0f);
// The ring of a field: accent while being edited, rose when what was entered is refused.
void draw_field(const Rect& rect, bool is_hovered);
void draw_field_ring(const Rect& rect, Color color);

// Did a control follow the pointer in this frame or the one before?
bool is_drag_claimed();

// --- Layers: windows above the page, without anything of a window -------------------------------------
void begin_layer(std::string_view name, const Rect& rect, bool takes_input);
void end_layer();
// Keeps a box of this size on the screen, below the anchor when it fits there, else above it.
Rect place_near(const Rect& anchor, ImVec2 size, bool is_centered = false);

// --- Tips -------------------------------------------------------------------------------------------------
// Uses up the pending tip, if any, for the control `id`; `is_hot`: hovered or focused.
void consume_tip(ImGuiID id, const Rect& rect, std::string_view fallback_title, bool is_hot,
                 std::string_view reason = {});
Tip take_pending_tip();
void dismiss_tip();
// A short word of what is wrong, below a field.
void show_note(const Rect& anchor, std::string_view text);
// For text that did not fit: shows it whole while the pointer is on it.
void tip_for_cut_text(const Rect& rect, std::string_view text);

// --- Numbers ----------------------------------------------------------------------------------------------
std::string number_text(double value);  // shortest, without an exponent where readable
bool parse_number(std::string_view text, double* value);
std::string with_numbers(std::string_view words, double first, double second = 0.0);

// Is the field `id` being edited? Keeps its entry alive and where the field is.
TextEntryRequest* entry_of(std::string_view id, const Rect& bounds);

}  // namespace nn::ui
