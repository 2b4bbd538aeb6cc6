// What an optimiser does with one number: the arithmetic of OptimizerState for a single parameter,
// with every intermediate value kept. Bit for bit the same.
#pragma once

#include "engine/network/optimizer.h"

namespace nn {

template <class Scalar>
struct ParameterUpdate {
    Scalar before = 0;
    Scalar gradient = 0;
    Moments<Scalar> moments_before, moments_after;
    Scalar rate = 0;     // the learning rate; Adam's with both corrections of its moments in it
    Scalar epsilon = 0;  // beside the root; AdamW's with the correction of the root in it
    Scalar kept = 0;     // what weight decay leaves of it: all but for AdamW
    Scalar step = 0;     // what is added to that
    Scalar after = 0;
};

// The kind of optimiser must be the one that the moments come from. For a bias, which does not decay,
// settings.weight_decay must be 0.
template <class Scalar>
ParameterUpdate<Scalar> update_of(const OptimizerSettings& settings, const Moments<Scalar>& moments,
                                  Scalar parameter, Scalar gradient);

}  // namespace nn
