// `inkling digest`: trains a session and prints the digest that it has on every machine.
#pragma once

#include "engine/cli/commands.h"

namespace nn::cli {

Problem digest(const Invocation& invocation);

}  // namespace nn::cli
