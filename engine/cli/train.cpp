// `inkling train`: one training run from the first weights to the report.
#include <algorithm>
#include <cstdio>
#include <optional>

#include "engine/cli/answers.h"
#include "engine/cli/arguments.h"
#include "engine/cli/commands.h"
#include "engine/cli/files.h"
#include "engine/cli/progress.h"
#include "engine/cli/training_run.h"
#include "engine/session/digest.h"
#include "engine/session/json.h"
#include "engine/session/number_text.h"
#include "engine/session/property.h"

namespace nn::cli {

namespace {

std::vector<Flag> output_flags() {
    return {
        {.name = "report",
         .value_name = "",
         .help = "Print the classification report of the held-out samples."},
        {.name = "open-sealed",
         .value_name = "",
         .help = "Print how much of the sealed part the network reads: once, when it is chosen."},
        {.name = "history",
         .value_name = "FILE",
         .help = "Write the curves as CSV, one line per evaluation."},
        json_flag(),
        help_flag(),
    };
}

void print_help() {
    std::printf(
        "Usage: inkling train [flags]\n\n"
        "Trains a network and says how well it reads samples that it has never seen.\n\n"
        "What is trained, and how:\n%s\n"
        "What is shown:\n%s\n"
        "Example: inkling train --dataset digits --hidden 64,32 --seed 5 --report\n",
        flag_help(training_flags()).c_str(), flag_help(output_flags()).c_str());
}

std::string_view state_name(TrainingState state) {
    switch (state) {
        case TrainingState::Stopped:
            return "stopped";
        case TrainingState::Diverged:
            return "diverged";
        case TrainingState::Ready:
        case TrainingState::Training:
            return "paused";  // by --steps
        default:
            return "finished";
    }
}

// Without a validation part its two columns stay empty.
std::string history_csv(const History& history, bool has_validation) {
    std::string text =
        "step,epoch,train_loss,test_loss,train_accuracy,test_accuracy,validation_loss,"
        "validation_accuracy\n";
    for (const HistoryPoint& point : history) {
        text += std::to_string(point.step);
        for (const float value : {point.epoch, point.train_loss, point.test_loss,
                                  point.train_accuracy, point.test_accuracy})
            text += "," + number_text(value);
        for (const float value : {point.validation_loss, point.validation_accuracy})
            text += "," + (has_validation ? number_text(value) : std::string());
        text += '\n';
    }
    return text;
}

struct SealedScore {
    std::size_t right = 0, count = 0;

    double accuracy() const { return static_cast<double>(right) / static_cast<double>(count); }
};

template <class Scalar>
SealedScore score_of(const Trainer<Scalar>& trainer, const Dataset& dataset) {
    SealedScore score{.count = trainer.split().sealed.size()};
    visit_answers(trainer, dataset, trainer.split().sealed,
                  [&](std::int32_t sample, std::span<const Scalar> answer) {
                      const std::uint8_t label = dataset.labels[static_cast<std::size_t>(sample)];
                      score.right += prediction_of<Scalar>(answer) == label ? 1 : 0;
                  });
    return score;
}

// What is shown beside the result.
struct Extras {
    bool report = false;
    std::optional<SealedScore> sealed;
};

void print_json(const Recipe& recipe, const AnyTrainer& trainer, double seconds,
                const Extras& extras) {
    const ClassificationReport report = classification_report(trainer.confusion());
    std::vector<std::int64_t> support;
    for (const ClassScores& scores : report.classes) support.push_back(scores.support);
    const std::vector<float> parameters = trainer.parameters();
    JsonWriter json;
    json.begin_object();
    json.key("dataset").value(info(recipe.dataset).key);
    json.key("recipe").value(recipe_text(recipe));
    json.key("state").value(state_name(trainer.state()));
    if (info(recipe.dataset).is_regression) {
        json.key("r2").value(last_score(trainer));
    } else {
        json.key("accuracy").value(report.accuracy);
        json.key("support").value(support);
    }
    json.key("epochs").value(trainer.epochs());
    json.key("steps").value(trainer.steps());
    json.key("parameters").value(parameters.size());
    json.key("n_iter").value(trainer.loss_curve().size());
    json.key("loss_curve").value(trainer.loss_curve());
    if (!trainer.validation_scores().empty())
        json.key("validation_scores").value(trainer.validation_scores());
    if (info(recipe.dataset).is_regression)
        json.key("predictions").value(trainer.test_answers().confidence);
    else
        json.key("predictions").value(trainer.test_answers().prediction);
    json.key("samples_per_second").value(static_cast<double>(trainer.samples_seen()) / seconds);
    json.key("digest").value(digest_text(trainer.digest()));
    if (extras.sealed) {
        json.key("sealed").begin_object();
        json.key("accuracy").value(extras.sealed->accuracy());
        json.key("samples").value(extras.sealed->count);
        json.end_object();
    }
    if (extras.report)
        json.key("report").value(report_text(trainer.confusion(), class_names(recipe)));
    json.end_object();
    std::printf("%s\n", json.text().c_str());
}

void print_text(const Recipe& recipe, const AnyTrainer& trainer, double seconds,
                const Extras& extras) {
    const std::vector<float> parameters = trainer.parameters();
    std::printf("%s: %zu samples to learn from, %zu held out; %zu parameters\n",
                std::string(info(recipe.dataset).title).c_str(), trainer.split().train.size(),
                trainer.split().test.size(), parameters.size());
    if (trainer.state() == TrainingState::Diverged)
        std::printf("diverged after %lld steps: the learning rate is probably too high\n",
                    static_cast<long long>(trainer.steps()));
    if (trainer.state() == TrainingState::Stopped)
        std::printf("stopped early: the loss no longer fell\n");
    if (!trainer.history().empty()) {
        const HistoryPoint& last = trainer.history().back();
        std::printf("%g epoch%s, %lld steps: training loss %.4f, test loss %.4f, test %s %.4f\n",
                    trainer.epochs(), trainer.epochs() == 1.0 ? "" : "s",
                    static_cast<long long>(trainer.steps()), static_cast<double>(last.train_loss),
                    static_cast<double>(trainer.test_figures().loss), score_name(recipe),
                    last_score(trainer));
    }
    std::printf("%.2f s, %.0f samples per second; digest %s\n", seconds,
                static_cast<double>(trainer.samples_seen()) / seconds,
                digest_text(trainer.digest()).c_str());
    if (extras.sealed)
        std::printf("sealed part: %zu of %zu read, %.4f\n", extras.sealed->right,
                    extras.sealed->count, extras.sealed->accuracy());
    if (extras.report)
        std::printf("\n%s", report_text(trainer.confusion(), class_names(recipe)).c_str());
}

Problem run_with(const std::vector<Argument>& arguments, std::string_view program) {
    auto outcome = training_run_of(arguments, program);
    if (!outcome.value) return outcome.problem;
    TrainingRun& run = *outcome.value;
    const bool is_regression = info(run.recipe.dataset).is_regression;
    Extras extras{.report = find_argument(arguments, "report") != nullptr};
    if (extras.report && is_regression)
        return "a regression has no classes to report on; leave out --report";
    const bool opens = find_argument(arguments, "open-sealed") != nullptr;
    if (opens && is_regression)
        return "a regression has no answers to be right or wrong; leave out --open-sealed";
    if (opens && run.trainer->split().sealed.empty())
        return "there is no sealed part to open: give --sealed-share too";

    const double start = seconds_now();
    train_to_end(run);  // that it diverged is a result, too
    const double seconds = std::max(seconds_now() - start, 1e-9);

    if (const Argument* history = find_argument(arguments, "history")) {
        const std::string csv =
            history_csv(run.trainer->history(), run.recipe.validation_share > 0.0);
        if (auto problem = write_file(std::string(history->value), csv)) return problem;
    }
    if (opens)
        extras.sealed = run.trainer->visit(
            [&](const auto& trainer) { return score_of(trainer, *run.dataset); });
    const auto print = find_argument(arguments, "json") != nullptr ? print_json : print_text;
    print(run.recipe, *run.trainer, seconds, extras);
    return std::nullopt;
}

}  // namespace

Problem train(const Invocation& invocation) {
    return with_training_arguments(invocation, output_flags(), print_help, run_with);
}

}  // namespace nn::cli
