// `inkling gradient-check`: backpropagation beside central differences, for one sample.
#pragma once

#include "engine/cli/commands.h"

namespace nn::cli {

Problem gradient_check(const Invocation& invocation);

}  // namespace nn::cli
