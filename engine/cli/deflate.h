// Deflate (RFC 1951) without any header, as CompressionStream's "deflate-raw" writes and reads it: by
// zlib natively, by Node's own under Node.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace nn::cli {

// Nothing when there is no memory for it, or no zlib.
std::optional<std::vector<std::uint8_t>> deflated(std::span<const std::uint8_t> bytes);

// Nothing, too, for bytes that are damaged or would give more than `most`, which is above 0.
std::optional<std::vector<std::uint8_t>> inflated(std::span<const std::uint8_t> bytes,
                                                  std::size_t most);

}  // namespace nn::cli
