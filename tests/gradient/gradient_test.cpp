// Every gradient against central differences in double: each activation, loss, regulariser and
// depth. ReLU's kink would make a difference quotient meaningless, so seeds are taken at which
// every pre-activation keeps clear of zero by far more than the step, and that is asserted.
#include <catch2/catch_test_macros.hpp>

#include <limits>

#include "tests/support/gradient_check.h"
#include "tests/support/small_network.h"

using namespace nn;
using namespace nn::test;

namespace {

constexpr double kTolerance = 1e-6;
constexpr double kClearOfKinks = 1e-3;
constexpr Eigen::Index kBatch = 5;
constexpr int kInputs = 4, kClasses = 3;
constexpr int kUnits[] = {5, 4, 6, 3};

std::vector<LayerShape> shapes(std::size_t depth, Activation activation) {
    std::vector<LayerShape> hidden;
    for (std::size_t l = 0; l < depth; ++l) hidden.push_back({kUnits[l], activation});
    return hidden;
}

// A problem clear of kinks under the dropout mask that `mask` draws (null: no dropout).
Problem problem_clear_of_kinks(std::span<const LayerShape> hidden, Loss loss, double dropout,
                               const RandomState* mask) {
    for (std::uint32_t seed = 0; seed < 200; ++seed) {
        Problem problem = random_problem(kInputs, hidden, kClasses, loss, kBatch, seed);
        for (std::size_t l = 0; l < hidden.size(); ++l) problem.network.layers[l].dropout = dropout;
        Workspace<double> workspace = workspace_of(problem);
        RandomState random = mask ? *mask : RandomState(0);
        forward(problem.network, workspace, kBatch, mask ? &random : nullptr);
        if (distance_to_kink(problem.network, workspace, kBatch) > kClearOfKinks) return problem;
    }
    FAIL("no seed keeps all pre-activations away from zero");
    return {};
}

// The gradient of backward against differences of objective, each forward pass under the same mask.
GradientDifference check(const Problem& problem, double l2, const RandomState* mask = nullptr) {
    Network<double> network = problem.network;
    Workspace<double> workspace = workspace_of(problem);
    const auto pass = [&] {
        RandomState random = mask ? *mask : RandomState(0);
        forward(network, workspace, kBatch, mask ? &random : nullptr);
    };
    const std::vector<double> parameters = parameters_of(network);
    pass();
    REQUIRE(distance_to_kink(network, workspace, kBatch) > kClearOfKinks);
    backward(network, workspace, problem.labels, l2);
    const std::vector<double> gradient = gradient_of(workspace);

    const auto f = [&](std::span<const double> point) {
        set_parameters(network, point);
        pass();
        return objective(network, workspace, problem.labels, l2);
    };
    return check_gradient(f, parameters, gradient);
}

void require_right(const GradientDifference& worst) {
    INFO("parameter " << worst.index << ": analytic " << worst.analytic << ", numeric "
                      << worst.numeric);
    REQUIRE(worst.error < kTolerance);
}

}  // namespace

TEST_CASE("the gradient is right for every activation, loss, regulariser and depth", "[engine]") {
    for (const auto& activation : enum_names<Activation>()) {
        for (const auto& loss : enum_names<Loss>()) {
            for (const double l2 : {0.0, 0.3}) {
                for (std::size_t depth = 0; depth <= 4; ++depth) {
                    CAPTURE(activation.key, loss.key, l2, depth);
                    const auto hidden = shapes(depth, activation.value);
                    require_right(
                        check(problem_clear_of_kinks(hidden, loss.value, 0.0, nullptr), l2));
                }
            }
        }
    }
}

TEST_CASE("the gradient is right when every layer has another activation", "[engine]") {
    const std::vector<LayerShape> hidden{{5, Activation::Tanh},
                                         {4, Activation::Relu},
                                         {6, Activation::Sigmoid},
                                         {3, Activation::Linear}};
    for (const auto& loss : enum_names<Loss>()) {
        CAPTURE(loss.key);
        require_right(check(problem_clear_of_kinks(hidden, loss.value, 0.0, nullptr), 0.1));
    }
}

TEST_CASE("the gradient is right under a fixed dropout mask", "[engine]") {
    const RandomState mask(7);
    for (const auto& activation : enum_names<Activation>()) {
        for (const auto& loss : enum_names<Loss>()) {
            for (std::size_t depth = 1; depth <= 4; ++depth) {
                CAPTURE(activation.key, loss.key, depth);
                const auto hidden = shapes(depth, activation.value);
                require_right(
                    check(problem_clear_of_kinks(hidden, loss.value, 0.4, &mask), 0.1, &mask));
            }
        }
    }
}

TEST_CASE("a wrong gradient makes the check fail", "[engine]") {
    const auto hidden = shapes(2, Activation::Tanh);
    const Problem problem = problem_clear_of_kinks(hidden, Loss::CrossEntropy, 0.0, nullptr);
    Network<double> network = problem.network;
    Workspace<double> workspace = workspace_of(problem);
    const std::vector<double> parameters = parameters_of(network);
    forward(network, workspace, kBatch);
    backward(network, workspace, problem.labels, 0.3);
    const std::vector<double> right = gradient_of(workspace);
    const auto f = [&](std::span<const double> point) {
        set_parameters(network, point);
        forward(network, workspace, kBatch);
        return objective(network, workspace, problem.labels, 0.3);
    };
    require_right(check_gradient(f, parameters, right));

    SECTION("one parameter off by a hundred-thousandth part") {
        std::vector<double> wrong = right;
        wrong[11] *= 1.00001;
        const GradientDifference worst = check_gradient(f, parameters, wrong);
        CHECK(worst.error > kTolerance);
        CHECK(worst.index == 11);
    }
    SECTION("a sign") {
        std::vector<double> wrong = right;
        wrong.back() = -wrong.back();
        CHECK(check_gradient(f, parameters, wrong).error > kTolerance);
    }
    SECTION("not a number") {
        std::vector<double> wrong = right;
        wrong[3] = std::numeric_limits<double>::quiet_NaN();
        CHECK(check_gradient(f, parameters, wrong).error > kTolerance);
    }
    SECTION("the regulariser forgotten") {
        set_parameters<double>(network, parameters);
        forward(network, workspace, kBatch);
        backward(network, workspace, problem.labels, 0.0);
        CHECK(check_gradient(f, parameters, gradient_of(workspace)).error > kTolerance);
    }
    SECTION("the derivative of another activation") {
        set_parameters<double>(network, parameters);
        forward(network, workspace, kBatch);
        network.layers[0].activation = Activation::Sigmoid;
        backward(network, workspace, problem.labels, 0.3);
        network.layers[0].activation = Activation::Tanh;
        CHECK(check_gradient(f, parameters, gradient_of(workspace)).error > kTolerance);
    }
}
