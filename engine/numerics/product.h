// The one matrix product of training. Every element of the result is a single ascending chain of
// multiply, then add over the reduction index, whatever the tile, the block or the vector width: the
// same bits on every platform. Written with the compilers' vector extensions (SSE, NEON and wasm SIMD
// alike).
#pragma once

#include <cstddef>
#include <vector>

#include "engine/numerics/lanes.h"
#include "engine/numerics/sparse_pairs.h"
#include "engine/numerics/view.h"

namespace nn {

// A matrix (k, n) as the inner loops read it: strips of four vectors, each row by row. For one that
// several products share.
template <class Scalar>
class Strips {
public:
    static constexpr std::ptrdiff_t kColumns = 4 * kLanes<Scalar>;  // columns of one

    void fit(std::ptrdiff_t most_rows, std::ptrdiff_t columns);  // the only call that allocates
    void pack(std::ptrdiff_t k, std::ptrdiff_t n, View<Scalar> b);

    std::ptrdiff_t rows() const { return k_; }
    std::ptrdiff_t columns() const { return n_; }
    const Scalar* strip(std::ptrdiff_t first_column) const {
        return values_.data() + first_column * k_;
    }

private:
    std::ptrdiff_t k_ = 0, n_ = 0;
    std::vector<Scalar> values_;
};

// C(m, n) = sum over k ascending of A(i, k) * B(k, j), starting from start(j) (or 0 when null). C is
// row-major, its rows c_row apart.
template <class Scalar>
void product(std::ptrdiff_t m, std::ptrdiff_t n, std::ptrdiff_t k, View<Scalar> a, View<Scalar> b,
             const Scalar* start, Scalar* c, std::ptrdiff_t c_row);

// The same with B in strips.
template <class Scalar>
void product(std::ptrdiff_t m, View<Scalar> a, const Strips<Scalar>& b, const Scalar* start,
             Scalar* c, std::ptrdiff_t c_row);

// The same where A has been listed, and what is zero in a pair of its rows is left out. That changes no
// sum, but for the sign of a zero and for what a zero would make of an infinity. The second form does m
// rows from first_row on, an even number.
template <class Scalar>
void product(std::ptrdiff_t n, const SparsePairs<Scalar>& a, View<Scalar> b, const Scalar* start,
             Scalar* c, std::ptrdiff_t c_row);
template <class Scalar>
void product(std::ptrdiff_t first_row, std::ptrdiff_t m, const SparsePairs<Scalar>& a,
             const Strips<Scalar>& b, const Scalar* start, Scalar* c, std::ptrdiff_t c_row);

}  // namespace nn
