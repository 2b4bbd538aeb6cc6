// `inkling`, the engine without a screen: natively, and as WebAssembly under Node. Errors are one line
// on standard error and exit code 2; exit code 1: a replay came to something else than its link says.
#include <cstdio>
#include <vector>

#include "engine/cli/arguments.h"
#include "engine/cli/bisect_command.h"
#include "engine/cli/commands.h"
#include "engine/cli/diagnose_command.h"
#include "engine/cli/digest_command.h"
#include "engine/cli/explain_command.h"
#include "engine/cli/export_command.h"
#include "engine/cli/gradient_check_command.h"
#include "engine/cli/ink_command.h"
#include "engine/cli/link_command.h"
#include "engine/cli/replay_command.h"
#include "engine/cli/sweep_command.h"

namespace {

using namespace nn::cli;

struct Command {
    std::string_view name;
    std::string_view help;
    Problem (*run)(const Invocation&);
};

constexpr Command kCommands[] = {
    {"train", "Train a network and say how well it does.", train},
    {"report", "Print the classification report of given labels.", report},
    {"ink", "Train a network and let it read drawn digits.", read_ink},
    {"explain", "Show one neuron's arithmetic for one sample.", explain},
    {"gradient-check", "Train a network and check its gradients by differences.", gradient_check},
    {"diagnose", "Train a network and say what is wrong with it.", diagnose},
    {"export", "Write a trained network for scikit-learn, PyTorch or ONNX.", export_model},
    {"digest", "Train a network and print the digest of its weights.", digest},
    {"link", "Train a network and print a link to the session.", make_link},
    {"replay", "Train a link's session again and compare.", replay},
    {"sweep", "Train a grid of settings, on one machine or many.", sweep},
    {"bisect", "Find the step at which two builds begin to differ.", bisect},
    {"bench", "Measure how fast training is.", bench},
};

void print_help() {
    std::fputs(
        "Usage: inkling COMMAND [flags]\n\n"
        "Trains small neural networks to read handwritten digits.\n\n",
        stdout);
    for (const Command& command : kCommands)
        std::fputs(two_columns(command.name, command.help).c_str(), stdout);
    std::fputs("\n`inkling COMMAND --help` explains each.\n", stdout);
}

Problem run(std::string_view program, std::span<const std::string_view> words, int& exit_code) {
    if (words.empty() || words[0] == "--help" || words[0] == "-h" || words[0] == "help") {
        print_help();
        return std::nullopt;
    }
    std::vector<std::string_view> names;
    for (const Command& command : kCommands) {
        if (command.name == words[0])
            return command.run(
                {.program = program, .arguments = words.subspan(1), .exit_code = exit_code});
        names.push_back(command.name);
    }
    const std::string near = suggestion(words[0], names, "");
    return "unknown command " + std::string(words[0].substr(0, 64)) +
           (near.empty() ? ", `inkling --help` lists them" : near);
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string_view> words(argv + (argc > 0 ? 1 : 0), argv + argc);
    int exit_code = 0;
    const Problem problem = run(argc > 0 ? argv[0] : "", words, exit_code);
    if (!problem) return exit_code;
    std::string line = "inkling: " + *problem;
    for (char& c : line)
        if (static_cast<unsigned char>(c) < ' ') c = ' ';  // what was typed may hold line ends
    std::fprintf(stderr, "%s\n", line.c_str());
    return 2;
}
