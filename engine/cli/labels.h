// Label files, one label a line, and what two of them say about a classifier.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/cli/outcome.h"
#include "engine/training/evaluation.h"

namespace nn::cli {

// A file's labels as written, without line ends; a file that ends in blank lines has no labels
// there.
Outcome<std::vector<std::string>> parse_labels(std::string_view text);

struct Comparison {
    ConfusionMatrix matrix;
    std::vector<std::string>
        names;  // in scikit-learn's order: whole numbers by value, names by their bytes
};

// A sentence when the two do not belong together: of different length, or numbers in one and names
// in the other.
Outcome<Comparison> compare_labels(const std::vector<std::string>& truth,
                                   const std::vector<std::string>& prediction);

}  // namespace nn::cli
