// Random numbers are drawn in double and rounded once, so float and double networks start alike.
#include "engine/network/initializer.h"

#include <array>
#include <cmath>

namespace nn {

namespace {

// Passes on about half of what comes in, which He's factor 2 makes up for.
bool is_rectifier(Activation activation) {
    return activation != Activation::Tanh && activation != Activation::Sigmoid &&
           activation != Activation::Linear;
}

}  // namespace

template <>
std::span<const EnumName<Initializer>> enum_names<Initializer>() {
    static constexpr std::array<EnumName<Initializer>, 7> kNames{{
        {Initializer::Auto, "auto", "Automatic"},
        {Initializer::GlorotUniform, "glorot-uniform", "Glorot, uniform"},
        {Initializer::GlorotNormal, "glorot-normal", "Glorot, normal"},
        {Initializer::HeUniform, "he-uniform", "He, uniform"},
        {Initializer::HeNormal, "he-normal", "He, normal"},
        {Initializer::ScikitLearn, "scikit-learn", "As scikit-learn"},
        {Initializer::Zeros, "zeros", "Zeros"},
    }};
    return kNames;
}

Initializer resolved(Initializer initializer, Activation activation) {
    if (initializer != Initializer::Auto) return initializer;
    return is_rectifier(activation) ? Initializer::HeUniform : Initializer::GlorotUniform;
}

template <class Scalar>
void initialize(Initializer initializer, Activation activation, RandomState& random,
                Matrix<Scalar>& W, RowVector<Scalar>& b) {
    initializer = resolved(initializer, activation);
    const double inputs = static_cast<double>(W.rows());
    const double units = static_cast<double>(W.cols());
    const bool is_he =
        initializer == Initializer::HeUniform || initializer == Initializer::HeNormal;
    const double fan = is_he ? inputs : inputs + units;
    const bool is_narrow =
        initializer == Initializer::ScikitLearn && activation == Activation::Sigmoid;
    const double limit = std::sqrt((is_narrow ? 2.0 : 6.0) / fan);
    const double deviation = std::sqrt(2.0 / fan);

    Scalar* const w = W.data();
    for (Eigen::Index i = 0; i < W.size(); ++i) {
        switch (initializer) {
            case Initializer::GlorotUniform:
            case Initializer::HeUniform:
            case Initializer::ScikitLearn:
                w[i] = static_cast<Scalar>(random.uniform(-limit, limit));
                break;
            case Initializer::GlorotNormal:
            case Initializer::HeNormal:
                w[i] = static_cast<Scalar>(deviation * random.standard_normal());
                break;
            case Initializer::Auto:
            case Initializer::Zeros:
                w[i] = Scalar(0);
                break;
        }
    }
    b.setZero();
    if (initializer == Initializer::ScikitLearn)
        for (Eigen::Index i = 0; i < b.size(); ++i)
            b[i] = static_cast<Scalar>(random.uniform(-limit, limit));
}

template void initialize(Initializer, Activation, RandomState&, Matrix<float>&, RowVector<float>&);
template void initialize(Initializer, Activation, RandomState&, Matrix<double>&,
                         RowVector<double>&);

}  // namespace nn
