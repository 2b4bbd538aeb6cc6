#include "engine/cli/ink_command.h"

#include <cstdio>
#include <string>
#include <vector>

#include "engine/cli/contact_sheet.h"
#include "engine/cli/files.h"
#include "engine/cli/json.h"
#include "engine/cli/strokes.h"
#include "engine/cli/training_run.h"
#include "engine/session/property.h"

namespace nn::cli {

namespace {

std::vector<Flag> own_flags() {
    return {
        {.name = "strokes",
         .value_name = "FILE",
         .help =
             "The drawings: [{\"label\": 7, \"strokes\": [[[x, y], ...], ...]}, ...], in pixels "
             "of any size, y down."},
        {.name = "contact-sheet",
         .value_name = "FILE",
         .help = "Write a PNG of what the network saw, the wrong ones framed."},
        json_flag(),
        help_flag(),
    };
}

void print_help() {
    std::printf(
        "Usage: inkling ink --strokes FILE [flags]\n\n"
        "Trains a network, as `inkling train` does with the same flags, and lets it\n"
        "read digits that were drawn with a pen.\n\n%s\n"
        "What is trained, and how:\n%s\n"
        "Example: inkling ink --dataset mnist --strokes strokes.json\n",
        flag_help(own_flags()).c_str(), flag_help(training_flags()).c_str());
}

struct Readings {
    std::vector<std::vector<std::uint8_t>> images;
    std::vector<std::uint8_t> predictions;
    std::vector<float> probabilities;  // of the predictions
    ConfusionMatrix confusion;         // of those that have a label
};

Readings read_all(const std::vector<Drawing>& drawings, const TrainingRun& run) {
    const Dataset& dataset = *run.dataset;
    const Scaler<float> scaler = run.trainer->scaler();
    Network<float> network =
        make_network<float>(dataset.features(), run.recipe.hidden, dataset.classes, run.recipe.loss,
                            Initializer::Zeros, 0);
    set_parameters<float>(network, run.trainer->parameters());
    Workspace<float> workspace;
    workspace.resize_for_inference(network, 1);

    Readings out;
    out.confusion = ConfusionMatrix(dataset.classes);
    for (const Drawing& drawing : drawings) {
        auto image = image_of_ink(drawing.ink, style_of(dataset));
        scaler.apply(image, workspace.A[0].data());
        forward(network, workspace, 1);
        const std::span<const float> answer = first_rows(std::as_const(workspace.A.back()), 1);
        const std::size_t prediction = prediction_of(answer);
        out.images.push_back(std::move(image));
        out.predictions.push_back(static_cast<std::uint8_t>(prediction));
        out.probabilities.push_back(answer[prediction]);
        if (drawing.label) out.confusion.add(*drawing.label, static_cast<int>(prediction));
    }
    return out;
}

Picture sheet_of(const std::vector<Drawing>& drawings, const Readings& readings,
                 const ImageStyle& style) {
    std::vector<SheetItem> items;
    for (std::size_t i = 0; i < drawings.size(); ++i) {
        const int digit = readings.predictions[i];
        items.push_back({.image = readings.images[i],
                         .digit = digit,
                         .is_wrong = drawings[i].label && *drawings[i].label != digit});
    }
    return contact_sheet(items, style);
}

std::string report_of(const ConfusionMatrix& confusion, const Recipe& recipe) {
    const auto names = info(recipe.dataset).class_names;
    return report_text(confusion, std::vector<std::string>(names.begin(), names.end()));
}

void print_json(const TrainingRun& run, const Readings& readings) {
    const bool is_labelled = readings.confusion.total() > 0;
    JsonWriter json;
    json.begin_object();
    json.key("dataset").value(info(run.recipe.dataset).key);
    json.key("recipe").value(recipe_text(run.recipe));
    json.key("count").value(readings.predictions.size());
    if (is_labelled) json.key("accuracy").value(classification_report(readings.confusion).accuracy);
    json.key("predictions").value(readings.predictions);
    json.key("probabilities").value(readings.probabilities);
    if (is_labelled) json.key("report").value(report_of(readings.confusion, run.recipe));
    json.key("test_accuracy").value(classification_report(run.trainer->confusion()).accuracy);
    json.end_object();
    std::printf("%s\n", json.text().c_str());
}

void print_text(const TrainingRun& run, const Readings& readings) {
    std::printf("%s: test accuracy %.4f after %g epochs\n",
                std::string(info(run.recipe.dataset).title).c_str(),
                classification_report(run.trainer->confusion()).accuracy, run.trainer->epochs());
    const ConfusionMatrix& confusion = readings.confusion;
    if (confusion.total() == 0) {
        for (const std::uint8_t prediction : readings.predictions) std::printf("%d\n", prediction);
        return;
    }
    std::printf(
        "%lld of %lld drawings read rightly: accuracy %.4f\n\n%s",
        static_cast<long long>(confusion.correct()), static_cast<long long>(confusion.total()),
        classification_report(confusion).accuracy, report_of(confusion, run.recipe).c_str());
}

}  // namespace

Problem read_ink(const Invocation& invocation) {
    const auto parsed = parse_arguments(with_training_flags(own_flags()), invocation.arguments);
    if (!parsed.value) return parsed.problem;
    const std::vector<Argument>& arguments = *parsed.value;
    if (find_argument(arguments, "help") != nullptr) {
        print_help();
        return std::nullopt;
    }
    const Argument* path = find_argument(arguments, "strokes");
    if (path == nullptr) return "ink needs --strokes FILE";
    auto outcome = training_run_of(arguments, invocation.program);
    if (!outcome.value) return outcome.problem;
    TrainingRun& run = *outcome.value;
    if (run.recipe.dataset != DatasetId::Digits && run.recipe.dataset != DatasetId::Mnist)
        return std::string(info(run.recipe.dataset).key) +
               " has no digits; ink needs --dataset digits or mnist";

    const Outcome<std::string> text = read_file(std::string(path->value));
    if (!text.value) return text.problem;
    const auto drawings = parse_drawings(*text.value, run.dataset->classes);
    if (!drawings.value) return std::string(path->value) + ": " + drawings.problem;

    if (auto problem = train_to_end(run)) return problem;
    const Readings readings = read_all(*drawings.value, run);
    if (const Argument* sheet = find_argument(arguments, "contact-sheet")) {
        const Picture picture = sheet_of(*drawings.value, readings, style_of(*run.dataset));
        if (auto problem = write_file(std::string(sheet->value), png_of(picture))) return problem;
    }
    (find_argument(arguments, "json") != nullptr ? print_json : print_text)(run, readings);
    return std::nullopt;
}

}  // namespace nn::cli
