#include "web/panels/format.h"

#include <array>
#include <cmath>
#include <cstdio>

#include "engine/numerics/decimal.h"

namespace nn::ui {

std::string with_thousands(std::int64_t value) {
    std::string digits = std::to_string(value < 0 ? -value : value);
    for (std::size_t at = digits.size(); at > 3;) {
        at -= 3;
        digits.insert(at, ",");
    }
    return value < 0 ? "\u2212" + digits : digits;
}

std::string fixed(double value, int decimals) {
    std::array<char, 64> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%.*f", decimals, std::abs(value));
    return (std::signbit(value) && value != 0.0 ? "\u2212" : "") + std::string(buffer.data());
}

std::string percent(double share, int decimals) {
    return fixed(100.0 * share, decimals) + " %";
}

std::string shortest(double value) {
    const double size = std::abs(value);
    const bool is_plain = size == 0.0 || (size >= 1e-6 && size < 1e9);
    return decimal_text(value, is_plain ? Notation::Plain : Notation::Scientific);
}

std::string loss_text(double value) {
    if (!std::isfinite(value)) return "\u221E";
    const double size = std::abs(value);
    if (size >= 100.0) return fixed(value, 0);
    if (size >= 10.0) return fixed(value, 1);
    if (size >= 1.0) return fixed(value, 2);
    return fixed(value, size >= 0.01 ? 3 : 4);
}

}  // namespace nn::ui
