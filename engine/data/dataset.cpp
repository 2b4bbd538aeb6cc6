#include "engine/data/dataset.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace nn {

namespace {

constexpr std::array<std::string_view, 10> kDigitNames = {"0", "1", "2", "3", "4",
                                                          "5", "6", "7", "8", "9"};
constexpr std::array<std::string_view, 10> kClothesNames = {
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
    "Sandal",      "Shirt",   "Sneaker",  "Bag",   "Ankle boot"};

constexpr std::array<std::string_view, 2> kPlaneNames = {"orange", "blue"};
constexpr std::array<std::string_view, 1> kValueNames = {"value"};

constexpr DatasetInfo plane(DatasetId id, std::string_view key, std::string_view title) {
    return {id, key, title, 0, 0, 0, 0, kPlaneNames, true, false};
}
constexpr DatasetInfo plane_regression(DatasetId id, std::string_view key, std::string_view title) {
    return {id, key, title, 0, 0, 0, 0, kValueNames, true, true};
}

constexpr std::array<DatasetInfo, 10> kTable = {{
    {DatasetId::Digits, "digits", "Digits 8 \u00D7 8", 1797, 8, 8, 0, kDigitNames},
    {DatasetId::Mnist, "mnist", "MNIST 28 \u00D7 28", 70000, 28, 28, 10000, kDigitNames},
    {DatasetId::Fashion, "fashion", "Fashion-MNIST", 70000, 28, 28, 10000, kClothesNames},
    plane(DatasetId::Circle, "circle", "Circle"),
    plane(DatasetId::Xor, "xor", "Exclusive or"),
    plane(DatasetId::Gauss, "gauss", "Two Gaussians"),
    plane(DatasetId::Spiral, "spiral", "Spiral"),
    plane(DatasetId::Moons, "moons", "Moons"),
    plane_regression(DatasetId::Slope, "plane", "Plane"),
    plane_regression(DatasetId::MultiGauss, "multi-gauss", "Multi-Gaussian"),
}};

constexpr auto kNames = [] {
    std::array<EnumName<DatasetId>, kTable.size()> names{};
    for (std::size_t i = 0; i < names.size(); ++i)
        names[i] = {kTable[i].id, kTable[i].key, kTable[i].title};
    return names;
}();

constexpr std::size_t kHeaderBytes = 32;
constexpr std::uint32_t kMaxSide = 256, kMaxClasses = 256, kMaxCount = 10'000'000;

std::uint32_t read_u32(std::span<const std::uint8_t> bytes, std::size_t at) {
    return static_cast<std::uint32_t>(bytes[at]) | static_cast<std::uint32_t>(bytes[at + 1]) << 8 |
           static_cast<std::uint32_t>(bytes[at + 2]) << 16 |
           static_cast<std::uint32_t>(bytes[at + 3]) << 24;
}

}  // namespace

template <>
std::span<const EnumName<DatasetId>> enum_names<DatasetId>() {
    return kNames;
}

std::span<const DatasetInfo> dataset_table() {
    return kTable;
}

std::span<const DatasetInfo> packed_datasets() {
    return dataset_table().first(kPackedDatasets);
}

const DatasetInfo& info(DatasetId id) {
    return kTable[static_cast<std::size_t>(id)];
}

std::variant<Dataset, std::string> decode_dataset(std::span<const std::uint8_t> bytes) {
    if (bytes.size() < kHeaderBytes) return "the data set is too short to have a header";
    if (std::memcmp(bytes.data(), "INKD", 4) != 0)
        return "this is not a packed data set (no INKD at its start)";
    if (const std::uint32_t version = read_u32(bytes, 4); version != 1)
        return "the data set has version " + std::to_string(version) +
               "; this program reads version 1: build it again";
    const std::uint32_t width = read_u32(bytes, 8), height = read_u32(bytes, 12),
                        classes = read_u32(bytes, 16);
    const std::uint32_t max_value = read_u32(bytes, 20), count = read_u32(bytes, 24),
                        tests = read_u32(bytes, 28);
    if (width == 0 || height == 0 || width > kMaxSide || height > kMaxSide)
        return "the data set's images have an impossible size";
    if (classes < 2 || classes > kMaxClasses)
        return "the data set has an impossible number of classes";
    if (max_value == 0 || max_value > 255)
        return "the data set has an impossible largest pixel value";
    if (count < 2 || count > kMaxCount) return "the data set has an impossible number of samples";
    if (tests >= count) return "the data set leaves no samples to train on";
    const std::size_t features = static_cast<std::size_t>(width) * height;
    const std::size_t pixel_bytes = features * count;
    if (bytes.size() != kHeaderBytes + pixel_bytes + count)
        return "the data set is cut short, or longer than its header says";

    Dataset out{.width = static_cast<int>(width),
                .height = static_cast<int>(height),
                .classes = static_cast<int>(classes),
                .max_value = static_cast<int>(max_value),
                .official_test_count = static_cast<int>(tests),
                .pixels = {},
                .labels = {},
                .values = {},
                .targets = {}};
    const auto pixels = bytes.subspan(kHeaderBytes, pixel_bytes);
    const auto labels = bytes.subspan(kHeaderBytes + pixel_bytes);
    if (std::any_of(pixels.begin(), pixels.end(),
                    [&](std::uint8_t value) { return value > max_value; }))
        return "the data set has a pixel beyond its largest value";
    if (std::any_of(labels.begin(), labels.end(),
                    [&](std::uint8_t value) { return value >= classes; }))
        return "the data set has a label beyond its classes";
    out.pixels.assign(pixels.begin(), pixels.end());
    out.labels.assign(labels.begin(), labels.end());
    return out;
}

}  // namespace nn
