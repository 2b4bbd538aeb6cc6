// Controls made from the property table: the panel names a property and where it goes; title, help,
// bounds, scale and default come from the table.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/session/property.h"
#include "web/panels/session_view.h"
#include "web/widgets/geometry.h"

namespace nn::ui {

inline constexpr float kSliderHeight = 48.0f;
inline constexpr float kRowHeight = 32.0f;

// The properties that are left out wherever they would stand; the height of one that may be.
void set_hidden(std::vector<std::string> properties);
bool is_hidden(std::string_view property);
float room_for(std::string_view property, float height);

// Until end_disabled: what belongs to an earlier epoch is there to be read, not to be changed. Otherwise
// nothing.
void begin_past(const SessionView& view);

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
