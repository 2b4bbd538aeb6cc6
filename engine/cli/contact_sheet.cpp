#include "engine/cli/contact_sheet.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace nn::cli {

namespace {

constexpr int kImage = 56;  // pixels of an image: 7 of one of 8, 2 of one of 28
constexpr int kFrame = 2, kGap = 4, kCell = kImage + 2 * kFrame + kGap, kMostColumns = 20;
constexpr int kDot = 2;  // pixels of the small digits' dots
constexpr Rgb kPaper = {32, 32, 36}, kQuiet = {110, 160, 255}, kWrong = {255, 72, 72};

// Digits of 3 × 5 dots, row by row, the left dot the highest bit.
constexpr std::array<std::array<std::uint8_t, 5>, 10> kDigits = {{{7, 5, 5, 5, 7},
                                                                  {2, 6, 2, 2, 7},
                                                                  {7, 1, 7, 4, 7},
                                                                  {7, 1, 7, 1, 7},
                                                                  {5, 5, 7, 1, 1},
                                                                  {7, 4, 7, 1, 7},
                                                                  {7, 4, 7, 5, 7},
                                                                  {7, 1, 2, 2, 2},
                                                                  {7, 5, 7, 5, 7},
                                                                  {7, 5, 7, 1, 7}}};

void draw_digit(Picture& picture, int x, int y, int digit, Rgb color) {
    for (int row = 0; row < 5; ++row)
        for (int column = 0; column < 3; ++column)
            if ((kDigits[static_cast<std::size_t>(digit)][static_cast<std::size_t>(row)] >>
                     (2 - column) &
                 1) != 0)
                picture.fill(x + column * kDot, y + row * kDot, kDot, kDot, color);
}

void draw_image(Picture& picture, int x, int y, const std::vector<std::uint8_t>& image,
                const ImageStyle& style) {
    const int dot = std::max(kImage / std::max(style.width, style.height), 1);
    for (int row = 0; row < style.height; ++row)
        for (int column = 0; column < style.width; ++column) {
            const auto value = image[static_cast<std::size_t>(row * style.width + column)];
            const auto gray = static_cast<std::uint8_t>(value * 255 / style.max_value);
            picture.fill(x + column * dot, y + row * dot, dot, dot, {gray, gray, gray});
        }
}

}  // namespace

Picture contact_sheet(std::span<const SheetItem> items, const ImageStyle& style) {
    const int count = static_cast<int>(items.size());
    const int columns = std::clamp(count, 1, kMostColumns);
    const int rows = std::max((count + columns - 1) / columns, 1);
    Picture picture(columns * kCell + kGap, rows * kCell + kGap, kPaper);
    for (int i = 0; i < count; ++i) {
        const SheetItem& item = items[static_cast<std::size_t>(i)];
        const int x = i % columns * kCell + kGap, y = i / columns * kCell + kGap;
        const Rgb color = item.is_wrong ? kWrong : kQuiet;
        if (item.is_wrong) picture.fill(x, y, kImage + 2 * kFrame, kImage + 2 * kFrame, color);
        draw_image(picture, x + kFrame, y + kFrame, item.image, style);
        if (item.digit >= 0 && item.digit < static_cast<int>(kDigits.size()))
            draw_digit(picture, x + kFrame + 2, y + kFrame + 2, item.digit, color);
    }
    return picture;
}

}  // namespace nn::cli
