#include "engine/cli/diagnose_command.h"

#include <cmath>
#include <cstdio>
#include <string>

#include "engine/cli/arguments.h"
#include "engine/cli/session_run.h"
#include "engine/cli/training_run.h"
#include "engine/diagnosis/diagnosis.h"
#include "engine/session/digest.h"
#include "engine/session/json.h"

namespace nn::cli {

namespace {

using diagnosis::Evidence;
using diagnosis::Finding;
using diagnosis::Kind;

void print_help() {
    std::printf(
        "Usage: inkling diagnose [flags]\n"
        "       inkling diagnose LINK\n\n"
        "Trains a session, looks at its network, curve and data, tries other learning rates\n"
        "for a few updates, and names what is wrong: each with the numbers that say so, and\n"
        "with flags that may mend it.\n\n%s\n"
        "What is trained, and how:\n%s\n"
        "Example: inkling diagnose --learning-rate 3 --epochs 3\n",
        flag_help(std::vector<Flag>{json_flag(), help_flag()}).c_str(),
        flag_help(training_flags()).c_str());
}

std::string short_text(double value) {
    if (std::isinf(value)) return "infinity";
    char text[32];
    std::snprintf(text, sizeof text, std::floor(value) == value ? "%.0f" : "%.3g", value);
    return text;
}

std::string percent_text(double share) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f %%", 100.0 * share);
    return text;
}

// How well it knows what it learnt from, and what it did not.
std::string gap_text(const Finding& finding, bool is_regression) {
    const double train = finding.fact("train"), test = finding.fact("test");
    if (is_regression)
        return "Of the training samples R2 is " + short_text(train) + ", of the others " +
               short_text(test);
    return "It gets " + percent_text(train) + " of the training samples right, and " +
           percent_text(test) + " of the others";
}

// What is seen, and why that is bad: two or three plain sentences.
std::string reason_of(const Finding& finding, const Recipe& recipe) {
    const bool is_regression = info(recipe.dataset).is_regression;
    const std::vector<std::string> names = class_names(recipe);
    const auto number = [&](std::string_view name) { return short_text(finding.fact(name)); };
    const auto share = [&](std::string_view name) { return percent_text(finding.fact(name)); };
    const auto class_of = [&](std::string_view name) {
        return "\"" + names[static_cast<std::size_t>(finding.fact(name))] + "\"";
    };
    const std::string layer = "hidden layer " + number("layer");
    switch (finding.kind) {
        case Kind::SymmetricStart:
            return "All " + number("units") + " neurons of " + layer +
                   " have the same weights. They compute the same and learn the same: the layer is "
                   "worth a single neuron.";
        case Kind::UnscaledInputs:
            return "The numbers that go in measure " + number("size") +
                   " (root mean square); the first weights are made for about 1, and " +
                   number("limit") + " is a lot.";
        case Kind::ExplodingGradients:
            return "The loss runs away to infinity. From the same start, with the gradient cut to "
                   "length " +
                   number("clip") + " (it began with " + number("gradient") + "), " +
                   number("updates") + " updates bring it to " + number("clipped") + ".";
        case Kind::RateTooHigh:
            return "From the same start, " + number("updates") + " updates at " + number("rate") +
                   " lead to a loss of " + number("loss") + ", at " + number("lower") + " to " +
                   number("better") + ": the steps are too long and overshoot.";
        case Kind::RateTooLow:
            return "From a loss of " + number("start") + ", " + number("updates") + " updates at " +
                   number("rate") + " lead to " + number("loss") + ", at " + number("higher") +
                   " to " + number("better") + ": the steps are too short to get anywhere.";
        case Kind::DeadRelus:
            return number("dead") + " of " + number("units") + " neurons of " + layer +
                   " answer 0 to each of " + number("samples") +
                   " training samples. Where a ReLU is 0 no gradient passes, so they no longer "
                   "learn.";
        case Kind::SaturatedUnits:
            return share("share") + " of the answers of " + layer +
                   " lie where the activation is flat (less than " + share("slope") +
                   " of its steepest slope). Hardly any gradient passes there.";
        case Kind::VanishingGradients:
            return "Of the error that the last layer hears (" + number("last") +
                   "), the first one hears " + number("first") + ": over " + number("layers") +
                   " layers next to nothing is left to learn from.";
        case Kind::LabelImbalance:
            return "There are " + number("count") + " training samples of class " +
                   class_of("class") + " and " + number("most") + " of class " +
                   class_of("common") +
                   ". Who ignores the rare one is still right most of the time.";
        case Kind::TooLittleData:
            return gap_text(finding, is_regression) + ". To learn from there are " +
                   number("count") + " samples" +
                   (is_regression ? "." : ", " + number("each") + " a class.");
        case Kind::Overfitting:
            return gap_text(finding, is_regression) + ". The test loss was " + number("least") +
                   " at epoch " + number("epoch") + " and has risen to " + number("test-loss") +
                   " since: it learns by heart.";
        case Kind::Plateau:
            return "In the last " + number("epochs") + " epochs the loss was " + number("loss") +
                   ", in those before " + number("before") +
                   "; always naming the shares of the classes would cost " + number("chance") +
                   ". Such a network cannot do better, or the data does not allow it.";
    }
    return {};
}

void print_text(const std::vector<Finding>& findings, const Evidence& evidence) {
    std::printf("After %lld steps, training loss %s, test %s %.4f:\n",
                static_cast<long long>(evidence.step), short_text(evidence.train_loss).c_str(),
                score_name(evidence.recipe), evidence.test_score);
    if (findings.empty()) std::printf("nothing is wrong that this knows of.\n");
    for (const Finding& finding : findings) {
        std::string flags;
        for (const auto& setting : finding.fix)
            flags.append(" --").append(setting.name).append(" ").append(setting.value);
        std::printf("\n%s (%s)\n  %s\n  Try%s\n", std::string(title_of(finding.kind)).c_str(),
                    finding.severity == diagnosis::Severity::Prevents
                        ? "it does not learn like this"
                        : "it could learn better",
                    reason_of(finding, evidence.recipe).c_str(), flags.c_str());
    }
}

void print_json(const std::vector<Finding>& findings, const Evidence& evidence,
                std::uint64_t digest) {
    JsonWriter json;
    json.begin_object();
    json.key("steps").value(evidence.step);
    json.key("digest").value(digest_text(digest));
    json.key("train_loss").value(evidence.train_loss);
    json.key("test_loss").value(evidence.test_loss);
    json.key("findings").begin_array();
    for (const Finding& finding : findings) {
        json.begin_object();
        json.key("kind").value(key_of(finding.kind));
        json.key("severity").value(key_of(finding.severity));
        json.key("facts").begin_object();
        for (const auto& fact : finding.facts) json.key(fact.name).value(fact.value);
        json.end_object();
        json.key("fix").begin_object();
        for (const auto& setting : finding.fix) json.key(setting.name).value(setting.value);
        json.end_object();
        json.end_object();
    }
    json.end_array();
    json.end_object();
    std::printf("%s\n", json.text().c_str());
}

Problem run_with(const std::vector<Argument>& arguments, std::string_view program) {
    const auto session = session_of(arguments);
    if (!session.value) return session.problem;
    const auto snapshot = run_session(*session.value, arguments, program);
    if (!snapshot.value) return snapshot.problem;
    const auto dataset = dataset_of(snapshot.value->recipe, arguments, program);
    if (!dataset.value) return dataset.problem;
    const auto evidence =
        diagnosis::evidence_of(*snapshot.value, snapshot.value->history, **dataset.value);
    if (!evidence) return "there is too little data to look at";
    const std::vector<Finding> findings = diagnosis::diagnose(*evidence);
    if (find_argument(arguments, "json") != nullptr)
        print_json(findings, *evidence, snapshot.value->digest);
    else
        print_text(findings, *evidence);
    return std::nullopt;
}

}  // namespace

Problem diagnose(const Invocation& invocation) {
    return with_training_arguments(invocation, {json_flag(), help_flag()}, print_help, run_with,
                                   kLink);
}

}  // namespace nn::cli
