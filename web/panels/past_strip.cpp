// While an earlier epoch is looked at: which one, and the two ways on from it.
#include <algorithm>
#include <cmath>
#include <string>

#include "icons.h"
#include "web/panels/format.h"
#include "web/panels/panels.h"
#include "web/panels/strings.h"
#include "web/widgets/controls.h"
#include "web/widgets/mirror.h"

namespace nn::ui {

void past_strip(const Rect& area, const SessionView& view, Requests& requests) {
    constexpr float kNarrow = 640.0f, kTall = 52.0f;
    const Strings& s = strings();
    const auto count = [](float epoch) {
        return with_thousands(static_cast<std::int64_t>(std::floor(epoch)));
    };
    const std::string then = count(view.snapshot.epoch), now = count(view.snapshot.present_epoch);
    const std::string title = fill(s.past_title, {then, now});
    const bool is_narrow = area.w < kNarrow;
    ImGui::GetWindowDrawList()->AddRectFilled(area.min(), area.max(), theme().accent_tint);
    mirror::describe({.id = "past.status",
                      .role = mirror::Role::Status,
                      .name = title,
                      .value = std::string(s.past_body),
                      .bounds = area});

    const float height = area.h >= kTall ? 44.0f : 32.0f;
    Rect row = area.inset(space::kPanel, 0.5f * (area.h - height));
    const auto place = [&row](float width) {
        const Rect cell = row.take_right(width);
        row.take_right(space::kControl);
        return cell;
    };
    if (button("past.now", place(button_width(s.past_now)), s.past_now)) requests.look = -1.0f;
    const std::string_view label = is_narrow ? s.past_continue : s.link_continue;
    const ButtonLook look{.style = is_narrow ? ButtonStyle::Primary : ButtonStyle::Secondary,
                          .icon = icon::kGitBranch,
                          .name = s.link_continue};
    next_tip({.title = s.link_continue, .sentence = s.continue_help});
    if (button("past.continue", place(button_width(label, look)), label, look)) {
        requests.branch = true;
        requests.toast = fill(s.branched, {then});
    }

    constexpr float kLine = 20.0f, kSecond = 16.0f;
    Rect words{row.x, area.center().y - 0.5f * (kLine + kSecond), row.w, kLine + kSecond};
    draw_text(words.take_top(kLine), is_narrow ? fill(s.past_short, {then}) : title,
              {.face = Face::Semibold});
    draw_text(words, is_narrow ? fill(s.past_of, {now}) : std::string(s.past_body),
              {.size = 12.0f, .color = theme().quiet});
}

}  // namespace nn::ui
