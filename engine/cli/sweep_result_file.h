// Results of a sweep as files. Each is at the same time a saved session (session_file.h), so that replay
// and the page open it.
#pragma once

#include <string>
#include <string_view>

#include "engine/cli/outcome.h"
#include "engine/sweep/result.h"

namespace nn::cli {

std::string result_file_text(const SweepResult& result);

// Any bytes give a result whose links are within limits and have no warnings and whose numbers are finite,
// or the sentence that says why they are none.
Outcome<SweepResult> parse_result_file(std::string_view text);

}  // namespace nn::cli
