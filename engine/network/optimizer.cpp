// One loop per rule over a tensor's numbers, every element for itself: compilers vectorise them,
// and the width does not matter to the result.
#include "engine/network/optimizer.h"

#include <array>
#include <cmath>
#include <type_traits>
#include <utility>

namespace nn {

using Eigen::Index;

template <>
std::span<const EnumName<Optimizer>> enum_names<Optimizer>() {
    static constexpr std::array<EnumName<Optimizer>, 7> kNames{{
        {Optimizer::Sgd, "sgd", "SGD"},
        {Optimizer::Momentum, "momentum", "Momentum"},
        {Optimizer::Nesterov, "nesterov", "Nesterov"},
        {Optimizer::Adam, "adam", "Adam"},
        {Optimizer::AdamW, "adamw", "AdamW"},
        {Optimizer::RmsProp, "rmsprop", "RMSProp"},
        {Optimizer::Adagrad, "adagrad", "Adagrad"},
    }};
    return kNames;
}

template <class Scalar>
OptimizerState<Scalar>::OptimizerState(const Network<Scalar>& network) {
    for (const DenseLayer<Scalar>& layer : network.layers) {
        first_W_.emplace_back(layer.W.rows(), layer.W.cols());
        second_W_.emplace_back(layer.W.rows(), layer.W.cols());
        first_b_.emplace_back(layer.b.size());
        second_b_.emplace_back(layer.b.size());
    }
    forget();
}

template <class Scalar>
void OptimizerState<Scalar>::forget() {
    for (std::size_t l = 0; l < first_W_.size(); ++l) {
        first_W_[l].setZero();
        second_W_[l].setZero();
        first_b_[l].setZero();
        second_b_[l].setZero();
    }
    steps_ = 0;
    beta1_power_ = beta2_power_ = 1.0;
}

// The tensor, its gradient and its moments never overlap; saying so (__restrict) spares compilers the
// proof.
template <class Scalar>
void OptimizerState<Scalar>::update_tensor(const Rates& rates, Index count, Scalar* __restrict w,
                                           const Scalar* __restrict g, Scalar* __restrict first,
                                           Scalar* __restrict second) const {
    const Rates r = rates;
    switch (kind_) {
        case Optimizer::Sgd:
            for (Index i = 0; i < count; ++i) w[i] -= r.rate * g[i];
            break;
        case Optimizer::Momentum:
            for (Index i = 0; i < count; ++i) {
                first[i] = r.momentum * first[i] - r.rate * g[i];
                w[i] += first[i];
            }
            break;
        case Optimizer::Nesterov:
            for (Index i = 0; i < count; ++i) {
                first[i] = r.momentum * first[i] - r.rate * g[i];
                w[i] += r.momentum * first[i] - r.rate * g[i];
            }
            break;
        case Optimizer::Adam:
            for (Index i = 0; i < count; ++i) {
                first[i] = r.beta1 * first[i] + r.one_minus_beta1 * g[i];
                second[i] = r.beta2 * second[i] + r.one_minus_beta2 * (g[i] * g[i]);
                w[i] -= r.rate * first[i] / (std::sqrt(second[i]) + r.epsilon);
            }
            break;
        case Optimizer::AdamW:
            for (Index i = 0; i < count; ++i) {
                first[i] = r.beta1 * first[i] + r.one_minus_beta1 * g[i];
                second[i] = r.beta2 * second[i] + r.one_minus_beta2 * (g[i] * g[i]);
                w[i] = r.kept * w[i] - r.rate * first[i] / (std::sqrt(second[i]) + r.epsilon);
            }
            break;
        case Optimizer::RmsProp:
            for (Index i = 0; i < count; ++i) {
                second[i] = r.smoothing * second[i] + r.one_minus_smoothing * (g[i] * g[i]);
                w[i] -= r.rate * g[i] / (std::sqrt(second[i]) + r.epsilon);
            }
            break;
        case Optimizer::Adagrad:
            for (Index i = 0; i < count; ++i) {
                second[i] += g[i] * g[i];
                w[i] -= r.rate * g[i] / (std::sqrt(second[i]) + r.epsilon);
            }
            break;
    }
    sweep(count, w);
    sweep(count, first);
    sweep(count, second);
}

// scikit-learn, whose numbers are promised in double, keeps what is tiny; there it hardly occurs.
template <class Scalar>
void OptimizerState<Scalar>::sweep(Index count, Scalar* values) const {
    if constexpr (std::is_same_v<Scalar, float>) {
        if (steps_ % kStepsBetweenSweeps != 0) return;
        for (Index i = 0; i < count; ++i)
            values[i] = std::abs(values[i]) < kTiny ? 0.0f : values[i];
    }
}

template <class Scalar>
void OptimizerState<Scalar>::swap_units(std::size_t layer, Index unit, Index other) {
    for (auto* moments : {&first_W_, &second_W_}) {
        (*moments)[layer].col(unit).swap((*moments)[layer].col(other));
        (*moments)[layer + 1].row(unit).swap((*moments)[layer + 1].row(other));
    }
    for (auto* moments : {&first_b_, &second_b_})
        std::swap((*moments)[layer](unit), (*moments)[layer](other));
}

template <class Scalar>
void OptimizerState<Scalar>::begin(const OptimizerSettings& settings) {
    if (settings.kind != kind_) forget();
    kind_ = settings.kind;
    ++steps_;
    beta1_power_ *= settings.beta1;
    beta2_power_ *= settings.beta2;

    // Adam's moments start at zero and are too small at first, by 1 - beta^t; scikit-learn corrects
    // both in the step size.
    double rate = settings.learning_rate, epsilon = settings.epsilon;
    const double root_correction = std::sqrt(1.0 - beta2_power_);
    if (has_betas(kind_)) rate *= root_correction / (1.0 - beta1_power_);
    // PyTorch corrects the root first and adds epsilon then: the same with a smaller epsilon.
    if (kind_ == Optimizer::AdamW) epsilon *= root_correction;
    bias_rates_ = {
        .rate = static_cast<Scalar>(rate),
        .momentum = static_cast<Scalar>(settings.momentum),
        .beta1 = static_cast<Scalar>(settings.beta1),
        .one_minus_beta1 = static_cast<Scalar>(1.0 - settings.beta1),
        .beta2 = static_cast<Scalar>(settings.beta2),
        .one_minus_beta2 = static_cast<Scalar>(1.0 - settings.beta2),
        .epsilon = static_cast<Scalar>(epsilon),
        .smoothing = static_cast<Scalar>(settings.smoothing),
        .one_minus_smoothing = static_cast<Scalar>(1.0 - settings.smoothing),
        .kept = Scalar(1),
    };
    weight_rates_ = bias_rates_;
    weight_rates_.kept = static_cast<Scalar>(1.0 - settings.learning_rate * settings.weight_decay);
}

template <class Scalar>
void OptimizerState<Scalar>::update_weights(Network<Scalar>& network, std::size_t layer,
                                            Index first_row, Index rows, const Scalar* gradient) {
    Matrix<Scalar>& W = network.layers[layer].W;
    const Index before = first_row * W.cols();
    update_tensor(weight_rates_, rows * W.cols(), W.data() + before, gradient,
                  first_W_[layer].data() + before, second_W_[layer].data() + before);
}

template <class Scalar>
void OptimizerState<Scalar>::update_biases(Network<Scalar>& network, std::size_t layer,
                                           const Scalar* gradient) {
    RowVector<Scalar>& b = network.layers[layer].b;
    update_tensor(bias_rates_, b.size(), b.data(), gradient, first_b_[layer].data(),
                  second_b_[layer].data());
}

template <class Scalar>
void OptimizerState<Scalar>::update(const OptimizerSettings& settings, Network<Scalar>& network,
                                    const Workspace<Scalar>& workspace) {
    begin(settings);
    for (std::size_t l = 0; l < network.layers.size(); ++l) {
        update_weights(network, l, 0, workspace.dW[l].rows(), workspace.dW[l].data());
        update_biases(network, l, workspace.db[l].data());
    }
}

template class OptimizerState<float>;
template class OptimizerState<double>;

}  // namespace nn
