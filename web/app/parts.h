// Parts of the page alone, as a link's `show` names them: for a figure inside somebody's text.
#pragma once

#include <string_view>

#include "web/panels/session_view.h"
#include "web/widgets/geometry.h"

namespace nn::ui {

// pad, network, curves, matrix, report, run, hidden, or a setting that has a control.
bool is_part_name(std::string_view name);

// Those of state.shown, beside each other where there is room, else one under the other.
void parts(Rect screen, const SessionView& view, ViewState& state, Requests& requests);

}  // namespace nn::ui
