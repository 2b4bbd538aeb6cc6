#include "web/panels/property_controls.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "engine/session/property.h"
#include "web/panels/formulas.h"
#include "web/panels/strings.h"
#include "web/widgets/controls.h"

namespace nn::ui {

namespace {

std::vector<std::string> hidden_properties;

// The smallest value above zero that a logarithmic slider with "off" at its left end reaches.
constexpr double kSmallestAboveZero = 1e-5;

std::string id_of(const Property& property) {
    return "recipe." + std::string(property.name);
}

// The tip of the control that comes next; lives as long as that.
struct PropertyTip {
    PropertyTip(const Property& property, const SessionView& view)
        : sentence(tip_sentence(property)),
          formula(is_tip_due(id_of(property)) ? property_formula(property, view) : std::string()) {
        next_tip(
            {.title = property_title(property.name), .sentence = sentence, .formula = formula});
    }
    PropertyTip(const PropertyTip&) = delete;
    PropertyTip& operator=(const PropertyTip&) = delete;
    std::string sentence, formula;
};

// Dims what is drawn while it lives, where the property is locked.
struct Lock {
    Lock(const Property& property, const SessionView& view) {
        begin_past(view);
        begin_disabled(is_locked(id_of(property)), strings().locked);
    }
    ~Lock() {
        end_disabled();
        end_disabled();
    }
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;
};

// What has become of the value since the earlier epoch that is looked at; mostly nothing.
std::string since_then(const Property& property, const SessionView& view) {
    if (!view.present || is_same_value(property, view.recipe, *view.present)) return {};
    const std::string text = value_text(property, *view.present);
    return fill(strings().past_since,
                {property.kind == PropertyKind::Choice ? choice_title(property.name, text)
                                                       : std::string_view(text)});
}

void draw_title(const Rect& row, const Property& property, const SessionView& view) {
    const float width = draw_text(row, property_title(property.name), {});
    const std::string since = since_then(property, view);
    if (!since.empty())
        draw_text({row.x + width + 8.0f, row.y, row.w - width - 8.0f, row.h}, since,
                  {.size = 12.0f, .color = theme().quiet});
}

void ask(Requests& requests, const Recipe& recipe, const Property& property) {
    requests.recipe = recipe;
    requests.undo_name = property.name;
}

}  // namespace

void set_hidden(std::vector<std::string> properties) {
    hidden_properties = std::move(properties);
}

bool is_hidden(std::string_view property) {
    return std::ranges::find(hidden_properties, property) != hidden_properties.end();
}

float room_for(std::string_view property, float height) {
    return is_hidden(property) ? 0.0f : height;
}

void begin_past(const SessionView& view) {
    constexpr float kReadable = 0.7f;
    begin_disabled(view.present.has_value(), strings().past_first, kReadable);
}

std::string tip_sentence(const Property& property) {
    std::string sentence(property_help(property.name));
    if (!property.is_live) sentence += " (" + std::string(strings().new_run_short) + ")";
    return sentence;
}

void property_slider(const Rect& rect, std::string_view name, const SessionView& view,
                     Requests& requests, std::string_view shown) {
    if (is_hidden(name)) return;
    const Property& property = *find_property(name);
    const Lock lock(property, view);
    const bool has_zero = property.is_logarithmic && property.minimum <= 0.0;
    const bool is_integer = property.kind == PropertyKind::Integer;
    // About a hundredth of the range, and one of 1, 0.1, 0.01, …
    const double hundredth = (property.maximum - property.minimum) / 100.0;
    const bool is_plain = property.kind == PropertyKind::Real && !property.is_logarithmic;
    const SliderScale scale{
        .minimum = has_zero ? kSmallestAboveZero : property.minimum,
        .maximum = property.maximum,
        .fallback = property.number(defaults_of(view.recipe.dataset, view.recipe.twin)),
        .is_logarithmic = property.is_logarithmic,
        .zero_at_left = has_zero,
        .ticks_at_powers_of_two = is_integer && property.is_logarithmic,
        .is_integer = is_integer,
        .step = is_plain ? std::pow(10.0, std::ceil(std::log10(hundredth))) : 0.0,
    };
    const PropertyTip tip(property, view);
    double value = property.number(view.recipe);
    const std::string since = since_then(property, view);
    std::string text(shown);
    if (!since.empty())
        text = (text.empty() ? value_text(property, view.recipe) : text) + " \u00B7 " + since;
    if (slider(id_of(property), rect, property_title(name), &value, scale, text)) {
        Recipe recipe = view.recipe;
        property.set_number(recipe, std::clamp(value, property.minimum, property.maximum));
        ask(requests, recipe, property);
    }
}

void property_select(const Rect& rect, std::string_view name, const SessionView& view,
                     Requests& requests, float select_width) {
    if (is_hidden(name)) return;
    const Property& property = *find_property(name);
    const Lock lock(property, view);
    Rect row = rect;
    const Rect field = row.take_right(select_width);
    draw_title(row, property, view);

    std::vector<std::string_view> titles;
    int selected = 0;
    const std::string_view key = property.choice(view.recipe);
    for (const Choice& choice : property.choices) {
        if (choice.key == key) selected = static_cast<int>(titles.size());
        titles.push_back(choice_title(name, choice.key));
    }
    const PropertyTip tip(property, view);
    if (select(id_of(property), field, property_title(name), titles, &selected)) {
        Recipe recipe = view.recipe;
        property.set_choice(recipe, property.choices[static_cast<std::size_t>(selected)].key);
        ask(requests, recipe, property);
    }
}

void property_number(const Rect& rect, std::string_view name, const SessionView& view,
                     Requests& requests) {
    if (is_hidden(name)) return;
    const Property& property = *find_property(name);
    const Lock lock(property, view);
    Rect row = rect;
    const Rect field = row.take_right(80.0f);
    draw_title(row, property, view);
    const PropertyTip tip(property, view);
    int value = static_cast<int>(std::min(property.number(view.recipe), 2147483647.0));
    const int maximum = static_cast<int>(std::min(property.maximum, 2147483647.0));
    if (number_field(id_of(property), field, property_title(name), &value,
                     static_cast<int>(property.minimum), maximum)) {
        Recipe recipe = view.recipe;
        property.set_number(recipe, value);
        ask(requests, recipe, property);
    }
}

void property_toggle(const Rect& rect, std::string_view name, const SessionView& view,
                     Requests& requests) {
    if (is_hidden(name)) return;
    const Property& property = *find_property(name);
    const Lock lock(property, view);
    Rect row = rect;
    Rect field = row.take_right(36.0f);
    draw_title(row, property, view);
    const PropertyTip tip(property, view);
    bool value = property.number(view.recipe) != 0.0;
    if (toggle(id_of(property), field, property_title(name), &value)) {
        Recipe recipe = view.recipe;
        property.set_number(recipe, value ? 1.0 : 0.0);
        ask(requests, recipe, property);
    }
}

}  // namespace nn::ui
