#include "web/widgets/plot_scale.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace nn::ui {

namespace {

// The least of 1, 2, 5 × 10^k that is not less.
double nice_step(double least) {
    const double decade = std::pow(10.0, std::floor(std::log10(least)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (factor * decade >= least * (1.0 - 1e-9)) return factor * decade;
    return 10.0 * decade;
}

// Decimals that tell multiples of a step apart.
int decimals_of(double step) {
    return std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 9);
}

bool is_usable(Range range, double length) {
    return std::isfinite(range.low) && std::isfinite(range.high) && range.span() > 0.0 &&
           length > 0.0;
}

std::string with_thousands(double value) {
    std::string text = plain_number(value, 0);
    const std::size_t first = value < 0.0 ? 3 : 0;  // the minus sign has three bytes
    for (std::size_t at = text.size(); at > first + 3;) {
        at -= 3;
        text.insert(at, ",");
    }
    return text;
}

std::string log_text(double value) {
    if (value >= 1000.0) return with_thousands(value);
    return plain_number(value, value >= 1.0 ? 0 : decimals_of(value));
}

}  // namespace

std::string plain_number(double value, int decimals) {
    std::array<char, 64> buffer{};
    const double size = std::min(std::abs(value), 1e15);
    std::snprintf(buffer.data(), buffer.size(), "%.*f", decimals, size);
    const std::string text(buffer.data());
    const bool is_zero = text.find_first_not_of("0.") == std::string::npos;
    return value < 0.0 && !is_zero ? "\u2212" + text : text;
}

std::string exact_value(double value, bool is_percent) {
    if (!std::isfinite(value)) return "\u2013";
    if (is_percent) return plain_number(100.0 * value, 1) + " %";
    const double size = std::abs(value);
    if (size >= 1000.0) return with_thousands(value);
    if (size >= 100.0) return plain_number(value, 1);
    if (size >= 10.0) return plain_number(value, 2);
    if (size >= 0.1 || size == 0.0) return plain_number(value, 3);
    return plain_number(value,
                        std::clamp(2 - static_cast<int>(std::floor(std::log10(size))), 3, 8));
}

std::vector<Tick> linear_ticks(Range range, double length, double spacing, bool is_percent) {
    std::vector<Tick> out;
    if (!is_usable(range, length)) return out;
    const double step = nice_step(range.span() * spacing / length);
    const int decimals = decimals_of(is_percent ? 100.0 * step : step);
    for (double i = std::ceil(range.low / step - 1e-9);
         i * step <= range.high * (1.0 + 1e-12) + 1e-12; i += 1.0) {
        const double value = i * step;
        out.push_back({value, is_percent ? plain_number(100.0 * value, decimals) + " %"
                              : std::abs(value) >= 1000.0 ? with_thousands(value)
                                                          : plain_number(value, decimals)});
        if (out.size() > 100) break;
    }
    return out;
}

std::vector<Tick> log_ticks(Range range, double length, double spacing) {
    std::vector<Tick> out;
    if (!is_usable(range, length) || range.low <= 0.0) return out;
    const double low = std::log10(range.low), high = std::log10(range.high);
    const double per_decade = length / (high - low);
    const bool has_twos = per_decade * 0.301 >= spacing;  // 1 to 2, and 5 to 10, are the closest
    const double decades = std::max(std::ceil(spacing / per_decade - 1e-9), 1.0);
    for (double d = std::floor(low / decades) * decades; d <= high; d += decades)
        for (const double factor : {1.0, 2.0, 5.0}) {
            if (factor > 1.0 && !has_twos) break;
            const double value = factor * std::pow(10.0, d);
            if (value < range.low * (1.0 - 1e-9) || value > range.high * (1.0 + 1e-9)) continue;
            out.push_back({value, log_text(value)});
        }
    // Within less than a decade and without twos there may be one tick or none: then steps are even.
    if (out.size() < 2) return linear_ticks(range, length, spacing, false);
    return out;
}

std::vector<Tick> integer_ticks(Range range, double length, double spacing) {
    std::vector<Tick> out;
    if (!is_usable(range, length)) return out;
    const double step = std::max(nice_step(range.span() * spacing / length), 1.0);
    const double per_unit = length / range.span();
    const double first = std::ceil(range.low - 1e-6);
    for (double value = std::ceil(range.low / step - 1e-6) * step; value <= range.high + 1e-6;
         value += step) {
        out.push_back({value, with_thousands(value)});
        if (out.size() > 100) break;
    }
    // A range that begins at 1 says so.
    const bool begins_whole = std::abs(range.low - first) < 1e-6;
    if (begins_whole && (out.empty() || (out.front().value - first) * per_unit >= 0.6 * spacing))
        out.insert(out.begin(), {first, with_thousands(first)});
    else if (begins_whole && out.size() > 1 && out.front().value > first && first >= 0.0 &&
             first <= 1.0)
        out.front() = {first, with_thousands(first)};
    return out;
}

}  // namespace nn::ui
