// Variants of an image: shifted, turned, scaled, sheared and bent at random, as people's hands vary a
// digit. Training on them teaches that all these are the same digit (Simard et al. 2003).
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/numerics/random.h"

namespace nn {

// How far a variant may go; each amount is drawn afresh for each variant, uniformly, either way.
struct Augmentation {
    double shift = 0.0;    // pixels, along each axis
    double rotate = 0.0;   // degrees
    double scale = 0.0;    // share of the size, of each axis for itself
    double shear = 0.0;    // pixels to the side per pixel of height
    double elastic = 0.0;  // pixels, the standard deviation of a smooth field of displacements

    bool is_on() const {
        return shift > 0.0 || rotate > 0.0 || scale > 0.0 || shear > 0.0 || elastic > 0.0;
    }
    bool operator==(const Augmentation&) const = default;
};

// Where a variant takes its pixels from: pixel (x, y) comes from the place
//   center + (xx xy; yx yy) * ((x, y) - center) + (x, y) of the shift + field(x, y).
struct Warp {
    float xx = 1.0f, xy = 0.0f, yx = 0.0f, yy = 1.0f;
    float shift_x = 0.0f, shift_y = 0.0f;
    bool is_elastic = false;
};

// Makes variants of images of one size. The bits of a variant depend on image, augmentation and the
// generator's state alone: there is no libm on the way. Allocates when it is made, never later.
class Augmenter {
public:
    Augmenter(int width, int height, int max_value);

    // A variant of the image, valid until the next call. Without elastic bending six numbers are
    // drawn, with it those and two for each point of the field's grid.
    std::span<const std::uint8_t> variant(std::span<const std::uint8_t> image,
                                          const Augmentation& augmentation, RandomState& random);

    // The parts of it, for tests: draw a warp (and its field), then apply it.
    Warp draw(const Augmentation& augmentation, RandomState& random);
    std::span<const std::uint8_t> apply(std::span<const std::uint8_t> image, const Warp& warp);
    std::span<const float> field_x() const { return field_of(0); }  // (height, width)
    std::span<const float> field_y() const { return field_of(1); }

private:
    void draw_field(float deviation, RandomState& random);
    void frame(std::span<const std::uint8_t> image);
    std::span<const float> field_of(std::size_t axis) const {
        return std::span(field_[axis]).first(variant_.size());
    }

    int width_, height_;
    float max_value_;
    std::vector<float> padded_;                // the image in a frame of zeros
    std::vector<std::uint8_t> padded_bytes_;   // likewise
    std::vector<std::uint8_t> has_ink_;        // any of a place's four pixels, by the first of them
    std::array<std::vector<float>, 2> field_;  // displacements along x and y
    std::vector<float> knots_, rows_;          // of one field: the grid, and the grid spread in x
    std::vector<std::array<float, 4>> weights_x_, weights_y_;  // of the four knots about a pixel
    std::vector<int> first_x_, first_y_;                       // the first of these four
    std::vector<std::uint8_t> variant_;
};

}  // namespace nn
