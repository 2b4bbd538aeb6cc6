#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <algorithm>
#include <cmath>

#include "engine/session/wire.h"
#include "tests/support/session.h"

using namespace nn;
using namespace nn::test;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

// What the snapshot's own parameters say of an image: plain loops over one hidden layer of tanh.
std::vector<double> answer_by_hand(const Snapshot& snapshot, std::span<const std::uint8_t> image) {
    const auto inputs = image.size();
    const auto units = static_cast<std::size_t>(snapshot.recipe.hidden[0].units);
    const auto classes = static_cast<std::size_t>(snapshot.classes);
    const float* W1 = snapshot.parameters.data();
    const float* b1 = W1 + inputs * units;
    const float* W2 = b1 + units;
    const float* b2 = W2 + units * classes;
    std::vector<double> answer(b2, b2 + classes);
    for (std::size_t j = 0; j < units; ++j) {
        double z = b1[j];
        for (std::size_t i = 0; i < inputs; ++i)
            z += (image[i] - snapshot.scaler_offset[i]) * snapshot.scaler_factor[i] *
                 W1[i * units + j];
        for (std::size_t c = 0; c < classes; ++c) answer[c] += std::tanh(z) * W2[j * classes + c];
    }
    if (snapshot.recipe.loss == Loss::SquaredError) return answer;
    double sum = 0.0;
    for (double& value : answer) sum += value = std::exp(value);
    for (double& value : answer) value /= sum;
    return answer;
}

// Predictions, confidences and confusion matrix are those of the weights in the same snapshot.
void check_figures(const Snapshot& snapshot) {
    const Dataset dataset = pattern_dataset(kSamples);
    const Split split = train_test_split(kSamples, 0.3, 42);
    REQUIRE(snapshot.test_prediction.size() == split.test.size());
    std::vector<std::int32_t> confusion(snapshot.confusion.size());
    for (std::size_t i = 0; i < split.test.size(); ++i) {
        const std::vector<double> answer = answer_by_hand(snapshot, dataset.image(split.test[i]));
        const auto largest = std::ranges::max_element(answer);
        const auto expected = static_cast<int>(largest - answer.begin());
        CHECK(snapshot.test_prediction[i] == expected);
        CHECK_THAT(snapshot.test_confidence[i], WithinRel(static_cast<float>(*largest), 1e-4f));
        const int truth = dataset.labels[static_cast<std::size_t>(split.test[i])];
        ++confusion[static_cast<std::size_t>(truth * snapshot.classes + expected)];
    }
    CHECK(snapshot.confusion == confusion);
}

}  // namespace

TEST_CASE("A session is loading until its data arrives, and then trains if it was told to",
          "[engine]") {
    Session session;
    session.send(command::SetRecipe{small_recipe(), false});
    session.send(command::Play{});
    CHECK(session.advance() < 0.0);
    CHECK(session.look().state == RunState::Loading);
    CHECK(session.look().parameters.empty());

    session.send(small_data(DatasetId::Mnist));  // not the one that the recipe names
    CHECK(session.look().state == RunState::Loading);
    session.send({command::LoadDataset{DatasetId::Digits, nullptr}});
    CHECK(session.look().state == RunState::Loading);

    session.send(small_data());
    session.advance_by(10);
    CHECK(session.look().state == RunState::Running);
    CHECK(session.look().step > 0);
}

TEST_CASE("A session is evaluated before anyone presses play", "[engine]") {
    Session session = ready_session();
    const Snapshot snapshot = session.look();
    CHECK(snapshot.state == RunState::Paused);
    CHECK(snapshot.step == 0);
    REQUIRE(snapshot.history.size() == 1);
    CHECK(snapshot.history[0].step == 0);
    CHECK(snapshot.test_prediction.size() == kSamples * 3 / 10);
    CHECK(session.advance() < 0.0);
    CHECK(session.look().step == 0);
}

TEST_CASE("Play trains and pause stops", "[engine]") {
    Session session = ready_session();
    session.send(command::Play{});
    session.advance_by(5);
    CHECK(session.look().state == RunState::Running);
    CHECK(session.look().step == 5);
    session.send(command::Pause{});
    CHECK(session.advance() < 0.0);
    CHECK(session.look().state == RunState::Paused);
    CHECK(session.look().step == 5);
}

TEST_CASE("After a pause the figures belong to the weights that are shown", "[engine]") {
    Session session = ready_session();
    session.send(command::Play{});
    session.advance_by(8);
    const bool stops_itself = GENERATE(false, true);
    if (stops_itself) {
        session.send(command::Step{3});
    } else {
        session.send(command::Pause{});
    }
    session.advance();
    const Snapshot snapshot = session.look();
    CHECK(snapshot.step == (stops_itself ? 11 : 8));
    CHECK(snapshot.history.size() == 1);  // it is no point of the curve
    check_figures(snapshot);
}

TEST_CASE("An evaluation under way is finished after a pause", "[engine]") {
    Session session = ready_session();
    session.send(command::Play{});
    session.advance_by(kStepsPerEpoch);  // stopped right where the epoch's evaluation begins
    CHECK(session.look().history.size() == 1);
    session.send(command::Pause{});
    CHECK(session.advance() < 0.0);
    CHECK(session.look().step == kStepsPerEpoch);
    CHECK(session.look().history.size() == 2);
}

TEST_CASE("Step does so many updates and pauses, also while playing, and steps add up",
          "[engine]") {
    Session session = ready_session();
    session.send(command::Step{3});
    session.advance();
    CHECK(session.look().step == 3);
    CHECK(session.look().state == RunState::Paused);

    session.send(command::Play{});
    session.advance_by(2);
    session.send(command::Step{1});
    session.send(command::Step{1});
    session.advance();
    CHECK(session.look().step == 7);
    CHECK(session.look().state == RunState::Paused);

    session.send(command::Step{-5});
    session.advance();
    CHECK(session.look().step == 2);
    CHECK(session.look().state == RunState::Paused);
}

TEST_CASE("Epoch goes to the end of the present one and pauses", "[engine]") {
    Session session = ready_session();
    session.send(command::Step{5});
    session.advance();
    session.send(command::Epoch{});
    session.advance();
    CHECK(session.look().step == kStepsPerEpoch);
    CHECK(session.look().epoch == 1.0f);
    session.send(command::Epoch{});
    session.send(command::Epoch{});
    session.advance();
    CHECK(session.look().step == 3 * kStepsPerEpoch);
    CHECK(session.look().state == RunState::Paused);
    CHECK(session.look().history.size() == 4);
}

TEST_CASE("The caller is asked after every step", "[engine]") {
    Session session = ready_session();
    session.send(command::Play{});
    int asked = 0;
    CHECK(session.advance([&asked] { return ++asked == 4; }) == 0.0);
    CHECK(asked == 4);
    CHECK(session.look().step == 4);
}

TEST_CASE("Reset starts anew and goes on playing if it played", "[engine]") {
    Session session = ready_session();
    const Snapshot start = session.look();
    session.send(command::Play{});
    session.advance_by(9);
    session.send(command::Reset{});
    CHECK(session.look().step == 0);
    CHECK(session.look().run == start.run + 1);
    CHECK(session.look().state == RunState::Running);
    CHECK(session.look().parameters == start.parameters);

    session.send(command::Step{100});
    session.advance_by(3);
    session.send(command::Reset{});  // it only stepped
    CHECK(session.look().state == RunState::Paused);

    session.send(command::Step{100});
    Recipe recipe = small_recipe();
    recipe.seed = 3;
    session.send(command::SetRecipe{recipe, false});
    CHECK(session.look().state == RunState::Paused);
}

TEST_CASE("A live change goes on with the run, any other starts a new one", "[engine]") {
    Session session = ready_session();
    session.send(command::Step{5});
    session.advance();
    const std::uint32_t run = session.look().run;

    Recipe recipe = small_recipe();
    recipe.learning_rate = 0.05;
    recipe.batch = 20;
    session.send(command::SetRecipe{recipe, false});
    CHECK(session.look().run == run);
    CHECK(session.look().step == 5);
    CHECK(session.look().steps_per_epoch == kStepsPerEpoch / 2);
    CHECK(session.look().recipe == recipe);

    session.send(command::SetRecipe{recipe, true});
    CHECK(session.look().run == run + 1);
    recipe.seed = 9;
    session.send(command::SetRecipe{recipe, false});
    CHECK(session.look().run == run + 2);
    CHECK(session.look().step == 0);
}

TEST_CASE("A live learning rate really changes the updates", "[engine]") {
    Session slow = ready_session(), fast = ready_session();
    Recipe recipe = small_recipe();
    recipe.learning_rate = 0.1;
    fast.send(command::SetRecipe{recipe, false});
    for (Session* session : {&slow, &fast}) {
        session->send(command::Step{1});
        session->advance();
    }
    CHECK(slow.look().parameters != fast.look().parameters);
}

TEST_CASE("The same commands give the same weights, however they are sliced", "[engine]") {
    Session whole = ready_session(), sliced = ready_session();
    for (Session* session : {&whole, &sliced}) session->send(command::Step{40});
    whole.advance();
    for (int i = 0; i < 100; ++i) {
        sliced.clock += 0.3;
        sliced.advance_by(1);
    }
    CHECK(sliced.look().step == 40);
    CHECK(whole.look().parameters == sliced.look().parameters);
}

TEST_CASE("A run ends at its last epoch; more epochs let it go on, play alone does not",
          "[engine]") {
    Recipe recipe = small_recipe();
    recipe.max_epochs = 2;
    Session session = ready_session(recipe);
    session.send(command::Play{});
    CHECK(session.advance() < 0.0);
    CHECK(session.look().state == RunState::Finished);
    CHECK(session.look().step == 2 * kStepsPerEpoch);
    REQUIRE_FALSE(session.look().history.empty());
    CHECK(session.look().history.back().step == 2 * kStepsPerEpoch);

    for (const Command& command :
         {Command(command::Play{}), Command(command::Step{1}), Command(command::Epoch{})}) {
        session.send(command);
        CHECK(session.advance() < 0.0);
        CHECK(session.look().step == 2 * kStepsPerEpoch);
        CHECK(session.look().state == RunState::Finished);
    }
    recipe.max_epochs = 3;
    session.send(command::SetRecipe{recipe, false});
    session.advance();
    CHECK(session.look().step == 3 * kStepsPerEpoch);
    CHECK(session.look().state == RunState::Finished);
}

TEST_CASE("A diverged run keeps finite weights and figures that belong to them", "[engine]") {
    Recipe recipe = small_recipe();
    recipe.loss = Loss::SquaredError;
    recipe.optimizer = Optimizer::Sgd;
    recipe.learning_rate = 0.1;
    Session session = ready_session(recipe);
    session.send(command::Play{});
    session.advance_by(kStepsPerEpoch +
                       8);  // beyond the first evaluation, and beyond kGuardInterval
    recipe.learning_rate = 10.0;
    session.send(command::SetRecipe{recipe, false});
    CHECK(session.advance() < 0.0);
    const Snapshot snapshot = session.look();
    CHECK(snapshot.state == RunState::Diverged);
    CHECK(
        std::ranges::all_of(snapshot.parameters, [](float value) { return std::isfinite(value); }));
    check_figures(snapshot);
    session.send(command::Play{});
    CHECK(session.look().state == RunState::Diverged);

    session.send(command::Reset{});  // it was playing, and so it plays
    CHECK(session.look().state == RunState::Running);
    CHECK(session.look().step == 0);
}

TEST_CASE("Play is not remembered by a run that has ended", "[engine]") {
    Recipe recipe = small_recipe();
    recipe.max_epochs = 1;
    Session session = ready_session(recipe);
    session.send(command::Epoch{});
    session.advance();
    CHECK(session.look().state == RunState::Finished);
    session.send(command::Play{});
    session.send(command::Reset{});
    CHECK(session.look().state == RunState::Paused);
}

TEST_CASE("A recipe that is set comes within its limits", "[engine]") {
    Session session = ready_session();
    Recipe recipe = small_recipe();
    recipe.batch = 1 << 30;
    session.send(command::SetRecipe{recipe, false});
    CHECK(session.look().recipe.batch == 4096);
    CHECK(session.look().steps_per_epoch == 1);  // no more than there are samples
}

TEST_CASE("Every snapshot fits together, and passes the wire", "[engine]") {
    Session session;
    const auto check = [&session] {
        const Snapshot snapshot = session.look();
        CHECK(snapshot.revision == session.revision);
        CHECK(decode_snapshot(encode(snapshot)));
        if (!snapshot.history.empty()) CHECK(snapshot.history.back().step <= snapshot.step);
    };
    check();
    Recipe recipe = small_recipe();
    for (int round = 0; round < 4; ++round) {
        recipe.hidden[0].units = 3 + round;
        recipe.dataset = round == 2 ? DatasetId::Fashion : DatasetId::Digits;
        session.send(command::SetRecipe{recipe, false});
        check();
        session.send(small_data());
        check();
        session.send(command::Play{});
        for (int i = 0; i < 20; ++i) {
            session.advance_by(1);
            check();
        }
    }
}

TEST_CASE("Of the history only what the receiver lacks is sent, if it is of this run", "[engine]") {
    Session session = ready_session();
    session.send(command::Step{3 * kStepsPerEpoch});
    session.advance();
    const std::uint32_t run = session.look().run;
    CHECK(session.look().history.size() == 4);

    const Snapshot rest = session.runner.snapshot(run, 3);
    CHECK(rest.history_begin == 3);
    REQUIRE(rest.history.size() == 1);
    CHECK(rest.history[0].step == 3 * kStepsPerEpoch);
    CHECK(session.runner.snapshot(run, 4).history.empty());
    CHECK(session.runner.snapshot(run, 99).history_begin == 4);
    CHECK(session.runner.snapshot(run - 1, 3).history_begin == 0);
    CHECK(session.runner.snapshot(run - 1, 3).history.size() == 4);
}

TEST_CASE("There is news after a command or a step, and none otherwise", "[engine]") {
    Session session = ready_session();
    CHECK(session.runner.has_news());
    session.look();
    CHECK_FALSE(session.runner.has_news());
    session.clock += 10.0;
    session.advance();
    CHECK_FALSE(session.runner.has_news());
    session.send(command::Pause{});
    CHECK(session.runner.has_news());
    session.look();
    session.send(command::Step{1});
    session.look();
    session.advance();
    CHECK(session.runner.has_news());
}

TEST_CASE("A problem in the plane needs no data to arrive", "[engine]") {
    Recipe recipe = small_recipe();
    recipe.dataset = DatasetId::Spiral;
    recipe.points = 100;
    recipe.noise = 10.0;
    recipe.features = kAllFeatures;
    Session session;
    session.send(command::SetRecipe{recipe, false});
    session.send(command::Step{7});
    session.advance();
    Snapshot snapshot = session.look();
    CHECK(snapshot.state == RunState::Paused);
    CHECK(snapshot.step == 7);
    CHECK(snapshot.classes == 2);
    CHECK(snapshot.scaler_offset.size() == 7);
    CHECK(snapshot.test_prediction.size() == 30);
    CHECK(decode_snapshot(encode(snapshot)).has_value());
    const std::vector<float> before = snapshot.parameters;

    // Another seed of the points is another run, another learning rate is not.
    const std::uint32_t run = snapshot.run;
    recipe.data_seed = 1;
    session.send(command::SetRecipe{recipe, false});
    CHECK(session.look().run == run + 1);
    session.send(command::Step{7});
    session.advance();
    CHECK(session.look().parameters != before);
    CHECK(session.look().step == 7);
    recipe.learning_rate = 0.5;
    session.send(command::SetRecipe{recipe, false});
    CHECK(session.look().run == run + 1);

    // A regression: one output, no classes to confuse, answers instead of confidences.
    recipe.dataset = DatasetId::Slope;
    session.send(command::SetRecipe{recipe, false});
    session.send(command::Step{3});
    session.advance();
    snapshot = session.look();
    CHECK(snapshot.classes == 1);
    CHECK(snapshot.confusion.empty());
    CHECK(snapshot.test_confidence.size() == 30);
    CHECK(decode_snapshot(encode(snapshot)).has_value());
}

TEST_CASE("A chosen speed is kept evenly", "[engine]") {
    Session session = ready_session();
    constexpr double kSpeed = 5.0;  // epochs a second: 70 updates a second
    session.send(command::SetSpeed{static_cast<float>(kSpeed)});
    session.send(command::Play{});
    std::int64_t most_at_once = 0, before = 0;
    for (int frame = 0; frame < 120; ++frame) {
        session.advance();
        most_at_once = std::max(most_at_once, session.look().step - before);
        before = session.look().step;
        session.clock += 1.0 / 60.0;
    }
    CHECK_THAT(static_cast<double>(before), WithinAbs(2.0 * kSpeed * kStepsPerEpoch, 2.0));
    CHECK(most_at_once <= 2);
}

TEST_CASE("At a chosen speed the caller is told how long to wait", "[engine]") {
    Session session = ready_session();
    session.send(command::SetSpeed{0.1f});  // an update every 0.714 s
    session.send(command::Play{});
    CHECK_THAT(session.advance(), WithinRel(10.0 / kStepsPerEpoch, 1e-6));
    CHECK(session.look().step == 1);
    session.clock += 0.7;
    CHECK_THAT(session.advance(),
               WithinAbs(1.0 / 60.0, 1e-9));  // nearly due: not worth a call of its own
    CHECK(session.look().step == 1);
    session.clock += 0.02;
    session.advance();
    CHECK(session.look().step == 2);
}

TEST_CASE("Time that a sleeping tab missed is not made up for", "[engine]") {
    Session session = ready_session();
    session.send(command::SetSpeed{5.0f});
    session.send(command::Play{});
    session.advance();
    const std::int64_t before = session.look().step;
    session.clock += 3600.0;
    session.advance();
    CHECK(session.look().step - before <= 8);  // a tenth of a second at 70 updates a second
    CHECK(session.look().step > before);
}

TEST_CASE("The pace starts anew after a pause and after a change of speed", "[engine]") {
    Session session = ready_session();
    session.send(command::SetSpeed{5.0f});
    session.send(command::Play{});
    session.advance();
    session.send(command::Pause{});
    session.clock += 0.09;
    session.send(command::Play{});
    session.advance();
    CHECK(session.look().step == 2);
    session.clock += 0.09;
    session.send(command::SetSpeed{5.0f});
    session.advance();
    CHECK(session.look().step == 3);
}

TEST_CASE("A speed that is no number is no limit", "[engine]") {
    for (const float speed : {std::nanf(""), -1.0f, 0.0f}) {
        Session session = ready_session();
        session.send(command::SetSpeed{speed});
        session.send(command::Play{});
        session.advance_by(50);
        CHECK(session.look().epoch > 3.0f);
    }
}

TEST_CASE("Samples per second are those of the last half second", "[engine]") {
    Session session = ready_session();
    session.send(command::Play{});
    for (int frame = 0; frame < 80; ++frame) {
        session.advance_by(2);
        session.clock += 1.0 / 64.0;
    }
    // Of 15 steps of an epoch 14 are updates of 10 samples and one an evaluation: 2 * 64 * 10 * 14
    // / 15.
    CHECK_THAT(session.look().samples_per_second, WithinRel(1195.0f, 0.05f));
    session.send(command::Pause{});
    session.advance();
    CHECK(session.look().samples_per_second == 0.0f);
}

TEST_CASE("A session in 64 bits is the trainer's in 64 bits, shown in 32", "[engine]") {
    Recipe recipe = small_recipe();
    recipe.precision = Precision::Float64;
    recipe.max_epochs = 3;
    Session session = ready_session(recipe);
    session.send(command::Play{});
    session.advance();
    const Snapshot snapshot = session.look();
    CHECK(snapshot.state == RunState::Finished);
    check_figures(snapshot);

    const Dataset dataset = pattern_dataset(kSamples);
    Trainer<double> trainer(dataset, setup_of(recipe), live_settings_of(recipe));
    while (trainer.can_step()) trainer.step();
    const std::vector<double> exact = parameters_of(trainer.network());
    CHECK(snapshot.parameters == std::vector<float>(exact.begin(), exact.end()));
    CHECK(snapshot.history == trainer.history());

    // It is not the run in 32 bits; going back to that is a new run.
    recipe.precision = Precision::Float32;
    session.send(command::SetRecipe{recipe, false});
    session.send(command::Play{});
    session.advance();
    CHECK(session.look().run == snapshot.run + 1);
    CHECK(session.look().parameters != snapshot.parameters);
}

TEST_CASE("The article's program runs in a session as in scikit-learn's order", "[engine]") {
    Recipe recipe = defaults_of(DatasetId::Digits, true);
    recipe.hidden = {{6, Activation::Tanh}};
    recipe.max_epochs = 4;
    recipe.validation_share = 0.2;
    Session session = ready_session(recipe);
    session.send(command::Play{});
    session.advance();
    const Snapshot snapshot = session.look();
    CHECK(snapshot.state == RunState::Finished);
    CHECK(snapshot.recipe == recipe);
    REQUIRE(snapshot.history.size() == 5);
    CHECK(snapshot.history.back().validation_loss > 0.0f);

    // One generator: weights and biases, then the validation part, then a shuffle an epoch.
    const Dataset dataset = pattern_dataset(kSamples);
    RandomState random(recipe.seed);
    Network<double> network = make_network<double>(16, recipe.hidden, 4, Loss::CrossEntropy,
                                                   Initializer::ScikitLearn, random);
    Split split = split_of(dataset, recipe.test_share, recipe.split_seed);
    set_validation_aside(split, dataset.labels, 0.2, false, random);
    OptimizerState<double> optimizer(network);
    Workspace<double> workspace;
    const auto rows = static_cast<Eigen::Index>(split.train.size());  // 112, one batch an epoch
    REQUIRE(rows == 112);
    workspace.resize(network, rows);
    std::vector<std::int32_t> order = split.train;
    std::vector<std::uint8_t> labels(order.size());
    double loss = 0.0;
    for (int epoch = 0; epoch < 4; ++epoch) {
        random.shuffle(order);
        for (std::size_t row = 0; row < order.size(); ++row) {
            const auto image = dataset.image(order[row]);
            for (std::size_t i = 0; i < image.size(); ++i)
                workspace.A[0](static_cast<Eigen::Index>(row), static_cast<Eigen::Index>(i)) =
                    image[i];
            labels[row] = dataset.labels[static_cast<std::size_t>(order[row])];
        }
        forward(network, workspace, rows);
        loss = objective(network, workspace, labels, {.l2 = recipe.l2});
        backward(network, workspace, labels, {.l2 = recipe.l2});
        optimizer.update(live_settings_of(recipe).optimizer, network, workspace);
    }
    CHECK(snapshot.history.back().train_loss == static_cast<float>(loss));
}
