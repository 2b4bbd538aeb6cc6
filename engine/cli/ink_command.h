// `inkling ink`: how well a network reads digits that were drawn, not scanned.
#pragma once

#include "engine/cli/commands.h"

namespace nn::cli {

Problem read_ink(const Invocation& invocation);

}  // namespace nn::cli
