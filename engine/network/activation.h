// Activation functions, each with its derivative beside it. Adding one: a row in the name table and
// a case in the two functions.
#pragma once

#include <span>

#include "engine/numerics/enum_names.h"

namespace nn {

enum class Activation {
    Relu,       // max(0, z)
    LeakyRelu,  // z, or 0.01 z below zero (Maas et al. 2013; PyTorch's slope)
    Elu,        // z, or e^z - 1 below zero (Clevert et al. 2015)
    Gelu,       // z/2 (1 + tanh(sqrt(2/pi) (z + 0.044715 z^3))): Hendrycks & Gimpel 2016 by their
                // own approximation, PyTorch's approximate="tanh"
    Softplus,   // ln(1 + e^z) (Dugas et al. 2001)
    Tanh,
    Sigmoid,  // 1 / (1 + e^-z)
    Linear,
};

template <>
std::span<const EnumName<Activation>> enum_names<Activation>();

// a = f(z), in place. An activation knows nothing of rows and columns: it takes the numbers of a
// whole batch, one after another. NaN stays NaN, so that a broken weight shows in the loss.
template <class Scalar>
void activate(Activation activation, std::span<Scalar> z);

// Whether the slope at z cannot be told from a = f(z) alone: GELU falls before it rises, so one
// output may come from two sums.
constexpr bool slope_needs_sum(Activation activation) {
    return activation == Activation::Gelu;
}

// dz = da * f'(z), in place on da. The derivative is computed from the output a = f(z), so that z
// need not be kept but where slope_needs_sum says so: elsewhere z is not read and may be empty. At
// zero the slope of ReLU is 0 and that of leaky ReLU 0.01, as PyTorch's.
template <class Scalar>
void activate_backward(Activation activation, std::span<const Scalar> z, std::span<const Scalar> a,
                       std::span<Scalar> da);

}  // namespace nn
