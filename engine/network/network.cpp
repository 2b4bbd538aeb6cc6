// Forward and backward pass. Every sum that decides bits is either product(), which promises its
// order, or a plain loop here whose order is the one written; no library reduction is used, because
// theirs follow the width of the machine's vectors.
#include "engine/network/network.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

namespace nn {

namespace {

using Eigen::Index;

template <class Scalar>
std::size_t classes_of(const Network<Scalar>& network) {
    return static_cast<std::size_t>(network.outputs());
}

// Inverted dropout: what is kept grows by 1 / (1 - p), so that evaluation needs no correction. One
// 32-bit draw decides each output.
template <class Scalar>
void silence(double share, RandomState& random, std::span<Scalar> keep, std::span<Scalar> a) {
    const auto threshold = static_cast<std::uint32_t>(share * 4294967296.0);
    const auto scale = static_cast<Scalar>(1.0 / (1.0 - share));
    for (Scalar& k : keep) k = random.next_uint32() < threshold ? Scalar(0) : scale;
    for (std::size_t i = 0; i < a.size(); ++i) a[i] *= keep[i];
}

// The mask of silence(), applied to the gradient. The outputs lose their scale again, because the
// activation's derivative wants f(z); those silenced have gradient 0 whatever it says.
template <class Scalar>
void silence_backward(double share, std::span<const Scalar> keep, std::span<Scalar> a,
                      std::span<Scalar> da) {
    const auto unscale = static_cast<Scalar>(1.0 - share);
    for (std::size_t i = 0; i < da.size(); ++i) {
        da[i] *= keep[i];
        a[i] *= unscale;
    }
}

// db = sum of the rows of dZ, from the first to the last.
template <class Scalar>
void sum_rows(const Matrix<Scalar>& dZ, Index rows, RowVector<Scalar>& db) {
    db.setZero();
    for (Index row = 0; row < rows; ++row) db += dZ.row(row);
}

// Of the penalty, which the loss's mean over the batch has in it.
template <class Scalar>
PenaltySlope<Scalar> penalty_slope(const ObjectiveTerms& terms, Index batch) {
    return {.decay = static_cast<Scalar>(terms.l2 / static_cast<double>(batch)),
            .pull = static_cast<Scalar>(terms.l1 / static_cast<double>(batch))};
}

// The sum of summand(w) over all numbers. Eight partial sums, element i going to the sum i mod 8, so
// that no addition waits for the one before; this order is as fixed as any.
template <class Derived, class Summand>
double sum_of(const Eigen::PlainObjectBase<Derived>& W, Summand summand) {
    constexpr Index kLanes = 8;
    const auto* const w = W.data();
    const Index whole = W.size() / kLanes * kLanes;
    double lanes[kLanes] = {};
    for (Index i = 0; i < whole; i += kLanes) {
        for (Index lane = 0; lane < kLanes; ++lane)
            lanes[lane] += summand(static_cast<double>(w[i + lane]));
    }
    for (Index i = whole; i < W.size(); ++i) lanes[i - whole] += summand(static_cast<double>(w[i]));
    double sum = 0.0;
    for (const double lane : lanes) sum += lane;
    return sum;
}

template <class Scalar>
bool all_finite(const Scalar* values, Index count) {
    bool is_finite = true;
    for (Index i = 0; i < count; ++i) is_finite &= values[i] - values[i] == Scalar(0);
    return is_finite;
}

}  // namespace

template <class Scalar>
void forward(const Network<Scalar>& network, Workspace<Scalar>& workspace, Index batch,
             RandomState* dropout) {
    assert(batch <= workspace.A[0].rows());
    workspace.is_masked = dropout != nullptr;
    for (std::size_t l = 0; l < network.layers.size(); ++l) {
        const DenseLayer<Scalar>& layer = network.layers[l];
        const Matrix<Scalar>& X = workspace.A[l];  // (batch, inputs)
        Matrix<Scalar>& A = workspace.A[l + 1];    // (batch, units)
        dense_forward(layer, X, batch, workspace.scratch, A);
        if (slope_needs_sum(layer.activation) && !workspace.Z.empty())
            std::ranges::copy(first_rows(A, batch), workspace.Z[l].data());
        activate(layer.activation, first_rows(A, batch));
        if (dropout && layer.dropout > 0.0) {
            silence(layer.dropout, *dropout, first_rows(workspace.keep[l], batch),
                    first_rows(A, batch));
        }
    }
    answer_of_logits(network.loss, classes_of(network), first_rows(workspace.A.back(), batch));
}

template <class Scalar>
void backward(const Network<Scalar>& network, Workspace<Scalar>& workspace,
              std::span<const std::uint8_t> labels, const ObjectiveTerms& terms,
              GradientSink<Scalar>* sink) {
    const Index batch = static_cast<Index>(labels.size());
    const std::span<const Scalar> answer = first_rows(std::as_const(workspace.A.back()), batch);
    const std::span<Scalar> dZ_out = first_rows(workspace.dA.back(), batch);
    if (terms.targets.empty())
        loss_backward<Scalar>(network.loss, classes_of(network), answer, labels, dZ_out,
                              terms.class_weights);
    else
        regression_loss_backward<Scalar>(answer, terms.targets, dZ_out);
    for (std::size_t l = network.layers.size(); l-- > 0;) {
        const DenseLayer<Scalar>& layer = network.layers[l];
        const Matrix<Scalar>& dZ = workspace.dA[l + 1];  // (batch, units)
        if (l > 0) dense_input_gradient(layer, dZ, batch, workspace.scratch, workspace.dA[l]);
        dense_weight_gradient(layer, workspace.A[l], dZ, batch, penalty_slope<Scalar>(terms, batch),
                              workspace.scratch, workspace.dW[l], sink, l);
        sum_rows(dZ, batch, workspace.db[l]);
        if (sink != nullptr) sink->take_biases(l, workspace.db[l].data());
        if (l == 0) break;

        // Back through the layer below to its own Z.
        const DenseLayer<Scalar>& below = network.layers[l - 1];
        Matrix<Scalar>& X = workspace.A[l];    // (batch, inputs)
        Matrix<Scalar>& dX = workspace.dA[l];  // likewise
        if (workspace.is_masked && below.dropout > 0.0) {
            silence_backward<Scalar>(below.dropout,
                                     first_rows(std::as_const(workspace.keep[l - 1]), batch),
                                     first_rows(X, batch), first_rows(dX, batch));
        }
        std::span<const Scalar> z;
        if (slope_needs_sum(below.activation))
            z = first_rows(std::as_const(workspace.Z[l - 1]), batch);
        activate_backward<Scalar>(below.activation, z, first_rows(std::as_const(X), batch),
                                  first_rows(dX, batch));
    }
}

template <class Scalar>
double losses(const Network<Scalar>& network, const Workspace<Scalar>& workspace,
              std::span<const std::uint8_t> labels, const ObjectiveTerms& terms) {
    const std::span<const Scalar> answer =
        first_rows(workspace.A.back(), static_cast<Index>(labels.size()));
    if (!terms.targets.empty()) return regression_loss_sum(answer, terms.targets);
    return loss_sum(network.loss, classes_of(network), answer, labels, terms.class_weights);
}

template <class Scalar>
double objective(const Network<Scalar>& network, const Workspace<Scalar>& workspace,
                 std::span<const std::uint8_t> labels, const ObjectiveTerms& terms) {
    const Index batch = static_cast<Index>(labels.size());
    return losses(network, workspace, labels, terms) / static_cast<double>(batch) +
           penalty(network, batch, terms);
}

double clip_factor(double length, double max_norm) {
    const double factor = max_norm / (length + 1e-6);
    return max_norm > 0.0 && factor < 1.0 ? factor : 1.0;
}

template <class Scalar>
void clip_gradient(Workspace<Scalar>& workspace, double max_norm) {
    if (max_norm <= 0.0) return;
    const auto square = [](double g) { return g * g; };
    double squares = 0.0;
    for (std::size_t l = 0; l < workspace.dW.size(); ++l)
        squares += sum_of(workspace.dW[l], square) + sum_of(workspace.db[l], square);
    const double factor = clip_factor(std::sqrt(squares), max_norm);
    if (factor == 1.0) return;
    for (std::size_t l = 0; l < workspace.dW.size(); ++l) {
        workspace.dW[l] *= static_cast<Scalar>(factor);
        workspace.db[l] *= static_cast<Scalar>(factor);
    }
}

template <class Scalar>
double penalty(const Network<Scalar>& network, Index batch, const ObjectiveTerms& terms) {
    const auto sum_over_layers = [&network](auto summand) {
        double sum = 0.0;
        for (const DenseLayer<Scalar>& layer : network.layers) sum += sum_of(layer.W, summand);
        return sum;
    };
    double sum = 0.0;
    if (terms.l2 > 0.0) sum = 0.5 * terms.l2 * sum_over_layers([](double w) { return w * w; });
    if (terms.l1 > 0.0) sum += terms.l1 * sum_over_layers([](double w) { return std::abs(w); });
    return sum / static_cast<double>(batch);
}

template <class Scalar>
bool all_finite(const Network<Scalar>& network) {
    for (const DenseLayer<Scalar>& layer : network.layers) {
        if (!all_finite(layer.W.data(), layer.W.size())) return false;
        if (!all_finite(layer.b.data(), layer.b.size())) return false;
    }
    return true;
}

template void forward(const Network<float>&, Workspace<float>&, Index, RandomState*);
template void backward(const Network<float>&, Workspace<float>&, std::span<const std::uint8_t>,
                       const ObjectiveTerms&, GradientSink<float>*);
template double losses(const Network<float>&, const Workspace<float>&,
                       std::span<const std::uint8_t>, const ObjectiveTerms&);
template double objective(const Network<float>&, const Workspace<float>&,
                          std::span<const std::uint8_t>, const ObjectiveTerms&);
template void clip_gradient(Workspace<float>&, double);
template double penalty(const Network<float>&, Index, const ObjectiveTerms&);
template bool all_finite(const Network<float>&);

template void forward(const Network<double>&, Workspace<double>&, Index, RandomState*);
template void backward(const Network<double>&, Workspace<double>&, std::span<const std::uint8_t>,
                       const ObjectiveTerms&, GradientSink<double>*);
template double losses(const Network<double>&, const Workspace<double>&,
                       std::span<const std::uint8_t>, const ObjectiveTerms&);
template double objective(const Network<double>&, const Workspace<double>&,
                          std::span<const std::uint8_t>, const ObjectiveTerms&);
template void clip_gradient(Workspace<double>&, double);
template double penalty(const Network<double>&, Index, const ObjectiveTerms&);
template bool all_finite(const Network<double>&);

}  // namespace nn
