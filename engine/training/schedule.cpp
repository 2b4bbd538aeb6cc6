#include "engine/training/schedule.h"

#include <algorithm>
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

double whole_power_of(double x, std::int64_t power) {
    double result = 1.0;
    for (; power > 0; power /= 2) {
        if (power % 2 == 1) result *= x;
        x *= x;
    }
    return result;
}

// sin^2(pi/2 (1 - x)) is (1 + cos(pi x)) / 2: from 1 at 0 down to 0 at 1.
double half_wave(double x) {
    const double sine = sin_of_pi(0.5 * (1.0 - x));
    return sine * sine;
}

double warm_up_factor(const ScheduleSettings& settings, double epochs, int steps_per_epoch) {
    const double after_update = epochs + 1.0 / static_cast<double>(steps_per_epoch);
    return after_update < settings.warm_up ? after_update / settings.warm_up : 1.0;
}

}  // namespace

template <>
std::span<const EnumName<Schedule>> enum_names<Schedule>() {
    static constexpr std::array<EnumName<Schedule>, 5> kNames{{
        {Schedule::Constant, "constant", "Constant"},
        {Schedule::Step, "step", "In steps"},
        {Schedule::Cosine, "cosine", "Cosine"},
        {Schedule::InverseScaling, "invscaling", "Over time"},
        {Schedule::Adaptive, "adaptive", "When idle"},
    }};
    return kNames;
}

double scheduled_rate(const ScheduleSettings& settings, double rate,
                      const ScheduleProgress& progress) {
    const double epochs = static_cast<double>(progress.epochs) + progress.of_epoch;
    const double spans = std::max(epochs - settings.warm_up, 0.0) / settings.epochs;
    switch (settings.kind) {
        case Schedule::Constant:
            break;
        case Schedule::Step:
            rate *= whole_power_of(settings.factor, static_cast<std::int64_t>(spans));
            break;
        case Schedule::Cosine:
            rate *= settings.factor + (1.0 - settings.factor) * half_wave(std::min(spans, 1.0));
            break;
        case Schedule::InverseScaling:
            rate /= power_of(static_cast<double>(progress.samples) + 1.0, settings.power);
            break;
        case Schedule::Adaptive:
            for (int i = 0; i < progress.times_lowered; ++i) rate /= kLowering;
            break;
    }
    return rate * warm_up_factor(settings, epochs, progress.steps_per_epoch);
}

bool can_lower(const ScheduleSettings& settings, double rate, const ScheduleProgress& progress) {
    return settings.kind == Schedule::Adaptive &&
           scheduled_rate(settings, rate, progress) > kLowestRate;
}

}  // namespace nn
