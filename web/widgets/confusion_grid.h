// A confusion matrix: rows are the truth, columns what the network read. Right is neutral, deeper with
// the count; wrong is rose; zero is left empty.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "web/widgets/geometry.h"

namespace nn::ui {

struct Cell {
    int truth = -1, prediction = -1;
    bool is_some() const { return truth >= 0; }
    bool operator==(const Cell&) const = default;
};

// counts: (classes, classes). Returns true when a non-empty cell was chosen (written to *chosen).
// `anchor` receives the rectangle of the chosen or hovered cell for a popover.
bool confusion_grid(std::string_view id, const Rect& rect, std::span<const std::int32_t> counts,
                    int classes, std::span<const std::string_view> class_names,
                    std::string_view read_as, std::string_view truth, Cell* chosen, Rect* anchor);

}  // namespace nn::ui
