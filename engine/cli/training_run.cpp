#include "engine/cli/training_run.h"

#include <cstdio>
#include <string>
#include <utility>

#include "engine/cli/files.h"
#include "engine/cli/json_reader.h"
#include "engine/cli/link_input.h"
#include "engine/cli/progress.h"
#include "engine/session/limits.h"
#include "engine/session/number_text.h"
#include "engine/session/property.h"
#include "engine/session/replay.h"

namespace nn::cli {

namespace {

constexpr int kDigitsEpochs = 100, kFashionEpochs = 10, kPlaneEpochs = 300,
              kEarlyStoppingEpochs = 1000;

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
        case PropertyKind::Several:
            return "NAMES";
    }
    return {};
}

// A session on the page may go on until someone stops it; a command comes to an end.
int default_epochs(const Recipe& recipe) {
    if (recipe.max_epochs > 0) return recipe.max_epochs;
    if (recipe.early_stopping) return kEarlyStoppingEpochs;
    if (info(recipe.dataset).is_plane) return kPlaneEpochs;
    return recipe.dataset == DatasetId::Digits ? kDigitsEpochs : kFashionEpochs;
}

std::string default_text(const Property& property, DatasetId dataset) {
    Recipe recipe = defaults_of(dataset);
    if (property.name == "max-epochs") recipe.max_epochs = default_epochs(recipe);
    return value_text(property, recipe);
}

// "0.001", or where data sets differ "0.002; mnist 0.002, fashion 0.001, problems in the plane 0.01".
std::string default_texts(const Property& property) {
    const std::string usual = default_text(property, defaults_of().dataset);
    std::string others;
    for (const DatasetInfo& entry : dataset_table()) {
        const std::string value = default_text(property, entry.id);
        if (value == usual || property.name == "dataset") continue;
        others += (others.empty() ? "; " : ", ") +
                  std::string(entry.is_plane ? "problems in the plane" : entry.key) + " " + value;
        if (entry.is_plane) break;  // they are all alike
    }
    return usual + others;
}

Outcome<Recipe> recipe_of_text(std::string_view text, const std::string& source) {
    ParsedRecipe parsed = parse_recipe(text);
    if (!parsed.warnings.empty()) return Failure{source + ": " + parsed.warnings.front()};
    return parsed.recipe;
}

// What the flags of single settings start from: --recipe, --session, or the defaults.
Outcome<Recipe> starting_recipe_of(const std::vector<Argument>& arguments) {
    const Argument* text = find_argument(arguments, "recipe");
    const Argument* session = find_argument(arguments, "session");
    if (text != nullptr && session != nullptr)
        return Failure{"--recipe and --session both say what to train; give one of them"};
    if (text != nullptr) return recipe_of_text(text->value, "--recipe");
    if (session == nullptr) return defaults_of();

    const std::string path(session->value);
    const Outcome<std::string> file = read_file(path);
    if (!file.value) return Failure{file.problem};
    const Outcome<JsonValue> json = parse_json(*file.value);
    if (!json.value) return Failure{path + ": " + json.problem};
    const JsonValue* recipe = json.value->find("recipe");
    if (recipe == nullptr || !recipe->is(JsonValue::Kind::Text))
        return Failure{path + " has no \"recipe\", as train --json writes it"};
    return recipe_of_text(recipe->text, path);
}

Outcome<Recipe> recipe_of(const std::vector<Argument>& arguments) {
    Outcome<Recipe> start = starting_recipe_of(arguments);
    if (!start.value) return start;
    Recipe recipe = std::move(*start.value);
    // In the order of the table, as a link is read: activations count the hidden layers, and
    // defaults go by the data set.
    for (const Property& property : properties()) {
        const Argument* argument = find_argument(arguments, property.name);
        if (argument == nullptr) continue;
        if (const auto problem = set_value(recipe, property, argument->value))
            return Failure{"--" + *problem};
    }
    if (const Argument* seed = find_argument(arguments, "random-state")) {
        if (find_argument(arguments, "seed") != nullptr)
            return Failure{"--random-state and --seed say the same thing; give one of them"};
        if (set_value(recipe, *find_property("seed"), seed->value))
            return Failure{"--random-state must be " + rule_text(*find_property("seed")) +
                           ", not \"" + std::string(seed->value.substr(0, 40)) + "\""};
    }
    if (const Argument* epochs = find_argument(arguments, "epochs")) {
        if (find_argument(arguments, "max-epochs") != nullptr)
            return Failure{"--epochs and --max-epochs say the same thing; give one of them"};
        const Property& property = *find_property("max-epochs");
        const auto count = parse_integer(epochs->value);
        if (!count || *count < 1 || static_cast<double>(*count) > property.maximum)
            return Failure{"--epochs must be a whole number from 1 to " +
                           number_text(property.maximum) + ", not \"" +
                           std::string(epochs->value.substr(0, 40)) + "\""};
        recipe.max_epochs = static_cast<int>(*count);
    }
    if (find_argument(arguments, "steps") != nullptr) return recipe;  // an end of its own
    if (find_argument(arguments, "max-epochs") == nullptr)
        recipe.max_epochs = default_epochs(recipe);
    else if (recipe.max_epochs == 0 && !recipe.early_stopping)
        return Failure{"--max-epochs 0 without early stopping would never end"};
    return recipe;
}

}  // namespace

std::vector<Flag> training_flags() {
    std::vector<Flag> flags;
    for (const Property& property : properties()) {
        const bool is_flag = property.kind == PropertyKind::Flag;
        const std::string rule = is_flag ? std::string() : rule_text(property) + "; ";
        flags.push_back({.name = std::string(property.name),
                         .value_name = value_name(property),
                         .help = std::string(property.help) + " (" + rule + "default " +
                                 default_texts(property) + ")",
                         .is_value_optional = is_flag});
    }
    flags.push_back({.name = "epochs", .value_name = "N", .help = "Short for --max-epochs."});
    flags.push_back({.name = "steps",
                     .value_name = "N",
                     .help = "End after N updates, in the midst of an epoch if need be; without "
                             "--max-epochs beside it, the session itself has no other end than its "
                             "own, as on the page."});
    flags.push_back(
        {.name = "random-state", .value_name = "N", .help = "scikit-learn's name for --seed."});
    flags.push_back({.name = "recipe",
                     .value_name = "TEXT",
                     .help = "Settings as a link has them, such as \"hidden=32,16&seed=5\"; flags "
                             "beside it count more."});
    flags.push_back({.name = "session",
                     .value_name = "FILE",
                     .help = "Train the session of a file that train --json wrote, to the same "
                             "bits; flags beside it count more."});
    flags.push_back({.name = "data",
                     .value_name = "DIR",
                     .help = "The folder of the packed data sets. (default $INKLING_DATA, ../data "
                             "beside the program, or build/data)"});
    return flags;
}

Problem with_training_arguments(const Invocation& invocation, std::vector<Flag> own,
                                void (*print_help)(),
                                Problem (*run)(const std::vector<Argument>& arguments,
                                               std::string_view program),
                                std::string_view operand) {
    for (Flag& flag : training_flags()) own.push_back(std::move(flag));
    const auto parsed = parse_arguments(own, invocation.arguments, operand);
    if (!parsed.value) return parsed.problem;
    if (find_argument(*parsed.value, "help") == nullptr)
        return run(*parsed.value, invocation.program);
    print_help();
    return std::nullopt;
}

const Argument* find_argument(const std::vector<Argument>& arguments, std::string_view name) {
    for (const Argument& argument : arguments)
        if (argument.name == name) return &argument;
    return nullptr;
}

Outcome<std::optional<std::size_t>> count_of(const std::vector<Argument>& arguments,
                                             std::string_view name) {
    const Argument* argument = find_argument(arguments, name);
    if (argument == nullptr) return std::optional<std::size_t>();
    const auto count = parse_integer(argument->value);
    if (!count || *count < 0)
        return Failure{"--" + std::string(name) + " must be a whole number from 0 on, not \"" +
                       std::string(argument->value.substr(0, 40)) + "\""};
    return std::optional(static_cast<std::size_t>(*count));
}

std::optional<std::string> check_range(std::string_view name, std::size_t value, std::size_t first,
                                       std::size_t end) {
    if (value < end) return std::nullopt;
    return "--" + std::string(name) + " must be a whole number from " + std::to_string(first) +
           " to " + std::to_string(end - 1 + first);
}

std::vector<std::string> class_names(const Recipe& recipe) {
    const auto names = info(recipe.dataset).class_names;
    return {names.begin(), names.end()};
}

const char* score_name(const Recipe& recipe) {
    return info(recipe.dataset).is_regression ? "R2" : "accuracy";
}

double last_score(const AnyTrainer& trainer) {
    return static_cast<double>(trainer.test_figures().score);
}

Outcome<command::Replay> session_of(const std::vector<Argument>& arguments) {
    if (const Argument* word = find_argument(arguments, kLink)) {
        for (const Flag& flag : training_flags())
            if (flag.name != "data" && find_argument(arguments, flag.name) != nullptr)
                return Failure{"the link says what to train; leave out --" + flag.name};
        const Outcome<SessionLink> link = read_link(word->value);
        if (!link.value) return Failure{link.problem};
        return replay_of(*link.value);
    }
    const auto recipe = recipe_of(arguments);
    if (!recipe.value) return Failure{recipe.problem};
    const auto steps = count_of(arguments, "steps");
    if (!steps.value) return Failure{steps.problem};
    const std::size_t end = steps.value->value_or(limits::kMaxSteps);
    if (end > std::size_t(limits::kMaxSteps))
        return Failure{"--steps must be at most " + std::to_string(limits::kMaxSteps)};

    std::string text = "#1&" + recipe_text(*recipe.value) + "&steps=" + std::to_string(end);
    for (const Argument& argument : arguments) {
        if (argument.name != "at") continue;
        if (argument.value.find_first_of("&#%") != std::string_view::npos)
            return Failure{"--at must be like 1200:learning-rate=0.0005;l2=0"};
        text.append("&at=").append(argument.value);
    }
    const ParsedLink parsed = parse_link(text);
    if (!parsed.warnings.empty()) return Failure{"--at: " + parsed.warnings.front()};
    return replay_of(parsed.link);
}

Outcome<std::shared_ptr<const Dataset>> dataset_of(const Recipe& recipe,
                                                   const std::vector<Argument>& arguments,
                                                   std::string_view program) {
    if (info(recipe.dataset).is_plane) return TaughtDataset().of(recipe, nullptr);
    const Argument* folder = find_argument(arguments, "data");
    const auto packed = load_dataset(
        recipe.dataset,
        folder == nullptr ? std::nullopt : std::optional(std::string(folder->value)), program);
    if (!packed.value) return packed;
    return TaughtDataset().of(recipe, *packed.value);
}

Outcome<TrainingRun> training_run_of(const std::vector<Argument>& arguments,
                                     std::string_view program) {
    const auto session = session_of(arguments);
    if (!session.value) return Failure{session.problem};
    return training_run_of(*session.value, arguments, program);
}

Outcome<TrainingRun> training_run_of(const command::Replay& session,
                                     const std::vector<Argument>& arguments,
                                     std::string_view program) {
    const auto dataset = dataset_of(session.recipe, arguments, program);
    if (!dataset.value) return Failure{dataset.problem};
    TrainingRun run{.recipe = session.recipe,
                    .dataset = *dataset.value,
                    .trainer = nullptr,
                    .course = ReplayCourse(session)};
    run.trainer = std::make_unique<AnyTrainer>(run.recipe.precision, *run.dataset,
                                               setup_of(run.recipe), live_settings_of(run.recipe));
    return run;
}

std::optional<std::string> train_to_end(TrainingRun& run,
                                        const std::function<void()>& before_step) {
    Progress progress;
    AnyTrainer& trainer = *run.trainer;
    while (!run.course.has_arrived(trainer)) {
        before_step();
        trainer.step();
        while (const Change* change = run.course.take_due_change(trainer))
            make_change(trainer, *change);
        if (!progress.is_due()) continue;
        const int end = run.recipe.max_epochs;
        const std::string of_end = end > 0 ? " of " + std::to_string(end) : std::string();
        char note[80];
        std::snprintf(note, sizeof note, "epoch %.1f%s, test %s %.4f", trainer.epochs(),
                      of_end.c_str(), score_name(run.recipe), last_score(trainer));
        progress.show(end > 0 ? trainer.epochs() / end : 0.0, note);
    }
    if (trainer.can_step()) trainer.request_evaluation();
    while (trainer.is_evaluating()) trainer.step();
    if (trainer.state() != TrainingState::Diverged) return std::nullopt;
    return "training diverged after " + std::to_string(trainer.steps()) +
           " steps: the learning rate is probably too high";
}

}  // namespace nn::cli
