// What the page shows, beside the session, as the words of a link's `view`: "weights,by-step,brush-60".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "web/panels/session_view.h"

namespace nn::ui {

// Only what is not as usual; `sample` is the one on the pad, -1 for none.
std::string view_words(const ViewState& state, int sample);

// Everything that words can say becomes as usual, then what they say; unknown ones do nothing. Returns the
// sample that they name.
std::optional<int> use_view_words(std::string_view words, ViewState& state);

}  // namespace nn::ui
