#include "engine/cli/ink_command.h"

#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "engine/cli/contact_sheet.h"
#include "engine/cli/files.h"
#include "engine/cli/strokes.h"
#include "engine/cli/training_run.h"
#include "engine/data/parts.h"
#include "engine/session/json.h"
#include "engine/session/property.h"
#include "engine/training/doubt.h"

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
        "read digits that were drawn with a pen. Several digits side by side are read as\n"
        "a number. It says when it is unsure, and why.\n\n%s\n"
        "What is trained, and how:\n%s\n"
        "Example: inkling ink --dataset mnist --strokes strokes.json\n",
        flag_help(own_flags()).c_str(), flag_help(training_flags()).c_str());
}

struct DigitReading {
    std::vector<std::uint8_t> image;
    std::uint8_t digit = 0;
    float probability = 0.0f;
    Doubt doubt = Doubt::None;
};

// Reads one digit at a time with the trained network.
class Reader {
public:
    explicit Reader(const TrainingRun& run)
        : style_(style_of(*run.dataset)),
          scaler_(run.trainer->scaler()),
          network_(make_network<float>(run.dataset->features(), run.recipe.hidden,
                                       run.dataset->classes, run.recipe.loss, Initializer::Zeros,
                                       0)),
          familiarity_(*run.dataset, run.trainer->split().train) {
        set_parameters<float>(network_, run.trainer->parameters());
        workspace_.resize_for_inference(network_, 1);
        while (!familiarity_.measure(1000)) {
        }
    }

    DigitReading read(const Ink& ink) {
        auto image = image_of_ink(ink, style_);
        scaler_.apply(image, workspace_.A[0].data());
        forward(network_, workspace_, 1);
        const std::span<const float> answer = first_rows(std::as_const(workspace_.A.back()), 1);
        const std::size_t digit = prediction_of(answer);
        const Doubt doubt = doubt_of_ink(ink, image, answer, familiarity_);
        return {std::move(image), static_cast<std::uint8_t>(digit), answer[digit], doubt};
    }

private:
    ImageStyle style_;
    Scaler<float> scaler_;
    Network<float> network_;
    Workspace<float> workspace_;
    Familiarity familiarity_;
};

struct Reading {
    DigitReading whole;  // the drawing taken for one digit
    std::vector<DigitReading>
        digits;  // side by side in it; of most drawings one, which is the whole

    bool is_doubted() const {
        return std::any_of(digits.begin(), digits.end(),
                           [](const DigitReading& digit) { return digit.doubt != Doubt::None; });
    }
    std::string number() const {
        std::string text;
        for (const DigitReading& digit : digits) text += std::to_string(digit.digit);
        return text;
    }
};

struct Readings {
    std::vector<Reading> all;
    ConfusionMatrix confusion;  // of those that have a label, each taken for one digit
};

Readings read_all(const std::vector<Drawing>& drawings, const TrainingRun& run) {
    Reader reader(run);
    Readings out;
    out.confusion = ConfusionMatrix(run.dataset->classes);
    for (const Drawing& drawing : drawings) {
        Reading& reading = out.all.emplace_back();
        reading.whole = reader.read(drawing.ink);
        const std::vector<InkPart> parts = digits_of(drawing.ink);
        if (parts.size() < 2)
            reading.digits = {reading.whole};
        else
            for (const InkPart& part : parts) reading.digits.push_back(reader.read(part.ink));
        if (drawing.label) out.confusion.add(*drawing.label, reading.whole.digit);
    }
    return out;
}

Picture sheet_of(const std::vector<Drawing>& drawings, const Readings& readings,
                 const ImageStyle& style) {
    std::vector<SheetItem> items;
    for (std::size_t i = 0; i < drawings.size(); ++i) {
        const int digit = readings.all[i].whole.digit;
        items.push_back({.image = readings.all[i].whole.image,
                         .digit = digit,
                         .is_wrong = drawings[i].label && *drawings[i].label != digit});
    }
    return contact_sheet(items, style);
}

std::string report_of(const ConfusionMatrix& confusion, const Recipe& recipe) {
    const auto names = info(recipe.dataset).class_names;
    return report_text(confusion, std::vector<std::string>(names.begin(), names.end()));
}

void print_json(const TrainingRun& run, const std::vector<Drawing>&, const Readings& readings) {
    const bool is_labelled = readings.confusion.total() > 0;
    JsonWriter json;
    const auto list = [&](const char* key, auto value_of) {
        json.key(key).begin_array();
        for (const Reading& reading : readings.all) value_of(reading);
        json.end_array();
    };
    json.begin_object();
    json.key("dataset").value(info(run.recipe.dataset).key);
    json.key("recipe").value(recipe_text(run.recipe));
    json.key("count").value(readings.all.size());
    if (is_labelled) json.key("accuracy").value(classification_report(readings.confusion).accuracy);
    list("predictions", [&](const Reading& reading) { json.value(reading.whole.digit); });
    list("probabilities", [&](const Reading& reading) { json.value(reading.whole.probability); });
    list("numbers", [&](const Reading& reading) { json.value(reading.number()); });
    list("doubts", [&](const Reading& reading) {
        json.begin_array();
        for (const DigitReading& digit : reading.digits) json.value(key_of(digit.doubt));
        json.end_array();
    });
    if (is_labelled) json.key("report").value(report_of(readings.confusion, run.recipe));
    json.key("test_accuracy").value(classification_report(run.trainer->confusion()).accuracy);
    json.end_object();
    std::printf("%s\n", json.text().c_str());
}

std::string reason_of(const DigitReading& reading) {
    const std::string digit = std::to_string(reading.digit);
    switch (reading.doubt) {
        case Doubt::Empty:
            return "next to nothing is drawn";
        case Doubt::Flat:
            return "no class stands out";
        case Doubt::Far:
            return "unlike any " + digit + " it was trained on";
        case Doubt::None:
            break;
    }
    return {};
}

// "42", or "42, unsure of 2: no class stands out".
std::string sentence_of(const Reading& reading) {
    std::string text = reading.number();
    for (const DigitReading& digit : reading.digits) {
        if (digit.doubt == Doubt::None) continue;
        text += ", unsure";
        if (reading.digits.size() > 1) text += " of " + std::to_string(digit.digit);
        text += ": " + reason_of(digit);
    }
    return text;
}

// How many are doubted, and how many of those for nothing.
void print_doubts(const std::vector<Drawing>& drawings, const Readings& readings) {
    int doubted = 0, right = 0, doubted_right = 0;
    for (std::size_t i = 0; i < drawings.size(); ++i) {
        const Reading& reading = readings.all[i];
        const bool is_right = drawings[i].label && *drawings[i].label == reading.whole.digit;
        doubted += reading.is_doubted();
        right += is_right;
        doubted_right += is_right && reading.is_doubted();
    }
    std::printf("unsure of %d of %zu drawings, %d of them among the %d read rightly\n", doubted,
                drawings.size(), doubted_right, right);
    for (std::size_t i = 0; i < drawings.size(); ++i)
        if (readings.all[i].digits.size() > 1)
            std::printf("drawing %zu holds several digits: %s\n", i + 1,
                        sentence_of(readings.all[i]).c_str());
}

void print_text(const TrainingRun& run, const std::vector<Drawing>& drawings,
                const Readings& readings) {
    std::printf("%s: test accuracy %.4f after %g epochs\n",
                std::string(info(run.recipe.dataset).title).c_str(),
                classification_report(run.trainer->confusion()).accuracy, run.trainer->epochs());
    const ConfusionMatrix& confusion = readings.confusion;
    if (confusion.total() == 0) {
        for (const Reading& reading : readings.all)
            std::printf("%s\n", sentence_of(reading).c_str());
        return;
    }
    std::printf("%lld of %lld drawings read rightly: accuracy %.4f\n",
                static_cast<long long>(confusion.correct()),
                static_cast<long long>(confusion.total()),
                classification_report(confusion).accuracy);
    print_doubts(drawings, readings);
    std::printf("\n%s", report_of(confusion, run.recipe).c_str());
}

Problem run_with(const std::vector<Argument>& arguments, std::string_view program) {
    const Argument* path = find_argument(arguments, "strokes");
    if (path == nullptr) return "ink needs --strokes FILE";
    auto outcome = training_run_of(arguments, program);
    if (!outcome.value) return outcome.problem;
    TrainingRun& run = *outcome.value;
    if (!info(run.recipe.dataset).has_digits())
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
    (find_argument(arguments, "json") != nullptr ? print_json : print_text)(run, *drawings.value,
                                                                            readings);
    return std::nullopt;
}

}  // namespace

Problem read_ink(const Invocation& invocation) {
    return with_training_arguments(invocation, own_flags(), print_help, run_with);
}

}  // namespace nn::cli
