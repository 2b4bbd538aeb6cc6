// `inkling bench`: how many samples a second training takes in, for the workloads that
// docs/benchmarks.md reports. The data is made up on the spot, in the shape of the data set: its
// values cost no time.
#include <algorithm>
#include <cstdio>

#include "engine/cli/arguments.h"
#include "engine/cli/commands.h"
#include "engine/cli/json.h"
#include "engine/cli/progress.h"
#include "engine/numerics/random.h"
#include "engine/session/number_text.h"
#include "engine/training/trainer.h"

namespace nn::cli {

namespace {

constexpr int kRounds = 5;
constexpr double kDefaultSeconds = 2.0, kMaxSeconds = 3600.0;

struct Workload {
    std::string_view name;
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

std::vector<Flag> bench_flags() {
    std::string names;
    for (const Workload& workload : workloads())
        names.append(names.empty() ? "" : ", ").append(workload.name);
    return {{.name = "workload",
             .value_name = "NAME",
             .help = "One of " + names + ". (default: all of them)"},
            {.name = "seconds",
             .value_name = "S",
             .help = "How long each workload trains, in all. (default " +
                     number_text(kDefaultSeconds) + ")"},
            {.name = "json", .value_name = "", .help = "Print one JSON object instead of a table."},
            help_flag()};
}

void print_help() {
    std::printf(
        "Usage: inkling bench [flags]\n\n"
        "Trains networks of fixed shapes with ReLU and Adam and prints samples per\n"
        "second, the median of %d rounds. A name says: data set, layer sizes, batch size.\n\n%s",
        kRounds, flag_help(bench_flags()).c_str());
}

// Every class is a pattern of its own with noise on it, so that the network has something to learn
// and its numbers stay ordinary ones.
Dataset made_up_dataset(DatasetId id) {
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
                static_cast<std::uint8_t>((is_ink ? 128 : 0) + random.interval(127)));
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

double measure(const Workload& workload, double seconds) {
    const Dataset dataset = made_up_dataset(workload.dataset);
    TrainerSetup setup;
    for (const int units : workload.hidden) setup.hidden.push_back({units, Activation::Relu});
    LiveSettings live;
    live.batch = workload.batch;
    Trainer<float> trainer(dataset, setup, live);

    samples_per_second(trainer, seconds / 10.0);  // caches and clock speed settle
    std::vector<double> rounds;
    for (int round = 0; round < kRounds; ++round)
        rounds.push_back(samples_per_second(trainer, seconds / kRounds));
    std::ranges::nth_element(rounds, rounds.begin() + kRounds / 2);
    return rounds[kRounds / 2];
}

Outcome<std::vector<const Workload*>> chosen_workloads(std::string_view name) {
    std::vector<const Workload*> chosen;
    std::vector<std::string_view> names;
    for (const Workload& workload : workloads()) {
        names.push_back(workload.name);
        if (name.empty() || workload.name == name) chosen.push_back(&workload);
    }
    if (chosen.empty())
        return Failure{"there is no workload " + std::string(name.substr(0, 64)) +
                       suggestion(name, names, "")};
    return chosen;
}

}  // namespace

Problem bench(const Invocation& invocation) {
    const auto parsed = parse_arguments(bench_flags(), invocation.arguments);
    if (!parsed.value) return parsed.problem;
    std::string_view name;
    double seconds = kDefaultSeconds;
    bool wants_json = false;
    for (const Argument& argument : *parsed.value) {
        if (argument.name == "help") {
            print_help();
            return std::nullopt;
        }
        if (argument.name == "json") wants_json = true;
        if (argument.name == "workload") name = argument.value;
        if (argument.name == "seconds") {
            const auto given = parse_number(argument.value);
            if (!given || *given <= 0.0 || *given > kMaxSeconds)
                return "--seconds must be a number above 0 and up to " + number_text(kMaxSeconds) +
                       ", not \"" + std::string(argument.value.substr(0, 40)) + "\"";
            seconds = *given;
        }
    }
    const auto chosen = chosen_workloads(name);
    if (!chosen.value) return chosen.problem;

    JsonWriter json;
    const bool is_list = chosen.value->size() > 1;
    if (is_list) json.begin_object().key("workloads").begin_array();
    for (const Workload* workload : *chosen.value) {
        const double rate = measure(*workload, seconds);
        json.begin_object();
        json.key("workload").value(workload->name);
        json.key("samples_per_second").value(rate);
        json.end_object();
        if (!wants_json)
            std::printf("%-28s %10.0f samples/s\n", std::string(workload->name).c_str(), rate);
    }
    if (is_list) json.end_array().end_object();
    if (wants_json) std::printf("%s\n", json.text().c_str());
    return std::nullopt;
}

}  // namespace nn::cli
