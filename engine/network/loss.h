// Loss functions: the value and its gradient with respect to the logits. Labels are class indices;
// one label a row tells how many rows there are. Rows follow one another without gaps. Each row
// counts as often as the weight of its label's class says; without class weights all count once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/numerics/enum_names.h"

namespace nn {

enum class Loss {
    CrossEntropy,        // softmax, then -log p(label)
    BinaryCrossEntropy,  // sigmoid of each output, each class a question of its own: yes or no
    SquaredError,        // on the bare outputs: half the squared distance to the one-hot label
};

template <>
std::span<const EnumName<Loss>> enum_names<Loss>();

// Turns logits into the network's answer, in place, row by row: softmax for cross-entropy (the
// row's maximum subtracted first, so that no exponential overflows), sigmoid for binary
// cross-entropy, nothing for squared error.
template <class Scalar>
void answer_of_logits(Loss loss, std::size_t classes, std::span<Scalar> Z);  // (rows, classes)

// What one class adds to the loss of a row, given the answer for it. Cross-entropy: -log p of the
// label alone. Binary cross-entropy: -log p of the label, -log(1 - p) of every other class; p is
// clipped to [eps, 1 - eps] of Scalar, as scikit-learn clips it. Squared error: (y - target)^2 / 2.
// (scikit-learn halves the *mean* over classes, whose gradient is not the one it then uses.)
template <class Scalar>
double class_loss(Loss loss, Scalar answer, bool is_label);

// The sum of the rows' losses, added in double and in order; answer as answer_of_logits left it.
template <class Scalar>
double loss_sum(Loss loss, std::size_t classes, std::span<const Scalar> answer,
                std::span<const std::uint8_t> labels, std::span<const double> class_weights = {});

// dZ = d(sum of losses / rows)/d(logits) = weight * (answer - onehot) / rows, for all losses.
template <class Scalar>
void loss_backward(Loss loss, std::size_t classes, std::span<const Scalar> answer,
                   std::span<const std::uint8_t> labels, std::span<Scalar> dZ,
                   std::span<const double> class_weights = {});

// Of a regression, whose one output a row is to be a number: the squared error by targets in the place
// of labels.
template <class Scalar>
double regression_loss_sum(std::span<const Scalar> answer, std::span<const float> targets);
template <class Scalar>
void regression_loss_backward(std::span<const Scalar> answer, std::span<const float> targets,
                              std::span<Scalar> dZ);

// The class with the largest answer; the first of equals, as numpy.argmax.
template <class Scalar>
std::size_t prediction_of(std::span<const Scalar> answer);  // (classes)

}  // namespace nn
