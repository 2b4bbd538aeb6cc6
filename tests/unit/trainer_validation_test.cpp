// The validation part in training, and what goes by it: figures, stopping, the weights kept, an adaptive
// learning rate. scikit-learn's own runs of all this are in tests/golden/twin_test.cpp.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <algorithm>
#include <vector>

#include "engine/training/trainer.h"
#include "tests/support/allocation_counter.h"
#include "tests/support/small_network.h"

using namespace nn;
using namespace nn::test;
using Catch::Matchers::WithinRel;

namespace {

TrainerSetup setup(double validation_share) {
    TrainerSetup s;
    s.hidden = {{7, Activation::Relu}};
    s.seed = 3;
    s.test_share = 0.2;
    s.validation_share = validation_share;
    return s;
}

LiveSettings live_settings() {
    LiveSettings live;
    live.optimizer.learning_rate = 0.01;
    live.batch = 16;
    return live;
}

template <class Scalar>
void run_epochs(Trainer<Scalar>& trainer, double epochs) {
    while (trainer.can_step() && (trainer.is_evaluating() || trainer.epochs() < epochs))
        trainer.step();
}

// Share of a part's samples that the network reads right, one sample at a time.
template <class Scalar>
double accuracy_on(const Trainer<Scalar>& trainer, const Dataset& dataset,
                   const std::vector<std::int32_t>& part) {
    Workspace<Scalar> workspace;
    workspace.resize_for_inference(trainer.network(), 1);
    double correct = 0.0;
    for (const std::int32_t sample : part) {
        trainer.scaler().apply(dataset.image(sample), workspace.A[0].data());
        forward(trainer.network(), workspace, 1);
        const std::span<const Scalar> answer = first_rows(std::as_const(workspace.A.back()), 1);
        correct += prediction_of(answer) == dataset.labels[static_cast<std::size_t>(sample)];
    }
    return correct / static_cast<double>(part.size());
}

}  // namespace

TEST_CASE("the validation part is left out of training and read after each epoch", "[engine]") {
    const Dataset dataset = pattern_dataset(200);
    Trainer<float> trainer(dataset, setup(0.25), live_settings());
    const Split plain = split_of(dataset, 0.2, 42);
    const Split& split = trainer.split();
    CHECK(split.test == plain.test);
    CHECK(split.validation.size() == 40);
    CHECK(trainer.steps_per_epoch() == 8);  // 120 samples
    std::vector<std::int32_t> parts = split.train;
    parts.insert(parts.end(), split.validation.begin(), split.validation.end());
    CHECK(std::ranges::is_permutation(parts, plain.train));

    for (int epoch = 1; epoch <= 3; ++epoch) {
        run_epochs(trainer, epoch);
        const double accuracy = accuracy_on(trainer, dataset, split.validation);
        REQUIRE(trainer.validation_scores().size() == static_cast<std::size_t>(epoch));
        CHECK(trainer.validation_scores().back() == accuracy);
        CHECK(trainer.history().back().validation_accuracy == static_cast<float>(accuracy));
        CHECK(trainer.history().back().validation_loss > 0.0f);
    }
    CHECK(trainer.samples_seen() == 360);
    CHECK(trainer.loss_curve().size() == 3);
    CHECK(static_cast<float>(trainer.loss_curve()[2]) == trainer.history()[3].train_loss);
}

TEST_CASE("the seed of the weights does not move the validation part, that of the split does",
          "[engine]") {
    const Dataset dataset = pattern_dataset(200);
    TrainerSetup s = setup(0.25);
    const Trainer<float> first(dataset, s, live_settings());
    s.seed = 4;
    const Trainer<float> other_weights(dataset, s, live_settings());
    s.split_seed = 43;
    const Trainer<float> other_split(dataset, s, live_settings());
    CHECK(first.split().validation == other_weights.split().validation);
    CHECK(first.split().validation != other_split.split().validation);
}

TEST_CASE("without a validation part nothing of it shows", "[engine]") {
    const Dataset dataset = pattern_dataset(100);
    Trainer<float> trainer(dataset, setup(0.0), live_settings());
    run_epochs(trainer, 2);
    CHECK(trainer.split().validation.empty());
    CHECK(trainer.validation_scores().empty());
    CHECK(trainer.history().back().validation_accuracy == 0.0f);
    CHECK(trainer.history().back().validation_loss == 0.0f);
}

TEST_CASE("stopping by the validation part leaves the weights that read it best", "[engine]") {
    const Dataset dataset = pattern_dataset(200);
    LiveSettings live = live_settings();
    live.optimizer.learning_rate = 0.05;  // lively enough to get worse now and then
    TrainerSetup s = setup(0.25);
    s.stopping = {.early_stopping = true, .patience = 4, .tolerance = 0.0, .max_epochs = 0};
    // An epoch as good as the best is not idle when nothing is asked of it.
    SECTION("by more idle epochs than it has patience for") {
        s.stopping.tolerance = 1e-4;
    }
    SECTION("or by the last epoch allowed") {
        s.stopping.max_epochs = 6;
    }
    Trainer<float> trainer(dataset, s, live);
    run_epochs(trainer, 1000.0);
    REQUIRE_FALSE(trainer.can_step());

    const auto scores = trainer.validation_scores();
    const auto best = std::ranges::max_element(scores);  // the first of equals
    const auto best_epoch = best - scores.begin() + 1;
    CHECK(best_epoch < static_cast<std::ptrdiff_t>(scores.size()));  // else this shows nothing
    if (trainer.state() == TrainingState::Stopped)
        CHECK(best_epoch + 5 == static_cast<std::ptrdiff_t>(scores.size()));

    s.stopping = {};
    Trainer<float> until_best(dataset, s, live);
    run_epochs(until_best, static_cast<double>(best_epoch));
    CHECK(parameters_of(trainer.network()) == parameters_of(until_best.network()));
    CHECK(trainer.test_answers().prediction == until_best.test_answers().prediction);
    CHECK(std::ranges::equal(trainer.confusion().counts(), until_best.confusion().counts()));
    CHECK(trainer.history().size() == scores.size() + 1);  // the last reading adds no point
}

TEST_CASE("where no improvement is asked for, an epoch as good as the best is not idle",
          "[engine]") {
    // scikit-learn asks loss > best - tol, and score < best + tol, of an idle epoch: equals are not.
    const Dataset dataset = pattern_dataset(100);
    LiveSettings live = live_settings();
    live.optimizer = {.kind = Optimizer::Sgd, .learning_rate = 0.0};
    live.shuffle = false;  // the same sum in every epoch
    for (const double validation_share : {0.0, 0.25}) {
        CAPTURE(validation_share);
        TrainerSetup s = setup(validation_share);
        s.stopping = {.early_stopping = true, .patience = 1, .tolerance = 0.0, .max_epochs = 0};
        Trainer<double> trainer(dataset, s, live);
        run_epochs(trainer, 10);
        CHECK(trainer.state() == TrainingState::Training);
        CHECK(trainer.loss_curve()[9] == trainer.loss_curve()[0]);
        trainer.set_stopping(
            {.early_stopping = true, .patience = 1, .tolerance = 1e-9, .max_epochs = 0});
        run_epochs(trainer, 20);
        CHECK(trainer.state() == TrainingState::Stopped);
        CHECK(trainer.epochs() == 12.0);
    }
}

TEST_CASE("an adaptive learning rate is lowered where training would stop", "[engine]") {
    const Dataset dataset = pattern_dataset(100);
    LiveSettings live = live_settings();
    live.optimizer = {.kind = Optimizer::Sgd, .learning_rate = 2e-5};
    live.schedule.kind = Schedule::Adaptive;
    TrainerSetup s = setup(0.0);
    // Nothing improves by a million: the first epoch does, from nothing, and every third from there
    // on is one too many. 2e-5, 4e-6, 8e-7: then training stops.
    s.stopping = {.early_stopping = true, .patience = 2, .tolerance = 1e6, .max_epochs = 0};
    Trainer<double> trainer(dataset, s, live);
    std::vector<double> rates;
    for (int epoch = 1; epoch <= 10; ++epoch) {
        run_epochs(trainer, epoch);
        rates.push_back(trainer.optimizer_settings().learning_rate);
    }
    const double once = 2e-5 / 5.0, twice = once / 5.0;
    CHECK(rates ==
          std::vector<double>{2e-5, 2e-5, 2e-5, once, once, once, twice, twice, twice, twice});
    CHECK(trainer.state() == TrainingState::Stopped);
    CHECK(trainer.epochs() == 10.0);
    CHECK(trainer.live().optimizer.learning_rate == 2e-5);
}

TEST_CASE("samples keep their order where they are not to be shuffled", "[engine]") {
    const Dataset dataset = pattern_dataset(50);
    LiveSettings live = live_settings();
    live.shuffle = false;
    Trainer<double> trainer(dataset, setup(0.0), live);
    const RandomState before = trainer.shuffling();
    run_epochs(trainer, 2);
    CHECK(trainer.shuffling() == before);

    // The first update of a run whose batch is the first 16 samples of the split, by hand.
    Trainer<double> other(dataset, setup(0.0), live);
    while (other.steps() < 1) other.step();
    Network<double> network =
        make_network<double>(16, setup(0.0).hidden, 4, Loss::CrossEntropy, Initializer::Auto, 3);
    Workspace<double> workspace;
    workspace.resize(network, 16);
    std::vector<std::uint8_t> labels;
    for (Eigen::Index row = 0; row < 16; ++row) {
        const std::int32_t sample = other.split().train[static_cast<std::size_t>(row)];
        other.scaler().apply(dataset.image(sample), workspace.A[0].row(row).data());
        labels.push_back(dataset.labels[static_cast<std::size_t>(sample)]);
    }
    forward(network, workspace, 16);
    backward(network, workspace, labels, {.l2 = live.l2});
    OptimizerState<double> optimizer(network);
    optimizer.update(live.optimizer, network, workspace);
    CHECK(parameters_of(other.network()) == parameters_of(network));
}

TEST_CASE("a step with a validation part allocates nothing", "[engine]") {
    if (!counts_allocations()) SKIP("malloc cannot be watched here");
    const Dataset dataset = pattern_dataset(600);
    TrainerSetup s = setup(0.1);
    s.stopping = {.early_stopping = true, .patience = 2, .tolerance = 1e-4, .max_epochs = 4};
    Trainer<float> trainer(dataset, s, live_settings());
    const long long before = allocation_count();
    while (trainer.can_step()) trainer.step();
    CHECK(allocation_count() == before);
    CHECK(trainer.epochs() >= 3.0);
}
