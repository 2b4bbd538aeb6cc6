// Numbers as decimal text and back. Written are the shortest digits that read back to the same value, nearest
// to it where several do, as std::to_chars writes them. Ours because libc++'s std::to_chars brings 120 kB
// of tables into every WebAssembly program, and strtod 11 kB of arithmetic on 16-byte numbers; these count
// in whole numbers of any length and need neither.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace nn {

enum class Notation {
    Shorter,     // whichever is shorter, plain when they are equal
    Plain,       // "0.00001"
    Scientific,  // "1e-05"
};

// "inf" and "nan" too. Whole numbers in plain notation have all their digits up to 2^63; beyond, zeros
// follow the shortest digits.
std::string decimal_text(double value, Notation notation = Notation::Shorter);
std::string decimal_text(float value, Notation notation = Notation::Shorter);

constexpr std::size_t kMaxDecimalText = 64;  // characters

// The double nearest to the number that the whole text says, the even one of two: digits with an optional
// sign, point and exponent; infinity where it is too large. Nothing for any other text, nor a longer one.
std::optional<double> decimal_value(std::string_view text);

}  // namespace nn
