// Trained weights in a byte each, for links to sessions that take too long to train again.
//
// For each tensor (the weights, then the biases of each layer in turn) its least value, its greatest,
// both as 32-bit floats, and for each number q, the nearest of 256 evenly spaced values from the least
// (0) to the greatest (255); at the end the CRC-32 of all before it. Low byte first.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "engine/session/recipe.h"

namespace nn {

// Of parameters as parameters_of has them, which must be as many as the recipe's network has and finite:
// else there are no bytes.
std::vector<std::uint8_t> packed_weights(std::span<const float> parameters, const Recipe& recipe);

// How many bytes these are: what inflating may give at most.
std::size_t packed_weights_size(const Recipe& recipe);

// The parameters, or a sentence that says why there are none.
std::variant<std::vector<float>, std::string> unpacked_weights(std::span<const std::uint8_t> bytes,
                                                               const Recipe& recipe);

}  // namespace nn
