// Initial weights.
#pragma once

#include "engine/network/activation.h"
#include "engine/numerics/enum_names.h"
#include "engine/numerics/random.h"
#include "engine/numerics/types.h"

namespace nn {

enum class Initializer {
    Auto,           // He for ReLU and its kin (leaky ReLU, ELU, GELU, softplus), Glorot for the
                    // rest; both uniform
    GlorotUniform,  // U(-l, l), l = sqrt(6 / (in + out)) (Glorot & Bengio 2010)
    GlorotNormal,   // N(0, 2 / (in + out)), the second number being the variance
    HeUniform,      // U(-l, l), l = sqrt(6 / in) (He et al. 2015)
    HeNormal,       // N(0, 2 / in)
    ScikitLearn,    // Glorot, uniform, biases too; for sigmoid l = sqrt(2 / (in + out))
    Zeros,          // every neuron stays the twin of its neighbours: shown, not recommended
};

template <>
std::span<const EnumName<Initializer>> enum_names<Initializer>();

// What Auto stands for in front of that activation; any other is itself.
Initializer resolved(Initializer initializer, Activation activation);

// Fills W (inputs, units) row by row from the generator: the numbers that NumPy's
// RandomState.uniform(-l, l, W.shape) or .normal(0, deviation, W.shape) would give. b (units) is set
// to zero, or by ScikitLearn drawn after W from the same range.
template <class Scalar>
void initialize(Initializer initializer, Activation activation, RandomState& random,
                Matrix<Scalar>& W, RowVector<Scalar>& b);

}  // namespace nn
