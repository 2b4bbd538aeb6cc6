#include "web/app/layout.h"

#include <algorithm>
#include <array>
#include <string>

#include "icons.h"
#include "web/app/parts.h"
#include "web/panels/format.h"
#include "web/panels/panels.h"
#include "web/panels/strings.h"
#include "web/widgets/controls.h"
#include "web/widgets/mirror.h"

namespace nn::ui {

namespace {

constexpr float kPhoneWidth = 700.0f, kDesktopWidth = 1100.0f;
constexpr float kPhoneHeight = 480.0f;  // less is a phone on its side
constexpr float kHeader = 48.0f, kLeftColumn = 280.0f;
// Below this width the figures stand under the header, if there is the height for it.
constexpr float kAllFiguresWidth = 1280.0f, kStripHeight = 640.0f, kStrip = 32.0f;
constexpr float kPastStrip = 48.0f;
constexpr float kBand = 288.0f, kLeastStage = 400.0f;
constexpr float kLeastCurves = 320.0f, kMatrix = 288.0f, kReport = 380.0f;

void fill_rect(const Rect& rect, Color color) {
    ImGui::GetWindowDrawList()->AddRectFilled(rect.min(), rect.max(), color);
}

bool has_left_column(const ViewState& state) {
    return !state.hides("data") || !state.hides("network") || !state.hides("training");
}

// Data, network and training, one under the other.
void left_column(const Rect& area, const SessionView& view, ViewState& state, Requests& requests) {
    fill_rect(area, theme().surface);
    Rect content = begin_scroll("left", area);
    const float top = content.y;
    const auto section = [&](auto panel) {
        content.take_top(panel(content, view, state, requests));
        draw_line({area.x, content.y}, {area.right(), content.y});
    };
    if (!state.hides("data")) section(data_panel);
    if (!state.hides("network")) section(network_panel);
    if (!state.hides("training")) section(training_panel);
    end_scroll(content.y - top);
    draw_line({area.right(), area.y}, {area.right(), area.bottom()});
}

void band(Rect area, const SessionView& view, ViewState& state, Requests& requests) {
    fill_rect(area, theme().surface);
    draw_line({area.x, area.y}, {area.right(), area.y});
    // The matrix keeps its size, the report what its columns need; beyond that it shares with the curves.
    const float spare = std::max(area.w - 1160.0f, 0.0f);
    const Rect curves = area.take_left(area.w - kMatrix - kReport - 16.0f - 0.5f * spare);
    draw_line({curves.right(), curves.y}, {curves.right(), curves.bottom()});
    const Rect matrix = area.take_left(kMatrix);
    draw_line({matrix.right(), matrix.y}, {matrix.right(), matrix.bottom()});
    curves_panel(curves, view, state, requests);
    confusion_panel(matrix, view, state, requests);
    report_panel(area, view, state, requests);
}

// The matrix, and beside it what was misread; alone in the middle where nothing is to be shown.
void confusion_with_samples(Rect area, const SessionView& view, ViewState& state,
                            Requests& requests) {
    const float side = view.is_regression() ? 420.0f : kMatrix;
    if (view.is_plane() || area.w < 2.0f * kMatrix)
        return confusion_panel({area.center().x - 0.5f * side, area.y, side, area.h}, view, state,
                               requests);
    confusion_panel(area.take_left(kMatrix), view, state, requests);
    draw_line({area.x, area.y}, {area.x, area.bottom()});
    wrong_samples(area, view, state, requests);
}

void band_with_tabs(Rect area, const SessionView& view, ViewState& state, Requests& requests) {
    const Strings& s = strings();
    fill_rect(area, theme().surface);
    draw_line({area.x, area.y}, {area.right(), area.y});
    const std::string_view labels[] = {s.curves_name,
                                       view.is_regression() ? s.scatter : s.confusion, s.report};
    Rect row = area.take_top(40.0f);
    const float tabs_end = row.x + space::kPanel + tabs_width(labels) + space::kGroup;
    tabs("band.tabs", {row.x + space::kPanel, row.y}, 40.0f, labels, &state.band_tab);
    // What the header had no room for.
    figures({tabs_end, row.y, row.right() - space::kPanel - tabs_end, row.h}, view,
            state.figures_shown);
    draw_line({area.x, area.y}, {area.right(), area.y});
    if (state.band_tab == 0)
        curves_panel(area, view, state, requests);
    else if (state.band_tab == 1)
        confusion_with_samples(area, view, state, requests);
    else
        report_panel({area.x, area.y, std::min(area.w, 640.0f), area.h}, view, state, requests);
}

// Under the header, or empty; says so to the header.
Rect strip_of(Rect& screen, ViewState& state) {
    state.has_figures_strip = screen.w < kAllFiguresWidth && screen.h + kHeader >= kStripHeight;
    return screen.take_top(state.has_figures_strip ? kStrip : 0.0f);
}

// On the phone an earlier epoch has the place of the run bar.
void opened_link(Rect& screen, const SessionView& view, const ViewState& state,
                 Requests& requests) {
    if (view.snapshot.is_past) {
        if (!state.is_phone) past_strip(screen.take_top(kPastStrip), view, requests);
        return;
    }
    const float height = link_strip_height(screen.w, view);
    if (height > 0.0f) link_strip(screen.take_top(height), view, requests);
}

// Both return where the stage is.
Rect desktop(Rect screen, const SessionView& view, ViewState& state, Requests& requests) {
    const Rect header = screen.take_top(kHeader);
    const float height = screen.h;  // the band stays where it is when a strip comes
    opened_link(screen, view, state, requests);
    const Rect strip = strip_of(screen, state);
    if (has_left_column(state)) left_column(screen.take_left(kLeftColumn), view, state, requests);
    const float band_height =
        std::clamp(height - kLeastStage, 220.0f, kBand + std::max(0.0f, 0.25f * (height - 852.0f)));
    const Rect bottom = screen.take_bottom(band_height);
    stage_panel(screen, view, state, requests);
    if (bottom.w < kLeastCurves + kMatrix + kReport)
        band_with_tabs(bottom, view, state, requests);
    else
        band(bottom, view, state, requests);
    header_bar(header, view, state, requests);
    if (state.has_figures_strip) figures_strip(strip, view);
    return screen;
}

Rect tablet(Rect screen, const SessionView& view, ViewState& state, Requests& requests) {
    const Rect header = screen.take_top(kHeader);
    const float height = screen.h;
    opened_link(screen, view, state, requests);
    const Rect below = screen;
    const Rect strip = strip_of(screen, state);
    const Rect bottom = screen.take_bottom(std::clamp(height - 420.0f, 200.0f, 320.0f));
    stage_panel(screen, view, state, requests);
    band_with_tabs(bottom, view, state, requests);
    header_bar(header, view, state, requests);
    if (state.has_figures_strip) figures_strip(strip, view);
    if (state.is_drawer_open && has_left_column(state)) {
        left_column(begin_drawer("settings", below, kLeftColumn, &state.is_drawer_open), view,
                    state, requests);
        end_drawer();
    }
    return screen;
}

// --- Phone ----------------------------------------------------------------------------------------

Rect place_title(Rect& content, std::string_view title, ViewState& state) {
    Rect row = content.take_top(56.0f).inset(space::kPanel, 0.0f);
    menu_button(row, state);
    draw_text(row, title, {.face = Face::Semibold, .size = 20.0f});
    return row;
}

// `screen_height` is what shows of it at once: the curves and their axis always do.
float train_place(Rect content, float screen_height, const SessionView& view, ViewState& state,
                  Requests& requests) {
    const float top = content.y;
    const Rect title = place_title(content, strings().place_train, state);
    // What the run bar has no room for: beside the title of a phone on its side, else below it.
    constexpr float kLine = 20.0f;
    const bool is_beside = title.w > 480.0f;
    Rect line = is_beside ? title : content.take_top(kLine).inset(space::kPanel, 0.0f);
    if (is_beside) line = line.take_right(300.0f);
    figures(line, view, state.figures_shown, 12.0f);
    curves_panel(
        content.take_top(std::min(268.0f, screen_height - 56.0f - (is_beside ? 0.0f : kLine))),
        view, state, requests);
    draw_line({content.x, content.y}, {content.right(), content.y});
    pace_row(content.take_top(60.0f).inset(space::kPanel, 8.0f), view, requests);
    draw_line({content.x, content.y}, {content.right(), content.y});
    content.take_top(training_panel(content, view, state, requests));
    draw_line({content.x, content.y}, {content.right(), content.y});
    content.take_top(network_panel(content, view, state, requests));
    return content.y - top;
}

float report_place(Rect content, const SessionView& view, ViewState& state, Requests& requests) {
    const Strings& s = strings();
    const float top = content.y;
    place_title(content, s.place_report, state);
    Rect row = content.take_top(36.0f).inset(space::kPanel, 0.0f);
    const std::string_view labels[] = {s.report, view.is_regression() ? s.scatter : s.confusion};
    segmented("report.tabs", {row.x, row.y, segmented_width(labels), 36.0f}, s.place_report, labels,
              &state.report_tab);
    if (state.report_tab == 0)
        report_panel(content.take_top(360.0f), view, state, requests);
    else
        confusion_panel(content.take_top(std::min(content.w, 420.0f) + 8.0f), view, state,
                        requests);
    content.take_top(wrong_samples(content, view, state, requests));
    return content.y - top;
}

float data_place(Rect content, const SessionView& view, ViewState& state, Requests& requests) {
    const Strings& s = strings();
    const float top = content.y;
    Rect title = place_title(content, s.place_data, state);
    const auto icon_at_right = [&](std::string_view id, const char* picture,
                                   std::string_view name) {
        return icon_button(id, title.take_right(44.0f), picture, name, false, 20.0f);
    };
    if (icon_at_right("view.theme", state.is_dark ? icon::kSun : icon::kMoon, s.theme))
        state.is_dark = !state.is_dark;
    const float width = button_width(s.language, {.style = ButtonStyle::Quiet});
    if (button("view.language", title.take_right(width), s.language, {.style = ButtonStyle::Quiet}))
        state.is_chinese = !state.is_chinese;
    content.take_top(data_panel(content, view, state, requests));
    if (view.is_plane()) return content.y - top;
    draw_line({content.x, content.y}, {content.right(), content.y});
    const float height = 420.0f;
    samples_panel(content.take_top(height), view, state, requests);
    return content.y - top;
}

struct PlaceEntry {
    Place place;
    const char* icon;
    std::string_view Strings::*title;
    const char* id;
};

// The five places: a row at the bottom, or a column at the left of a phone that lies on its side.
void places_bar(const Rect& area, float safe_bottom, const SessionView& view, ViewState& state) {
    static constexpr PlaceEntry kPlane = {Place::Draw, icon::kChartScatter, &Strings::place_plane,
                                          "place.draw"};
    static constexpr std::array<PlaceEntry, 5> kPlaces = {{
        {Place::Draw, icon::kSquarePen, &Strings::place_draw, "place.draw"},
        {Place::Train, icon::kChartLine, &Strings::place_train, "place.train"},
        {Place::Network, icon::kNetwork, &Strings::place_network, "place.network"},
        {Place::Report, icon::kTable2, &Strings::place_report, "place.report"},
        {Place::Data, icon::kDatabase, &Strings::place_data, "place.data"},
    }};
    fill_rect(area, theme().surface);
    const bool is_column = area.h > area.w;
    if (is_column)
        draw_line({area.right(), area.y}, {area.right(), area.bottom()});
    else
        draw_line({area.x, area.y}, {area.right(), area.y});
    const auto count = static_cast<float>(kPlaces.size());
    const float inner = area.h - safe_bottom;
    const ImVec2 size = is_column ? ImVec2{area.w, inner / count} : ImVec2{area.w / count, inner};
    ImDrawList* draw = ImGui::GetWindowDrawList();
    for (std::size_t i = 0; i < kPlaces.size(); ++i) {
        const PlaceEntry& entry = i == 0 && view.is_plane() ? kPlane : kPlaces[i];
        const auto at = static_cast<float>(i);
        const Rect cell{area.x + (is_column ? 0.0f : size.x * at),
                        area.y + (is_column ? size.y * at : 0.0f), size.x, size.y};
        const bool is_here = state.place == entry.place;
        if (image_button(entry.id, cell, strings().*entry.title, is_here, false))
            state.place = entry.place;
        const Color color = is_here ? theme().text : theme().quiet;
        const float top = cell.y + 0.5f * (cell.h - 48.0f);
        draw_icon({cell.x, top, cell.w, 28.0f}, entry.icon, 20.0f, color);
        draw_text({cell.x, top + 28.0f, cell.w, 20.0f}, strings().*entry.title,
                  {.face = is_here ? Face::Semibold : Face::Regular, .size = 12.0f, .color = color},
                  Align::Center);
        if (!is_here) continue;
        const ImVec2 mark = is_column ? ImVec2{cell.x, cell.center().y - 24.0f}
                                      : ImVec2{cell.center().x - 24.0f, cell.y};
        draw->AddRectFilled(mark,
                            is_column ? ImVec2{mark.x + 2.0f, mark.y + 48.0f}
                                      : ImVec2{mark.x + 48.0f, mark.y + 2.0f},
                            theme().accent);
    }
}

void phone(Rect screen, const platform::Frame& frame, const SessionView& view, ViewState& state,
           Requests& requests) {
    screen.take_top(frame.safe_top);
    screen.take_left(frame.safe_left);
    screen.take_right(frame.safe_right);
    const bool has_column = is_on_its_side(screen);
    const Rect places =
        has_column ? screen.take_left(72.0f) : screen.take_bottom(64.0f + frame.safe_bottom);
    if (has_column) screen.take_bottom(frame.safe_bottom);
    opened_link(screen, view, state, requests);
    const bool is_past = view.snapshot.is_past;
    const bool has_run_bar =
        is_past || (state.place != Place::Report && state.place != Place::Data);
    const Rect run = has_run_bar ? screen.take_bottom(56.0f) : Rect{};
    if (is_past) state.figures_shown = 0;  // all are beside the title then
    if (state.place == Place::Network) {
        network_place(screen, view, state, requests);
    } else {
        static constexpr std::array<const char*, 5> kScrollIds = {"draw", "train", "network",
                                                                  "report", "data"};
        const Rect content =
            begin_scroll(kScrollIds[static_cast<std::size_t>(state.place)], screen);
        float height = 0.0f;
        switch (state.place) {
            case Place::Draw:
                height =
                    draw_place({content.x, content.y, content.w, screen.h}, view, state, requests);
                break;
            case Place::Train:
                height = train_place(content, screen.h, view, state, requests);
                break;
            case Place::Report:
                height = report_place(content, view, state, requests);
                break;
            case Place::Data:
                height = data_place(content, view, state, requests);
                break;
            case Place::Network:
                break;
        }
        end_scroll(height);
    }
    if (is_past)
        past_strip(run, view, requests);
    else if (has_run_bar)
        run_bar(run, view, state, requests);
    menu_popover(view, state, requests);
    places_bar(places, frame.safe_bottom, view, state);
}

// A sample that was sent to the pad is to be seen there.
void show_pad(ViewState& state) {
    state.stage_tab = StageTab::Network;
    state.is_drawer_open = false;
    if (!state.is_phone || state.is_part) return;
    close_popover();
    state.place = Place::Draw;
}

}  // namespace

Requests draw_screen(const platform::Frame& frame, const SessionView& view, ViewState& state) {
    Requests requests;
    const Rect screen{0.0f, 0.0f, frame.width, frame.height};
    state.is_phone = frame.width < kPhoneWidth || frame.height < kPhoneHeight;
    state.is_compact = state.is_phone || frame.width < kDesktopWidth;
    state.is_part = !state.shown.empty();
    fill_rect(screen, theme().ground);
    // Over the stage, above what edits its columns; on a phone above run bar and places.
    Rect toast_area{0.0f, 0.0f, frame.width, frame.height - 136.0f};
    if (state.is_part)
        parts(screen, view, state, requests);
    else if (state.is_phone)
        phone(screen, frame, view, state, requests);
    else if (state.is_compact)
        toast_area = tablet(screen, view, state, requests);
    else
        toast_area = desktop(screen, view, state, requests);
    if (!state.is_phone && !state.is_part) toast_area.h -= 32.0f;
    cell_samples_popover(view, state, requests);
    if (requests.sample) show_pad(state);
    if (draw_toast(toast_area)) requests.undo = true;
    return requests;
}

}  // namespace nn::ui
