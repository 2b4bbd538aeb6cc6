// The one matrix product of training. Every element of the result is a single ascending chain of
// multiply, then add over the reduction index, whatever the tile or vector width: the same bits on
// every platform. Where at least half of A is zero its zeros are passed over, which changes no sum
// (but for the sign of a zero, and for what a zero would make of an infinity). Written with the compilers' vector extensions (SSE, NEON and wasm SIMD alike).
#pragma once

#include <cstddef>

namespace nn {

// C(m, n) = sum over k ascending of A(i, k) * B(k, j), starting from start(j) (or 0 when null).
//   A(i, k) = a[i * a_row + k * a_step]: a plain matrix has a_step 1; its transpose is read by
//   exchanging the two strides. B and C are row-major with row strides b_row and c_row.
template <class Scalar>
void product(std::ptrdiff_t m, std::ptrdiff_t n, std::ptrdiff_t k, const Scalar* a,
             std::ptrdiff_t a_row, std::ptrdiff_t a_step, const Scalar* b, std::ptrdiff_t b_row,
             const Scalar* start, Scalar* c, std::ptrdiff_t c_row);

}  // namespace nn
