// Reads JSON into plain values: any text gives a value or a sentence that says where it is wrong.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/cli/outcome.h"

namespace nn::cli {

struct JsonValue {
    enum class Kind { Null, Boolean, Number, Text, Array, Object };

    Kind kind = Kind::Null;
    double number = 0.0;  // of a number; 1 and 0 of true and false
    std::string text;
    std::vector<JsonValue> items;                            // of an array
    std::vector<std::pair<std::string, JsonValue>> members;  // of an object, in its order

    bool is(Kind wanted) const { return kind == wanted; }
    const JsonValue* find(std::string_view name) const;  // a member; of several, the last
};

Outcome<JsonValue> parse_json(std::string_view text);

}  // namespace nn::cli
