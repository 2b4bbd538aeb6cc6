// Buttons: with words, with an icon alone, and invisible ones over pictures.
#include <algorithm>
#include <cmath>

#include "web/widgets/control_kit.h"

namespace nn::ui {

namespace {

constexpr float kIconGap = 8.0f;

Face face_of(const ButtonLook& look) {
    return look.style == ButtonStyle::Primary ? Face::Semibold : Face::Regular;
}

float padding_of(const ButtonLook& look) {
    return look.icon ? 12.0f : 14.0f;
}

struct Paint {
    Color ground = 0, edge = 0, ink = 0;
};

Paint paint_of(const ButtonLook& look, const Interaction& state) {
    const Theme& t = theme();
    if (look.style == ButtonStyle::Primary)
        return {.ground = state.is_held      ? t.accent_pressed
                          : state.is_hovered ? t.accent_hover
                                             : t.accent,
                .ink = t.on_accent};
    if (look.is_on) return {.ground = t.accent_tint, .ink = t.accent};
    if (state.is_held) return {.ground = t.line, .ink = t.text};
    // On light grounds a raised surface is white, so an edge tells it apart.
    const Color edge = look.style == ButtonStyle::Secondary && !t.is_dark ? t.line : 0;
    if (state.is_hovered) return {.ground = t.hover, .edge = edge, .ink = t.text};
    return {
        .ground = look.style == ButtonStyle::Secondary ? t.raised : 0, .edge = edge, .ink = t.text};
}

void draw_content(const Rect& rect, std::string_view label, const ButtonLook& look, Color ink) {
    const TextStyle style{.face = face_of(look), .size = look.text_size, .color = ink};
    if (label.empty()) {
        draw_icon(rect, look.icon, look.icon_size, ink);
        return;
    }
    const float icon_width = look.icon ? look.icon_size + kIconGap : 0.0f;
    const float padding = std::min(
        padding_of(look), 0.5f * std::max(rect.w - text_size(label, style).x - icon_width, 8.0f));
    const Rect inner = rect.inset(padding, 0.0f);
    const float text_width = std::min(text_size(label, style).x, inner.w - icon_width);
    const float width = icon_width + text_width;
    float x = inner.x;
    if (look.align == Align::Center) x += 0.5f * (inner.w - width);
    if (look.align == Align::Right) x += inner.w - width;
    if (look.icon) draw_icon({x, rect.y, look.icon_size, rect.h}, look.icon, look.icon_size, ink);
    draw_text({x + icon_width, rect.y, text_width + 0.5f, rect.h}, label, style);
}

}  // namespace

float button_width(std::string_view label, const ButtonLook& look) {
    const float text = text_size(label, {.face = face_of(look), .size = look.text_size}).x;
    const float icon = look.icon ? look.icon_size + (label.empty() ? 0.0f : kIconGap) : 0.0f;
    return std::ceil(text + icon + 2.0f * padding_of(look));
}

bool button(std::string_view id, const Rect& rect, std::string_view label, const ButtonLook& look) {
    const Interaction state = interact(id, rect);
    const Paint paint = paint_of(look, state);
    if (paint.ground) fill_round(rect, space::kCorner, paint.ground);
    if (paint.edge) stroke_round(rect, space::kCorner, paint.edge);
    draw_content(rect, label, look, paint.ink);
    if (state.is_focused) draw_focus_ring(rect);
    mirror::describe({.id = std::string(id),
                      .role = mirror::Role::Button,
                      .name = std::string(look.name.empty() ? label : look.name),
                      .is_disabled = state.is_disabled,
                      .is_selected = look.is_on,
                      .bounds = rect});
    return state.is_clicked;
}

bool icon_button(std::string_view id, const Rect& rect, const char* icon, std::string_view name,
                 bool is_on, float icon_size) {
    const Interaction state = interact(id, rect, name);
    const Theme& t = theme();
    const bool is_lit = is_on || state.is_held;
    const Color ground = is_lit ? t.accent_tint : state.is_hovered ? t.hover : 0;
    const Color ink = is_lit ? t.accent : state.is_hovered ? t.text : t.quiet;
    if (ground) fill_round(rect, space::kCorner, ground);
    draw_icon(rect, icon, icon_size, ink);
    if (state.is_focused) draw_focus_ring(rect);
    mirror::describe({.id = std::string(id),
                      .role = mirror::Role::Button,
                      .name = std::string(name),
                      .is_disabled = state.is_disabled,
                      .is_selected = is_on,
                      .bounds = rect});
    return state.is_clicked;
}

bool image_button(std::string_view id, const Rect& rect, std::string_view name, bool is_on,
                  bool has_rims) {
    const Interaction state = interact(id, rect);
    const Theme& t = theme();
    if (has_rims && is_on)
        stroke_round(rect.inset(-1.0f, -1.0f), space::kTileCorner + 1.0f, t.accent, 2.0f);
    else if (has_rims && state.is_hovered)
        stroke_round(rect, space::kTileCorner, t.text, 2.0f);
    if (state.is_focused)
        draw_focus_ring(has_rims ? rect : rect.inset(6.0f, 6.0f),
                        has_rims ? space::kTileCorner : space::kCorner);
    mirror::describe({.id = std::string(id),
                      .role = mirror::Role::Button,
                      .name = std::string(name),
                      .is_disabled = state.is_disabled,
                      .is_selected = is_on,
                      .bounds = rect});
    return state.is_clicked;
}

}  // namespace nn::ui
