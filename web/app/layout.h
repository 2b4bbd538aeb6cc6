// Which panel goes where, for desktop, tablet and phone.
#pragma once

#include "web/panels/session_view.h"
#include "web/platform/platform.h"

namespace nn::ui {

// Draws the whole screen. Requests of all panels come back together.
Requests draw_screen(const platform::Frame& frame, const SessionView& view, ViewState& state);

}  // namespace nn::ui
