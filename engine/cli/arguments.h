// The command line as data: which flags a command knows, what was given, and the help text made
// from the same table. No I/O here.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/cli/outcome.h"

namespace nn::cli {

struct Flag {
    std::string name;        // without dashes
    std::string value_name;  // "N"; empty: the flag takes no value
    std::string help;
    bool is_value_optional = false;  // given bare it means "on"
    bool is_repeatable = false;      // each time it is given counts
};

// Flags that several commands have.
Flag json_flag();
Flag help_flag();

struct Argument {
    std::string_view name;
    std::string_view value;
};

// "--name value", "--name=value" or, for flags without a value, "--name". Anything else, a name
// that is not in the table or one given twice is a sentence for the reader. A command may take one word
// that is no flag: it becomes an argument named `operand`.
Outcome<std::vector<Argument>> parse_arguments(std::span<const Flag> flags,
                                               std::span<const std::string_view> given,
                                               std::string_view operand = {});

// The name that was probably meant, if one is near enough.
std::optional<std::string_view> nearest_name(std::string_view name,
                                             std::span<const std::string_view> names);

// "inkling: unknown flag" needs this: `, did you mean --seed?` or nothing.
std::string suggestion(std::string_view name, std::span<const std::string_view> names,
                       std::string_view prefix);

// One entry per flag in two columns, broken at 80 characters.
std::string flag_help(std::span<const Flag> flags);
std::string two_columns(std::string_view left, std::string_view right);

}  // namespace nn::cli
