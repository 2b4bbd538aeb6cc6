#include "engine/session/number_text.h"

#include <charconv>
#include <cmath>

#include "engine/numerics/decimal.h"

namespace nn {

namespace {

template <class Float>
std::string shortest_text(Float value) {
    const Float size = std::abs(value);
    const bool is_plain = size == Float(0) || (size >= Float(1e-6) && size < Float(1e15));
    return decimal_text(value, is_plain ? Notation::Plain : Notation::Shorter);
}

}  // namespace

std::string number_text(double value) {
    return shortest_text(value);
}
std::string number_text(float value) {
    return shortest_text(value);
}

std::optional<double> parse_number(std::string_view text) {
    const std::optional<double> value = decimal_value(text);
    return value && std::isfinite(*value) ? value : std::nullopt;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace nn
