// `inkling link`: makes links to sessions, and checks those that others made.
#pragma once

#include "engine/cli/commands.h"

namespace nn::cli {

Problem make_link(const Invocation& invocation);

}  // namespace nn::cli
