#include "engine/session/base64url.h"

namespace nn {

namespace {

constexpr std::string_view kDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

}  // namespace

char base64url_digit(std::uint32_t value) {
    return kDigits[value & 63u];
}

std::optional<std::uint32_t> base64url_value(char digit) {
    const std::size_t value = kDigits.find(digit);
    if (value == std::string_view::npos) return std::nullopt;
    return static_cast<std::uint32_t>(value);
}

std::string base64url_text(std::span<const std::uint8_t> bytes) {
    std::string text;
    text.reserve((bytes.size() * 4 + 2) / 3);
    std::uint32_t bits = 0;
    int count = 0;  // of bits that are still to be written
    for (const std::uint8_t byte : bytes) {
        bits = bits << 8 | byte;
        for (count += 8; count >= 6; count -= 6) text += base64url_digit(bits >> (count - 6));
    }
    if (count > 0) text += base64url_digit(bits << (6 - count));
    return text;
}

std::optional<std::vector<std::uint8_t>> parse_base64url(std::string_view text) {
    if (text.size() % 4 == 1) return std::nullopt;  // six bits are no byte
    std::vector<std::uint8_t> bytes;
    bytes.reserve(text.size() * 3 / 4);
    std::uint32_t bits = 0;
    int count = 0;
    for (const char digit : text) {
        const auto value = base64url_value(digit);
        if (!value) return std::nullopt;
        bits = bits << 6 | *value;
        count += 6;
        if (count < 8) continue;
        count -= 8;
        bytes.push_back(static_cast<std::uint8_t>(bits >> count));
    }
    return bytes;
}

}  // namespace nn
