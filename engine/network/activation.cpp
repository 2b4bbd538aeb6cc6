// The loops are kept so plain that compilers turn them into vector code; no case depends on how
// wide.
#include "engine/network/activation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "engine/numerics/functions.h"
#include "engine/numerics/lanes.h"

namespace nn {

namespace {

constexpr double kLeak = 0.01;
constexpr double kGeluScale = 0.79788456080286535588, kGeluCubic = 0.044715;  // sqrt(2 / pi)

// Blocks of the numbers beside room of the same size, where a function that works in place finds a
// copy to work on.
template <class Scalar, class Work>
void in_blocks(std::size_t count, Work work) {
    std::array<Scalar, 64> room;
    for (std::size_t begin = 0; begin < count; begin += room.size())
        work(begin, std::span(room).first(std::min(room.size(), count - begin)));
}

// log(1 + x) for x from 0 to 1, without the loss where x is small: what rounding made of 1 + x
// stands in numerator and denominator alike (Kahan).
template <class Scalar>
Scalar log_of_1_plus(Scalar x) {
    const Scalar sum = Scalar(1) + x;
    return sum == Scalar(1) ? x : log_of(sum) * (x / (sum - Scalar(1)));
}

// tanh(sqrt(2/pi) (z + 0.044715 z^3)) of a block.
template <class Scalar>
void gelu_tanh(std::span<const Scalar> z, std::span<Scalar> t) {
    for (std::size_t i = 0; i < z.size(); ++i)
        t[i] = Scalar(kGeluScale) * (z[i] + Scalar(kGeluCubic) * (z[i] * z[i] * z[i]));
    tanh_in_place(t);
}

// Which neurons are silent is as good as random: compilers that make a branch of it pay for each wrong
// guess, so it is vectors that choose.
template <class Scalar>
void relu_backward(std::span<const Scalar> a, std::span<Scalar> da) {
    constexpr std::size_t kWidth = kLanes<Scalar>;
    const Vector<Scalar> zero{};
    const std::size_t whole = da.size() / kWidth * kWidth;
    for (std::size_t i = 0; i < whole; i += kWidth) {
        const Vector<Scalar> output = load<kLanes<Scalar>>(&a[i]);
        const Vector<Scalar> gradient = load<kLanes<Scalar>>(&da[i]);
        store<kLanes<Scalar>>(&da[i], output > zero ? gradient : zero);
    }
    for (std::size_t i = whole; i < da.size(); ++i) da[i] = a[i] > 0 ? da[i] : Scalar(0);
}

}  // namespace

template <>
std::span<const EnumName<Activation>> enum_names<Activation>() {
    static constexpr std::array<EnumName<Activation>, 8> kNames{{
        {Activation::Relu, "relu", "ReLU"},
        {Activation::LeakyRelu, "leaky-relu", "Leaky ReLU"},
        {Activation::Elu, "elu", "ELU"},
        {Activation::Gelu, "gelu", "GELU"},
        {Activation::Softplus, "softplus", "Softplus"},
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
        case Activation::LeakyRelu:
            for (Scalar& x : z) x = x < 0 ? Scalar(kLeak) * x : x;
            break;
        case Activation::Elu:
            // e^z - 1 = 2 t / (1 - t) with t = tanh(z / 2): exact where z is small
            in_blocks<Scalar>(z.size(), [z](std::size_t begin, std::span<Scalar> t) {
                const std::span<Scalar> x = z.subspan(begin, t.size());
                for (std::size_t i = 0; i < x.size(); ++i) t[i] = Scalar(0.5) * x[i];
                tanh_in_place(t);
                for (std::size_t i = 0; i < x.size(); ++i)
                    x[i] = x[i] > 0 ? x[i] : Scalar(2) * t[i] / (Scalar(1) - t[i]);
            });
            break;
        case Activation::Gelu:
            in_blocks<Scalar>(z.size(), [z](std::size_t begin, std::span<Scalar> t) {
                const std::span<Scalar> x = z.subspan(begin, t.size());
                gelu_tanh<Scalar>(x, t);
                for (std::size_t i = 0; i < x.size(); ++i)
                    x[i] = Scalar(0.5) * x[i] * (Scalar(1) + t[i]);
            });
            break;
        case Activation::Softplus:  // max(0, z) + ln(1 + e^-|z|): no exponential overflows
            in_blocks<Scalar>(z.size(), [z](std::size_t begin, std::span<Scalar> e) {
                const std::span<Scalar> x = z.subspan(begin, e.size());
                for (std::size_t i = 0; i < x.size(); ++i) e[i] = -std::abs(x[i]);
                exp_in_place(e);
                for (std::size_t i = 0; i < x.size(); ++i)
                    x[i] = (x[i] > 0 ? x[i] : Scalar(0)) + log_of_1_plus(e[i]);
            });
            break;
        case Activation::Tanh:
            tanh_in_place(z);
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
void activate_backward(Activation activation, std::span<const Scalar> z, std::span<const Scalar> a,
                       std::span<Scalar> da) {
    const std::size_t count = da.size();
    switch (activation) {
        case Activation::Relu:
            relu_backward(a, da);
            break;
        case Activation::LeakyRelu:
            for (std::size_t i = 0; i < count; ++i) da[i] *= a[i] > 0 ? Scalar(1) : Scalar(kLeak);
            break;
        case Activation::Elu:  // below zero e^z, which is a + 1
            for (std::size_t i = 0; i < count; ++i)
                da[i] *= a[i] > 0 ? Scalar(1) : a[i] + Scalar(1);
            break;
        case Activation::Gelu:
            // 1/2 (1 + t) + z/2 (1 - t^2) sqrt(2/pi) (1 + 3 * 0.044715 z^2). From |z| = 10 on the
            // slope is 0 or 1 to the last bit, and z^2 could overflow.
            in_blocks<Scalar>(count, [z, da](std::size_t begin, std::span<Scalar> t) {
                std::array<Scalar, 64> x;
                for (std::size_t i = 0; i < t.size(); ++i)
                    x[i] = std::clamp(z[begin + i], Scalar(-10), Scalar(10));
                gelu_tanh<Scalar>(std::span(x).first(t.size()), t);
                for (std::size_t i = 0; i < t.size(); ++i) {
                    const Scalar inner =
                        Scalar(kGeluScale) * (Scalar(1) + Scalar(3 * kGeluCubic) * (x[i] * x[i]));
                    const Scalar bell = x[i] * (Scalar(1) - t[i] * t[i]) * inner;
                    da[begin + i] *= Scalar(0.5) * ((Scalar(1) + t[i]) + bell);
                }
            });
            break;
        case Activation::Softplus:
            // sigmoid(z) = 1 - e^-a = 2 t / (1 + t) with t = tanh(a / 2): exact where a is small
            in_blocks<Scalar>(count, [a, da](std::size_t begin, std::span<Scalar> t) {
                for (std::size_t i = 0; i < t.size(); ++i) t[i] = Scalar(0.5) * a[begin + i];
                tanh_in_place(t);
                for (std::size_t i = 0; i < t.size(); ++i)
                    da[begin + i] *= Scalar(2) * t[i] / (Scalar(1) + t[i]);
            });
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
template void activate_backward(Activation, std::span<const float>, std::span<const float>,
                                std::span<float>);
template void activate_backward(Activation, std::span<const double>, std::span<const double>,
                                std::span<double>);

}  // namespace nn
