// A training run as every command begins one: the same flags made from the table of properties, the
// same defaults, the same weights.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/cli/arguments.h"
#include "engine/cli/commands.h"
#include "engine/session/command.h"
#include "engine/session/link.h"
#include "engine/session/recipe.h"
#include "engine/session/replay_course.h"

namespace nn::cli {

std::vector<Flag> training_flags();

// What every command that trains begins with: reads its own flags and those of training, and prints the
// help where that is asked for; otherwise `run` goes on, with the arguments and the program's path.
Problem with_training_arguments(const Invocation& invocation, std::vector<Flag> own,
                                void (*print_help)(),
                                Problem (*run)(const std::vector<Argument>& arguments,
                                               std::string_view program),
                                std::string_view operand = {});

const Argument* find_argument(const std::vector<Argument>& arguments, std::string_view name);

// A whole number from 0 on; nothing when the flag is not given.
Outcome<std::optional<std::size_t>> count_of(const std::vector<Argument>& arguments,
                                             std::string_view name);

// The problem of a flag whose number, counted from 0 here and from `first` by the reader, is not below `end`.
std::optional<std::string> check_range(std::string_view name, std::size_t value, std::size_t first,
                                       std::size_t end);

// What the scores are: "accuracy", or "R2" of a regression; and that of the last evaluation, which may be
// newer than the last point of the history.
const char* score_name(const Recipe& recipe);
double last_score(const AnyTrainer& trainer);

// The operand, and the flag, that name a link.
inline constexpr std::string_view kLink = "link";

// What the arguments say to train: the session of a link, or that of the flags, with the changes of
// --at, to the end by itself where there is no --steps.
Outcome<command::Replay> session_of(const std::vector<Argument>& arguments);

// That of the recipe, generated or from the folder that --data names.
Outcome<std::shared_ptr<const Dataset>> dataset_of(const Recipe& recipe,
                                                   const std::vector<Argument>& arguments,
                                                   std::string_view program);

std::vector<std::string> class_names(const Recipe& recipe);

struct TrainingRun {
    Recipe recipe;  // that it begins with
    std::shared_ptr<const Dataset> dataset;
    std::unique_ptr<AnyTrainer> trainer;  // has taken no step yet
    ReplayCourse course;                  // to where it goes, if it does not end before
};

Outcome<TrainingRun> training_run_of(const std::vector<Argument>& arguments,
                                     std::string_view program);

// The same of a session that is known already; of the arguments only --data counts.
Outcome<TrainingRun> training_run_of(const command::Replay& session,
                                     const std::vector<Argument>& arguments,
                                     std::string_view program);

// To the end, with a progress bar; `before_step` is called before every step. Where the end was to be
// after so many updates, the figures are those of the last of them. A sentence when training diverged.
std::optional<std::string> train_to_end(
    TrainingRun& run, const std::function<void()>& before_step = [] {});

}  // namespace nn::cli
