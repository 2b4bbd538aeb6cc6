// C is worked out in register tiles of 8 accumulators or fewer: per step a tile loads one row of B and
// multiplies it by one element of A for each of its rows, which neither SSE registers nor V8's
// allocator spill. The last vector of a tile may be cut short, so that every width runs the same code.
//
// Most pixels of a drawing are empty, and many neurons are silent. Where at least half of A is zero, a
// tile is one row and goes through the steps at which that row has something, which are listed before.
#include "engine/numerics/product.h"

#include <algorithm>
#include <array>
#include <cstdint>
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
    const std::uint16_t* steps = nullptr;  // k of them, ascending; null: all from 0 on
};

// `Rows` rows of C, `Vectors` vectors wide, the last of them with `Last` elements. A function of its
// own, called for every tile, so that V8 soon replaces its baseline code by optimised code.
template <class Scalar, int Rows, int Vectors, int Last, bool IsSparse = false>
[[gnu::noinline]] void tile(const Operands<Scalar>& operands) {
    constexpr auto kFull = kLanes<Scalar>;
    constexpr int kBack = Vectors - 1;
    const auto load_at = [](const Scalar* from, int v) {
        return v == kBack ? load<Last>(from + v * kFull) : load<kFull>(from + v * kFull);
    };
    const auto [k, a, a_row, a_step, b, b_row, start, c, c_row, steps] = operands;

    Vector<Scalar> sum[Rows][Vectors];
    for (auto& row : sum)
        for (int v = 0; v < Vectors; ++v)
            row[v] = start != nullptr ? load_at(start, v) : Vector<Scalar>{};
    for (std::ptrdiff_t i = 0; i < k; ++i) {
        const std::ptrdiff_t step = IsSparse ? steps[i] : i;
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
    if (operands.steps != nullptr) return tile<Scalar, 1, Vectors, Last, true>(operands);
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

template <class Scalar>
constexpr int kWidest = 4 * static_cast<int>(kLanes<Scalar>);  // columns of a strip

// The columns of C from j on, as many as a strip has.
template <class Scalar>
void strip_at(std::ptrdiff_t j, std::ptrdiff_t m, std::ptrdiff_t n, Operands<Scalar> operands) {
    operands.b += j;
    operands.c += j;
    if (operands.start != nullptr) operands.start += j;
    const auto width = static_cast<int>(std::min<std::ptrdiff_t>(n - j, kWidest<Scalar>));
    strip_of(width, m, operands, std::make_integer_sequence<int, kWidest<Scalar>>());
}

// A row of two strips, where its steps are listed: with eight sums none waits for another.
template <class Scalar>
void wide_tile_at(std::ptrdiff_t j, Operands<Scalar> operands) {
    operands.b += j;
    operands.c += j;
    if (operands.start != nullptr) operands.start += j;
    tile<Scalar, 1, 8, static_cast<int>(kLanes<Scalar>), true>(operands);
}

// Whether at least half of A, m rows of it, is zero.
template <class Scalar>
bool is_sparse(std::ptrdiff_t m, const Operands<Scalar>& operands) {
    const bool is_transposed = operands.a_row < operands.a_step;
    const std::ptrdiff_t outer = is_transposed ? operands.k : m;
    const std::ptrdiff_t inner = is_transposed ? m : operands.k;
    const std::ptrdiff_t outer_stride = is_transposed ? operands.a_step : operands.a_row;
    const std::ptrdiff_t inner_stride = is_transposed ? operands.a_row : operands.a_step;
    std::ptrdiff_t zeros = 0;
    for (std::ptrdiff_t i = 0; i < outer; ++i) {
        const Scalar* const line = operands.a + i * outer_stride;
        for (std::ptrdiff_t j = 0; j < inner; ++j)
            zeros += line[j * inner_stride] == Scalar(0) ? 1 : 0;
    }
    return 2 * zeros >= m * operands.k;
}

// The steps at which rows of A have something, for a few rows at a time.
class Occupied {
public:
    static constexpr std::ptrdiff_t kMostRows = 8, kMostSteps = 1024;

    // Appends without a branch: what stands beyond the count is written over.
    template <class Scalar>
    void list(std::ptrdiff_t rows, const Operands<Scalar>& operands) {
        count_.fill(0);
        for (std::ptrdiff_t step = 0; step < operands.k; ++step)
            for (std::ptrdiff_t r = 0; r < rows; ++r) {
                std::ptrdiff_t& count = count_[static_cast<std::size_t>(r)];
                steps_[static_cast<std::size_t>(r * kMostSteps + count)] =
                    static_cast<std::uint16_t>(step);
                const Scalar element = operands.a[r * operands.a_row + step * operands.a_step];
                count += element != Scalar(0) ? 1 : 0;
            }
    }
    std::ptrdiff_t count(std::ptrdiff_t row) const { return count_[static_cast<std::size_t>(row)]; }
    const std::uint16_t* steps(std::ptrdiff_t row) const {
        return &steps_[static_cast<std::size_t>(row * kMostSteps)];
    }

private:
    std::array<std::uint16_t, kMostRows * kMostSteps> steps_;
    std::array<std::ptrdiff_t, kMostRows> count_;
};

// A few rows at a time, so that a strip of B is used several times while it is near.
template <class Scalar>
void sparse_product(std::ptrdiff_t m, std::ptrdiff_t n, Operands<Scalar> operands) {
    Occupied occupied;
    while (m > 0) {
        const std::ptrdiff_t rows = std::min(m, Occupied::kMostRows);
        occupied.list(rows, operands);
        for (std::ptrdiff_t j = 0; j < n;) {
            const bool is_wide = n - j >= 2 * kWidest<Scalar>;
            for (std::ptrdiff_t r = 0; r < rows; ++r) {
                Operands<Scalar> row = operands;
                row.k = occupied.count(r);
                row.a += r * row.a_row;
                row.c += r * row.c_row;
                row.steps = occupied.steps(r);
                if (is_wide)
                    wide_tile_at(j, row);
                else
                    strip_at(j, 1, n, row);
            }
            j += is_wide ? 2 * kWidest<Scalar> : kWidest<Scalar>;
        }
        operands.a += rows * operands.a_row;
        operands.c += rows * operands.c_row;
        m -= rows;
    }
}

}  // namespace

template <class Scalar>
void product(std::ptrdiff_t m, std::ptrdiff_t n, std::ptrdiff_t k, const Scalar* a,
             std::ptrdiff_t a_row, std::ptrdiff_t a_step, const Scalar* b, std::ptrdiff_t b_row,
             const Scalar* start, Scalar* c, std::ptrdiff_t c_row) {
    constexpr std::ptrdiff_t kWorthLooking = 32;  // columns
    const Operands<Scalar> operands{.k = k,
                                    .a = a,
                                    .a_row = a_row,
                                    .a_step = a_step,
                                    .b = b,
                                    .b_row = b_row,
                                    .start = start,
                                    .c = c,
                                    .c_row = c_row};
    if (n >= kWorthLooking && k <= Occupied::kMostSteps && is_sparse(m, operands))
        return sparse_product(m, n, operands);
    for (std::ptrdiff_t j = 0; j < n; j += kWidest<Scalar>) strip_at(j, m, n, operands);
}

template void product<float>(std::ptrdiff_t, std::ptrdiff_t, std::ptrdiff_t, const float*,
                             std::ptrdiff_t, std::ptrdiff_t, const float*, std::ptrdiff_t,
                             const float*, float*, std::ptrdiff_t);
template void product<double>(std::ptrdiff_t, std::ptrdiff_t, std::ptrdiff_t, const double*,
                              std::ptrdiff_t, std::ptrdiff_t, const double*, std::ptrdiff_t,
                              const double*, double*, std::ptrdiff_t);

}  // namespace nn
