#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <cmath>
#include <limits>
#include <vector>

#include "engine/network/edit.h"
#include "engine/session/link.h"
#include "engine/training/trainer.h"
#include "tests/support/session.h"

using namespace nn;
using namespace nn::test;

namespace {

const std::vector<LayerShape> kHidden = {{5, Activation::Tanh}, {4, Activation::Relu}};

Problem problem() {
    return random_problem(6, kHidden, 3, Loss::CrossEntropy, 7, 1);
}

Matrix<double> answers(const Problem& problem) {
    Workspace<double> workspace = workspace_of(problem);
    forward(problem.network, workspace, problem.X.rows());
    return workspace.A.back();
}

Edit swap(int layer, int unit, int other) {
    return {.kind = EditKind::Swap, .layer = layer, .unit = unit, .other = other};
}

Trainer<double> trained(const Dataset& dataset, Optimizer optimizer, int steps) {
    LiveSettings live;
    live.optimizer.kind = optimizer;
    live.optimizer.learning_rate = 0.01;
    live.batch = 10;
    Trainer<double> trainer(dataset, {.hidden = kHidden}, live);
    while (trainer.steps() < steps || trainer.is_evaluating()) trainer.step();
    return trainer;
}

}  // namespace

TEST_CASE("An edit changes the one number that it names", "[engine]") {
    Problem p = problem();
    std::vector<double> expected = parameters_of(p.network);
    apply_edit({.kind = EditKind::Weight, .layer = 1, .unit = 3, .other = 2, .value = 0.75},
               p.network);
    apply_edit({.kind = EditKind::Bias, .layer = 2, .unit = 1, .value = -2.0}, p.network);
    // (6 + 1) * 5 numbers of the first layer, then input by input; the second has (5 + 1) * 4.
    expected[35 + 2 * 4 + 3] = 0.75;
    expected[35 + 24 + 4 * 3 + 1] = -2.0;
    CHECK(parameters_of(p.network) == expected);
}

TEST_CASE("Two units change places, and the network computes what it did", "[engine]") {
    Problem p = problem();
    const Matrix<double> before = answers(p);
    const Network<double> old = p.network;
    apply_edit(swap(0, 1, 4), p.network);
    CHECK(p.network.layers[0].W.col(1) == old.layers[0].W.col(4));
    CHECK(p.network.layers[0].b(4) == old.layers[0].b(1));
    CHECK(p.network.layers[1].W.row(4) == old.layers[1].W.row(1));
    CHECK((answers(p) - before).cwiseAbs().maxCoeff() < 1e-14);
    apply_edit(swap(0, 1, 4), p.network);
    CHECK(parameters_of(p.network) == parameters_of(old));
}

TEST_CASE("A silenced unit adds nothing, whatever it computes", "[engine]") {
    Problem p = problem();
    apply_edit({.kind = EditKind::Silence, .layer = 1, .unit = 2}, p.network);
    const Matrix<double> before = answers(p);
    apply_edit({.kind = EditKind::Bias, .layer = 1, .unit = 2, .value = 100.0}, p.network);
    CHECK(answers(p) == before);
    apply_edit({.kind = EditKind::Bias, .layer = 1, .unit = 1, .value = 100.0}, p.network);
    CHECK(answers(p) != before);
}

TEST_CASE("Edits without a place in the network do not fit", "[engine]") {
    const auto does_fit = [](const Edit& edit) { return fits(edit, 6, kHidden, 3); };
    CHECK(does_fit({.kind = EditKind::Weight, .layer = 0, .unit = 4, .other = 5}));
    CHECK_FALSE(does_fit({.kind = EditKind::Weight, .layer = 0, .unit = 4, .other = 6}));
    CHECK(does_fit({.kind = EditKind::Weight, .layer = 1, .unit = 3, .other = 4}));
    CHECK_FALSE(does_fit({.kind = EditKind::Weight, .layer = 1, .unit = 4, .other = 4}));
    CHECK_FALSE(does_fit({.kind = EditKind::Weight, .layer = 1, .unit = 3, .other = -1}));
    CHECK(does_fit({.kind = EditKind::Bias, .layer = 2, .unit = 2}));
    CHECK_FALSE(does_fit({.kind = EditKind::Bias, .layer = 3, .unit = 0}));
    CHECK_FALSE(does_fit({.kind = EditKind::Bias, .layer = -1, .unit = 0}));
    CHECK_FALSE(does_fit({.kind = EditKind::Bias,
                          .layer = 2,
                          .unit = 2,
                          .value = std::numeric_limits<double>::infinity()}));
    CHECK(does_fit(swap(1, 0, 3)));
    CHECK_FALSE(does_fit(swap(1, 0, 4)));
    CHECK_FALSE(does_fit(swap(2, 0, 1)));  // outputs have their meaning by their place
    CHECK_FALSE(does_fit({.kind = EditKind::Silence, .layer = 2, .unit = 0}));
}

// The optimiser's moments go along, else the two would part at the next update.
TEST_CASE("A network learns on as before with two units swapped", "[engine]") {
    const Dataset dataset = pattern_dataset(kSamples);
    const Optimizer optimizer = GENERATE(Optimizer::Momentum, Optimizer::Adam);
    Trainer<double> one = trained(dataset, optimizer, 20), other = trained(dataset, optimizer, 20);
    other.edit(std::vector{swap(0, 1, 4), swap(1, 0, 2)});
    for (Trainer<double>* trainer : {&one, &other})
        while (trainer->steps() < 60 || trainer->is_evaluating()) trainer->step();
    Network<double> expected = one.network();
    apply_edit(swap(0, 1, 4), expected);
    apply_edit(swap(1, 0, 2), expected);
    for (std::size_t l = 0; l < expected.layers.size(); ++l)
        CHECK((other.network().layers[l].W - expected.layers[l].W).cwiseAbs().maxCoeff() < 1e-10);
}

TEST_CASE("After an edit the figures are those of the edited network", "[engine]") {
    Session session = ready_session();
    session.send(command::Step{40});
    session.advance();
    const Snapshot before = session.look();
    std::vector<Edit> edits;
    for (int unit = 0; unit < 6; ++unit)
        edits.push_back({.kind = EditKind::Silence, .layer = 0, .unit = unit});
    session.send(command::EditNetwork{edits});
    session.advance();
    const Snapshot after = session.look();
    CHECK(after.step == before.step);
    CHECK(after.digest != before.digest);
    CHECK(after.history == before.history);
    CHECK(after.state == RunState::Paused);
    CHECK(after.test_score < before.test_score);
    // Nothing but the output's biases is left to speak: one answer to everything, of a loss by hand.
    for (const std::uint8_t prediction : after.test_prediction)
        CHECK(prediction == after.test_prediction.front());
    const Dataset dataset = pattern_dataset(kSamples);
    const Split split = split_of(dataset, after.recipe.test_share, after.recipe.split_seed);
    const std::span<const float> biases = std::span(after.parameters).last(4);
    double sum = 0.0, loss = 0.0;
    for (const float b : biases) sum += std::exp(static_cast<double>(b));
    for (const std::int32_t sample : split.test)
        loss -= static_cast<double>(biases[dataset.labels[static_cast<std::size_t>(sample)]]) -
                std::log(sum);
    CHECK(std::abs(static_cast<double>(after.test_loss) -
                   loss / static_cast<double>(split.test.size())) < 1e-5);
}

TEST_CASE("A link tells edits as they were made", "[engine]") {
    const std::string text =
        "#1&hidden=3,2&steps=40&at=0:bias=1,2,0.5&at=12:learning-rate=0.01;weight=1,0,63,-1.25;"
        "swap=2,0,1&at=12:silence=1,2&at=40:bias=3,9,1e-07";
    const ParsedLink parsed = parse_link(text);
    CHECK(parsed.warnings.empty());
    REQUIRE(parsed.link.changes.size() == 3);
    CHECK(parsed.link.changes[0].step == 0);
    CHECK(parsed.link.changes[1].edits ==
          std::vector<Edit>{
              {.kind = EditKind::Weight, .layer = 0, .unit = 0, .other = 63, .value = -1.25},
              swap(1, 0, 1),
              {.kind = EditKind::Silence, .layer = 0, .unit = 2}});
    CHECK(link_text(parsed.link) ==
          "#1&hidden=3,2&steps=40&at=0:bias=1,2,0.5&at=12:learning-rate=0.01;weight=1,0,63,-1.25;"
          "swap=2,0,1;silence=1,2&at=40:bias=3,9,1e-07");
    // Of a weight set twice in a row the last counts; with something between both do.
    CHECK(
        link_text(parse_link("1&steps=3&at=3:bias=1,0,1;bias=1,0,2;bias=1,1,3;bias=1,0,4").link) ==
        "#1&steps=3&at=3:bias=1,0,2;bias=1,1,3;bias=1,0,4");
}

TEST_CASE("Edits that a link cannot mean are left out, with a warning each", "[engine]") {
    const ParsedLink parsed = parse_link(
        "1&hidden=3,2&steps=40&at=12:weight=0,0,1,1;weight=1,3,0,1;weight=1,0,64,1;"
        "weight=1,0,0,1001;weight=1,0,0;swap=3,0,1;silence=3,1;bias=3,10,1;bias=1,0,nan;"
        "bias=1,0,0.5,7;swap=1,-1,0;bias=1,0,2");
    CHECK(parsed.warnings.size() == 11);
    REQUIRE(parsed.link.changes.size() == 1);
    CHECK(parsed.link.changes[0].edits.size() == 1);
}
