// Where the neurons of each hidden layer stand: at most six columns of squares that show their weights in
// whole pixels, or small squares where a layer is large.
#pragma once

#include <span>
#include <vector>

#include "web/widgets/geometry.h"

namespace nn::ui {

inline constexpr int kMostTiles = 256;  // units of a layer that are shown as images

struct LayerPlace {
    int units = 0, columns = 1, rows = 1;
    float tile = 32.0f;
    float gap_x = 8.0f, gap_y = 7.0f;
    Rect bounds;
    bool is_squares = false;  // too large for images

    // Centre of the place `slot`, row by row; a last row that is not full stands in the middle.
    ImVec2 center(int slot) const;
};

// The size nearest below the wish at which a pixel of the image is a whole number of screen pixels, or a
// whole number of its pixels one screen pixel.
float tile_side(float wish, int image_width);

// Several layers may take up `overhang` more than their room, on each side.
inline constexpr float kOverhang = 48.0f;
std::vector<LayerPlace> place_layers(const Rect& room, float center_y, float wish, int image_width,
                                     std::span<const int> units, float overhang = kOverhang);

}  // namespace nn::ui
