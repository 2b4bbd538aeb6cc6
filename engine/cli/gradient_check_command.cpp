#include "engine/cli/gradient_check_command.h"

#include <cstdio>

#include "engine/cli/training_run.h"
#include "engine/explain/gradient_check.h"
#include "engine/session/json.h"
#include "engine/session/number_text.h"

namespace nn::cli {

namespace {

constexpr std::size_t kPerLayer = 200, kMostChecks = 100000, kShown = 5;

std::vector<Flag> own_flags() {
    return {
        {.name = "sample",
         .value_name = "N",
         .help = "Which sample of the data set, counted from 0. (default 0)"},
        {.name = "checks",
         .value_name = "N",
         .help = "How many parameters of each layer are checked. (default " +
                 std::to_string(kPerLayer) + ")"},
        json_flag(),
        help_flag(),
    };
}

void print_help() {
    std::printf(
        "Usage: inkling gradient-check [flags]\n\n"
        "Trains a network as `inkling train` does with the same flags, moves some of its\n"
        "weights a little either way, and compares what happens to the loss of one\n"
        "sample with what backpropagation says. Fails where they differ.\n\n"
        "What is checked:\n%s\n"
        "What is trained, and how:\n%s\n"
        "Example: inkling gradient-check --hidden 32,16 --activation tanh --epochs 3\n",
        flag_help(own_flags()).c_str(), flag_help(training_flags()).c_str());
}

std::string place_words(const ParameterPlace& place) {
    const std::string unit = std::to_string(place.layer + 1) + "," + std::to_string(place.neuron);
    return place.is_bias() ? "bias " + unit : "weight " + unit + "," + std::to_string(place.input);
}

void print_json(const GradientCheck& check) {
    JsonWriter json;
    json.begin_object();
    json.key("parameters").value(check.parameters);
    json.key("checked").value(check.gradients.size());
    json.key("largest_error").value(check.largest_error());
    json.key("bound").value(kCheckBound);
    json.key("gradients").begin_array();
    for (const CheckedGradient& one : check.gradients) {
        json.begin_object();
        json.key("place").value(place_words(one.place));
        json.key("backward").value(one.backward);
        json.key("difference").value(one.difference);
        json.key("error").value(one.error);
        json.end_object();
    }
    json.end_array();
    json.end_object();
    std::printf("%s\n", json.text().c_str());
}

void print_text(const GradientCheck& check) {
    std::printf("%zu of %zu gradients checked, largest error %.1e\n\n", check.gradients.size(),
                check.parameters, check.largest_error());
    std::printf("%-20s %15s %15s %9s\n", "the largest errors", "backward", "difference", "error");
    for (std::size_t i = 0; i < std::min(kShown, check.gradients.size()); ++i) {
        const CheckedGradient& one = check.gradients[i];
        std::printf("%-20s %15.8g %15.8g %9.1e\n", place_words(one.place).c_str(), one.backward,
                    one.difference, one.error);
    }
}

template <class Scalar>
Problem check_run(const TrainingRun& run, const Trainer<Scalar>& trainer, std::size_t sample,
                  std::size_t per_layer, bool wants_json) {
    std::vector<Scalar> x(static_cast<std::size_t>(run.dataset->features()));
    trainer.scaler().apply(*run.dataset, static_cast<int>(sample), x.data());
    const GradientCheck check =
        check_gradients<Scalar>(trainer.network(), x, run.dataset->labels[sample],
                                trainer.objective_terms(), per_layer, run.recipe.seed);
    wants_json ? print_json(check) : print_text(check);
    if (check.largest_error() <= kCheckBound) return std::nullopt;
    return "backpropagation and central differences differ by " +
           number_text(check.largest_error()) + ", more than " + number_text(kCheckBound);
}

Problem run_with(const std::vector<Argument>& arguments, std::string_view program) {
    auto outcome = training_run_of(arguments, program);
    if (!outcome.value) return outcome.problem;
    TrainingRun& run = *outcome.value;
    if (info(run.recipe.dataset).is_regression)
        return "a regression's steps are not taken apart; choose a data set of classes";
    const auto sample_wanted = count_of(arguments, "sample"),
               checks_wanted = count_of(arguments, "checks");
    if (!sample_wanted.value) return sample_wanted.problem;
    if (!checks_wanted.value) return checks_wanted.problem;
    const std::size_t sample = sample_wanted.value->value_or(0),
                      checks = checks_wanted.value->value_or(kPerLayer);
    if (auto problem = check_range("sample", sample, 0, run.dataset->labels.size())) return problem;
    // 0 wraps, and is refused.
    if (auto problem = check_range("checks", checks - 1, 1, kMostChecks)) return problem;
    if (auto problem = train_to_end(run)) return problem;
    const bool wants_json = find_argument(arguments, "json") != nullptr;
    return run.trainer->visit(
        [&](const auto& trainer) { return check_run(run, trainer, sample, checks, wants_json); });
}

}  // namespace

Problem gradient_check(const Invocation& invocation) {
    return with_training_arguments(invocation, own_flags(), print_help, run_with);
}

}  // namespace nn::cli
