#include "web/panels/formulas.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/network/initializer.h"
#include "engine/network/loss.h"
#include "web/panels/format.h"
#include "web/panels/strings.h"
#include "web/widgets/activation_formula.h"

namespace nn::ui {

namespace {

constexpr std::string_view kStepOfMoments = " / (\u221Av + \u03B5)";

// "-0.0123" with a real minus, four significant digits.
std::string number(double value) {
    const double size = std::abs(value);
    const int whole = size >= 1.0 ? static_cast<int>(std::log10(size)) + 1 : 0;
    const std::string text =
        size != 0.0 && size < 1e-4 ? shortest(size) : fixed(size, std::clamp(4 - whole, 0, 4));
    return value < 0.0 ? "\u2212" + text : text;
}

std::string count(std::size_t value) {
    return with_thousands(static_cast<std::int64_t>(value));
}

std::string value_of(std::string_view property, const Recipe& recipe) {
    return value_text(*find_property(property), recipe);
}

// "in" as b ← 0.9 · b + 0.1 · in
std::string running_mean(std::string_view name, double kept, std::string_view in) {
    const std::string begin(name);
    return begin + " \u2190 " + shortest(kept) + " \u00B7 " + begin + " + " +
           shortest(std::round((1.0 - kept) * 1e9) / 1e9) + " \u00B7 " + std::string(in);
}

std::string update_formula(const Recipe& r) {
    const std::string rate = value_of("learning-rate", r), begin = "w \u2190 w \u2212 " + rate;
    const std::string over_root(kStepOfMoments), momentum = value_of("momentum", r);
    const std::string velocity =
        "v \u2190 " + momentum + " \u00B7 v \u2212 " + rate + " \u00B7 g\n";
    switch (r.optimizer) {
        case Optimizer::Adam:
            return begin + " \u00B7 m" + over_root;
        case Optimizer::AdamW:
            return "w \u2190 (1 \u2212 " + rate + " \u00B7 " + value_of("weight-decay", r) +
                   ") \u00B7 w\n    \u2212 " + rate + " \u00B7 m" + over_root;
        case Optimizer::Momentum:
            return velocity + "w \u2190 w + v";
        case Optimizer::Nesterov:
            return velocity + "w \u2190 w + " + momentum + " \u00B7 v \u2212 " + rate + " \u00B7 g";
        case Optimizer::RmsProp:
        case Optimizer::Adagrad:
            return begin + " \u00B7 g" + over_root;
        case Optimizer::Sgd:
            break;
    }
    return begin + " \u00B7 g";
}

// How the weights of the first layer are drawn, as engine/network/initializer.h has it.
std::string initial_formula(const Recipe& r) {
    const double in = inputs_of(r), out = r.hidden.empty() ? outputs_of(r) : r.hidden[0].units;
    const Activation activation = r.hidden.empty() ? Activation::Linear : r.hidden[0].activation;
    const bool is_sigmoid = activation == Activation::Sigmoid;
    const Initializer kind = resolved(r.initializer, activation);
    const bool is_he = kind == Initializer::HeUniform || kind == Initializer::HeNormal;
    const std::string of = is_he ? shortest(in) : "(" + shortest(in) + " + " + shortest(out) + ")";
    const double among = is_he ? in : in + out;
    switch (kind) {
        case Initializer::Zeros:
            return "w = 0";
        case Initializer::HeNormal:
        case Initializer::GlorotNormal:
            return "w ~ N(0, 2 / " + of + ")\n\u03C3 = \u221A(2 / " + of +
                   ") = " + number(std::sqrt(2.0 / among));
        case Initializer::Auto:
        case Initializer::GlorotUniform:
        case Initializer::HeUniform:
        case Initializer::ScikitLearn:
            break;
    }
    const bool is_small = kind == Initializer::ScikitLearn && is_sigmoid;
    return "\u2212l \u2264 w \u2264 l\nl = \u221A(" + std::string(is_small ? "2" : "6") + " / " +
           of + ") = " + number(std::sqrt((is_small ? 2.0 : 6.0) / among));
}

std::string_view loss_words(Loss loss) {
    switch (loss) {
        case Loss::CrossEntropy:
            return "L = \u2212ln p";
        case Loss::BinaryCrossEntropy:
            return "L = \u2212\u03A3 y \u00B7 ln p\n    \u2212 \u03A3 (1 \u2212 y) \u00B7 ln(1 "
                   "\u2212 p)";
        case Loss::SquaredError:
            return "L = \u03A3 (a \u2212 y)\u00B2 / 2";
    }
    return {};
}

// Of the last layer, for what is on the pad: (outputs); empty where nothing is.
std::vector<double> last_sums(const SessionView& view) {
    if (view.prediction < 0 || view.network.layers.empty()) return {};
    const auto& layer = view.network.layers.back();
    const std::size_t layers = view.network.layers.size();
    const std::vector<float>& x = layers > 1 ? view.activations[layers - 2] : view.input;
    if (static_cast<Eigen::Index>(x.size()) != layer.inputs()) return {};
    std::vector<double> z;
    for (Eigen::Index unit = 0; unit < layer.units(); ++unit)
        z.push_back(static_cast<double>(weighted_sum<float>(layer, x, unit)));
    return z;
}

std::string share_formula(std::int64_t part, std::int64_t all) {
    const double share =
        static_cast<double>(part) / static_cast<double>(std::max<std::int64_t>(all, 1));
    return with_thousands(part) + " / " + with_thousands(all) + " = " + fixed(share, 4);
}

std::int64_t steps_per_epoch_of(const SessionView& view) {
    const auto samples = static_cast<std::int64_t>(view.split.train.size());
    return (samples + view.recipe.batch - 1) / view.recipe.batch;
}

std::string steps_formula(const SessionView& view) {
    if (view.split.train.empty()) return {};
    return fill(strings().steps_formula,
                {count(view.split.train.size()), std::to_string(view.recipe.batch),
                 with_thousands(steps_per_epoch_of(view))});
}

// "64 → 32 ReLU → 10", as many layers as fit on a line, and what each does.
std::string shape_formula(const Network<float>& network) {
    std::string text = std::to_string(network.inputs());
    for (const DenseLayer<float>& layer : network.layers)
        text += " \u2192 " + std::to_string(layer.units());
    const Activation first = network.layers.front().activation;
    return text + (network.layers.size() > 1 ? "\na = " + std::string(formula_of(first)) : "");
}

std::string features_formula(FeatureSet features) {
    std::string text;
    int lines = 1;
    for (const auto& [feature, key, title] : enum_names<Feature>()) {
        if ((features >> static_cast<unsigned>(feature) & 1u) == 0) continue;
        if (!text.empty()) text += ", ";
        if (text.size() > 24 && lines == 1) {
            text += "\n";
            ++lines;
        }
        text += title;
    }
    return "x = (" + text + ")";
}

// "3 → 8, 4 → 9": where the first classes go.
std::string shift_formula(int shift, std::span<const std::string_view> names) {
    std::string text;
    constexpr std::size_t kShown = 3;
    for (std::size_t c = 0; c < std::min(kShown, names.size()); ++c)
        text.append(text.empty() ? "" : ", ")
            .append(names[c])
            .append(" \u2192 ")
            .append(names[(c + static_cast<std::size_t>(shift)) % names.size()]);
    return text + (names.size() > kShown ? " \u2026" : "");
}

std::string signed_text(double value) {
    return (value < 0.0 ? "\u2212" : "") + shortest(std::abs(value));
}

// What each sample is drawn anew by, each time. U: each number of a range alike; N: normal.
std::string augmentation_formula(const Property& property, const Recipe& r) {
    const double most = property.number(r);
    if (most == 0.0) return {};
    const auto range = [](double low, double high, std::string_view unit = {}) {
        return "U(" + signed_text(low) + std::string(unit) + ", " + signed_text(high) +
               std::string(unit) + ")";
    };
    if (property.name == "augment-shift") return "\u0394x, \u0394y = " + range(-most, most);
    if (property.name == "augment-rotate") return "\u03B1 = " + range(-most, most, "\u00B0");
    if (property.name == "augment-scale")
        return "x \u2190 s \u00B7 x, s = " + range(1.0 - most, 1.0 + most);
    if (property.name == "augment-shear")
        return "x \u2190 x + k \u00B7 y, k = " + range(-most, most);
    return "\u0394x, \u0394y = N(0, " + shortest(most) + "\u00B2)";
}

std::string stopping_formula(const Recipe& r) {
    const std::string by = r.tolerance > 0.0 ? shortest(r.tolerance) : std::string();
    const std::string better = r.validation_share > 0.0
                                   ? "max" + (by.empty() ? by : " + " + by) + " < acc"
                                   : "L < min" + (by.empty() ? by : " \u2212 " + by);
    return fill(strings().patience_formula, {std::to_string(r.patience + 1), better});
}

// What a penalty adds to the loss, as penalty() of network.h counts it: in signs, then with the weights of the moment.
std::string penalty_formula(const Property& property, const SessionView& view) {
    const Recipe& r = view.recipe;
    const bool is_l1 = property.name == "l1";
    double sum = 0.0;
    for (const DenseLayer<float>& layer : view.network.layers)
        sum += static_cast<double>(is_l1 ? layer.W.lpNorm<1>() : layer.W.squaredNorm());
    const std::string factor = value_text(property, r) + (is_l1 ? " \u00B7 " : " / 2 \u00B7 "),
                      batch = " / " + std::to_string(r.batch);
    const double added = property.number(r) * sum / (is_l1 ? 1.0 : 2.0) / r.batch;
    return "L + " + factor + (is_l1 ? "\u03A3|w|" : "\u03A3w\u00B2") + batch + "\n= L + " + factor +
           fixed(sum, 1) + batch + "\n= L + " + fixed(added, added < 0.001 ? 6 : 4);
}

// n / (k · count) of the first class, with its name: the others have theirs.
std::string class_weight_formula(const SessionView& view) {
    if (view.recipe.class_weights == ClassWeights::Equal) return {};
    std::vector<std::size_t> counts(static_cast<std::size_t>(view.dataset->classes));
    for (const std::int32_t sample : view.split.train)
        ++counts[view.dataset->labels[static_cast<std::size_t>(sample)]];
    if (counts.front() == 0) return {};
    const auto present = counts.size() - static_cast<std::size_t>(std::ranges::count(counts, 0u));
    const std::size_t all = view.split.train.size(), divisor = present * counts.front();
    return std::string(info(view.snapshot.recipe.dataset).class_names.front()) + ": " + count(all) +
           " / (" + std::to_string(present) + " \u00B7 " + count(counts.front()) +
           ") = " + fixed(static_cast<double>(all) / static_cast<double>(divisor), 3);
}

}  // namespace

std::string property_formula(const Property& property, const SessionView& view) {
    const Recipe& r = view.recipe;
    const std::string_view name = property.name;
    const auto is_one_of = [&](auto... names) { return ((name == names) || ...); };
    if (is_one_of("learning-rate", "optimizer", "momentum", "epsilon", "weight-decay"))
        return update_formula(r);
    if (is_one_of("schedule", "schedule-power", "schedule-epochs", "schedule-factor", "warm-up"))
        return "\u03B7 = " + shortest(view.snapshot.learning_rate) + " (" +
               fill(strings().link_at_step, {with_thousands(view.snapshot.step)}) + ")";
    if (name == "beta1") return running_mean("m", r.beta1, "g");
    if (name == "beta2") return running_mean("v", r.beta2, "g\u00B2");
    if (name == "smoothing") return running_mean("v", r.smoothing, "g\u00B2");
    if (name == "clip-norm" && r.clip_norm > 0.0)
        return "g \u2190 g \u00B7 min(1, " + value_text(property, r) + " / |g|)";
    if (is_one_of("l1", "l2")) return penalty_formula(property, view);
    if (name == "dropout" && r.dropout > 0.0)
        return fill(strings().dropout_formula, {percent(r.dropout, 0), shortest(1.0 - r.dropout)});
    if (name == "batch") return steps_formula(view);
    if (name == "loss") return std::string(loss_words(r.loss));
    if (name == "init") return initial_formula(r);
    if (name == "scaling") return input_formula(view);
    if (is_one_of("hidden", "activation") && !view.network.layers.empty())
        return shape_formula(view.network);
    if (name == "features") return features_formula(r.features);
    if (name == "label-shift" && r.label_shift > 0 && outputs_of(r) > 1)
        return shift_formula(r.label_shift, info(r.dataset).class_names);
    if (name.starts_with("augment-")) return augmentation_formula(property, r);
    if (is_one_of("seed", "data-seed"))
        return "numpy.random.RandomState(" + value_text(property, r) + ")";
    if (name == "precision")
        return r.precision == Precision::Float64 ? "w = \u00B1m \u00B7 2^e, m < 2^53"
                                                 : "w = \u00B1m \u00B7 2^e, m < 2^24";
    if (is_one_of("early-stopping", "patience", "tolerance")) return stopping_formula(r);
    if (view.split.train.empty()) return {};
    if (name == "max-epochs" && r.max_epochs > 0) {
        const std::int64_t steps = steps_per_epoch_of(view);
        return std::to_string(r.max_epochs) + " \u00B7 " + with_thousands(steps) + " = " +
               fill(strings().link_at_step, {with_thousands(r.max_epochs * steps)});
    }
    if (name == "shuffle") return fill(strings().shuffle_formula, {count(view.split.train.size())});
    if (name == "class-weights" && view.dataset && !view.is_regression())
        return class_weight_formula(view);
    const std::size_t test = view.split.test.size(), sealed = view.split.sealed.size();
    const auto split_into = [&](std::string_view words, std::size_t a, std::size_t b) {
        return fill(words, {count(a), count(b), count(a + b)});
    };
    if (name == "sealed-share") return split_into(strings().sealed_formula, test, sealed);
    if (is_one_of("test-share", "split-seed"))
        return split_into(strings().split_formula, view.split.train.size(), test + sealed);
    return {};
}

std::string figure_formula(std::string_view id, const SessionView& view) {
    const Snapshot& now = view.snapshot;
    if (id == "status.epoch" && now.steps_per_epoch > 0)
        return steps_formula(view) + "\n" +
               fill(strings().epoch_formula,
                    {with_thousands(now.step), with_thousands(now.step / now.steps_per_epoch),
                     std::to_string(now.steps_per_epoch),
                     std::to_string(now.step % now.steps_per_epoch)});
    if (id == "status.step") return update_formula(view.recipe);
    if (id == "status.accuracy" && !view.is_regression()) return accuracy_formula(view);
    if (id == "status.rate" && now.samples_per_second > 0.0f)
        return fill(strings().rate_formula,
                    {with_thousands(std::llround(static_cast<double>(now.samples_per_second) /
                                                 view.recipe.batch)),
                     std::to_string(view.recipe.batch)});
    return {};
}

std::string loss_formula(const SessionView& view) {
    std::string text(loss_words(view.snapshot.recipe.loss));
    if (view.history.empty()) return text;
    const HistoryPoint& last = view.history.back();
    return text + "\n" +
           fill(strings().loss_formula,
                {loss_text(static_cast<double>(last.test_loss)), count(view.split.test.size()),
                 loss_text(static_cast<double>(last.train_loss))});
}

std::string answer_formula(const SessionView& view, std::size_t output) {
    const std::vector<double> z = last_sums(view);
    if (output >= z.size()) return {};
    const std::string sum = "z = \u03A3 w \u00B7 a + b = " + number(z[output]);
    const std::string answer = number(static_cast<double>(view.answer()[output]));
    if (view.network.loss == Loss::SquaredError) return sum;
    if (view.network.loss == Loss::BinaryCrossEntropy)
        return sum + "\np = 1 / (1 + e^\u2212z) = " + answer;
    const double largest = *std::ranges::max_element(z);
    double total = 0.0;
    for (const double each : z) total += std::exp(each - largest);
    return sum + "\np = e^(z \u2212 " + number(largest) +
           ") / \u03A3 = " + number(std::exp(z[output] - largest)) + " / " + number(total) +
           "\n= " + answer;
}

std::string layer_formula(const SessionView& view, std::size_t layer) {
    const auto& dense = view.network.layers[layer];
    const std::string inputs = std::to_string(dense.inputs()),
                      units = std::to_string(dense.units());
    return "z = \u03A3 w \u00B7 x + b\na = " + std::string(formula_of(dense.activation)) + "\n(" +
           inputs + " + 1) \u00B7 " + units + " = " +
           with_thousands((dense.inputs() + 1) * dense.units());
}

std::string input_formula(const SessionView& view) {
    const char* formula = nullptr;
    switch (view.snapshot.recipe.scaling) {
        case Scaling::None:
            return "x = v";
        case Scaling::Unit:
            formula = "x = v / max";
            break;
        case Scaling::MinMax:
            formula = "x = (v \u2212 min) / (max \u2212 min)";
            break;
        case Scaling::Standard:
            formula = "x = (v \u2212 \u03BC) / \u03C3";
            break;
    }
    std::string text(formula);
    const auto& pixels = view.pad.pixels;
    if (pixels.empty() || pixels.size() != view.input.size() ||
        view.snapshot.scaler_offset.size() != pixels.size())
        return text;
    const auto at = static_cast<std::size_t>(std::ranges::max_element(pixels) - pixels.begin());
    const double factor = static_cast<double>(view.snapshot.scaler_factor[at]);
    return text + "\n(" + std::to_string(pixels[at]) + " \u2212 " +
           number(static_cast<double>(view.snapshot.scaler_offset[at])) + ") / " +
           number(factor == 0.0 ? 0.0 : 1.0 / factor) + " = " +
           number(static_cast<double>(view.input[at]));
}

std::string average_formula(const SessionView& view, ReportColumn column, bool is_weighted) {
    const auto& classes = view.report.classes;
    if (classes.empty()) return {};
    const auto of = [column](const ClassScores& scores) {
        return column == ReportColumn::Precision ? scores.precision
               : column == ReportColumn::Recall  ? scores.recall
                                                 : scores.f1;
    };
    const auto term = [&](const ClassScores& scores) {
        return (is_weighted ? std::to_string(scores.support) + " \u00B7 " : std::string()) +
               fixed(of(scores), 3);
    };
    const std::string all =
        is_weighted ? with_thousands(view.confusion.total()) : std::to_string(classes.size());
    std::string text = "(" + term(classes.front());
    if (classes.size() > 2) text += " + \u2026";
    return text + " + " + term(classes.back()) + ") / " + all +
           "\n= " + fixed(of(is_weighted ? view.report.weighted : view.report.macro), 3);
}

std::string accuracy_formula(const SessionView& view) {
    std::int64_t right = 0;
    for (int i = 0; i < view.confusion.classes(); ++i) right += view.confusion.at(i, i);
    const std::int64_t total = view.confusion.total();
    return total > 0 ? share_formula(right, total) : std::string();
}

}  // namespace nn::ui
