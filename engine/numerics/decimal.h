// Decimal text of numbers: the shortest digits that read back to the same value, nearest to it where several
// do, as std::to_chars writes them. Ours because libc++'s std::to_chars brings 120 kB of tables into
// every WebAssembly program; this one counts in whole numbers of any length and needs none.
#pragma once

#include <string>

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

}  // namespace nn
