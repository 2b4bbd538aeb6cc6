// Optimisers: how a gradient becomes an update. State is kept per parameter tensor, by position, so
// a copied network with a copied optimiser continues exactly.
#pragma once

#include <vector>

#include "engine/network/network.h"
#include "engine/numerics/enum_names.h"
#include "engine/numerics/memory.h"

namespace nn {

enum class Optimizer {
    Sgd,       // w -= rate * g
    Momentum,  // v = momentum * v - rate * g; w += v
    Nesterov,  // v likewise; w += momentum * v - rate * g, the step that v is about to take
    Adam,   // Kingma & Ba 2015, as scikit-learn: corrections in the rate, epsilon outside the root
    AdamW,  // Loshchilov & Hutter 2019, as PyTorch: weights first lose rate * decay of themselves,
            // then Adam's step, with epsilon beside the corrected root; biases do not decay
    RmsProp,  // Hinton 2012, as PyTorch: v = s * v + (1 - s) * g^2; w -= rate * g / (sqrt(v) + eps)
    Adagrad,  // Duchi et al. 2011, as PyTorch: v += g^2; w -= rate * g / (sqrt(v) + eps)
};

template <>
std::span<const EnumName<Optimizer>> enum_names<Optimizer>();

// Which settings a rule reads beside the learning rate.
constexpr bool has_momentum(Optimizer kind) {
    return kind == Optimizer::Momentum || kind == Optimizer::Nesterov;
}
constexpr bool has_betas(Optimizer kind) {
    return kind == Optimizer::Adam || kind == Optimizer::AdamW;
}
constexpr bool has_epsilon(Optimizer kind) {
    return has_betas(kind) || kind == Optimizer::RmsProp || kind == Optimizer::Adagrad;
}

struct OptimizerSettings {
    Optimizer kind = Optimizer::Adam;
    double learning_rate = 0.001;
    double momentum = 0.9;              // Momentum, Nesterov
    double beta1 = 0.9, beta2 = 0.999;  // Adam, AdamW
    double epsilon = 1e-8;              // all that divide by a root
    double smoothing = 0.99;            // RmsProp
    double weight_decay = 0.01;         // AdamW

    bool operator==(const OptimizerSettings&) const = default;
};

// What an optimiser remembers of one parameter. All zero before the first update.
template <class Scalar>
struct Moments {
    Scalar first =
        0;  // Momentum, Nesterov: the velocity; Adam, AdamW: running mean of the gradient
    Scalar second = 0;  // Adam, AdamW, RmsProp: running mean of its square; Adagrad: their sum
    long long steps = 0;
    double beta1_power = 1.0, beta2_power = 1.0;  // beta^steps

    bool operator==(const Moments&) const = default;
};

template <class Scalar>
class OptimizerState {
public:
    OptimizerState() = default;
    explicit OptimizerState(const Network<Scalar>& network);

    // One update from workspace.dW and .db. Settings may differ from step to step; a changed kind
    // starts from zero moments.
    void update(const OptimizerSettings& settings, Network<Scalar>& network,
                const Workspace<Scalar>& workspace);

    // The same, piece by piece: begin, then every row of weights and every bias once. In float, weights
    // and moments that are too small to matter are set to zero now and then (kTiny): those of a pixel
    // that is never lit fade away, and below 1e-38 many processors take a hundred times as long.
    void begin(const OptimizerSettings& settings);
    void update_weights(Network<Scalar>& network, std::size_t layer, Eigen::Index first_row,
                        Eigen::Index rows, const Scalar* gradient);
    void update_biases(Network<Scalar>& network, std::size_t layer, const Scalar* gradient);

    // The moments of two units of a layer, and of what goes out from them, change places.
    void swap_units(std::size_t layer, Eigen::Index unit, Eigen::Index other);

    // All that a later step depends on.
    void add_to(Memory& memory);

    long long steps() const { return steps_; }  // since the moments were last zero

    // What the next update by this rule starts from, of the weight from `input`, or, with kBias, the bias.
    static constexpr Eigen::Index kBias = -1;
    Moments<Scalar> moments_of(Optimizer kind, std::size_t layer, Eigen::Index input,
                               Eigen::Index unit) const {
        if (kind != kind_) return {};
        const bool is_bias = input == kBias;
        return {.first = is_bias ? first_b_[layer](unit) : first_W_[layer](input, unit),
                .second = is_bias ? second_b_[layer](unit) : second_W_[layer](input, unit),
                .steps = steps_,
                .beta1_power = beta1_power_,
                .beta2_power = beta2_power_};
    }

    // No moment fades from here to 1e-38 before the next sweep. Beside epsilon, it moves no weight.
    static constexpr float kTiny = 0x1p-80f;
    static constexpr int kStepsBetweenSweeps = 256;

private:
    // What one step needs beside the tensors, rounded to Scalar once.
    struct Rates {
        Scalar rate, momentum, beta1, one_minus_beta1, beta2, one_minus_beta2, epsilon, smoothing,
            one_minus_smoothing;
        Scalar kept;  // of each weight, by decay
    };

    void forget();
    void update_tensor(const Rates& rates, Eigen::Index count, Scalar* w, const Scalar* g,
                       Scalar* first, Scalar* second) const;
    void sweep(Eigen::Index count, Scalar* values) const;

    Optimizer kind_ = Optimizer::Adam;
    Rates weight_rates_{}, bias_rates_{};  // of the step under way
    long long steps_ = 0;
    double beta1_power_ = 1.0, beta2_power_ = 1.0;    // beta^steps, without a call of pow
    std::vector<Matrix<Scalar>> first_W_, second_W_;  // first moments (velocity), second moments
    std::vector<RowVector<Scalar>> first_b_, second_b_;
};

}  // namespace nn
