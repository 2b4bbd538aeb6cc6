#include "engine/training/schedule.h"

#include <array>
#include <cmath>

#include "engine/numerics/functions.h"

namespace nn {

namespace {

constexpr double kLowestRate = 1e-6, kLowering = 5.0;

// x^power for x >= 1; the usual root as exact as it gets.
double power_of(double x, double power) {
    return power == 0.5 ? std::sqrt(x) : exp_of(power * log_of(x));
}

}  // namespace

template <>
std::span<const EnumName<Schedule>> enum_names<Schedule>() {
    static constexpr std::array<EnumName<Schedule>, 3> kNames{{
        {Schedule::Constant, "constant", "Constant"},
        {Schedule::InverseScaling, "invscaling", "Falling with time"},
        {Schedule::Adaptive, "adaptive", "Falling when idle"},
    }};
    return kNames;
}

double scheduled_rate(const ScheduleSettings& settings, double rate,
                      const ScheduleProgress& progress) {
    switch (settings.kind) {
        case Schedule::Constant:
            break;
        case Schedule::InverseScaling:
            rate /= power_of(static_cast<double>(progress.samples) + 1.0, settings.power);
            break;
        case Schedule::Adaptive:
            for (int i = 0; i < progress.times_lowered; ++i) rate /= kLowering;
            break;
    }
    return rate;
}

bool can_lower(const ScheduleSettings& settings, double rate, const ScheduleProgress& progress) {
    return settings.kind == Schedule::Adaptive &&
           scheduled_rate(settings, rate, progress) > kLowestRate;
}

}  // namespace nn
