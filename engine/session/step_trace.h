// What a session did, step by step: a fingerprint of every tensor after every update. Two builds,
// or a recorded trace and this build, that should train alike are compared by it, to the first step
// and tensor in which they do not.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/session/link.h"
#include "engine/training/any_trainer.h"

namespace nn {

struct StepTrace {
    SessionLink session;
    // By update, the first being of the weights before any; within, the weights and the biases of
    // each layer in turn.
    std::vector<std::vector<std::uint64_t>> steps;
    std::uint64_t digest = 0;  // at the end, when earlier weights may have been brought back
};

// To be called before the first update and after each.
void record_step(StepTrace& trace, const AnyTrainer& trainer);

// Lines of text: "inkling-trace 2", "link " and the session as a link, then for each update
// its number and its fingerprints, and "end " with the digest; all in 16 hexadecimal digits.
std::string trace_text(const StepTrace& trace);

// Any text gives a trace or nothing.
std::optional<StepTrace> parse_trace(std::string_view text);

// A sentence that names the first step and the tensors in which they differ; nothing if they are
// alike.
std::optional<std::string> first_difference(const StepTrace& recorded, const StepTrace& here);

}  // namespace nn
