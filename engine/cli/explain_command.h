// `inkling explain`: the arithmetic of one neuron for one sample, in words and numbers.
#pragma once

#include "engine/cli/commands.h"

namespace nn::cli {

Problem explain(const Invocation& invocation);

}  // namespace nn::cli
