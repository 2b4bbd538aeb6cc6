#include "engine/network/dense.h"

#include <algorithm>

#include "engine/numerics/transpose.h"

namespace nn {

namespace {

using Eigen::Index;

// Whether the first rows of A, multiplied by a matrix of n columns, are better listed first. To list an
// element takes a processor as long as to multiply it by some 16 others.
template <class Scalar>
bool is_product_listed(Index n, const Matrix<Scalar>& A, Index rows) {
    constexpr Index kCostOfListing = 16;
    return n >= kCostOfListing &&
           static_cast<double>(n) * empty_share(rows, A.cols(), A.data(), A.cols()) >=
               static_cast<double>(kCostOfListing);
}

// Rows of a weight gradient at a time, an even number: so many that they stay near, with the weights
// and moments.
Index rows_at_once(Index units) {
    constexpr Index kNumbers = 4096;
    return std::max<Index>(kNumbers / units / 2 * 2, 2);
}

template <class Scalar>
void add(PenaltySlope<Scalar> penalty, const Scalar* w, Index count, Scalar* dw) {
    if (penalty.pull > Scalar(0)) {
        for (Index i = 0; i < count; ++i) {
            const Scalar towards_zero = w[i] > 0   ? penalty.pull
                                        : w[i] < 0 ? -penalty.pull
                                                   : Scalar(0);
            dw[i] += penalty.decay * w[i] + towards_zero;
        }
    } else if (penalty.decay > Scalar(0)) {
        for (Index i = 0; i < count; ++i) dw[i] += penalty.decay * w[i];
    }
}

template <class Scalar>
void grow(std::vector<Scalar>& values, Index count) {
    values.resize(std::max(values.size(), static_cast<std::size_t>(count)));
}

}  // namespace

template <class Scalar>
void DenseScratch<Scalar>::fit_for_inference(const DenseLayer<Scalar>& layer, Index max_batch) {
    pairs.fit(max_batch, std::max(layer.inputs(), layer.units()));
}

template <class Scalar>
void DenseScratch<Scalar>::fit(const DenseLayer<Scalar>& layer, Index max_batch) {
    fit_for_inference(layer, max_batch);
    const Index at_once = std::min(rows_at_once(layer.units()), layer.inputs());
    strips.fit(max_batch, layer.units());
    grow(turned, at_once * max_batch);
    grow(rows, at_once * layer.units());
}

template <class Scalar>
void dense_forward(const DenseLayer<Scalar>& layer, const Matrix<Scalar>& X, Index batch,
                   DenseScratch<Scalar>& scratch, Matrix<Scalar>& Z) {
    const View<Scalar> x{X.data(), X.cols()}, w{layer.W.data(), layer.W.cols()};
    if (is_product_listed(layer.units(), X, batch)) {
        scratch.pairs.list(batch, layer.inputs(), X.data(), X.cols());
        product(layer.units(), scratch.pairs, w, layer.b.data(), Z.data(), Z.cols());
    } else {
        product(batch, layer.units(), layer.inputs(), x, w, layer.b.data(), Z.data(), Z.cols());
    }
}

template <class Scalar>
void dense_input_gradient(const DenseLayer<Scalar>& layer, const Matrix<Scalar>& dZ, Index batch,
                          DenseScratch<Scalar>& scratch, Matrix<Scalar>& dX) {
    const View<Scalar> dz{dZ.data(), dZ.cols()}, Wt{layer.W.data(), 1, layer.W.cols()};
    if (is_product_listed(layer.inputs(), dZ, batch)) {
        scratch.pairs.list(batch, layer.units(), dZ.data(), dZ.cols());
        product<Scalar>(layer.inputs(), scratch.pairs, Wt, nullptr, dX.data(), dX.cols());
    } else {
        product<Scalar>(batch, layer.inputs(), layer.units(), dz, Wt, nullptr, dX.data(),
                        dX.cols());
    }
}

template <class Scalar>
void dense_weight_gradient(const DenseLayer<Scalar>& layer, const Matrix<Scalar>& X,
                           const Matrix<Scalar>& dZ, Index batch, PenaltySlope<Scalar> penalty,
                           DenseScratch<Scalar>& scratch, Matrix<Scalar>& dW,
                           GradientSink<Scalar>* sink, std::size_t index) {
    const Index units = layer.units();
    scratch.strips.pack(batch, units, {dZ.data(), dZ.cols()});
    const bool is_listed = is_product_listed(units, X, batch);
    if (is_listed) scratch.pairs.list_transpose(layer.inputs(), batch, X.data(), X.cols());

    // One strip of dZ reads every element of X once: to turn X first would only be more work.
    const bool is_narrow = units <= Strips<Scalar>::kColumns;

    const Index at_once = rows_at_once(units);
    for (Index first = 0; first < layer.inputs(); first += at_once) {
        const Index rows = std::min(at_once, layer.inputs() - first);
        Scalar* const dw = sink != nullptr ? scratch.rows.data() : dW.row(first).data();
        if (is_listed) {
            product<Scalar>(first, rows, scratch.pairs, scratch.strips, nullptr, dw, units);
        } else if (is_narrow) {
            product<Scalar>(rows, {X.data() + first, 1, X.cols()}, scratch.strips, nullptr, dw,
                            units);
        } else {
            transpose(batch, rows, X.data() + first, X.cols(), scratch.turned.data(), batch);
            product<Scalar>(rows, {scratch.turned.data(), batch}, scratch.strips, nullptr, dw,
                            units);
        }
        add(penalty, layer.W.row(first).data(), rows * units, dw);
        if (sink != nullptr) sink->take_weights(index, first, rows, dw);
    }
}

#define INKLING_INSTANTIATE(Scalar)                                                             \
    template struct DenseScratch<Scalar>;                                                       \
    template void dense_forward(const DenseLayer<Scalar>&, const Matrix<Scalar>&, Index,        \
                                DenseScratch<Scalar>&, Matrix<Scalar>&);                        \
    template void dense_input_gradient(const DenseLayer<Scalar>&, const Matrix<Scalar>&, Index, \
                                       DenseScratch<Scalar>&, Matrix<Scalar>&);                 \
    template void dense_weight_gradient(const DenseLayer<Scalar>&, const Matrix<Scalar>&,       \
                                        const Matrix<Scalar>&, Index, PenaltySlope<Scalar>,     \
                                        DenseScratch<Scalar>&, Matrix<Scalar>&,                 \
                                        GradientSink<Scalar>*, std::size_t)
INKLING_INSTANTIATE(float);
INKLING_INSTANTIATE(double);
#undef INKLING_INSTANTIATE

}  // namespace nn
