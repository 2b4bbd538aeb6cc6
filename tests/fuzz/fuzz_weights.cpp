// Weights from any bytes, the first of which chooses the network: never a crash, only finite numbers,
// and what was read packs to bytes that give nearly the same numbers (not quite: the bounds in foreign
// bytes need not be attained). A checksum would turn nearly all away, so each input is also tried with the
// right one.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iterator>
#include <span>

#include "engine/session/packed_weights.h"
#include "engine/session/property.h"

namespace {

void check(std::span<const std::uint8_t> bytes, const nn::Recipe& recipe) {
    const auto unpacked = nn::unpacked_weights(bytes, recipe);
    const auto* parameters = std::get_if<std::vector<float>>(&unpacked);
    if (parameters == nullptr) return;
    for (const float value : *parameters)
        if (!std::isfinite(value)) std::abort();
    const std::vector<std::uint8_t> packed = nn::packed_weights(*parameters, recipe);
    if (packed.size() != bytes.size()) std::abort();
    const auto again = std::get<std::vector<float>>(nn::unpacked_weights(packed, recipe));
    const auto [low, high] = std::ranges::minmax(*parameters);
    const double half_step = (static_cast<double>(high) - static_cast<double>(low)) / 510.0;
    for (std::size_t i = 0; i < again.size(); ++i) {
        const double was = (*parameters)[i], is = again[i];
        if (std::abs(is - was) > half_step + 1e-6 * std::abs(was) + 1e-44) std::abort();
    }
}

// As fuzz_weights.cpp alone needs it: slow and plain.
std::uint32_t checksum(std::span<const std::uint8_t> bytes) {
    std::uint32_t crc = ~0u;
    for (const std::uint8_t byte : bytes)
        for (int bit = 0; bit < 8; ++bit)
            crc = crc >> 1 ^ ((crc ^ (byte >> bit)) & 1u ? 0xedb88320u : 0u);
    return ~crc;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const nn::Recipe recipes[] = {
        nn::parse_recipe("dataset=xor&hidden=none").recipe,
        nn::parse_recipe("dataset=xor&hidden=1").recipe,
        nn::parse_recipe("dataset=plane&hidden=3,2").recipe,
        nn::parse_recipe("hidden=4").recipe,
    };
    if (size == 0) return 0;
    const nn::Recipe& recipe = recipes[data[0] % std::size(recipes)];
    std::vector<std::uint8_t> bytes(data + 1, data + size);
    check(bytes, recipe);
    if (bytes.size() < 4) return 0;
    const std::uint32_t right = checksum(std::span(bytes).first(bytes.size() - 4));
    for (std::size_t i = 0; i < 4; ++i)
        bytes[bytes.size() - 4 + i] = static_cast<std::uint8_t>(right >> (8 * i));
    check(bytes, recipe);
    return 0;
}
