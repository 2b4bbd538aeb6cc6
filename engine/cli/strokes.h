// Files of drawings: [{"label": 7, "strokes": [[[x, y], …], …]}, …], coordinates in pixels of a
// canvas of any size, y down. The label may be missing.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "engine/cli/outcome.h"
#include "engine/data/ink.h"

namespace nn::cli {

struct Drawing {
    std::optional<int> label;
    Ink ink;  // in pad units, see parse_drawings
};

// How large the canvas was is not in the file, so every drawing is brought to the size that a digit
// usually has on the pad. What is less than a tenth as large as the file's usual drawing stays small:
// a dot is no digit.
Outcome<std::vector<Drawing>> parse_drawings(std::string_view json, int classes);

}  // namespace nn::cli
