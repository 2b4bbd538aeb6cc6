// Strokes are kept as the points that the pointer reported, thinned a little; what is drawn is a smooth
// curve through their midpoints. All points of a frame count, not only the last one, so that a fast hand
// does not leave corners.
#include "web/widgets/digit_pad.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <vector>

#include "web/render/render.h"
#include "web/widgets/control_kit.h"

namespace nn::ui {

namespace {

// Points nearer than this to the one before say nothing new, in pad units.
constexpr float kLeastStep = 0.004f;
constexpr float kCurveStep = 3.0f;  // CSS pixels between the points of a drawn curve

struct Picture {
    render::InkPicture ink;
    Ink shown;  // what `ink` was made of
    Rect rect;
    bool is_ghost = false;
};

struct Pad {
    ImGuiID id = 0;
    std::unique_ptr<Picture> picture = std::make_unique<Picture>();
    int drawn_frame = -1;
};

struct Pads {
    std::vector<Pad> all;
    ImGuiID drawing = 0;  // the pad that the pointer is down on
    int drawing_frame = -1;
};

Pads pads;

Picture& picture_of(ImGuiID id) {
    const int frame = ImGui::GetFrameCount();
    for (Pad& pad : pads.all)
        if (pad.id == id) {
            pad.drawn_frame = frame;
            return *pad.picture;
        }
    pads.all.push_back({.id = id, .drawn_frame = frame});
    return *pads.all.back().picture;
}

// A three, as a school writes it.
const Ink& ghost() {
    static const Ink ink = {
        {.points = {{0.345f, 0.215f}, {0.350f, 0.180f}, {0.400f, 0.155f}, {0.480f, 0.148f},
                    {0.575f, 0.155f}, {0.650f, 0.185f}, {0.675f, 0.245f}, {0.650f, 0.315f},
                    {0.590f, 0.375f}, {0.520f, 0.420f}, {0.475f, 0.440f}, {0.520f, 0.460f},
                    {0.600f, 0.500f}, {0.665f, 0.560f}, {0.700f, 0.630f}, {0.690f, 0.710f},
                    {0.635f, 0.780f}, {0.550f, 0.815f}, {0.460f, 0.810f}, {0.380f, 0.785f},
                    {0.320f, 0.745f}},
         .width = 0.105f}};
    return ink;
}

ImVec2 on_screen(const Rect& rect, InkPoint point) {
    return {rect.x + point.x * rect.w, rect.y + point.y * rect.h};
}

ImVec2 middle(ImVec2 a, ImVec2 b) {
    return {0.5f * (a.x + b.x), 0.5f * (a.y + b.y)};
}

void add_segment(std::vector<render::InkSegment>& out, ImVec2 a, ImVec2 b, float half_width) {
    out.push_back({a.x, a.y, b.x, b.y, half_width});
}

// A quadratic curve from the middle of one pair of points to that of the next, bent by the point they share.
void add_curve(std::vector<render::InkSegment>& out, ImVec2 from, ImVec2 bend, ImVec2 to,
               float half_width) {
    const float length =
        std::hypot(bend.x - from.x, bend.y - from.y) + std::hypot(to.x - bend.x, to.y - bend.y);
    const float chord = std::hypot(to.x - from.x, to.y - from.y);
    // Nearly straight pieces need no steps.
    const bool is_straight = length - chord < 0.05f;
    const int steps = is_straight ? 1 : std::clamp(static_cast<int>(length / kCurveStep), 2, 24);
    ImVec2 before = from;
    for (int i = 1; i <= steps; ++i) {
        const float t = static_cast<float>(i) / static_cast<float>(steps), s = 1.0f - t;
        const ImVec2 at{s * s * from.x + 2.0f * s * t * bend.x + t * t * to.x,
                        s * s * from.y + 2.0f * s * t * bend.y + t * t * to.y};
        add_segment(out, before, at, half_width);
        before = at;
    }
}

void add_stroke(std::vector<render::InkSegment>& out, const Rect& rect, const Stroke& stroke) {
    const std::vector<InkPoint>& points = stroke.points;
    if (points.empty()) return;
    const float half_width = 0.5f * stroke.width * rect.w;
    const ImVec2 first = on_screen(rect, points.front());
    if (points.size() == 1) {
        add_segment(out, first, first, half_width);
        return;
    }
    ImVec2 from = first, bend = first;
    for (std::size_t i = 1; i < points.size(); ++i) {
        const ImVec2 next = on_screen(rect, points[i]);
        const ImVec2 to = middle(bend, next);
        if (i == 1)
            add_segment(out, from, to, half_width);
        else
            add_curve(out, from, bend, to, half_width);
        from = to;
        bend = next;
    }
    add_segment(out, from, bend, half_width);
}

void show_ink(Picture& picture, const Rect& rect, const Ink& ink, bool is_ghost) {
    const bool is_same = picture.is_ghost == is_ghost && picture.rect.x == rect.x &&
                         picture.rect.y == rect.y && picture.rect.w == rect.w &&
                         picture.rect.h == rect.h && picture.shown == ink;
    if (!is_same) {
        picture.shown = ink;
        picture.rect = rect;
        picture.is_ghost = is_ghost;
        picture.ink.area = {rect.x, rect.y, rect.w, rect.h};
        picture.ink.segments.clear();
        for (const Stroke& stroke : ink) add_stroke(picture.ink.segments, rect, stroke);
        ++picture.ink.version;
    }
    const Theme& t = theme();
    const Color ghost_color = t.is_dark ? mix(t.paper, t.line, 0.8f) : mix(t.paper, t.line, 0.85f);
    render::draw_ink(ImGui::GetWindowDrawList(), &picture.ink, is_ghost ? ghost_color : t.ink);
}

void draw_guides(const Rect& rect) {
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const float hair = std::max(1.0f, std::floor(device_ratio() + 0.25f)) / device_ratio();
    const Color color = with_alpha(theme().line, theme().is_dark ? 0.55f : 0.7f);
    for (const float third : {1.0f / 3.0f, 2.0f / 3.0f}) {
        const float x = snap(rect.x + third * rect.w), y = snap(rect.y + third * rect.h);
        draw->AddRectFilled({x, rect.y + 1.0f}, {x + hair, rect.bottom() - 1.0f}, color);
        draw->AddRectFilled({rect.x + 1.0f, y}, {rect.right() - 1.0f, y + hair}, color);
    }
}

// --- Drawing ------------------------------------------------------------------------------------------------

std::size_t point_count(const Ink& ink) {
    std::size_t count = 0;
    for (const Stroke& stroke : ink) count += stroke.points.size();
    return count;
}

class Pen {
public:
    Pen(const Rect& rect, const PadLook& look, Ink* ink)
        : rect_(rect),
          look_(look),
          ink_(*ink),
          left_(look.most_points - std::min(look.most_points, point_count(*ink))) {}

    void press(ImVec2 position) {
        if (left_ == 0 || ink_.size() >= look_.most_strokes) return;
        ink_.push_back({.points = {to_pad(position)}, .width = look_.brush});
        --left_;
        is_down_ = has_changed_ = true;
    }

    void move(ImVec2 position) {
        if (!is_down_ || left_ == 0 || ink_.empty()) return;
        const InkPoint point = to_pad(position);
        const InkPoint& last = ink_.back().points.back();
        if (std::hypot(point.x - last.x, point.y - last.y) < kLeastStep) return;
        ink_.back().points.push_back(point);
        ink_.back().width = std::max(ink_.back().width, look_.brush);
        --left_;
        has_changed_ = true;
    }

    void resume() { is_down_ = true; }
    void lift() { is_down_ = false; }
    bool has_changed() const { return has_changed_; }

private:
    // Outside the pad the stroke goes on along its edge.
    InkPoint to_pad(ImVec2 position) const {
        return {std::clamp((position.x - rect_.x) / rect_.w, 0.0f, 1.0f),
                std::clamp((position.y - rect_.y) / rect_.h, 0.0f, 1.0f)};
    }

    const Rect& rect_;
    const PadLook& look_;
    Ink& ink_;
    std::size_t left_;
    bool is_down_ = false, has_changed_ = false;
};

// Replays what the pointer did since the last frame, in its order.
bool follow_pointer(const Rect& rect, const PadLook& look, Ink* ink, bool was_down,
                    bool is_pressed) {
    Pen pen(rect, look, ink);
    if (was_down) pen.resume();
    ImVec2 at = ImGui::GetIO().MousePosPrev;
    bool has_begun = was_down;
    for (const ImGuiInputEvent& event : ImGui::GetCurrentContext()->InputEventsTrail) {
        if (event.Type == ImGuiInputEventType_MousePos) {
            at = {event.MousePos.PosX, event.MousePos.PosY};
            if (at.x > -FLT_MAX) pen.move(at);
        } else if (event.Type == ImGuiInputEventType_MouseButton && event.MouseButton.Button == 0) {
            if (!event.MouseButton.Down) {
                pen.lift();
            } else if (is_pressed && !has_begun) {
                has_begun = true;
                pen.press(at);
            }
        }
    }
    // Pressed by something that leaves no trail.
    if (is_pressed && !has_begun) pen.press(ImGui::GetIO().MouseClickedPos[0]);
    return pen.has_changed();
}

}  // namespace

bool is_drawing() {
    return pads.drawing != 0 && pads.drawing_frame >= ImGui::GetFrameCount() - 1;
}

bool digit_pad(std::string_view id, const Rect& rect, Ink* ink, const PadLook& look) {
    const int frame = ImGui::GetFrameCount();
    const ImGuiID key = hash(id);
    const bool was_down = pads.drawing == key && pads.drawing_frame >= frame - 1;
    const Interaction state = interact(id, rect);
    const bool is_down = state.is_held || state.is_pressed;
    bool has_changed = false;
    // The frame in which the pointer is lifted still carries the end of the stroke.
    if (is_down || was_down)
        has_changed = follow_pointer(rect, look, ink, was_down, state.is_pressed);
    if (is_down) {
        pads.drawing = key;
        pads.drawing_frame = frame;
        claim_drag();
    } else if (pads.drawing == key) {
        pads.drawing = 0;
    }
    if (state.is_hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);

    const Theme& t = theme();
    fill_round(rect, space::kPopupCorner, t.paper);
    draw_guides(rect);
    std::erase_if(pads.all, [frame](const Pad& pad) { return pad.drawn_frame < frame - 600; });
    Picture& picture = picture_of(key);
    const bool is_ghost = look.shows_ghost && ink->empty();
    const float edge = 1.0f;  // ink stays inside the pad's line
    ImGui::PushClipRect({rect.x + edge, rect.y + edge}, {rect.right() - edge, rect.bottom() - edge},
                        true);
    show_ink(picture, rect, is_ghost ? ghost() : *ink, is_ghost);
    ImGui::PopClipRect();
    stroke_round(rect, space::kPopupCorner, state.is_hovered || is_down ? t.quiet : t.control);
    if (state.is_focused) draw_focus_ring(rect, space::kPopupCorner);
    mirror::describe({.id = std::string(id),
                      .role = mirror::Role::Canvas,
                      .name = std::string(look.name),
                      .value = std::string(look.value),
                      .bounds = rect});
    return has_changed;
}

}  // namespace nn::ui
