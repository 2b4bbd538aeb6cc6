// Controls made from the property table: the panel names a property and where it goes; title, help,
// bounds, scale and default come from the table.
#pragma once

#include <string>
#include <string_view>

#include "engine/session/property.h"
#include "web/panels/session_view.h"
#include "web/widgets/geometry.h"

namespace nn::ui {

inline constexpr float kSliderHeight = 48.0f;
inline constexpr float kRowHeight = 32.0f;

// What a property's tip says: its help, and that a change starts a new run where it does.
std::string tip_sentence(const Property& property);

// Integer and Real properties. `shown` is the value with its unit; empty: the number alone.
void property_slider(const Rect& rect, std::string_view property, const SessionView& view,
                     Requests& requests, std::string_view shown = {});

// Choice properties: title left, a select of `select_width` right.
void property_select(const Rect& rect, std::string_view property, const SessionView& view,
                     Requests& requests, float select_width = 128.0f);

// Integer properties without an upper bound worth a slider: title left, a number field right.
void property_number(const Rect& rect, std::string_view property, const SessionView& view,
                     Requests& requests);

// Flag properties: title left, a toggle right.
void property_toggle(const Rect& rect, std::string_view property, const SessionView& view,
                     Requests& requests);

}  // namespace nn::ui
