// Tips: a title, a sentence and a formula with the present numbers, 400 ms after the pointer or the keyboard's
// focus came to rest on a control. On touch a long press shows them.
#include <algorithm>
#include <cmath>

#include "web/widgets/control_kit.h"

namespace nn::ui {

namespace {

constexpr double kDelay = 0.4, kDelayOfNext = 0.12, kStillWarm = 0.3;  // seconds
constexpr float kWidest = 278.0f, kPadding = 16.0f;
constexpr float kWidestFormula = 320.0f;  // which is not broken into lines
constexpr float kFormulaPadding = 10.0f, kFormulaLine = 20.0f;
constexpr TextStyle kTitle{.face = Face::Semibold}, kSentence{},
    kFormula{.face = Face::Mono, .size = 12.0f};

struct Tips {
    Tip pending;
    ImGuiID hot = 0;     // the control whose tip shows or is about to
    int hot_frame = -1;  // when it was last hot
    double hot_since = 0.0;
    double shown_at = -1.0;  // when any tip showed last
    bool is_shown = false;
    ImGuiID dismissed = 0;  // was used: no tip until the pointer has left it
};

Tips tips;

bool is_empty(const Tip& tip) {
    return tip.title.empty() && tip.sentence.empty() && tip.formula.empty();
}

template <typename Visit>
void for_each_line(std::string_view text, Visit visit) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        visit(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

struct Measured {
    ImVec2 size;
    float inner = 0.0f, sentence = 0.0f, formula = 0.0f;
};

Measured measure_tip(const Tip& tip) {
    Measured out;
    int lines = 0;
    float width = std::min(
        std::max(text_size(tip.title, kTitle).x, text_size(tip.sentence, kSentence).x), kWidest);
    for_each_line(tip.formula, [&](std::string_view line) {
        width = std::max(width, text_size(line, kFormula).x + 2.0f * kFormulaPadding);
        ++lines;
    });
    const float widest =
        std::min(kWidestFormula, ImGui::GetIO().DisplaySize.x - 16.0f - 2.0f * kPadding);
    out.inner = std::ceil(std::min(width + 1.0f, widest));
    out.sentence =
        tip.sentence.empty() ? 0.0f : measure_paragraph(out.inner, tip.sentence, kSentence);
    out.formula = lines > 0 ? kFormulaLine * static_cast<float>(lines) + 16.0f : 0.0f;
    float height = 2.0f * 14.0f + out.sentence + (tip.title.empty() ? 0.0f : 20.0f);
    if (!tip.title.empty() && !tip.sentence.empty()) height += 4.0f;
    if (lines > 0) height += out.formula + 10.0f;
    out.size = {out.inner + 2.0f * kPadding, height};
    return out;
}

void draw_formula(const Rect& box, std::string_view formula) {
    const Theme& t = theme();
    fill_round(box, 4.0f, t.surface);
    Rect rows = box.inset(kFormulaPadding, 8.0f);
    for_each_line(formula, [&](std::string_view line) {
        draw_text(rows.take_top(kFormulaLine), line, kFormula);
    });
}

// Where several things are wide, the pointer says which part was meant.
Rect anchor_of(const Rect& rect) {
    const float x = ImGui::GetIO().MousePos.x;
    if (rect.w < 160.0f || x < rect.x || x > rect.right()) return rect;
    return {x - 8.0f, rect.y, 16.0f, rect.h};
}

void draw_tip(const Rect& rect, const Tip& tip, double age) {
    const bool is_name = tip.sentence.empty() && tip.formula.empty();
    const TextStyle name{.size = 12.0f};
    Measured measured;
    if (is_name)
        measured.size = {std::ceil(text_size(tip.title, name).x) + 20.0f, 28.0f};
    else
        measured = measure_tip(tip);
    const Rect box = place_near(anchor_of(rect), measured.size, true);
    begin_layer("tip", box, false);
    const int first = vertex_count();
    draw_raised(box);
    if (is_name) {
        draw_text(box, tip.title, name, Align::Center);
    } else {
        Rect inner = box.inset(kPadding, 14.0f);
        inner.w = measured.inner;
        if (!tip.title.empty()) draw_text(inner.take_top(20.0f), tip.title, kTitle);
        if (!tip.title.empty() && !tip.sentence.empty()) inner.take_top(4.0f);
        inner.take_top(draw_paragraph(inner.min(), measured.inner, tip.sentence, kSentence));
        if (measured.formula > 0.0f)
            draw_formula({inner.x, inner.y + 10.0f, inner.w, measured.formula}, tip.formula);
    }
    constexpr double kFade = 0.12;
    if (age < kFade && !reduces_motion()) {
        fade_since(first, static_cast<float>(age / kFade));
        request_frame();
    }
    end_layer();
}

void be_hot(ImGuiID id, const Rect& rect, const Tip& tip) {
    const int frame = ImGui::GetFrameCount();
    const double now = ImGui::GetTime();
    if (tips.hot != id || tips.hot_frame < frame - 1) {
        const bool is_warm = now - tips.shown_at < kStillWarm;
        tips.hot_since = is_warm ? now - kDelay + kDelayOfNext : now;
        tips.hot = id;
        if (tips.dismissed != id) tips.dismissed = 0;
    }
    tips.hot_frame = frame;
    if (is_drag_claimed()) tips.hot_since = now;
    if (tips.dismissed == id) return;
    const double age = now - tips.hot_since - kDelay;
    if (age < 0.0) {
        request_frame();
        return;
    }
    tips.shown_at = now;
    // The finger that asked for an explanation did not mean to press.
    if (is_touch() && ImGui::GetActiveID() == id) ImGui::ClearActiveID();
    draw_tip(rect, tip, age);
}

}  // namespace

void reset_tips() {
    tips = {};
}

bool is_tip_due(std::string_view id) {
    return tips.hot == hash(id) && tips.hot_frame >= ImGui::GetFrameCount() - 1;
}

void next_tip(const Tip& tip) {
    tips.pending = tip;
}

Tip take_pending_tip() {
    const Tip tip = tips.pending;
    tips.pending = {};
    return tip;
}

void dismiss_tip() {
    tips.dismissed = tips.hot;
}

void consume_tip(ImGuiID id, const Rect& rect, std::string_view fallback_title, bool is_hot,
                 std::string_view reason) {
    Tip tip = take_pending_tip();
    if (is_empty(tip)) tip.title = fallback_title;
    if (!reason.empty()) {
        tip.sentence = reason;
        tip.formula = {};
    }
    // On touch the tip cancelled the press that brought it, and stays while the finger does.
    const bool was_shown = tips.hot == id && tips.hot_frame >= ImGui::GetFrameCount() - 1 &&
                           ImGui::GetTime() - tips.hot_since >= kDelay;
    if (is_touch() && was_shown && ImGui::IsMouseDown(0) && is_pointer_in(rect)) is_hot = true;
    if (!is_hot) {
        if (tips.dismissed == id && tips.hot_frame < ImGui::GetFrameCount() - 1) tips.dismissed = 0;
        return;
    }
    if (!is_empty(tip)) be_hot(id, rect, tip);
}

void tip_for_cut_text(const Rect& rect, std::string_view text) {
    if (!is_pointer_in(rect)) return;
    // Inside a control that has a tip of its own, that one wins.
    if (tips.hot_frame >= ImGui::GetFrameCount() - 1 && tips.hot != hash(text)) return;
    be_hot(hash(text), rect, {.title = text});
}

void tip_area(std::string_view id, const Rect& rect, std::string_view name, std::string_view value,
              bool is_status) {
    const Interaction state = interact(id, rect, name);
    if (state.is_focused) draw_focus_ring(rect.inset(2.0f, 2.0f), 4.0f);
    mirror::describe({.id = std::string(id),
                      .role = is_status ? mirror::Role::Status : mirror::Role::Text,
                      .name = std::string(name),
                      .value = std::string(value),
                      .bounds = rect});
}

void show_note(const Rect& anchor, std::string_view text) {
    const TextStyle style{.size = 12.0f, .color = theme().wrong};
    const Rect box = place_near(anchor, {std::ceil(text_size(text, style).x) + 20.0f, 28.0f});
    begin_layer("note", box, false);
    draw_raised(box);
    draw_text(box, text, style, Align::Center);
    end_layer();
}

}  // namespace nn::ui
