// Bytes as text that may stand in an address: RFC 4648's base64url without padding.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nn {

// Of six bits each: A-Z, a-z, 0-9, - and _.
char base64url_digit(std::uint32_t value);
std::optional<std::uint32_t> base64url_value(char digit);

std::string base64url_text(std::span<const std::uint8_t> bytes);
std::optional<std::vector<std::uint8_t>> parse_base64url(std::string_view text);

}  // namespace nn
