// The bar at the top: what training does now, and what the reader can make it do.
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "icons.h"
#include "web/panels/format.h"
#include "web/panels/formulas.h"
#include "web/panels/panels.h"
#include "web/panels/strings.h"
#include "web/widgets/controls.h"
#include "web/widgets/mirror.h"

namespace nn::ui {

namespace {

constexpr float kWordsWidth = 1240.0f;  // less, and what stands at the right are icons

constexpr std::array<double, 5> kSpeeds = {1.0, 4.0, 16.0, 64.0, 0.0};

bool is_over(RunState state) {
    return state == RunState::Stopped || state == RunState::Finished || state == RunState::Diverged;
}

std::string_view state_text(RunState state) {
    const Strings& s = strings();
    switch (state) {
        case RunState::Loading:
            return s.loading;
        case RunState::Paused:
            return s.paused;
        case RunState::Stopped:
            return s.stopped;
        case RunState::Finished:
            return s.finished;
        case RunState::Diverged:
            return s.diverged;
        case RunState::Running:
            break;
    }
    return {};
}

void logo(const Rect& area, bool has_name) {
    // A drop of ink and the dot it came from.
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const ImVec2 c{area.x + 10.0f, area.y + 0.5f * area.h};
    draw->AddCircleFilled({c.x, c.y - 7.0f}, 2.5f, theme().accent, 16);
    draw->PathArcTo({c.x, c.y + 3.0f}, 5.0f, -0.52f, 3.66f, 24);
    draw->PathLineTo({c.x, c.y - 4.5f});
    draw->PathFillConvex(theme().text);
    if (has_name)
        draw_text({area.x + 28.0f, area.y, area.w - 28.0f, area.h}, "Inkling",
                  {.face = Face::Semibold, .size = 16.0f});
}

// A quiet label and its strong value, with what they mean; returns the x behind them.
float figure(float x, const Rect& area, std::string_view id, std::string_view label,
             std::string_view value, const SessionView& view, float size = 14.0f) {
    const Strings& s = strings();
    const TextStyle quiet{.size = size, .color = theme().quiet};
    const TextStyle strong{.face = Face::Semibold, .size = size};
    const float start = x;
    x += draw_text({x, area.y, 200.0f, area.h}, label, quiet) + 8.0f;
    x += draw_text({x, area.y, 200.0f, area.h}, value, strong);
    const std::string formula = is_tip_due(id) ? figure_formula(id, view) : std::string();
    const std::string_view sentence = id == "status.epoch"   ? s.epoch_count_help
                                      : id == "status.step"  ? s.step_count_help
                                      : id == "status.rate"  ? s.rate_help
                                      : id == "status.state" ? std::string_view()
                                      : view.is_regression() ? s.r2_help
                                                             : s.accuracy_help;
    next_tip({.title = label, .sentence = sentence, .formula = formula});
    tip_area(id, {start, area.y, x - start, area.h}, label, value, true);
    return x + space::kGroup;
}

void play_button(const Rect& rect, const SessionView& view, Requests& requests,
                 std::string_view label) {
    const Strings& s = strings();
    const RunState state = view.snapshot.state;
    if (is_over(state)) {
        next_tip({.title = s.reset, .sentence = s.reset_help});
        if (button("run.play", rect, label.empty() ? label : s.reset,
                   {.style = ButtonStyle::Primary, .icon = icon::kRotateCcw, .name = s.reset})) {
            requests.reset = true;
            requests.play = true;
        }
        return;
    }
    const bool is_running = state == RunState::Running;
    begin_disabled(state == RunState::Loading, s.loading);
    next_tip({.title = is_running ? s.pause : s.train, .sentence = s.pause_help});
    if (button("run.play", rect,
               label.empty() ? label
               : is_running  ? s.pause
                             : s.train,
               {.style = ButtonStyle::Primary,
                .icon = is_running ? icon::kPause : icon::kPlay,
                .name = is_running ? s.pause : s.train}))
        (is_running ? requests.pause : requests.play) = true;
    end_disabled();
}

void step_buttons(Rect& area, const SessionView& view, Requests& requests, float size,
                  float icon_size, bool has_epoch) {
    const Strings& s = strings();
    const bool is_disabled =
        is_over(view.snapshot.state) || view.snapshot.state == RunState::Loading;
    const auto place = [&] {
        Rect cell = area.take_left(size);
        area.take_left(4.0f);
        return cell;
    };
    begin_disabled(is_disabled, state_text(view.snapshot.state));
    next_tip({.title = s.step, .sentence = s.step_help});
    if (icon_button("run.step", place(), icon::kStepForward, s.step, false, icon_size))
        requests.step = true;
    if (has_epoch) {
        next_tip({.title = s.epoch_button, .sentence = s.epoch_help});
        if (icon_button("run.epoch", place(), icon::kSkipForward, s.epoch_button, false, icon_size))
            requests.epoch = true;
    }
    end_disabled();
    next_tip({.title = s.reset, .sentence = s.reset_help});
    if (icon_button("run.reset", place(), icon::kRotateCcw, s.reset, false, icon_size))
        requests.reset = true;
}

std::string speed_title(double speed) {
    const Strings& s = strings();
    if (speed == 0.0) return std::string(s.full_speed);
    if (speed == 1.0) return std::string(s.epoch_per_second);
    return fill(s.epochs_per_second, {shortest(speed)});
}

float speed_select(const Rect& area, const SessionView& view, Requests& requests) {
    std::array<std::string, kSpeeds.size()> titles;
    std::array<std::string_view, kSpeeds.size()> options;
    int selected = 0;
    float width = 0.0f;
    for (std::size_t i = 0; i < kSpeeds.size(); ++i) {
        titles[i] = speed_title(kSpeeds[i]);
        options[i] = titles[i];
        if (kSpeeds[i] == view.speed) selected = static_cast<int>(i);
        width = std::max(width, text_size(options[i], {}).x);
    }
    width += 40.0f;
    next_tip({.title = strings().speed, .sentence = strings().speed_help});
    if (select("run.speed", {area.x, area.y, width, area.h}, strings().speed, options, &selected,
               true))
        requests.speed = kSpeeds[static_cast<std::size_t>(selected)];
    return width;
}

std::string epoch_text(const Snapshot& snapshot) {
    const double epoch = snapshot.epoch;
    const bool is_whole =
        snapshot.steps_per_epoch > 0 && snapshot.step % snapshot.steps_per_epoch == 0;
    if (!is_whole && epoch < 10.0) return fixed(epoch, 1);
    return with_thousands(static_cast<std::int64_t>(std::floor(epoch + 1e-4)));
}

std::string accuracy_text(const SessionView& view) {
    if (view.history.empty()) return "\u2013";
    const double score =
        view.snapshot.test_score;  // newer than the last point after a pause or an edit
    return view.is_regression() ? fixed(score, 3) : percent(score);
}

// One of the session's figures; `room` is the widest that its value becomes, so that figures do not come and
// go as numbers grow.
struct Figure {
    std::string_view id, label, short_label;
    std::string value, room;
};

std::vector<Figure> figures_of(const SessionView& view) {
    const Strings& s = strings();
    const Snapshot& snapshot = view.snapshot;
    const std::string_view word = state_text(snapshot.state);
    const std::string_view accuracy = view.is_regression() ? s.test_r2 : s.test_accuracy;
    return {{"status.epoch", s.epoch, s.epoch, epoch_text(snapshot), "000"},
            {"status.accuracy", accuracy, s.test_short, accuracy_text(view), "00.0 %"},
            word.empty()
                ? Figure{"status.rate", s.samples_per_second, s.samples_per_second,
                         with_thousands(std::llround(snapshot.samples_per_second)), "000,000"}
                : Figure{"status.state", word, word, {}, {}},
            {"status.step", s.step_count, s.step_count, with_thousands(snapshot.step), "00,000"}};
}

float room_of(const Figure& figure, std::string_view label, float size) {
    return text_size(label, {.size = size}).x + 8.0f +
           text_size(figure.room, {.face = Face::Semibold, .size = size}).x;
}

float room_of_all(const SessionView& view) {
    float out = -space::kGroup;
    for (const Figure& figure : figures_of(view))
        out += room_of(figure, figure.label, 14.0f) + space::kGroup;
    return out;
}

void help_popover(const Rect& anchor) {
    const Strings& s = strings();
    const TextStyle body{.color = theme().text};
    const TextStyle quiet{.size = 12.0f, .color = theme().quiet};
    const float width = std::min(360.0f, ImGui::GetIO().DisplaySize.x - 16.0f);
    const float inner = width - 32.0f;
    const float height = 56.0f + measure_paragraph(inner, s.help_body, body) + 12.0f +
                         measure_paragraph(inner, s.help_keys, body) + 12.0f +
                         measure_paragraph(inner, s.help_sources, quiet) + 16.0f;
    Rect box = begin_popover("help", anchor, {width, height});
    if (box.w <= 0.0f) return;
    box = box.inset(16.0f, 16.0f);
    draw_text(box.take_top(28.0f), s.help_title, {.face = Face::Semibold, .size = 16.0f});
    box.take_top(8.0f);
    box.take_top(draw_paragraph(box.min(), inner, s.help_body, body) + 12.0f);
    box.take_top(draw_paragraph(box.min(), inner, s.help_keys, body) + 12.0f);
    draw_paragraph(box.min(), inner, s.help_sources, quiet);
    end_popover();
}

}  // namespace

int figures(const Rect& row, const SessionView& view, int first, float size) {
    const std::vector<Figure> all = figures_of(view);
    float x = row.x;
    int at = first;
    float wished = -space::kGroup;
    for (int i = first; i < static_cast<int>(all.size()); ++i) {
        const Figure& entry = all[static_cast<std::size_t>(i)];
        wished += room_of(entry, entry.label, size) + space::kGroup;
    }
    const bool is_short = wished > row.w;
    for (; at < static_cast<int>(all.size()); ++at) {
        const Figure& entry = all[static_cast<std::size_t>(at)];
        const std::string_view label = is_short ? entry.short_label : entry.label;
        if (x + room_of(entry, label, size) > row.right()) break;
        x = figure(x, row, entry.id, label, entry.value, view, size);
    }
    return at;
}

void figures_strip(const Rect& area, const SessionView& view) {
    ImGui::GetWindowDrawList()->AddRectFilled(area.min(), area.max(), theme().surface);
    draw_line({area.x, area.bottom()}, {area.right(), area.bottom()});
    figures(area.inset(16.0f, 0.0f), view, 0);
}

void header_bar(const Rect& area, const SessionView& view, ViewState& state, Requests& requests) {
    const Strings& s = strings();
    ImDrawList* draw = ImGui::GetWindowDrawList();
    draw->AddRectFilled(area.min(), area.max(), theme().surface);
    draw_line({area.x, area.bottom()}, {area.right(), area.bottom()});

    Rect row = area.inset(16.0f, 8.0f);
    const bool is_tablet = area.w < 1100.0f;
    if (is_tablet && !state.is_phone) {
        if (icon_button("view.drawer", row.take_left(32.0f), icon::kMenu, s.menu,
                        state.is_drawer_open))
            state.is_drawer_open = !state.is_drawer_open;
        row.take_left(8.0f);
    }
    const Rect left = row;

    // Right end first, so that the figures know how much room is left.
    const auto icon_at_right = [&](std::string_view id, const char* picture,
                                   std::string_view name) {
        const Rect cell = row.take_right(32.0f);
        row.take_right(4.0f);
        return std::pair(icon_button(id, cell, picture, name), cell);
    };
    const auto [help_clicked, help_rect] = icon_at_right("view.help", icon::kHelp, s.help);
    if (help_clicked) open_popover("help");
    if (icon_at_right("view.theme", state.is_dark ? icon::kSun : icon::kMoon, s.theme).first)
        state.is_dark = !state.is_dark;
    const ButtonLook quiet{.style = ButtonStyle::Quiet};
    if (area.w < kWordsWidth
            ? icon_at_right("view.language", icon::kLanguages, s.language).first
            : button("view.language", row.take_right(button_width(s.language, quiet)), s.language,
                     quiet))
        state.is_chinese = !state.is_chinese;
    const auto word_at_right = [&](std::string_view id, const char* picture, std::string_view word,
                                   std::string_view help) {
        const ButtonLook look{.icon = picture};
        const bool has_word = area.w >= kWordsWidth;
        const Rect cell = row.take_right(has_word ? button_width(word, look) : 32.0f);
        row.take_right(has_word ? 8.0f : 4.0f);
        next_tip({.title = word, .sentence = help});
        const bool is_clicked =
            has_word ? button(id, cell, word, look) : icon_button(id, cell, picture, word);
        return std::pair(is_clicked, cell);
    };
    if (!state.hides("share")) {
        const auto [share_clicked, share_rect] =
            word_at_right("share.open", icon::kShare2, s.share, s.share_help);
        if (share_clicked) requests.share = share_rect;
    }
    if (!state.hides("learn"))
        requests.course =
            word_at_right("course.open", icon::kBookOpen, s.learn, s.learn_help).first;
    draw_line({row.right(), row.y + 4.0f}, {row.right(), row.bottom() - 4.0f});
    row.take_right(4.0f);
    begin_disabled(!view.can_redo);
    if (icon_at_right("edit.redo", icon::kRedo2, s.redo).first) requests.redo = true;
    end_disabled();
    begin_disabled(!view.can_undo);
    if (icon_at_right("edit.undo", icon::kUndo2, s.undo).first) requests.undo = true;
    end_disabled();
    row.take_right(8.0f);

    // What is left of the row for mark and figures, once the buttons have theirs.
    float speed_width = 0.0f;
    for (const double speed : kSpeeds)
        speed_width = std::max(speed_width, text_size(speed_title(speed), {}).x + 40.0f);
    const float play_width = std::max(
        {96.0f, button_width(s.pause, {.icon = icon::kPause}),
         button_width(s.train, {.icon = icon::kPlay}),
         is_over(view.snapshot.state) ? button_width(s.reset, {.icon = icon::kRotateCcw}) : 0.0f});
    const float wished = state.has_figures_strip ? 0.0f : room_of_all(view);
    const bool has_run = !state.hides("run");
    const float run_width =
        has_run ? play_width + 8.0f + 3.0f * 36.0f + 4.0f + speed_width + 16.0f : 16.0f;
    const float spare = row.w - run_width - wished;
    constexpr float kColumn = 264.0f, kMarkAndName = 104.0f, kMark = 32.0f;
    const bool has_name = spare >= kMarkAndName;
    const float logo_width = !is_tablet && spare >= kColumn ? kColumn
                             : has_name                     ? kMarkAndName
                                                            : kMark;
    logo({left.x, left.y, logo_width, left.h}, has_name);
    row.take_left(logo_width);
    if (has_run) {
        play_button(row.take_left(play_width), view, requests, s.train);
        row.take_left(8.0f);
        step_buttons(row, view, requests, 32.0f, 16.0f, spare >= kMark);
        row.take_left(4.0f);
        row.take_left(speed_select(row, view, requests) + 16.0f);
    }

    state.figures_shown = state.has_figures_strip ? 4 : figures(row, view, 0);

    help_popover(help_rect);
}

void run_bar(const Rect& area, const SessionView& view, ViewState& state, Requests& requests) {
    const Strings& s = strings();
    ImDrawList* draw = ImGui::GetWindowDrawList();
    draw->AddRectFilled(area.min(), area.max(), theme().surface);
    draw_line({area.x, area.y}, {area.right(), area.y});
    Rect row = area.inset(16.0f, 6.0f);
    if (!state.hides("run")) {
        play_button(row.take_left(44.0f), view, requests, {});
        row.take_left(12.0f);
        Rect buttons = row.take_right(2.0f * 48.0f - 4.0f);
        step_buttons(buttons, view, requests, 44.0f, 20.0f, false);
    }
    float x = figure(row.x, row, "status.epoch", s.epoch, epoch_text(view.snapshot), view) - 12.0f;
    const std::string accuracy = accuracy_text(view);
    state.figures_shown = 1;
    if (x + text_size(s.test_short, {}).x + text_size(accuracy, {.face = Face::Semibold}).x + 8.0f >
        row.right())
        return;
    figure(x, row, "status.accuracy", s.test_short, accuracy, view);
    state.figures_shown = 2;
}

void part_bar(const Rect& area, const SessionView& view, ViewState& state, Requests& requests) {
    Rect row = area;
    if (!state.hides("run")) {
        const Strings& s = strings();
        const bool is_narrow = area.w < 420.0f;
        const float width = std::max(button_width(s.pause, {.icon = icon::kPause}),
                                     button_width(s.train, {.icon = icon::kPlay}));
        play_button(row.take_left(is_narrow ? 44.0f : std::max(width, 96.0f)), view, requests,
                    is_narrow ? std::string_view() : s.train);
        row.take_left(4.0f);
        next_tip({.title = s.reset, .sentence = s.reset_help});
        if (icon_button("run.reset", row.take_left(32.0f), icon::kRotateCcw, s.reset))
            requests.reset = true;
        row.take_left(16.0f);
    }
    figures(row, view, 0);
}

void menu_button(Rect& title, ViewState& state) {
    if (state.is_part) return;
    const Rect cell = title.take_right(44.0f);
    if (!icon_button("view.menu", {cell.x, cell.center().y - 22.0f, 44.0f, 44.0f}, icon::kEllipsis,
                     strings().more_actions, false, 20.0f))
        return;
    state.menu_anchor = cell;
    open_popover("menu");
}

void menu_popover(const SessionView& view, ViewState& state, Requests& requests) {
    const Strings& s = strings();
    constexpr float kRow = 44.0f;
    const auto look = [](const char* picture) {
        return ButtonLook{.style = ButtonStyle::Quiet, .icon = picture, .align = Align::Left};
    };
    Rect box = begin_popover("menu", state.menu_anchor, {200.0f, 6.0f * kRow + 16.0f});
    if (box.w > 0.0f) {
        box = box.inset(8.0f, 8.0f);
        begin_disabled(!view.can_undo);
        if (button("edit.undo", box.take_top(kRow), s.undo, look(icon::kUndo2)))
            requests.undo = true;
        end_disabled();
        begin_disabled(!view.can_redo);
        if (button("edit.redo", box.take_top(kRow), s.redo, look(icon::kRedo2)))
            requests.redo = true;
        end_disabled();
        if (button("share.open", box.take_top(kRow), s.share, look(icon::kShare2))) {
            requests.share = state.menu_anchor;
            close_popover();
        }
        if (button("course.open", box.take_top(kRow), s.learn, look(icon::kBookOpen))) {
            requests.course = true;
            close_popover();
        }
        if (button("tools.open", box.take_top(kRow), s.tools, look(icon::kLightbulb))) {
            requests.tools = true;
            close_popover();
        }
        const bool wants_help = button("view.help", box.take_top(kRow), s.help, look(icon::kHelp));
        end_popover();
        if (requests.undo || requests.redo || wants_help) close_popover();
        if (wants_help) open_popover("help");
    }
    help_popover(state.menu_anchor);
}

void pace_row(const Rect& area, const SessionView& view, Requests& requests) {
    const Strings& s = strings();
    Rect row = area;
    const bool is_disabled =
        is_over(view.snapshot.state) || view.snapshot.state == RunState::Loading;
    const ButtonLook look{.icon = icon::kSkipForward};
    begin_disabled(is_disabled, state_text(view.snapshot.state));
    if (button("run.epoch", row.take_left(button_width(s.epoch_button, look)), s.epoch_button,
               look))
        requests.epoch = true;
    end_disabled();
    row.take_left(16.0f);
    speed_select(row, view, requests);
}

}  // namespace nn::ui
