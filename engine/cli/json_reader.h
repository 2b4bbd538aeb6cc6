// Reads JSON into plain values: any text gives a value or a sentence that says where it is wrong.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/cli/outcome.h"

namespace nn::cli {

struct JsonValue {
    enum class Kind { Null, Boolean, Number, Text, Array, Object };

    Kind kind = Kind::Null;
    double number = 0.0;  // of a number; 1 and 0 of true and false
    std::string text;
    std::vector<JsonValue> items;    // of an array, or of an object, in its order
    std::vector<std::string> names;  // of an object's items

    bool is(Kind wanted) const { return kind == wanted; }
    const JsonValue* find(std::string_view name) const;  // of an object; of several, the last
};

Outcome<JsonValue> parse_json(std::string_view text);

}  // namespace nn::cli
