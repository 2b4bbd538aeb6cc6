#include "engine/numerics/sparse_pairs.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace nn {

namespace {

// Whether Count numbers here and there are all +0, by their bits: 64 of them at a time.
template <std::ptrdiff_t Count, class Scalar>
bool are_empty(const Scalar* here, const Scalar* there) {
    std::array<std::uint64_t, Count * sizeof(Scalar) / sizeof(std::uint64_t)> bits, other_bits;
    std::memcpy(bits.data(), here, sizeof bits);
    std::memcpy(other_bits.data(), there, sizeof other_bits);
    std::uint64_t any = 0;
    for (std::size_t i = 0; i < bits.size(); ++i) any |= bits[i] | other_bits[i];
    return any == 0;
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

// Appends without a branch: what stands beyond the count is written over. Only where both rows have
// nothing for a whole run of columns, as drawings do, is the run passed over.
template <class Scalar>
void SparsePairs<Scalar>::list(std::ptrdiff_t rows, std::ptrdiff_t columns, const Scalar* a,
                               std::ptrdiff_t stride) {
    constexpr std::ptrdiff_t kRun = 4;
    rows_ = rows;
    columns_ = columns;
    std::uint32_t* end = ends_.data();
    for (std::ptrdiff_t row = 0; row < rows; row += 2) {
        Entry* const entries = entries_.data() + row / 2 * columns;
        const Scalar* const first = a + row * stride;
        const bool is_single = row + 1 == rows;
        const Scalar* const second = is_single ? first : first + stride;
        std::ptrdiff_t count = 0;
        const auto append = [&](std::ptrdiff_t column) {
            const Scalar one = first[column], other = second[column];
            entries[count] = {{one, other}, static_cast<std::uint32_t>(column)};
            count += (one != Scalar(0)) | (other != Scalar(0));
        };
        for (std::ptrdiff_t block = 0; block < columns; block += kBlock, ++end) {
            const std::ptrdiff_t last = std::min(columns, block + kBlock);
            std::ptrdiff_t column = block;
            for (; column + kRun <= last; column += kRun) {
                if (are_empty<kRun>(first + column, second + column)) continue;
                for (std::ptrdiff_t i = 0; i < kRun; ++i) append(column + i);
            }
            for (; column < last; ++column) append(column);
            *end = static_cast<std::uint32_t>(count);
        }
        if (!is_single) continue;
        for (std::ptrdiff_t i = 0; i < count; ++i) entries[i].elements[1] = Scalar(0);
    }
}

// Row by row of the matrix in memory, every pair of columns there grows by one entry at most.
template <class Scalar>
void SparsePairs<Scalar>::list_transpose(std::ptrdiff_t rows, std::ptrdiff_t columns,
                                         const Scalar* a, std::ptrdiff_t stride) {
    constexpr std::ptrdiff_t kRun = 8;
    rows_ = rows;
    columns_ = columns;
    Entry* const entries = entries_.data();
    std::uint32_t* const counts = counts_.data();
    std::fill_n(counts, pairs(), 0);
    const auto append = [=](std::ptrdiff_t row, std::ptrdiff_t column, Scalar one, Scalar other) {
        const std::ptrdiff_t pair = row / 2;
        std::uint32_t& count = counts[pair];
        entries[pair * columns + static_cast<std::ptrdiff_t>(count)] = {
            {one, other}, static_cast<std::uint32_t>(column)};
        count += static_cast<std::uint32_t>((one != Scalar(0)) | (other != Scalar(0)));
    };
    for (std::ptrdiff_t block = 0; block < blocks(); ++block) {
        const std::ptrdiff_t last = std::min(columns, (block + 1) * kBlock);
        for (std::ptrdiff_t column = block * kBlock; column < last; ++column) {
            const Scalar* const of_column = a + column * stride;
            std::ptrdiff_t row = 0;
            for (; row + kRun <= rows; row += kRun) {
                const Scalar* const run = of_column + row;
                if (are_empty<kRun / 2>(run, run + kRun / 2)) continue;
                for (std::ptrdiff_t i = 0; i < kRun; i += 2)
                    append(row + i, column, run[i], run[i + 1]);
            }
            for (; row + 1 < rows; row += 2)
                append(row, column, of_column[row], of_column[row + 1]);
            if (row < rows) append(row, column, of_column[row], Scalar(0));
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
