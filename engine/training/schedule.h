// How the learning rate moves while training goes on. A rate is worked out from where training
// stands, so nothing is remembered but how often an adaptive rate was lowered. Any schedule may begin
// with a warm-up, over which its rate grows in even steps from nearly nothing.
#pragma once

#include <cstdint>
#include <span>

#include "engine/numerics/enum_names.h"

namespace nn {

enum class Schedule {
    Constant,
    Step,    // times `factor` after every `epochs` epochs (PyTorch's StepLR)
    Cosine,  // falls to `factor` of itself over `epochs` epochs, along half a cosine wave, and
             // stays there (Loshchilov & Hutter 2017; PyTorch's CosineAnnealingLR)
    InverseScaling,  // divided by (samples of the epochs done + 1)^power; scikit-learn's invscaling
    Adaptive,        // divided by 5 whenever training has been idle for its patience; likewise
};

template <>
std::span<const EnumName<Schedule>> enum_names<Schedule>();

struct ScheduleSettings {
    Schedule kind = Schedule::Constant;
    double power = 0.5;    // InverseScaling
    int epochs = 30;       // Step, Cosine; counted from the end of the warm-up
    double factor = 0.1;   // Step, Cosine
    double warm_up = 0.0;  // epochs

    bool operator==(const ScheduleSettings&) const = default;
};

// Where training stands.
struct ScheduleProgress {
    std::int64_t epochs = 0;   // completed
    std::int64_t samples = 0;  // trained on in these epochs
    int times_lowered = 0;     // by Adaptive, each time by can_lower
    double of_epoch = 0.0;     // the part done of the epoch under way
    int steps_per_epoch = 1;
};

// The rate of the next update. In a warm-up of n updates the first has 1/n of the schedule's rate, the
// n-th all of it.
double scheduled_rate(const ScheduleSettings& settings, double rate,
                      const ScheduleProgress& progress);

// Whether an idle training shall go on at a lower rate. An adaptive one that has come down to 1e-6
// has nowhere to go.
bool can_lower(const ScheduleSettings& settings, double rate, const ScheduleProgress& progress);

}  // namespace nn
