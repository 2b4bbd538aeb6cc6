// The pad: smooth anti-aliased ink from mouse, pen or finger.
#pragma once

#include <cstddef>
#include <string_view>

#include "engine/data/ink.h"
#include "web/widgets/geometry.h"

namespace nn::ui {

struct PadLook {
    float brush = 0.09f;  // width of new strokes, in pad units; what it grows to, the stroke does
    bool shows_ghost = false;  // a digit to trace while the pad is empty
    std::string_view name;     // for the screen reader
    std::string_view value;    // "a drawing, read as 3"
    std::size_t most_strokes = 256,
                most_points = 4096;  // of the whole drawing; what is beyond is not taken
};

// Draws pad and ink; adds the stroke being drawn to *ink. Returns true when the ink changed this frame.
bool digit_pad(std::string_view id, const Rect& rect, Ink* ink, const PadLook& look);

// True while the pointer is down on a pad (no scrolling, no shortcuts then).
bool is_drawing();

}  // namespace nn::ui
