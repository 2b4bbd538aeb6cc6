// Sums run in ascending order, one addend at a time: their bits are part of the promise.
#include "engine/network/loss.h"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>

#include "engine/network/activation.h"
#include "engine/numerics/functions.h"
#include "engine/numerics/lanes.h"

namespace nn {

namespace {

// The largest of one or more numbers, by vectors: nobody can guess where it stands, and V8 makes a
// branch of a choice between two numbers.
template <class Scalar>
Scalar largest_of(std::span<const Scalar> values) {
    constexpr std::ptrdiff_t kFull = kLanes<Scalar>;
    const auto count = std::ssize(values);
    const auto larger = [](Vector<Scalar> a, Vector<Scalar> b) { return a > b ? a : b; };
    if (count < kFull) {
        Scalar largest = values.front();
        for (const Scalar value : values) largest = value > largest ? value : largest;
        return largest;
    }
    Vector<Scalar> largest = load<kFull>(values.data() + count - kFull);
    for (std::ptrdiff_t i = 0; i + kFull < count; i += kFull)
        largest = larger(largest, load<kFull>(values.data() + i));
    if constexpr (kFull == 4)
        largest = larger(largest, __builtin_shufflevector(largest, largest, 2, 3, 0, 1));
    Vector<Scalar> other = largest;
    other[0] = largest[1];
    return larger(largest, other)[0];
}

template <class Scalar>
double row_loss(Loss loss, std::span<const Scalar> answer, std::size_t label) {
    if (loss == Loss::CrossEntropy) return class_loss(loss, answer[label], true);
    double sum = 0.0;
    for (std::size_t c = 0; c < answer.size(); ++c) sum += class_loss(loss, answer[c], c == label);
    return sum;
}

}  // namespace

template <>
std::span<const EnumName<Loss>> enum_names<Loss>() {
    static constexpr std::array<EnumName<Loss>, 3> kNames{{
        {Loss::CrossEntropy, "cross-entropy", "Cross-entropy"},
        {Loss::BinaryCrossEntropy, "binary-cross-entropy", "Binary cross-entropy"},
        {Loss::SquaredError, "squared-error", "Squared error"},
    }};
    return kNames;
}

template <class Scalar>
void answer_of_logits(Loss loss, std::size_t classes, std::span<Scalar> Z) {
    if (loss == Loss::SquaredError) return;
    if (loss == Loss::BinaryCrossEntropy) return activate(Activation::Sigmoid, Z);
    for (std::size_t begin = 0; begin < Z.size(); begin += classes) {
        const std::span<Scalar> row = Z.subspan(begin, classes);
        const Scalar largest = largest_of<Scalar>(row);
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
double class_loss(Loss loss, Scalar answer, bool is_label) {
    if (loss == Loss::SquaredError) {
        const double distance = static_cast<double>(answer) - (is_label ? 1.0 : 0.0);
        return 0.5 * (distance * distance);
    }
    if (loss == Loss::CrossEntropy && !is_label) return 0.0;
    constexpr Scalar kEps = std::numeric_limits<Scalar>::epsilon();
    const Scalar p = std::clamp(answer, kEps, Scalar(1) - kEps);  // NaN passes through
    return -static_cast<double>(log_of(is_label ? p : Scalar(1) - p));
}

template <class Scalar>
double loss_sum(Loss loss, std::size_t classes, std::span<const Scalar> answer,
                std::span<const std::uint8_t> labels, std::span<const double> class_weights) {
    double sum = 0.0;
    for (std::size_t row = 0; row < labels.size(); ++row) {
        const double of_row = row_loss(loss, answer.subspan(row * classes, classes), labels[row]);
        sum += class_weights.empty() ? of_row : class_weights[labels[row]] * of_row;
    }
    return sum;
}

// Every loss is paired with the output it suits, and there the derivative of the output cancels
// against that of the loss: softmax with cross-entropy, sigmoid with its binary form, no function
// with the squared distance.
template <class Scalar>
void loss_backward(Loss, std::size_t classes, std::span<const Scalar> answer,
                   std::span<const std::uint8_t> labels, std::span<Scalar> dZ,
                   std::span<const double> class_weights) {
    const Scalar rows = static_cast<Scalar>(labels.size());
    for (std::size_t row = 0; row < labels.size(); ++row) {
        const std::span<const Scalar> y = answer.subspan(row * classes, classes);
        const std::span<Scalar> dz = dZ.subspan(row * classes, classes);
        for (std::size_t c = 0; c < classes; ++c) dz[c] = y[c] / rows;
        dz[labels[row]] = (y[labels[row]] - Scalar(1)) / rows;
        if (class_weights.empty()) continue;
        const auto weight = static_cast<Scalar>(class_weights[labels[row]]);
        for (Scalar& d : dz) d *= weight;
    }
}

template <class Scalar>
double regression_loss_sum(std::span<const Scalar> answer, std::span<const float> targets) {
    double sum = 0.0;
    for (std::size_t row = 0; row < targets.size(); ++row) {
        const double distance =
            static_cast<double>(answer[row]) - static_cast<double>(targets[row]);
        sum += 0.5 * (distance * distance);
    }
    return sum;
}

template <class Scalar>
void regression_loss_backward(std::span<const Scalar> answer, std::span<const float> targets,
                              std::span<Scalar> dZ) {
    const Scalar rows = static_cast<Scalar>(targets.size());
    for (std::size_t row = 0; row < targets.size(); ++row)
        dZ[row] = (answer[row] - static_cast<Scalar>(targets[row])) / rows;
}

template <class Scalar>
std::size_t prediction_of(std::span<const Scalar> answer) {
    constexpr std::size_t kWord = 64;
    const Vector<Scalar> largest = Vector<Scalar>{} + largest_of(answer);
    for (std::size_t c = 0; c < answer.size(); c += kWord) {
        const auto count = static_cast<std::ptrdiff_t>(std::min(kWord, answer.size() - c));
        const std::uint64_t bits =
            bits_where(answer.data() + c, count, [=](Vector<Scalar> v) { return v == largest; });
        if (bits != 0) return c + static_cast<std::size_t>(std::countr_zero(bits));
    }
    return 0;  // none is a number
}

template void answer_of_logits(Loss, std::size_t, std::span<float>);
template void answer_of_logits(Loss, std::size_t, std::span<double>);
template double class_loss(Loss, float, bool);
template double class_loss(Loss, double, bool);
template double loss_sum(Loss, std::size_t, std::span<const float>, std::span<const std::uint8_t>,
                         std::span<const double>);
template double loss_sum(Loss, std::size_t, std::span<const double>, std::span<const std::uint8_t>,
                         std::span<const double>);
template void loss_backward(Loss, std::size_t, std::span<const float>,
                            std::span<const std::uint8_t>, std::span<float>,
                            std::span<const double>);
template void loss_backward(Loss, std::size_t, std::span<const double>,
                            std::span<const std::uint8_t>, std::span<double>,
                            std::span<const double>);
template double regression_loss_sum(std::span<const float>, std::span<const float>);
template double regression_loss_sum(std::span<const double>, std::span<const float>);
template void regression_loss_backward(std::span<const float>, std::span<const float>,
                                       std::span<float>);
template void regression_loss_backward(std::span<const double>, std::span<const float>,
                                       std::span<double>);
template std::size_t prediction_of(std::span<const float>);
template std::size_t prediction_of(std::span<const double>);

}  // namespace nn
