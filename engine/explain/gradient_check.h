// Proof for the doubtful: what backpropagation says a weight does to the loss, beside what happens to the loss
// when that weight is moved.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/explain/trace.h"

namespace nn {

struct CheckedGradient {
    ParameterPlace place;
    double backward = 0.0;    // by backpropagation
    double difference = 0.0;  // (L(w + h) - L(w - h)) / 2h
    double error = 0.0;       // their distance, by the larger of them; see GradientCheck::floor
};

struct GradientCheck {
    std::vector<CheckedGradient> gradients;  // the largest error first
    double floor = 0.0;  // what smaller gradients are measured by: 1e-6, or the largest over 10,000
    std::size_t parameters = 0;

    double largest_error() const { return gradients.empty() ? 0.0 : gradients.front().error; }
};

// How far a weight is moved either way, times its size where that is above 1.
inline constexpr double kCheckStep = 1e-5;

// What is expected of right gradients: the losses' last digits, divided by the step, are some 1e-11.
inline constexpr double kCheckBound = 1e-4;

// For one sample. In each layer so many weights and biases are drawn by lot, RandomState(seed), or all where there
// are no more. All in double, of a float network with its weights as they are, so that nothing hides behind
// rounding. Where a ReLU stands within a step of its kink the two may rightly differ.
template <class Scalar>
GradientCheck check_gradients(const Network<Scalar>& network, std::span<const Scalar> x,
                              std::uint8_t label, const ObjectiveTerms& terms,
                              std::size_t per_layer, std::uint32_t seed);

}  // namespace nn
