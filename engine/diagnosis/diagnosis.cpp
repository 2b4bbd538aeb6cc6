#include "engine/diagnosis/diagnosis.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <optional>

#include "engine/session/limits.h"
#include "engine/session/number_text.h"

namespace nn {

template <>
std::span<const EnumName<diagnosis::Kind>> enum_names<diagnosis::Kind>() {
    using enum diagnosis::Kind;
    static constexpr std::array<EnumName<diagnosis::Kind>, 12> kNames{{
        {SymmetricStart, "symmetric-start", "All neurons of a layer are the same"},
        {UnscaledInputs, "unscaled-inputs", "Inputs are not scaled"},
        {ExplodingGradients, "exploding-gradients", "Gradients explode"},
        {RateTooHigh, "rate-too-high", "The learning rate is too high"},
        {RateTooLow, "rate-too-low", "The learning rate is too low"},
        {DeadRelus, "dead-relus", "ReLUs are dead"},
        {SaturatedUnits, "saturated-units", "Neurons are saturated"},
        {VanishingGradients, "vanishing-gradients", "Gradients vanish"},
        {LabelImbalance, "label-imbalance", "Some classes are rare"},
        {TooLittleData, "too-little-data", "There is too little data"},
        {Overfitting, "overfitting", "The network overfits"},
        {Plateau, "plateau", "The loss stands still"},
    }};
    return kNames;
}

template <>
std::span<const EnumName<diagnosis::Severity>> enum_names<diagnosis::Severity>() {
    using enum diagnosis::Severity;
    static constexpr std::array<EnumName<diagnosis::Severity>, 2> kNames{{
        {Hinders, "hinders", "Hinders learning"},
        {Prevents, "prevents", "Prevents learning"},
    }};
    return kNames;
}

}  // namespace nn

namespace nn::diagnosis {

namespace {

using Found = std::optional<Finding>;

// Initialisers are made for inputs of about 1. Of four times that, sums are four times as large, where a sigmoid
// has 7 % of its steepest slope and tanh a thousandth, and the rates that a layer bears are 16 times as small. The
// coordinates of a plane that reaches from -6 to 6 stay below: 6 / sqrt(3) = 3.5.
constexpr double kLargeInput = 4.0;

// With half its units dead or its answers flat, a layer has lost half of what it was made for.
constexpr double kHalf = 0.5;

// The first layer hears a hundredth of what the last one does: it learns in 100 epochs what that learns in one.
constexpr double kFaint = 0.01;

// A class four times as rare as another, and rarer than chance explains (three standard deviations of a count).
constexpr double kRare = 4.0, kDeviations = 3.0;

// Of samples that it has not seen it gets one in twenty more wrong than of those that it has, and more than chance
// explains. After learning, the default session of the digits stays below one in forty.
constexpr double kGap = 0.05, kErrors = 2.0;

// Training samples a class: with fewer, more of them are the first thing that helps. On the digits the gap is 0.07 with
// 18 a class, 0.05 with 36, 0.03 with 72 and 0.01 with 126.
constexpr double kFewSamples = 50.0;

// Overfitting shows in the test loss, too: it has risen by a quarter from where it was least. From epoch to epoch it
// swings by a tenth.
constexpr double kWorse = 1.25;

// A penalty on weights that is felt: a thousand times the usual one.
constexpr double kStrongL2 = 0.1;

// The mean loss of so many epochs lies no lower than 99 % of that of as many before.
constexpr double kStillEpochs = 10.0, kStill = 0.99;

Severity severity_of(const Evidence& evidence) {
    return evidence.step > 0 && !has_learnt(evidence) ? Severity::Prevents : Severity::Hinders;
}

bool is_bounded(Activation activation) {
    return activation == Activation::Sigmoid || activation == Activation::Tanh;
}

// Hidden layers only; facts count them from 1.
std::span<const LayerEvidence> hidden_of(const Evidence& evidence) {
    return std::span(evidence.layers).first(evidence.layers.size() - 1);
}

// The trial whose rate is to be taken instead of one that is too high; null where there is none.
const Trial* better_lower(const Evidence& evidence) {
    if (!evidence.trials || has_learnt(evidence) || evidence.trials->lower.empty()) return nullptr;
    const Trial& last = evidence.trials->lower.back();
    return gets_clearly_further(evidence, last, evidence.trials->present) ? &last : nullptr;
}

Setting rate_setting(const Trial& trial) {
    // As a float: a tenth of a tenth is then written 0.01.
    return {"learning-rate", number_text(static_cast<float>(trial.rate))};
}

Setting scaling_setting(const Evidence& evidence) {
    const Scaling scaling = defaults_of(evidence.recipe.dataset).scaling;
    return {"scaling", std::string(key_of(scaling == Scaling::None ? Scaling::Standard : scaling))};
}

bool has_large_inputs(const Evidence& evidence) {
    return evidence.input_size > kLargeInput;
}

// What drove units to where they are stuck; where that is not known, `otherwise`.
std::vector<Setting> fix_of_stuck_units(const Evidence& evidence, Setting otherwise) {
    if (has_large_inputs(evidence)) return {scaling_setting(evidence)};
    if (const Trial* lower = better_lower(evidence)) return {rate_setting(*lower)};
    return {std::move(otherwise)};
}

Found symmetric_start(const Evidence& evidence) {
    const auto layers = hidden_of(evidence);
    const auto same = std::ranges::find_if(layers, [](const LayerEvidence& layer) {
        return layer.units > 1 && layer.twins == layer.units;
    });
    if (same == layers.end()) return std::nullopt;
    Finding finding{.kind = Kind::SymmetricStart, .severity = Severity::Prevents};
    finding.facts = {{"layer", static_cast<double>(same - layers.begin()) + 1.0},
                     {"units", static_cast<double>(same->units)}};
    if (evidence.recipe.initializer == Initializer::Zeros)
        finding.fix = {{"init", std::string(key_of(Initializer::Auto))}};
    else  // weights that a penalty has pulled to zero
        finding.fix = {{"l1", "0"}, {"l2", number_text(Recipe{}.l2)}};
    return finding;
}

Found unscaled_inputs(const Evidence& evidence) {
    if (!has_large_inputs(evidence)) return std::nullopt;
    return Finding{.kind = Kind::UnscaledInputs,
                   .severity = severity_of(evidence),
                   .facts = {{"size", evidence.input_size}, {"limit", kLargeInput}},
                   .fix = {scaling_setting(evidence)}};
}

Found exploding_gradients(const Evidence& evidence) {
    if (!evidence.trials || has_learnt(evidence)) return std::nullopt;
    const Trials& trials = *evidence.trials;
    if (std::isfinite(trials.present.loss) ||
        !gets_clearly_further(evidence, trials.clipped, trials.present))
        return std::nullopt;
    return Finding{.kind = Kind::ExplodingGradients,
                   .severity = Severity::Prevents,
                   .facts = {{"gradient", evidence.start_gradient},
                             {"first", evidence.layers.front().error},
                             {"last", evidence.layers.back().error},
                             {"clip", Trials::kClip},
                             {"clipped", trials.clipped.loss},
                             {"updates", static_cast<double>(trials.updates)},
                             {"chance", evidence.chance_loss}},
                   .fix = {{"clip-norm", number_text(Trials::kClip)}}};
}

Found rate_too_high(const Evidence& evidence) {
    const Trial* lower = better_lower(evidence);
    if (lower == nullptr) return std::nullopt;
    return Finding{.kind = Kind::RateTooHigh,
                   .severity = Severity::Prevents,
                   .facts = {{"rate", evidence.recipe.learning_rate},
                             {"loss", evidence.trials->present.loss},
                             {"lower", lower->rate},
                             {"better", lower->loss},
                             {"updates", static_cast<double>(evidence.trials->updates)},
                             {"start", evidence.start_loss},
                             {"diverged", evidence.has_diverged ? 1.0 : 0.0}},
                   .fix = {rate_setting(*lower)}};
}

Found rate_too_low(const Evidence& evidence) {
    if (!evidence.trials || has_learnt(evidence) ||
        evidence.step < static_cast<std::int64_t>(evidence.trials->updates))
        return std::nullopt;
    const Trials& trials = *evidence.trials;
    if (trials.higher.empty() ||
        !is_almost_straight(evidence, trials.present, trials.higher.front()))
        return std::nullopt;
    const auto best = std::ranges::min_element(trials.higher, {}, &Trial::loss);
    return Finding{.kind = Kind::RateTooLow,
                   .severity = Severity::Prevents,
                   .facts = {{"rate", evidence.recipe.learning_rate},
                             {"loss", trials.present.loss},
                             {"higher", best->rate},
                             {"better", best->loss},
                             {"updates", static_cast<double>(trials.updates)},
                             {"start", evidence.start_loss}},
                   .fix = {rate_setting(*best)}};
}

Found dead_relus(const Evidence& evidence) {
    const auto layers = hidden_of(evidence);
    const auto share = [](const LayerEvidence& layer) {
        return static_cast<double>(layer.dead) / static_cast<double>(layer.units);
    };
    const auto worst = std::ranges::max_element(layers, {}, share);
    if (worst == layers.end() || share(*worst) < kHalf) return std::nullopt;
    return Finding{.kind = Kind::DeadRelus,
                   .severity = severity_of(evidence),
                   .facts = {{"layer", static_cast<double>(worst - layers.begin()) + 1.0},
                             {"dead", static_cast<double>(worst->dead)},
                             {"units", static_cast<double>(worst->units)},
                             {"samples", static_cast<double>(evidence.samples)}},
                   .fix = fix_of_stuck_units(
                       evidence, {"activation", std::string(key_of(Activation::LeakyRelu))})};
}

Found saturated_units(const Evidence& evidence) {
    if (has_learnt(evidence)) return std::nullopt;  // there, flat ends are answers that are sure
    const auto layers = hidden_of(evidence);
    const auto worst = std::ranges::max_element(layers, {}, &LayerEvidence::saturated);
    if (worst == layers.end() || worst->saturated < kHalf) return std::nullopt;
    return Finding{
        .kind = Kind::SaturatedUnits,
        .severity = severity_of(evidence),
        .facts = {{"layer", static_cast<double>(worst - layers.begin()) + 1.0},
                  {"share", worst->saturated},
                  {"slope", LayerEvidence::kFlat},
                  {"samples", static_cast<double>(evidence.samples)}},
        .fix = fix_of_stuck_units(evidence, {"activation", std::string(key_of(Activation::Relu))})};
}

// Of layers that let something pass: a dead or a saturated one is named as such.
Found vanishing_gradients(const Evidence& evidence) {
    if (has_learnt(evidence) || evidence.layers.size() < 3) return std::nullopt;
    const double first = evidence.layers.front().error, last = evidence.layers.back().error;
    if (first == 0.0 || first >= kFaint * last) return std::nullopt;
    const bool shrinks = std::ranges::any_of(hidden_of(evidence), [](const LayerEvidence& layer) {
        return is_bounded(layer.activation);
    });
    Finding finding{.kind = Kind::VanishingGradients,
                    .severity = severity_of(evidence),
                    .facts = {{"first", first},
                              {"last", last},
                              {"layers", static_cast<double>(evidence.layers.size())}}};
    if (shrinks)
        finding.fix = {{"activation", std::string(key_of(Activation::Relu))}};
    else
        finding.fix = {{"hidden", std::to_string(evidence.layers.front().units)}};
    return finding;
}

Found label_imbalance(const Evidence& evidence) {
    if (evidence.class_counts.size() < 2 || evidence.recipe.class_weights == ClassWeights::Balanced)
        return std::nullopt;
    const auto [rarest, commonest] = std::ranges::minmax_element(evidence.class_counts);
    const double even = static_cast<double>(evidence.train_count) /
                        static_cast<double>(evidence.class_counts.size());
    const double count = static_cast<double>(*rarest), most = static_cast<double>(*commonest);
    if (count * kRare > most || even - count <= kDeviations * std::sqrt(even)) return std::nullopt;
    return Finding{
        .kind = Kind::LabelImbalance,
        .facts = {{"class", static_cast<double>(rarest - evidence.class_counts.begin())},
                  {"count", count},
                  {"common", static_cast<double>(commonest - evidence.class_counts.begin())},
                  {"most", most}},
        .fix = {{"class-weights", std::string(key_of(ClassWeights::Balanced))}}};
}

double samples_per_class(const Evidence& evidence) {
    return static_cast<double>(evidence.train_count) /
           static_cast<double>(std::max<std::size_t>(evidence.class_counts.size(), 1));
}

// Whether it knows what it has seen better than the rest.
bool has_gap(const Evidence& evidence) {
    if (evidence.step == 0 || !has_learnt(evidence)) return false;
    const double gap = evidence.train_score - evidence.test_score;
    const double error =
        std::sqrt(std::max(evidence.test_score * (1.0 - evidence.test_score), 0.0) /
                  static_cast<double>(std::max(evidence.test_count, 1)));
    return gap >= kGap && gap >= kErrors * error;
}

std::vector<Fact> facts_of_gap(const Evidence& evidence) {
    return {{"train", evidence.train_score},
            {"test", evidence.test_score},
            {"train-loss", evidence.train_loss},
            {"test-loss", evidence.test_loss}};
}

Found too_little_data(const Evidence& evidence) {
    if (samples_per_class(evidence) >= kFewSamples || !has_gap(evidence)) return std::nullopt;
    Finding finding{.kind = Kind::TooLittleData, .facts = facts_of_gap(evidence)};
    finding.facts.push_back({"count", static_cast<double>(evidence.train_count)});
    finding.facts.push_back({"each", samples_per_class(evidence)});
    const Recipe usual = defaults_of(evidence.recipe.dataset);
    if (evidence.recipe.test_share > usual.test_share)
        finding.fix = {{"test-share", number_text(usual.test_share)}};
    if (info(evidence.recipe.dataset).is_plane && evidence.recipe.points < usual.points)
        finding.fix.push_back({"samples", std::to_string(usual.points)});
    if (evidence.recipe.validation_share > 0.0) finding.fix.push_back({"validation-share", "0"});
    if (finding.fix.empty()) finding.fix = {{"dropout", "0.2"}};
    return finding;
}

Found overfitting(const Evidence& evidence) {
    if (samples_per_class(evidence) < kFewSamples || !has_gap(evidence) || evidence.history.empty())
        return std::nullopt;
    const auto best = std::ranges::min_element(evidence.history, {}, &HistoryPoint::test_loss);
    const double least = static_cast<double>(best->test_loss);
    if (evidence.test_loss < kWorse * least) return std::nullopt;
    Finding finding{.kind = Kind::Overfitting, .facts = facts_of_gap(evidence)};
    finding.facts.push_back({"least", least});
    finding.facts.push_back({"epoch", static_cast<double>(best->epoch)});
    finding.fix = {
        {"l2", number_text(std::clamp(3.0 * evidence.recipe.l2, kStrongL2, limits::kMaxL2))}};
    return finding;
}

double mean_loss_between(const Evidence& evidence, double after, double until) {
    double sum = 0.0, count = 0.0;
    for (const HistoryPoint& point : evidence.history) {
        const auto epoch = static_cast<double>(point.epoch);
        if (epoch <= after || epoch > until) continue;
        sum += static_cast<double>(point.train_loss);
        count += 1.0;
    }
    return count > 0.0 ? sum / count : std::numeric_limits<double>::quiet_NaN();
}

Found plateau(const Evidence& evidence) {
    if (has_learnt(evidence) || evidence.has_diverged || evidence.epoch < 2.0 * kStillEpochs)
        return std::nullopt;
    const double now = mean_loss_between(evidence, evidence.epoch - kStillEpochs, evidence.epoch);
    const double before = mean_loss_between(evidence, evidence.epoch - 2.0 * kStillEpochs,
                                            evidence.epoch - kStillEpochs);
    if (!(now > kStill * before)) return std::nullopt;
    Finding finding{.kind = Kind::Plateau,
                    .severity = Severity::Prevents,
                    .facts = {{"loss", now},
                              {"before", before},
                              {"epochs", kStillEpochs},
                              {"chance", evidence.chance_loss},
                              {"score", evidence.train_score}}};
    const Recipe usual = defaults_of(evidence.recipe.dataset);
    const auto& hidden = evidence.recipe.hidden;
    std::string sizes;
    for (const LayerShape& layer : hidden.empty() ? usual.hidden : hidden) {
        const int units =
            hidden.empty() ? layer.units : std::min(2 * layer.units, limits::kMaxUnits);
        sizes += (sizes.empty() ? "" : ",") + std::to_string(units);
    }
    finding.fix = {{"hidden", sizes}};
    return finding;
}

}  // namespace

double Finding::fact(std::string_view name) const {
    const auto found = std::ranges::find(facts, name, &Fact::name);
    return found == facts.end() ? 0.0 : found->value;
}

std::vector<Finding> diagnose(const Evidence& evidence) {
    std::vector<Finding> findings;
    const auto add = [&](Found found) {
        if (found) findings.push_back(std::move(*found));
        return found.has_value();
    };
    // Where all units are the same nothing else about them means anything.
    if (add(symmetric_start(evidence))) {
        add(unscaled_inputs(evidence));
        add(label_imbalance(evidence));
        return findings;
    }
    add(unscaled_inputs(evidence));
    // Shorter gradients cure what explodes at the rate it has, which is therefore not too high.
    bool is_explained = add(exploding_gradients(evidence)) || add(rate_too_high(evidence));
    is_explained |= add(rate_too_low(evidence));
    const bool has_dead = add(dead_relus(evidence)), has_flat = add(saturated_units(evidence));
    is_explained |= has_dead || has_flat || add(vanishing_gradients(evidence));
    add(label_imbalance(evidence));
    add(too_little_data(evidence));
    add(overfitting(evidence));
    if (!is_explained) add(plateau(evidence));
    return findings;
}

}  // namespace nn::diagnosis
