// The trainer's next update of one weight, with the mean gradient of its batch and what its optimiser remembers.
// A snapshot holds neither; but what a session did is determined by its recipe, so it is trained once more,
// from its start, and followed.
#pragma once

#include <span>
#include <variant>

#include "engine/data/dataset.h"
#include "engine/explain/trace.h"
#include "engine/explain/update.h"
#include "engine/numerics/enum_names.h"
#include "engine/session/snapshot.h"

namespace nn::explore {

// Why it cannot be told.
enum class NoUpdate {
    Untraceable,  // it began with a link's weights, or had more changes than are kept
    TooLong,      // to train it again would take longer than a reader waits
    Ended,        // there is no next step
};

// In double, which holds float exactly. The place must be one of the snapshot's network.
std::variant<ParameterUpdate<double>, NoUpdate> next_update(const Snapshot& snapshot,
                                                            const Dataset& dataset,
                                                            const ParameterPlace& place);

}  // namespace nn::explore

namespace nn {

template <>
std::span<const EnumName<explore::NoUpdate>> enum_names<explore::NoUpdate>();

}  // namespace nn
