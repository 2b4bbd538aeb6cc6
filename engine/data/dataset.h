// Samples as every part of Inkling holds them, images or points of the plane, and the table of the data
// sets that exist.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/numerics/enum_names.h"

namespace nn {

enum class DatasetId {
    Digits,
    Mnist,
    Fashion,
    Circle,
    Xor,
    Gauss,
    Spiral,
    Moons,
    Slope,
    MultiGauss,
};

// Those that come packed in a file; the others are points drawn by plane.h.
inline constexpr std::size_t kPackedDatasets = 3;

struct DatasetInfo {
    DatasetId id;
    std::string_view key;     // in links, flags and file names: "digits"
    std::string_view title;   // "Digits 8 × 8"
    int count;                // samples in all; 0: as many as one wants
    int width, height;        // pixels; 0: there are none
    int official_test_count;  // the last so many samples are the test part; 0: split by random_state
    std::span<const std::string_view> class_names;  // one for each output
    bool is_plane = false;                          // points of the plane, see plane.h
    bool is_regression = false;                     // one output, which is to be a number

    bool has_digits() const {
        return class_names.front() == "0";
    }  // ten, of which numbers are made
};

std::span<const DatasetInfo> dataset_table();
std::span<const DatasetInfo> packed_datasets();
const DatasetInfo& info(DatasetId id);

struct Dataset {
    int width = 0, height = 0;  // of an image; points have (features, 1)
    int classes = 0;            // outputs; of a regression 1
    int max_value = 255;        // pixel value of full ink
    int official_test_count = 0;
    std::vector<std::uint8_t> pixels;  // (count, height, width)
    std::vector<std::uint8_t> labels;  // (count)
    std::vector<float> values;         // instead of pixels: (count, features) of points
    std::vector<float> targets;        // of a regression: (count), and all labels are 0

    bool has_pixels() const { return values.empty(); }
    bool is_regression() const { return !targets.empty(); }
    int count() const { return static_cast<int>(labels.size()); }
    int features() const { return width * height; }
    std::span<const std::uint8_t> image(int index) const {
        const auto size = static_cast<std::size_t>(features());
        return std::span(pixels).subspan(static_cast<std::size_t>(index) * size, size);
    }
    std::span<const float> point(int index) const {
        const auto size = static_cast<std::size_t>(features());
        return std::span(values).subspan(static_cast<std::size_t>(index) * size, size);
    }
};

// Decodes a packed data set ("INKD" version 1, little-endian: magic, version, width, height, classes,
// max_value, count, official_test_count as u32; pixels; labels). Any bytes give a Dataset or a
// sentence that says what is wrong.
std::variant<Dataset, std::string> decode_dataset(std::span<const std::uint8_t> bytes);

}  // namespace nn
