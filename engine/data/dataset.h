// Labelled images as every part of Inkling holds them, and the table of the data sets that exist.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/numerics/enum_names.h"

namespace nn {

enum class DatasetId { Digits, Mnist, Fashion };

struct DatasetInfo {
    DatasetId id;
    std::string_view key;     // in links, flags and file names: "digits"
    std::string_view title;   // "Digits 8 × 8"
    int count;                // samples in all
    int width, height;        // pixels
    int official_test_count;  // the last so many samples are the test part; 0: split by random_state
    std::span<const std::string_view> class_names;
};

std::span<const DatasetInfo> dataset_table();
const DatasetInfo& info(DatasetId id);

struct Dataset {
    int width = 0, height = 0;
    int classes = 0;
    int max_value = 255;  // pixel value of full ink
    int official_test_count = 0;
    std::vector<std::uint8_t> pixels;  // (count, height, width)
    std::vector<std::uint8_t> labels;  // (count)

    int count() const { return static_cast<int>(labels.size()); }
    int features() const { return width * height; }
    std::span<const std::uint8_t> image(int index) const {
        const auto size = static_cast<std::size_t>(features());
        return std::span(pixels).subspan(static_cast<std::size_t>(index) * size, size);
    }
};

// Decodes a packed data set ("INKD" version 1, little-endian: magic, version, width, height, classes,
// max_value, count, official_test_count as u32; pixels; labels). Any bytes give a Dataset or a
// sentence that says what is wrong.
std::variant<Dataset, std::string> decode_dataset(std::span<const std::uint8_t> bytes);

}  // namespace nn
