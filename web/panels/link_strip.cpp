// What became of the link that was opened: how far its training is, and whether it came out the same.
#include <algorithm>
#include <string>

#include "engine/session/digest.h"
#include "icons.h"
#include "web/panels/format.h"
#include "web/panels/panels.h"
#include "web/panels/strings.h"
#include "web/widgets/controls.h"
#include "web/widgets/mirror.h"

namespace nn::ui {

namespace {

constexpr float kLine = 20.0f, kAbove = 10.0f, kIcon = 32.0f;
constexpr float kActions = 320.0f;      // of a wide strip, at its right
constexpr float kActionRow = 52.0f;     // of a narrow one, below the words
constexpr float kMoreActions = 160.0f;  // of a wide one, where there is a difference to be seen
constexpr float kDifferenceWidth = 420.0f;
constexpr std::size_t kMostWarnings = 3;

bool is_wrong(ReplayOutcome outcome) {
    return outcome == ReplayOutcome::Different || outcome == ReplayOutcome::EndedEarly;
}

// "fe6f b468 5792 07ba"
std::string grouped(std::uint64_t digest) {
    std::string text = digest_text(digest);
    for (const std::size_t at : {12u, 8u, 4u}) text.insert(at, " ");
    return text;
}

struct Words {
    std::string title, sentence, mono;
};

Words words_of(const SessionView& view) {
    const Strings& s = strings();
    const OpenedLink& opened = *view.opened;
    const Snapshot& snapshot = view.snapshot;
    const std::string steps = with_thousands(opened.link.steps);
    const std::string sender = opened.link.digest ? grouped(*opened.link.digest) : std::string();
    switch (opened.outcome) {
        case ReplayOutcome::UnderWay:
            return {std::string(s.link_training),
                    fill(s.link_steps,
                         {with_thousands(std::min(snapshot.step, opened.link.steps)), steps}),
                    {}};
        case ReplayOutcome::Exact:
            return {std::string(s.link_exact),
                    fill(s.link_exact_body,
                         {with_thousands(static_cast<std::int64_t>(snapshot.parameters.size()))}),
                    sender + " = " + grouped(opened.digest)};
        case ReplayOutcome::Unchecked:
            return {std::string(s.link_unchecked), std::string(s.link_unchecked_body), {}};
        case ReplayOutcome::EndedEarly:
            return {std::string(s.link_ended),
                    fill(s.link_ended_body, {with_thousands(snapshot.step), steps}),
                    {}};
        case ReplayOutcome::Different:
            return {std::string(s.link_different), std::string(s.link_different_body),
                    sender.empty() ? std::string() : sender + " \u2260 " + grouped(opened.digest)};
        case ReplayOutcome::Restored:
            return {std::string(s.link_restored), std::string(s.link_restored_body), {}};
    }
    return {};
}

// "73,210 samples/s, 4 s left"
std::string pace(const SessionView& view) {
    const Snapshot& snapshot = view.snapshot;
    const double rate = static_cast<double>(snapshot.samples_per_second);
    if (rate <= 0.0) return {};
    const double left =
        static_cast<double>(view.opened->link.steps - snapshot.step) * snapshot.recipe.batch / rate;
    return fill(strings().link_pace,
                {with_thousands(static_cast<std::int64_t>(rate)),
                 left < 10.0 ? fixed(left, 1) : with_thousands(static_cast<std::int64_t>(left))});
}

bool is_narrow(float width) {
    return width < 640.0f;
}

float actions_width(ReplayOutcome outcome) {
    return kActions + (is_wrong(outcome) ? kMoreActions : 0.0f);
}

// Of a narrow strip: one row of buttons, or two.
float actions_height(ReplayOutcome outcome) {
    return kActionRow * (is_wrong(outcome) ? 2.0f : 1.0f);
}

float text_width(float width, ReplayOutcome outcome) {
    return width - 2.0f * space::kPanel - kIcon -
           (is_narrow(width) ? 0.0f : actions_width(outcome));
}

// What the sender's command line and the reader's have to be told, to find where the weights part.
std::string bisect_commands(const SessionLink& link) {
    SessionLink session = link;
    session.ink.clear();
    session.view = {};
    session.weights.clear();
    return "inkling bisect --record trace.txt '" + link_text(session) +
           "'\ninkling bisect --trace trace.txt";
}

// Both digests and what to do about them.
void difference_popover(const Rect& anchor, const SessionView& view, Requests& requests) {
    if (!is_popover_open("link.difference")) return;
    const Strings& s = strings();
    const OpenedLink& opened = *view.opened;
    const float width = std::min(kDifferenceWidth, ImGui::GetIO().DisplaySize.x - 16.0f);
    const float inner = width - 2.0f * space::kPanel;
    const std::string why =
        fill(s.link_difference_why,
             {with_thousands(static_cast<std::int64_t>(view.snapshot.parameters.size()))});
    const std::string commands = bisect_commands(opened.link);
    const TextStyle quiet{.color = theme().quiet}, mono{.face = Face::Mono, .size = 12.0f};
    const bool is_small = width < kDifferenceWidth;
    const float button_row = is_small ? 44.0f : 32.0f;
    const float height = 2.0f * space::kPanel + 3.0f * 24.0f + 5.0f * 8.0f +
                         measure_paragraph(inner, why, quiet) +
                         measure_paragraph(inner, s.link_difference_do, quiet) +
                         measure_paragraph(inner, commands, mono) + button_row +
                         (is_small ? 8.0f + button_row : 0.0f);
    Rect box = begin_popover("link.difference", anchor, {width, height});
    if (box.w <= 0.0f) return;
    box = box.inset(space::kPanel, space::kPanel);
    draw_text(box.take_top(24.0f), s.link_see_difference, {.face = Face::Semibold});
    std::string value;
    const auto row = [&](std::string_view who, std::optional<std::uint64_t> digest,
                         std::int64_t step) {
        Rect line = box.take_top(24.0f);
        const std::string at = fill(s.link_at_step, {with_thousands(step)});
        const std::string text = digest ? grouped(*digest) : std::string("\u2013");
        draw_text(line.take_left(64.0f), who, {.color = theme().quiet});
        draw_text(line.take_right(96.0f), at, {.color = theme().quiet}, Align::Right);
        draw_text(line, text, {.face = Face::Mono, .size = 12.0f});
        value.append(who).append(" ").append(text).append(", ").append(at).append(". ");
    };
    row(s.link_sender, opened.link.digest, opened.link.steps);
    row(s.link_here, view.snapshot.digest, view.snapshot.step);
    const Rect words = box;
    for (const auto& [text, style] : {std::pair<std::string_view, const TextStyle&>{why, quiet},
                                      {s.link_difference_do, quiet},
                                      {commands, mono}}) {
        box.take_top(8.0f);
        box.take_top(draw_paragraph(box.min(), box.w, text, style));
        value.append(text).append(" ");
    }
    mirror::describe({.id = "link.difference",
                      .role = mirror::Role::Text,
                      .name = std::string(s.link_see_difference),
                      .value = value,
                      .bounds = words});
    // Beside each other, or where there is no room each in a row.
    const ButtonLook again{.icon = icon::kRotateCcw}, copy{.icon = icon::kCopy};
    Rect first = box.take_bottom(button_row), second = first;
    if (is_small) {
        box.take_bottom(8.0f);
        first = box.take_bottom(button_row);
    } else {
        first = second.take_left(button_width(s.link_train_again, again));
        second.take_left(8.0f);
        second.w = button_width(s.link_copy_commands, copy);
    }
    if (button("link.retrain", first, s.link_train_again, again)) {
        requests.retrain_link = true;
        close_popover();
    }
    if (button("link.copy-commands", second, s.link_copy_commands, copy)) {
        requests.copied_text = commands;
        close_popover();  // it would lie below the word that they are copied
    }
    end_popover();
}

}  // namespace

float link_strip_height(float width, const SessionView& view) {
    if (!view.opened) return 0.0f;
    const OpenedLink& opened = *view.opened;
    const Words words = words_of(view);
    const float inner = text_width(width, opened.outcome);
    float height = 2.0f * kAbove + kLine;
    height += measure_paragraph(inner, words.sentence, {});
    if (!words.mono.empty()) height += kLine;
    for (std::size_t i = 0; i < std::min(kMostWarnings, opened.warnings.size()); ++i)
        height += measure_paragraph(inner, opened.warnings[i], {.size = 12.0f});
    return height + (is_narrow(width) ? actions_height(opened.outcome) : 0.0f);
}

void link_strip(const Rect& area, const SessionView& view, Requests& requests) {
    const Strings& s = strings();
    const OpenedLink& opened = *view.opened;
    const Words words = words_of(view);
    const bool is_under_way = opened.outcome == ReplayOutcome::UnderWay;
    const bool is_bad = is_wrong(opened.outcome);
    ImGui::GetWindowDrawList()->AddRectFilled(area.min(), area.max(), theme().surface);
    draw_line({area.x, area.bottom()}, {area.right(), area.bottom()});

    Rect content = area.inset(space::kPanel, kAbove);
    Rect actions = is_narrow(area.w) ? content.take_bottom(actions_height(opened.outcome))
                                     : content.take_right(actions_width(opened.outcome));
    if (is_narrow(area.w)) actions.take_left(kIcon);
    const Rect sign = content.take_left(kIcon);
    draw_icon({sign.x, sign.y, 20.0f, kLine},
              is_under_way ? icon::kRotateCcw
              : is_bad     ? icon::kTriangleAlert
                           : icon::kCheck,
              16.0f, is_bad ? theme().wrong : theme().accent);
    draw_text(content.take_top(kLine), words.title, {.face = Face::Semibold});
    content.take_top(
        draw_paragraph(content.min(), content.w, words.sentence, {.color = theme().quiet}));
    if (!words.mono.empty())
        draw_text(content.take_top(kLine), words.mono,
                  {.face = Face::Mono, .size = 12.0f, .color = theme().quiet});
    for (std::size_t i = 0; i < std::min(kMostWarnings, opened.warnings.size()); ++i)
        content.take_top(draw_paragraph(content.min(), content.w, opened.warnings[i],
                                        {.size = 12.0f, .color = theme().wrong}));
    mirror::describe({.id = "link.outcome",
                      .role = mirror::Role::Status,
                      .name = words.title,
                      .value = words.sentence,
                      .bounds = area});

    // Stop and going on while it trains; afterwards the next step, and away with it.
    Rect row = is_narrow(area.w) ? actions.take_bottom(44.0f) : actions.take_top(32.0f);
    Rect row_above = row;  // of a narrow strip with two
    row_above.y -= kActionRow;
    const bool is_running = view.snapshot.state == RunState::Running;
    const auto place = [&](float width) {
        if (is_narrow(area.w)) {
            const Rect cell = row.take_left(width);
            row.take_left(8.0f);
            return cell;
        }
        const Rect cell = row.take_right(width);
        row.take_right(8.0f);
        return cell;
    };
    if (is_under_way) {
        const std::string_view label = is_running ? s.link_stop : s.link_go_on;
        const ButtonLook look{.icon = is_running ? icon::kX : icon::kPlay};
        if (button("link.stop", place(button_width(label, look)), label, look))
            (is_running ? requests.pause : requests.play) = true;
        draw_text({row.x, row.y, row.w, row.h}, pace(view), {.size = 12.0f, .color = theme().quiet},
                  is_narrow(area.w) ? Align::Left : Align::Right);
        const float share = static_cast<float>(view.snapshot.step) /
                            static_cast<float>(std::max<std::int64_t>(opened.link.steps, 1));
        draw_progress({area.x, area.bottom() - 3.0f, area.w, 3.0f}, std::clamp(share, 0.0f, 1.0f));
        return;
    }
    if (!is_narrow(area.w) && icon_button("link.dismiss", place(32.0f), icon::kX, s.close))
        requests.dismiss_link = true;
    const ButtonLook look{.icon = icon::kGitBranch};
    if (button("link.continue", place(button_width(s.link_continue, look)), s.link_continue,
               look)) {
        requests.play = true;
        requests.dismiss_link = true;
    }
    if (is_narrow(area.w) && icon_button("link.dismiss", place(44.0f), icon::kX, s.close))
        requests.dismiss_link = true;
    if (!is_bad) return;
    const float width = button_width(s.link_see_difference, {});
    const Rect see = is_narrow(area.w) ? row_above.take_left(width) : place(width);
    if (button("link.see-difference", see, s.link_see_difference, {}))
        open_popover("link.difference");
    difference_popover(see, view, requests);
}

}  // namespace nn::ui
