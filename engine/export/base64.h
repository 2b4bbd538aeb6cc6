// Base64 (RFC 4648, with padding).
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace nn {

std::string base64_text(std::span<const std::uint8_t> bytes);

}  // namespace nn
