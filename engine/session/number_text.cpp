#include "engine/session/number_text.h"

#include <charconv>
#include <cmath>
#include <cstdlib>

#include "engine/numerics/decimal.h"

namespace nn {

namespace {

constexpr std::size_t kMaxNumberText = 64;

template <class Float>
std::string shortest_text(Float value) {
    const Float size = std::abs(value);
    const bool is_plain = size == Float(0) || (size >= Float(1e-6) && size < Float(1e15));
    return decimal_text(value, is_plain ? Notation::Plain : Notation::Shorter);
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// Skips digits from `at`; false when there are none.
bool skip_digits(std::string_view text, std::size_t& at) {
    const std::size_t begin = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    return at > begin;
}

bool is_sign(std::string_view text, std::size_t at) {
    return at < text.size() && (text[at] == '+' || text[at] == '-');
}

bool is_decimal_number(std::string_view text) {
    std::size_t at = 0;
    if (is_sign(text, at)) ++at;
    bool has_digits = skip_digits(text, at);
    if (at < text.size() && text[at] == '.') has_digits = skip_digits(text, ++at) || has_digits;
    if (!has_digits) return false;
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        if (is_sign(text, ++at)) ++at;
        if (!skip_digits(text, at)) return false;
    }
    return at == text.size();
}

}  // namespace

std::string number_text(double value) {
    return shortest_text(value);
}
std::string number_text(float value) {
    return shortest_text(value);
}

// The grammar is checked here and the value left to strtod, which rounds correctly everywhere,
// since libc++ has std::from_chars for floating point only from version 20 on. No program of ours
// sets a locale, so the point is always a point.
std::optional<double> parse_number(std::string_view text) {
    if (text.size() > kMaxNumberText || !is_decimal_number(text)) return std::nullopt;
    const double value = std::strtod(std::string(text).c_str(), nullptr);
    if (!std::isfinite(value)) return std::nullopt;
    return value;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace nn
