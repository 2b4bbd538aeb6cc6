#include "web/panels/verdict.h"

#include <algorithm>
#include <cmath>

#include "icons.h"
#include "web/panels/format.h"
#include "web/panels/section.h"
#include "web/panels/strings.h"
#include "web/widgets/controls.h"
#include "web/widgets/mirror.h"
#include "web/widgets/text.h"
#include "web/widgets/theme.h"

namespace nn::ui {

namespace {

std::string sign_of(const PadPart& part) {
    if (part.digit < 0) return "\u2013";
    return part.doubt == Doubt::None ? std::to_string(part.digit) : "?";
}

// The number, the digit that is shown in the text's colour; as large as it fits.
void draw_number(const Rect& rect, const SessionView& view, float largest) {
    const PadContent& pad = view.pad;
    TextStyle style{.face = Face::Semibold, .size = largest};
    for (const float size : {28.0f, 20.0f, 16.0f, 14.0f, 12.0f}) {
        style.size = std::min(size, largest);
        if (text_size(number_text(view), style).x <= rect.w) break;
    }
    float x = rect.center().x - 0.5f * text_size(number_text(view), style).x;
    for (std::size_t i = 0; i < pad.parts.size(); ++i) {
        const std::string sign = sign_of(pad.parts[i]);
        style.color = static_cast<int>(i) == pad.part ? theme().text : theme().quiet;
        const float width = text_size(sign, style).x;
        draw_text({x, rect.y, width + 2.0f, rect.h}, sign, style);
        x += width;
    }
    mirror::describe({.id = "pad.number",
                      .role = mirror::Role::Text,
                      .name = std::string(strings().answer_title),
                      .value = number_text(view),
                      .bounds = rect});
}

}  // namespace

std::string doubt_text(const SessionView& view, Doubt doubt, int label) {
    const Strings& s = strings();
    switch (doubt) {
        case Doubt::Empty:
            return std::string(s.doubt_empty);
        case Doubt::Flat:
            return std::string(s.doubt_flat);
        case Doubt::Far:
            return fill(s.doubt_far, {class_name(view, label)});
        case Doubt::None:
            break;
    }
    return {};
}

std::string number_text(const SessionView& view) {
    if (view.prediction < 0 || !info(view.snapshot.recipe.dataset).has_digits()) return {};
    if (view.pad.parts.empty()) return view.is_sure() ? std::to_string(view.prediction) : "?";
    std::string number;
    for (const PadPart& part : view.pad.parts) number += sign_of(part);
    return number;
}

std::string pad_value(const SessionView& view) {
    const Strings& s = strings();
    if (view.prediction < 0) return std::string(s.pad_empty);
    const std::string_view name = class_name(view, view.prediction);
    if (view.pad.parts.empty() && view.is_sure())
        return fill(s.pad_reads, {name, answer_text(view, view.prediction)});
    if (view.pad.parts.empty())
        return fill(s.pad_unsure, {name, doubt_text(view, view.doubt, view.prediction)});
    std::string value = fill(s.pad_number, {number_text(view)});
    for (std::size_t i = 0; i < view.pad.parts.size(); ++i) {
        const PadPart& part = view.pad.parts[i];
        if (part.doubt != Doubt::None)
            value += fill(s.part_unsure,
                          {std::to_string(i + 1), doubt_text(view, part.doubt, part.digit)});
    }
    return value;
}

bool verdict_caption(const SessionView& view, std::string& title, std::string& hint) {
    const Strings& s = strings();
    const PadContent& pad = view.pad;
    if (view.prediction < 0 || (pad.parts.empty() && view.is_sure())) return false;
    const std::string reason = doubt_text(view, view.doubt, view.prediction);
    title = pad.parts.empty() ? std::string(s.unsure) : fill(s.answer_number, {number_text(view)});
    hint = reason.empty() ? fill(s.digit_shown,
                                 {std::to_string(pad.part + 1), std::to_string(pad.parts.size())})
                          : reason;
    return true;
}

void draw_parts(const Rect& pad, const SessionView& view) {
    const Theme& t = theme();
    ImDrawList* draw = ImGui::GetWindowDrawList();
    constexpr float kTick = 4.0f, kGap = 3.0f, kLabel = 18.0f;
    for (std::size_t i = 0; i < view.pad.parts.size(); ++i) {
        const PadPart& part = view.pad.parts[i];
        float half = 0.0f;  // of the widest stroke
        for (const Stroke& stroke : part.ink.ink) half = std::max(half, 0.5f * stroke.width);
        const InkBox& box = part.ink.box;
        const float left =
            std::clamp(pad.x + (box.low.x - half) * pad.w, pad.x + 4.0f, pad.right());
        const float right =
            std::clamp(pad.x + (box.high.x + half) * pad.w, left, pad.right() - 4.0f);
        const float below = pad.y + (box.high.y + half) * pad.h + kGap;
        const float above = pad.y + (box.low.y - half) * pad.h - kGap;
        // Below where there is room, else above; in a pad full of ink over its foot.
        const bool is_above =
            below + kTick + kLabel > pad.bottom() - 2.0f && above - kTick - kLabel > pad.y + 2.0f;
        const float line = is_above
                               ? std::round(above - kTick)
                               : std::round(std::min(below + kTick, pad.bottom() - 2.0f - kLabel));
        const bool is_shown = static_cast<int>(i) == view.pad.part;
        const Color color = is_shown ? t.text : t.quiet;
        const float tick = is_above ? line + kTick : line - kTick;
        const ImVec2 points[] = {{left + 0.5f, tick},
                                 {left + 0.5f, line + 0.5f},
                                 {right - 0.5f, line + 0.5f},
                                 {right - 0.5f, tick}};
        draw->AddPolyline(points, 4, color, 0, is_shown ? 1.5f : 1.0f);
        const Rect label{0.5f * (left + right) - 9.0f, is_above ? line - kLabel : line + 2.0f,
                         18.0f, kLabel - 2.0f};
        draw->AddRectFilled(label.min(), label.max(), with_alpha(t.paper, 0.7f), 3.0f);
        draw_text(
            label, sign_of(part),
            {.face = is_shown ? Face::Semibold : Face::Regular, .size = 14.0f, .color = color},
            Align::Center);
    }
}

void part_chooser(Rect row, float button, const SessionView& view, Requests& requests) {
    const PadContent& pad = view.pad;
    if (pad.parts.empty()) return;
    const Strings& s = strings();
    const int last = static_cast<int>(pad.parts.size()) - 1;
    const bool is_stacked = row.h > button + 16.0f;
    if (is_stacked) draw_number(row.take_top(row.h - button), view, 28.0f);
    const float icon = button >= 44.0f ? 20.0f : 16.0f;
    begin_disabled(pad.part == 0);
    if (icon_button("pad.part.previous", row.take_left(button), icon::kChevronLeft,
                    s.previous_digit, false, icon))
        requests.part = pad.part - 1;
    end_disabled();
    begin_disabled(pad.part == last);
    if (icon_button("pad.part.next", row.take_right(button), icon::kChevronRight, s.next_digit,
                    false, icon))
        requests.part = pad.part + 1;
    end_disabled();
    if (!is_stacked) draw_number(row, view, 20.0f);
}

}  // namespace nn::ui
