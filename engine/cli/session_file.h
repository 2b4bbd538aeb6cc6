// Sessions as files, .inkling.json: {"inkling": 1, "session": "#1&…"}, whose text is a link without
// the worry of its length.
#pragma once

#include <string>
#include <string_view>

#include "engine/session/link.h"

namespace nn::cli {

std::string session_file_text(const SessionLink& link);

// Any bytes give a link within limits, as parse_link does.
ParsedLink parse_session_file(std::string_view text);

}  // namespace nn::cli
