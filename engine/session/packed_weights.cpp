#include "engine/session/packed_weights.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace nn {

namespace {

constexpr std::size_t kBounds = 2 * sizeof(float), kChecksum = 4;
constexpr double kLast = 255.0;

// That of zlib, PNG and Ethernet.
std::uint32_t crc32(std::span<const std::uint8_t> bytes) {
    std::uint32_t crc = 0xffffffffu;
    for (const std::uint8_t byte : bytes) {
        crc ^= byte;
        for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (0xedb88320u & (0u - (crc & 1u)));
    }
    return ~crc;
}

std::vector<std::size_t> tensor_sizes(const Recipe& recipe) {
    std::vector<std::size_t> sizes;
    auto inputs = static_cast<std::size_t>(inputs_of(recipe));
    const auto add = [&](int units) {
        sizes.push_back(inputs * static_cast<std::size_t>(units));
        sizes.push_back(static_cast<std::size_t>(units));
        inputs = static_cast<std::size_t>(units);
    };
    for (const LayerShape& layer : recipe.hidden) add(layer.units);
    add(outputs_of(recipe));
    return sizes;
}

std::size_t total(const std::vector<std::size_t>& sizes) {
    std::size_t sum = 0;
    for (const std::size_t size : sizes) sum += size;
    return sum;
}

void put(std::vector<std::uint8_t>& bytes, std::uint32_t word) {
    for (int shift = 0; shift < 32; shift += 8)
        bytes.push_back(static_cast<std::uint8_t>(word >> shift));
}

std::uint32_t word_at(std::span<const std::uint8_t> bytes, std::size_t at) {
    std::uint32_t word = 0;
    for (std::size_t i = 4; i-- > 0;) word = word << 8 | bytes[at + i];
    return word;
}

}  // namespace

std::size_t packed_weights_size(const Recipe& recipe) {
    const std::vector<std::size_t> sizes = tensor_sizes(recipe);
    return sizes.size() * kBounds + total(sizes) + kChecksum;
}

std::vector<std::uint8_t> packed_weights(std::span<const float> parameters, const Recipe& recipe) {
    const std::vector<std::size_t> sizes = tensor_sizes(recipe);
    if (parameters.size() != total(sizes) ||
        !std::ranges::all_of(parameters, [](float value) { return std::isfinite(value); }))
        return {};
    std::vector<std::uint8_t> bytes;
    bytes.reserve(packed_weights_size(recipe));
    for (const std::size_t size : sizes) {
        const std::span<const float> tensor = parameters.first(size);
        parameters = parameters.subspan(size);
        const auto [low, high] = std::ranges::minmax(tensor);
        put(bytes, std::bit_cast<std::uint32_t>(low));
        put(bytes, std::bit_cast<std::uint32_t>(high));
        const double least = low, range = high - least;
        const double factor = range > 0.0 ? kLast / range : 0.0;
        for (const float value : tensor)
            bytes.push_back(static_cast<std::uint8_t>((value - least) * factor + 0.5));
    }
    put(bytes, crc32(bytes));
    return bytes;
}

std::variant<std::vector<float>, std::string> unpacked_weights(std::span<const std::uint8_t> bytes,
                                                               const Recipe& recipe) {
    using namespace std::string_literals;
    const std::vector<std::size_t> sizes = tensor_sizes(recipe);
    if (bytes.size() != packed_weights_size(recipe))
        return "the weights are not those of such a network"s;
    const std::span<const std::uint8_t> content = bytes.first(bytes.size() - kChecksum);
    if (word_at(bytes, content.size()) != crc32(content)) return "the weights are damaged"s;
    std::vector<float> parameters;
    parameters.reserve(total(sizes));
    std::size_t at = 0;
    for (const std::size_t size : sizes) {
        const auto low = std::bit_cast<float>(word_at(bytes, at)),
                   high = std::bit_cast<float>(word_at(bytes, at + sizeof(float)));
        at += kBounds;
        if (!std::isfinite(low) || !std::isfinite(high) || low > high)
            return "the weights have no finite bounds"s;
        const double least = low, range = high - least;
        for (const std::uint8_t q : content.subspan(at, size))
            parameters.push_back(static_cast<float>(least + range * (q / kLast)));
        at += size;
    }
    return parameters;
}

}  // namespace nn
