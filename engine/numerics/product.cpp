// C is worked out in register tiles of 8 accumulators or fewer: per step a tile loads one row of B and
// multiplies it by one element of A for each of its rows, which neither SSE registers nor V8's
// allocator spill. The last vector of a tile may be cut short, so that every width runs the same code.
#include "engine/numerics/product.h"

#include <utility>

#include "engine/numerics/lanes.h"

namespace nn {

namespace {

// What a tile or a strip of tiles needs; k is the length of the sums.
template <class Scalar>
struct Operands {
    std::ptrdiff_t k;
    const Scalar* a;
    std::ptrdiff_t a_row, a_step;
    const Scalar* b;
    std::ptrdiff_t b_row;
    const Scalar* start;
    Scalar* c;
    std::ptrdiff_t c_row;
};

// `Rows` rows of C, `Vectors` vectors wide, the last of them with `Last` elements. A function of its
// own, called for every tile, so that V8 soon replaces its baseline code by optimised code.
template <class Scalar, int Rows, int Vectors, int Last>
[[gnu::noinline]] void tile(const Operands<Scalar>& operands) {
    constexpr auto kFull = kLanes<Scalar>;
    constexpr int kBack = Vectors - 1;
    const auto load_at = [](const Scalar* from, int v) {
        return v == kBack ? load<Last>(from + v * kFull) : load<kFull>(from + v * kFull);
    };
    const auto [k, a, a_row, a_step, b, b_row, start, c, c_row] = operands;

    Vector<Scalar> sum[Rows][Vectors];
    for (auto& row : sum)
        for (int v = 0; v < Vectors; ++v)
            row[v] = start != nullptr ? load_at(start, v) : Vector<Scalar>{};
    for (std::ptrdiff_t step = 0; step < k; ++step) {
        Vector<Scalar> row[Vectors];
        for (int v = 0; v < Vectors; ++v) row[v] = load_at(b + step * b_row, v);
        for (int r = 0; r < Rows; ++r) {
            const Scalar factor = a[r * a_row + step * a_step];
            for (int v = 0; v < Vectors; ++v) sum[r][v] = sum[r][v] + row[v] * factor;
        }
    }
    for (int r = 0; r < Rows; ++r) {
        Scalar* const to = c + r * c_row;
        for (int v = 0; v < kBack; ++v) store<kFull>(to + v * kFull, sum[r][v]);
        store<Last>(to + kBack * kFull, sum[r][kBack]);
    }
}

// All rows of a strip of columns. Narrow tiles are taller: sums that wait for each other are slow.
template <class Scalar, int Vectors, int Last>
void strip(std::ptrdiff_t m, Operands<Scalar> operands) {
    constexpr int kRows = Vectors >= 3 ? 2 : 8 / Vectors;
    const auto move_down = [&](std::ptrdiff_t rows) {
        operands.a += rows * operands.a_row;
        operands.c += rows * operands.c_row;
    };
    for (; m >= kRows; m -= kRows, move_down(kRows)) tile<Scalar, kRows, Vectors, Last>(operands);
    for (; m > 0; --m, move_down(1)) tile<Scalar, 1, Vectors, Last>(operands);
}

// The strip of `width` columns, 1 to 4 vectors: picks the one that was compiled for it.
template <class Scalar, int... Before>
void strip_of(int width, std::ptrdiff_t m, const Operands<Scalar>& operands,
              std::integer_sequence<int, Before...>) {
    constexpr int kFull = static_cast<int>(kLanes<Scalar>);
    ((width == Before + 1 ? strip<Scalar, Before / kFull + 1, Before % kFull + 1>(m, operands)
                          : void()),
     ...);
}

}  // namespace

template <class Scalar>
void product(std::ptrdiff_t m, std::ptrdiff_t n, std::ptrdiff_t k, const Scalar* a,
             std::ptrdiff_t a_row, std::ptrdiff_t a_step, const Scalar* b, std::ptrdiff_t b_row,
             const Scalar* start, Scalar* c, std::ptrdiff_t c_row) {
    constexpr int kWidest = 4 * static_cast<int>(kLanes<Scalar>);
    for (std::ptrdiff_t j = 0; j < n; j += kWidest) {
        const int width = n - j < kWidest ? static_cast<int>(n - j) : kWidest;
        const Operands<Scalar> operands{.k = k,
                                        .a = a,
                                        .a_row = a_row,
                                        .a_step = a_step,
                                        .b = b + j,
                                        .b_row = b_row,
                                        .start = start != nullptr ? start + j : nullptr,
                                        .c = c + j,
                                        .c_row = c_row};
        strip_of(width, m, operands, std::make_integer_sequence<int, kWidest>());
    }
}

template void product<float>(std::ptrdiff_t, std::ptrdiff_t, std::ptrdiff_t, const float*,
                             std::ptrdiff_t, std::ptrdiff_t, const float*, std::ptrdiff_t,
                             const float*, float*, std::ptrdiff_t);
template void product<double>(std::ptrdiff_t, std::ptrdiff_t, std::ptrdiff_t, const double*,
                              std::ptrdiff_t, std::ptrdiff_t, const double*, std::ptrdiff_t,
                              const double*, double*, std::ptrdiff_t);

}  // namespace nn
