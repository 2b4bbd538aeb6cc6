// How a replay goes on, for whoever owns the trainer.
#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/session/command.h"
#include "engine/training/any_trainer.h"

namespace nn {

// Which changes are due, and when it has arrived.
class ReplayCourse {
public:
    explicit ReplayCourse(command::Replay replay);  // brings it within limits

    const command::Replay& replay() const { return replay_; }
    void rewind() { next_ = 0; }          // for a new trainer
    void skip_before(std::int64_t step);  // the changes that a trainer of so many updates has seen
    void stop_at(std::int64_t steps);     // which lie before it, and behind where the trainer is

    // What is to be done now when a change is due; null when there is none. To be asked after every step
    // of the trainer, until there is none.
    const Change* take_due_change(const AnyTrainer& trainer);

    // To be asked after that.
    bool has_arrived(const AnyTrainer& trainer) const;

private:
    command::Replay replay_;
    std::size_t next_ = 0;
};

// Settings and edits; the latter are evaluated next.
void make_change(AnyTrainer& trainer, const Change& change);

}  // namespace nn
