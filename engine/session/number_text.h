// Numbers as text, the same on every platform: the shortest digits that read back to the same
// value, and a strict reading of them. No locale, no leading blanks, no "inf" or "nan".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nn {

// "0.0001", "32", "1e-07": plain notation between 1e-6 and 1e15, exponents outside.
std::string number_text(double value);
std::string number_text(float value);

// The whole text as one finite decimal number: digits with an optional sign, point and exponent.
std::optional<double> parse_number(std::string_view text);
std::optional<std::int64_t> parse_integer(std::string_view text);

}  // namespace nn
