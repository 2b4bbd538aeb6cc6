#include "engine/cli/arguments.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace nn::cli {

namespace {

constexpr std::size_t kLeftColumn = 27, kWidth = 80;

const Flag* find_flag(std::span<const Flag> flags, std::string_view name) {
    for (const Flag& flag : flags)
        if (flag.name == name) return &flag;
    return nullptr;
}

bool is_flag(std::string_view text) {
    return text.starts_with("--");
}

std::string unknown_flag(std::span<const Flag> flags, std::string_view name) {
    std::vector<std::string_view> names;
    for (const Flag& flag : flags) names.push_back(flag.name);
    return "unknown flag --" + std::string(name) + suggestion(name, names, "--");
}

// Levenshtein's distance: how many letters must be changed, added or left out.
std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

}  // namespace

Flag json_flag() {
    return {.name = "json", .value_name = "", .help = "Print one JSON object instead of text."};
}

Flag help_flag() {
    return {.name = "help", .value_name = "", .help = "Show this help."};
}

Outcome<std::vector<Argument>> parse_arguments(std::span<const Flag> flags,
                                               std::span<const std::string_view> given,
                                               std::string_view operand) {
    std::vector<Argument> arguments;
    for (std::size_t i = 0; i < given.size(); ++i) {
        if (!is_flag(given[i])) {
            if (operand.empty())
                return Failure{"unexpected argument \"" + std::string(given[i]) + "\""};
            arguments.push_back({.name = std::exchange(operand, {}), .value = given[i]});
            continue;
        }
        const std::string_view body = given[i].substr(2);
        const std::size_t equals = body.find('=');
        const std::string_view name = body.substr(0, equals);
        const Flag* flag = find_flag(flags, name);
        if (flag == nullptr) return Failure{unknown_flag(flags, name)};

        // A view of what was given, which outlives the table of flags.
        Argument argument{.name = name, .value = {}};
        const bool has_next = i + 1 < given.size() && !is_flag(given[i + 1]);
        if (equals != std::string_view::npos) {
            if (flag->value_name.empty()) return Failure{"--" + flag->name + " takes no value"};
            argument.value = body.substr(equals + 1);
        } else if (flag->value_name.empty()) {
            argument.value = "on";
        } else if (has_next) {
            argument.value = given[++i];
        } else if (flag->is_value_optional) {
            argument.value = "on";
        } else {
            return Failure{"--" + flag->name + " needs a value: --" + flag->name + " " +
                           flag->value_name};
        }
        for (const Argument& other : arguments)
            if (other.name == argument.name && !flag->is_repeatable)
                return Failure{"--" + flag->name + " is given twice"};
        arguments.push_back(argument);
    }
    return arguments;
}

std::optional<std::string_view> nearest_name(std::string_view name,
                                             std::span<const std::string_view> names) {
    name = name.substr(0, 64);
    std::optional<std::string_view> nearest;
    std::size_t least = std::max<std::size_t>(2, name.size() / 3) + 1;
    for (const std::string_view candidate : names) {
        // A long beginning counts as near, whatever is missing behind it.
        const bool is_beginning = name.size() >= 3 && candidate.starts_with(name);
        const std::size_t distance = is_beginning ? 1 : edit_distance(name, candidate);
        if (distance < least) {
            least = distance;
            nearest = candidate;
        }
    }
    return nearest;
}

std::string suggestion(std::string_view name, std::span<const std::string_view> names,
                       std::string_view prefix) {
    const auto nearest = nearest_name(name, names);
    if (!nearest) return {};
    return ", did you mean " + std::string(prefix) + std::string(*nearest) + "?";
}

std::string two_columns(std::string_view left, std::string_view right) {
    std::string text = "  " + std::string(left);
    std::size_t column = text.size();
    const auto new_line = [&] {
        text += '\n';
        column = 0;
    };
    if (column + 2 > kLeftColumn) new_line();
    while (!right.empty()) {
        const std::size_t end = std::min(right.find(' '), right.size());
        const std::string_view word = right.substr(0, end);
        right.remove_prefix(std::min(end + 1, right.size()));
        if (column > kLeftColumn && column + 1 + word.size() > kWidth) new_line();
        if (column < kLeftColumn) {
            text.append(kLeftColumn - column, ' ');
            column = kLeftColumn;
        } else if (column > kLeftColumn) {
            text += ' ';
            ++column;
        }
        text += word;
        column += word.size();
    }
    return text + '\n';
}

std::string flag_help(std::span<const Flag> flags) {
    std::string text;
    for (const Flag& flag : flags) {
        std::string left = "--" + flag.name;
        if (!flag.value_name.empty()) left += " " + flag.value_name;
        text += two_columns(left, flag.help);
    }
    return text;
}

}  // namespace nn::cli
