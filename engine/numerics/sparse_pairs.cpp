#include "engine/numerics/sparse_pairs.h"

#include <algorithm>

namespace nn {

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

// Appends without a branch: what stands beyond the count is written over.
template <class Scalar>
void SparsePairs<Scalar>::list(std::ptrdiff_t rows, std::ptrdiff_t columns, View<Scalar> a) {
    rows_ = rows;
    columns_ = columns;
    std::uint32_t* end = ends_.data();
    for (std::ptrdiff_t row = 0; row < rows; row += 2) {
        Entry* const entries = entries_.data() + row / 2 * columns;
        const Scalar* const first = a.at(row, 0);
        const bool is_single = row + 1 == rows;
        const Scalar* const second = is_single ? first : a.at(row + 1, 0);
        std::ptrdiff_t count = 0;
        for (std::ptrdiff_t block = 0; block < columns; block += kBlock, ++end) {
            const std::ptrdiff_t last = std::min(columns, block + kBlock);
            for (std::ptrdiff_t column = block; column < last; ++column) {
                const Scalar one = first[column * a.column_stride],
                             other = second[column * a.column_stride];
                entries[count] = {{one, other}, static_cast<std::uint32_t>(column)};
                count += (one != Scalar(0)) | (other != Scalar(0));
            }
            *end = static_cast<std::uint32_t>(count);
        }
        if (!is_single) continue;
        for (std::ptrdiff_t i = 0; i < count; ++i) entries[i].elements[1] = Scalar(0);
    }
}

// Column by column every pair of rows grows by one entry at most.
template <class Scalar>
void SparsePairs<Scalar>::list_by_columns(std::ptrdiff_t rows, std::ptrdiff_t columns,
                                          View<Scalar> a) {
    rows_ = rows;
    columns_ = columns;
    Entry* const entries = entries_.data();
    std::uint32_t* const counts = counts_.data();
    std::fill_n(counts, pairs(), 0);
    for (std::ptrdiff_t block = 0; block < blocks(); ++block) {
        const std::ptrdiff_t last = std::min(columns, (block + 1) * kBlock);
        for (std::ptrdiff_t column = block * kBlock; column < last; ++column) {
            for (std::ptrdiff_t pair = 0; pair < pairs(); ++pair) {
                const Scalar* const element = a.at(2 * pair, column);
                const Scalar one = element[0],
                             other = 2 * pair + 1 < rows ? element[a.row_stride] : Scalar(0);
                const std::uint32_t count = counts[pair];
                Entry* const of_pair = entries + pair * columns;
                of_pair[count] = {{one, other}, static_cast<std::uint32_t>(column)};
                counts[pair] = count + ((one != Scalar(0)) | (other != Scalar(0)));
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
