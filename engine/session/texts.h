// What every reader of foreign text here needs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nn {

// Foreign text as a message may show it: in quotes, short, on one line, plain ASCII.
std::string quoted(std::string_view text);

// The parts between the separators: one more than there are separators.
std::vector<std::string_view> split_at(std::string_view text, char separator);

// What stands before the separator, or all of it; the text goes on behind the separator, or is empty.
std::string_view take_until(std::string_view& text, char separator);

}  // namespace nn
