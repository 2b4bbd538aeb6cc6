#include "engine/cli/export_command.h"

#include <cstdio>

#include "engine/cli/files.h"
#include "engine/cli/training_run.h"
#include "engine/export/trained_model.h"
#include "engine/session/digest.h"
#include "engine/session/number_text.h"

namespace nn::cli {

namespace {

struct Format {
    std::string_view name;
    Exported (*make)(const TrainedModel<float>&);
};

constexpr Format kFormats[] = {
    {"sklearn", scikit_learn_script<float>},
    {"pytorch", pytorch_script<float>},
    {"onnx", onnx_model<float>},
};

std::vector<Flag> own_flags() {
    return {
        {.name = "format",
         .value_name = "NAME",
         .help = "sklearn: a script that rebuilds scikit-learn's MLPClassifier; pytorch: a script "
                 "that goes on "
                 "training it; onnx: a model for any ONNX runtime."},
        {.name = "out", .value_name = "FILE", .help = "Where to write it."},
        {.name = "probabilities",
         .value_name = "FILE",
         .help = "Write what the network answers to each held-out sample as CSV, for comparison."},
        {.name = "help", .value_name = "", .help = "Show this help."},
    };
}

std::vector<Flag> all_flags() {
    std::vector<Flag> flags = own_flags();
    for (Flag& flag : training_flags()) flags.push_back(std::move(flag));
    return flags;
}

void print_help() {
    std::printf(
        "Usage: inkling export --format sklearn|pytorch|onnx --out FILE [flags]\n\n"
        "Trains a network as `inkling train` does with the same flags, and writes it.\n\n"
        "What is written:\n%s\n"
        "What is trained, and how:\n%s\n"
        "Example: inkling export --format onnx --out digits.onnx --hidden 64 --seed 5\n",
        flag_help(own_flags()).c_str(), flag_help(training_flags()).c_str());
}

const Format* find_format(std::string_view name) {
    for (const Format& format : kFormats)
        if (format.name == name) return &format;
    return nullptr;
}

// One line a sample, in the order of the split.
std::string answers_csv(const Trainer<float>& trainer, const Dataset& dataset) {
    const Network<float>& network = trainer.network();
    Workspace<float> workspace;
    workspace.resize_for_inference(network, 1);
    std::string text;
    for (const std::int32_t sample : trainer.split().test) {
        trainer.scaler().apply(dataset.image(sample), workspace.A[0].data());
        forward(network, workspace, 1);
        const Matrix<float>& answer = workspace.A.back();
        for (Eigen::Index c = 0; c < answer.cols(); ++c)
            text += (c == 0 ? "" : ",") + number_text(answer(0, c));
        text += '\n';
    }
    return text;
}

TrainedModel<float> model_of(const TrainingRun& run) {
    const Trainer<float>& trainer = *run.trainer;
    const History& history = trainer.history();
    return {.network = trainer.network(),
            .scaler = trainer.scaler(),
            .dataset = run.recipe.dataset,
            .test_share = run.recipe.test_share,
            .split_seed = run.recipe.split_seed,
            .seed = run.recipe.seed,
            .live = trainer.live(),
            .class_weights = trainer.class_weights(),
            .epochs = trainer.epochs(),
            .steps = trainer.steps(),
            .train_loss = history.empty() ? 0.0 : static_cast<double>(history.back().train_loss)};
}

}  // namespace

Problem export_model(const Invocation& invocation) {
    const auto parsed = parse_arguments(all_flags(), invocation.arguments);
    if (!parsed.value) return parsed.problem;
    const std::vector<Argument>& arguments = *parsed.value;
    if (find_argument(arguments, "help") != nullptr) {
        print_help();
        return std::nullopt;
    }
    const Argument* name = find_argument(arguments, "format");
    const Argument* out = find_argument(arguments, "out");
    if (name == nullptr || out == nullptr) return "export needs both --format NAME and --out FILE";
    const Format* format = find_format(name->value);
    if (format == nullptr)
        return "--format must be sklearn, pytorch or onnx, not \"" +
               std::string(name->value.substr(0, 40)) + "\"";

    auto outcome = training_run_of(arguments, invocation.program);
    if (!outcome.value) return outcome.problem;
    TrainingRun& run = *outcome.value;
    // What cannot be exported is better said before a long training run.
    if (auto problem = format->make(model_of(run)).problem; !problem.empty()) return problem;
    if (auto problem = train_to_end(run)) return problem;

    const Exported exported = format->make(model_of(run));
    if (!exported.problem.empty()) return exported.problem;
    if (auto problem = write_file(std::string(out->value), exported.content)) return problem;
    if (const Argument* path = find_argument(arguments, "probabilities")) {
        const std::string csv = answers_csv(*run.trainer, *run.dataset);
        if (auto problem = write_file(std::string(path->value), csv)) return problem;
    }
    std::printf("%s: %zu bytes; test accuracy %.4f, digest %s\n", std::string(out->value).c_str(),
                exported.content.size(),
                static_cast<double>(run.trainer->history().back().test_accuracy),
                digest_text(digest_of(parameters_of(run.trainer->network()))).c_str());
    return std::nullopt;
}

}  // namespace nn::cli
