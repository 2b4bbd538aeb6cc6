// Sliders and number fields. A slider keeps to values that people would write down: two digits on logarithmic
// scales, whole steps on linear ones; its ticks and its default catch the knob.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "engine/numerics/decimal.h"
#include "icons.h"
#include "web/widgets/control_kit.h"

namespace nn::ui {

namespace {

constexpr float kTitleHeight = 24.0f, kTrackAt = 33.0f;  // below the slider's top
constexpr float kKnob = 6.0f, kHalo = 10.0f, kKnobGap = 2.0f;
constexpr float kFieldWidth = 96.0f, kFieldHeight = 32.0f, kFieldPadding = 11.0f;
constexpr float kCatch = 3.0f;       // px within which a tick or the default catches the knob
constexpr float kSlideStart = 6.0f;  // px a finger moves before it slides the knob
constexpr double kZeroShare = 0.06;  // of the track, that stands for 0

// --- Scales -----------------------------------------------------------------------------------------------------

double log_of(const SliderScale& s, double value) {
    return s.ticks_at_powers_of_two ? std::log2(value) : std::log10(value);
}
double power_of(const SliderScale& s, double x) {
    return s.ticks_at_powers_of_two ? std::exp2(x) : std::pow(10.0, x);
}

double lowest(const SliderScale& s) {
    return s.zero_at_left ? 0.0 : s.minimum;
}

double step_of(const SliderScale& s) {
    if (s.step > 0.0) return s.step;
    if (s.is_logarithmic) return s.ticks_at_powers_of_two ? 1.0 : 0.1;
    const double hundredth = (s.maximum - s.minimum) / 100.0;
    return s.is_integer ? std::max(1.0, std::round(hundredth)) : hundredth;
}

// The nearest double to the decimal number of so many digits: 0.3, not 0.30000000000000004.
double to_digits(double value, int digits) {
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%.*g", digits, value);
    return decimal_value(text.data()).value_or(value);
}

double rounded(const SliderScale& s, double value) {
    if (s.is_integer) return std::round(value);
    if (s.is_logarithmic) return to_digits(value, 2);
    const double step = step_of(s);
    return to_digits(std::round(value / step) * step, 12);
}

double bounded(const SliderScale& s, double value) {
    return std::clamp(value, lowest(s), s.maximum);
}

// Place on the track, 0 to 1, of a value, and back.
double place_of(const SliderScale& s, double value) {
    if (!s.is_logarithmic)
        return std::clamp((value - s.minimum) / (s.maximum - s.minimum), 0.0, 1.0);
    const double start = s.zero_at_left ? kZeroShare : 0.0;
    if (!(value > 0.0) || (s.zero_at_left && value < s.minimum)) return 0.0;
    const double low = log_of(s, s.minimum),
                 share = (log_of(s, value) - low) / (log_of(s, s.maximum) - low);
    return start + (1.0 - start) * std::clamp(share, 0.0, 1.0);
}

double value_at(const SliderScale& s, double place) {
    if (!s.is_logarithmic)
        return bounded(s, rounded(s, s.minimum + place * (s.maximum - s.minimum)));
    const double start = s.zero_at_left ? kZeroShare : 0.0;
    if (s.zero_at_left && place < 0.5 * start) return 0.0;
    const double low = log_of(s, s.minimum), high = log_of(s, s.maximum);
    const double share = std::max(place - start, 0.0) / (1.0 - start);
    return bounded(s, rounded(s, power_of(s, low + share * (high - low))));
}

// The position that the mirror speaks of: the value itself, or its logarithm; a step below is "off".
double own_scale_minimum(const SliderScale& s) {
    if (!s.is_logarithmic) return s.minimum;
    return log_of(s, s.minimum) - (s.zero_at_left ? step_of(s) : 0.0);
}

double to_own_scale(const SliderScale& s, double value) {
    if (!s.is_logarithmic) return value;
    return value >= s.minimum ? to_digits(log_of(s, value), 6) : own_scale_minimum(s);
}

double from_own_scale(const SliderScale& s, double position) {
    if (!s.is_logarithmic) return bounded(s, rounded(s, position));
    if (s.zero_at_left && position < log_of(s, s.minimum) - 0.5 * step_of(s)) return 0.0;
    return bounded(s, rounded(s, power_of(s, position)));
}

template <typename Visit>
void for_each_tick(const SliderScale& s, Visit visit) {
    if (!s.is_logarithmic) return;
    if (s.zero_at_left) visit(0.0);
    const int first = static_cast<int>(std::ceil(log_of(s, s.minimum) - 1e-9));
    const int last = static_cast<int>(std::floor(log_of(s, s.maximum) + 1e-9));
    for (int i = first; i <= last; ++i) visit(to_digits(power_of(s, i), 12));
}

// --- The track ---------------------------------------------------------------------------------------------------

struct Drag {
    ImGuiID id = 0;
    double value_before = 0.0;
    ImVec2 start;
    float grip = 0.0f;  // where on the knob it was taken, so that it does not jump
    bool is_sliding = false;
};

Drag drag;

struct Track {
    float x = 0.0f, width = 0.0f, y = 0.0f;
    float knob(const SliderScale& s, double value) const {
        return x + width * static_cast<float>(place_of(s, value));
    }
};

double value_under(const Track& track, const SliderScale& s, float x) {
    if (track.width <= 0.0f) return s.minimum;
    double caught = 0.0;
    bool is_caught = false;
    const auto try_to_catch = [&](double tick) {
        if (!is_caught && std::abs(track.knob(s, tick) - x) <= kCatch) {
            caught = tick;
            is_caught = true;
        }
    };
    if (s.fallback >= lowest(s) && s.fallback <= s.maximum) try_to_catch(s.fallback);
    for_each_tick(s, try_to_catch);
    if (is_caught) return caught;
    return value_at(s, std::clamp(static_cast<double>((x - track.x) / track.width), 0.0, 1.0));
}

// Moves the value with the pointer. `is_inside`: the press was on the track's part of the control.
bool follow_pointer(const Interaction& state, const Track& track, const SliderScale& s,
                    bool is_inside, double* value) {
    const ImGuiIO& io = ImGui::GetIO();
    const double before = *value;
    if (state.is_pressed && is_inside) {
        const float off = io.MousePos.x - track.knob(s, *value);
        const bool is_on_knob = std::abs(off) <= kHalo;
        drag = {.id = state.id,
                .value_before = *value,
                .start = io.MousePos,
                .grip = is_touch() || is_on_knob ? off : 0.0f,
                .is_sliding = !is_touch()};
    }
    if (drag.id != state.id) return false;
    if (state.is_held) {
        const float dx = io.MousePos.x - drag.start.x, dy = io.MousePos.y - drag.start.y;
        if (!drag.is_sliding && std::abs(dx) > kSlideStart && std::abs(dx) > std::abs(dy))
            drag.is_sliding = true;
        if (drag.is_sliding) {
            claim_drag();
            const bool has_moved = dx != 0.0f || std::abs(drag.grip) < 0.01f;
            if (has_moved) *value = value_under(track, s, io.MousePos.x - drag.grip);
        }
        return *value != before;
    }
    // A finger that did not slide: a tap, which moves the knob there.
    if (state.is_clicked && !state.is_asked && !drag.is_sliding)
        *value = value_under(track, s, io.MousePos.x);
    drag.id = 0;
    return *value != before;
}

void draw_track(const Track& track, const SliderScale& s, double value, const Interaction& state,
                bool has_ticks) {
    const Theme& t = theme();
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const float knob = track.knob(s, value), y = snap(track.y);
    const bool is_lit = state.is_hovered || state.is_held;
    const float gap = is_lit ? 0.0f : kKnob + kKnobGap;
    if (has_ticks)
        for_each_tick(s, [&](double tick) {
            const float x = std::min(snap(track.knob(s, tick)), track.x + track.width);
            draw_line({x + (x <= track.x ? 1.0f : 0.0f), y + 5.0f},
                      {x + (x <= track.x ? 1.0f : 0.0f), y + 10.0f}, t.control);
        });
    if (knob - gap > track.x)
        fill_round({track.x, y - 1.0f, knob - gap - track.x, 2.0f}, 1.0f, t.text);
    const float right = track.x + track.width;
    if (knob + gap < right)
        fill_round({knob + gap, y - 1.0f, right - knob - gap, 2.0f}, 1.0f, t.control);
    if (value != s.fallback && s.fallback >= lowest(s) && s.fallback <= s.maximum) {
        const float mark = snap(track.knob(s, s.fallback));
        if (std::abs(mark - knob) > kKnob + kKnobGap)
            fill_round({mark - 1.0f, y - 5.0f, 2.0f, 10.0f}, 1.0f, t.control);
    }
    const float halo = glide(state.id, is_lit || state.is_focused, 0.12f);
    if (halo > 0.0f)
        draw->AddCircleFilled({knob, y}, kKnob + 4.0f * halo, with_alpha(t.text, 0.22f), 40);
    draw->AddCircleFilled({knob, y}, kKnob, t.text, 32);
    if (state.is_focused) draw->AddCircle({knob, y}, kHalo, t.accent, 40, 2.0f);
}

// --- Exact entry ---------------------------------------------------------------------------------------------------

bool is_percent(std::string_view shown) {
    return shown.find('%') != std::string_view::npos;
}

Rect text_in(const Rect& field) {
    return field.inset(kFieldPadding, 0.0f);
}

std::string bounds_text(double minimum, double maximum, bool percent) {
    const double factor = percent ? 100.0 : 1.0;
    std::string out = with_numbers(control_words().bounds, to_digits(minimum * factor, 12),
                                   to_digits(maximum * factor, 12));
    if (percent) out += " %";
    return out;
}

void open_entry(std::string_view id, const Rect& field, double value, bool percent) {
    begin_text_entry({.id = std::string(id),
                      .bounds = text_in(field),
                      .text = number_text(percent ? to_digits(value * 100.0, 12) : value)});
}

// Text that arrived: a value within bounds, or an entry that stays open and says so.
bool take_entry(std::string_view id, const Rect& field, double minimum, double maximum,
                bool is_integer, bool percent, double* value) {
    std::string text;
    if (!mirror::take_text(id, &text) || is_disabled(id)) return false;
    double entered = 0.0;
    const bool is_number = parse_number(text, &entered);
    if (percent) entered = to_digits(entered / 100.0, 12);
    if (!is_number || entered < minimum || entered > maximum ||
        (is_integer && entered != std::round(entered))) {
        begin_text_entry(
            {.id = std::string(id), .bounds = text_in(field), .text = text, .is_invalid = true});
        return false;
    }
    end_text_entry();
    const bool has_changed = *value != entered;
    *value = entered;
    return has_changed;
}

void draw_entry(const Rect& field, const TextEntryRequest& entry) {
    draw_field_ring(field, entry.is_invalid ? theme().wrong : theme().accent);
}

// The row while a number is being typed: the title, or what is wrong, and the field in the value's place.
void draw_entry_row(const Rect& rect, const Rect& field, std::string_view title,
                    const TextEntryRequest& entry, const std::string& bounds) {
    const Rect words{rect.x, field.y, field.x - rect.x - 8.0f, field.h};
    if (entry.is_invalid)
        draw_text(words, bounds, {.size = 12.0f, .color = theme().wrong});
    else
        draw_text(words, title, {});
    draw_entry(field, entry);
}

struct Described {
    std::string_view id, name, shown;
    bool is_invalid = false;
};

void describe_slider(const Described& what, const SliderScale& s, double value, bool is_off,
                     const Rect& bounds) {
    mirror::describe({.id = std::string(what.id),
                      .role = mirror::Role::Slider,
                      .name = std::string(what.name),
                      .value = what.shown.empty() ? number_text(value) : std::string(what.shown),
                      .number = to_own_scale(s, value),
                      .minimum = own_scale_minimum(s),
                      .maximum = to_own_scale(s, s.maximum),
                      .step = step_of(s),
                      .is_disabled = is_off,
                      .is_invalid = what.is_invalid,
                      .bounds = bounds});
}

bool take_position(std::string_view id, const SliderScale& s, double* value) {
    double position = 0.0;
    if (!mirror::take_number(id, &position) || is_disabled(id) || !std::isfinite(position))
        return false;
    const double before = *value;
    *value = from_own_scale(s, position);
    return *value != before;
}

// The icon behind the title that brings the default back.
bool reset_button(std::string_view id, const Rect& title, float title_width, const SliderScale& s,
                  double* value) {
    if (*value == s.fallback) return false;
    const float size = is_touch() ? kTouchTarget : 24.0f;
    const ImVec2 center{title.x + title_width + 18.0f, title.center().y};
    const Rect rect{center.x - 0.5f * size, center.y - 0.5f * std::min(size, 32.0f), size,
                    std::min(size, 32.0f)};
    const std::string name = with_numbers(control_words().reset, s.fallback);
    if (!icon_button(std::string(id) + ".reset", rect, icon::kRotateCcw, name, false, 14.0f))
        return false;
    *value = s.fallback;
    return true;
}

}  // namespace

void reset_numbers() {
    drag = {};
}

bool slider(std::string_view id, const Rect& rect, std::string_view title, double* value,
            const SliderScale& scale, std::string_view shown) {
    const bool percent = is_percent(shown);
    Rect rest = rect;
    const Rect row = rest.take_top(kTitleHeight);
    const Track track{rect.x, rect.w, rect.y + kTrackAt};
    const Rect field{rect.right() - kFieldWidth, rect.y + 0.5f * (rect.h - kFieldHeight),
                     kFieldWidth, kFieldHeight};
    const Rect zone{rect.x - kKnob, track.y - 12.0f, rect.w + 2.0f * kKnob, 24.0f};

    bool has_changed = take_position(id, scale, value);
    has_changed |=
        take_entry(id, field, lowest(scale), scale.maximum, scale.is_integer, percent, value);
    if (const TextEntryRequest* entry = entry_of(id, text_in(field))) {
        interact(id, rect);
        draw_entry_row(rect, field, title, *entry,
                       bounds_text(lowest(scale), scale.maximum, percent));
        describe_slider({id, title, shown, entry->is_invalid}, scale, *value, false, field);
        return has_changed;
    }

    // The tip is the slider's, not the reset button's, which comes first to be on top.
    const Tip pending = take_pending_tip();
    const float title_width = std::min(text_size(title, {}).x, row.w * 0.7f);
    const bool is_reset = reset_button(id, row, title_width, scale, value);
    next_tip(pending);
    // At the ends of the track half of the knob stands out.
    const float height = std::max(rect.h, kTrackAt + 12.0f);
    const Interaction state = interact(id, {zone.x, rect.y, zone.w, height});

    const std::string own_text = shown.empty() ? number_text(*value) : std::string();
    const std::string_view text = shown.empty() ? std::string_view(own_text) : shown;
    const float text_width = text_size(text, {}).x;
    const Rect words{row.right() - text_width - 16.0f, row.y, text_width + 24.0f, row.h};
    const ImVec2 pointer = ImGui::GetIO().MousePos;
    const bool is_on_words = state.is_hovered && words.contains(pointer) && drag.id != state.id;
    const bool is_on_track = is_touch() ? !words.contains(pointer) : zone.contains(pointer);

    if (state.is_pressed && is_on_track && ImGui::GetIO().MouseClickedCount[0] == 2) {
        has_changed |= *value != drag.value_before;
        *value = drag.value_before;  // the first click of the two moved the knob
        drag.id = 0;
        open_entry(id, field, *value, percent);
    } else {
        has_changed |= follow_pointer(state, track, scale, is_on_track, value);
        const bool is_tapped = state.is_clicked && !state.is_asked && words.contains(pointer);
        if (state.is_asked || is_tapped) open_entry(id, field, *value, percent);
    }

    if (is_on_words)
        fill_round({words.x + 8.0f, words.y + 1.0f, words.w - 8.0f, words.h - 2.0f}, 4.0f,
                   theme().hover);
    draw_text({row.x, row.y, row.w - text_width - 8.0f, row.h}, title, {});
    draw_text(row, text, {}, Align::Right);
    Interaction shown_state = state;
    shown_state.is_hovered = state.is_hovered && (is_on_track || drag.id == state.id);
    shown_state.is_held = drag.id == state.id && drag.is_sliding;
    draw_track(track, scale, *value, shown_state, true);
    describe_slider({id, title, text}, scale, *value, state.is_disabled,
                    {rect.x, zone.y, rect.w, zone.h});
    return has_changed || is_reset;
}

bool slider_track(std::string_view id, const Rect& rect, std::string_view name, double* value,
                  const SliderScale& scale, std::string_view shown) {
    bool has_changed = take_position(id, scale, value);
    const Interaction state = interact(id, rect, name);
    const Track track{rect.x + kKnob, rect.w - 2.0f * kKnob, rect.center().y};
    has_changed |= follow_pointer(state, track, scale, true, value);
    draw_track(track, scale, *value, state, false);
    describe_slider({id, name, shown}, scale, *value, state.is_disabled, rect);
    return has_changed;
}

bool number_field(std::string_view id, const Rect& rect, std::string_view name, int* value,
                  int minimum, int maximum) {
    double number = *value;
    const bool has_changed = take_entry(id, rect, minimum, maximum, true, false, &number);
    if (has_changed) *value = static_cast<int>(number);
    const Interaction state = interact(id, rect);
    if (state.is_clicked) open_entry(id, rect, *value, false);
    const TextEntryRequest* entry = entry_of(id, text_in(rect));
    const bool is_invalid = entry && entry->is_invalid;
    const std::string text = number_text(*value);
    if (entry) {
        draw_entry(rect, *entry);
        // There is no row to say it in: the bounds stand under the field until the next number.
        if (is_invalid) show_note(rect, bounds_text(minimum, maximum, false));
    } else {
        draw_field(rect, state.is_hovered);
        draw_text(text_in(rect), text, {});
        if (state.is_focused) draw_focus_ring(rect);
    }
    mirror::describe({.id = std::string(id),
                      .role = mirror::Role::TextField,
                      .name = std::string(name),
                      .value = text,
                      .number = number,
                      .minimum = static_cast<double>(minimum),
                      .maximum = static_cast<double>(maximum),
                      .step = 1.0,
                      .is_disabled = state.is_disabled,
                      .is_invalid = is_invalid,
                      .bounds = rect});
    return has_changed;
}

}  // namespace nn::ui
