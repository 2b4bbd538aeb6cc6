// Geometry first (box, size, centre), pixels last: strokes are points until they are drawn once at the
// final size, so nothing is ever resampled.
#include "engine/data/ink.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace nn {

namespace {

struct Box {
    float x_min = std::numeric_limits<float>::max(), y_min = x_min;
    float x_max = std::numeric_limits<float>::lowest(), y_max = x_max;
    float width() const { return x_max - x_min; }
    float height() const { return y_max - y_min; }
    bool is_empty() const { return x_max < x_min; }
};

Box box_of(const Ink& ink) {
    Box box;
    for (const Stroke& stroke : ink)
        for (const InkPoint& point : stroke.points) {
            if (!std::isfinite(point.x) || !std::isfinite(point.y)) continue;
            box.x_min = std::min(box.x_min, point.x);
            box.x_max = std::max(box.x_max, point.x);
            box.y_min = std::min(box.y_min, point.y);
            box.y_max = std::max(box.y_max, point.y);
        }
    return box;
}

// From pad units to pixels: x' = (x - x0) * scale_x + shift_x.
struct Placement {
    float x0 = 0.0f, y0 = 0.0f, scale_x = 1.0f, scale_y = 1.0f, shift_x = 0.0f, shift_y = 0.0f;
    InkPoint operator()(InkPoint p) const {
        return {(p.x - x0) * scale_x + shift_x, (p.y - y0) * scale_y + shift_y};
    }
};

float distance_to_segment(InkPoint p, InkPoint a, InkPoint b) {
    const float dx = b.x - a.x, dy = b.y - a.y;
    const float length = dx * dx + dy * dy;
    const float t = length > 0.0f
                        ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length, 0.0f, 1.0f)
                        : 0.0f;
    const float ex = p.x - (a.x + t * dx), ey = p.y - (a.y + t * dy);
    return std::sqrt(ex * ex + ey * ey);
}

// Coverage in [0, 1] of each pixel by round-capped strokes of the given width (pixels), from the distance
// of the pixel's centre to the nearest stroke, softened over one pixel.
std::vector<float> draw(const Ink& ink, const Placement& place, int width, int height,
                        float stroke_width) {
    std::vector<float> pixels(static_cast<std::size_t>(width) * static_cast<std::size_t>(height),
                              0.0f);
    const float reach = 0.5f * stroke_width + 0.5f;
    const auto segment = [&](InkPoint a, InkPoint b) {
        const int x_begin = std::max(static_cast<int>(std::floor(std::min(a.x, b.x) - reach)), 0);
        const int x_end = std::min(static_cast<int>(std::ceil(std::max(a.x, b.x) + reach)), width);
        const int y_begin = std::max(static_cast<int>(std::floor(std::min(a.y, b.y) - reach)), 0);
        const int y_end = std::min(static_cast<int>(std::ceil(std::max(a.y, b.y) + reach)), height);
        for (int y = y_begin; y < y_end; ++y)
            for (int x = x_begin; x < x_end; ++x) {
                const InkPoint center{static_cast<float>(x) + 0.5f, static_cast<float>(y) + 0.5f};
                const float covered =
                    std::clamp(reach - distance_to_segment(center, a, b), 0.0f, 1.0f);
                float& pixel =
                    pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                           static_cast<std::size_t>(x)];
                pixel = std::max(pixel, covered);
            }
    };
    for (const Stroke& stroke : ink) {
        const InkPoint* last = nullptr;
        for (const InkPoint& point : stroke.points) {
            if (!std::isfinite(point.x) || !std::isfinite(point.y)) continue;
            segment(place(last ? *last : point), place(point));
            last = &point;
        }
    }
    return pixels;
}

// A dot or a short dash is not blown up to a whole digit: less than this share of the pad counts as this.
constexpr float kLeastExtent = 0.2f;

// LeCun's MNIST: the digit, aspect kept, in a 20×20 box, its centre of mass in the middle of 28×28.
std::vector<std::uint8_t> mnist_image(const Ink& ink, const ImageStyle& style) {
    constexpr float kStroke = 2.6f;  // mean stroke width of MNIST, in pixels
    const Box box = box_of(ink);
    const float side = static_cast<float>(std::min(style.width, style.height));
    const float inner = side * 20.0f / 28.0f - kStroke;
    const float scale = inner / std::max({box.width(), box.height(), kLeastExtent});
    const float middle_x = 0.5f * static_cast<float>(style.width),
                middle_y = 0.5f * static_cast<float>(style.height);
    Placement place{0.5f * (box.x_min + box.x_max),
                    0.5f * (box.y_min + box.y_max),
                    scale,
                    scale,
                    middle_x,
                    middle_y};
    std::vector<float> pixels = draw(ink, place, style.width, style.height, kStroke);

    float mass = 0.0f, x_sum = 0.0f, y_sum = 0.0f;
    for (int y = 0; y < style.height; ++y)
        for (int x = 0; x < style.width; ++x) {
            const float value = pixels[static_cast<std::size_t>(y * style.width + x)];
            mass += value;
            x_sum += value * (static_cast<float>(x) + 0.5f);
            y_sum += value * (static_cast<float>(y) + 0.5f);
        }
    if (mass > 0.0f) {
        place.shift_x += middle_x - x_sum / mass;
        place.shift_y += middle_y - y_sum / mass;
        pixels = draw(ink, place, style.width, style.height, kStroke);
    }
    std::vector<std::uint8_t> out(pixels.size());
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] =
            static_cast<std::uint8_t>(std::lround(pixels[i] * static_cast<float>(style.max_value)));
    return out;
}

// UCI's optical digits: a 32×32 bitmap that the digit fills from top to bottom, lit pixels counted in
// 4×4 blocks.
std::vector<std::uint8_t> block_image(const Ink& ink, const ImageStyle& style) {
    constexpr int kBlock = 4;
    constexpr float kStroke = 5.0f;           // of the training images, in pixels of the bitmap
    constexpr float kWidest = 24.0f / 32.0f;  // their width, as a share of the bitmap
    const int width = kBlock * style.width, height = kBlock * style.height;
    const Box box = box_of(ink);
    const float inner_width = kWidest * static_cast<float>(width) - kStroke;
    const float inner_height = static_cast<float>(height) - kStroke;
    const float scale = std::min(inner_height / std::max(box.height(), kLeastExtent),
                                 inner_width / std::max(box.width(), 0.25f * kLeastExtent));
    const Placement place{
        0.5f * (box.x_min + box.x_max),   0.5f * (box.y_min + box.y_max),   scale, scale,
        0.5f * static_cast<float>(width), 0.5f * static_cast<float>(height)};
    const std::vector<float> bitmap = draw(ink, place, width, height, kStroke);
    std::vector<std::uint8_t> out(
        static_cast<std::size_t>(style.width) * static_cast<std::size_t>(style.height), 0);
    constexpr int kFullBlock = kBlock * kBlock;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            if (bitmap[static_cast<std::size_t>(y * width + x)] >= 0.5f)
                ++out[static_cast<std::size_t>((y / kBlock) * style.width + x / kBlock)];
    for (std::uint8_t& value : out)
        value = static_cast<std::uint8_t>(value * style.max_value / kFullBlock);
    return out;
}

}  // namespace

std::vector<std::uint8_t> image_of_ink(const Ink& ink, const ImageStyle& style) {
    const auto size =
        static_cast<std::size_t>(style.width) * static_cast<std::size_t>(style.height);
    if (box_of(ink).is_empty()) return std::vector<std::uint8_t>(size, 0);
    return style.width <= 16 ? block_image(ink, style) : mnist_image(ink, style);
}

}  // namespace nn
