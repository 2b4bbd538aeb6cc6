// `inkling export`: trains, then writes the network as a program or model that others can use.
#pragma once

#include "engine/cli/commands.h"

namespace nn::cli {

Problem export_model(const Invocation& invocation);

}  // namespace nn::cli
