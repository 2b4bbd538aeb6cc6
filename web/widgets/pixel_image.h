// Small images drawn pixel by pixel, crisp at every ratio.
#pragma once

#include <cstdint>
#include <span>

#include "web/widgets/geometry.h"
#include "web/widgets/theme.h"

namespace nn::ui {

// pixels: (height, width), 0…max_value from paper to ink. `grid`: hair lines between the pixels.
void draw_pixels(const Rect& rect, std::span<const std::uint8_t> pixels, int width, int height,
                 int max_value, bool grid = false);

// The same for values with a sign: 128 is nothing, 1 and 255 the largest of either sign.
void draw_signed_pixels(const Rect& rect, std::span<const std::uint8_t> values, int width,
                        int height);

}  // namespace nn::ui
