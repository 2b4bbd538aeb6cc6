// Simard's elastic field is white noise smoothed by a Gaussian. Here the noise sits on a coarse grid
// and cubic B-splines, which are Gaussians to within a few percent, spread it: the same field at a
// fraction of the work. With four cells across the image a spline is as wide as the Gaussian of
// deviation 4 pixels that Simard et al. found best for 28 × 28.
#include "engine/data/augment.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>

#include "engine/numerics/functions.h"

namespace nn {

namespace {

constexpr int kCells = 4, kKnots = kCells + 3;  // along each axis

// Uniform in [-limit, limit).
float either_way(double limit, RandomState& random) {
    return static_cast<float>(limit * (static_cast<double>(random.next_uint32()) * 0x1p-31 - 1.0));
}

// Cubic B-splines at t in [0, 1) of a cell: the shares of the four knots about it.
std::array<float, 4> spline_weights(float t) {
    const float s = 1.0f - t;
    return {s * s * s / 6.0f, (3.0f * t * t * t - 6.0f * t * t + 4.0f) / 6.0f,
            (3.0f * s * s * s - 6.0f * s * s + 4.0f) / 6.0f, t * t * t / 6.0f};
}

void fit_splines(int size, std::vector<std::array<float, 4>>& weights, std::vector<int>& first) {
    for (int i = 0; i < size; ++i) {
        const float at = (static_cast<float>(i) + 0.5f) * kCells / static_cast<float>(size);
        const int cell = static_cast<int>(at);
        first.push_back(cell);
        weights.push_back(spline_weights(at - static_cast<float>(cell)));
    }
}

}  // namespace

Augmenter::Augmenter(int width, int height, int max_value)
    : width_(width),
      height_(height),
      max_value_(static_cast<float>(max_value)),
      padded_(static_cast<std::size_t>(width + 3) * static_cast<std::size_t>(height + 3)),
      knots_(kKnots * kKnots),
      rows_(static_cast<std::size_t>(width) * kKnots),
      variant_(static_cast<std::size_t>(width) * static_cast<std::size_t>(height)) {
    for (std::vector<float>& field : field_) field.resize(variant_.size());
    fit_splines(width, weights_x_, first_x_);
    fit_splines(height, weights_y_, first_y_);
}

std::span<const std::uint8_t> Augmenter::variant(std::span<const std::uint8_t> image,
                                                 const Augmentation& augmentation,
                                                 RandomState& random) {
    return apply(image, draw(augmentation, random));
}

// A variant shows at (x, y) what the image has at the place that the inverse of its transformation
// gives; since every amount is as likely in either direction, it is the inverse that is drawn.
Warp Augmenter::draw(const Augmentation& augmentation, RandomState& random) {
    Warp warp;
    warp.shift_x = either_way(augmentation.shift, random);
    warp.shift_y = either_way(augmentation.shift, random);
    const double half_turns = static_cast<double>(either_way(augmentation.rotate, random)) / 180.0;
    const float sine = static_cast<float>(sin_of_pi(half_turns));
    const float cosine = static_cast<float>(sin_of_pi(half_turns + 0.5));
    const float scale_x = 1.0f + either_way(augmentation.scale, random);
    const float scale_y = 1.0f + either_way(augmentation.scale, random);
    const float shear = either_way(augmentation.shear, random);
    // Turned, then sheared, then scaled.
    warp.xx = scale_x * (cosine + shear * sine);
    warp.xy = scale_x * (shear * cosine - sine);
    warp.yx = scale_y * sine;
    warp.yy = scale_y * cosine;
    warp.is_elastic = augmentation.elastic > 0.0;
    if (warp.is_elastic) draw_field(static_cast<float>(augmentation.elastic), random);
    return warp;
}

void Augmenter::draw_field(float deviation, RandomState& random) {
    // Noise uniform in ±limit has the deviation limit / sqrt(3); a spline's sum of squares is, on
    // average over a cell, 151/315 along each axis, so that is what the grid keeps of it.
    constexpr double kLimit = 1.7320508075688772 * 315.0 / 151.0;
    const std::size_t columns = static_cast<std::size_t>(width_);
    for (std::vector<float>& field : field_) {
        for (float& knot : knots_)
            knot = either_way(kLimit * static_cast<double>(deviation), random);
        for (std::size_t row = 0; row < kKnots; ++row)
            for (std::size_t x = 0; x < columns; ++x) {
                const float* knot = &knots_[row * kKnots + static_cast<std::size_t>(first_x_[x])];
                const std::array<float, 4>& w = weights_x_[x];
                rows_[row * columns + x] =
                    w[0] * knot[0] + w[1] * knot[1] + w[2] * knot[2] + w[3] * knot[3];
            }
        for (std::size_t y = 0; y < static_cast<std::size_t>(height_); ++y) {
            const float* row = &rows_[static_cast<std::size_t>(first_y_[y]) * columns];
            const std::array<float, 4>& w = weights_y_[y];
            for (std::size_t x = 0; x < columns; ++x)
                field[y * columns + x] = w[0] * row[x] + w[1] * row[columns + x] +
                                         w[2] * row[2 * columns + x] + w[3] * row[3 * columns + x];
        }
    }
}

// Bilinear, with nothing outside the image.
std::span<const std::uint8_t> Augmenter::apply(std::span<const std::uint8_t> image,
                                               const Warp& warp) {
    assert(image.size() == variant_.size());
    const std::size_t columns = static_cast<std::size_t>(width_);
    const std::size_t padded_columns = columns + 3;
    for (std::size_t y = 0; y < static_cast<std::size_t>(height_); ++y)
        for (std::size_t x = 0; x < columns; ++x)
            padded_[(y + 1) * padded_columns + x + 1] = static_cast<float>(image[y * columns + x]);

    const float center_x = 0.5f * static_cast<float>(width_ - 1);
    const float center_y = 0.5f * static_cast<float>(height_ - 1);
    const float limit_x = static_cast<float>(width_ + 1), limit_y = static_cast<float>(height_ + 1);
    std::size_t at = 0;
    for (int y = 0; y < height_; ++y) {
        const float dy = static_cast<float>(y) - center_y;
        // In the coordinates of the frame, where the image begins at (1, 1).
        const float row_x = center_x + warp.shift_x + 1.0f + warp.xy * dy;
        const float row_y = center_y + warp.shift_y + 1.0f + warp.yy * dy;
        for (int x = 0; x < width_; ++x, ++at) {
            const float dx = static_cast<float>(x) - center_x;
            float from_x = row_x + warp.xx * dx, from_y = row_y + warp.yx * dx;
            if (warp.is_elastic) {
                from_x += field_[0][at];
                from_y += field_[1][at];
            }
            from_x = std::clamp(from_x, 0.0f, limit_x);
            from_y = std::clamp(from_y, 0.0f, limit_y);
            const int left = static_cast<int>(from_x), top = static_cast<int>(from_y);
            const float right_share = from_x - static_cast<float>(left);
            const float below_share = from_y - static_cast<float>(top);
            const float* pixel = &padded_[static_cast<std::size_t>(top) * padded_columns +
                                          static_cast<std::size_t>(left)];
            const float above = pixel[0] + right_share * (pixel[1] - pixel[0]);
            const float below = pixel[padded_columns] +
                                right_share * (pixel[padded_columns + 1] - pixel[padded_columns]);
            const float value = above + below_share * (below - above);
            variant_[at] = static_cast<std::uint8_t>(std::min(value + 0.5f, max_value_));
        }
    }
    return variant_;
}

}  // namespace nn
