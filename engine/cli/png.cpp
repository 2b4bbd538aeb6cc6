#include "engine/cli/png.h"

#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STB_IMAGE_WRITE_STATIC
#define STBI_WRITE_NO_STDIO
#include <stb_image_write.h>

namespace nn::cli {

void Picture::fill(int x, int y, int columns, int rows, Rgb color) {
    for (int row = y; row < y + rows; ++row)
        for (int column = x; column < x + columns; ++column)
            pixels[static_cast<std::size_t>(row * width + column)] = color;
}

std::string png_of(const Picture& picture) {
    std::string file;
    const auto append = [](void* context, void* data, int size) {
        static_cast<std::string*>(context)->append(static_cast<const char*>(data),
                                                   static_cast<std::size_t>(size));
    };
    stbi_write_png_to_func(append, &file, picture.width, picture.height, 3, picture.pixels.data(),
                           3 * picture.width);
    return file;
}

}  // namespace nn::cli
