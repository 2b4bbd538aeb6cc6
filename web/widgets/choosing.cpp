// One of several, or yes and no: toggle, segmented control, tabs, select.
#include <algorithm>
#include <cmath>

#include "icons.h"
#include "web/widgets/control_kit.h"

namespace nn::ui {

namespace {

constexpr float kSwitchWidth = 32.0f, kSwitchHeight = 18.0f, kSwitchKnob = 7.0f;
constexpr float kSegmentPadding = 10.0f, kSegmentInset = 2.0f;
constexpr float kFieldPadding = 11.0f;
constexpr float kListPadding = 5.0f, kOptionPadding = 8.0f, kGroupTitle = 28.0f;

std::string numbered(std::string_view id, std::size_t index) {
    return std::string(id) + "." + std::to_string(index);
}

bool choose(int* selected, std::size_t index) {
    const bool is_new = *selected != static_cast<int>(index);
    *selected = static_cast<int>(index);
    return is_new;
}

float segment_width(std::string_view option) {
    return std::ceil(text_size(option, {}).x) + 2.0f * kSegmentPadding;
}

}  // namespace

bool toggle(std::string_view id, const Rect& rect, std::string_view name, bool* value) {
    const Interaction state = interact(id, rect);
    if (state.is_clicked) *value = !*value;
    const Theme& t = theme();
    const Rect track{std::max(rect.right() - kSwitchWidth, rect.x),
                     snap(rect.center().y - 0.5f * kSwitchHeight), kSwitchWidth, kSwitchHeight};
    const float at = glide(state.id, *value);
    const ImVec2 knob{track.x + 9.0f + at * (kSwitchWidth - kSwitchHeight), track.center().y};
    ImDrawList* draw = ImGui::GetWindowDrawList();
    if (state.is_hovered)
        draw->AddCircleFilled(knob, kSwitchKnob + 6.0f, with_alpha(t.text, 0.12f), 32);
    fill_round(track, 0.5f * kSwitchHeight, mix(t.control, t.accent, at));
    draw->AddCircleFilled(knob, kSwitchKnob, mix(t.ground, t.on_accent, at), 32);
    if (state.is_focused) draw_focus_ring(track, 0.5f * kSwitchHeight);
    mirror::describe({.id = std::string(id),
                      .role = mirror::Role::Toggle,
                      .name = std::string(name),
                      .value = *value ? "on" : "off",
                      .is_disabled = state.is_disabled,
                      .is_selected = *value,
                      .bounds = rect});
    return state.is_clicked;
}

float segmented_width(std::span<const std::string_view> options) {
    float width = 2.0f * kSegmentInset;
    for (const std::string_view option : options) width += segment_width(option);
    return width;
}

bool segmented(std::string_view id, const Rect& rect, std::string_view name,
               std::span<const std::string_view> options, int* selected) {
    const Theme& t = theme();
    fill_round(rect, space::kCorner, t.segment);
    Rect rest = rect.inset(kSegmentInset, kSegmentInset);
    // Where there is more or less room than the words want, all parts share it.
    const float spare =
        options.empty() ? 0.0f
                        : (rect.w - segmented_width(options)) / static_cast<float>(options.size());
    bool has_changed = false;
    for (std::size_t i = 0; i < options.size(); ++i) {
        const Rect part = rest.take_left(segment_width(options[i]) + spare);
        const std::string part_id = numbered(id, i);
        const Interaction state = interact(part_id, part);
        if (state.is_clicked && choose(selected, i)) has_changed = true;
        const bool is_chosen = *selected == static_cast<int>(i);
        if (is_chosen) {
            fill_round(part, 4.0f, t.segment_chosen);
            if (!t.is_dark) stroke_round(part, 4.0f, t.line);
        } else if (state.is_hovered) {
            fill_round(part, 4.0f, t.is_dark ? t.hover : t.line);
        }
        draw_text(part.inset(4.0f, 0.0f), options[i],
                  {.color = is_chosen || state.is_hovered ? t.text : t.quiet}, Align::Center);
        if (state.is_focused) draw_focus_ring(part, 4.0f);
        mirror::describe({.id = part_id,
                          .role = mirror::Role::Option,
                          .name = std::string(options[i]),
                          .value = std::string(name),
                          .is_disabled = state.is_disabled,
                          .is_selected = is_chosen,
                          .bounds = part});
    }
    return has_changed;
}

float tabs_width(std::span<const std::string_view> labels, float gap) {
    float out = -gap;
    for (const std::string_view label : labels)
        out += std::ceil(text_size(label, {.face = Face::Semibold}).x) + gap;
    return out;
}

bool tabs(std::string_view id, ImVec2 position, float height,
          std::span<const std::string_view> labels, int* selected, float gap) {
    const Theme& t = theme();
    bool has_changed = false;
    float x = position.x;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        // As wide as when chosen, so that choosing moves nothing.
        const float width = std::ceil(text_size(labels[i], {.face = Face::Semibold}).x);
        const Rect word{x, position.y, width, height};
        const std::string tab_id = numbered(id, i);
        const Interaction state = interact(tab_id, word.inset(-0.4f * gap, 0.0f));
        if (state.is_clicked && choose(selected, i)) has_changed = true;
        const bool is_chosen = *selected == static_cast<int>(i);
        draw_text(word, labels[i],
                  {.face = is_chosen ? Face::Semibold : Face::Regular,
                   .color = is_chosen || state.is_hovered ? t.text : t.quiet});
        const float middle = std::floor(word.center().y);
        if (is_chosen) fill_round({x, middle + 12.0f, width, 2.0f}, 1.0f, t.accent);
        if (state.is_focused)
            stroke_round({x - 6.0f, middle - 17.0f, width + 12.0f, 36.0f}, 4.0f, t.accent, 2.0f);
        mirror::describe({.id = tab_id,
                          .role = mirror::Role::Tab,
                          .name = std::string(labels[i]),
                          .is_disabled = state.is_disabled,
                          .is_selected = is_chosen,
                          .bounds = word});
        x += width + gap;
    }
    return has_changed;
}

namespace {

// The open list; true when an option was chosen.
bool option_list(std::string_view id, const std::string& list_id, const Rect& anchor,
                 std::string_view name, std::span<const std::string_view> options, int* selected,
                 const SelectGroups& groups) {
    const Theme& t = theme();
    const float row_height = is_touch() ? kTouchTarget : 32.0f;
    float width = anchor.w;
    for (const std::string_view option : options)
        width = std::max(width, std::ceil(text_size(option, {}).x) + 62.0f);
    const float titles = groups.second_at > 0 ? 2.0f * kGroupTitle : 0.0f;
    const float wished = row_height * static_cast<float>(options.size()) + titles;
    const float height = std::min(wished, ImGui::GetIO().DisplaySize.y - 32.0f);
    const Rect list = begin_popover(list_id, anchor, {width, height + 2.0f * kListPadding});
    if (list.w <= 0.0f) return false;
    Rect rows = begin_scroll(list_id, list.inset(0.0f, kListPadding)).inset(kListPadding, 0.0f);
    bool has_chosen = false, has_changed = false;
    for (std::size_t i = 0; i < options.size(); ++i) {
        const bool is_second = static_cast<int>(i) == groups.second_at;
        if (groups.second_at > 0 && (i == 0 || is_second))
            draw_text(rows.take_top(kGroupTitle).inset(kOptionPadding, 0.0f),
                      is_second ? groups.second : groups.first, {.size = 12.0f, .color = t.quiet});
        const Rect row = rows.take_top(row_height);
        const std::string option_id = numbered(id, i);
        const Interaction state = interact(option_id, row);
        if (state.is_clicked) {
            has_chosen = true;
            has_changed = choose(selected, i);
        }
        const bool is_chosen = *selected == static_cast<int>(i);
        if (state.is_held)
            fill_round(row, 4.0f, t.line);
        else if (state.is_hovered || state.is_focused)
            fill_round(row, 4.0f, t.hover);
        draw_text({row.x + kOptionPadding, row.y, row.w - kOptionPadding - 32.0f, row.h},
                  options[i], {});
        if (is_chosen)
            draw_icon({row.right() - 24.0f, row.y, 16.0f, row.h}, icon::kCheck, 16.0f, t.accent);
        if (state.is_focused) stroke_round(row, 4.0f, t.accent, 2.0f);
        mirror::describe({.id = option_id,
                          .role = mirror::Role::Option,
                          .name = std::string(options[i]),
                          .value = std::string(name),
                          .is_selected = is_chosen,
                          .bounds = row});
    }
    end_scroll(wished);
    if (has_chosen) close_popover();
    end_popover();
    return has_changed;
}

// What the mirror asked for: an option by its words or by its number.
bool take_choice(std::string_view id, std::span<const std::string_view> options, int* selected) {
    bool has_changed = false;
    if (std::string text; mirror::take_text(id, &text)) {
        const auto found = std::find(options.begin(), options.end(), std::string_view(text));
        if (found != options.end())
            has_changed |= choose(selected, static_cast<std::size_t>(found - options.begin()));
    }
    if (double number = 0.0; mirror::take_number(id, &number) && !options.empty()) {
        const double last = static_cast<double>(options.size() - 1);
        has_changed |=
            choose(selected, static_cast<std::size_t>(std::lround(std::clamp(number, 0.0, last))));
    }
    return has_changed;
}

void draw_select(const Rect& rect, std::string_view label, bool is_bare, bool is_open,
                 const Interaction& state) {
    const Theme& t = theme();
    if (!is_bare) draw_field(rect, state.is_hovered && !state.is_held);
    if (is_bare && state.is_hovered) fill_round(rect, space::kCorner, t.hover);
    if (state.is_held || is_open)
        fill_round(rect, space::kCorner, t.is_dark || is_bare ? t.line : t.hover);
    const float padding = is_bare ? 8.0f : kFieldPadding;
    const Rect chevron{rect.right() - 25.0f, rect.y, 16.0f, rect.h};
    const Rect words{rect.x + padding, rect.y, chevron.x - 4.0f - rect.x - padding, rect.h};
    draw_text(words, label, {.color = is_bare && !state.is_hovered ? t.quiet : t.text});
    draw_icon(chevron, icon::kChevronDown, 16.0f, t.quiet);
    if (state.is_focused) draw_focus_ring(rect);
}

}  // namespace

bool select(std::string_view id, const Rect& rect, std::string_view name,
            std::span<const std::string_view> options, int* selected, bool is_bare,
            const SelectGroups& groups) {
    const Interaction state = interact(id, rect);
    const std::string list_id = std::string(id) + ".list";
    bool has_changed = take_choice(id, options, selected) && !state.is_disabled;
    if (state.is_clicked) {
        if (is_popover_open(list_id))
            close_popover();
        else
            open_popover(list_id);
    }
    const bool is_open = is_popover_open(list_id);
    const auto index = static_cast<std::size_t>(std::max(*selected, 0));
    const std::string_view label = index < options.size() ? options[index] : std::string_view{};
    draw_select(rect, label, is_bare, is_open, state);
    mirror::describe({.id = std::string(id),
                      .role = mirror::Role::Select,
                      .name = std::string(name),
                      .value = std::string(label),
                      .number = static_cast<double>(index),
                      .maximum = options.empty() ? 0.0 : static_cast<double>(options.size() - 1),
                      .step = 1.0,
                      .is_disabled = state.is_disabled,
                      .is_expanded = is_open,
                      .bounds = rect});
    if (is_open) has_changed |= option_list(id, list_id, rect, name, options, selected, groups);
    return has_changed;
}

}  // namespace nn::ui
