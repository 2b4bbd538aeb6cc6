// Sessions that go wrong on purpose, one for each kind that a recipe alone can bring about.
#pragma once

#include <span>
#include <string_view>

#include "engine/diagnosis/diagnosis.h"

namespace nn::diagnosis {

struct Breakage {
    Kind kind = Kind::Plateau;
    std::string_view recipe;  // as recipe_text writes it
    int steps = 0;            // after which it shows, whatever the seed
};

// Not of label imbalance: all data sets have about as many samples of every class.
std::span<const Breakage> breakages();

}  // namespace nn::diagnosis
