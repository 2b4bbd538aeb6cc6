// `inkling report`: the classification report of labels that were predicted elsewhere.
#include <cstdio>

#include "engine/cli/arguments.h"
#include "engine/cli/commands.h"
#include "engine/cli/files.h"
#include "engine/cli/labels.h"

namespace nn::cli {

namespace {

std::vector<Flag> report_flags() {
    return {
        {.name = "true",
         .value_name = "FILE",
         .help = "The true labels, one a line: whole numbers or names."},
        {.name = "pred", .value_name = "FILE", .help = "The predicted labels, in the same order."},
        help_flag(),
    };
}

void print_help() {
    std::printf(
        "Usage: inkling report --true FILE --pred FILE\n\n"
        "Prints precision, recall, F1 and support of every class, as scikit-learn's\n"
        "classification_report does.\n\n%s",
        flag_help(report_flags()).c_str());
}

Outcome<std::vector<std::string>> read_labels(const std::string& path) {
    const Outcome<std::string> text = read_file(path);
    if (!text.value) return Failure{text.problem};
    auto labels = parse_labels(*text.value);
    if (!labels.value) return Failure{path + ": " + labels.problem};
    return labels;
}

}  // namespace

Problem report(const Invocation& invocation) {
    const auto parsed = parse_arguments(report_flags(), invocation.arguments);
    if (!parsed.value) return parsed.problem;
    std::string true_path, predicted_path;
    for (const Argument& argument : *parsed.value) {
        if (argument.name == "help") {
            print_help();
            return std::nullopt;
        }
        (argument.name == "true" ? true_path : predicted_path) = argument.value;
    }
    if (true_path.empty() || predicted_path.empty())
        return "report needs both --true FILE and --pred FILE";

    const auto truth = read_labels(true_path);
    if (!truth.value) return truth.problem;
    const auto prediction = read_labels(predicted_path);
    if (!prediction.value) return prediction.problem;
    const auto compared = compare_labels(*truth.value, *prediction.value);
    if (!compared.value) return compared.problem;
    std::fputs(report_text(compared.value->matrix, compared.value->names).c_str(), stdout);
    return std::nullopt;
}

}  // namespace nn::cli
