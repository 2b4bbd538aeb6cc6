// Pictures as PNG files.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace nn::cli {

using Rgb = std::array<std::uint8_t, 3>;

struct Picture {
    int width = 0, height = 0;
    std::vector<Rgb> pixels;  // (height, width)

    Picture(int columns, int rows, Rgb color)
        : width(columns),
          height(rows),
          pixels(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows), color) {}
    void fill(int x, int y, int columns, int rows, Rgb color);  // within the picture
};

// The bytes of a file.
std::string png_of(const Picture& picture);

}  // namespace nn::cli
