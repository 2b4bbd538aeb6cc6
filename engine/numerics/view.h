// A matrix in memory, as the products read it.
#pragma once

#include <cstddef>

namespace nn {

// Element (row, column) stands at data[row * row_stride + column * column_stride]. A plain row-major
// matrix has column_stride 1; its transpose is read by exchanging the two.
template <class Scalar>
struct View {
    const Scalar* data;
    std::ptrdiff_t row_stride, column_stride = 1;

    const Scalar* at(std::ptrdiff_t row, std::ptrdiff_t column) const {
        return data + row * row_stride + column * column_stride;
    }
    View from(std::ptrdiff_t row, std::ptrdiff_t column) const {
        return {at(row, column), row_stride, column_stride};
    }
};

}  // namespace nn
