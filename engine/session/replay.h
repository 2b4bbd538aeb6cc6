// From a link to a run and back: what opens it, what it is for the run on the screen, and whether a
// run has come to what it promises.
#pragma once

#include <span>
#include <vector>

#include "engine/session/command.h"
#include "engine/session/link.h"
#include "engine/session/snapshot.h"

namespace nn {

// With parameters (unpacked from the link's weights) the run begins with these, at once.
command::Replay replay_of(const SessionLink& link, std::vector<float> parameters = {});

// The session of a snapshot, without ink, view and weights. While an evaluation is under way it has no
// digest. Where not all changes are known it is the present settings alone: nothing leads to this step
// again but weights, which whoever has them may add, and `steps` with them.
SessionLink link_of(const Snapshot& snapshot);

enum class ReplayOutcome {
    UnderWay,
    Exact,       // the same digest, and the same end
    Unchecked,   // as far as the link says, but it has no digest
    EndedEarly,  // the run ended by itself before the link's step
    Different,   // another digest, or it ended otherwise
    Restored,    // began with the link's rounded weights
};

template <>
std::span<const EnumName<ReplayOutcome>> enum_names<ReplayOutcome>();

// Of a snapshot of the run that replay_of(link) began, until its reader goes on from there.
ReplayOutcome outcome_of(const SessionLink& link, const Snapshot& snapshot);

}  // namespace nn
