#include "engine/session/replay.h"

#include <array>
#include <utility>

namespace nn {

namespace {

std::optional<RunEnd> end_of(RunState state) {
    switch (state) {
        case RunState::Stopped:
            return RunEnd::Stopped;
        case RunState::Finished:
            return RunEnd::Finished;
        case RunState::Diverged:
            return RunEnd::Diverged;
        default:
            return std::nullopt;
    }
}

}  // namespace

template <>
std::span<const EnumName<ReplayOutcome>> enum_names<ReplayOutcome>() {
    static constexpr std::array<EnumName<ReplayOutcome>, 6> kNames{{
        {ReplayOutcome::UnderWay, "under-way", "Training again"},
        {ReplayOutcome::Exact, "exact", "Reproduced exactly"},
        {ReplayOutcome::Unchecked, "unchecked", "Not checked: the link has no digest"},
        {ReplayOutcome::EndedEarly, "ended-early", "Ended before the link's last step"},
        {ReplayOutcome::Different, "different", "Different from what the link says"},
        {ReplayOutcome::Restored, "restored", "Restored with rounded weights"},
    }};
    return kNames;
}

command::Replay replay_of(const SessionLink& link, std::vector<float> parameters) {
    if (!parameters.empty())
        return {
            .recipe = last_recipe(link), .steps = link.steps, .parameters = std::move(parameters)};
    return {.recipe = link.recipe,
            .steps = link.steps,
            .changes = link.changes,
            .until_end = link.end == RunEnd::Diverged};
}

SessionLink link_of(const Snapshot& snapshot) {
    SessionLink link;
    link.recipe = snapshot.recipe;
    if (!snapshot.has_all_changes) return link;
    link.recipe = snapshot.first_recipe;
    link.changes = snapshot.changes;
    link.steps = snapshot.step;
    link.end = end_of(snapshot.state);
    if (snapshot.state != RunState::Loading && !snapshot.is_evaluating)
        link.digest = snapshot.digest;
    return within_limits(std::move(link));
}

ReplayOutcome outcome_of(const SessionLink& link, const Snapshot& snapshot) {
    if (snapshot.state == RunState::Loading || snapshot.replay_steps > 0 || snapshot.is_evaluating)
        return ReplayOutcome::UnderWay;
    if (!snapshot.has_all_changes) return ReplayOutcome::Restored;
    if (snapshot.step < link.steps) return ReplayOutcome::EndedEarly;
    if (snapshot.step > link.steps || (link.end && link.end != end_of(snapshot.state)))
        return ReplayOutcome::Different;
    if (!link.digest) return ReplayOutcome::Unchecked;
    return link.digest == snapshot.digest ? ReplayOutcome::Exact : ReplayOutcome::Different;
}

}  // namespace nn
