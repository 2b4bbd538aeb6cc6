#include "engine/explore/next_update.h"

#include <array>

#include "engine/explain/upcoming_update.h"
#include "engine/session/replay.h"
#include "engine/session/replay_course.h"

namespace nn {

template <>
std::span<const EnumName<explore::NoUpdate>> enum_names<explore::NoUpdate>() {
    using enum explore::NoUpdate;
    static constexpr std::array<EnumName<explore::NoUpdate>, 3> kNames{{
        {Untraceable, "untraceable", "Not from its start"},
        {TooLong, "too-long", "Too long to be trained again"},
        {Ended, "ended", "There is no next step"},
    }};
    return kNames;
}

}  // namespace nn

namespace nn::explore {

namespace {

// Multiplications: some five seconds as WebAssembly.
constexpr double kMostWork = 6e10;

double work_of(const Snapshot& snapshot) {
    constexpr double kProducts = 3.0;  // forward and two backward
    return kProducts * static_cast<double>(snapshot.step) * snapshot.recipe.batch *
           static_cast<double>(snapshot.parameters.size());
}

template <class Scalar>
Moments<double> as_double(const Moments<Scalar>& moments) {
    return {.first = moments.first,
            .second = moments.second,
            .steps = moments.steps,
            .beta1_power = moments.beta1_power,
            .beta2_power = moments.beta2_power};
}

template <class Scalar>
ParameterUpdate<double> as_double(const ParameterUpdate<Scalar>& update) {
    return {.before = update.before,
            .gradient = update.gradient,
            .moments_before = as_double(update.moments_before),
            .moments_after = as_double(update.moments_after),
            .rate = update.rate,
            .epsilon = update.epsilon,
            .kept = update.kept,
            .step = update.step,
            .after = update.after};
}

}  // namespace

std::variant<ParameterUpdate<double>, NoUpdate> next_update(const Snapshot& snapshot,
                                                            const Dataset& dataset,
                                                            const ParameterPlace& place) {
    if (!snapshot.has_all_changes) return NoUpdate::Untraceable;
    if (work_of(snapshot) > kMostWork) return NoUpdate::TooLong;
    const Recipe& recipe = snapshot.first_recipe;
    AnyTrainer trainer(recipe.precision, dataset, setup_of(recipe), live_settings_of(recipe));
    ReplayCourse course(replay_of(link_of(snapshot)));
    const auto make_due_changes = [&] {
        while (const Change* change = course.take_due_change(trainer))
            make_change(trainer, *change);
    };
    for (make_due_changes(); !course.has_arrived(trainer); make_due_changes()) trainer.step();
    if (!trainer.can_step()) return NoUpdate::Ended;
    if (trainer.digest() != snapshot.digest) return NoUpdate::Untraceable;
    return trainer.visit(
        [&](const auto& typed) { return as_double(upcoming_update(typed, dataset, place)); });
}

}  // namespace nn::explore
