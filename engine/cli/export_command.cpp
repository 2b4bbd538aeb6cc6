#include "engine/cli/export_command.h"

#include <cstdio>

#include "engine/cli/answers.h"
#include "engine/cli/files.h"
#include "engine/cli/training_run.h"
#include "engine/export/trained_model.h"
#include "engine/session/digest.h"
#include "engine/session/number_text.h"

namespace nn::cli {

namespace {

struct Format {
    std::string_view name;
    Exported (*make_float)(const TrainedModel<float>&);
    Exported (*make_double)(const TrainedModel<double>&);

    Exported make(const TrainedModel<float>& model) const { return make_float(model); }
    Exported make(const TrainedModel<double>& model) const { return make_double(model); }
};

constexpr Format kFormats[] = {
    {"sklearn", scikit_learn_script<float>, scikit_learn_script<double>},
    {"pytorch", pytorch_script<float>, pytorch_script<double>},
    {"onnx", onnx_model<float>, onnx_model<double>},
    {"numpy", numpy_script<float>, numpy_script<double>},
    {"javascript", javascript_module<float>, javascript_module<double>},
    {"html", html_page<float>, html_page<double>},
};

std::vector<Flag> own_flags() {
    return {
        {.name = "format",
         .value_name = "NAME",
         .help = "sklearn: a script that rebuilds scikit-learn's MLPClassifier, or MLPRegressor; "
                 "pytorch: a script that goes on training it; onnx: a model for any ONNX "
                 "runtime; numpy: a script that needs NumPy alone; javascript: a module for "
                 "browsers and Node; html: a page in one file, with a pad to draw on."},
        {.name = "out", .value_name = "FILE", .help = "Where to write it."},
        {.name = "probabilities",
         .value_name = "FILE",
         .help = "Write what the network answers to each held-out sample as CSV, for comparison."},
        help_flag(),
    };
}

void print_help() {
    std::printf(
        "Usage: inkling export --format NAME --out FILE [flags]\n\n"
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
template <class Scalar>
std::string answers_csv(const Trainer<Scalar>& trainer, const Dataset& dataset) {
    std::string text;
    visit_answers(trainer, dataset, trainer.split().test,
                  [&](std::int32_t, std::span<const Scalar> answer) {
                      for (std::size_t c = 0; c < answer.size(); ++c)
                          text += (c == 0 ? "" : ",") + number_text(answer[c]);
                      text += '\n';
                  });
    return text;
}

template <class Scalar>
TrainedModel<Scalar> model_of(const TrainingRun& run, const Trainer<Scalar>& trainer) {
    const History& history = trainer.history();
    return {.network = trainer.network(),
            .scaler = trainer.scaler(),
            .dataset = run.recipe.dataset,
            .points = run.dataset->has_pixels() ? nullptr : run.dataset.get(),
            .test_share = run.recipe.test_share,
            .split_seed = run.recipe.split_seed,
            .sealed_share = run.recipe.sealed_share,
            .label_shift = run.recipe.label_shift,
            .seed = run.recipe.seed,
            .validation_share = run.recipe.validation_share,
            .stopping = stopping_rule_of(run.recipe),
            .live = trainer.live(),
            .learning_rate = trainer.optimizer_settings().learning_rate,
            .class_weights = trainer.class_weights(),
            .epochs = trainer.epochs(),
            .steps = trainer.steps(),
            .samples_seen = trainer.samples_seen(),
            .train_loss = history.empty() ? 0.0 : static_cast<double>(history.back().train_loss)};
}

Exported exported(const Format& format, const TrainingRun& run) {
    return run.trainer->visit(
        [&](const auto& trainer) { return format.make(model_of(run, trainer)); });
}

Problem run_with(const std::vector<Argument>& arguments, std::string_view program) {
    const Argument* name = find_argument(arguments, "format");
    const Argument* out = find_argument(arguments, "out");
    if (name == nullptr || out == nullptr) return "export needs both --format NAME and --out FILE";
    const Format* format = find_format(name->value);
    if (format == nullptr)
        return "--format must be sklearn, pytorch, onnx, numpy, javascript or html, not \"" +
               std::string(name->value.substr(0, 40)) + "\"";

    auto outcome = training_run_of(arguments, program);
    if (!outcome.value) return outcome.problem;
    TrainingRun& run = *outcome.value;
    // What cannot be exported is better said before a long training run.
    if (auto problem = exported(*format, run).problem; !problem.empty()) return problem;
    if (auto problem = train_to_end(run)) return problem;

    const Exported file = exported(*format, run);
    if (!file.problem.empty()) return file.problem;
    if (auto problem = write_file(std::string(out->value), file.content)) return problem;
    if (const Argument* path = find_argument(arguments, "probabilities")) {
        const std::string csv = run.trainer->visit(
            [&](const auto& trainer) { return answers_csv(trainer, *run.dataset); });
        if (auto problem = write_file(std::string(path->value), csv)) return problem;
    }
    std::printf("%s: %zu bytes; test %s %.4f, digest %s\n", std::string(out->value).c_str(),
                file.content.size(), score_name(run.recipe), last_score(*run.trainer),
                digest_text(run.trainer->digest()).c_str());
    return std::nullopt;
}

}  // namespace

Problem export_model(const Invocation& invocation) {
    return with_training_arguments(invocation, own_flags(), print_help, run_with);
}

}  // namespace nn::cli
