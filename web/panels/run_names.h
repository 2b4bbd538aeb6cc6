// Runs named by their settings, in the words of the controls.
#pragma once

#include <string>

#include "engine/session/recipe.h"

namespace nn::ui {

// What an earlier run had otherwise than the present one, in a few words: "16 neurons", "Seed 1".
std::string run_difference(const Recipe& earlier, const Recipe& present);

// What changed from one run to the next: "Learning rate 0.01 → 0.003, SGD → Adam"; the first three
// settings, and how many more there are.
std::string run_change(const Recipe& before, const Recipe& after);

}  // namespace nn::ui
