// `inkling train`: one training run from the first weights to the report.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "engine/cli/arguments.h"
#include "engine/cli/commands.h"
#include "engine/cli/files.h"
#include "engine/cli/json.h"
#include "engine/cli/progress.h"
#include "engine/session/digest.h"
#include "engine/session/number_text.h"
#include "engine/session/property.h"

namespace nn::cli {

namespace {

constexpr int kDigitsEpochs = 30, kLargeDataEpochs = 5, kEarlyStoppingEpochs = 1000;

struct TrainOptions {
    Recipe recipe;
    std::optional<std::string> data_folder;
    std::optional<std::string> history_path;
    bool wants_report = false, wants_json = false, wants_help = false;
};

std::string value_name(const Property& property) {
    switch (property.kind) {
        case PropertyKind::Choice:
            return "NAME";
        case PropertyKind::Integer:
            return "N";
        case PropertyKind::Real:
            return "NUMBER";
        case PropertyKind::Flag:
            return "on|off";
        case PropertyKind::Layers:
            return "SIZES";
        case PropertyKind::Activations:
            return "NAMES";
    }
    return {};
}

// A session on the page goes on until someone stops it; a command comes to an end.
std::string default_text(const Property& property) {
    if (property.name != "max-epochs") return value_text(property, Recipe{});
    return std::to_string(kDigitsEpochs) + " for digits, " + std::to_string(kLargeDataEpochs) +
           " for the larger data sets, " + std::to_string(kEarlyStoppingEpochs) +
           " with early stopping";
}

std::vector<Flag> property_flags() {
    std::vector<Flag> flags;
    for (const Property& property : properties()) {
        const bool is_flag = property.kind == PropertyKind::Flag;
        const std::string rule = is_flag ? std::string() : rule_text(property) + "; ";
        flags.push_back({.name = std::string(property.name),
                         .value_name = value_name(property),
                         .help = std::string(property.help) + " (" + rule + "default " +
                                 default_text(property) + ")",
                         .is_value_optional = is_flag});
    }
    return flags;
}

std::vector<Flag> program_flags() {
    return {
        {.name = "epochs", .value_name = "N", .help = "Short for --max-epochs."},
        {.name = "data",
         .value_name = "DIR",
         .help = "The folder of the packed data sets. (default $INKLING_DATA, "
                 "../data beside the program, or build/data)"},
        {.name = "report",
         .value_name = "",
         .help = "Print the classification report of the held-out samples."},
        {.name = "history",
         .value_name = "FILE",
         .help = "Write the curves as CSV, one line per evaluation."},
        {.name = "json", .value_name = "", .help = "Print one JSON object instead of text."},
        {.name = "help", .value_name = "", .help = "Show this help."},
    };
}

std::vector<Flag> train_flags() {
    std::vector<Flag> flags = property_flags();
    for (Flag& flag : program_flags()) flags.push_back(std::move(flag));
    return flags;
}

void print_help() {
    std::printf(
        "Usage: inkling train [flags]\n\n"
        "Trains a network and says how well it reads samples that it has never seen.\n\n"
        "What is trained, and how:\n%s\n"
        "What is shown:\n%s\n"
        "Example: inkling train --dataset digits --hidden 64,32 --seed 5 --report\n",
        flag_help(property_flags()).c_str(), flag_help(program_flags()).c_str());
}

const Argument* find_argument(const std::vector<Argument>& arguments, std::string_view name) {
    for (const Argument& argument : arguments)
        if (argument.name == name) return &argument;
    return nullptr;
}

std::optional<std::string> value_of(const std::vector<Argument>& arguments, std::string_view name) {
    const Argument* argument = find_argument(arguments, name);
    return argument == nullptr ? std::nullopt : std::optional(std::string(argument->value));
}

int default_epochs(const Recipe& recipe) {
    if (recipe.early_stopping) return kEarlyStoppingEpochs;
    return recipe.dataset == DatasetId::Digits ? kDigitsEpochs : kLargeDataEpochs;
}

Outcome<TrainOptions> options_of(const std::vector<Argument>& arguments) {
    TrainOptions options;
    options.wants_help = find_argument(arguments, "help") != nullptr;
    options.wants_json = find_argument(arguments, "json") != nullptr;
    options.wants_report = find_argument(arguments, "report") != nullptr;
    options.data_folder = value_of(arguments, "data");
    options.history_path = value_of(arguments, "history");

    // In the order of the table, as a link is read: activations count the hidden layers.
    for (const Property& property : properties()) {
        const Argument* argument = find_argument(arguments, property.name);
        if (argument == nullptr) continue;
        if (const auto problem = set_value(options.recipe, property, argument->value))
            return Failure{"--" + *problem};
    }
    if (const Argument* epochs = find_argument(arguments, "epochs")) {
        if (find_argument(arguments, "max-epochs") != nullptr)
            return Failure{"--epochs and --max-epochs say the same thing; give one of them"};
        const auto count = parse_integer(epochs->value);
        const Property& property = *find_property("max-epochs");
        if (!count || *count < 1 || static_cast<double>(*count) > property.maximum)
            return Failure{"--epochs must be a whole number from 1 to " +
                           number_text(property.maximum) + ", not \"" +
                           std::string(epochs->value.substr(0, 40)) + "\""};
        options.recipe.max_epochs = static_cast<int>(*count);
    }
    if (options.recipe.max_epochs > 0) return options;
    if (find_argument(arguments, "max-epochs") == nullptr)
        options.recipe.max_epochs = default_epochs(options.recipe);
    else if (!options.recipe.early_stopping)
        return Failure{"--max-epochs 0 without early stopping would never end"};
    return options;
}

// Results

std::string_view state_name(TrainingState state) {
    switch (state) {
        case TrainingState::Stopped:
            return "stopped";
        case TrainingState::Diverged:
            return "diverged";
        default:
            return "finished";
    }
}

// The training loss of each epoch, as scikit-learn's loss_curve_: where an epoch was evaluated
// several times, the mean of its points, each weighted by the part of the epoch that it covers.
std::vector<double> loss_curve(const History& history) {
    std::vector<double> curve;
    double sum = 0.0, last_epoch = 0.0;
    for (const HistoryPoint& point : history) {
        const double epoch = static_cast<double>(point.epoch);
        sum += static_cast<double>(point.train_loss) * (epoch - last_epoch);
        last_epoch = epoch;
        if (epoch > static_cast<double>(curve.size()) && epoch == std::floor(epoch)) {
            curve.push_back(sum);
            sum = 0.0;
        }
    }
    return curve;
}

std::string history_csv(const History& history) {
    std::string text = "step,epoch,train_loss,test_loss,train_accuracy,test_accuracy\n";
    for (const HistoryPoint& point : history) {
        text += std::to_string(point.step);
        for (const float value : {point.epoch, point.train_loss, point.test_loss,
                                  point.train_accuracy, point.test_accuracy})
            text += "," + number_text(value);
        text += '\n';
    }
    return text;
}

std::vector<std::string> class_names(const Recipe& recipe) {
    const auto names = info(recipe.dataset).class_names;
    return {names.begin(), names.end()};
}

void print_json(const Recipe& recipe, const Trainer<float>& trainer, double seconds,
                bool wants_report) {
    const ClassificationReport report = classification_report(trainer.confusion());
    std::vector<std::int64_t> support;
    for (const ClassScores& scores : report.classes) support.push_back(scores.support);
    const std::vector<float> parameters = parameters_of(trainer.network());
    JsonWriter json;
    json.begin_object();
    json.key("dataset").value(info(recipe.dataset).key);
    json.key("recipe").value(recipe_text(recipe));
    json.key("state").value(state_name(trainer.state()));
    json.key("accuracy").value(report.accuracy);
    json.key("support").value(support);
    json.key("epochs").value(trainer.epochs());
    json.key("steps").value(trainer.steps());
    json.key("parameters").value(parameters.size());
    json.key("loss_curve").value(loss_curve(trainer.history()));
    json.key("predictions").value(trainer.test_answers().prediction);
    json.key("samples_per_second").value(static_cast<double>(trainer.samples_seen()) / seconds);
    json.key("digest").value(digest_text(digest_of(parameters)));
    if (wants_report)
        json.key("report").value(report_text(trainer.confusion(), class_names(recipe)));
    json.end_object();
    std::printf("%s\n", json.text().c_str());
}

void print_text(const Recipe& recipe, const Trainer<float>& trainer, double seconds,
                bool wants_report) {
    const std::vector<float> parameters = parameters_of(trainer.network());
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
        std::printf(
            "%g epochs, %lld steps: training loss %.4f, test loss %.4f, test accuracy %.4f\n",
            trainer.epochs(), static_cast<long long>(trainer.steps()),
            static_cast<double>(last.train_loss), static_cast<double>(last.test_loss),
            static_cast<double>(last.test_accuracy));
    }
    std::printf("%.2f s, %.0f samples per second; digest %s\n", seconds,
                static_cast<double>(trainer.samples_seen()) / seconds,
                digest_text(digest_of(parameters)).c_str());
    if (wants_report)
        std::printf("\n%s", report_text(trainer.confusion(), class_names(recipe)).c_str());
}

void run(Trainer<float>& trainer, const Recipe& recipe) {
    Progress progress;
    while (trainer.can_step()) {
        trainer.step();
        if (!progress.is_due()) continue;
        char note[80];
        const double accuracy = trainer.history().empty()
                                    ? 0.0
                                    : static_cast<double>(trainer.history().back().test_accuracy);
        const std::string end =
            recipe.max_epochs > 0 ? " of " + std::to_string(recipe.max_epochs) : std::string();
        std::snprintf(note, sizeof note, "epoch %.1f%s, test accuracy %.4f", trainer.epochs(),
                      end.c_str(), accuracy);
        progress.show(recipe.max_epochs > 0 ? trainer.epochs() / recipe.max_epochs : 0.0, note);
    }
}

}  // namespace

Problem train(const Invocation& invocation) {
    const auto parsed = parse_arguments(train_flags(), invocation.arguments);
    if (!parsed.value) return parsed.problem;
    const auto outcome = options_of(*parsed.value);
    if (!outcome.value) return outcome.problem;
    const TrainOptions& options = *outcome.value;
    if (options.wants_help) {
        print_help();
        return std::nullopt;
    }
    const auto dataset =
        load_dataset(options.recipe.dataset, options.data_folder, invocation.program);
    if (!dataset.value) return dataset.problem;

    const double start = seconds_now();
    Trainer<float> trainer(**dataset.value, setup_of(options.recipe),
                           live_settings_of(options.recipe));
    run(trainer, options.recipe);
    const double seconds = std::max(seconds_now() - start, 1e-9);

    if (options.history_path) {
        if (auto problem = write_file(*options.history_path, history_csv(trainer.history())))
            return problem;
    }
    (options.wants_json ? print_json : print_text)(options.recipe, trainer, seconds,
                                                   options.wants_report);
    return std::nullopt;
}

}  // namespace nn::cli
