// Sweeps, as the page asks for them: what is trained, in which order, and what came
// of it. The sessions themselves run in the trainer's Workers.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace nn::explore {

// JSON: what the verb asks for, or {"error": a sentence}. What stands behind "LAB" is of the plan of that
// name, of which there may be several.
//   "plan LAB LINK EPOCHS SEEDS AXIS…"  the settings of the link trained for so many epochs, varied along at
//                           most two axes such as hidden=16/32: {"plan", its text}
//   "open LAB" + '\n' + TEXT            a plan from elsewhere: the same
//   "report LAB"            as `inkling sweep --collect --json` prints it
//   "csv LAB", "table LAB", "map LAB"   the files that it writes: {"text"}
//   "task LAB K"            of the K-th session from 0: {"dataset", its id, -1 where it needs none; "command"
//                           in base64url, "revision" of the snapshots that follow it}
//   "news LAB K SECONDS"    how far the session is by `snapshot`: {"revision", "done", "epoch", "epochs"}; at its
//                           end it counts as its result. With "curve" behind it also that: [epoch, step, test
//                           loss, test score] of each point
std::string lab_answer(std::string_view question, std::span<const std::uint8_t> snapshot);

}  // namespace nn::explore
