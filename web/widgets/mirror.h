// The accessibility mirror: a list of every widget on the screen (role, name, value, state, bounds) that
// the page keeps as real DOM controls, and through which a screen reader, the keyboard and the browser
// tests operate them. Dear ImGui's item hooks supply the bounds of every item; widgets describe the rest.
//
// Keyboard focus lives in the DOM: the page tells which widget has it, and the widget draws the ring.
// A widget that gets the focus while it is scrolled away is scrolled into view.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <imgui.h>

#include "web/widgets/geometry.h"

namespace nn::ui::mirror {

// Option: one of several of which one is chosen, in an open select list or in a segmented control; its
// value is the name of the control it belongs to.
enum class Role {
    Button,
    Toggle,
    Slider,
    Select,
    Option,
    Tab,
    TextField,
    Image,
    Canvas,
    Text,
    Status,
    Group,
    Cell
};

struct Node {
    std::string
        id;  // stable and readable, "training.learning-rate": one id serves tests, API and log
    Role role = Role::Button;
    std::string name;   // what a screen reader says
    std::string value;  // "0.001", "ReLU", "on"
    // Slider: position on its own scale, log10 or log2 of the value when that is logarithmic; Select: index
    // of the choice.
    double number = 0.0, minimum = 0.0, maximum = 0.0, step = 0.0;
    bool is_disabled = false;
    bool is_selected = false;  // pressed, checked, chosen
    bool is_expanded = false;  // Select: its list is open
    bool is_invalid = false;   // the text entered last was refused
    bool is_offscreen =
        false;  // scrolled away: still focusable, not to be clicked at its bounds (set by describe)
    Rect bounds;  // left empty: the bounds of the ImGui item of the same id

    bool operator==(const Node&) const;
};

// Switches Dear ImGui's item hooks on for the current context; call once after it is made.
void attach();

// --- For widgets, between begin_frame and end_frame ---------------------------------------------------
void describe(Node node);

// What the DOM asked of this widget since the last frame; taken once.
bool take_click(std::string_view id);
bool take_number(std::string_view id, double* number);  // Slider moved to this position
bool take_text(std::string_view id,
               std::string* text);     // TextField committed, Select chosen by option text
bool take_escape();                    // Escape was pressed; for the topmost open thing
bool is_focused(std::string_view id);  // draws the focus ring (keyboard focus only)
// True once for the widget that just got the focus, when it was described since `from` (a count of nodes).
bool take_reveal(std::size_t from, Rect* bounds);
std::size_t node_count();  // described so far in this frame
// Items of the frame before, in drawing order: what a finger next to a small target may have meant instead.
bool is_on_another_item(ImVec2 point, ImGuiID but);

// --- For the page --------------------------------------------------------------------------------------
void begin_frame();
void end_frame();
const std::vector<Node>& nodes();  // of the frame just ended, in drawing order
bool has_changed();                // since take_changes
// The list as JSON, and forgets that it changed. An array in drawing order of
//   {"id":"training.batch","role":"slider","name":"Batch size","bounds":[16,120,248,48], …}
// with "value", "number", "min", "max", "step" where they mean something and "disabled", "selected",
// "expanded", "invalid", "offscreen" as 1 where true. Roles are Role's names in small letters.
std::string nodes_json();
void post_click(std::string_view id);
void post_number(std::string_view id, double number);
void post_text(std::string_view id, std::string_view text);
void post_focus(std::string_view id);  // empty: nothing in the mirror has focus
void post_escape();
// What nobody took within two frames is dropped: its widget is gone.
// Clickable ImGui items of the frame that no widget described: must be none (tested).
const std::vector<ImGuiID>& undescribed_items();

}  // namespace nn::ui::mirror
