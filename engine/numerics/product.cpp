// The steps of the sums are taken in blocks, and B in strips of four vectors. A block of a strip is
// copied together first (25 kB, which stay in the nearest cache), unless C has too few rows for that
// to pay. C is then worked out in register tiles of two rows, eight sums: more would not fit the
// registers of SSE or V8's allocator, fewer would wait for each other.
#include "engine/numerics/product.h"

#include <algorithm>
#include <array>
#include <type_traits>
#include <utility>

#include "engine/numerics/transpose.h"

namespace nn {

namespace {

using Index = std::ptrdiff_t;

template <class Scalar>
constexpr Index kWidth = Strips<Scalar>::kColumns;

template <class Scalar>
constexpr Index kBlock = SparsePairs<Scalar>::kBlock;  // steps at a time

// Some rows of C, and a block of a strip of B.
template <class Scalar>
struct Tile {
    Index steps = 0;
    const Scalar* b = nullptr;
    Index b_row = 0;
    const Scalar* start = nullptr;  // null: 0
    Index start_row = 0;
    Scalar* c = nullptr;
    Index c_row = 0;
    Index last = 0;  // elements of the last vector that belong to C

    void move_down(Index rows) {
        c += rows * c_row;
        if (start != nullptr) start += rows * start_row;
    }
};

// One row of C in registers.
template <class Scalar, int Vectors>
struct Sums {
    Vector<Scalar> vector[Vectors];
};

template <int Vectors, class Scalar>
Sums<Scalar, Vectors> load_row(const Scalar* from, Index last) {
    constexpr Index kFull = kLanes<Scalar>, kBack = Vectors - 1;
    Sums<Scalar, Vectors> sums{};
    if (from == nullptr) return sums;
    for (Index v = 0; v < kBack; ++v) sums.vector[v] = load<kFull>(from + v * kFull);
    if (last == kFull) {
        sums.vector[kBack] = load<kFull>(from + kBack * kFull);
    } else {
        for (Index i = 0; i < last; ++i) sums.vector[kBack][i] = from[kBack * kFull + i];
    }
    return sums;
}

template <class Scalar, int Vectors>
void store_row(const Sums<Scalar, Vectors>& sums, Scalar* to, Index last) {
    constexpr Index kFull = kLanes<Scalar>, kBack = Vectors - 1;
    for (Index v = 0; v < kBack; ++v) store<kFull>(to + v * kFull, sums.vector[v]);
    if (last == kFull) {
        store<kFull>(to + kBack * kFull, sums.vector[kBack]);
    } else {
        for (Index i = 0; i < last; ++i) to[kBack * kFull + i] = sums.vector[kBack][i];
    }
}

// `Rows` rows of C, `Vectors` vectors wide. A function of its own, called for every tile, so that V8
// soon replaces its baseline code by optimised code.
template <class Scalar, int Rows, int Vectors>
[[gnu::noinline]] void fill(View<Scalar> a, const Tile<Scalar>& tile) {
    constexpr Index kFull = kLanes<Scalar>;
    const auto [steps, b, b_row, start, start_row, c, c_row, last] = tile;
    Sums<Scalar, Vectors> sums[Rows];
    for (int r = 0; r < Rows; ++r)
        sums[r] = load_row<Vectors>(start == nullptr ? start : start + r * start_row, last);
    const Scalar* element[Rows];
    for (int r = 0; r < Rows; ++r) element[r] = a.at(r, 0);
    const Scalar* line = b;
    for (Index i = 0; i < steps; ++i, line += b_row) {
        Vector<Scalar> row[Vectors];
        for (int v = 0; v < Vectors; ++v) row[v] = load<kFull>(line + v * kFull);
        for (int r = 0; r < Rows; ++r, element[r - 1] += a.column_stride)
            for (int v = 0; v < Vectors; ++v)
                sums[r].vector[v] = plus_product(sums[r].vector[v], row[v], *element[r]);
    }
    for (int r = 0; r < Rows; ++r) store_row(sums[r], c + r * c_row, last);
}

// The same for pair after pair of listed rows, in one block; the steps of tile.b are counted from the
// first of all blocks. `Rows` is 1 for a last row that has no other. It is a pointer that goes
// through the entries: V8 makes a third less of an index.
template <class Scalar, int Rows, int Vectors>
[[gnu::noinline]] void fill_listed(const SparsePairs<Scalar>& a, Index first_pair, Index end_pair,
                                   Index block, Tile<Scalar> tile) {
    constexpr Index kFull = kLanes<Scalar>;
    const Scalar* const b = tile.b;
    const Index b_row = tile.b_row, last = tile.last;
    for (Index pair = first_pair; pair < end_pair; ++pair, tile.move_down(2)) {
        const auto entries = a.entries(pair, block);
        if (entries.empty() && tile.start == tile.c) continue;
        Sums<Scalar, Vectors> sums[Rows];
        for (int r = 0; r < Rows; ++r)
            sums[r] = load_row<Vectors>(
                tile.start == nullptr ? tile.start : tile.start + r * tile.start_row, last);
        const auto* entry = entries.data();
        const auto* const end = entry + entries.size();
        for (; entry != end; ++entry) {
            const Scalar* const line = b + static_cast<Index>(entry->column) * b_row;
            Vector<Scalar> row[Vectors];
            for (int v = 0; v < Vectors; ++v) row[v] = load<kFull>(line + v * kFull);
            for (int r = 0; r < Rows; ++r)
                for (int v = 0; v < Vectors; ++v)
                    sums[r].vector[v] = plus_product(sums[r].vector[v], row[v], entry->elements[r]);
        }
        for (int r = 0; r < Rows; ++r) store_row(sums[r], tile.c + r * tile.c_row, last);
    }
}

// Calls f with the number of vectors that `width` columns take, 1 to 4, as a constant, and has `last`
// tell how many elements of the last of them are columns.
template <class Scalar, class F>
void with_vectors(Index width, Index& last, F f) {
    const Index vectors = (width + kLanes<Scalar> - 1) / kLanes<Scalar>;
    last = width - (vectors - 1) * kLanes<Scalar>;
    if (vectors == 1) f(std::integral_constant<int, 1>());
    if (vectors == 2) f(std::integral_constant<int, 2>());
    if (vectors == 3) f(std::integral_constant<int, 3>());
    if (vectors == 4) f(std::integral_constant<int, 4>());
}

// m rows of a strip. Narrow tiles are taller: sums that wait for each other are slow.
template <class Scalar, int Vectors>
void fill_dense(Index m, View<Scalar> a, Tile<Scalar> tile) {
    constexpr int kRows = Vectors == 3 ? 3 : 8 / Vectors;
    const auto move_down = [&](Index rows) {
        a = a.from(rows, 0);
        tile.move_down(rows);
    };
    for (; m >= kRows; m -= kRows, move_down(kRows)) fill<Scalar, kRows, Vectors>(a, tile);
    for (; m > 0; --m, move_down(1)) fill<Scalar, 1, Vectors>(a, tile);
}

// Steps of `width` columns of B, one after another, filled up with zeros to whole vectors.
template <class Scalar>
void pack(Index steps, Index width, View<Scalar> b, Scalar* to) {
    constexpr Index kFull = kLanes<Scalar>;
    const Index padded = (width + kFull - 1) / kFull * kFull;
    if (b.column_stride == 1) {
        for (Index step = 0; step < steps; ++step, to += kWidth<Scalar>) {
            const Scalar* const from = b.at(step, 0);
            Index column = 0;
            for (; column + kFull <= width; column += kFull)
                store<kFull>(to + column, load<kFull>(from + column));
            for (; column < padded; ++column)
                to[column] = column < width ? from[column] : Scalar(0);
        }
        return;
    }
    // A transpose: its columns stand one after another.
    transpose(width, steps, b.data, b.column_stride, to, kWidth<Scalar>);
    for (Index column = width; column < padded; ++column)
        for (Index step = 0; step < steps; ++step) to[step * kWidth<Scalar> + column] = Scalar(0);
}

// Calls work(width, first_step, tile) for each block of each strip, the blocks of a strip in ascending
// order. `rows` is how often a block will be gone through.
template <class Scalar, class Work>
void for_blocks(Index rows, Index n, Index k, View<Scalar> b, const Scalar* start, Scalar* c,
                Index c_row, Work work) {
    constexpr Index kRowsWorthPacking = 8;
    alignas(64) std::array<Scalar, static_cast<std::size_t>(kBlock<Scalar> * kWidth<Scalar>)>
        packed;
    for (Index j = 0; j < n; j += kWidth<Scalar>) {
        const Index width = std::min(n - j, kWidth<Scalar>);
        const bool is_whole = width % kLanes<Scalar> == 0 && b.column_stride == 1;
        Tile<Scalar> tile{.start = start == nullptr ? nullptr : start + j,
                          .start_row = 0,
                          .c = c + j,
                          .c_row = c_row};
        Index first = 0;
        do {
            tile.steps = std::min(k - first, kBlock<Scalar>);
            if (is_whole && rows < kRowsWorthPacking) {
                tile.b = b.at(first, j);
                tile.b_row = b.row_stride;
            } else {
                pack(tile.steps, width, b.from(first, j), packed.data());
                tile.b = packed.data();
                tile.b_row = kWidth<Scalar>;
            }
            work(width, first, tile);
            first += kBlock<Scalar>;
            tile.start = tile.c;
            tile.start_row = c_row;
        } while (first < k);
    }
}

// The same where B is packed already.
template <class Scalar, class Work>
void for_blocks(const Strips<Scalar>& b, const Scalar* start, Scalar* c, Index c_row, Work work) {
    for (Index j = 0; j < b.columns(); j += kWidth<Scalar>) {
        const Index width = std::min(b.columns() - j, kWidth<Scalar>);
        Tile<Scalar> tile{.b = b.strip(j),
                          .b_row = kWidth<Scalar>,
                          .start = start == nullptr ? nullptr : start + j,
                          .start_row = 0,
                          .c = c + j,
                          .c_row = c_row};
        Index first = 0;
        do {
            tile.steps = std::min(b.rows() - first, kBlock<Scalar>);
            work(width, first, tile);
            first += kBlock<Scalar>;
            tile.b += kBlock<Scalar> * kWidth<Scalar>;
            tile.start = tile.c;
            tile.start_row = c_row;
        } while (first < b.rows());
    }
}

template <class Scalar>
auto dense_work(Index m, View<Scalar> a) {
    return [m, a](Index width, Index first_step, Tile<Scalar> tile) {
        with_vectors<Scalar>(width, tile.last, [&](auto vectors) {
            fill_dense<Scalar, vectors>(m, a.from(0, first_step), tile);
        });
    };
}

template <class Scalar>
auto listed_work(Index first_row, Index m, const SparsePairs<Scalar>& a) {
    return [first_row, m, &a](Index width, Index first_step, Tile<Scalar> tile) {
        const Index first = first_row / 2, pairs = m / 2, block = first_step / kBlock<Scalar>;
        tile.b -= first_step * tile.b_row;
        with_vectors<Scalar>(width, tile.last, [&](auto vectors) {
            fill_listed<Scalar, 2, vectors>(a, first, first + pairs, block, tile);
            if (m % 2 == 0) return;
            tile.move_down(2 * pairs);
            fill_listed<Scalar, 1, vectors>(a, first + pairs, first + pairs + 1, block, tile);
        });
    };
}

}  // namespace

template <class Scalar>
void Strips<Scalar>::fit(Index most_rows, Index columns) {
    const Index strips = (columns + kWidth<Scalar> - 1) / kWidth<Scalar>;
    values_.resize(
        std::max(values_.size(), static_cast<std::size_t>(most_rows * strips * kWidth<Scalar>)));
}

template <class Scalar>
void Strips<Scalar>::pack(Index k, Index n, View<Scalar> b) {
    k_ = k;
    n_ = n;
    for (Index j = 0; j < n; j += kWidth<Scalar>)
        nn::pack(k, std::min(n - j, kWidth<Scalar>), b.from(0, j), values_.data() + j * k);
}

template <class Scalar>
void product(Index m, Index n, Index k, View<Scalar> a, View<Scalar> b, const Scalar* start,
             Scalar* c, Index c_row) {
    for_blocks(m, n, k, b, start, c, c_row, dense_work(m, a));
}

template <class Scalar>
void product(Index m, View<Scalar> a, const Strips<Scalar>& b, const Scalar* start, Scalar* c,
             Index c_row) {
    for_blocks(b, start, c, c_row, dense_work(m, a));
}

template <class Scalar>
void product(Index n, const SparsePairs<Scalar>& a, View<Scalar> b, const Scalar* start, Scalar* c,
             Index c_row) {
    for_blocks(a.rows(), n, a.columns(), b, start, c, c_row, listed_work(Index{0}, a.rows(), a));
}

template <class Scalar>
void product(Index first_row, Index m, const SparsePairs<Scalar>& a, const Strips<Scalar>& b,
             const Scalar* start, Scalar* c, Index c_row) {
    for_blocks(b, start, c, c_row, listed_work(first_row, m, a));
}

#define INKLING_INSTANTIATE(Scalar)                                                                \
    template class Strips<Scalar>;                                                                 \
    template void product(Index, Index, Index, View<Scalar>, View<Scalar>, const Scalar*, Scalar*, \
                          Index);                                                                  \
    template void product(Index, View<Scalar>, const Strips<Scalar>&, const Scalar*, Scalar*,      \
                          Index);                                                                  \
    template void product(Index, const SparsePairs<Scalar>&, View<Scalar>, const Scalar*, Scalar*, \
                          Index);                                                                  \
    template void product(Index, Index, const SparsePairs<Scalar>&, const Strips<Scalar>&,         \
                          const Scalar*, Scalar*, Index)
INKLING_INSTANTIATE(float);
INKLING_INSTANTIATE(double);
#undef INKLING_INSTANTIATE

}  // namespace nn
