// A feed-forward network: a list of layers, and the passes over it. It holds parameters only;
// activations and gradients live in a Workspace, sized once, so that a step allocates nothing.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/network/activation.h"
#include "engine/network/dense.h"
#include "engine/network/initializer.h"
#include "engine/network/loss.h"
#include "engine/numerics/random.h"
#include "engine/numerics/types.h"

namespace nn {

template <class Scalar>
struct Network {
    std::vector<DenseLayer<Scalar>> layers;  // hidden layers, then the output layer (Linear)
    Loss loss = Loss::CrossEntropy;

    Eigen::Index inputs() const { return layers.front().inputs(); }
    Eigen::Index outputs() const { return layers.back().units(); }
    std::size_t parameter_count() const;
};

struct LayerShape {
    int units = 0;
    Activation activation = Activation::Relu;

    bool operator==(const LayerShape&) const = default;
};

// Builds and initialises, layer by layer from one generator. The second form leaves it where the
// last weight was drawn.
template <class Scalar>
Network<Scalar> make_network(int inputs, std::span<const LayerShape> hidden, int classes, Loss loss,
                             Initializer initializer, std::uint32_t seed);
template <class Scalar>
Network<Scalar> make_network(int inputs, std::span<const LayerShape> hidden, int classes, Loss loss,
                             Initializer initializer, RandomState& random);

// The numbers of the first rows of a matrix, one after another.
template <class Scalar>
std::span<Scalar> first_rows(Matrix<Scalar>& matrix, Eigen::Index rows) {
    return {matrix.data(), static_cast<std::size_t>(rows * matrix.cols())};
}
template <class Scalar>
std::span<const Scalar> first_rows(const Matrix<Scalar>& matrix, Eigen::Index rows) {
    return {matrix.data(), static_cast<std::size_t>(rows * matrix.cols())};
}

// All that a pass writes. Index l belongs to layer l, except in A and dA: there 0 is the network's
// input and l + 1 the output of layer l.
template <class Scalar>
struct Workspace {
    std::vector<Matrix<Scalar>> A;     // (max_batch, units); the last: the answer
    std::vector<Matrix<Scalar>> dA;    // gradients by A; dA[l + 1] becomes dZ of layer l
    std::vector<Matrix<Scalar>> Z;     // sums, of the layers whose slope_needs_sum; else empty
    std::vector<Matrix<Scalar>> keep;  // dropout masks: 0, or 1 / (1 - p); empty without dropout
    std::vector<Matrix<Scalar>> dW;
    std::vector<RowVector<Scalar>> db;
    DenseScratch<Scalar> scratch;
    bool is_masked = false;  // whether the last forward pass silenced anything

    // Makes room for up to max_batch rows, the only call that allocates; the second form for
    // forward passes without dropout alone. To be called again when dropout is no longer 0.
    void resize(const Network<Scalar>& network, Eigen::Index max_batch);
    void resize_for_inference(const Network<Scalar>& network, Eigen::Index max_batch);
};

// Forward pass over the first `batch` rows of A[0]; leaves the answer (probabilities or outputs) in
// the last A. `dropout` null means evaluation: nothing is silenced. Rows beyond `batch` are left
// alone.
template <class Scalar>
void forward(const Network<Scalar>& network, Workspace<Scalar>& workspace, Eigen::Index batch,
             RandomState* dropout = nullptr);

// What training minimises beside the bare loss, and by what it goes.
struct ObjectiveTerms {
    double l1 = 0.0, l2 = 0.0;                   // see penalty()
    std::span<const double> class_weights = {};  // (classes); empty: every sample counts once
    std::span<const float> targets = {};         // (batch) of a regression, instead of the labels
};

// Backward pass after forward: fills dW and db with the gradient of `objective`, or gives it to the
// sink, which leaves dW as it was. The input's own gradient, dA[0], is not computed. One label a row:
// labels tell the size of the batch.
template <class Scalar>
void backward(const Network<Scalar>& network, Workspace<Scalar>& workspace,
              std::span<const std::uint8_t> labels, const ObjectiveTerms& terms,
              GradientSink<Scalar>* sink = nullptr);

// The weighted losses of the batch together, after forward.
template <class Scalar>
double losses(const Network<Scalar>& network, const Workspace<Scalar>& workspace,
              std::span<const std::uint8_t> labels, const ObjectiveTerms& terms);

// What backward differentiates, after forward: the weighted losses of the batch, divided by its
// size, plus the penalty.
template <class Scalar>
double objective(const Network<Scalar>& network, const Workspace<Scalar>& workspace,
                 std::span<const std::uint8_t> labels, const ObjectiveTerms& terms);

// The gradient is one long row of numbers, dW and db of all layers; its length is the root of the
// sum of their squares. A longer one than max_norm is shortened to it, every number times
// max_norm / (length + 1e-6), as PyTorch's clip_grad_norm_ has it; max_norm 0 lets any length pass.
double clip_factor(double length, double max_norm);
template <class Scalar>
void clip_gradient(Workspace<Scalar>& workspace, double max_norm);

// (l1 * sum(|W|) + l2 / 2 * sum(W^2)) / batch: scikit-learn's regulariser, and L1 made like it.
// Biases are left alone; the slope of |w| at 0 is 0.
template <class Scalar>
double penalty(const Network<Scalar>& network, Eigen::Index batch, const ObjectiveTerms& terms);

// All parameters in one row: for each layer W row by row, then b. What snapshots and digests carry.
template <class Scalar>
std::vector<Scalar> parameters_of(const Network<Scalar>& network);
template <class Scalar>
void set_parameters(Network<Scalar>& network, std::span<const Scalar> parameters);

template <class Scalar>
bool all_finite(const Network<Scalar>& network);

}  // namespace nn
