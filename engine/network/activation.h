// Activation functions, each with its derivative beside it. Adding one: a row in the name table and
// a case in the two functions.
#pragma once

#include <span>

#include "engine/numerics/enum_names.h"

namespace nn {

enum class Activation { Relu, Tanh, Sigmoid, Linear };

template <>
std::span<const EnumName<Activation>> enum_names<Activation>();

// a = f(z), in place. An activation knows nothing of rows and columns: it takes the numbers of a
// whole batch, one after another. NaN stays NaN, so that a broken weight shows in the loss.
template <class Scalar>
void activate(Activation activation, std::span<Scalar> z);

// dz = da * f'(z), in place on da. The derivative is computed from the output a = f(z), so that z
// need not be kept; ReLU's slope at zero is 0.
template <class Scalar>
void activate_backward(Activation activation, std::span<const Scalar> a, std::span<Scalar> da);

}  // namespace nn
