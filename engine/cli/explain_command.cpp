#include "engine/cli/explain_command.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "engine/cli/files.h"
#include "engine/cli/strokes.h"
#include "engine/cli/training_run.h"
#include "engine/explain/article.h"
#include "engine/explain/trace.h"
#include "engine/explain/update.h"
#include "engine/explain/words.h"
#include "engine/session/json.h"

namespace nn::cli {

namespace {

constexpr std::size_t kDefaultTerms = 8;

std::vector<Flag> own_flags() {
    return {
        {.name = "neuron-of-article",
         .value_name = "",
         .help =
             "The neuron that the beginner's article works out by hand, and what is wrong there."},
        {.name = "sample",
         .value_name = "N",
         .help = "Which sample of the data set, counted from 0. (default 0)"},
        {.name = "strokes",
         .value_name = "FILE",
         .help =
             "Explain a drawing instead of a sample: a file as `inkling ink` reads it, with the "
             "label that the loss goes by."},
        {.name = "drawing",
         .value_name = "N",
         .help = "Which drawing of that file, counted from 1. (default 1)"},
        {.name = "layer",
         .value_name = "N",
         .help = "Which layer: 1 is the first after the input, the last has one neuron per class. "
                 "(default 1)"},
        {.name = "neuron",
         .value_name = "N",
         .help = "Which neuron of it, counted from 0. (default 0)"},
        {.name = "input",
         .value_name = "N",
         .help = "Which of its weights is updated, counted from 0. (default: the one with the "
                 "largest gradient)"},
        {.name = "terms",
         .value_name = "N",
         .help =
             "How many terms of a sum are listed. (default " + std::to_string(kDefaultTerms) + ")"},
        json_flag(),
        help_flag(),
    };
}

void print_help() {
    std::printf(
        "Usage: inkling explain --neuron-of-article\n"
        "       inkling explain [flags]\n\n"
        "Trains a network as `inkling train` does with the same flags, then takes one\n"
        "training step on one sample or drawing apart: a neuron's sum and output, where\n"
        "that goes, the gradient of one of its weights, and the update it would get.\n\n"
        "What is explained:\n%s\n"
        "What is trained, and how:\n%s\n"
        "Example: inkling explain --epochs 5 --sample 12 --layer 1 --neuron 18\n",
        flag_help(own_flags()).c_str(), flag_help(training_flags()).c_str());
}

Problem explain_article(bool wants_json) {
    if (!wants_json) {
        std::fputs(article_text().c_str(), stdout);
        return std::nullopt;
    }
    const ArticleNeuron article = article_neuron();
    JsonWriter json;
    json.begin_object();
    json.key("z").value(article.z());
    json.key("a").value(article.a());
    json.end_object();
    std::printf("%s\n", json.text().c_str());
    return std::nullopt;
}

// ---- What is asked for -----------------------------------------------------------------------------

struct Question {
    std::size_t sample = 0, layer = 0, neuron = 0;  // the layer counted from 0 here
    std::optional<std::size_t> drawing;             // instead of the sample, counted from 1
    std::vector<Drawing> drawings;                  // of the file
    std::optional<std::size_t> input;
    std::size_t terms = kDefaultTerms;
    bool wants_json = false;
};

Outcome<Question> question_of(const std::vector<Argument>& arguments) {
    Question question;
    question.wants_json = find_argument(arguments, "json") != nullptr;
    const struct {
        std::string_view name;
        void (*set)(Question&, std::size_t);
    } counts[] = {
        {"sample", [](Question& q, std::size_t count) { q.sample = count; }},
        {"drawing", [](Question& q, std::size_t count) { q.drawing = count; }},
        {"neuron", [](Question& q, std::size_t count) { q.neuron = count; }},
        {"input", [](Question& q, std::size_t count) { q.input = count; }},
        {"terms", [](Question& q, std::size_t count) { q.terms = count; }},
        {"layer", [](Question& q,
                     std::size_t count) { q.layer = count - 1; }},  // 0 wraps, and is refused below
    };
    for (const auto& [name, set] : counts) {
        const auto count = count_of(arguments, name);
        if (!count.value) return Failure{count.problem};
        if (*count.value) set(question, **count.value);
    }
    return question;
}

template <class Scalar>
std::optional<std::string> check(const Question& question, const TrainingRun& run,
                                 const Trainer<Scalar>& trainer) {
    const auto& layers = trainer.network().layers;
    if (auto problem = check_range("sample", question.sample, 0, run.dataset->labels.size()))
        return problem;
    if (question.drawing) {
        // 0 wraps, and is refused.
        if (auto problem =
                check_range("drawing", *question.drawing - 1, 1, question.drawings.size()))
            return problem;
        if (!question.drawings[*question.drawing - 1].label)
            return "drawing " + std::to_string(*question.drawing) +
                   " has no label; the loss and its gradients go by one";
    }
    if (auto problem = check_range("layer", question.layer, 1, layers.size())) return problem;
    const auto& layer = layers[question.layer];
    if (auto problem =
            check_range("neuron", question.neuron, 0, static_cast<std::size_t>(layer.units())))
        return problem;
    return check_range("input", question.input.value_or(0), 0,
                       static_cast<std::size_t>(layer.inputs()));
}

// ---- The answer ------------------------------------------------------------------------------------

// Everything that text and JSON tell.
template <class Scalar>
struct Answer {
    const TrainingRun& run;
    const Trainer<Scalar>& trainer;
    Question question;
    Trace<Scalar> trace;
    ParameterPlace place;
    std::vector<SumTerm<Scalar>> terms;  // the largest first, all of them
    std::vector<OutgoingTerm<Scalar>> outgoing;
    ParameterGradient<Scalar> gradient;
    double length = 0.0, clipped_by = 1.0;  // of the whole gradient, and the factor of clipping
    ParameterUpdate<Scalar> update;
    Path<Scalar> path;

    const Network<Scalar>& network() const { return trainer.network(); }
    const DenseLayer<Scalar>& layer() const { return network().layers[place.layer]; }
    const LayerTrace<Scalar>& layer_trace() const { return trace.layers[place.layer]; }
    bool is_output() const { return place.layer + 1 == network().layers.size(); }
    Scalar z() const { return layer_trace().z[place.neuron]; }
    Scalar a() const { return layer_trace().a[place.neuron]; }
    Scalar da() const { return layer_trace().da[place.neuron]; }
    Scalar dz() const { return layer_trace().dz[place.neuron]; }
    Scalar b() const { return layer().b[static_cast<Eigen::Index>(place.neuron)]; }
};

template <class Scalar>
Trace<Scalar> trace_of(const TrainingRun& run, const Trainer<Scalar>& trainer,
                       const Question& question) {
    std::vector<Scalar> x(static_cast<std::size_t>(run.dataset->features()));
    std::uint8_t label = run.dataset->labels[question.sample];
    if (question.drawing) {
        const Drawing& drawing = question.drawings[*question.drawing - 1];
        trainer.scaler().apply(image_of_ink(drawing.ink, style_of(*run.dataset)), x.data());
        label = static_cast<std::uint8_t>(*drawing.label);
    } else {
        trainer.scaler().apply(*run.dataset, static_cast<int>(question.sample), x.data());
    }
    return trace_step<Scalar>(trainer.network(), x, label, trainer.objective_terms());
}

template <class Scalar>
std::size_t input_with_largest_gradient(const Network<Scalar>& network, const Trace<Scalar>& trace,
                                        std::size_t layer, std::size_t neuron) {
    std::size_t largest = 0;
    Scalar size = -1;
    for (std::size_t i = 0; i < trace.inputs_of(layer).size(); ++i) {
        const Scalar gradient = std::abs(gradient_at(network, trace, {layer, i, neuron}).total);
        if (gradient <= size) continue;
        size = gradient;
        largest = i;
    }
    return largest;
}

template <class Scalar>
Answer<Scalar> answer_of(const TrainingRun& run, const Trainer<Scalar>& trainer,
                         const Question& question, const Trace<Scalar>& trace) {
    const Network<Scalar>& network = trainer.network();
    const std::size_t neuron = question.neuron;
    const std::size_t input = question.input.value_or(
        input_with_largest_gradient(network, trace, question.layer, neuron));
    const ParameterPlace place{question.layer, input, neuron};
    const ParameterGradient<Scalar> gradient = gradient_at(network, trace, place);
    const double length = gradient_length(network, trace);
    const double clipped_by = clip_factor(length, trainer.live().clip_norm);
    return {.run = run,
            .trainer = trainer,
            .question = question,
            .trace = trace,
            .place = place,
            .terms = largest_terms(network, trace, place.layer, neuron,
                                   trace.inputs_of(place.layer).size()),
            .outgoing = outgoing_terms(network, trace, place.layer, neuron),
            .gradient = gradient,
            .length = length,
            .clipped_by = clipped_by,
            .update = update_of(
                trainer.optimizer_settings(),
                trainer.optimizer().moments_of(trainer.live().optimizer.kind, place.layer,
                                               static_cast<Eigen::Index>(place.input),
                                               static_cast<Eigen::Index>(neuron)),
                parameter_at(network, place), static_cast<Scalar>(clipped_by) * gradient.total),
            .path = strongest_path(network, trace, place)};
}

// ---- Text ------------------------------------------------------------------------------------------

template <class Scalar>
std::string words(Scalar value) {
    return number_words(static_cast<double>(value));
}
template <class Scalar>
std::string in_brackets(Scalar value) {
    return bracketed_words(static_cast<double>(value));
}

// Filled up to `width` letters, which in UTF-8 are not bytes.
std::string padded(std::string text, std::size_t width) {
    const auto letters =
        static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
            return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
        }));
    if (letters < width) text.append(width - letters, ' ');
    return text;
}

std::string class_name(const auto& answer, std::size_t index) {
    return std::string(info(answer.run.recipe.dataset).class_names[index]);
}

// "neuron 5", or the class that the neuron stands for.
std::string neuron_name(const auto& answer, std::size_t layer, std::size_t neuron) {
    if (layer + 1 < answer.network().layers.size()) return "neuron " + std::to_string(neuron);
    return "\"" + class_name(answer, neuron) + "\"";
}

std::string input_name(const auto& answer, std::size_t input) {
    if (answer.place.layer > 0) return "neuron " + std::to_string(input);
    const auto width = static_cast<std::size_t>(answer.run.dataset->width);
    return "row " + std::to_string(input / width + 1) + ", column " +
           std::to_string(input % width + 1);
}

void print_heading(const auto& answer) {
    const TrainingRun& run = answer.run;
    const Question& question = answer.question;
    const std::vector<std::int32_t>& train = answer.trainer.split().train;
    const bool is_seen =
        std::ranges::find(train, static_cast<std::int32_t>(question.sample)) != train.end();
    const std::string what = question.drawing
                                 ? "drawing " + std::to_string(*question.drawing) + " of the file"
                                 : "sample " + std::to_string(question.sample) +
                                       (is_seen ? ", one to learn from" : ", held out");
    const auto& output = answer.trace.layers.back().a;
    std::printf("%s, %s: \"%s\".\nAfter %g epochs (%lld updates) the network says \"%s\" (%s).\n\n",
                std::string(info(run.recipe.dataset).title).c_str(), what.c_str(),
                class_name(answer, answer.trace.label).c_str(), answer.trainer.epochs(),
                static_cast<long long>(answer.trainer.steps()),
                class_name(answer, answer.trace.prediction).c_str(),
                words(output[answer.trace.prediction]).c_str());
}

void print_sum(const auto& answer) {
    constexpr std::size_t kName = 20, kFactors = 32;
    const std::size_t shown = std::min(answer.question.terms, answer.terms.size());
    std::printf("Layer %zu of %zu, neuron %zu of %lld (%s)\n", answer.place.layer + 1,
                answer.network().layers.size(), answer.place.neuron,
                static_cast<long long>(answer.layer().units()),
                answer.is_output()
                    ? neuron_name(answer, answer.place.layer, answer.place.neuron).c_str()
                    : std::string(title_of(answer.layer().activation)).c_str());
    if (shown == answer.terms.size() && shown <= 4) {
        std::printf("  %s\n",
                    sum_words<decltype(answer.z())>(answer.terms, answer.b(), answer.z()).c_str());
    } else {
        std::printf("  z = w\u00B7x + b has %zu products; the largest are\n", answer.terms.size());
        auto others = answer.z() * 0;
        for (std::size_t i = 0; i < answer.terms.size(); ++i) {
            const auto& term = answer.terms[i];
            if (i >= shown) {
                others += term.product;
                continue;
            }
            const std::string factors = "w[" + std::to_string(term.input) +
                                        "]\u00B7x = " + in_brackets(term.w) + "\u00B7" +
                                        in_brackets(term.x);
            std::printf("    %s%s= %s\n", padded(input_name(answer, term.input), kName).c_str(),
                        padded(factors, kFactors).c_str(), words(term.product).c_str());
        }
        if (shown < answer.terms.size())
            std::printf(
                "    %s= %s\n",
                padded("the other " + std::to_string(answer.terms.size() - shown), kName + kFactors)
                    .c_str(),
                words(others).c_str());
        std::printf("    %s= %s\n  z = %s\n", padded("b", kName + kFactors).c_str(),
                    words(answer.b()).c_str(), words(answer.z()).c_str());
    }
    if (!answer.is_output())
        std::printf(
            "  %s\n",
            activation_words(answer.layer().activation, static_cast<double>(answer.a())).c_str());
}

void print_softmax(const auto& answer) {
    const auto softmax = softmax_terms(answer.trace);
    std::printf("\nThe softmax makes probabilities of the sums: p = e^(z \u2212 %s) / %s\n",
                words(softmax.largest).c_str(), words(softmax.sum).c_str());
    for (std::size_t c = 0; c < softmax.terms.size(); ++c) {
        const auto& term = softmax.terms[c];
        std::printf("    %s%se^\u2026 = %sp = %s%s\n",
                    padded("\"" + class_name(answer, c) + "\"", 14).c_str(),
                    padded("z = " + words(term.z), 14).c_str(),
                    padded(words(term.exponential), 12).c_str(), words(term.probability).c_str(),
                    c == answer.place.neuron ? "  (this neuron)" : "");
    }
}

void print_outgoing(const auto& answer) {
    auto terms = answer.outgoing;  // finite: training has not diverged
    std::sort(terms.begin(), terms.end(), [](const auto& left, const auto& right) {
        const auto l = std::abs(left.carries), r = std::abs(right.carries);
        return l != r ? l > r : left.unit < right.unit;
    });
    const std::size_t shown =
        std::min(std::max(answer.question.terms, std::size_t{1}), terms.size());
    std::printf("\nWhere its output goes: layer %zu", answer.place.layer + 2);
    if (shown < terms.size()) std::printf(", the %zu strongest of %zu wires", shown, terms.size());
    std::printf("\n");
    for (std::size_t i = 0; i < shown; ++i)
        std::printf("    %sw\u00B7a = %s\u00B7%s = %s\n",
                    padded(neuron_name(answer, answer.place.layer + 1, terms[i].unit), 14).c_str(),
                    in_brackets(terms[i].w).c_str(), in_brackets(answer.a()).c_str(),
                    words(terms[i].carries).c_str());
}

// "0.001·Σ|w| + 0.0001/2·Σw²", of the penalties that there are.
std::string penalty_words(const auto& trace) {
    std::string text;
    if (trace.l1 > 0.0) text = number_words(trace.l1) + "\u00B7\u03A3|w|";
    if (trace.l1 > 0.0 && trace.l2 > 0.0) text += " + ";
    if (trace.l2 > 0.0) text += number_words(trace.l2) + "/2\u00B7\u03A3w\u00B2";
    return text;
}

void print_loss(const auto& answer) {
    const std::string label = class_name(answer, answer.trace.label);
    const auto output = answer.trace.layers.back().a[answer.trace.label];
    const double weight = answer.trace.class_weight;
    const std::string unweighted = number_words(answer.trace.sample_loss / weight);
    std::printf("\nThe loss of this sample\n");
    switch (answer.network().loss) {
        case Loss::CrossEntropy:
            std::printf("  \u2212ln p(\"%s\") = \u2212ln %s = %s\n", label.c_str(),
                        words(output).c_str(), unweighted.c_str());
            break;
        case Loss::BinaryCrossEntropy:
            std::printf(
                "  \u2212ln p(\"%s\") \u2212 \u03A3 ln(1 \u2212 p) over the other classes = %s\n",
                label.c_str(), unweighted.c_str());
            break;
        case Loss::SquaredError:
            std::printf(
                "  \u00BD \u03A3(y \u2212 target)\u00B2, the target being 1 for \"%s\" and else 0, "
                "= %s\n",
                label.c_str(), unweighted.c_str());
            break;
    }
    if (weight != 1.0)
        std::printf("  times the weight of its class, %s: %s\n", number_words(weight).c_str(),
                    number_words(answer.trace.sample_loss).c_str());
    if (const std::string terms = penalty_words(answer.trace); !terms.empty())
        std::printf("  and %s = %s for the size of the weights: L = %s\n", terms.c_str(),
                    number_words(answer.trace.penalty).c_str(),
                    number_words(answer.trace.objective()).c_str());
}

std::string path_words(const auto& answer) {
    std::string text;
    for (const auto& factor : answer.path.factors) {
        if (!text.empty()) text += " \u00B7 ";
        const std::string value = in_brackets(factor.value);
        switch (factor.kind) {
            case PathFactorKind::Input:
                text += value + " (x)";
                break;
            case PathFactorKind::Slope:
                text += value + " (slope)";
                break;
            case PathFactorKind::Weight:
                text += value + " (w to " + neuron_name(answer, factor.layer, factor.neuron) + ")";
                break;
            case PathFactorKind::LossByLogit:
                text += value + " (dL/dz there)";
                break;
        }
    }
    return text + " = " + words(answer.path.product);
}

void print_gradient(const auto& answer) {
    const std::string w = "w[" + std::to_string(answer.place.input) + "]";
    std::printf("\nThe gradient\n");
    if (answer.is_output()) {
        const bool is_label = answer.place.neuron == answer.trace.label;
        const double weight = answer.trace.class_weight;
        const char* name = answer.network().loss == Loss::SquaredError ? "y" : "p";
        if (weight == 1.0)
            std::printf("  dL/dz = %s \u2212 target = %s \u2212 %d = %s\n", name,
                        words(answer.a()).c_str(), is_label ? 1 : 0, words(answer.dz()).c_str());
        else
            std::printf("  dL/dz = weight\u00B7(%s \u2212 target) = %s\u00B7(%s \u2212 %d) = %s\n",
                        name, number_words(weight).c_str(), words(answer.a()).c_str(),
                        is_label ? 1 : 0, words(answer.dz()).c_str());
    } else {
        const auto slope = slope_of(answer.layer().activation, answer.z(), answer.a());
        std::printf("  dL/da = \u03A3 w\u00B7dL/dz over layer %zu = %s\n", answer.place.layer + 2,
                    words(answer.da()).c_str());
        std::printf("  dL/dz = dL/da \u00B7 slope at z = %s\u00B7%s = %s\n",
                    in_brackets(answer.da()).c_str(), in_brackets(slope).c_str(),
                    words(answer.dz()).c_str());
    }
    std::printf("  dL/d%s = x\u00B7dL/dz", w.c_str());
    if (answer.trace.l2 > 0.0) std::printf(" + %s\u00B7w", number_words(answer.trace.l2).c_str());
    if (answer.trace.l1 > 0.0)
        std::printf(" + %s\u00B7sign w", number_words(answer.trace.l1).c_str());
    std::printf(" = %s\u00B7%s", in_brackets(answer.gradient.x).c_str(),
                in_brackets(answer.gradient.dz).c_str());
    if (answer.trace.l1 > 0.0 || answer.trace.l2 > 0.0)
        std::printf(" + %s", in_brackets(answer.gradient.of_penalty).c_str());
    std::printf(" = %s  (%s)\n", words(answer.gradient.total).c_str(),
                input_name(answer, answer.place.input).c_str());
    if (!answer.is_output()) std::printf("  its strongest path: %s\n", path_words(answer).c_str());
}

void print_update(const auto& answer) {
    const OptimizerSettings settings = answer.trainer.optimizer_settings();
    const auto& update = answer.update;
    const std::string g = in_brackets(update.gradient), rate = words(update.rate);
    std::printf("\nThe next update of w[%zu], if the next batch were this sample alone (%s)\n",
                answer.place.input, std::string(title_of(settings.kind)).c_str());
    if (answer.clipped_by < 1.0)
        std::printf(
            "  g = %s\u00B7%s = %s, for the gradient of all weights and biases is %s long, and %s "
            "are allowed\n",
            number_words(answer.clipped_by).c_str(), in_brackets(answer.gradient.total).c_str(),
            g.c_str(), number_words(answer.length).c_str(),
            number_words(answer.trainer.live().clip_norm).c_str());
    switch (settings.kind) {
        case Optimizer::Sgd:
            std::printf("  step = \u2212rate\u00B7g = \u2212%s\u00B7%s = %s\n", rate.c_str(),
                        g.c_str(), words(update.step).c_str());
            break;
        case Optimizer::Momentum:
            std::printf(
                "  step = %s\u00B7(step before) \u2212 rate\u00B7g = %s\u00B7%s \u2212 %s\u00B7%s "
                "= %s\n",
                number_words(settings.momentum).c_str(), number_words(settings.momentum).c_str(),
                in_brackets(update.moments_before.first).c_str(), rate.c_str(), g.c_str(),
                words(update.step).c_str());
            break;
        case Optimizer::Nesterov:
            std::printf("  v = %s\u00B7v \u2212 rate\u00B7g = %s\u00B7%s \u2212 %s\u00B7%s = %s\n",
                        number_words(settings.momentum).c_str(),
                        number_words(settings.momentum).c_str(),
                        in_brackets(update.moments_before.first).c_str(), rate.c_str(), g.c_str(),
                        words(update.moments_after.first).c_str());
            std::printf(
                "  step = %s\u00B7v \u2212 rate\u00B7g = %s\u00B7%s \u2212 %s\u00B7%s = %s\n",
                number_words(settings.momentum).c_str(), number_words(settings.momentum).c_str(),
                in_brackets(update.moments_after.first).c_str(), rate.c_str(), g.c_str(),
                words(update.step).c_str());
            break;
        case Optimizer::Adam:
        case Optimizer::AdamW:
            std::printf("  m = %s\u00B7%s + %s\u00B7%s = %s\n",
                        number_words(settings.beta1).c_str(),
                        in_brackets(update.moments_before.first).c_str(),
                        number_words(1.0 - settings.beta1).c_str(), g.c_str(),
                        words(update.moments_after.first).c_str());
            std::printf("  v = %s\u00B7%s + %s\u00B7%s\u00B2 = %s\n",
                        number_words(settings.beta2).c_str(),
                        words(update.moments_before.second).c_str(),
                        number_words(1.0 - settings.beta2).c_str(), g.c_str(),
                        words(update.moments_after.second).c_str());
            std::printf("  rate = %s\u00B7\u221A(1 \u2212 %s^%lld) / (1 \u2212 %s^%lld) = %s\n",
                        number_words(settings.learning_rate).c_str(),
                        number_words(settings.beta2).c_str(), update.moments_after.steps,
                        number_words(settings.beta1).c_str(), update.moments_after.steps,
                        rate.c_str());
            std::printf("  step = \u2212rate\u00B7m / (\u221Av + %s) = %s\n",
                        words(update.epsilon).c_str(), words(update.step).c_str());
            break;
        case Optimizer::RmsProp:
            std::printf("  v = %s\u00B7%s + %s\u00B7%s\u00B2 = %s\n",
                        number_words(settings.smoothing).c_str(),
                        words(update.moments_before.second).c_str(),
                        number_words(1.0 - settings.smoothing).c_str(), g.c_str(),
                        words(update.moments_after.second).c_str());
            std::printf("  step = \u2212rate\u00B7g / (\u221Av + %s) = %s\n",
                        words(update.epsilon).c_str(), words(update.step).c_str());
            break;
        case Optimizer::Adagrad:
            std::printf("  v = %s + %s\u00B2 = %s\n", words(update.moments_before.second).c_str(),
                        g.c_str(), words(update.moments_after.second).c_str());
            std::printf("  step = \u2212rate\u00B7g / (\u221Av + %s) = %s\n",
                        words(update.epsilon).c_str(), words(update.step).c_str());
            break;
    }
    if (settings.kind == Optimizer::AdamW)
        std::printf("  decay first: w \u00B7 (1 \u2212 %s\u00B7%s) = %s\n",
                    number_words(settings.learning_rate).c_str(),
                    number_words(settings.weight_decay).c_str(), words(update.kept).c_str());
    std::printf("  w[%zu]: %s \u2192 %s\n", answer.place.input, words(update.before).c_str(),
                words(update.after).c_str());
}

void print_text(const auto& answer) {
    print_heading(answer);
    print_sum(answer);
    if (!answer.is_output())
        print_outgoing(answer);
    else if (answer.network().loss == Loss::CrossEntropy)
        print_softmax(answer);
    else if (answer.network().loss == Loss::BinaryCrossEntropy)
        std::printf("  p = \u03C3(z) = %s\n", words(answer.a()).c_str());
    print_loss(answer);
    print_gradient(answer);
    print_update(answer);
}

// ---- JSON ------------------------------------------------------------------------------------------

void write_moments(JsonWriter& json, const auto& moments) {
    json.begin_object();
    json.key("first").value(moments.first);
    json.key("second").value(moments.second);
    json.key("steps").value(moments.steps);
    json.end_object();
}

void print_json(const auto& answer) {
    const auto& trainer = answer.trainer;
    JsonWriter json;
    json.begin_object();
    json.key("dataset").value(info(answer.run.recipe.dataset).key);
    json.key("epochs").value(trainer.epochs());
    json.key("steps").value(trainer.steps());
    if (answer.question.drawing)
        json.key("drawing").value(*answer.question.drawing);
    else
        json.key("sample").value(answer.question.sample);
    json.key("label").value(static_cast<int>(answer.trace.label));
    json.key("prediction").value(answer.trace.prediction);
    json.key("answer").value(answer.trace.layers.back().a);
    json.key("loss").value(answer.trace.sample_loss);
    json.key("class_weight").value(answer.trace.class_weight);
    json.key("penalty").value(answer.trace.penalty);
    json.key("layer").value(answer.place.layer + 1);
    json.key("neuron").value(answer.place.neuron);
    json.key("activation").value(key_of(answer.layer().activation));
    json.key("b").value(answer.b());
    json.key("z").value(answer.z());
    json.key("a").value(answer.a());
    json.key("da").value(answer.da());
    json.key("dz").value(answer.dz());
    json.key("terms").begin_array();
    for (const auto& term : answer.terms) {
        json.begin_object();
        json.key("input").value(term.input);
        json.key("w").value(term.w);
        json.key("x").value(term.x);
        json.key("product").value(term.product);
        json.end_object();
    }
    json.end_array();
    json.key("outgoing").begin_array();
    for (const auto& term : answer.outgoing) {
        json.begin_object();
        json.key("neuron").value(term.unit);
        json.key("w").value(term.w);
        json.key("carries").value(term.carries);
        json.key("dz").value(term.dz);
        json.key("returns").value(term.returns);
        json.end_object();
    }
    json.end_array();
    json.key("gradient").begin_object();
    json.key("input").value(answer.place.input);
    json.key("of_loss").value(answer.gradient.of_loss);
    json.key("of_penalty").value(answer.gradient.of_penalty);
    json.key("total").value(answer.gradient.total);
    json.key("length_of_all").value(answer.length);
    json.end_object();
    json.key("update").begin_object();
    json.key("optimizer").value(key_of(trainer.live().optimizer.kind));
    json.key("gradient").value(answer.update.gradient);
    json.key("rate").value(answer.update.rate);
    json.key("before").value(answer.update.before);
    json.key("kept").value(answer.update.kept);
    json.key("step").value(answer.update.step);
    json.key("after").value(answer.update.after);
    json.key("moments_before");
    write_moments(json, answer.update.moments_before);
    json.key("moments_after");
    write_moments(json, answer.update.moments_after);
    json.end_object();
    json.end_object();
    std::printf("%s\n", json.text().c_str());
}

// ---- The run ---------------------------------------------------------------------------------------

template <class Scalar>
Problem explain_run(TrainingRun& run, const Question& question, const Trainer<Scalar>& trainer) {
    if (auto problem = check(question, run, trainer)) return problem;
    if (auto problem = train_to_end(run)) return problem;
    const Answer<Scalar> answer =
        answer_of(run, trainer, question, trace_of(run, trainer, question));
    question.wants_json ? print_json(answer) : print_text(answer);
    return std::nullopt;
}

Problem run_with(const std::vector<Argument>& arguments, std::string_view program) {
    auto question = question_of(arguments);
    if (!question.value) return question.problem;
    if (find_argument(arguments, "neuron-of-article") != nullptr)
        return explain_article(question.value->wants_json);

    auto outcome = training_run_of(arguments, program);
    if (!outcome.value) return outcome.problem;
    TrainingRun& run = *outcome.value;
    if (info(run.recipe.dataset).is_regression)
        return std::string(info(run.recipe.dataset).key) +
               " is a regression; explain takes steps apart that tell classes from each other";
    if (const Argument* path = find_argument(arguments, "strokes")) {
        if (!run.dataset->has_pixels())
            return "a drawing cannot be put to " + std::string(info(run.recipe.dataset).title) +
                   ", which has no pixels";
        const auto text = read_file(std::string(path->value));
        if (!text.value) return text.problem;
        auto drawings = parse_drawings(*text.value, run.dataset->classes);
        if (!drawings.value) return std::string(path->value) + ": " + drawings.problem;
        question.value->drawings = std::move(*drawings.value);
        if (!question.value->drawing) question.value->drawing = 1;
    } else if (question.value->drawing) {
        return "--drawing needs --strokes FILE";
    }
    return run.trainer->visit(
        [&](const auto& trainer) { return explain_run(run, *question.value, trainer); });
}

}  // namespace

Problem explain(const Invocation& invocation) {
    return with_training_arguments(invocation, own_flags(), print_help, run_with);
}

}  // namespace nn::cli
