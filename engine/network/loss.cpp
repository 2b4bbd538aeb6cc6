// Sums run in ascending order, one addend at a time: their bits are part of the promise.
#include "engine/network/loss.h"

#include <algorithm>
#include <array>
#include <limits>

#include "engine/numerics/functions.h"

namespace nn {

template <>
std::span<const EnumName<Loss>> enum_names<Loss>() {
    static constexpr std::array<EnumName<Loss>, 2> kNames{{
        {Loss::CrossEntropy, "cross-entropy", "Cross-entropy"},
        {Loss::SquaredError, "squared-error", "Squared error"},
    }};
    return kNames;
}

template <class Scalar>
void answer_of_logits(Loss loss, std::size_t classes, std::span<Scalar> Z) {
    if (loss == Loss::SquaredError) return;
    for (std::size_t begin = 0; begin < Z.size(); begin += classes) {
        const std::span<Scalar> row = Z.subspan(begin, classes);
        const Scalar largest = *std::max_element(row.begin(), row.end());
        for (Scalar& z : row) z -= largest;
    }
    exp_in_place(Z);  // all rows at once: long runs suit vector code
    for (std::size_t begin = 0; begin < Z.size(); begin += classes) {
        const std::span<Scalar> row = Z.subspan(begin, classes);
        Scalar sum = 0;
        for (const Scalar e : row) sum += e;
        for (Scalar& e : row) e /= sum;
    }
}

template <class Scalar>
double loss_sum(Loss loss, std::size_t classes, std::span<const Scalar> answer,
                std::span<const std::uint8_t> labels) {
    constexpr Scalar kEps = std::numeric_limits<Scalar>::epsilon();
    double sum = 0.0;
    for (std::size_t row = 0; row < labels.size(); ++row) {
        const std::span<const Scalar> y = answer.subspan(row * classes, classes);
        if (loss == Loss::CrossEntropy) {
            const Scalar p =
                std::clamp(y[labels[row]], kEps, Scalar(1) - kEps);  // NaN passes through
            sum -= static_cast<double>(log_of(p));
        } else {
            double squares = 0.0;
            for (std::size_t c = 0; c < classes; ++c) {
                const double distance = static_cast<double>(y[c]) - (c == labels[row] ? 1.0 : 0.0);
                squares += distance * distance;
            }
            sum += 0.5 * squares;
        }
    }
    return sum;
}

// Both losses are paired with the output they suit, and there the derivative of the output cancels
// against that of the loss: softmax with cross-entropy, no function with the squared distance.
template <class Scalar>
void loss_backward(Loss, std::size_t classes, std::span<const Scalar> answer,
                   std::span<const std::uint8_t> labels, std::span<Scalar> dZ) {
    const Scalar rows = static_cast<Scalar>(labels.size());
    for (std::size_t row = 0; row < labels.size(); ++row) {
        const std::span<const Scalar> y = answer.subspan(row * classes, classes);
        const std::span<Scalar> dz = dZ.subspan(row * classes, classes);
        for (std::size_t c = 0; c < classes; ++c) dz[c] = y[c] / rows;
        dz[labels[row]] = (y[labels[row]] - Scalar(1)) / rows;
    }
}

template <class Scalar>
std::size_t prediction_of(std::span<const Scalar> answer) {
    return static_cast<std::size_t>(std::max_element(answer.begin(), answer.end()) -
                                    answer.begin());
}

template void answer_of_logits(Loss, std::size_t, std::span<float>);
template void answer_of_logits(Loss, std::size_t, std::span<double>);
template double loss_sum(Loss, std::size_t, std::span<const float>, std::span<const std::uint8_t>);
template double loss_sum(Loss, std::size_t, std::span<const double>, std::span<const std::uint8_t>);
template void loss_backward(Loss, std::size_t, std::span<const float>,
                            std::span<const std::uint8_t>, std::span<float>);
template void loss_backward(Loss, std::size_t, std::span<const double>,
                            std::span<const std::uint8_t>, std::span<double>);
template std::size_t prediction_of(std::span<const float>);
template std::size_t prediction_of(std::span<const double>);

}  // namespace nn
