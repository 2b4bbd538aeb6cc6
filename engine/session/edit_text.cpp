#include "engine/session/edit_text.h"

#include <cmath>

#include "engine/session/change.h"
#include "engine/session/limits.h"
#include "engine/session/number_text.h"
#include "engine/session/texts.h"

namespace nn {

std::string edit_text(const Edit& edit) {
    std::string text = std::string(key_of(edit.kind)) + "=" + std::to_string(edit.layer + 1) + "," +
                       std::to_string(edit.unit);
    if (has_other(edit.kind)) text += "," + std::to_string(edit.other);
    if (has_value(edit.kind)) text += "," + number_text(edit.value);
    return text;
}

std::optional<Edit> parse_edit(EditKind kind, std::string_view values, const Recipe& recipe) {
    Edit edit{.kind = kind};
    const std::vector<std::string_view> parts = split_at(values, ',');
    const std::size_t whole = has_other(kind) ? 3 : 2;
    if (parts.size() != whole + (has_value(kind) ? 1 : 0)) return std::nullopt;
    int* const fields[] = {&edit.layer, &edit.unit, &edit.other};
    for (std::size_t i = 0; i < whole; ++i) {
        const auto number = parse_integer(parts[i]);
        if (!number || *number < 0 || *number > limits::kMaxEditPlace) return std::nullopt;
        *fields[i] = static_cast<int>(*number);
    }
    --edit.layer;
    if (!has_value(kind)) return within_limits(edit, recipe);
    const auto value = parse_number(parts.back());
    if (!value || std::abs(*value) > limits::kMaxEditValue) return std::nullopt;
    edit.value = *value;
    return within_limits(edit, recipe);
}

std::variant<std::vector<Edit>, std::string> parse_edits(std::string_view text,
                                                         const Recipe& recipe) {
    std::vector<Edit> edits;
    while (!text.empty()) {
        const std::string_view part = take_until(text, ';');
        std::string_view values = part;
        const auto kind = from_key<EditKind>(take_until(values, '='));
        const auto edit = kind ? parse_edit(*kind, values, recipe) : std::nullopt;
        if (!edit)
            return "this network cannot be edited by " + quoted(part) +
                   "; an edit is like weight=1,18,40,0.25, bias=1,18,0.5, swap=1,3,7 or "
                   "silence=1,5";
        if (edits.size() == limits::kMaxEdits)
            return "at most " + std::to_string(limits::kMaxEdits) + " edits at once";
        edits.push_back(*edit);
    }
    return edits;
}

}  // namespace nn
