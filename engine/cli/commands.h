// The commands of `inkling`. Each takes the words after its name, prints to standard output and
// returns nothing, or the sentence that says why it could not be done.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace nn::cli {

struct Invocation {
    std::string_view program;  // argv[0]
    std::span<const std::string_view> arguments;
    int& exit_code;  // of a command that did its work: 0, or what it sets
};

using Problem = std::optional<std::string>;

Problem train(const Invocation& invocation);
Problem report(const Invocation& invocation);
Problem bench(const Invocation& invocation);

}  // namespace nn::cli
