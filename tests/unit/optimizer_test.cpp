// Two-step tables worked by hand, on one weight w = 1 with the gradients 0.5, then -0.25.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>
#include <vector>

#include "engine/network/optimizer.h"
#include "tests/support/allocation_counter.h"
#include "tests/support/small_network.h"

using namespace nn;
using namespace nn::test;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

// The weight after each of the gradients. The bias gets the same gradients from the same start and
// must do the same, but for the decay of AdamW.
std::vector<double> weights_after(const std::vector<double>& gradients,
                                  const OptimizerSettings& settings,
                                  OptimizerState<double>* state = nullptr, double start = 1.0) {
    Network<double> network = scalar_network(start, start);
    Workspace<double> workspace;
    workspace.resize(network, 1);
    OptimizerState<double> own(network);
    OptimizerState<double>& optimizer = state ? *state : own;
    std::vector<double> weights;
    for (const double g : gradients) {
        workspace.dW[0](0, 0) = workspace.db[0](0) = g;
        optimizer.update(settings, network, workspace);
        weights.push_back(network.layers[0].W(0, 0));
        if (settings.kind != Optimizer::AdamW) CHECK(network.layers[0].b(0) == weights.back());
    }
    return weights;
}

void check_table(const std::vector<double>& weights, double first, double second) {
    CHECK_THAT(weights[0], WithinRel(first, 1e-14));
    CHECK_THAT(weights[1], WithinRel(second, 1e-14));
}

const std::vector<double> kGradients{0.5, -0.25};

}  // namespace

TEST_CASE("SGD steps down the gradient", "[engine]") {
    // w1 = 1 - 0.1 * 0.5 = 0.95; w2 = 0.95 + 0.1 * 0.25 = 0.975
    check_table(weights_after(kGradients, {.kind = Optimizer::Sgd, .learning_rate = 0.1}), 0.95,
                0.975);
}

TEST_CASE("momentum carries part of the last step on", "[engine]") {
    // v1 = -0.1 * 0.5 = -0.05;                       w1 = 0.95
    // v2 = 0.9 * -0.05 + 0.1 * 0.25 = -0.02;         w2 = 0.93
    check_table(weights_after(kGradients,
                              {.kind = Optimizer::Momentum, .learning_rate = 0.1, .momentum = 0.9}),
                0.95, 0.93);
}

TEST_CASE("Nesterov's momentum steps as if the velocity had been taken already", "[engine]") {
    // v1 = -0.1 * 0.5 = -0.05;                w1 = 1 + 0.9 * -0.05 - 0.1 * 0.5 = 0.905
    // v2 = 0.9 * -0.05 + 0.1 * 0.25 = -0.02;  w2 = 0.905 + 0.9 * -0.02 + 0.1 * 0.25 = 0.912
    check_table(weights_after(kGradients,
                              {.kind = Optimizer::Nesterov, .learning_rate = 0.1, .momentum = 0.9}),
                0.905, 0.912);
}

TEST_CASE("Adam scales each step by the gradients seen", "[engine]") {
    // beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, rate 0.1
    // m1 = 0.1 * 0.5 = 0.05;                 v1 = 0.001 * 0.25 = 0.00025
    // rate1 = 0.1 * sqrt(1 - 0.999) / (1 - 0.9) = 0.0316227766016838
    // w1 = 1 - 0.0316227766016838 * 0.05 / (sqrt(0.00025) + 1e-8) = 1 - 0.0999999367544868
    // m2 = 0.9 * 0.05 - 0.1 * 0.25 = 0.02;   v2 = 0.999 * 0.00025 + 0.001 * 0.0625 = 0.00031225
    // rate2 = 0.1 * sqrt(1 - 0.998001) / (1 - 0.81) = 0.0235316725327453
    // w2 = w1 - 0.0235316725327453 * 0.02 / (sqrt(0.00031225) + 1e-8) = w1 - 0.0266336888937203
    check_table(weights_after(kGradients, {.kind = Optimizer::Adam, .learning_rate = 0.1}),
                0.9000000632455132, 0.8733663743517929);
}

TEST_CASE("RMSProp divides by the root of a running mean", "[engine]") {
    // v1 = 0.01 * 0.25 = 0.0025;                      w1 = 1 - 0.1 * 0.5 / (0.05 + 1e-8)
    // v2 = 0.99 * 0.0025 + 0.01 * 0.0625 = 0.0031;    w2 = w1 + 0.1 * 0.25 / (sqrt(0.0031) + 1e-8)
    const auto weights =
        weights_after(kGradients, {.kind = Optimizer::RmsProp, .learning_rate = 0.1});
    CHECK_THAT(weights[0], WithinAbs(1.0 - 0.05 / 0.05000001, 1e-15));
    CHECK_THAT(weights[1], WithinRel(0.4490133744217505, 1e-14));
}

TEST_CASE("Adagrad divides by the root of all squares so far", "[engine]") {
    // v1 = 0.25;    w1 = 1 - 0.1 * 0.5 / (0.5 + 1e-8) = 0.900000002
    // v2 = 0.3125;  w2 = w1 + 0.1 * 0.25 / (0.5590169943749475 + 1e-8)
    check_table(weights_after(kGradients, {.kind = Optimizer::Adagrad, .learning_rate = 0.1}),
                0.9000000019999999, 0.9447213607499958);
}

TEST_CASE("AdamW takes its share of the weight, then makes Adam's step", "[engine]") {
    // rate 0.1, decay 0.5: each update first leaves 0.95 of the weight. Moments as Adam's above.
    // w1 = 0.95 - 0.1 / 0.1 * 0.05 / (sqrt(0.00025 / 0.001) + 1e-8) = 0.95 - 0.0999999980000000
    // w2 = 0.95 w1 - 0.1 / 0.19 * 0.02 / (sqrt(0.00031225 / 0.001999) + 1e-8)
    //    = 0.95 w1 - 0.0266337032921536
    OptimizerSettings settings{.kind = Optimizer::AdamW, .learning_rate = 0.1};
    settings.weight_decay = 0.5;
    check_table(weights_after(kGradients, settings), 0.850000002, 0.7808662986078463);

    SECTION("and leaves biases whole") {
        Network<double> network = scalar_network(1.0, 1.0);
        Workspace<double> workspace;
        workspace.resize(network, 1);
        workspace.dW[0](0, 0) = workspace.db[0](0) = 0.0;
        OptimizerState<double>(network).update(settings, network, workspace);
        CHECK(network.layers[0].W(0, 0) == 0.95);
        CHECK(network.layers[0].b(0) == 1.0);
    }
}

TEST_CASE("settings may change between two steps", "[engine]") {
    Network<double> network = scalar_network(1.0, 1.0);
    OptimizerState<double> state(network);
    const auto first =
        weights_after({0.5}, {.kind = Optimizer::Momentum, .learning_rate = 0.1}, &state);
    // v2 = 0.5 * -0.05 + 0.2 * 0.25 = 0.025
    const auto second =
        weights_after({-0.25}, {.kind = Optimizer::Momentum, .learning_rate = 0.2, .momentum = 0.5},
                      &state, first[0]);
    CHECK_THAT(second[0], WithinRel(0.975, 1e-14));
    CHECK(state.steps() == 2);
}

TEST_CASE("another kind of optimiser starts from zero moments", "[engine]") {
    Network<double> network = scalar_network(1.0, 1.0);
    OptimizerState<double> state(network);
    weights_after(kGradients, {.kind = Optimizer::Momentum}, &state);
    const OptimizerSettings adam{.kind = Optimizer::Adam, .learning_rate = 0.1};
    CHECK(weights_after(kGradients, adam, &state) == weights_after(kGradients, adam));
    CHECK(state.steps() == 2);
}

TEST_CASE("a copied optimiser continues exactly", "[engine]") {
    for (const auto& kind : enum_names<Optimizer>()) {
        CAPTURE(kind.key);
        const OptimizerSettings settings{.kind = kind.value, .learning_rate = 0.1};
        Network<double> network = scalar_network(1.0, 1.0);
        OptimizerState<double> state(network);
        weights_after(kGradients, settings, &state);
        OptimizerState<double> copy = state;
        CHECK(weights_after(kGradients, settings, &state) ==
              weights_after(kGradients, settings, &copy));
    }
}

// A velocity that fades for 1,000 steps, put into a weight of 0 by one step more.
template <class Scalar>
Scalar faded_velocity() {
    const OptimizerSettings settings{.kind = Optimizer::Momentum, .learning_rate = 0.1};
    Network<Scalar> network = scalar_network<Scalar>(0, 0);
    Workspace<Scalar> workspace;
    workspace.resize(network, 1);
    workspace.db[0](0) = Scalar(0);
    OptimizerState<Scalar> optimizer(network);
    for (int step = 0; step < 1000; ++step) {
        workspace.dW[0](0, 0) = step == 0 ? Scalar(1) : Scalar(0);
        optimizer.update(settings, network, workspace);
    }
    network.layers[0].W(0, 0) = Scalar(0);
    optimizer.update(settings, network, workspace);
    return network.layers[0].W(0, 0);
}

TEST_CASE("what is too small to matter becomes zero, in float alone", "[engine]") {
    CHECK(faded_velocity<float>() == 0.0f);
    CHECK_THAT(faded_velocity<double>(), WithinRel(-0.1 * std::pow(0.9, 1000), 1e-9));
}

TEST_CASE("an update allocates nothing", "[engine]") {
    if (!counts_allocations()) SKIP("malloc cannot be watched here");
    const std::vector<LayerShape> hidden{{30, Activation::Relu}};
    Problem problem = random_problem(20, hidden, 3, Loss::CrossEntropy, 2, 1);
    Workspace<double> workspace = workspace_of(problem);
    forward(problem.network, workspace, 2);
    backward(problem.network, workspace, problem.labels, {.l2 = 0.0});
    OptimizerState<double> state(problem.network);
    for (const auto& kind : enum_names<Optimizer>()) {
        const OptimizerSettings settings{.kind = kind.value};
        const long long before = allocation_count();
        state.update(settings, problem.network, workspace);
        const long long after = allocation_count();
        CHECK(after == before);
    }
}
