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
constexpr float kActions = 320.0f;   // of a wide strip, at its right
constexpr float kActionRow = 52.0f;  // of a narrow one, below the words
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

float text_width(float width, bool is_narrow) {
    return width - 2.0f * space::kPanel - kIcon - (is_narrow ? 0.0f : kActions);
}

bool is_narrow(float width) {
    return width < 640.0f;
}

}  // namespace

float link_strip_height(float width, const SessionView& view) {
    if (!view.opened) return 0.0f;
    const OpenedLink& opened = *view.opened;
    const Words words = words_of(view);
    const float inner = text_width(width, is_narrow(width));
    float height = 2.0f * kAbove + kLine;
    height += measure_paragraph(inner, words.sentence, {});
    if (!words.mono.empty()) height += kLine;
    for (std::size_t i = 0; i < std::min(kMostWarnings, opened.warnings.size()); ++i)
        height += measure_paragraph(inner, opened.warnings[i], {.size = 12.0f});
    return height + (is_narrow(width) ? kActionRow : 0.0f);
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
    Rect actions =
        is_narrow(area.w) ? content.take_bottom(kActionRow) : content.take_right(kActions);
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
}

}  // namespace nn::ui
