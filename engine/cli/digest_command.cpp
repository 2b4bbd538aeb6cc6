#include "engine/cli/digest_command.h"

#include <cstdio>

#include "engine/cli/arguments.h"
#include "engine/cli/training_run.h"
#include "engine/session/digest.h"

namespace nn::cli {

namespace {

void print_help() {
    std::printf(
        "Usage: inkling digest [flags]\n"
        "       inkling digest LINK\n\n"
        "Trains a network and prints 16 hexadecimal digits in which every machine agrees:\n"
        "natively, under Node and in every browser, to the last bit of every weight.\n\n"
        "What is trained, and how:\n%s\n"
        "Example: inkling digest --hidden 16 --seed 5 --steps 100\n",
        flag_help(training_flags()).c_str());
}

Problem run_with(const std::vector<Argument>& arguments, std::string_view program) {
    auto outcome = training_run_of(arguments, program);
    if (!outcome.value) return outcome.problem;
    train_to_end(*outcome.value);  // a session that diverged has a digest, too
    std::printf("%s\n", digest_text(outcome.value->trainer->digest()).c_str());
    return std::nullopt;
}

}  // namespace

Problem digest(const Invocation& invocation) {
    return with_training_arguments(invocation, {help_flag()}, print_help, run_with, kLink);
}

}  // namespace nn::cli
