#include "engine/session/replay_course.h"

#include <algorithm>
#include <utility>

#include "engine/session/limits.h"
#include "engine/session/property.h"

namespace nn {

namespace {

bool has_ended(const AnyTrainer& trainer) {
    return trainer.state() != TrainingState::Ready && trainer.state() != TrainingState::Training;
}

}  // namespace

ReplayCourse::ReplayCourse(command::Replay replay) : replay_(std::move(replay)) {
    replay_.recipe = within_limits(replay_.recipe);
    replay_.steps = std::clamp<std::int64_t>(replay_.steps, 0, limits::kMaxSteps);
    replay_.changes = changes_within_limits(replay_.recipe, replay_.changes, replay_.steps);
}

void ReplayCourse::skip_before(std::int64_t step) {
    while (next_ < replay_.changes.size() && replay_.changes[next_].step < step) ++next_;
}

void ReplayCourse::stop_at(std::int64_t steps) {
    replay_.steps = steps;
    replay_.until_end = false;
    std::erase_if(replay_.changes, [steps](const Change& change) { return change.step > steps; });
}

const Change* ReplayCourse::take_due_change(const AnyTrainer& trainer) {
    if (trainer.is_evaluating() || next_ == replay_.changes.size() ||
        trainer.steps() < replay_.changes[next_].step)
        return nullptr;
    return &replay_.changes[next_++];
}

bool ReplayCourse::has_arrived(const AnyTrainer& trainer) const {
    if (trainer.is_evaluating()) return false;
    return has_ended(trainer) || trainer.steps() > replay_.steps ||
           (trainer.steps() == replay_.steps && !replay_.until_end);
}

void make_change(AnyTrainer& trainer, const Change& change) {
    trainer.set_live(live_settings_of(change.recipe));
    trainer.set_stopping(stopping_rule_of(change.recipe));
    if (!change.edits.empty()) trainer.edit(change.edits);
}

}  // namespace nn
