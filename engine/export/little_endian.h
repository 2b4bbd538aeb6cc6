// Numbers as little-endian IEEE 754 bytes, whatever the machine's own order.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

namespace nn {

template <class Scalar>
void append_little_endian(std::vector<std::uint8_t>& bytes, Scalar value) {
    using Bits = std::conditional_t<sizeof(Scalar) == 4, std::uint32_t, std::uint64_t>;
    const Bits bits = std::bit_cast<Bits>(value);
    for (std::size_t byte = 0; byte < sizeof bits; ++byte)
        bytes.push_back(static_cast<std::uint8_t>(bits >> (8 * byte)));
}

}  // namespace nn
