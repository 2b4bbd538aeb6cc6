// `inkling diagnose`: trains a session and says what is wrong with it.
#pragma once

#include "engine/cli/commands.h"

namespace nn::cli {

Problem diagnose(const Invocation& invocation);

}  // namespace nn::cli
