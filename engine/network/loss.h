// Loss functions: the value and its gradient with respect to the logits. Labels are class indices;
// one label a row tells how many rows there are. Rows follow one another without gaps.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/numerics/enum_names.h"

namespace nn {

enum class Loss {
    CrossEntropy,  // softmax, then -log p(label)
    SquaredError,  // on softmax-free outputs: half the squared distance to the one-hot label
};

template <>
std::span<const EnumName<Loss>> enum_names<Loss>();

// Turns logits into the network's answer, in place, row by row: softmax for cross-entropy (the
// row's maximum subtracted first, so that no exponential overflows), nothing for squared error.
template <class Scalar>
void answer_of_logits(Loss loss, std::size_t classes, std::span<Scalar> Z);  // (rows, classes)

// The sum of the rows' losses, added in double and in order; answer as answer_of_logits left it.
// Cross-entropy: -log p, with p clipped to [eps, 1 - eps] of Scalar, as scikit-learn clips it.
// Squared error: half the sum over classes of (y - onehot)^2. (scikit-learn halves the *mean* over
// classes, whose gradient is not the one it then uses.)
template <class Scalar>
double loss_sum(Loss loss, std::size_t classes, std::span<const Scalar> answer,
                std::span<const std::uint8_t> labels);

// dZ = d(mean loss)/d(logits) = (answer - onehot) / rows, for both losses.
template <class Scalar>
void loss_backward(Loss loss, std::size_t classes, std::span<const Scalar> answer,
                   std::span<const std::uint8_t> labels, std::span<Scalar> dZ);

// The class with the largest answer; the first of equals, as numpy.argmax.
template <class Scalar>
std::size_t prediction_of(std::span<const Scalar> answer);  // (classes)

}  // namespace nn
