// How the learning rate moves while training goes on. A rate is worked out from where training
// stands, so nothing is remembered but how often an adaptive rate was lowered.
#pragma once

#include <cstdint>
#include <span>

#include "engine/numerics/enum_names.h"

namespace nn {

enum class Schedule {
    Constant,
    InverseScaling,  // divided by (samples of the epochs done + 1)^power; scikit-learn's invscaling
    Adaptive,        // divided by 5 whenever training has been idle for its patience; likewise
};

template <>
std::span<const EnumName<Schedule>> enum_names<Schedule>();

struct ScheduleSettings {
    Schedule kind = Schedule::Constant;
    double power = 0.5;  // InverseScaling

    bool operator==(const ScheduleSettings&) const = default;
};

// Where training stands.
struct ScheduleProgress {
    std::int64_t epochs = 0;   // completed
    std::int64_t samples = 0;  // trained on in these epochs
    int times_lowered = 0;     // by Adaptive, each time by can_lower
};

double scheduled_rate(const ScheduleSettings& settings, double rate,
                      const ScheduleProgress& progress);

// Whether an idle training shall go on at a lower rate. An adaptive one that has come down to 1e-6
// has nowhere to go.
bool can_lower(const ScheduleSettings& settings, double rate, const ScheduleProgress& progress);

}  // namespace nn
