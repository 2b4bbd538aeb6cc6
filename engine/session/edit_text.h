// Edits of a network as text: "weight=1,18,40,0.25;swap=1,3,7": for each its kind, layer and unit, and what
// the kind has beside. Layers count from 1, the last being the output layer, units and inputs from 0.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/network/edit.h"
#include "engine/session/recipe.h"

namespace nn {

std::string edit_text(const Edit& edit);

// Of the values behind "weight=": nothing where the recipe's network has no such place or the value is out
// of bounds.
std::optional<Edit> parse_edit(EditKind kind, std::string_view values, const Recipe& recipe);

// All of a text, or a sentence that says what is wrong with it.
std::variant<std::vector<Edit>, std::string> parse_edits(std::string_view text,
                                                         const Recipe& recipe);

}  // namespace nn
