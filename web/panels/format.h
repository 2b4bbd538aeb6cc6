// Numbers as people read them.
#pragma once

#include <cstdint>
#include <string>

namespace nn::ui {

std::string with_thousands(std::int64_t value);       // "5,028"
std::string percent(double share, int decimals = 1);  // "97.4 %"
std::string fixed(double value, int decimals);        // "0.97"
std::string shortest(double value);                   // "0.001", "1e-05"
std::string loss_text(double value);                  // three significant digits: "0.099", "2.31"

}  // namespace nn::ui
