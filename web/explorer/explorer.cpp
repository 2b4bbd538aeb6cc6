// The explorer program: a network and its data behind a handful of functions that web/explorer/explorer_worker.js
// calls. Questions are words, answers JSON.
#include <emscripten.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "engine/explain/gradient_check.h"
#include "engine/explain/trace.h"
#include "engine/explore/calibration.h"
#include "engine/explore/folding.h"
#include "engine/explore/landscape.h"
#include "engine/explore/mistakes.h"
#include "engine/explore/next_update.h"
#include "engine/explore/pixels.h"
#include "engine/explore/projection.h"
#include "engine/explore/rates.h"
#include "engine/explore/step_slice.h"
#include "engine/session/base64url.h"
#include "engine/session/texts.h"
#include "engine/session/wire.h"
#include "web/explorer/diagnosis.h"
#include "web/explorer/json.h"
#include "web/explorer/sweep.h"
#include "web/explorer/take_out.h"

namespace {

using namespace nn;
using namespace nn::explore;

constexpr std::size_t kHardest = 24;
constexpr std::size_t kMostLosses = 2000;  // of the strip; more cannot be told apart
constexpr std::size_t kMapSamples = 1000;
constexpr int kRateUpdates = 160;
constexpr double kLowestRate = 1e-5, kHighestRate = 10.0;
constexpr int kLandscapeSide = 31;
constexpr std::size_t kTerms = 8;
constexpr std::size_t kChecksPerLayer = 100;
constexpr int kCurvePoints = 81;

std::array<std::shared_ptr<const Dataset>, kPackedDatasets> datasets;
TaughtDataset taught;
std::shared_ptr<const Dataset> dataset;
std::optional<Subject> subject;
std::optional<Snapshot> snapshot;  // that it is of
std::vector<double> image;         // on the pad; empty: nothing
std::vector<std::uint8_t> incoming;
std::string answer_text;

// Those of the sample behind a list of what was found of it.
void put_image(Json& json, std::int32_t sample) {
    if (dataset->has_pixels()) json.list("pixels", dataset->image(sample));
}

std::string mistakes() {
    if (dataset->is_regression()) return sorry("regression");
    std::vector<SampleResult> results = results_of(*subject, subject->split.test);
    const auto pairs = confused_pairs(results, dataset->classes);
    double sum = 0.0;
    std::size_t wrong = 0;
    for (const SampleResult& result : results) {
        sum += result.loss;
        wrong += result.prediction != result.truth ? 1 : 0;
    }
    sort_hardest_first(results);
    const auto count = static_cast<double>(results.size());
    Json json;
    json.open('{').number("count", count).number("wrong", static_cast<double>(wrong));
    json.number("loss", sum / count);
    json.number("carry", static_cast<double>(samples_that_carry(results, 0.5)));
    json.name("pairs").open('[');
    for (const ConfusedPair& pair : pairs)
        json.open('[').value(pair.truth).value(pair.prediction).value(pair.count).close(']');
    json.close(']').name("losses").open('[');
    const std::size_t apart = results.size() / kMostLosses + 1;
    for (std::size_t i = 0; i < results.size(); i += apart) json.value(results[i].loss);
    json.close(']').name("hardest").open('[');
    for (std::size_t i = 0; i < std::min(kHardest, results.size()); ++i) {
        const SampleResult& result = results[i];
        json.open('{').number("sample", result.sample).number("truth", result.truth);
        json.number("prediction", result.prediction).number("loss", result.loss);
        json.number("confidence", result.confidence);
        put_image(json, result.sample);
        json.close('}');
    }
    return json.close(']').close('}').take();
}

double right_of(std::span<const SampleResult> results) {
    return static_cast<double>(std::ranges::count_if(
        results, [](const auto& one) { return one.prediction == one.truth; }));
}

// How well the network reads the test part, and the part that nothing else looks at.
std::string sealed() {
    if (dataset->is_regression()) return sorry("regression");
    Json json;
    json.open('{');
    const auto put = [&](std::string_view name, std::span<const std::int32_t> samples) {
        json.name(name)
            .open('[')
            .value(right_of(results_of(*subject, samples)))
            .value(samples.size())
            .close(']');
    };
    put("test", subject->split.test);
    put("sealed", subject->split.sealed);
    return json.close('}').take();
}

bool has_image() {
    return dataset->has_pixels() && image.size() == static_cast<std::size_t>(dataset->features());
}

std::string saliency_of(int output) {
    if (!has_image()) return sorry("empty");
    const auto probabilities = answers(*subject, image);
    if (output < 0)
        output = static_cast<int>(std::ranges::max_element(probabilities) - probabilities.begin());
    if (output >= dataset->classes) return sorry("class");
    const Saliency found = saliency(*subject, image, output);
    Json json;
    json.open('{').number("output", output).number("sum", found.sum);
    json.list("answers", probabilities).list("contribution", found.contribution);
    return json.list("pixels", image).close('}').take();
}

std::string nudge_to(int target) {
    if (!has_image()) return sorry("empty");
    if (target < 0 || target >= dataset->classes || dataset->classes < 2) return sorry("class");
    const Nudge found = nudge(*subject, image, target);
    double ink = 0.0;
    for (const double pixel : image) ink += pixel * pixel;
    Json json;
    json.open('{').flag("reached", found.is_reached).number("length", found.length);
    json.number("ink", std::sqrt(ink)).number("changed", found.changed);
    json.list("before", answers(*subject, image)).list("after", answers(*subject, found.pixels));
    return json.list("pixels", found.pixels).list("original", image).close('}').take();
}

std::string map() {
    const std::span<const std::int32_t> samples =
        std::span(subject->split.test).first(std::min(kMapSamples, subject->split.test.size()));
    const Matrix<float> rows = last_hidden(*subject, samples);
    const Projection plane = principal_plane(rows);
    Json json;
    json.open('{').list("share", plane.share).number("units", static_cast<double>(rows.cols()));
    json.name("points").open('[');
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const auto place = plane.place_of(
            {rows.row(static_cast<Eigen::Index>(i)).data(), static_cast<std::size_t>(rows.cols())});
        json.open('[')
            .value(std::round(place[0] * 1e4) / 1e4)
            .value(std::round(place[1] * 1e4) / 1e4);
        json.value(dataset->labels[static_cast<std::size_t>(samples[i])])
            .value(samples[i])
            .close(']');
    }
    json.close(']');
    if (has_image()) json.list("pad", plane.place_of(last_hidden(*subject, image)));
    return json.close('}').take();
}

std::string slice(int seed) {
    const Landscape found =
        landscape(*subject, static_cast<std::uint32_t>(seed), kLandscapeSide, 1.0);
    Json json;
    json.open('{').number("side", found.side).number("reach", found.reach);
    return json.number("samples", found.samples).list("loss", found.loss).close('}').take();
}

std::string rates() {
    const RateRange found = find_rates(*subject, kRateUpdates, kLowestRate, kHighestRate);
    Json json;
    json.open('{').number("steepest", found.steepest).number("largest", found.largest);
    json.number("present", subject->recipe.learning_rate).name("points").open('[');
    for (const RatePoint& point : found.points)
        json.open('[').value(point.rate).value(point.loss).value(point.smoothed).close(']');
    return json.close(']').close('}').take();
}

void put_point(Json& json, const StepSlice::Point& point) {
    json.open('[').value(point.rate).value(point.loss).close(']');
}

std::string along_the_step() {
    const StepSlice found = step_slice(*subject);
    Json json;
    json.open('{').number("batch", found.batch).name("best");
    put_point(json, found.best);
    put_point(json.name("lands"), found.lands);
    json.name("points").open('[');
    for (const StepSlice::Point& point : found.points) put_point(json, point);
    return json.close(']').close('}').take();
}

// The training part is wiped out, every pixel and every label of it, and the test part read once more: all that is left
// are the weights.
std::string forget() {
    if (dataset->is_regression() || !dataset->has_pixels()) return sorry("pixels");
    Dataset emptied = *dataset;
    const auto size = static_cast<std::ptrdiff_t>(emptied.features());
    std::size_t wiped = 0;
    for (const std::int32_t sample : subject->split.train) {
        const auto first = emptied.pixels.begin() + sample * size;
        wiped += static_cast<std::size_t>(
            std::count_if(first, first + size, [](auto p) { return p != 0; }));
        std::fill_n(first, size, std::uint8_t{0});
        emptied.labels[static_cast<std::size_t>(sample)] = 0;
    }
    Subject alone = *subject;
    alone.dataset = &emptied;
    const auto results = results_of(alone, alone.split.test);
    Json json;
    json.open('{').number("pictures", static_cast<double>(alone.split.train.size()));
    json.number("wiped", static_cast<double>(wiped));
    json.number("right", right_of(results)).number("count", static_cast<double>(results.size()));
    return json.close('}').take();
}

// The temperature is chosen by one half of the test part and judged by the other: every second sample.
std::string reliability() {
    if (subject->network.loss != Loss::CrossEntropy || dataset->is_regression())
        return sorry("softmax");
    std::array<std::vector<std::int32_t>, 2> halves;
    for (std::size_t i = 0; i < subject->split.test.size(); ++i)
        halves[i % 2].push_back(subject->split.test[i]);
    const auto labels_of = [](const std::vector<std::int32_t>& samples) {
        std::vector<std::uint8_t> labels;
        for (const std::int32_t sample : samples)
            labels.push_back(dataset->labels[static_cast<std::size_t>(sample)]);
        return labels;
    };
    const double best = best_temperature(sums_of(*subject, halves[0]), labels_of(halves[0]));
    const Matrix<double> sums = sums_of(*subject, halves[1]);
    const std::vector<std::uint8_t> labels = labels_of(halves[1]);
    Json json;
    json.open('{').number("best", best).number("count", static_cast<double>(labels.size()));
    json.name("at").open('[');
    // From a third to three times the best, and none: what a slider can show without asking again.
    std::vector<double> temperatures = {1.0, best};
    for (int i = -12; i <= 12; ++i) temperatures.push_back(std::pow(10.0, i / 12.0));
    for (const double temperature : temperatures) {
        const Calibration found = calibration(sums, labels, temperature);
        json.open('{').number("temperature", temperature).number("error", found.error);
        json.number("loss", found.loss).name("bins").open('[');
        for (const CalibrationBin& bin : found.bins)
            json.open('[').value(bin.count).value(bin.confidence).value(bin.accuracy).close(']');
        json.close(']').close('}');
    }
    json.close(']');
    if (has_image()) json.list("pad", answers(*subject, image));
    return json.close('}').take();
}

std::string folded() {
    const Folding found = fold(*subject, subject->split.test);
    Json json;
    json.open('{').flag("linear", found.is_linear).number("difference", found.difference);
    json.number("agreement", found.agreement);
    json.number("inputs", static_cast<double>(found.W.rows()));
    json.number("outputs", static_cast<double>(found.W.cols()));
    json.number("layers", static_cast<double>(subject->network.layers.size()));
    json.number("parameters", static_cast<double>(subject->network.parameter_count()));
    json.list("weights", std::span(found.W.data(), static_cast<std::size_t>(found.W.size())));
    return json.close('}').take();
}

// A number of a question, `otherwise` where there is none.
int next_number(std::string_view& rest, int otherwise) {
    const std::string word(take_until(rest, ' '));
    return word.empty() ? otherwise : std::atoi(word.c_str());
}

void put_softmax(Json& json, const Trace<float>& trace) {
    const Softmax<float> softmax = softmax_terms(trace);
    json.name("softmax").open('{').number("largest", static_cast<double>(softmax.largest));
    json.number("sum", static_cast<double>(softmax.sum)).name("terms").open('[');
    for (const SoftmaxTerm<float>& term : softmax.terms)
        json.list_of(term.z, term.exponential, term.probability);
    json.close(']').close('}');
}

// One input with the label that a loss would go by: what is on the pad, or a sample of a problem in the plane, the
// first of the test part where none is named.
struct Seen {
    std::vector<float> x;
    int label = -1;  // asked for; else that of the sample, or what the network answers
    int sample = -1;
    Trace<float> trace;
};

// Why there is nothing to be seen; empty where there is.
std::string_view look_at(Seen& seen) {
    if (dataset->is_regression()) return "regression";
    seen.x.resize(static_cast<std::size_t>(dataset->features()));
    if (dataset->has_pixels()) {
        if (!has_image()) return "empty";
        const std::vector<std::uint8_t> bytes(image.begin(), image.end());
        subject->scaler.apply(std::span(bytes), seen.x.data());
        seen.sample = -1;
    } else {
        if (seen.sample < 0 || seen.sample >= dataset->count())
            seen.sample = subject->split.test.front();
        subject->scaler.apply(*dataset, seen.sample, seen.x.data());
        if (seen.label < 0) seen.label = dataset->labels[static_cast<std::size_t>(seen.sample)];
    }
    const auto trace_for = [&](int label) {
        return trace_step<float>(subject->network, seen.x, static_cast<std::uint8_t>(label),
                                 objective_terms(*subject));
    };
    if (seen.label < 0 || seen.label >= dataset->classes)
        seen.label = static_cast<int>(trace_for(0).prediction);
    seen.trace = trace_for(seen.label);
    return {};
}

void put_seen(Json& json, const Seen& seen) {
    json.number("sample", seen.sample).number("label", seen.label);
    json.number("prediction", static_cast<double>(seen.trace.prediction));
    json.number("loss", seen.trace.sample_loss).number("rate", subject->recipe.learning_rate);
    json.number("weight", seen.trace.class_weight);  // of the label in the loss
    json.name("kind").text(key_of(subject->network.loss));
}

void put_gradient(Json& json, const Trace<float>& trace, const ParameterPlace& place) {
    const auto found = gradient_at(subject->network, trace, place);
    json.name("gradient").list_of(found.x, found.dz, found.of_loss, found.of_penalty, found.total);
}

// "LAYER NEURON LABEL SAMPLE", all from 0: the article's computation for one neuron, and what a training step on
// this alone would say.
std::string neuron(std::string_view rest) {
    const Network<float>& network = subject->network;
    const int layer_wanted = next_number(rest, 0), unit_wanted = next_number(rest, 0);
    Seen seen;
    seen.label = next_number(rest, -1);
    seen.sample = next_number(rest, -1);
    if (const auto why = look_at(seen); !why.empty()) return sorry(why);
    if (layer_wanted < 0 || layer_wanted >= static_cast<int>(network.layers.size()))
        return sorry("layer");
    const auto l = static_cast<std::size_t>(layer_wanted);
    if (unit_wanted < 0 || unit_wanted >= network.layers[l].units()) return sorry("neuron");
    const auto unit = static_cast<std::size_t>(unit_wanted);
    const Trace<float>& trace = seen.trace;
    const LayerTrace<float>& at = trace.layers[l];
    // The sigmoid of an output belongs to the loss, see answer_of_logits.
    const bool is_output = l + 1 == network.layers.size();
    const Activation activation = is_output && network.loss == Loss::BinaryCrossEntropy
                                      ? Activation::Sigmoid
                                      : network.layers[l].activation;

    const auto all = sum_terms(network, trace, l, unit);
    const auto largest = largest_terms(network, trace, l, unit, kTerms);
    double others = 0.0;
    std::size_t lit = 0;
    for (const auto& term : all) {
        others += static_cast<double>(term.product);
        lit += term.product != 0.0F ? 1 : 0;
    }
    Json json;
    json.open('{').number("layers", static_cast<double>(network.layers.size()));
    json.number("units", static_cast<double>(network.layers[l].units()));
    put_seen(json, seen);
    json.name("activation").text(key_of(activation)).name("terms").open('[');
    std::size_t shown = 0;
    for (const auto& term : largest) {
        if (term.product == 0.0F) break;
        ++shown;
        others -= static_cast<double>(term.product);
        json.list_of(static_cast<float>(term.input), term.x, term.w, term.product);
    }
    json.close(']').number("smaller", static_cast<double>(lit - shown)).number("others", others);
    json.number("b", static_cast<double>(network.layers[l].b(unit_wanted)));
    json.number("z", static_cast<double>(at.z[unit])).number("a", static_cast<double>(at.a[unit]));
    json.number("da", static_cast<double>(at.da[unit]));
    json.number("dz", static_cast<double>(at.dz[unit]));
    const std::size_t input = largest.empty() ? 0 : largest.front().input;
    const auto gradient = gradient_at(network, trace, {.layer = l, .input = input, .neuron = unit});
    json.name("gradient")
        .list_of(gradient.x, gradient.dz, gradient.of_loss, gradient.of_penalty, gradient.total);
    json.name("outgoing").open('[');
    for (const auto& term : outgoing_terms(network, trace, l, unit))
        json.list_of(static_cast<float>(term.unit), term.w, term.carries);
    json.close(']').name("curve").open('[');
    const float reach = std::max(3.0F, 1.25F * std::abs(at.z[unit]));
    for (int i = 0; i < kCurvePoints; ++i) {
        const float z = reach * (2.0F * static_cast<float>(i) / (kCurvePoints - 1) - 1.0F);
        float a = z;
        activate<float>(activation, {&a, 1});
        json.list_of(z, a);
    }
    json.close(']');
    if (is_output && network.loss == Loss::CrossEntropy) put_softmax(json, trace);
    if (l == 0 && dataset->has_pixels()) {
        std::vector<float> weights, products;
        for (const auto& term : all) {
            weights.push_back(term.w);
            products.push_back(term.product);
        }
        json.list("weights", weights).list("pixels", image).list("products", products);
    }
    return json.close('}').take();
}

std::size_t loudest(std::span<const float> values) {
    const auto quieter = [](float a, float b) { return std::abs(a) < std::abs(b); };
    return static_cast<std::size_t>(std::ranges::max_element(values, quieter) - values.begin());
}

constexpr std::string_view name_of(PathFactorKind kind) {
    switch (kind) {
        case PathFactorKind::Input:
            return "input";
        case PathFactorKind::Slope:
            return "slope";
        case PathFactorKind::Weight:
            return "weight";
        case PathFactorKind::LossByLogit:
            return "loss";
    }
    return "";
}

// "LABEL SAMPLE NEURON INPUT": a training step on one input, up to the update, followed through one weight of the
// first layer, from INPUT to NEURON. Where none is named: from the strongest input to the neuron that answers
// loudest to all of it, whatever the label.
std::string one_step(std::string_view rest) {
    Seen seen;
    seen.label = next_number(rest, -1);
    seen.sample = next_number(rest, -1);
    const int unit_wanted = next_number(rest, -1), input_wanted = next_number(rest, -1);
    if (const auto why = look_at(seen); !why.empty()) return sorry(why);
    const Network<float>& network = subject->network;
    const Trace<float>& trace = seen.trace;
    const LayerTrace<float>& first = trace.layers.front();
    const auto chosen = [](int wanted, std::span<const float> values) {
        const auto place = static_cast<std::size_t>(wanted);
        return wanted >= 0 && place < values.size() ? place : loudest(values);
    };
    const std::size_t unit = chosen(unit_wanted, first.a), input = chosen(input_wanted, trace.x);
    const ParameterPlace place{.layer = 0, .input = input, .neuron = unit};
    Json json;
    json.open('{').number("layers", static_cast<double>(network.layers.size()));
    put_seen(json, seen);
    json.number("batch", subject->recipe.batch);
    json.list("answers", trace.layers.back().a).list("errors", trace.layers.back().dz);
    json.name("costs").open('[');
    for (const LossTerm& term : loss_terms(network.loss, trace)) json.value(term.loss);
    json.close(']').name("activation").text(key_of(network.layers.front().activation));
    if (dataset->has_pixels()) {  // x = (pixel − offset) · factor
        const auto at = static_cast<Eigen::Index>(input);
        json.name("scaled").list_of(static_cast<float>(image[input]), subject->scaler.offset(at),
                                    subject->scaler.factor(at));
    }
    json.number("neuron", static_cast<double>(unit)).number("input", static_cast<double>(input));
    json.number("units", static_cast<double>(first.z.size()));
    json.number("active", static_cast<double>(
                              std::ranges::count_if(first.a, [](float a) { return a != 0.0F; })));
    json.number("silent", static_cast<double>(std::ranges::count(first.dz, 0.0F)));
    json.name("at").list_of(parameter_at(network, place), first.z[unit], first.a[unit],
                            first.da[unit], first.dz[unit]);
    json.number("slope", static_cast<double>(slope_of(network.layers.front().activation,
                                                      first.z[unit], first.a[unit])));
    json.name("hears").open('[');
    for (const auto& term : outgoing_terms(network, trace, 0, unit))
        json.list_of(static_cast<float>(term.unit), term.dz, term.w, term.returns);
    json.close(']');
    put_gradient(json, trace, place);
    const Path<float> path = strongest_path(network, trace, place);
    json.number("product", static_cast<double>(path.product)).name("path").open('[');
    for (const auto& factor : path.factors) {
        json.open('{').name("kind").text(name_of(factor.kind));
        json.number("layer", static_cast<double>(factor.layer));
        json.number("neuron", static_cast<double>(factor.neuron));
        json.number("value", static_cast<double>(factor.value)).close('}');
    }
    return json.close(']').close('}').take();
}

// "LABEL SAMPLE": the gradients of all parameters, in base64url, as parameters_of has them.
std::string gradients(std::string_view rest) {
    Seen seen;
    seen.label = next_number(rest, -1);
    seen.sample = next_number(rest, -1);
    if (const auto why = look_at(seen); !why.empty()) return sorry(why);
    const std::vector<float> all = parameters_of(gradients_of(subject->network, seen.trace));
    const auto bytes = std::as_bytes(std::span(all));
    Json json;
    json.open('{').name("units").open('[').value(seen.x.size());
    for (const auto& layer : subject->network.layers) json.value(layer.units());
    json.close(']').name("gradients");
    json.text(base64url_text({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}));
    return json.close('}').take();
}

// "LABEL SAMPLE SEED": gradients drawn by lot, beside what happens to the loss when the weight is moved.
std::string proof(std::string_view rest) {
    Seen seen;
    seen.label = next_number(rest, -1);
    seen.sample = next_number(rest, -1);
    const int seed = next_number(rest, 0);
    if (const auto why = look_at(seen); !why.empty()) return sorry(why);
    const GradientCheck check = check_gradients<float>(
        subject->network, seen.x, static_cast<std::uint8_t>(seen.label), objective_terms(*subject),
        kChecksPerLayer, static_cast<std::uint32_t>(seed));
    Json json;
    json.open('{').number("parameters", static_cast<double>(check.parameters));
    json.number("checked", static_cast<double>(check.gradients.size()));
    json.number("largest", check.largest_error()).number("bound", kCheckBound);
    double apart = 0.0, most = 0.0;
    for (const CheckedGradient& one : check.gradients) {
        apart = std::max(apart, std::abs(one.backward - one.difference));
        most = std::max(most, std::abs(one.backward));
    }
    json.number("apart", apart).number("most", most);
    json.number("step", kCheckStep).number("label", seen.label);
    json.number("layers", static_cast<double>(subject->network.layers.size()));
    json.name("worst").open('[');
    for (std::size_t i = 0; i < std::min(kTerms, check.gradients.size()); ++i) {
        const CheckedGradient& one = check.gradients[i];
        json.open('[').value(one.place.layer);
        json.value(one.place.is_bias() ? -1.0 : static_cast<double>(one.place.input));
        json.value(one.place.neuron).value(one.backward).value(one.difference).close(']');
    }
    return json.close(']').close('}').take();
}

// "LAYER NEURON INPUT", all from 0: the trainer's next update of that weight.
std::string update(std::string_view rest) {
    const auto place_of = [&] { return static_cast<std::size_t>(next_number(rest, 0)); };
    const std::size_t layer = place_of(), unit = place_of(), input = place_of();
    const auto& layers = subject->network.layers;
    if (layer >= layers.size() || unit >= static_cast<std::size_t>(layers[layer].units()) ||
        input >= static_cast<std::size_t>(layers[layer].inputs()))
        return sorry("neuron");
    const auto found =
        next_update(*snapshot, *dataset, {.layer = layer, .input = input, .neuron = unit});
    if (const auto* reason = std::get_if<NoUpdate>(&found)) return sorry(key_of(*reason));
    const auto& made = std::get<ParameterUpdate<double>>(found);
    Json json;
    const Recipe& recipe = subject->recipe;
    json.open('{').name("optimizer").text(key_of(recipe.optimizer));
    json.number("beta1", recipe.beta1).number("beta2", recipe.beta2);
    json.number("momentum", recipe.momentum).number("smoothing", recipe.smoothing);
    json.number("before", made.before).number("gradient", made.gradient);
    json.name("first").open('[').value(made.moments_before.first);
    json.value(made.moments_after.first).close(']');
    json.name("second").open('[').value(made.moments_before.second);
    json.value(made.moments_after.second).close(']');
    json.number("steps", static_cast<double>(made.moments_after.steps)).number("rate", made.rate);
    json.number("epsilon", made.epsilon).number("kept", made.kept).number("step", made.step);
    return json.number("after", made.after).close('}').take();
}

std::string answer_to(std::string_view question) {
    if (!subject) return sorry("none");
    std::string_view rest = question;
    const std::string_view verb = take_until(rest, ' ');
    if (verb == "diagnose") return diagnosis_json(*snapshot, *dataset, rest);
    if (verb == "export") return exported_json(*snapshot, *subject, rest);
    if (verb == "neuron") return neuron(rest);
    if (verb == "step") return one_step(rest);
    if (verb == "gradients") return gradients(rest);
    if (verb == "proof") return proof(rest);
    if (verb == "update") return update(rest);
    const int number = rest.empty() ? -1 : std::atoi(std::string(rest).c_str());
    if (verb == "mistakes") return mistakes();
    if (verb == "sealed") return sealed();
    if (verb == "saliency") return saliency_of(number);
    if (verb == "nudge") return nudge_to(number);
    if (verb == "map") return map();
    if (verb == "landscape") return slice(number);
    if (verb == "rates") return rates();
    if (verb == "slice") return along_the_step();
    if (verb == "forget") return forget();
    if (verb == "reliability") return reliability();
    if (verb == "fold") return folded();
    return sorry("question");
}

}  // namespace

extern "C" {

// Room for `size` bytes of what comes next.
EMSCRIPTEN_KEEPALIVE std::uint8_t* explorer_buffer(std::size_t size) {
    incoming.resize(size);
    return incoming.data();
}

// A packed data set, as the site carries it.
EMSCRIPTEN_KEEPALIVE int explorer_dataset(int id) {
    auto decoded = decode_dataset(incoming);
    incoming = {};
    auto* made = std::get_if<Dataset>(&decoded);
    if (!made || id < 0 || id >= static_cast<int>(kPackedDatasets)) return 0;
    datasets[static_cast<std::size_t>(id)] = std::make_shared<const Dataset>(std::move(*made));
    return 1;
}

// A snapshot of the session; returns the id of a data set that it needs and is not there yet, -1 where all
// is ready, -2 where there is nothing to look at.
EMSCRIPTEN_KEEPALIVE int explorer_snapshot() {
    snapshot = decode_snapshot(incoming);
    incoming = {};
    subject.reset();
    if (!snapshot || snapshot->parameters.empty()) return -2;
    const auto place = static_cast<std::size_t>(snapshot->recipe.dataset);
    dataset = taught.of(snapshot->recipe, place < datasets.size() ? datasets[place] : nullptr);
    if (!dataset) return static_cast<int>(place);
    subject = subject_of(*snapshot, *dataset);
    return subject ? -1 : -2;
}

// What is on the pad, a byte a pixel.
EMSCRIPTEN_KEEPALIVE void explorer_image() {
    image.assign(incoming.begin(), incoming.end());
    incoming = {};
}

EMSCRIPTEN_KEEPALIVE const char* explorer_ask() {
    answer_text = answer_to({reinterpret_cast<const char*>(incoming.data()), incoming.size()});
    return answer_text.c_str();
}

// A question of sweep.h: of so many bytes in front, with a snapshot behind them.
EMSCRIPTEN_KEEPALIVE const char* explorer_lab(std::size_t question) {
    const std::span<const std::uint8_t> bytes(incoming);
    const std::size_t size = std::min(question, bytes.size());
    answer_text =
        lab_answer({reinterpret_cast<const char*>(bytes.data()), size}, bytes.subspan(size));
    return answer_text.c_str();
}

EMSCRIPTEN_KEEPALIVE std::size_t explorer_length() {
    return answer_text.size();
}

}  // extern "C"
