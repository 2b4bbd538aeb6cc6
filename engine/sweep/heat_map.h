// A collected sweep as a picture.
#pragma once

#include <string>

#include "engine/sweep/collection.h"

namespace nn {

// An SVG file: the grid with the mean of the score in each cell, its spread below, and a scale of colours
// from the least mean to the greatest. Nothing from outside is in it but numbers and names of settings.
std::string heat_map_svg(const SweepPlan& plan, const SweepCollection& collection);

}  // namespace nn
