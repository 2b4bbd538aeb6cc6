// What is not zero in a matrix. Most pixels of a drawing are empty and many neurons are silent: a
// product that is told where the zeros are passes over them. Rows are listed two by two, without the
// columns in which both are zero, because a processor multiplies two rows by what it has loaded once
// in little more time than one; and neighbouring pixels are mostly empty together.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace nn {

template <class Scalar>
class SparsePairs {
public:
    // A pair of rows is cut into blocks of this many columns, the steps that product() takes at a
    // time: whole words of 64 bits.
    static constexpr std::ptrdiff_t kBlock = 384;

    struct Entry {
        Scalar elements[2];  // of both rows; of the second one 0 where there is none
        std::uint32_t column;
    };

    // Makes room for so many rows of so many columns, or the reverse, and keeps what room there was; the
    // only call that allocates.
    void fit(std::ptrdiff_t rows, std::ptrdiff_t columns);

    // Lists a row-major matrix (rows, columns), whose rows are `stride` apart.
    void list(std::ptrdiff_t rows, std::ptrdiff_t columns, const Scalar* a, std::ptrdiff_t stride);
    // Lists the transpose, (rows, columns), of such a matrix (columns, rows).
    void list_transpose(std::ptrdiff_t rows, std::ptrdiff_t columns, const Scalar* a,
                        std::ptrdiff_t stride);

    std::ptrdiff_t rows() const { return rows_; }
    std::ptrdiff_t columns() const { return columns_; }

    // Of rows 2 * pair and 2 * pair + 1, in one block, by ascending columns.
    std::span<const Entry> entries(std::ptrdiff_t pair, std::ptrdiff_t block) const {
        const std::uint32_t* const end = ends_.data() + pair * blocks() + block;
        const std::uint32_t begin = block > 0 ? end[-1] : 0;
        return {entries_.data() + pair * columns_ + begin, *end - begin};
    }

private:
    std::ptrdiff_t pairs() const { return (rows_ + 1) / 2; }
    std::ptrdiff_t blocks() const { return (columns_ + kBlock - 1) / kBlock; }

    std::ptrdiff_t rows_ = 0, columns_ = 0;
    std::vector<Entry> entries_;       // of pair p from p * columns on
    std::vector<std::uint32_t> ends_;  // (pairs, blocks): how many of the pair stand before
    std::vector<std::uint32_t> counts_;
};

// The share of a row-major matrix that is zero in both rows of a pair, by a few of its rows.
template <class Scalar>
double empty_share(std::ptrdiff_t rows, std::ptrdiff_t columns, const Scalar* a,
                   std::ptrdiff_t row_stride);

}  // namespace nn
