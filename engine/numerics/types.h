// The matrix types of the engine. The only file that includes Eigen, and only its Core.
//
// Convention: data is row-major with one sample a row, as in scikit-learn and NumPy:
//   A (batch, units), W (inputs, units), b (units), so that Z = A·W + b.
#pragma once

#include <Eigen/Core>

namespace nn {

template <class Scalar>
using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

template <class Scalar>
using RowVector = Eigen::Matrix<Scalar, 1, Eigen::Dynamic>;

}  // namespace nn
