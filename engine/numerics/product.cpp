// Register tiles of two rows by four vectors: eight accumulators, four loads of B and two splats of A a
// step, which neither native SSE nor V8 spills. Tails take narrower tiles of the same code.
#include "engine/numerics/product.h"

#include <algorithm>
#include <cstring>

namespace nn {

namespace {

template <class Scalar>
struct Lanes;

template <>
struct Lanes<float> {
    typedef float Vector __attribute__((vector_size(16)));
    static constexpr std::ptrdiff_t kCount = 4;
};

template <>
struct Lanes<double> {
    typedef double Vector __attribute__((vector_size(16)));
    static constexpr std::ptrdiff_t kCount = 2;
};

template <class Scalar>
using Vector = typename Lanes<Scalar>::Vector;

template <class Scalar>
Vector<Scalar> load(const Scalar* from) {
    Vector<Scalar> value;
    std::memcpy(&value, from, sizeof value);
    return value;
}

template <class Scalar>
void store(Scalar* to, const Vector<Scalar>& value) {
    std::memcpy(to, &value, sizeof value);
}

// `Rows` rows of C, `Vectors` vectors wide. A function of its own, called for every tile, so that V8
// replaces its baseline code early.
template <class Scalar, int Rows, int Vectors>
__attribute__((noinline)) void tile(std::ptrdiff_t k, const Scalar* a, std::ptrdiff_t a_row, std::ptrdiff_t a_step,
                                    const Scalar* b, std::ptrdiff_t b_row, const Scalar* start, Scalar* c,
                                    std::ptrdiff_t c_row) {
    constexpr std::ptrdiff_t kCount = Lanes<Scalar>::kCount;
    Vector<Scalar> sum[Rows][Vectors];
    for (int r = 0; r < Rows; ++r)
        for (int v = 0; v < Vectors; ++v) sum[r][v] = start ? load(start + v * kCount) : Vector<Scalar>{};
    for (std::ptrdiff_t step = 0; step < k; ++step) {
        Vector<Scalar> row[Vectors];
        for (int v = 0; v < Vectors; ++v) row[v] = load(b + v * kCount);
        for (int r = 0; r < Rows; ++r) {
            const Scalar factor = a[r * a_row];
            for (int v = 0; v < Vectors; ++v) sum[r][v] = sum[r][v] + row[v] * factor;
        }
        a += a_step;
        b += b_row;
    }
    for (int r = 0; r < Rows; ++r)
        for (int v = 0; v < Vectors; ++v) store(c + r * c_row + v * kCount, sum[r][v]);
}

// The last columns, fewer than a vector.
template <class Scalar>
void tail(std::ptrdiff_t m, std::ptrdiff_t n, std::ptrdiff_t k, const Scalar* a, std::ptrdiff_t a_row,
          std::ptrdiff_t a_step, const Scalar* b, std::ptrdiff_t b_row, const Scalar* start, Scalar* c,
          std::ptrdiff_t c_row) {
    for (std::ptrdiff_t i = 0; i < m; ++i)
        for (std::ptrdiff_t j = 0; j < n; ++j) {
            Scalar sum = start ? start[j] : Scalar(0);
            for (std::ptrdiff_t step = 0; step < k; ++step) sum = sum + a[i * a_row + step * a_step] * b[step * b_row + j];
            c[i * c_row + j] = sum;
        }
}

// All rows of one strip of columns, `Vectors` vectors wide.
template <class Scalar, int Vectors>
void strip(std::ptrdiff_t m, std::ptrdiff_t k, const Scalar* a, std::ptrdiff_t a_row, std::ptrdiff_t a_step,
           const Scalar* b, std::ptrdiff_t b_row, const Scalar* start, Scalar* c, std::ptrdiff_t c_row) {
    std::ptrdiff_t i = 0;
    for (; i + 2 <= m; i += 2)
        tile<Scalar, 2, Vectors>(k, a + i * a_row, a_row, a_step, b, b_row, start, c + i * c_row, c_row);
    if (i < m) tile<Scalar, 1, Vectors>(k, a + i * a_row, a_row, a_step, b, b_row, start, c + i * c_row, c_row);
}

}  // namespace

template <class Scalar>
void product(std::ptrdiff_t m, std::ptrdiff_t n, std::ptrdiff_t k, const Scalar* a, std::ptrdiff_t a_row,
             std::ptrdiff_t a_step, const Scalar* b, std::ptrdiff_t b_row, const Scalar* start, Scalar* c,
             std::ptrdiff_t c_row) {
    constexpr std::ptrdiff_t kCount = Lanes<Scalar>::kCount;
    std::ptrdiff_t j = 0;
    const auto from = [&](std::ptrdiff_t column) { return start ? start + column : nullptr; };
    for (; j + 4 * kCount <= n; j += 4 * kCount) strip<Scalar, 4>(m, k, a, a_row, a_step, b + j, b_row, from(j), c + j, c_row);
    for (; j + kCount <= n; j += kCount) strip<Scalar, 1>(m, k, a, a_row, a_step, b + j, b_row, from(j), c + j, c_row);
    if (j < n) tail(m, n - j, k, a, a_row, a_step, b + j, b_row, from(j), c + j, c_row);
}

template void product<float>(std::ptrdiff_t, std::ptrdiff_t, std::ptrdiff_t, const float*, std::ptrdiff_t,
                             std::ptrdiff_t, const float*, std::ptrdiff_t, const float*, float*, std::ptrdiff_t);
template void product<double>(std::ptrdiff_t, std::ptrdiff_t, std::ptrdiff_t, const double*, std::ptrdiff_t,
                              std::ptrdiff_t, const double*, std::ptrdiff_t, const double*, double*, std::ptrdiff_t);

}  // namespace nn
