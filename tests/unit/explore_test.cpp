// The tools that look further into a trained network, each against a way of its own to the same number.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <Eigen/SVD>
#include <cmath>
#include <numeric>

#include "engine/data/class_weights.h"
#include "engine/explore/calibration.h"
#include "engine/explore/folding.h"
#include "engine/explore/landscape.h"
#include "engine/explore/mistakes.h"
#include "engine/explore/next_update.h"
#include "engine/explore/pixels.h"
#include "engine/explore/projection.h"
#include "engine/explore/rates.h"
#include "engine/explore/step_slice.h"
#include "engine/numerics/random.h"
#include "tests/support/session.h"

using namespace nn;
using namespace nn::test;
using namespace nn::explore;

namespace {

struct Trained {
    Dataset dataset = pattern_dataset(kSamples);
    Snapshot snapshot;
    Subject subject;

    explicit Trained(const Recipe& recipe = small_recipe(), int steps = 30) {
        Session session = ready_session(recipe);
        session.send(command::Step{steps});
        session.advance();
        snapshot = session.look();
        subject = *subject_of(snapshot, dataset);
    }
    std::vector<double> image(int sample) const {
        const auto pixels = dataset.image(sample);
        return {pixels.begin(), pixels.end()};
    }
};

Recipe recipe_of(std::vector<LayerShape> hidden) {
    Recipe recipe = small_recipe();
    recipe.hidden = std::move(hidden);
    return recipe;
}

double length(std::span<const double> a, std::span<const double> b) {
    double squares = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) squares += std::pow(a[i] - b[i], 2);
    return std::sqrt(squares);
}

}  // namespace

TEST_CASE("Each held-out sample's loss is that of its answer, and they add up", "[engine]") {
    const Trained trained;
    const auto results = results_of(trained.subject, trained.subject.split.test);
    REQUIRE(results.size() == trained.snapshot.test_prediction.size());
    double sum = 0.0;
    for (std::size_t i = 0; i < results.size(); ++i) {
        CHECK(results[i].prediction == trained.snapshot.test_prediction[i]);
        const auto answer = answers(trained.subject, trained.image(results[i].sample));
        CHECK(std::abs(results[i].loss + std::log(answer[std::size_t(results[i].truth)])) < 1e-5);
        sum += results[i].loss;
    }
    CHECK(std::abs(sum / double(results.size()) - double(trained.snapshot.test_loss)) < 1e-5);
    CHECK(std::abs(mean_loss(trained.subject, trained.subject.network, trained.subject.split.test) -
                   double(trained.snapshot.test_loss)) < 1e-5);
}

TEST_CASE("The hardest samples come first, and few carry most of the loss", "[engine]") {
    std::vector<SampleResult> results;
    for (const double loss : {0.5, 4.0, 0.5, 1.0, 2.0}) results.push_back({.loss = loss});
    CHECK(samples_that_carry(results, 0.5) == 1);   // 4 of 8
    CHECK(samples_that_carry(results, 0.75) == 2);  // 6
    CHECK(samples_that_carry(results, 0.8) == 3);
    CHECK(samples_that_carry({}, 0.5) == 0);
    sort_hardest_first(results);
    CHECK(results[0].loss == 4.0);
    CHECK(results[2].loss == 1.0);
}

TEST_CASE("Confused pairs are the confusion matrix off its diagonal", "[engine]") {
    const Trained trained(small_recipe(), 6);
    const auto pairs = confused_pairs(results_of(trained.subject, trained.subject.split.test), 4);
    REQUIRE_FALSE(pairs.empty());
    int wrong = 0, before = pairs[0].count;
    for (const ConfusedPair& pair : pairs) {
        CHECK(pair.truth != pair.prediction);
        CHECK(pair.count <= before);
        CHECK(pair.count ==
              trained.snapshot.confusion[std::size_t(pair.truth * 4 + pair.prediction)]);
        before = pair.count;
        wrong += pair.count;
    }
    int diagonal = 0;
    for (int c = 0; c < 4; ++c) diagonal += trained.snapshot.confusion[std::size_t(c * 5)];
    CHECK(wrong + diagonal == int(trained.snapshot.test_prediction.size()));
}

TEST_CASE("Saliency agrees with central differences", "[engine][gradient]") {
    Recipe recipe = recipe_of(
        GENERATE(std::vector<LayerShape>{}, std::vector<LayerShape>{{6, Activation::Tanh}},
                 std::vector<LayerShape>{{7, Activation::Gelu}, {5, Activation::Softplus}}));
    recipe.scaling = GENERATE(Scaling::Unit, Scaling::Standard);
    const Trained trained(recipe);
    const std::vector<double> image = trained.image(3);
    for (int output = 0; output < 4; ++output) {
        const Saliency found = saliency(trained.subject, image, output);
        for (std::size_t i = 0; i < image.size(); ++i) {
            constexpr double kStep = 1e-3;
            std::vector<double> up = image, down = image;
            up[i] += kStep;
            down[i] -= kStep;
            const double slope = (saliency(trained.subject, up, output).sum -
                                  saliency(trained.subject, down, output).sum) /
                                 (2.0 * kStep);
            CHECK(std::abs(found.slope[i] - slope) < 1e-7 * (1.0 + std::abs(slope)));
            CHECK(found.contribution[i] == found.slope[i] * image[i]);
        }
    }
}

TEST_CASE("A nudge reaches its target, and of a linear network by the distance to the border",
          "[engine]") {
    Recipe recipe = recipe_of({});
    recipe.scaling = Scaling::Unit;
    const Trained trained(recipe, 60);
    const std::vector<double> image = trained.image(5);
    const auto before = answers(trained.subject, image);
    const int now = int(std::ranges::max_element(before) - before.begin());
    const auto& layer = trained.subject.network.layers[0];
    int compared = 0;
    for (int target = 0; target < 4; ++target) {
        if (target == now) continue;
        const Nudge found = nudge(trained.subject, image, target);
        REQUIRE(found.is_reached);
        const auto after = answers(trained.subject, found.pixels);
        CHECK(int(std::ranges::max_element(after) - after.begin()) == target);
        CHECK(std::abs(found.length - length(found.pixels, image)) < 1e-9);
        for (const double pixel : found.pixels) {
            CHECK(pixel >= 0.0);
            CHECK(pixel <= double(trained.dataset.max_value));
        }
        // To the plane on which two sums are equal it is |difference| / |slope|; no way is shorter.
        Eigen::VectorXd slope =
            (layer.W.col(target) - layer.W.col(now)).cast<double>() / trained.dataset.max_value;
        const double difference = std::log(before[std::size_t(now)] / before[std::size_t(target)]);
        const double distance = difference / slope.norm();
        CHECK(found.length > 0.999 * distance);
        const bool is_inside = std::ranges::none_of(found.pixels, [&](double pixel) {
            return pixel <= 0.0 || pixel >= double(trained.dataset.max_value);
        });
        const auto second = std::ranges::count_if(after, [&](double p) {
            return p > after[std::size_t(now)] && p < after[std::size_t(target)];
        });
        if (is_inside && second == 0) {
            ++compared;
            CHECK(found.length < 1.01 * distance);
        }
    }
    CAPTURE(compared);
    const Nudge none = nudge(trained.subject, image, now);
    CHECK(none.is_reached);
    CHECK(none.length == 0.0);
}

TEST_CASE("A nudge without edges in its way is the shortest", "[engine]") {
    Trained trained(recipe_of({}), 60);
    // The two strongest sums of a grey image differ little, so that no pixel comes to an edge.
    const std::vector<double> image(16, 0.5 * trained.dataset.max_value);
    const auto before = answers(trained.subject, image);
    std::vector<int> order(4);
    std::iota(order.begin(), order.end(), 0);
    std::ranges::sort(order, std::greater(), [&](int k) { return before[std::size_t(k)]; });
    auto& layer = trained.subject.network.layers[0];
    layer.b(order[1]) +=
        0.8f * float(std::log(before[std::size_t(order[0])] / before[std::size_t(order[1])]));
    const auto closer = answers(trained.subject, image);
    const Eigen::VectorXd slope =
        (layer.W.col(order[1]) - layer.W.col(order[0])).cast<double>() / trained.dataset.max_value;
    const double distance =
        std::log(closer[std::size_t(order[0])] / closer[std::size_t(order[1])]) / slope.norm();
    const Nudge found = nudge(trained.subject, image, order[1]);
    REQUIRE(found.is_reached);
    CHECK(std::abs(found.length / distance - 1.0) < 1e-5);
}

TEST_CASE("The plane of a projection is that of the singular value decomposition", "[engine]") {
    const Trained trained;
    const Matrix<float> rows = last_hidden(trained.subject, trained.subject.split.test);
    const Projection found = principal_plane(rows);
    const Eigen::MatrixXd X =
        (rows.cast<double>().rowwise() - rows.cast<double>().colwise().mean()).eval();
    const Eigen::JacobiSVD<Eigen::MatrixXd> svd(X, Eigen::ComputeThinU | Eigen::ComputeThinV);
    const Eigen::VectorXd squares = svd.singularValues().cwiseAbs2();
    for (Eigen::Index d = 0; d < 2; ++d) {
        CHECK(std::abs(std::abs(svd.matrixV().col(d).dot(found.directions.col(d))) - 1.0) < 1e-9);
        CHECK(std::abs(found.share[std::size_t(d)] - squares(d) / squares.sum()) < 1e-9);
        Eigen::Index largest = 0;
        found.directions.col(d).cwiseAbs().maxCoeff(&largest);
        CHECK(found.directions(largest, d) > 0.0);
    }
    const std::int32_t sample = trained.subject.split.test[2];
    const auto place = found.place_of({rows.row(2).data(), std::size_t(rows.cols())});
    const auto again = found.place_of(last_hidden(trained.subject, trained.image(sample)));
    CHECK(std::abs(place[0] - again[0]) < 1e-5);
    CHECK(std::abs(place[0] - X.row(2).dot(found.directions.col(0))) < 1e-6);
}

TEST_CASE("The middle of the landscape is the loss here; its directions are as long as the weights",
          "[engine]") {
    const Trained trained;
    const Landscape found = landscape(trained.subject, 3, 5, 0.5);
    REQUIRE(found.loss.size() == 25);
    CHECK(found.samples == int(trained.subject.split.train.size()));
    CHECK(found.loss[12] ==
          mean_loss(trained.subject, trained.subject.network, trained.subject.split.train));
    const Network<float> corner = moved(trained.subject.network, 3, -0.5, 0.25);
    CHECK(std::abs(found.loss[3 * 5] -
                   mean_loss(trained.subject, corner, trained.subject.split.train)) < 1e-5);
    const Network<float> along = moved(trained.subject.network, 3, 1.0, 0.0);
    for (std::size_t l = 0; l < 2; ++l) {
        const auto& here = trained.subject.network.layers[l];
        const auto& there = along.layers[l];
        CHECK(there.b == here.b);
        for (Eigen::Index unit = 0; unit < here.units(); ++unit)
            CHECK(std::abs((there.W - here.W).col(unit).norm() / here.W.col(unit).norm() - 1.0f) <
                  1e-4f);
    }
    CHECK(found.loss == landscape(trained.subject, 3, 5, 0.5).loss);
    CHECK(found.loss != landscape(trained.subject, 4, 5, 0.5).loss);
}

// Gradient descent on a quadratic is stable up to 2 / the largest curvature, whatever the start.
TEST_CASE("The rate finder finds the largest stable rate of a quadratic within a factor of 2",
          "[engine]") {
    Recipe recipe = recipe_of({});
    recipe.loss = Loss::SquaredError;
    recipe.optimizer = Optimizer::Sgd;
    recipe.batch = 140;  // the whole training part
    recipe.l2 = 0.0;
    recipe.scaling = GENERATE(Scaling::Unit, Scaling::Standard);
    const Trained trained(recipe, 1);
    Eigen::MatrixXd X(140, 17);
    RowVector<float> x(16);
    for (Eigen::Index i = 0; i < 140; ++i) {
        trained.subject.scaler.apply(trained.dataset, trained.subject.split.train[std::size_t(i)],
                                     x.data());
        X.row(i) << x.cast<double>(), 1.0;  // the bias is a weight from an input of 1
    }
    const double curvature = Eigen::JacobiSVD<Eigen::MatrixXd>(X).singularValues()(0);
    const double stable = 2.0 / (curvature * curvature / 140.0);
    const RateRange found = find_rates(trained.subject, 300, 1e-4, 100.0);
    CHECK(found.largest > stable / 2.0);
    CHECK(found.largest < stable * 2.0);
    CHECK(found.steepest < found.largest);
    CHECK(found.points.size() < 300);  // it exploded
    CHECK(found.points.back().loss > 2.0 * found.points.front().loss);
}

TEST_CASE("The loss along a step is that of the network which the step makes", "[engine]") {
    for (const Optimizer optimizer : {Optimizer::Sgd, Optimizer::Adam}) {
        Recipe recipe = small_recipe();
        recipe.optimizer = optimizer;
        recipe.learning_rate = 0.05;
        recipe.class_weights =
            optimizer == Optimizer::Sgd ? ClassWeights::Equal : ClassWeights::Balanced;
        const Trained trained(recipe);
        const Subject& subject = trained.subject;
        const StepSlice found = step_slice(subject);
        const auto samples = std::span(subject.split.train).first(std::size_t(found.batch));
        CHECK(found.batch == recipe.batch);
        CHECK(found.points.front().rate == 0.0);
        const std::vector<double> weights =
            class_weights_of(recipe.class_weights, trained.dataset.classes, trained.dataset.labels,
                             subject.split.train);
        CHECK(found.points.front().loss == mean_loss(subject, subject.network, samples, weights));
        CHECK(found.lands.rate == recipe.learning_rate);
        CHECK(found.points.back().rate > found.lands.rate);
        for (const auto& point : found.points) CHECK(point.loss >= found.best.loss);

        // The trainer's own arithmetic with the session's rate.
        Network<float> network = subject.network;
        Workspace<float> workspace;
        workspace.resize(network, Eigen::Index(samples.size()));
        std::vector<std::uint8_t> labels;
        for (std::size_t row = 0; row < samples.size(); ++row) {
            subject.scaler.apply(trained.dataset.image(samples[row]),
                                 workspace.A[0].row(Eigen::Index(row)).data());
            labels.push_back(trained.dataset.labels[std::size_t(samples[row])]);
        }
        const LiveSettings live = live_settings_of(recipe);
        const ObjectiveTerms terms{.l1 = live.l1, .l2 = live.l2, .class_weights = weights};
        forward(network, workspace, Eigen::Index(samples.size()));
        backward(network, workspace, labels, terms);
        OptimizerState<float> state(network);
        state.update(live.optimizer, network, workspace);
        CHECK(std::abs(found.lands.loss - mean_loss(subject, network, samples, weights)) < 1e-5);
    }
}

TEST_CASE("Calibration counts as by hand", "[engine]") {
    // Two classes; confidences 0.8, 0.6, 0.6, 0.9 by the difference of the sums.
    const auto logit = [](double p) { return std::log(p / (1.0 - p)); };
    Matrix<double> sums(4, 2);
    sums << logit(0.8), 0.0, logit(0.61), 0.0, 0.0, logit(0.61), logit(0.95), 0.0;
    const std::vector<std::uint8_t> labels = {0, 1, 1, 0};
    const Calibration found = calibration(sums, labels, 1.0);
    CHECK(found.bins[6].count == 2);
    CHECK(std::abs(found.bins[6].confidence - 0.61) < 1e-12);
    CHECK(found.bins[6].accuracy == 0.5);
    CHECK(found.bins[9].count == 1);
    // |0.8 - 1| + 2 |0.61 - 0.5| + |0.95 - 1|, over 4
    CHECK(std::abs(found.error - (0.2 + 0.22 + 0.05) / 4.0) < 1e-12);
    CHECK(std::abs(found.loss + (std::log(0.8) + std::log(0.39) + std::log(0.61) + std::log(0.95)) /
                                    4.0) < 1e-12);
    // At T = 2 the odds are their roots.
    const double hot = std::sqrt(4.0) / (1.0 + std::sqrt(4.0));
    CHECK(std::abs(calibration(sums, labels, 2.0).bins[6].confidence - hot) < 0.1);
}

TEST_CASE("The best temperature is that of a fine grid, and undoes a sharpening", "[engine]") {
    RandomState random(5);
    Matrix<double> sums(400, 3);
    std::vector<std::uint8_t> labels;
    for (Eigen::Index i = 0; i < 400; ++i) {
        for (Eigen::Index k = 0; k < 3; ++k) sums(i, k) = random.standard_normal();
        const double most = sums.row(i).array().exp().sum();
        double rest = random.random_sample() * most;
        int label = 0;
        while (label < 2 && (rest -= std::exp(sums(i, label))) > 0.0) ++label;
        labels.push_back(std::uint8_t(label));
    }
    const double plain = best_temperature(sums, labels);
    double best = 0.0, least = 1e9;
    for (double temperature = 0.5; temperature < 2.0; temperature += 0.001) {
        const double loss = calibration(sums, labels, temperature).loss;
        if (loss < least) {
            least = loss;
            best = temperature;
        }
    }
    CHECK(std::abs(plain - best) < 0.002);
    CHECK(std::abs(best_temperature(Matrix<double>(4.0 * sums), labels) - 4.0 * plain) < 1e-3);
}

TEST_CASE("Sums before softmax give the answers", "[engine]") {
    const Trained trained;
    const Matrix<double> sums = sums_of(trained.subject, trained.subject.split.test);
    const Matrix<float> probabilities = outputs_of(trained.subject, trained.subject.split.test);
    for (Eigen::Index i = 0; i < sums.rows(); ++i) {
        const RowVector<double> powers = sums.row(i).array().exp();
        CHECK((powers / powers.sum() - probabilities.row(i).cast<double>()).cwiseAbs().maxCoeff() <
              1e-5);
    }
}

TEST_CASE("A deep linear network is one matrix; a bent one is not", "[engine]") {
    const auto folded = [](Activation activation) {
        const Trained trained(recipe_of({{6, activation}, {5, activation}, {7, activation}}), 40);
        return fold(trained.subject, trained.subject.split.test);
    };
    const Folding linear = folded(Activation::Linear);
    CHECK(linear.is_linear);
    CHECK(linear.W.rows() == 16);
    CHECK(linear.W.cols() == 4);
    CHECK(linear.difference < 1e-5);
    CHECK(linear.agreement == 1.0);
    const Folding bent = folded(Activation::Tanh);
    CHECK_FALSE(bent.is_linear);
    CHECK(bent.difference > 1e-2);
}

TEST_CASE("A snapshot of other data gives no subject", "[engine]") {
    Trained trained;
    CHECK_FALSE(subject_of(Snapshot{}, trained.dataset));
    Dataset other = trained.dataset;
    other.width = 2;
    CHECK_FALSE(subject_of(trained.snapshot, other));
    trained.snapshot.parameters.pop_back();
    CHECK_FALSE(subject_of(trained.snapshot, trained.dataset));
}

TEST_CASE("The next update of a weight is the one that the trainer then makes", "[engine]") {
    const auto optimizer = GENERATE(Optimizer::Sgd, Optimizer::Momentum, Optimizer::Nesterov,
                                    Optimizer::Adam, Optimizer::AdamW, Optimizer::RmsProp);
    Recipe recipe = small_recipe();
    recipe.optimizer = optimizer;
    recipe.precision = GENERATE(Precision::Float32, Precision::Float64);
    recipe.l2 = 0.01;
    recipe.dropout = 0.2;
    const Dataset dataset = pattern_dataset(kSamples);
    Session session = ready_session(recipe);
    session.send(command::Step{17});
    session.advance();
    const Snapshot before = session.look();
    session.send(command::Step{1});
    session.advance();
    const Subject after = *subject_of(session.look(), dataset);

    for (const ParameterPlace place : {ParameterPlace{0, 5, 2}, ParameterPlace{1, 1, 0},
                                       ParameterPlace{0, ParameterPlace::kBias, 3}}) {
        const auto found = next_update(before, dataset, place);
        REQUIRE(std::holds_alternative<ParameterUpdate<double>>(found));
        const auto& update = std::get<ParameterUpdate<double>>(found);
        CHECK(static_cast<float>(update.before) ==
              parameter_at(subject_of(before, dataset)->network, place));
        CHECK(static_cast<float>(update.after) == parameter_at(after.network, place));
    }
}

TEST_CASE(
    "The next update is told of a run that was changed on its way, not of one without a start",
    "[engine]") {
    const Dataset dataset = pattern_dataset(kSamples);
    Session session = ready_session(small_recipe());
    session.send(command::Step{5});
    session.advance();
    Recipe other = small_recipe();
    other.learning_rate *= 2.0;
    other.optimizer = Optimizer::Nesterov;
    session.send(command::SetRecipe{other});
    session.send(command::Step{3});
    session.advance();
    session.send(
        command::EditNetwork{{{.kind = EditKind::Bias, .layer = 0, .unit = 2, .value = 0.5}}});
    session.advance();
    const Snapshot before = session.look();
    session.send(command::Step{1});
    session.advance();
    const Subject after = *subject_of(session.look(), dataset);
    for (const ParameterPlace place :
         {ParameterPlace{0, 5, 2}, ParameterPlace{0, ParameterPlace::kBias, 2}}) {
        const auto found = next_update(before, dataset, place);
        REQUIRE(std::holds_alternative<ParameterUpdate<double>>(found));
        CHECK(static_cast<float>(std::get<ParameterUpdate<double>>(found).after) ==
              parameter_at(after.network, place));
    }

    Snapshot restored = before;
    restored.has_all_changes = false;
    CHECK(std::get<NoUpdate>(next_update(restored, dataset, {0, 0, 0})) == NoUpdate::Untraceable);
    Snapshot other_weights = before;
    other_weights.digest ^= 1;
    CHECK(std::get<NoUpdate>(next_update(other_weights, dataset, {0, 0, 0})) ==
          NoUpdate::Untraceable);
    Snapshot endless = Trained().snapshot;
    endless.step = 1'000'000'000'000;
    CHECK(std::get<NoUpdate>(next_update(endless, dataset, {0, 0, 0})) == NoUpdate::TooLong);
    Recipe short_one = small_recipe();
    short_one.max_epochs = 1;
    CHECK(std::get<NoUpdate>(next_update(Trained(short_one, 1000).snapshot, dataset, {0, 0, 0})) ==
          NoUpdate::Ended);
}
