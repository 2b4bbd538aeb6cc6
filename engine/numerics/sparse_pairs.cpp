#include "engine/numerics/sparse_pairs.h"

#include <algorithm>
#include <bit>

#include "engine/numerics/lanes.h"

namespace nn {

namespace {

constexpr std::ptrdiff_t kWord = 64;

template <class Scalar>
std::uint64_t nonzero_bits(const Scalar* values, std::ptrdiff_t count) {
    return bits_where(values, count, [](Vector<Scalar> v) { return v != Vector<Scalar>{}; });
}

}  // namespace

template <class Scalar>
void SparsePairs<Scalar>::fit(std::ptrdiff_t rows, std::ptrdiff_t columns) {
    const auto pairs_of = [](std::ptrdiff_t n) { return (n + 1) / 2; };
    const auto blocks_of = [](std::ptrdiff_t n) { return (n + kBlock - 1) / kBlock; };
    const auto grow = [](auto& values, std::ptrdiff_t one, std::ptrdiff_t other) {
        values.resize(std::max(values.size(), static_cast<std::size_t>(std::max(one, other))));
    };
    grow(entries_, pairs_of(rows) * columns, pairs_of(columns) * rows);
    grow(ends_, pairs_of(rows) * blocks_of(columns), pairs_of(columns) * blocks_of(rows));
    grow(counts_, pairs_of(rows), pairs_of(columns));
}

template <class Scalar>
void SparsePairs<Scalar>::list(std::ptrdiff_t rows, std::ptrdiff_t columns, const Scalar* a,
                               std::ptrdiff_t stride) {
    rows_ = rows;
    columns_ = columns;
    std::uint32_t* end = ends_.data();
    for (std::ptrdiff_t row = 0; row < rows; row += 2) {
        Entry* const entries = entries_.data() + row / 2 * columns;
        const Scalar* const first = a + row * stride;
        const bool is_single = row + 1 == rows;
        const Scalar* const second = is_single ? first : first + stride;
        Entry* next = entries;
        for (std::ptrdiff_t block = 0; block < columns; block += kBlock, ++end) {
            const std::ptrdiff_t last = std::min(columns, block + kBlock);
            for (std::ptrdiff_t word = block; word < last; word += kWord) {
                const std::ptrdiff_t count = std::min(kWord, last - word);
                std::uint64_t bits =
                    nonzero_bits(first + word, count) | nonzero_bits(second + word, count);
                for (; bits != 0; bits &= bits - 1) {
                    const std::ptrdiff_t column = word + std::countr_zero(bits);
                    *next++ = {{first[column], second[column]}, static_cast<std::uint32_t>(column)};
                }
            }
            *end = static_cast<std::uint32_t>(next - entries);
        }
        if (!is_single) continue;
        for (Entry* entry = entries; entry != next; ++entry) entry->elements[1] = Scalar(0);
    }
}

// Row by row of the matrix in memory, every pair of columns there grows by one entry at most.
template <class Scalar>
void SparsePairs<Scalar>::list_transpose(std::ptrdiff_t rows, std::ptrdiff_t columns,
                                         const Scalar* a, std::ptrdiff_t stride) {
    constexpr std::uint64_t kFirstOfPairs = 0x5555555555555555;
    rows_ = rows;
    columns_ = columns;
    Entry* const entries = entries_.data();
    std::uint32_t* const counts = counts_.data();
    std::fill_n(counts, pairs(), 0);
    for (std::ptrdiff_t block = 0; block < blocks(); ++block) {
        const std::ptrdiff_t last = std::min(columns, (block + 1) * kBlock);
        for (std::ptrdiff_t column = block * kBlock; column < last; ++column) {
            const Scalar* const of_column = a + column * stride;
            for (std::ptrdiff_t word = 0; word < rows; word += kWord) {
                std::uint64_t bits = nonzero_bits(of_column + word, std::min(kWord, rows - word));
                bits = (bits | bits >> 1) & kFirstOfPairs;
                for (; bits != 0; bits &= bits - 1) {
                    const std::ptrdiff_t row = word + std::countr_zero(bits), pair = row / 2;
                    const Scalar second = row + 1 < rows ? of_column[row + 1] : Scalar(0);
                    entries[pair * columns + static_cast<std::ptrdiff_t>(counts[pair]++)] = {
                        {of_column[row], second}, static_cast<std::uint32_t>(column)};
                }
            }
        }
        for (std::ptrdiff_t pair = 0; pair < pairs(); ++pair)
            ends_[static_cast<std::size_t>(pair * blocks() + block)] = counts[pair];
    }
}

template <class Scalar>
double empty_share(std::ptrdiff_t rows, std::ptrdiff_t columns, const Scalar* a,
                   std::ptrdiff_t row_stride) {
    constexpr std::ptrdiff_t kPairs = 4;
    const std::ptrdiff_t apart = std::max<std::ptrdiff_t>(2, rows / kPairs / 2 * 2);
    std::ptrdiff_t seen = 0;
    std::ptrdiff_t empty = 0;
    for (std::ptrdiff_t row = 0; row + 1 < rows; row += apart, seen += columns) {
        const Scalar* const first = a + row * row_stride;
        const Scalar* const second = first + row_stride;
        for (std::ptrdiff_t column = 0; column < columns; ++column)
            empty += (first[column] == Scalar(0)) & (second[column] == Scalar(0));
    }
    return seen > 0 ? static_cast<double>(empty) / static_cast<double>(seen) : 0.0;
}

template class SparsePairs<float>;
template class SparsePairs<double>;
template double empty_share(std::ptrdiff_t, std::ptrdiff_t, const float*, std::ptrdiff_t);
template double empty_share(std::ptrdiff_t, std::ptrdiff_t, const double*, std::ptrdiff_t);

}  // namespace nn
