// A session trained as the page trains it: by a Runner, from commands to a snapshot.
#pragma once

#include <string_view>
#include <vector>

#include "engine/cli/arguments.h"
#include "engine/session/command.h"
#include "engine/session/snapshot.h"

namespace nn::cli {

// To its end, with a progress bar; of the arguments only --data counts.
Outcome<Snapshot> run_session(const command::Replay& session,
                              const std::vector<Argument>& arguments, std::string_view program);

}  // namespace nn::cli
