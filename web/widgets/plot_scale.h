// Numbers on axes: where ticks stand, and how they and the values between them are written.
#pragma once

#include <string>
#include <vector>

namespace nn::ui {

struct Range {
    double low = 0.0, high = 1.0;
    double span() const { return high - low; }
};

struct Tick {
    double value = 0.0;
    std::string text;
};

// About one tick per `spacing` pixels of an axis `length` pixels long.
std::vector<Tick> linear_ticks(Range range, double length, double spacing, bool is_percent);
std::vector<Tick> log_ticks(Range range, double length,
                            double spacing);  // 1, 2 and 5 of each decade, or decades
// Whole numbers; the first of the range too, where it has room.
std::vector<Tick> integer_ticks(Range range, double length, double spacing);

std::string plain_number(double value, int decimals);  // U+2212 for minus
// Three significant digits, as a card shows them; a share as per cent.
std::string exact_value(double value, bool is_percent);

}  // namespace nn::ui
