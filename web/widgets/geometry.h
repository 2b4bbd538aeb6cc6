// Rectangles in CSS pixels, and the few ways in which layouts cut them.
#pragma once

#include <imgui.h>

namespace nn::ui {

struct Rect {
    float x = 0.0f, y = 0.0f, w = 0.0f, h = 0.0f;

    float right() const { return x + w; }
    float bottom() const { return y + h; }
    ImVec2 min() const { return {x, y}; }
    ImVec2 max() const { return {x + w, y + h}; }
    ImVec2 center() const { return {x + 0.5f * w, y + 0.5f * h}; }
    bool contains(ImVec2 p) const {
        return p.x >= x && p.x < right() && p.y >= y && p.y < bottom();
    }
    Rect inset(float dx, float dy) const { return {x + dx, y + dy, w - 2.0f * dx, h - 2.0f * dy}; }

    // Cut a strip off one side and keep the rest.
    Rect take_top(float height) {
        Rect cut{x, y, w, height};
        y += height;
        h -= height;
        return cut;
    }
    Rect take_bottom(float height) {
        h -= height;
        return {x, y + h, w, height};
    }
    Rect take_left(float width) {
        Rect cut{x, y, width, h};
        x += width;
        w -= width;
        return cut;
    }
    Rect take_right(float width) {
        w -= width;
        return {x + w, y, width, h};
    }
};

}  // namespace nn::ui
