#include "engine/session/digest.h"

#include <bit>

namespace nn {

std::uint64_t digest_of(std::span<const float> parameters) {
    std::uint64_t hash =
        0xcbf29ce484222325u;  // FNV-1a, 64 bits: offset basis, then the prime below
    for (const float parameter : parameters) {
        const auto bits = std::bit_cast<std::uint32_t>(parameter);
        for (int shift = 0; shift < 32; shift += 8) {
            hash ^= (bits >> shift) & 0xffu;
            hash *= 0x100000001b3u;
        }
    }
    return hash;
}

std::string digest_text(std::uint64_t digest) {
    std::string text;
    for (int shift = 60; shift >= 0; shift -= 4)
        text += "0123456789abcdef"[(digest >> shift) & 0xfu];
    return text;
}

}  // namespace nn
