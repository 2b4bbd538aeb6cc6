// A layer in which every unit sees every input, and the three products that training needs of it. They
// choose by their operands how to go about it; the bits do not depend on that (numerics/product.h).
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/network/activation.h"
#include "engine/numerics/product.h"
#include "engine/numerics/sparse_pairs.h"
#include "engine/numerics/types.h"

namespace nn {

template <class Scalar>
struct DenseLayer {
    Matrix<Scalar> W;     // (inputs, units)
    RowVector<Scalar> b;  // (units)
    Activation activation = Activation::Linear;
    double dropout = 0.0;  // share of this layer's outputs that training silences

    Eigen::Index inputs() const { return W.rows(); }
    Eigen::Index units() const { return W.cols(); }
};

// Room for what the products prepare, shared by all layers of a network.
template <class Scalar>
struct DenseScratch {
    SparsePairs<Scalar> pairs;   // of an operand that is mostly zero
    Strips<Scalar> strips;       // of dZ
    std::vector<Scalar> turned;  // some columns of X as rows
    std::vector<Scalar> rows;    // some rows of dW, for a GradientSink

    // Makes it large enough for one more layer, the only call that allocates; the second form for
    // forward products alone.
    void fit(const DenseLayer<Scalar>& layer, Eigen::Index max_batch);
    void fit_for_inference(const DenseLayer<Scalar>& layer, Eigen::Index max_batch);
};

// Takes the gradient while it is still near the processor, instead of its going to memory and back.
// Each row of weights and each bias comes once. It may change what it was given the gradient of: the
// layers below have been served by then.
template <class Scalar>
class GradientSink {
public:
    virtual ~GradientSink() = default;
    virtual void take_weights(std::size_t layer, Eigen::Index first_row, Eigen::Index rows,
                              const Scalar* dW) = 0;  // (rows, units)
    virtual void take_biases(std::size_t layer, const Scalar* db) = 0;
};

// The slope of the penalty on the weights: decay * W + pull * sign W.
template <class Scalar>
struct PenaltySlope {
    Scalar decay = 0, pull = 0;
};

// The sum of one unit for one input: z = x · w + b. x (inputs).
template <class Scalar>
Scalar weighted_sum(const DenseLayer<Scalar>& layer, std::span<const Scalar> x, Eigen::Index unit) {
    Scalar z = layer.b(unit);
    for (std::size_t i = 0; i < x.size(); ++i)
        z += x[i] * layer.W(static_cast<Eigen::Index>(i), unit);
    return z;
}

// Z = X · W + b, of the first `batch` rows. X (batch, inputs), Z (batch, units).
template <class Scalar>
void dense_forward(const DenseLayer<Scalar>& layer, const Matrix<Scalar>& X, Eigen::Index batch,
                   DenseScratch<Scalar>& scratch, Matrix<Scalar>& Z);

// dX = dZ · Wᵀ. dZ (batch, units), dX (batch, inputs).
template <class Scalar>
void dense_input_gradient(const DenseLayer<Scalar>& layer, const Matrix<Scalar>& dZ,
                          Eigen::Index batch, DenseScratch<Scalar>& scratch, Matrix<Scalar>& dX);

// dW = Xᵀ · dZ + the slope of the penalty, some rows at a time: into dW, or where there is a sink to
// the sink, as those of layer number `index`.
template <class Scalar>
void dense_weight_gradient(const DenseLayer<Scalar>& layer, const Matrix<Scalar>& X,
                           const Matrix<Scalar>& dZ, Eigen::Index batch,
                           PenaltySlope<Scalar> penalty, DenseScratch<Scalar>& scratch,
                           Matrix<Scalar>& dW, GradientSink<Scalar>* sink, std::size_t index);

}  // namespace nn
