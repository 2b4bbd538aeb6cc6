// Links as they are given to a command: the text itself, a whole address, or a file that holds either
// or a saved session.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/cli/outcome.h"
#include "engine/session/link.h"

namespace nn::cli {

// What cannot be used is only a warning, unless nothing can.
Outcome<ParsedLink> parse_link_or_file(std::string_view word);

// The same, with the warnings on standard error.
Outcome<SessionLink> read_link(std::string_view word);
void print_warnings(const std::vector<std::string>& warnings);

}  // namespace nn::cli
