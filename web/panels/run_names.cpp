#include "web/panels/run_names.h"

#include <algorithm>
#include <string_view>

#include "engine/session/property.h"
#include "web/panels/strings.h"

namespace nn::ui {

namespace {

constexpr int kMostChanges = 3;

// "x1,sin-x1" in the words of the controls: "x₁, sin x₁".
std::string titles_of(std::string_view property, std::string_view keys) {
    std::string titles;
    while (!keys.empty()) {
        const std::size_t end = std::min(keys.find(','), keys.size());
        titles.append(titles.empty() ? "" : ", ")
            .append(choice_title(property, keys.substr(0, end)));
        keys.remove_prefix(std::min(end + 1, keys.size()));
    }
    return titles;
}

// A value as its control shows it.
std::string shown_value(const Property& property, const Recipe& recipe) {
    const std::string value = value_text(property, recipe);
    switch (property.kind) {
        case PropertyKind::Choice:
        case PropertyKind::Several:
        case PropertyKind::Activations:
            return titles_of(property.name, value);
        case PropertyKind::Flag:
            return std::string(value == "on" ? strings().on : strings().off);
        default:
            return value;
    }
}

}  // namespace

std::string run_difference(const Recipe& earlier, const Recipe& present) {
    if (earlier.dataset == present.dataset && earlier.hidden.size() == 1 &&
        present.hidden.size() == 1 && earlier.hidden[0].units != present.hidden[0].units)
        return fill(strings().neurons, {std::to_string(earlier.hidden[0].units)});
    for (const Property& property : properties()) {
        const std::string then = value_text(property, earlier);
        if (then == value_text(property, present)) continue;
        const std::string title(property_title(property.name));
        switch (property.kind) {
            case PropertyKind::Choice:
                return titles_of(property.name, then);
            case PropertyKind::Several:
            case PropertyKind::Activations:
                return title + " " + titles_of(property.name, then);
            case PropertyKind::Flag:
                return then == "on" ? title : title + ": " + std::string(strings().off);
            default:
                return title + " " + then;
        }
    }
    return std::string(strings().same_settings);
}

std::string run_change(const Recipe& before, const Recipe& after) {
    std::string text;
    int count = 0;
    for (const Property& property : properties()) {
        if (is_same_value(property, before, after)) continue;
        if (++count > kMostChanges) continue;
        if (!text.empty()) text += ", ";
        // An optimiser or a loss says itself what it is.
        if (property.kind != PropertyKind::Choice)
            text.append(property_title(property.name)).append(" ");
        text.append(shown_value(property, before))
            .append(" \u2192 ")
            .append(shown_value(property, after));
    }
    if (count == 0) return std::string(strings().same_settings);
    if (count > kMostChanges)
        text += ", " + fill(strings().more_changes, {std::to_string(count - kMostChanges)});
    return text;
}

}  // namespace nn::ui
