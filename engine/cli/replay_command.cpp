#include "engine/cli/replay_command.h"

#include <cstdio>
#include <utility>
#include <variant>

#include "engine/cli/arguments.h"
#include "engine/cli/deflate.h"
#include "engine/cli/link_input.h"
#include "engine/cli/session_run.h"
#include "engine/cli/training_run.h"
#include "engine/session/digest.h"
#include "engine/session/json.h"
#include "engine/session/packed_weights.h"
#include "engine/session/replay.h"

namespace nn::cli {

namespace {

std::vector<Flag> replay_flags() {
    std::vector<Flag> flags = {
        {.name = "restore",
         .value_name = "",
         .help = "Train nothing: take the rounded weights that are in the link, if there are any."},
        json_flag(),
        help_flag()};
    for (Flag& flag : training_flags())
        if (flag.name == "data") flags.push_back(std::move(flag));
    return flags;
}

void print_help() {
    std::printf(
        "Usage: inkling replay LINK\n"
        "       inkling replay FILE\n\n"
        "Trains the session of a link, or of a saved file, once more, and says whether\n"
        "it is the same to the last bit. Exit code 1 when it is not.\n\n%s",
        flag_help(replay_flags()).c_str());
}

Outcome<std::vector<float>> weights_of(const SessionLink& link) {
    if (link.weights.empty()) return Failure{"there are no weights in the link to restore"};
    const auto bytes = inflated(link.weights, packed_weights_size(link.recipe));
    if (!bytes) return Failure{"the weights in the link are damaged"};
    auto parameters = unpacked_weights(*bytes, link.recipe);
    if (const auto* problem = std::get_if<std::string>(&parameters)) return Failure{*problem};
    return std::get<std::vector<float>>(std::move(parameters));
}

std::string steps_text(std::int64_t steps) {
    return std::to_string(steps) + (steps == 1 ? " step" : " steps");
}

std::string verdict(ReplayOutcome outcome, const SessionLink& link, const Snapshot& snapshot) {
    const std::string here = "digest " + digest_text(snapshot.digest);
    switch (outcome) {
        case ReplayOutcome::Exact:
            return "reproduced exactly: " + here + " after " + steps_text(snapshot.step);
        case ReplayOutcome::Unchecked:
            return "not checked, since the link has no digest: " + here + " after " +
                   steps_text(snapshot.step);
        case ReplayOutcome::EndedEarly:
            return "different: the session ended after " + steps_text(snapshot.step) +
                   ", before the link's " + std::to_string(link.steps);
        case ReplayOutcome::Restored:
            return "restored with rounded weights, as after " + steps_text(snapshot.step);
        default:
            break;
    }
    if (link.digest && link.digest != snapshot.digest)
        return "different: " + here + " after " + steps_text(snapshot.step) +
               ", where the link has " + digest_text(*link.digest);
    return "different: the session did not end after " + steps_text(link.steps) +
           " as the link says";
}

// Of the last evaluation: the accuracy of a classifier, R² of a regression.
double score_of(const Snapshot& snapshot) {
    if (info(snapshot.recipe.dataset).is_regression)
        return static_cast<double>(snapshot.test_score);
    return classification_report(ConfusionMatrix(snapshot.classes, snapshot.confusion)).accuracy;
}

void print_json(ReplayOutcome outcome, const SessionLink& link, const Snapshot& snapshot) {
    JsonWriter json;
    json.begin_object();
    json.key("outcome").value(key_of(outcome));
    json.key("link").value(link_text(link));
    json.key("steps").value(snapshot.step);
    json.key("digest").value(digest_text(snapshot.digest));
    json.key(info(link.recipe.dataset).is_regression ? "r2" : "accuracy").value(score_of(snapshot));
    json.end_object();
    std::printf("%s\n", json.text().c_str());
}

void print_text(ReplayOutcome outcome, const SessionLink& link, const Snapshot& snapshot) {
    std::printf("%s\n", verdict(outcome, link, snapshot).c_str());
    std::printf("%s: test %s %.4f\n", std::string(info(link.recipe.dataset).title).c_str(),
                score_name(link.recipe), score_of(snapshot));
    if (info(link.recipe.dataset).is_regression) return;
    const ConfusionMatrix confusion(snapshot.classes, snapshot.confusion);
    std::printf("\n%s", report_text(confusion, class_names(link.recipe)).c_str());
}

}  // namespace

Problem replay(const Invocation& invocation) {
    const auto parsed = parse_arguments(replay_flags(), invocation.arguments, kLink);
    if (!parsed.value) return parsed.problem;
    if (find_argument(*parsed.value, "help") != nullptr) {
        print_help();
        return std::nullopt;
    }
    const Argument* word = find_argument(*parsed.value, kLink);
    if (word == nullptr) return "replay needs a link or a file: inkling replay LINK";
    const auto link = read_link(word->value);
    if (!link.value) return link.problem;
    std::vector<float> parameters;
    if (find_argument(*parsed.value, "restore") != nullptr) {
        auto weights = weights_of(*link.value);
        if (!weights.value) return weights.problem;
        parameters = std::move(*weights.value);
    }
    const auto snapshot = run_session(replay_of(*link.value, std::move(parameters)), *parsed.value,
                                      invocation.program);
    if (!snapshot.value) return snapshot.problem;

    const ReplayOutcome outcome = outcome_of(*link.value, *snapshot.value);
    const auto print = find_argument(*parsed.value, "json") != nullptr ? print_json : print_text;
    print(outcome, *link.value, *snapshot.value);
    if (outcome == ReplayOutcome::Different || outcome == ReplayOutcome::EndedEarly)
        invocation.exit_code = 1;
    return std::nullopt;
}

}  // namespace nn::cli
