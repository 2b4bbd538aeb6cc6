// Inkling's own controls, drawn with Dear ImGui's draw list over its input handling. Each takes a stable
// id (also its id in the accessibility mirror), the rectangle it fills, and plain data; each returns
// whether the reader changed something. A tooltip set before a control belongs to that control.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "web/widgets/geometry.h"
#include "web/widgets/text.h"

namespace nn::ui {

// Forgets everything that outlives a frame (what is open, scrolled, being edited): for a new ImGui context.
void reset_controls();

// --- Once a frame, before any control -----------------------------------------------------------------
void set_touch(bool is_touch);             // targets of at least 44 px, no hover, drags scroll
void set_reduced_motion(bool is_reduced);  // nothing glides

// What two fingers did since the frame before: they moved by `shift` and apart by the factor `scale`, around
// the point between them. What they are on follows; the first of them is not a pointer meanwhile.
struct Pinch {
    bool is_active = false;
    ImVec2 middle{0.0f, 0.0f}, shift{0.0f, 0.0f};  // CSS pixels
    float scale = 1.0f;
};
void set_pinch(const Pinch& pinch);

// The few words that controls say themselves; {} stand for numbers.
struct ControlWords {
    std::string_view bounds = "from {} to {}";
    std::string_view reset = "Back to {}";
    std::string_view locked = "Locked";
};
void set_control_words(const ControlWords& words);  // the texts must outlive the frame

// --- Tooltip: one plain sentence, then its formula with the present numbers -------------------------
struct Tip {
    std::string_view title;
    std::string_view sentence;
    std::string_view formula;  // may be several lines; shown in the monospaced face
};
// Whether the control's tip shows or is about to: only then its texts, where they take work, are needed. A tip that
// has just become due is drawn in a later frame.
bool is_tip_due(std::string_view id);
void next_tip(const Tip& tip);  // shows 400 ms after hover or keyboard focus of the next control

// An area that only explains itself: shows the pending tip on hover and focus. A status is a figure that
// changes by itself.
void tip_area(std::string_view id, const Rect& rect, std::string_view name,
              std::string_view value = {}, bool is_status = false);

// Dims and switches off what follows, with the reason as tooltip; calls nest.
void begin_disabled(bool is_disabled, std::string_view reason = {}, float strength = 0.4f);
// Controls whose id is one of these, or begins with one and a dot, are shown and cannot be moved; `*` is all.
void set_locked(std::vector<std::string> ids);
bool is_locked(std::string_view id);
void end_disabled();

// --- Buttons ------------------------------------------------------------------------------------------
enum class ButtonStyle { Primary, Secondary, Quiet };
struct ButtonLook {
    ButtonStyle style = ButtonStyle::Secondary;
    const char* icon = nullptr;  // drawn before the label
    bool is_on = false;          // accent tint
    float text_size = 14.0f;
    Align align = Align::Center;
    float icon_size = 16.0f;
    std::string_view name =
        {};  // spoken instead of the label: a button with only an icon needs one
};
bool button(std::string_view id, const Rect& rect, std::string_view label,
            const ButtonLook& look = {});
float button_width(std::string_view label, const ButtonLook& look = {});
// `name` is spoken and shown as the tooltip.
bool icon_button(std::string_view id, const Rect& rect, const char* icon, std::string_view name,
                 bool is_on = false, float icon_size = 16.0f);

// An invisible button over something already drawn (an image): hover rim, focus ring, chosen rim. Without
// rims it shows only keyboard focus: the caller draws what it looks like.
bool image_button(std::string_view id, const Rect& rect, std::string_view name, bool is_on = false,
                  bool has_rims = true);

// --- Choosing -----------------------------------------------------------------------------------------
bool toggle(std::string_view id, const Rect& rect, std::string_view name, bool* value);
bool segmented(std::string_view id, const Rect& rect, std::string_view name,
               std::span<const std::string_view> options, int* selected);
float segmented_width(std::span<const std::string_view> options);
// Text tabs with an accent line under the chosen one.
bool tabs(std::string_view id, ImVec2 position, float height,
          std::span<const std::string_view> labels, int* selected, float gap = 24.0f);
float tabs_width(std::span<const std::string_view> labels, float gap = 24.0f);
// Options in two groups, each under a quiet title; second_at 0: no groups.
struct SelectGroups {
    int second_at = 0;
    std::string_view first = {}, second = {};
};
bool select(std::string_view id, const Rect& rect, std::string_view name,
            std::span<const std::string_view> options, int* selected, bool is_bare = false,
            const SelectGroups& groups = {});

// --- Numbers ------------------------------------------------------------------------------------------
struct SliderScale {
    double minimum = 0.0, maximum = 1.0;
    double fallback = 0.0;        // default: a mark and a reset icon show when the value differs
    bool is_logarithmic = false;  // ticks at decades; with `ticks_at_powers_of_two` there
    bool zero_at_left = false;    // logarithmic with 0 at the left end ("off")
    bool ticks_at_powers_of_two = false;
    bool is_integer = false;
    double step = 0.0;  // of the arrow keys; 0: a hundredth of the range, a tenth of a decade
};
// Title left, value right, track below (48 high in all). Double-click or Enter: exact entry in the value's
// place; an entry outside the bounds keeps the field open, rose, with the bounds in words.
// `shown` is the value as people read it ("32 images"); empty: shortest text of the number.
bool slider(std::string_view id, const Rect& rect, std::string_view title, double* value,
            const SliderScale& scale, std::string_view shown = {});
// The track alone (24 high), for "brush".
bool slider_track(std::string_view id, const Rect& rect, std::string_view name, double* value,
                  const SliderScale& scale, std::string_view shown = {});
bool number_field(std::string_view id, const Rect& rect, std::string_view name, int* value,
                  int minimum, int maximum);

// --- Areas ----------------------------------------------------------------------------------------------
// A scrolling region: wheel when hovered, drag by touch with inertia, a thin bar while it moves. Draw
// its content between begin and end at the returned rectangle (already moved by the scroll), then say
// how high the content was. Nothing in the page outside scrolls.
Rect begin_scroll(std::string_view id, const Rect& view);
void end_scroll(float content_height);

// A widget that follows the pointer (a knob, a pad) claims it each frame, so that no area scrolls by it.
void claim_drag();
// Whether a finger that moves by `dy` (px, down: positive) from a point does anything here, and what ends it where not:
// what was under it was not meant.
bool takes_swipe(ImVec2 point, float dy);
void drop_finger();

// A popover anchored to a rectangle, raised, with the one shadow; closes on Escape, a click outside, or
// close_popover. begin returns an empty rectangle while it is closed; `open` opens it.
void open_popover(std::string_view id);
void close_popover();
bool is_popover_open(std::string_view id);
Rect begin_popover(std::string_view id, const Rect& anchor, ImVec2 size);
void end_popover();

// A sheet over the left of an area, whose rest is veiled; a press on the veil or Escape closes it. Begin
// returns where to draw; every begin has its end, also when this closed it.
Rect begin_drawer(std::string_view id, const Rect& area, float width, bool* is_open);
void end_drawer();

// A horizontal or vertical line of 1 px, on whole device pixels, lying just above or left of the
// coordinates (so the last row of the region before); theme().line by default.
void draw_line(ImVec2 from, ImVec2 to, Color color = 0);
void draw_progress(const Rect& rect, float share);            // a bar as high as the rectangle
void draw_focus_ring(const Rect& rect, float corner = 6.0f);  // 2-px accent ring, 2-px gap
void draw_raised(const Rect& rect);                           // pop-up ground with the one shadow

// --- Toasts: text with Undo, 6 s, paused under the pointer ------------------------------------------------
void show_toast(std::string_view text, std::string_view action = {});
// Draws the present toast at the bottom of the area; true when its action was chosen.
bool draw_toast(const Rect& area);

// Text entry: the page lays a real, transparent <input> over the field (soft keyboard, IME, paste); the
// canvas draws ground and ring. Widgets ask for it; the platform supplies it; what was entered (Enter, or
// focus lost) comes back by mirror::post_text(id). The widget then ends the entry, or keeps it open with
// is_invalid. Escape: the platform calls end_text_entry. An entry whose widget is gone ends by itself.
struct TextEntryRequest {
    std::string id;
    Rect bounds;       // of the text, inside the field
    std::string text;  // to start with, all of it selected
    bool is_numeric = true;
    bool is_invalid = false;
};
// The field being edited in this frame, or null; the platform polls it after the frame.
const TextEntryRequest* text_entry();
void begin_text_entry(const TextEntryRequest& request);
void end_text_entry();

// True when a frame must follow soon (animation, inertia, a tooltip about to show); of the frame just drawn.
bool wants_frame();
void request_frame();

}  // namespace nn::ui
