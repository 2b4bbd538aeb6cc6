// The optimiser's memory of one neuron's weights and bias, kept by following a training run from its
// start: a trainer keeps its moments to itself, but what it does is determined by its setup, so the
// same batches can be gathered beside it and the same arithmetic done for the few numbers of interest.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/explain/update.h"
#include "engine/training/trainer.h"

namespace nn {

template <class Scalar>
class FollowedMoments {
public:
    // Keeps references to trainer and data set. The trainer must not have made an update yet, and
    // its live settings must stay as they are.
    FollowedMoments(const Trainer<Scalar>& trainer, const Dataset& dataset, std::size_t layer,
                    std::size_t neuron);

    // To be called before each trainer.step(); does nothing before one that only evaluates.
    void before_step();

    // The last update, whose moments_after are what the next one starts from; all zero before the
    // first.
    const ParameterUpdate<Scalar>& of_weight(std::size_t input) const { return weights_[input]; }
    const ParameterUpdate<Scalar>& of_bias() const { return bias_; }

private:
    void gather();

    const Trainer<Scalar>* trainer_;
    const Dataset* dataset_;
    std::size_t layer_, neuron_;
    Workspace<Scalar> workspace_;
    RandomState shuffling_, dropout_, augmenting_;
    Augmenter augmenter_;
    std::vector<std::int32_t> order_;
    std::size_t position_ = 0;
    std::vector<std::uint8_t> labels_;
    std::vector<ParameterUpdate<Scalar>> weights_;
    ParameterUpdate<Scalar> bias_;
};

}  // namespace nn
