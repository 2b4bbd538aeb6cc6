// `inkling bisect`: records what a session does step by step, and finds where another build does
// otherwise.
#pragma once

#include "engine/cli/commands.h"

namespace nn::cli {

Problem bisect(const Invocation& invocation);

}  // namespace nn::cli
