#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>
#include <string>
#include <variant>
#include <vector>

#include "engine/training/trainer.h"
#include "tests/support/allocation_counter.h"
#include "tests/support/small_network.h"

using namespace nn;
using namespace nn::test;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

const std::vector<LayerShape> kHidden{{7, Activation::Relu}};

LiveSettings live_settings(int batch, double dropout = 0.0) {
    LiveSettings live;
    live.optimizer.learning_rate = 0.01;
    live.batch = batch;
    live.dropout = dropout;
    return live;
}

TrainerSetup setup(double test_share = 0.2, std::uint32_t seed = 3) {
    TrainerSetup s;
    s.hidden = kHidden;
    s.seed = seed;
    s.test_share = test_share;
    return s;
}

// Until `steps` updates are done and no evaluation is under way.
template <class Scalar>
void run(Trainer<Scalar>& trainer, std::int64_t steps) {
    while (trainer.can_step() && (trainer.is_evaluating() || trainer.steps() < steps))
        trainer.step();
}

// The answers to a part of the data, one sample at a time, by the network alone.
template <class Scalar>
Matrix<Scalar> answers_to(const Trainer<Scalar>& trainer, const Dataset& dataset,
                          const std::vector<std::int32_t>& part) {
    Workspace<Scalar> workspace;
    workspace.resize_for_inference(trainer.network(), 1);
    Matrix<Scalar> answers(static_cast<Eigen::Index>(part.size()), trainer.network().outputs());
    for (std::size_t i = 0; i < part.size(); ++i) {
        trainer.scaler().apply(dataset.image(part[i]), workspace.A[0].data());
        forward(trainer.network(), workspace, 1);
        answers.row(static_cast<Eigen::Index>(i)) = workspace.A.back();
    }
    return answers;
}

}  // namespace

TEST_CASE("training is the plain loop over shuffled batches, the left-over batch included",
          "[engine]") {
    // 50 samples, 10 held out: batches of 16, 16 and 8.
    const Dataset dataset = pattern_dataset(50);
    LiveSettings live = live_settings(16, 0.25);
    live.l1 = 0.01;
    live.clip_norm = 0.3;
    live.augmentation = {.shift = 0.5, .elastic = 0.5};
    TrainerSetup weighted = setup();
    weighted.class_weights = ClassWeights::Balanced;
    Trainer<double> trainer(dataset, weighted, live);
    CHECK(trainer.steps_per_epoch() == 3);
    run(trainer, 6);

    const Split split = split_of(dataset, 0.2, 42);
    const Scaler<double> scaler = fit_scaler<double>(Scaling::Unit, dataset, split.train);
    Network<double> network =
        make_network<double>(16, kHidden, 4, Loss::CrossEntropy, Initializer::Auto, 3);
    network.layers[0].dropout = 0.25;
    OptimizerState<double> optimizer(network);
    const std::vector<double> class_weights =
        class_weights_of(ClassWeights::Balanced, 4, dataset.labels, split.train);
    const ObjectiveTerms terms{.l1 = 0.01, .l2 = live.l2, .class_weights = class_weights};
    RandomState shuffling(stream_seed(3, RandomStream::Shuffling));
    RandomState dropout(stream_seed(3, RandomStream::Dropout));
    RandomState augmenting(stream_seed(3, RandomStream::Augmentation));
    Augmenter augmenter(dataset.width, dataset.height, dataset.max_value);
    std::vector<std::int32_t> order = split.train;
    std::vector<double> epoch_losses;
    for (int epoch = 0; epoch < 2; ++epoch) {
        shuffling.shuffle(order);
        double sum = 0.0;
        for (std::size_t begin = 0; begin < 40; begin += 16) {
            const std::size_t rows = std::min<std::size_t>(16, 40 - begin);
            Workspace<double> workspace;
            workspace.resize(network, static_cast<Eigen::Index>(rows));
            std::vector<std::uint8_t> labels;
            for (std::size_t row = 0; row < rows; ++row) {
                const std::int32_t sample = order[begin + row];
                scaler.apply(
                    augmenter.variant(dataset.image(sample), live.augmentation, augmenting),
                    workspace.A[0].row(static_cast<Eigen::Index>(row)).data());
                labels.push_back(dataset.labels[static_cast<std::size_t>(sample)]);
            }
            forward(network, workspace, static_cast<Eigen::Index>(rows), &dropout);
            sum += static_cast<double>(rows) * objective(network, workspace, labels, terms);
            backward(network, workspace, labels, terms);
            clip_gradient(workspace, 0.3);
            optimizer.update(live.optimizer, network, workspace);
        }
        epoch_losses.push_back(sum / 40.0);
    }
    CHECK(parameters_of(trainer.network()) == parameters_of(network));
    CHECK(trainer.steps() == 6);
    CHECK(trainer.samples_seen() == 80);
    CHECK(trainer.epochs() == 2.0);
    REQUIRE(trainer.history().size() == 3);
    CHECK_THAT(trainer.history()[1].train_loss,
               WithinRel(static_cast<float>(epoch_losses[0]), 1e-6f));
    CHECK_THAT(trainer.history()[2].train_loss,
               WithinRel(static_cast<float>(epoch_losses[1]), 1e-6f));
}

TEST_CASE("the result does not depend on how the caller slices the steps", "[engine]") {
    const Dataset dataset = pattern_dataset(700);
    Trainer<float> straight(dataset, setup(), live_settings(16, 0.1));
    run(straight, 200);

    Trainer<float> sliced(dataset, setup(), live_settings(16, 0.1));
    RandomState moods(1);
    while (sliced.is_evaluating() || sliced.steps() < 200) {
        switch (moods.interval(5)) {
            case 0:
                sliced.evaluate();
                break;
            case 1:
                sliced.request_evaluation();
                break;
            case 2:
                sliced.set_live(sliced.live());
                break;
            default:
                sliced.step();
                break;
        }
    }
    CHECK(parameters_of(straight.network()) == parameters_of(sliced.network()));
    CHECK(straight.history() == sliced.history());
    straight.evaluate();  // the other was evaluated on the way
    sliced.evaluate();
    CHECK(straight.test_answers().prediction == sliced.test_answers().prediction);
    CHECK(straight.test_answers().confidence == sliced.test_answers().confidence);
}

TEST_CASE("another seed gives another start and another order", "[engine]") {
    const Dataset dataset = pattern_dataset(50);
    Trainer<float> a(dataset, setup(0.2, 3), live_settings(16));
    Trainer<float> b(dataset, setup(0.2, 4), live_settings(16));
    CHECK(parameters_of(a.network()) != parameters_of(b.network()));
    CHECK(a.split().train == b.split().train);
    CHECK(stream_seed(3, RandomStream::Shuffling) != stream_seed(3, RandomStream::Dropout));
    CHECK(stream_seed(3, RandomStream::Shuffling) != stream_seed(4, RandomStream::Shuffling));
}

TEST_CASE("an evaluation goes block by block and changes no parameter", "[engine]") {
    // 600 held-out samples and 400 of training: three blocks of 256 at most for one, two for the
    // other.
    const Dataset dataset = pattern_dataset(1000);
    Trainer<float> trainer(dataset, setup(0.6), live_settings(16));
    const std::vector<float> start = parameters_of(trainer.network());
    CHECK(trainer.state() == TrainingState::Ready);
    CHECK(trainer.history().empty());
    int blocks = 0;
    for (; trainer.is_evaluating(); ++blocks) trainer.step();
    CHECK(blocks == 5);
    CHECK(trainer.steps() == 0);
    CHECK(trainer.state() == TrainingState::Ready);
    CHECK(parameters_of(trainer.network()) == start);
    REQUIRE(trainer.history().size() == 1);
    CHECK(trainer.history()[0].step == 0);
    CHECK(trainer.history()[0].epoch == 0.0f);
}

TEST_CASE("an evaluation says what the network answers to each held-out sample", "[engine]") {
    const Dataset dataset = pattern_dataset(700);
    Trainer<double> trainer(dataset, setup(0.5), live_settings(16));
    run(trainer, 3 * trainer.steps_per_epoch());
    REQUIRE(trainer.history().size() == 4);

    const std::vector<std::int32_t>& test = trainer.split().test;
    const Matrix<double> answers = answers_to(trainer, dataset, test);
    ConfusionMatrix confusion(4);
    double loss = 0.0;
    for (std::size_t i = 0; i < test.size(); ++i) {
        const Eigen::Index row = static_cast<Eigen::Index>(i);
        const int label = dataset.labels[static_cast<std::size_t>(test[i])];
        Eigen::Index best = 0;
        answers.row(row).maxCoeff(&best);
        confusion.add(label, static_cast<int>(best));
        loss -= std::log(answers(row, label)) / static_cast<double>(test.size());
        CHECK(trainer.test_answers().prediction[i] == best);
        CHECK_THAT(trainer.test_answers().confidence[i],
                   WithinRel(static_cast<float>(answers(row, best)), 1e-6f));
    }
    CHECK(std::ranges::equal(trainer.confusion().counts(), confusion.counts()));
    const HistoryPoint& last = trainer.history().back();
    CHECK_THAT(last.test_loss, WithinRel(static_cast<float>(loss), 1e-6f));
    double right = 0.0;
    for (int c = 0; c < 4; ++c) right += confusion.at(c, c);
    CHECK_THAT(last.test_accuracy,
               WithinRel(static_cast<float>(right / static_cast<double>(test.size())), 1e-6f));
}

TEST_CASE("a long session keeps points further and further apart, and the last", "[engine]") {
    const Dataset dataset = pattern_dataset(10);
    TrainerSetup long_one = setup();
    long_one.stopping.max_epochs = 10'001;
    Trainer<float> trainer(dataset, long_one, live_settings(8));
    run(trainer, 20'000);
    const History& history = trainer.history();
    CHECK(history.size() < 6000);  // 2,000 (1 + ln 5) are 5,219
    REQUIRE(history.size() > 2000);
    CHECK(history[2000].epoch == 2000.0f);
    for (std::size_t i = 2001; i < history.size(); ++i)
        CHECK(history[i].epoch - history[i - 1].epoch <= 1.0f + history[i].epoch / 2000.0f);
    CHECK(history.back().epoch == 10'001.0f);
}

TEST_CASE("the first point has the training part's loss before any training", "[engine]") {
    const Dataset dataset = pattern_dataset(3000);
    LiveSettings live = live_settings(16);
    live.l2 = 0.5;
    Trainer<double> trainer(dataset, setup(0.1), live);  // 2,700 to train on: the first 2,000 count
    run(trainer, 0);
    std::vector<std::int32_t> part = trainer.split().train;
    part.resize(2000);
    const Matrix<double> answers = answers_to(trainer, dataset, part);
    double loss = 0.0, right = 0.0;
    for (std::size_t i = 0; i < part.size(); ++i) {
        const Eigen::Index row = static_cast<Eigen::Index>(i);
        const int label = dataset.labels[static_cast<std::size_t>(part[i])];
        Eigen::Index best = 0;
        answers.row(row).maxCoeff(&best);
        right += best == label;
        loss -= std::log(answers(row, label));
    }
    REQUIRE(trainer.history().size() == 1);
    const double expected = loss / 2000.0 + penalty(trainer.network(), 16, {.l2 = 0.5});
    CHECK_THAT(trainer.history()[0].train_loss, WithinRel(static_cast<float>(expected), 1e-6f));
    CHECK_THAT(trainer.history()[0].train_accuracy,
               WithinRel(static_cast<float>(right / 2000.0), 1e-6f));
}

TEST_CASE("the first two long epochs are evaluated at their quarters, others at their end",
          "[engine]") {
    const auto steps_of = [](int count, int batch, int epochs = 1) {
        const Dataset dataset = pattern_dataset(count);
        Trainer<float> trainer(dataset, setup(), live_settings(batch));
        run(trainer, epochs * trainer.steps_per_epoch());
        std::vector<std::int64_t> steps;
        for (const HistoryPoint& point : trainer.history()) steps.push_back(point.step);
        return steps;
    };
    CHECK(steps_of(505, 1) == std::vector<std::int64_t>{0, 101, 202, 303, 404});  // 404 steps
    CHECK(steps_of(500, 1) == std::vector<std::int64_t>{0, 400});                 // 400 steps
    CHECK(steps_of(505, 16) == std::vector<std::int64_t>{0, 26});
    CHECK(steps_of(505, 1, 4) ==
          std::vector<std::int64_t>{0, 101, 202, 303, 404, 505, 606, 707, 808, 1212, 1616});
}

TEST_CASE("an evaluation on request adds no point to the history", "[engine]") {
    const Dataset dataset = pattern_dataset(50);
    Trainer<float> trainer(dataset, setup(), live_settings(16));
    run(trainer, 2);
    REQUIRE(trainer.history().size() == 1);
    trainer.evaluate();
    CHECK_FALSE(trainer.is_evaluating());
    CHECK(trainer.history().size() == 1);
    CHECK(trainer.steps() == 2);
    // The one before training is finished by it and does add its point.
    Trainer<float> fresh(dataset, setup(), live_settings(16));
    fresh.evaluate();
    CHECK(fresh.history().size() == 1);
}

TEST_CASE("live settings count from the next update", "[engine]") {
    const Dataset dataset = pattern_dataset(50);
    Trainer<float> trainer(dataset, setup(), live_settings(16));
    run(trainer, 1);
    CHECK(trainer.samples_seen() == 16);
    trainer.set_live(live_settings(20));
    CHECK(trainer.steps_per_epoch() == 2);
    run(trainer, 2);
    CHECK(trainer.samples_seen() == 36);
    run(trainer, 3);  // four samples are left of the epoch
    CHECK(trainer.samples_seen() == 40);
    CHECK(trainer.epochs() == 1.0);

    SECTION("a rate of zero holds the weights still") {
        LiveSettings live = live_settings(16);
        live.optimizer = {.kind = Optimizer::Sgd, .learning_rate = 0.0};
        trainer.set_live(live);
        const std::vector<float> before = parameters_of(trainer.network());
        run(trainer, 6);
        CHECK(parameters_of(trainer.network()) == before);
    }
    SECTION("a batch larger than the training part is the whole of it") {
        trainer.set_live(live_settings(4000));
        CHECK(trainer.steps_per_epoch() == 1);
        run(trainer, 4);
        CHECK(trainer.epochs() == 2.0);
    }
    SECTION("augmentation may begin on the way, and none of the other streams hears of it") {
        LiveSettings live = live_settings(16, 0.5);
        Trainer<float> plain(dataset, setup(), live), augmented(dataset, setup(), live);
        run(plain, 3);
        run(augmented, 3);
        live.augmentation.rotate = 20.0;
        augmented.set_live(live);
        run(plain, 9);
        run(augmented, 9);
        CHECK(augmented.state() == TrainingState::Training);
        CHECK(parameters_of(augmented.network()) != parameters_of(plain.network()));
        CHECK(augmented.shuffling() == plain.shuffling());
        CHECK(augmented.dropout() == plain.dropout());
        CHECK(augmented.augmenting() != plain.augmenting());
    }
    SECTION("dropout may begin on the way") {
        trainer.set_live(live_settings(16, 0.5));
        run(trainer, 9);
        CHECK(trainer.steps() == 9);
        CHECK(trainer.state() == TrainingState::Training);
    }
}

TEST_CASE("each update has the learning rate that the schedule gives it", "[engine]") {
    // 40 to train on in batches of 16: three updates an epoch, at 0, 16/40 and 32/40 of it.
    const Dataset dataset = pattern_dataset(50);
    LiveSettings live = live_settings(16);
    live.schedule = {.kind = Schedule::Step, .epochs = 1, .factor = 0.5, .warm_up = 1.0};
    Trainer<double> scheduled(dataset, setup(), live), by_hand(dataset, setup(), live_settings(16));
    run(scheduled, 0);
    run(by_hand, 0);
    const double expected[] = {1.0 / 3.0, 0.4 + 1.0 / 3.0, 1.0, 1.0, 1.0, 1.0, 0.5, 0.5, 0.5, 0.25};
    for (int update = 0; update < 10; ++update) {
        CAPTURE(update);
        const double rate = scheduled.optimizer_settings().learning_rate;
        CHECK_THAT(rate, WithinRel(0.01 * expected[update], 1e-14));
        LiveSettings settings = live_settings(16);
        settings.optimizer.learning_rate = rate;
        by_hand.set_live(settings);
        run(scheduled, update + 1);
        run(by_hand, update + 1);
        CHECK(parameters_of(scheduled.network()) == parameters_of(by_hand.network()));
    }
}

TEST_CASE("training stops after its last epoch", "[engine]") {
    const Dataset dataset = pattern_dataset(50);
    TrainerSetup s = setup();
    s.stopping.max_epochs = 2;
    Trainer<float> trainer(dataset, s, live_settings(16));
    run(trainer, 1000);
    CHECK(trainer.state() == TrainingState::Finished);
    CHECK_FALSE(trainer.can_step());
    CHECK(trainer.steps() == 6);
    REQUIRE(trainer.history().size() == 3);
    CHECK(trainer.history().back().epoch == 2.0f);
    trainer.step();
    CHECK(trainer.steps() == 6);

    SECTION("and goes on when more are allowed") {
        Trainer<float> unbroken(dataset, setup(), live_settings(16));
        run(unbroken, 9);
        trainer.set_stopping({.max_epochs = 3});
        CHECK(trainer.state() == TrainingState::Training);
        run(trainer, 1000);
        CHECK(trainer.state() == TrainingState::Finished);
        CHECK(trainer.steps() == 9);
        CHECK(trainer.history() == unbroken.history());
    }
    SECTION("and not when the new rule would have ended it too") {
        trainer.set_stopping({.max_epochs = 1});
        CHECK(trainer.state() == TrainingState::Finished);
    }
}

TEST_CASE("a stopping rule set on the way counts from the end of the epoch", "[engine]") {
    const Dataset dataset = pattern_dataset(50);
    Trainer<float> trainer(dataset, setup(), live_settings(16));
    run(trainer, 7);
    trainer.set_stopping({.max_epochs = 1});
    CHECK(trainer.can_step());
    run(trainer, 1000);
    CHECK(trainer.state() == TrainingState::Finished);
    CHECK(trainer.steps() == 9);
}

TEST_CASE("early stopping ends training when the training loss stands still", "[engine]") {
    const Dataset dataset = pattern_dataset(50);
    TrainerSetup s = setup();
    s.stopping = {.early_stopping = true, .patience = 3, .tolerance = 1e-4, .max_epochs = 0};
    LiveSettings live = live_settings(16);
    SECTION("with a rate of zero nothing improves") {
        // The first epoch sets the mark, three idle ones are borne, the next ends it: 5 epochs.
        live.optimizer = {.kind = Optimizer::Sgd, .learning_rate = 0.0};
        Trainer<double> trainer(dataset, s, live);
        run(trainer, 1000);
        CHECK(trainer.state() == TrainingState::Stopped);
        CHECK_FALSE(trainer.can_step());
        CHECK(trainer.epochs() == 5.0);
        CHECK(trainer.history().back().epoch == 5.0f);
    }
    SECTION("while the loss falls, training goes on") {
        s.stopping.tolerance = 0.0;
        Trainer<double> trainer(dataset, s, live);
        run(trainer, 30);
        CHECK(trainer.state() == TrainingState::Training);
    }
    SECTION("it may be off") {
        s.stopping.early_stopping = false;
        live.optimizer = {.kind = Optimizer::Sgd, .learning_rate = 0.0};
        Trainer<double> trainer(dataset, s, live);
        run(trainer, 60);
        CHECK(trainer.steps() == 60);
        CHECK(trainer.state() == TrainingState::Training);
    }
}

TEST_CASE("divergence is a state, and finite weights are kept", "[engine]") {
    const Dataset dataset = pattern_dataset(200);
    LiveSettings live = live_settings(16);
    SECTION("a rate far too high") {
        live.optimizer = {.kind = Optimizer::Sgd, .learning_rate = 1e6};
        Trainer<float> trainer(dataset, setup(), live);
        run(trainer, 2000);
        CHECK(trainer.state() == TrainingState::Diverged);
        CHECK_FALSE(trainer.can_step());
        CHECK(all_finite(trainer.network()));
        CHECK(std::ranges::all_of(trainer.history(), [](const HistoryPoint& point) {
            return std::isfinite(point.train_loss) && std::isfinite(point.test_loss);
        }));
        const std::int64_t steps = trainer.steps();
        trainer.step();
        CHECK(trainer.steps() == steps);
    }
    SECTION("the weights kept are the copy of the last sixteenth update") {
        Trainer<float> trainer(dataset, setup(), live);
        run(trainer, 16);
        const std::vector<float> good = parameters_of(trainer.network());
        run(trainer, 20);
        live.optimizer.learning_rate = std::numeric_limits<double>::infinity();
        trainer.set_live(live);
        run(trainer, 100);
        CHECK(trainer.state() == TrainingState::Diverged);
        CHECK(trainer.steps() == 21);  // the update that broke them was done, the next was not
        CHECK(parameters_of(trainer.network()) == good);
    }
    SECTION("at an evaluation too") {
        // Batches of 160: the one update of the epoch is followed by an evaluation.
        live.batch = 160;
        live.optimizer.learning_rate = std::numeric_limits<double>::infinity();
        Trainer<float> trainer(dataset, setup(), live);
        const std::vector<float> start = parameters_of(trainer.network());
        run(trainer, 100);
        CHECK(trainer.state() == TrainingState::Diverged);
        CHECK(trainer.history().size() == 1);
        CHECK(parameters_of(trainer.network()) == start);
    }
}

TEST_CASE("a step allocates nothing", "[engine]") {
    if (!counts_allocations()) SKIP("malloc cannot be watched here");
    const Dataset dataset = pattern_dataset(600);
    for (const auto& kind : enum_names<Optimizer>()) {
        LiveSettings live = live_settings(16, 0.2);
        live.optimizer.kind = kind.value;
        live.augmentation = {.shift = 1.0, .elastic = 0.5};
        Trainer<float> trainer(dataset, setup(), live);
        const long long before = allocation_count();
        run(trainer, 100);  // three epochs with their evaluations, from the very first step
        const long long after = allocation_count();
        CAPTURE(kind.key);
        CHECK(after == before);
        CHECK(trainer.history().size() == 4);
    }
}

TEST_CASE("the default session learns the handwritten digits", "[engine]") {
    std::ifstream file(INKLING_BUILD_DATA_DIR "/digits.inkd", std::ios::binary);
    if (!file)
        SKIP("digits.inkd is not at " INKLING_BUILD_DATA_DIR ": build the target data first");
    const std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(file),
                                          std::istreambuf_iterator<char>()};
    const std::variant<Dataset, std::string> decoded = decode_dataset(bytes);
    REQUIRE(std::holds_alternative<Dataset>(decoded));
    const Dataset& dataset = std::get<Dataset>(decoded);

    TrainerSetup s;
    s.hidden = {{64, Activation::Relu}};
    Trainer<float> trainer(dataset, s, LiveSettings{});
    CHECK(trainer.steps_per_epoch() == 40);  // 1,257 samples in batches of 32
    run(trainer, 40 * 40);
    REQUIRE(trainer.history().size() == 41);
    CHECK(trainer.history().back().test_accuracy >= 0.96f);
    const int supports[] = {53, 50, 47, 54, 60, 66, 53, 55, 43, 59};
    for (int digit = 0; digit < 10; ++digit) {
        int support = 0;
        for (int prediction = 0; prediction < 10; ++prediction)
            support += trainer.confusion().at(digit, prediction);
        CHECK(support == supports[digit]);
    }
}
