#include "engine/session/texts.h"

namespace nn {

std::string quoted(std::string_view text) {
    constexpr std::size_t kShown = 40;
    std::string result = "\"";
    for (const char c : text.substr(0, kShown)) result += c >= ' ' && c <= '~' ? c : '?';
    if (text.size() > kShown) result += "...";
    return result + '"';
}

std::vector<std::string_view> split_at(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t at = text.find(separator);
        parts.push_back(text.substr(0, at));
        if (at == std::string_view::npos) return parts;
        text.remove_prefix(at + 1);
    }
}

std::string_view take_until(std::string_view& text, char separator) {
    const std::size_t end = text.find(separator);
    const std::string_view taken = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return taken;
}

}  // namespace nn
