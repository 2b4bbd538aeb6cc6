// What is wrong with a session: rules on evidence made up for them, evidence against other ways to the same numbers,
// and whole sessions that were broken on purpose, for 20 seeds each.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/diagnosis/breakages.h"
#include "engine/session/property.h"
#include "tests/support/session.h"

using namespace nn;
using namespace nn::test;
using namespace nn::diagnosis;

namespace {

constexpr int kSeeds = 20;

std::vector<Kind> kinds_of(const std::vector<Finding>& findings) {
    std::vector<Kind> kinds;
    for (const Finding& finding : findings) kinds.push_back(finding.kind);
    return kinds;
}

std::vector<Kind> kinds_of(const Evidence& evidence) {
    return kinds_of(diagnose(evidence));
}

const Finding& only(const std::vector<Finding>& findings) {
    REQUIRE(findings.size() == 1);
    return findings[0];
}

std::string text_of(const std::vector<Finding>& findings) {
    std::string text;
    for (const Finding& finding : findings) text.append(key_of(finding.kind)).append(" ");
    return text;
}

// A session of two classes that has learnt, with nothing wrong.
Evidence healthy() {
    Evidence evidence{.recipe = defaults_of(), .step = 400, .epoch = 30.0};
    evidence.samples = evidence.train_count = 1000;
    evidence.test_count = 400;
    evidence.chance_loss = std::log(2.0);
    evidence.start_loss = 0.8;
    evidence.train_loss = 0.10;
    evidence.train_score = 0.97;
    evidence.test_loss = 0.12;
    evidence.test_score = 0.96;
    evidence.layers = {{.units = 8, .activation = Activation::Relu, .error = 0.5},
                       {.units = 8, .activation = Activation::Sigmoid, .error = 0.4},
                       {.units = 2, .error = 0.7}};
    evidence.start_gradient = 1.0;
    evidence.input_size = 0.5;
    evidence.class_counts = {500, 500};
    for (int epoch = 0; epoch <= 30; ++epoch)
        evidence.history.push_back({.step = 13 * epoch,
                                    .epoch = float(epoch),
                                    .train_loss = 0.8f / float(1 + epoch),
                                    .test_loss = 0.12f + 0.7f / float(1 + epoch)});
    return evidence;
}

// The same before it has learnt anything, with trials that show no fault of the rate.
Evidence unlearnt() {
    Evidence evidence = healthy();
    evidence.train_loss = evidence.test_loss = 0.6;
    evidence.trials = Trials{.updates = 100,
                             .present = {0.002, 0.50},
                             .lower = {{0.0002, 0.70}},
                             .higher = {{0.02, 0.45}},
                             .clipped = {0.002, 0.52}};
    return evidence;
}

}  // namespace

TEST_CASE("A healthy session has no findings", "[engine][diagnosis]") {
    CHECK(kinds_of(healthy()).empty());
    CHECK(kinds_of(unlearnt()).empty());
}

TEST_CASE("Equal neurons are named, with what made them so", "[engine][diagnosis]") {
    Evidence evidence = unlearnt();
    evidence.layers[1].twins = 6;  // two clones of three are no symmetric start
    CHECK(kinds_of(evidence).empty());
    evidence.layers[1].twins = 8;
    auto findings = diagnose(evidence);
    CHECK(only(findings).kind == Kind::SymmetricStart);
    CHECK(findings[0].severity == Severity::Prevents);
    CHECK(findings[0].fact("layer") == 2.0);
    CHECK(findings[0].fix == std::vector<Setting>{{"l1", "0"}, {"l2", "0.0001"}});
    evidence.recipe.initializer = Initializer::Zeros;
    CHECK(only(diagnose(evidence)).fix == std::vector<Setting>{{"init", "auto"}});
    evidence.layers[1].units = evidence.layers[1].twins =
        1;  // one neuron has nobody to be equal to
    CHECK(kinds_of(evidence).empty());
}

TEST_CASE("Large inputs are named, learnt or not", "[engine][diagnosis]") {
    Evidence evidence = healthy();
    evidence.input_size = 4.0;
    CHECK(kinds_of(evidence).empty());
    evidence.input_size = 4.1;
    CHECK(only(diagnose(evidence)).severity == Severity::Hinders);
    CHECK(only(diagnose(evidence)).fix == std::vector<Setting>{{"scaling", "unit"}});
    evidence.train_loss = 0.6;
    CHECK(only(diagnose(evidence)).severity == Severity::Prevents);
    evidence.recipe = defaults_of(DatasetId::Circle);
    CHECK(only(diagnose(evidence)).fix == std::vector<Setting>{{"scaling", "standard"}});
}

TEST_CASE("A rate is too high when a lower one gets clearly further", "[engine][diagnosis]") {
    Evidence evidence = unlearnt();
    evidence.trials->present.loss = 0.9;
    CHECK(kinds_of(evidence).empty());  // the lower one, 0.70, is no better than chance
    evidence.trials->lower.push_back({0.00002, 0.55});
    const auto findings = diagnose(evidence);
    CHECK(only(findings).kind == Kind::RateTooHigh);
    CHECK(findings[0].fact("lower") == 0.00002);
    CHECK(findings[0].fix == std::vector<Setting>{{"learning-rate", "0.00002"}});
    evidence.trials->present.loss = 0.6;  // the lower one is better, but by little
    CHECK(kinds_of(evidence).empty());
    evidence.trials->present.loss = std::numeric_limits<double>::infinity();
    CHECK(only(diagnose(evidence)).kind == Kind::ExplodingGradients);  // 0.52 when clipped
    CHECK(only(diagnose(evidence)).fix == std::vector<Setting>{{"clip-norm", "1"}});
    evidence.trials->clipped.loss = 0.69;
    CHECK(only(diagnose(evidence)).kind == Kind::RateTooHigh);
    evidence.has_diverged = true;
    evidence.train_loss = 0.1;  // the last weights that were kept may have been good
    CHECK(only(diagnose(evidence)).fact("diverged") == 1.0);
    evidence.has_diverged = false;
    CHECK(kinds_of(evidence).empty());  // who has learnt needs no trials
}

TEST_CASE("A rate is too low when ten times of it get five times as far", "[engine][diagnosis]") {
    Evidence evidence = unlearnt();
    evidence.trials->present.loss = 0.78;
    evidence.trials->higher = {{0.02, 0.71}};
    CHECK(kinds_of(evidence).empty());
    evidence.trials->higher = {{0.02, 0.69}, {0.2, 0.2}, {2.0, 5.0}};
    CHECK(only(diagnose(evidence)).kind == Kind::RateTooLow);
    CHECK(only(diagnose(evidence)).fix == std::vector<Setting>{{"learning-rate", "0.2"}});
    evidence.step = 99;  // it has not done what the trials did
    CHECK(kinds_of(evidence).empty());
    evidence.step = 400;
    evidence.trials->present.loss = 0.81;  // it went up: that is another trouble
    CHECK(kinds_of(evidence).empty());
}

TEST_CASE("Stuck units are named from half a layer on", "[engine][diagnosis]") {
    Evidence evidence = healthy();
    evidence.layers[0].dead = 3;
    CHECK(kinds_of(evidence).empty());
    evidence.layers[0].dead = 4;
    CHECK(only(diagnose(evidence)).kind == Kind::DeadRelus);
    CHECK(only(diagnose(evidence)).severity == Severity::Hinders);
    CHECK(only(diagnose(evidence)).fix == std::vector<Setting>{{"activation", "leaky-relu"}});

    evidence = unlearnt();
    evidence.layers[1].saturated = 0.49;
    CHECK(kinds_of(evidence).empty());
    evidence.layers[1].saturated = 0.5;
    CHECK(only(diagnose(evidence)).kind == Kind::SaturatedUnits);
    CHECK(only(diagnose(evidence)).fact("layer") == 2.0);
    CHECK(only(diagnose(evidence)).fix == std::vector<Setting>{{"activation", "relu"}});
    evidence.trials->present.loss = 0.9;
    evidence.trials->lower = {{0.0002, 0.3}};
    CHECK(kinds_of(evidence) == std::vector{Kind::RateTooHigh, Kind::SaturatedUnits});
    for (const Finding& finding : diagnose(evidence))
        CHECK(finding.fix == std::vector<Setting>{{"learning-rate", "0.0002"}});
    evidence.input_size = 8.0;
    CHECK(diagnose(evidence).back().fix == std::vector<Setting>{{"scaling", "unit"}});
    evidence = healthy();
    evidence.layers[1].saturated = 0.9;  // its answers are sure, and right
    CHECK(kinds_of(evidence).empty());
}

TEST_CASE("Gradients vanish where the first layer hears a hundredth", "[engine][diagnosis]") {
    Evidence evidence = unlearnt();
    evidence.layers[0].error = 0.0071;
    CHECK(kinds_of(evidence).empty());
    evidence.layers[0].error = 0.0069;
    CHECK(only(diagnose(evidence)).kind == Kind::VanishingGradients);
    CHECK(only(diagnose(evidence)).fix == std::vector<Setting>{{"activation", "relu"}});
    evidence.layers[1].activation = Activation::Linear;
    CHECK(only(diagnose(evidence)).fix == std::vector<Setting>{{"hidden", "8"}});
    evidence.train_loss = 0.1;
    CHECK(kinds_of(evidence).empty());
}

// No recipe brings it about: the data sets have about as many samples of each class.
TEST_CASE("A class is rare beside another, by more than chance", "[engine][diagnosis]") {
    Evidence evidence = healthy();
    evidence.class_counts = {794, 206};
    CHECK(kinds_of(evidence).empty());
    evidence.class_counts = {810, 190};
    const auto findings = diagnose(evidence);
    CHECK(only(findings).kind == Kind::LabelImbalance);
    CHECK(findings[0].fact("class") == 1.0);
    CHECK(findings[0].fact("count") == 190.0);
    CHECK(findings[0].fact("most") == 810.0);
    CHECK(findings[0].fix == std::vector<Setting>{{"class-weights", "balanced"}});
    evidence.recipe.class_weights = ClassWeights::Balanced;
    CHECK(kinds_of(evidence).empty());
    evidence.recipe.class_weights = ClassWeights::Equal;
    evidence.class_counts = {9, 2};  // of eleven, so few may come by chance
    evidence.train_count = 11;
    CHECK(kinds_of(evidence).empty());
    for (const std::uint32_t seed : {1u, 2u, 3u, 4u, 5u}) {  // of fifty in ten classes likewise
        RandomState random(seed);
        evidence.class_counts.assign(10, 0);
        for (int i = 0; i < 50; ++i) ++evidence.class_counts[std::size_t(random.randint(0, 10))];
        evidence.train_count = 50;
        CHECK(kinds_of(evidence).empty());
    }
}

TEST_CASE("A gap between what was seen and what was not has one of two names",
          "[engine][diagnosis]") {
    Evidence evidence = healthy();
    evidence.test_score = 0.91;
    evidence.test_loss = 0.4;
    CHECK(only(diagnose(evidence)).kind == Kind::Overfitting);
    CHECK(only(diagnose(evidence)).fact("epoch") == 30.0);
    CHECK(only(diagnose(evidence)).fix == std::vector<Setting>{{"l2", "0.1"}});
    evidence.recipe.l2 = 0.5;
    CHECK(only(diagnose(evidence)).fix == std::vector<Setting>{{"l2", "1.5"}});
    evidence.test_loss = 0.15;  // as low as it ever was: it still gets better
    CHECK(kinds_of(evidence).empty());
    evidence.test_loss = 0.4;
    evidence.test_count = 80;  // of which one more or less is a per cent and a quarter
    CHECK(kinds_of(evidence).empty());
    evidence.test_count = 400;
    evidence.test_score = 0.925;
    CHECK(kinds_of(evidence).empty());
    evidence.test_score = 0.91;
    evidence.train_count = 100;
    evidence.class_counts = {50, 50};
    CHECK(only(diagnose(evidence)).kind == Kind::Overfitting);
    evidence.train_count = 99;
    evidence.class_counts = {50, 49};
    evidence.recipe.test_share = 0.8;
    CHECK(only(diagnose(evidence)).kind == Kind::TooLittleData);
    CHECK(only(diagnose(evidence)).fix == std::vector<Setting>{{"test-share", "0.3"}});
    evidence.test_score = 0.96;  // few, and enough
    CHECK(kinds_of(evidence).empty());
}

TEST_CASE("A plateau is what stands still and has no other name", "[engine][diagnosis]") {
    Evidence evidence = unlearnt();
    for (HistoryPoint& point : evidence.history) point.train_loss = 0.6f;
    CHECK(only(diagnose(evidence)).kind == Kind::Plateau);
    CHECK(only(diagnose(evidence)).fix == std::vector<Setting>{{"hidden", "128"}});
    evidence.recipe.hidden = {{20, Activation::Tanh}, {1024, Activation::Tanh}};
    CHECK(only(diagnose(evidence)).fix == std::vector<Setting>{{"hidden", "40,1024"}});
    evidence.recipe.hidden.clear();
    CHECK(only(diagnose(evidence)).fix == std::vector<Setting>{{"hidden", "64"}});
    evidence.layers[0].error = 1e-5;
    CHECK(only(diagnose(evidence)).kind == Kind::VanishingGradients);
    evidence.layers[0].error = 0.5;
    evidence.epoch = 19.0;  // not yet twice ten epochs
    CHECK(kinds_of(evidence).empty());
    evidence.epoch = 30.0;
    for (std::size_t i = 0; i < evidence.history.size(); ++i)
        evidence.history[i].train_loss = 0.6f - 0.001f * float(i);  // 1.7 % in ten epochs
    CHECK(kinds_of(evidence).empty());
}

TEST_CASE("Evidence is what other ways come to", "[engine][diagnosis]") {
    Recipe recipe = small_recipe();
    const auto bounded = GENERATE(Activation::Tanh, Activation::Sigmoid);
    recipe.hidden = {{6, Activation::Relu}, {5, bounded}};
    recipe.scaling = GENERATE(Scaling::None, Scaling::Unit);
    recipe.loss = GENERATE(Loss::CrossEntropy, Loss::BinaryCrossEntropy, Loss::SquaredError);
    Session session = ready_session(recipe);
    session.send(command::Step{20});
    session.advance();
    Snapshot snapshot = session.look();
    const Dataset dataset = pattern_dataset(kSamples);
    const auto subject = explore::subject_of(snapshot, dataset);
    REQUIRE(subject);
    const auto& train = subject->split.train;

    // A ReLU that is pushed far down, one that has the weights of another, one with another bias, and a unit that is
    // pushed far up.
    Network<float> network = subject->network;
    network.layers[0].b(1) = -1e4f;
    network.layers[0].W.col(2) = network.layers[0].W.col(4);
    network.layers[0].b(2) = network.layers[0].b(4);
    network.layers[0].W.col(3) = network.layers[0].W.col(4);
    network.layers[0].b(3) = network.layers[0].b(4) + 1.0f;
    network.layers[1].b(3) = 50.0f;
    snapshot.parameters = parameters_of(network);
    const auto evidence = evidence_of(snapshot, snapshot.history, dataset);
    REQUIRE(evidence);
    const explore::Subject changed = *explore::subject_of(snapshot, dataset);

    CHECK(evidence->samples == int(train.size()));
    CHECK(evidence->layers.size() == 3);
    CHECK(evidence->layers[0].twins == 2);
    CHECK(evidence->layers[1].twins == 0);
    const Matrix<float> first = explore::outputs_of(changed, train, 0),
                        second = explore::outputs_of(changed, train, 1);
    CHECK(evidence->layers[0].dead == int((first.colwise().maxCoeff().array() <= 0.0f).count()));
    CHECK(evidence->layers[0].dead >= 1);
    CHECK(evidence->layers[0].saturated == 0.0);
    int flat = 0;  // tanh beyond 2.1783 and the sigmoid beyond twice that, from either middle
    for (const float a : second.reshaped())
        flat += (bounded == Activation::Tanh ? std::abs(a) : std::abs(2.0f * a - 1.0f)) >
                        std::tanh(2.1783f)
                    ? 1
                    : 0;
    CHECK(evidence->layers[1].saturated == double(flat) / double(second.size()));
    CHECK(evidence->layers[1].saturated >= 0.2);
    CHECK(evidence->layers[1].dead == 0);

    double squares = 0.0;
    for (const std::int32_t sample : train)
        for (const std::uint8_t pixel : dataset.image(sample)) {
            const double x =
                recipe.scaling == Scaling::Unit ? pixel / double(dataset.max_value) : double(pixel);
            squares += x * x;
        }
    CHECK(std::abs(evidence->input_size -
                   std::sqrt(squares / double(train.size()) / dataset.features())) <
          1e-4 * evidence->input_size);

    std::vector<double> shares(std::size_t(dataset.classes));
    for (const std::int32_t sample : train) shares[dataset.labels[std::size_t(sample)]] += 1.0;
    CHECK(evidence->class_counts == std::vector<int>(shares.begin(), shares.end()));
    for (double& share : shares) share /= double(train.size());
    // Chance: no answer near the shares is cheaper than they are.
    const auto price = [&](const std::vector<double>& answer) {
        double sum = 0.0;
        for (std::size_t truth = 0; truth < shares.size(); ++truth)
            for (std::size_t k = 0; k < shares.size(); ++k)
                sum += shares[truth] * class_loss(recipe.loss, answer[k], k == truth);
        return sum;
    };
    CHECK(std::abs(evidence->chance_loss - price(shares)) < 1e-9);

    // p - y, or what it is of a bare output, is what the last layer hears.
    const Matrix<float> answers = explore::outputs_of(changed, train);
    double off = 0.0;
    for (std::size_t i = 0; i < train.size(); ++i)
        for (int k = 0; k < dataset.classes; ++k) {
            const double truth = dataset.labels[std::size_t(train[i])] == k ? 1.0 : 0.0;
            off += std::pow(double(answers(Eigen::Index(i), k)) - truth, 2);
        }
    CHECK(std::abs(evidence->layers[2].error - std::sqrt(off / double(train.size()))) < 1e-4);
    CHECK(std::abs(evidence->train_loss - explore::mean_loss(changed, changed.network, train)) <
          1e-12);
}

TEST_CASE("The gradient's length is that of central differences", "[engine][diagnosis][gradient]") {
    Recipe recipe = small_recipe();
    recipe.scaling = Scaling::Unit;
    recipe.hidden = {{3, Activation::Tanh}};
    Session session = ready_session(recipe);
    const Snapshot snapshot = session.look();  // the first weights
    const Dataset dataset = pattern_dataset(kSamples);
    const auto evidence = evidence_of(snapshot, snapshot.history, dataset);
    const explore::Subject subject = *explore::subject_of(snapshot, dataset);
    Network<float> network = subject.network;
    std::vector<float> parameters = parameters_of(network);
    double squares = 0.0;
    for (float& parameter : parameters) {
        constexpr float kStep = 1.0f / 64;
        const float before = parameter;
        const auto loss_at = [&](float value) {
            parameter = value;
            set_parameters<float>(network, parameters);
            return explore::mean_loss(subject, network, subject.split.train);
        };
        squares += std::pow((loss_at(before + kStep) - loss_at(before - kStep)) / (2.0 * kStep), 2);
        parameter = before;
    }
    CHECK(std::abs(evidence->start_gradient - std::sqrt(squares)) < 1e-3 * std::sqrt(squares));
}

TEST_CASE("Samples set aside for validation are no evidence of training", "[engine][diagnosis]") {
    Recipe recipe = small_recipe();
    recipe.validation_share = 0.5;
    Session session = ready_session(recipe);
    const auto evidence =
        evidence_of(session.look(), session.look().history, pattern_dataset(kSamples));
    REQUIRE(evidence);
    CHECK(evidence->train_count == 70);
    CHECK_FALSE(evidence->trials);  // there is nothing to try out before the first step
}

// ---- Whole sessions -----------------------------------------------------------------------------------

namespace {

std::shared_ptr<const Dataset> digits() {
    static const auto dataset = []() -> std::shared_ptr<const Dataset> {
        std::ifstream file(INKLING_BUILD_DATA_DIR "/digits.inkd", std::ios::binary);
        const std::vector<std::uint8_t> bytes(std::istreambuf_iterator<char>(file), {});
        if (bytes.empty()) return nullptr;
        return std::make_shared<const Dataset>(std::get<Dataset>(decode_dataset(bytes)));
    }();
    return dataset;
}

// A session that is asked now and then.
class Patient {
public:
    explicit Patient(const Recipe& recipe) : recipe_(recipe) {
        session_.send(command::SetRecipe{recipe, false});
        if (recipe.dataset == DatasetId::Digits)
            session_.send(command::LoadDataset{DatasetId::Digits, digits()});
        session_.advance();
    }
    void train(int steps) {
        session_.send(command::Step{steps});
        session_.advance();
    }
    std::vector<Finding> examine() {
        const auto points = TaughtDataset().of(recipe_, nullptr);
        const Snapshot snapshot = session_.look();
        const auto evidence = evidence_of(snapshot, snapshot.history, points ? *points : *digits());
        REQUIRE(evidence);
        return diagnose(*evidence);
    }

private:
    Recipe recipe_;
    Session session_;
};

Recipe recipe_of(std::string_view text, int seed) {
    ParsedRecipe parsed = parse_recipe(text);
    REQUIRE(parsed.warnings.empty());
    parsed.recipe.seed = std::uint32_t(seed);
    return parsed.recipe;
}

bool has(const std::vector<Finding>& findings, Kind kind) {
    return std::ranges::find(findings, kind, &Finding::kind) != findings.end();
}

}  // namespace

TEST_CASE("Each session that is broken on purpose is diagnosed, on 20 seeds",
          "[engine][diagnosis][slow]") {
    if (!digits()) SKIP("digits.inkd is not at " INKLING_BUILD_DATA_DIR ": build data first");
    // What may be said besides, since it is true as well: large steps are what kills and saturates units, and with
    // large inputs every step is large.
    const std::map<Kind, std::set<Kind>> besides = {
        {Kind::UnscaledInputs, {Kind::RateTooHigh, Kind::DeadRelus}},
        {Kind::DeadRelus, {Kind::RateTooHigh}},
        {Kind::SaturatedUnits, {Kind::RateTooHigh}},
    };
    const Breakage& breakage = GENERATE(from_range(breakages()));
    for (int seed = 0; seed < kSeeds; ++seed) {
        Patient patient(recipe_of(breakage.recipe, seed));
        patient.train(breakage.steps);
        const auto findings = patient.examine();
        INFO(breakage.recipe << ", seed " << seed << ": " << text_of(findings));
        CHECK(has(findings, breakage.kind));
        for (const Finding& finding : findings)
            CHECK((finding.kind == breakage.kind ||
                   (besides.contains(breakage.kind) &&
                    besides.at(breakage.kind).contains(finding.kind))));
    }
}

TEST_CASE("What is offered ends what was found", "[engine][diagnosis][slow]") {
    if (!digits()) SKIP("digits.inkd is not at " INKLING_BUILD_DATA_DIR ": build data first");
    const Breakage& breakage = GENERATE(from_range(breakages()));
    for (int seed = 0; seed < 5; ++seed) {
        Recipe recipe = recipe_of(breakage.recipe, seed);
        Patient patient(recipe);
        patient.train(breakage.steps);
        for (const Finding& finding : patient.examine()) {
            Recipe fixed = recipe;
            REQUIRE_FALSE(finding.fix.empty());
            for (const Setting& setting : finding.fix) {
                const Property* property = find_property(setting.name);
                REQUIRE(property);
                CHECK(set_value(fixed, *property, setting.value) == std::nullopt);
            }
            CHECK_FALSE(fixed == recipe);
            Patient healed(fixed);
            healed.train(breakage.steps);
            const auto left = healed.examine();
            INFO(breakage.recipe << ", seed " << seed << ", " << key_of(finding.kind) << ": "
                                 << text_of(left) << "left");
            CHECK_FALSE(has(left, finding.kind));
        }
    }
}

TEST_CASE("Default sessions raise no alarm, on 20 seeds", "[engine][diagnosis][slow]") {
    if (!digits()) SKIP("digits.inkd is not at " INKLING_BUILD_DATA_DIR ": build data first");
    const auto dataset = GENERATE(DatasetId::Digits, DatasetId::Circle);
    for (int seed = 0; seed < kSeeds; ++seed) {
        Recipe recipe = defaults_of(dataset);
        recipe.seed = std::uint32_t(seed);
        Patient patient(recipe);
        int steps = 0;
        for (const int more : {0, 5, 35, 40, 120, 200, 1200}) {
            patient.train(more);
            steps += more;
            const auto findings = patient.examine();
            INFO(key_of(dataset) << ", seed " << seed << ", step " << steps << ": "
                                 << text_of(findings));
            CHECK(findings.empty());
        }
    }
}

TEST_CASE("Every kind but imbalance can be brought about, and each only once",
          "[engine][diagnosis]") {
    std::set<Kind> kinds;
    for (const Breakage& breakage : breakages()) {
        CHECK(kinds.insert(breakage.kind).second);
        CHECK(parse_recipe(breakage.recipe).warnings.empty());
    }
    for (const auto& kind : enum_names<Kind>())
        CHECK(kinds.contains(kind.value) == (kind.value != Kind::LabelImbalance));
}
