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
#include "engine/numerics/lanes.h"

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
      padded_bytes_(padded_.size()),
      has_ink_(padded_.size() - static_cast<std::size_t>(width + 3) - 1),
      knots_(kKnots * kKnots),
      rows_(static_cast<std::size_t>(width) * kKnots),
      variant_(static_cast<std::size_t>(width) * static_cast<std::size_t>(height)) {
    for (std::vector<float>& field : field_) field.resize(variant_.size() + 3);  // groups of four
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

// The image in a frame of zeros, and where there is ink.
void Augmenter::frame(std::span<const std::uint8_t> image) {
    const int columns = width_, padded_columns = width_ + 3;
    const std::uint8_t* from = image.data();
    std::uint8_t* const __restrict bytes = padded_bytes_.data();
    float* const __restrict padded = padded_.data();
    for (int y = 0, to = padded_columns + 1; y < height_; ++y, to += padded_columns)
        for (int x = 0; x < columns; ++x, ++from) {
            bytes[to + x] = *from;
            padded[to + x] = static_cast<float>(*from);
        }
    std::uint8_t* const __restrict has_ink = has_ink_.data();
    const int places = static_cast<int>(has_ink_.size());
    for (int i = 0; i < places; ++i)
        has_ink[i] =
            bytes[i] | bytes[i + 1] | bytes[i + padded_columns] | bytes[i + padded_columns + 1];
}

// Bilinear, with nothing outside the image. Four pixels at a time: most groups of four come from where
// there is no ink, and are done when that is known.
std::span<const std::uint8_t> Augmenter::apply(std::span<const std::uint8_t> image,
                                               const Warp& warp) {
    using Four = Vector<float>;
    using FourIntegers = std::int32_t __attribute__((vector_size(16)));
    constexpr int kGroup = 4;
    assert(image.size() == variant_.size());
    frame(image);
    const int padded_columns = width_ + 3;
    const std::uint8_t* const has_ink = has_ink_.data();
    const float* const padded = padded_.data();
    const float center_x = 0.5f * static_cast<float>(width_ - 1);
    const float center_y = 0.5f * static_cast<float>(height_ - 1);
    const Four zero{}, limit_x = zero + static_cast<float>(width_ + 1),
                       limit_y = zero + static_cast<float>(height_ + 1);
    for (int y = 0; y < height_; ++y) {
        const float dy = static_cast<float>(y) - center_y;
        // In the coordinates of the frame, where the image begins at (1, 1).
        const float row_x = center_x + warp.shift_x + 1.0f + warp.xy * dy;
        const float row_y = center_y + warp.shift_y + 1.0f + warp.yy * dy;
        for (int x = 0; x < width_; x += kGroup) {
            const std::size_t at = static_cast<std::size_t>(y * width_ + x);
            const float begin = static_cast<float>(x);
            const Four dx = Four{begin, begin + 1.0f, begin + 2.0f, begin + 3.0f} - center_x;
            Four from_x = row_x + warp.xx * dx, from_y = row_y + warp.yx * dx;
            if (warp.is_elastic) {
                from_x += load<kGroup>(&field_[0][at]);
                from_y += load<kGroup>(&field_[1][at]);
            }
            from_x = from_x < zero ? zero : from_x > limit_x ? limit_x : from_x;
            from_y = from_y < zero ? zero : from_y > limit_y ? limit_y : from_y;
            const auto left = __builtin_convertvector(from_x, FourIntegers);
            const auto top = __builtin_convertvector(from_y, FourIntegers);
            const FourIntegers corner = top * padded_columns + left;
            std::uint8_t* const to = &variant_[at];
            const int group = std::min(kGroup, width_ - x);
            if ((has_ink[corner[0]] | has_ink[corner[1]] | has_ink[corner[2]] |
                 has_ink[corner[3]]) == 0) {
                for (int i = 0; i < group; ++i) to[i] = 0;
                continue;
            }
            const float* const a = padded + corner[0];
            const float* const b = padded + corner[1];
            const float* const c = padded + corner[2];
            const float* const d = padded + corner[3];
            const int down = padded_columns;
            const Four top_left{a[0], b[0], c[0], d[0]}, top_right{a[1], b[1], c[1], d[1]};
            const Four bottom_left{a[down], b[down], c[down], d[down]};
            const Four bottom_right{a[down + 1], b[down + 1], c[down + 1], d[down + 1]};
            const Four right_share = from_x - __builtin_convertvector(left, Four);
            const Four below_share = from_y - __builtin_convertvector(top, Four);
            const Four above = top_left + right_share * (top_right - top_left);
            const Four below = bottom_left + right_share * (bottom_right - bottom_left);
            const Four value = above + below_share * (below - above) + 0.5f;
            for (int i = 0; i < group; ++i)
                to[i] = static_cast<std::uint8_t>(std::min(value[i], max_value_));
        }
    }
    return variant_;
}

}  // namespace nn
