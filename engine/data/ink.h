// From pen strokes to the image a network reads, in the way each data set was made.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/data/dataset.h"

namespace nn {

struct InkPoint {
    float x = 0.0f, y = 0.0f;  // in pad units: the pad is the square [0, 1] × [0, 1], y down
    bool operator==(const InkPoint&) const = default;
};

struct Stroke {
    std::vector<InkPoint> points;
    float width = 0.09f;  // of the brush, in pad units
    bool operator==(const Stroke&) const = default;
};

using Ink = std::vector<Stroke>;

// The smallest upright rectangle that holds some points.
struct InkBox {
    InkPoint low, high;

    float width() const { return high.x - low.x; }
    float height() const { return high.y - low.y; }
    InkPoint middle() const { return {0.5f * (low.x + high.x), 0.5f * (low.y + high.y)}; }
};

// Of all points that are numbers; nothing when there is none.
std::optional<InkBox> box_of(const Ink& ink);

// How images of a data set look: enough to draw ink in its style.
struct ImageStyle {
    int width = 8, height = 8;
    int max_value = 16;
};

ImageStyle style_of(const Dataset& dataset);

// Renders the ink as the data set would have recorded it; all zeros for empty ink.
//  28×28, 255: aspect kept, the longer side scaled to 20 pixels, centred by its mass (LeCun et al.).
//  8×8, 16: a 32×32 bitmap that the digit fills, lit pixels counted in 4×4 blocks (UCI optical digits).
// Position and size of the drawing do not matter; the stroke width is that of the training images.
std::vector<std::uint8_t> image_of_ink(const Ink& ink, const ImageStyle& style);

}  // namespace nn
