// How much an image is like those of a class that a network is trained on. A network answers anything at
// all, often with certainty; this tells what it knows nothing of, without asking the network.
//
// The measure is the distance to the nearest training image of the class by the image distortion model
// (Keysers, Deselaers, Gollan and Ney: Deformation models for image recognition, 2007): every pixel,
// with its eight neighbours, is compared to the best of nine places at most one pixel away, so that a
// line drawn a little elsewhere costs little and a line too many costs all of it. It is taken both ways
// and added. Only whole numbers are added: the same everywhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/data/dataset.h"

namespace nn {

class Familiarity {
public:
    Familiarity() = default;
    // Of images: dataset.has_pixels(). Keeps the first few thousand of the training part.
    Familiarity(const Dataset& dataset, std::span<const std::int32_t> train);

    // Measures how near so many more training images are to the others of their class, which tells what
    // is usual; true when that is known.
    bool measure(std::size_t count);
    bool has_to_measure() const { return left_ > 0; }
    bool is_measured() const { return left_ == 0 && !usual_.empty(); }

    // Of an image, (height, width) as the data set's, to the nearest one of the class, in full pixels;
    // infinite when there is none.
    float distance(std::span<const std::uint8_t> image, int label) const;

    int image_width() const { return width_; }

    // What this share of the training images does not exceed, each compared with the others; measured.
    float usual_distance(double share) const;

private:
    using Image = std::span<const std::uint8_t>;  // (rows_, columns_), with its margin

    void keep(std::span<const std::uint8_t> image, std::vector<std::uint8_t>& out) const;
    Image kept(std::size_t index) const;
    float nearest(Image image, int label, std::size_t without) const;
    double distortion(Image from, Image to) const;

    int width_ = 0, height_ = 0, max_value_ = 1;        // of the data set's images
    int columns_ = 0, rows_ = 0;                        // with a margin
    std::vector<std::uint8_t> pixels_;                  // (kept images, rows_, columns_)
    std::vector<std::uint8_t> labels_;                  // (kept images)
    std::vector<std::vector<std::size_t>> with_label_;  // (classes), kept images
    std::vector<float> usual_;                          // in ascending order once nothing is left
    std::size_t left_ = 0;                              // to be measured
};

}  // namespace nn
