// The loops are kept so plain that compilers turn them into vector code; no case depends on how
// wide.
#include "engine/network/activation.h"

#include <array>
#include <cstddef>

#include "engine/numerics/functions.h"

namespace nn {

template <>
std::span<const EnumName<Activation>> enum_names<Activation>() {
    static constexpr std::array<EnumName<Activation>, 4> kNames{{
        {Activation::Relu, "relu", "ReLU"},
        {Activation::Tanh, "tanh", "tanh"},
        {Activation::Sigmoid, "sigmoid", "Sigmoid"},
        {Activation::Linear, "linear", "Linear"},
    }};
    return kNames;
}

template <class Scalar>
void activate(Activation activation, std::span<Scalar> z) {
    switch (activation) {
        case Activation::Relu:
            for (Scalar& x : z)
                x = x < 0 ? Scalar(0) : x;  // not x > 0 ? x : 0, which would hide NaN
            break;
        case Activation::Tanh:
            for (Scalar& x : z) x = tanh_of(x);
            break;
        case Activation::
            Sigmoid:  // 1 / (1 + exp(-z)): an overflowing exponential gives the limit, 0
            for (Scalar& x : z) x = -x;
            exp_in_place(z);
            for (Scalar& x : z) x = Scalar(1) / (Scalar(1) + x);
            break;
        case Activation::Linear:
            break;
    }
}

template <class Scalar>
void activate_backward(Activation activation, std::span<const Scalar> a, std::span<Scalar> da) {
    const std::size_t count = da.size();
    switch (activation) {
        case Activation::Relu:
            for (std::size_t i = 0; i < count; ++i) da[i] = a[i] > 0 ? da[i] : Scalar(0);
            break;
        case Activation::Tanh:
            for (std::size_t i = 0; i < count; ++i) da[i] *= Scalar(1) - a[i] * a[i];
            break;
        case Activation::Sigmoid:
            for (std::size_t i = 0; i < count; ++i) da[i] *= a[i] * (Scalar(1) - a[i]);
            break;
        case Activation::Linear:
            break;
    }
}

template void activate(Activation, std::span<float>);
template void activate(Activation, std::span<double>);
template void activate_backward(Activation, std::span<const float>, std::span<float>);
template void activate_backward(Activation, std::span<const double>, std::span<double>);

}  // namespace nn
