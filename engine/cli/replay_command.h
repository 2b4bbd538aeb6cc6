// `inkling replay`: trains the session of a link again and says whether it is the same.
#pragma once

#include "engine/cli/commands.h"

namespace nn::cli {

Problem replay(const Invocation& invocation);

}  // namespace nn::cli
