// Where samples lie in the last hidden layer, seen along the two directions in which they differ most
// (principal components). Without a hidden layer it is the inputs that are seen so.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "engine/explore/subject.h"

namespace nn::explore {

struct Projection {
    RowVector<double> mean;     // (units)
    Matrix<double> directions;  // (units, 2), of length 1; the largest number of each is positive
    std::array<double, 2> share{};  // of the whole variance
    std::array<double, 2> place_of(std::span<const float> outputs) const;
};

// Of what comes in row by row.
Projection principal_plane(const Matrix<float>& rows);

// What the layer before the outputs gives for samples, or the scaled inputs.
Matrix<float> last_hidden(const Subject& subject, std::span<const std::int32_t> samples);
std::vector<float> last_hidden(const Subject& subject, std::span<const double> pixels);

}  // namespace nn::explore
