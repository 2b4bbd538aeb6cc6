// `inkling sweep`: many sessions as a plan that any number of machines work through.
#pragma once

#include "engine/cli/commands.h"

namespace nn::cli {

Problem sweep(const Invocation& invocation);

}  // namespace nn::cli
