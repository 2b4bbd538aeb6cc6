// A transposed copy of a matrix, four by four numbers (of doubles two by two) in registers.
#pragma once

#include <cstddef>

#include "engine/numerics/lanes.h"

namespace nn {

// From as many rows, one element of each beside that of the next: column c of a block of kLanes rows
// becomes vector c.
inline void transpose_block(Vector<float> (&block)[4]) {
    const Vector<float> low = __builtin_shufflevector(block[0], block[1], 0, 4, 1, 5),
                        high = __builtin_shufflevector(block[0], block[1], 2, 6, 3, 7),
                        low_below = __builtin_shufflevector(block[2], block[3], 0, 4, 1, 5),
                        high_below = __builtin_shufflevector(block[2], block[3], 2, 6, 3, 7);
    block[0] = __builtin_shufflevector(low, low_below, 0, 1, 4, 5);
    block[1] = __builtin_shufflevector(low, low_below, 2, 3, 6, 7);
    block[2] = __builtin_shufflevector(high, high_below, 0, 1, 4, 5);
    block[3] = __builtin_shufflevector(high, high_below, 2, 3, 6, 7);
}

inline void transpose_block(Vector<double> (&block)[2]) {
    const Vector<double> first = __builtin_shufflevector(block[0], block[1], 0, 2);
    block[1] = __builtin_shufflevector(block[0], block[1], 1, 3);
    block[0] = first;
}

// to(column, row) = from(row, column), rows of both `from_row` and `to_row` numbers apart. They do not
// overlap.
template <class Scalar>
void transpose(std::ptrdiff_t rows, std::ptrdiff_t columns, const Scalar* from,
               std::ptrdiff_t from_row, Scalar* to, std::ptrdiff_t to_row) {
    constexpr std::ptrdiff_t kFull = kLanes<Scalar>;
    std::ptrdiff_t row = 0;
    for (; row + kFull <= rows; row += kFull) {
        const Scalar* const source = from + row * from_row;
        std::ptrdiff_t column = 0;
        for (; column + kFull <= columns; column += kFull) {
            Vector<Scalar> block[kFull];
            for (std::ptrdiff_t i = 0; i < kFull; ++i)
                block[i] = load<kFull>(source + i * from_row + column);
            transpose_block(block);
            for (std::ptrdiff_t i = 0; i < kFull; ++i)
                store<kFull>(to + (column + i) * to_row + row, block[i]);
        }
        for (; column < columns; ++column)
            for (std::ptrdiff_t i = 0; i < kFull; ++i)
                to[column * to_row + row + i] = source[i * from_row + column];
    }
    for (; row < rows; ++row)
        for (std::ptrdiff_t column = 0; column < columns; ++column)
            to[column * to_row + row] = from[row * from_row + column];
}

}  // namespace nn
