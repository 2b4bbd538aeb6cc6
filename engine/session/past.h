// The earlier epochs of a run: how each looked, and where training can go on from. Both are bounded; where
// the room is full, every second one goes, so that what is left lies evenly over the whole run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/training/any_trainer.h"

namespace nn {

// The end of an epoch (or, before the first, the beginning of the run) as a snapshot shows it.
struct Glance {
    std::int64_t epoch = 0, step = 0;
    std::uint64_t digest = 0;
    std::int32_t steps_per_epoch = 0;
    double learning_rate = 0.0;  // of the update after it
    std::vector<std::int32_t> confusion;
    TestAnswers answers;
    TestFigures figures;
    std::vector<float> parameters;
};

class Past {
public:
    // Of the default session every one of 700 epochs is kept, and after 300 a checkpoint every eighth. Of
    // a network so large that not even two find room nothing is.
    static constexpr std::size_t kGlanceBytes = 16u << 20, kCheckpointBytes = 32u << 20;
    static constexpr std::size_t kMostCheckpoints = 64;

    void clear();
    // For the trainer at the end of an epoch, evaluated. Nothing happens where that epoch is kept already,
    // or is none of those that are.
    void keep(const AnyTrainer& trainer);
    void forget_after(std::int64_t step);

    // The glances are of epoch first() and of every multiple of every() after it; 0: there are none.
    std::int64_t first() const { return glances_.empty() ? 0 : glances_.front().epoch; }
    std::int64_t every() const { return glances_.empty() ? 0 : glance_stride_; }
    const Glance* nearest(double epoch) const;  // null: there are none

    // The newest checkpoint of no more than so many steps, or null.
    const Checkpoint* before(std::int64_t step) const;

    std::size_t bytes() const { return glance_bytes_ + checkpoint_bytes_; }

private:
    struct Place {
        std::int64_t epoch = 0, step = 0;
        Checkpoint checkpoint;
        std::size_t bytes() const { return sizeof(Place) + checkpoint.state.size(); }
    };

    void count_bytes();
    void keep_glance(const AnyTrainer& trainer, std::int64_t epoch);
    void keep_checkpoint(const AnyTrainer& trainer, std::int64_t epoch);

    std::vector<Glance> glances_;
    std::vector<Place> places_;
    std::int64_t glance_stride_ = 1, place_stride_ = 1;
    std::size_t glance_bytes_ = 0, checkpoint_bytes_ = 0;
};

}  // namespace nn
