#include "engine/explore/next_update.h"

#include <array>

#include "engine/explain/followed_moments.h"

namespace nn {

template <>
std::span<const EnumName<explore::NoUpdate>> enum_names<explore::NoUpdate>() {
    using enum explore::NoUpdate;
    static constexpr std::array<EnumName<explore::NoUpdate>, 4> kNames{{
        {Changed, "changed", "Changed on the way"},
        {TooLong, "too-long", "Too long to be trained again"},
        {Ended, "ended", "There is no next step"},
        {Regression, "regression", "A regression"},
    }};
    return kNames;
}

}  // namespace nn

namespace nn::explore {

namespace {

// Multiplications, of the trainer and of who follows it: some five seconds as WebAssembly.
constexpr double kMostWork = 6e10;

double work_of(const Snapshot& snapshot) {
    constexpr double kProducts = 3.0, kTrainings = 2.0;  // forward and two backward; both train
    return kTrainings * kProducts * static_cast<double>(snapshot.step) * snapshot.recipe.batch *
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

template <class Scalar>
std::variant<ParameterUpdate<double>, NoUpdate> follow(const Snapshot& snapshot,
                                                       const Dataset& dataset,
                                                       const ParameterPlace& place) {
    Trainer<Scalar> trainer(dataset, setup_of(snapshot.recipe), live_settings_of(snapshot.recipe));
    FollowedMoments<Scalar> followed(trainer, dataset, place.layer, place.neuron);
    // Updates up to that many; false where the run ends before.
    const auto train_to = [&](std::int64_t steps) {
        while (trainer.steps() < steps) {
            if (!trainer.can_step()) return false;
            followed.before_step();
            trainer.step();
        }
        return true;
    };
    if (!train_to(snapshot.step)) return NoUpdate::Ended;
    if (trainer.digest() != snapshot.digest) return NoUpdate::Changed;
    if (!train_to(snapshot.step + 1)) return NoUpdate::Ended;
    return as_double(place.is_bias() ? followed.of_bias() : followed.of_weight(place.input));
}

}  // namespace

std::variant<ParameterUpdate<double>, NoUpdate> next_update(const Snapshot& snapshot,
                                                            const Dataset& dataset,
                                                            const ParameterPlace& place) {
    if (dataset.is_regression()) return NoUpdate::Regression;
    if (!snapshot.has_all_changes || !snapshot.changes.empty()) return NoUpdate::Changed;
    if (work_of(snapshot) > kMostWork) return NoUpdate::TooLong;
    return snapshot.recipe.precision == Precision::Float64
               ? follow<double>(snapshot, dataset, place)
               : follow<float>(snapshot, dataset, place);
}

}  // namespace nn::explore
