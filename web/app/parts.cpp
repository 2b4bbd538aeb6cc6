#include "web/app/parts.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "engine/session/property.h"
#include "web/panels/panels.h"
#include "web/panels/property_controls.h"
#include "web/widgets/controls.h"

namespace nn::ui {

namespace {

// Figures, in the order in which they stand; a figure's height where they stand under one another.
struct Figure {
    std::string_view name;
    float height;
};
constexpr std::array<Figure, 5> kFigures = {{{"pad", 580.0f},
                                             {"network", 404.0f},
                                             {"curves", 268.0f},
                                             {"matrix", 300.0f},
                                             {"report", 320.0f}}};
constexpr float kBar = 44.0f, kControls = 240.0f, kWide = 480.0f, kPadding = 12.0f;

bool has_control(const Property* property) {
    return property &&
           (property->kind == PropertyKind::Integer || property->kind == PropertyKind::Real ||
            property->kind == PropertyKind::Choice || property->kind == PropertyKind::Flag);
}

float figure(std::string_view name, const Rect& area, const SessionView& view, ViewState& state,
             Requests& requests) {
    if (name == "pad") return draw_place(area, view, state, requests);
    if (name == "network")
        network_place(area, view, state, requests);
    else if (name == "curves")
        curves_panel(area, view, state, requests);
    else if (name == "matrix")
        confusion_panel(area, view, state, requests);
    else
        report_panel(area, view, state, requests);
    return area.h;
}

void control(Rect& column, const std::string& name, const SessionView& view, Requests& requests) {
    if (name == "hidden")
        return hidden_slider(column.take_top(kSliderHeight + 8.0f), view, requests);
    const Property& property = *find_property(name);
    const bool is_slider = property.is_logarithmic || property.kind == PropertyKind::Real ||
                           property.maximum <= 4096.0;
    if (property.kind == PropertyKind::Choice)
        property_select(column.take_top(kRowHeight), name, view, requests);
    else if (property.kind == PropertyKind::Flag)
        property_toggle(column.take_top(kRowHeight), name, view, requests);
    else if (is_slider)
        property_slider(column.take_top(kSliderHeight), name, view, requests);
    else
        property_number(column.take_top(kRowHeight), name, view, requests);
    column.take_top(8.0f);
}

}  // namespace

bool is_part_name(std::string_view name) {
    return name == "run" || name == "hidden" ||
           std::ranges::any_of(kFigures,
                               [&](const Figure& figure) { return figure.name == name; }) ||
           has_control(find_property(name));
}

void parts(Rect screen, const SessionView& view, ViewState& state, Requests& requests) {
    const auto shows = [&](std::string_view name) {
        return std::ranges::find(state.shown, name) != state.shown.end();
    };
    std::vector<Figure> figures;
    for (const Figure& figure : kFigures)
        if (shows(figure.name)) figures.push_back(figure);
    std::vector<std::string> controls;
    for (const std::string& name : state.shown)
        if (name == "hidden" || has_control(find_property(name))) controls.push_back(name);
    const bool has_bar = shows("run") || shows("curves") || !controls.empty();

    // What became of a link is not the lesson's subject, unless something is wrong with it.
    if (view.opened && view.opened->outcome != ReplayOutcome::Exact &&
        view.opened->outcome != ReplayOutcome::Unchecked) {
        const float height = link_strip_height(screen.w, view);
        if (height > 0.0f) link_strip(screen.take_top(height), view, requests);
    }
    if (view.snapshot.is_past) {
        past_strip(screen.take_top(kBar), view, requests);
    } else if (has_bar) {
        screen.take_top(kPadding);
        part_bar(screen.take_top(kBar - kPadding).inset(16.0f, 0.0f), view, state, requests);
    }
    const auto count = static_cast<float>(figures.size());
    if (screen.w >= kWide) {
        if (!controls.empty()) {
            Rect column = figures.empty() ? screen : screen.take_right(kControls);
            column = column.inset(16.0f, 12.0f);
            for (const std::string& name : controls) control(column, name, view, requests);
        }
        const float width = screen.w / std::max(count, 1.0f);
        for (const Figure& entry : figures) {
            const Rect area = screen.take_left(width);
            if (entry.name == "pad") {
                const Rect content = begin_scroll("part.pad", area);
                end_scroll(figure("pad", {content.x, content.y, content.w, area.h}, view, state,
                                  requests));
            } else {
                figure(entry.name, area, view, state, requests);
            }
        }
        return;
    }
    Rect content = begin_scroll("parts", screen);
    const float top = content.y;
    const bool is_alone = figures.size() == 1 && controls.empty();
    for (const Figure& entry : figures) {
        const Rect area{content.x, content.y, content.w, is_alone ? screen.h : entry.height};
        content.take_top(figure(entry.name, area, view, state, requests));
    }
    Rect column{content.x + 16.0f, content.y + 8.0f, content.w - 32.0f, 0.0f};
    for (const std::string& name : controls) control(column, name, view, requests);
    end_scroll(column.y - top);
}

}  // namespace nn::ui
