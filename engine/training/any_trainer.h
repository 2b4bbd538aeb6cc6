// A trainer in either precision, for callers to whom the type of its numbers does not matter. What it
// hands out as float is rounded from double where it trains in double.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <variant>
#include <vector>

#include "engine/numerics/enum_names.h"
#include "engine/training/trainer.h"

namespace nn {

enum class Precision { Float32, Float64 };

template <>
std::span<const EnumName<Precision>> enum_names<Precision>();

class AnyTrainer {
public:
    // Keeps a reference to the data set.
    AnyTrainer(Precision precision, const Dataset& dataset, const TrainerSetup& setup,
               const LiveSettings& live);
    AnyTrainer(const AnyTrainer&) = delete;
    AnyTrainer& operator=(const AnyTrainer&) = delete;

    // The trainer itself: calls function(Trainer<float>&) or function(Trainer<double>&).
    template <class Function>
    decltype(auto) visit(Function&& function) {
        return std::visit(std::forward<Function>(function), trainer_);
    }
    template <class Function>
    decltype(auto) visit(Function&& function) const {
        return std::visit(std::forward<Function>(function), trainer_);
    }

    // As those of Trainer.
    void step();
    bool can_step() const;
    bool is_evaluating() const;
    void set_live(const LiveSettings& live);
    void set_stopping(const StoppingRule& rule);
    void edit(std::span<const Edit> edits);
    void request_evaluation();
    bool restore(std::span<const float> parameters, std::int64_t steps);

    Checkpoint save() const;
    void resume(const Checkpoint& checkpoint);
    const Split& split() const;
    const LiveSettings& live() const;
    const History& history() const;
    std::span<const double> loss_curve() const;
    std::span<const double> validation_scores() const;
    const ConfusionMatrix& confusion() const;
    const TestAnswers& test_answers() const;
    TestFigures test_figures() const;
    TrainingState state() const;
    std::int64_t steps() const;
    double epochs() const;
    int steps_per_epoch() const;
    double learning_rate() const;  // of the next update
    std::int64_t samples_seen() const;
    std::uint64_t digest() const;

    std::vector<float> parameters() const;  // as parameters_of has them
    Scaler<float> scaler() const;

private:
    std::variant<Trainer<float>, Trainer<double>> trainer_;
};

}  // namespace nn
