// `inkling bench`: how many samples a second training takes in, for the workloads that
// docs/benchmarks.md reports, how long the article's program takes, and how near the products come to
// the peak of the processor.
#include <algorithm>
#include <cstdio>
#include <functional>

#include "engine/cli/arguments.h"
#include "engine/cli/commands.h"
#include "engine/cli/files.h"
#include "engine/cli/peak.h"
#include "engine/cli/progress.h"
#include "engine/cli/training_run.h"
#include "engine/numerics/random.h"
#include "engine/session/json.h"
#include "engine/session/number_text.h"
#include "engine/session/recipe.h"
#include "engine/training/any_trainer.h"

namespace nn::cli {

namespace {

constexpr int kRounds = 5;
constexpr double kDefaultSeconds = 2.0, kMaxSeconds = 3600.0;

struct Workload {
    std::string name;
    DatasetId dataset;
    std::vector<int> hidden;
    int batch;
};

std::span<const Workload> workloads() {
    static const std::vector<Workload> table = {
        {"digits-64-64-10-b32", DatasetId::Digits, {64}, 32},
        {"digits-64-64-10-b200", DatasetId::Digits, {64}, 200},
        {"mnist-784-128-10-b64", DatasetId::Mnist, {128}, 64},
        {"mnist-784-128-10-b128", DatasetId::Mnist, {128}, 128},
        {"mnist-784-512-256-10-b128", DatasetId::Mnist, {512, 256}, 128},
    };
    return table;
}

// How the cost grows with the width of a hidden layer, with how many there are, and with the batch.
std::vector<Workload> growth() {
    constexpr int kUnits = 128, kBatch = 64;
    std::vector<Workload> all;
    const auto add = [&all](std::vector<int> hidden, int batch) {
        std::string name = "784";
        for (const int units : hidden) name += "-" + std::to_string(units);
        all.push_back(
            {name + "-10-b" + std::to_string(batch), DatasetId::Mnist, std::move(hidden), batch});
    };
    for (const int units : {16, 32, 64, 128, 256, 512, 1024}) add({units}, kBatch);
    for (const std::size_t layers : {2u, 3u, 4u}) add(std::vector<int>(layers, kUnits), kBatch);
    for (const int batch : {1, 4, 16, 256, 1024}) add({kUnits}, batch);
    return all;
}

// Operations of the three products of every layer for one sample; nobody asks for the slope by the pixels.
double operations_per_sample(const Workload& workload) {
    const DatasetInfo& shape = info(workload.dataset);
    int inputs = shape.width * shape.height;
    double operations = -2.0 * inputs * workload.hidden.front();
    std::vector<int> layers = workload.hidden;
    layers.push_back(10);
    for (const int units : layers) {
        operations += 6.0 * inputs * units;
        inputs = units;
    }
    return operations;
}

// What is measured beside those.
constexpr std::string_view kArticle = "article-float32", kArticleTwin = "article-float64",
                           kEvaluation = "evaluation", kKernels = "kernels", kGrowth = "growth";

std::vector<std::string_view> measurements() {
    std::vector<std::string_view> names;
    for (const Workload& workload : workloads()) names.push_back(workload.name);
    names.insert(names.end(), {kArticle, kArticleTwin, kEvaluation, kKernels, kGrowth});
    return names;
}

std::vector<Flag> bench_flags() {
    std::string names;
    for (const std::string_view name : measurements())
        names.append(names.empty() ? "" : ", ").append(name);
    return {{.name = "workload",
             .value_name = "NAME",
             .help = "One of " + names + ". (default: all of them)"},
            {.name = "seconds",
             .value_name = "S",
             .help = "How long each workload trains, in all. (default " +
                     number_text(kDefaultSeconds) + ")"},
            {.name = "dense",
             .value_name = "",
             .help = "Train on random numbers without a zero among them, to tell what is gained "
                     "by passing over empty pixels."},
            {.name = "data",
             .value_name = "DIR",
             .help = "The folder of the packed data sets. (default: as for train)"},
            {.name = "json", .value_name = "", .help = "Print one JSON object instead of a table."},
            help_flag()};
}

void print_help() {
    std::printf(
        "Usage: inkling bench [flags]\n\n"
        "Trains networks of fixed shapes with ReLU and Adam and prints samples per\n"
        "second, the median of %d rounds. A name says: data set, layer sizes, batch size.\n"
        "article-…: seconds that the article's program takes to fit, without its report.\n"
        "evaluation: what the evaluation of the test part after an epoch of MNIST's\n"
        "default session takes, as a share of the time that the epoch's training takes.\n"
        "kernels: billions of operations a second of the products of a layer, and of\n"
        "independent chains of a multiplication and an addition, which is the most that\n"
        "there can be. Batch × inputs × units.\n"
        "growth: samples per second of networks from narrow to wide, shallow to deep, in\n"
        "small and large batches, and what share of that peak their products make; always\n"
        "of dense numbers, where no product can be passed over.\n\n%s",
        kRounds, flag_help(bench_flags()).c_str());
}

// In the shape of the data set. Every class is a pattern of its own with noise on it, so that the
// network has something to learn and its numbers stay ordinary ones.
Dataset dense_dataset(DatasetId id) {
    constexpr int kSamples = 4000;
    const DatasetInfo& shape = info(id);
    Dataset dataset;
    dataset.width = shape.width;
    dataset.height = shape.height;
    dataset.classes = 10;
    RandomState random(1);
    for (int i = 0; i < kSamples; ++i) {
        const int label = i % dataset.classes;
        dataset.labels.push_back(static_cast<std::uint8_t>(label));
        for (int pixel = 0; pixel < dataset.features(); ++pixel) {
            const bool is_ink = (pixel * (label + 3)) % 11 < 3;
            dataset.pixels.push_back(
                static_cast<std::uint8_t>((is_ink ? 128 : 1) + random.interval(126)));
        }
    }
    return dataset;
}

// Evaluations are training's company, not training: the stopwatch stands still meanwhile.
double samples_per_second(Trainer<float>& trainer, double seconds) {
    const std::int64_t before = trainer.samples_seen();
    double taken = 0.0;
    while (taken < seconds && trainer.can_step()) {
        while (trainer.is_evaluating()) trainer.step();
        const double start = seconds_now();
        do {
            trainer.step();
        } while (!trainer.is_evaluating() && trainer.can_step() &&
                 seconds_now() - start < seconds - taken);
        taken += seconds_now() - start;
    }
    return static_cast<double>(trainer.samples_seen() - before) / std::max(taken, 1e-9);
}

double median_of_rounds(const std::function<double()>& round) {
    round();  // caches and clock speed settle
    std::vector<double> rounds;
    for (int i = 0; i < kRounds; ++i) rounds.push_back(round());
    std::ranges::nth_element(rounds, rounds.begin() + kRounds / 2);
    return rounds[kRounds / 2];
}

double measure(const Workload& workload, const Dataset& dataset, double seconds) {
    TrainerSetup setup;
    for (const int units : workload.hidden) setup.hidden.push_back({units, Activation::Relu});
    LiveSettings live;
    live.batch = workload.batch;
    Trainer<float> trainer(dataset, setup, live);
    return median_of_rounds([&] { return samples_per_second(trainer, seconds / kRounds); });
}

// The article's program, from the first weights to where it stops. Its evaluations of the test part are
// left out, as scikit-learn has none.
double seconds_of_article(const Dataset& dataset, Precision precision) {
    const Recipe recipe = defaults_of(DatasetId::Digits, true);
    return median_of_rounds([&] {
        AnyTrainer trainer(precision, dataset, setup_of(recipe), live_settings_of(recipe));
        double taken = 0.0;
        while (trainer.can_step()) {
            const bool is_evaluating = trainer.is_evaluating();
            const double start = seconds_now();
            trainer.step();
            if (!is_evaluating) taken += seconds_now() - start;
        }
        return taken;
    });
}

// One evaluation of the whole test part, as there is from the third epoch on, beside an epoch of updates.
double share_of_evaluation(const Dataset& dataset, double seconds) {
    Recipe recipe = defaults_of(DatasetId::Mnist);
    recipe.early_stopping = false;
    recipe.max_epochs = 0;
    Trainer<float> trainer(dataset, setup_of(recipe), live_settings_of(recipe));
    return median_of_rounds([&] {
        const double rate = samples_per_second(trainer, seconds / kRounds);
        while (trainer.is_evaluating()) trainer.step();
        const double start = seconds_now();
        trainer.evaluate();
        const double taken = seconds_now() - start;
        return taken * rate / static_cast<double>(trainer.split().train.size());
    });
}

struct Wanted {
    std::string_view name;  // empty: all
    double seconds = kDefaultSeconds;
    bool is_dense = false, is_json = false;
    std::optional<std::string> folder;
};

Outcome<Wanted> wanted_of(std::span<const Argument> arguments) {
    Wanted wanted;
    for (const Argument& argument : arguments) {
        if (argument.name == "json") wanted.is_json = true;
        if (argument.name == "dense") wanted.is_dense = true;
        if (argument.name == "data") wanted.folder = std::string(argument.value);
        if (argument.name == "workload") wanted.name = argument.value;
        if (argument.name == "seconds") {
            const auto given = parse_number(argument.value);
            if (!given || *given <= 0.0 || *given > kMaxSeconds)
                return Failure{"--seconds must be a number above 0 and up to " +
                               number_text(kMaxSeconds) + ", not \"" +
                               std::string(argument.value.substr(0, 40)) + "\""};
            wanted.seconds = *given;
        }
    }
    const std::vector<std::string_view> names = measurements();
    if (!wanted.name.empty() && std::ranges::find(names, wanted.name) == names.end())
        return Failure{"there is no workload " + std::string(wanted.name.substr(0, 64)) +
                       suggestion(wanted.name, names, "")};
    return wanted;
}

// One line of the table, or one object of the list.
void print(const Wanted& wanted, JsonWriter& json, std::string_view name, std::string_view key,
           double value, const char* format) {
    json.begin_object();
    json.key("workload").value(name);
    json.key(key).value(value);
    json.end_object();
    if (!wanted.is_json)
        std::printf(format, static_cast<int>(name.size()), name.data(),
                    std::string(std::max<std::size_t>(44, name.size()) - name.size(), ' ').c_str(),
                    value);
}

void print_kernels(const Wanted& wanted, JsonWriter& json, double peak) {
    json.key("kernels").begin_array();
    for (const KernelRate& rate : kernel_rates()) {
        json.begin_object();
        json.key("name").value(rate.name).key("gflops").value(rate.gflops);
        json.key("share_of_peak").value(rate.gflops / peak).end_object();
        if (!wanted.is_json)
            std::printf("%-44s %10.1f GFLOP/s %4.0f %%\n", rate.name.c_str(), rate.gflops,
                        100.0 * rate.gflops / peak);
    }
    json.end_array();
}

void print_growth(const Wanted& wanted, JsonWriter& json, double peak) {
    const Dataset dataset = dense_dataset(DatasetId::Mnist);
    json.key("growth").begin_array();
    for (const Workload& workload : growth()) {
        const double rate = measure(workload, dataset, wanted.seconds);
        const double gflops = rate * operations_per_sample(workload) / 1e9;
        json.begin_object();
        json.key("workload").value(workload.name).key("samples_per_second").value(rate);
        json.key("gflops").value(gflops).key("share_of_peak").value(gflops / peak).end_object();
        if (!wanted.is_json)
            std::printf("%-44s %10.0f samples/s %6.1f GFLOP/s %4.0f %%\n", workload.name.c_str(),
                        rate, gflops, 100.0 * gflops / peak);
    }
    json.end_array();
}

}  // namespace

Problem bench(const Invocation& invocation) {
    const auto parsed = parse_arguments(bench_flags(), invocation.arguments);
    if (!parsed.value) return parsed.problem;
    if (find_argument(*parsed.value, "help") != nullptr) {
        print_help();
        return std::nullopt;
    }
    const auto asked = wanted_of(*parsed.value);
    if (!asked.value) return asked.problem;
    const Wanted& wanted = *asked.value;
    const auto is_wanted = [&](std::string_view name) {
        return wanted.name.empty() || wanted.name == name;
    };

    JsonWriter json;
    json.begin_object().key("input").value(wanted.is_dense ? "dense" : "real");
    json.key("workloads").begin_array();
    for (const Workload& workload : workloads()) {
        if (!is_wanted(workload.name)) continue;
        Outcome<std::shared_ptr<const Dataset>> dataset =
            wanted.is_dense ? std::make_shared<const Dataset>(dense_dataset(workload.dataset))
                            : load_dataset(workload.dataset, wanted.folder, invocation.program);
        if (!dataset.value) return dataset.problem;
        print(wanted, json, workload.name, "samples_per_second",
              measure(workload, **dataset.value, wanted.seconds), "%.*s%s %10.0f samples/s\n");
    }
    for (const std::string_view name : {kArticle, kArticleTwin}) {
        if (!is_wanted(name)) continue;
        const auto dataset = load_dataset(DatasetId::Digits, wanted.folder, invocation.program);
        if (!dataset.value) return dataset.problem;
        const Precision precision = name == kArticle ? Precision::Float32 : Precision::Float64;
        print(wanted, json, name, "seconds", seconds_of_article(**dataset.value, precision),
              "%.*s%s %10.4f s\n");
    }
    if (is_wanted(kEvaluation)) {
        const auto dataset = load_dataset(DatasetId::Mnist, wanted.folder, invocation.program);
        if (!dataset.value) return dataset.problem;
        print(wanted, json, kEvaluation, "share_of_training",
              share_of_evaluation(**dataset.value, wanted.seconds), "%.*s%s %10.4f of training\n");
    }
    json.end_array();
    if (is_wanted(kKernels) || is_wanted(kGrowth)) {
        const double peak = peak_gflops();
        json.key("peak_gflops").value(peak);
        if (!wanted.is_json) std::printf("%-44s %10.1f GFLOP/s\n", "peak, multiply + add", peak);
        if (is_wanted(kKernels)) print_kernels(wanted, json, peak);
        if (is_wanted(kGrowth)) print_growth(wanted, json, peak);
    }
    json.end_object();
    if (wanted.is_json) std::printf("%s\n", json.text().c_str());
    return std::nullopt;
}

}  // namespace nn::cli
