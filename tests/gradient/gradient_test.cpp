// Every gradient against central differences in double: each activation, loss, regulariser and
// depth. A kink (of ReLU at z = 0, of L1 at w = 0) would make a difference quotient meaningless, so
// seeds are taken at which every pre-activation and every weight keeps clear of zero by far more
// than the step, and that is asserted.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
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
constexpr double kClassWeights[kClasses] = {0.4, 1.0, 2.5};

struct NamedTerms {
    const char* name;
    ObjectiveTerms terms;
};
const NamedTerms kTerms[] = {{"none", {}},
                             {"L2", {.l2 = 0.3}},
                             {"L1", {.l1 = 0.2}},
                             {"class weights", {.class_weights = kClassWeights}},
                             {"all", {.l1 = 0.2, .l2 = 0.3, .class_weights = kClassWeights}}};

std::vector<LayerShape> shapes(std::size_t depth, Activation activation) {
    std::vector<LayerShape> hidden;
    for (std::size_t l = 0; l < depth; ++l) hidden.push_back({kUnits[l], activation});
    return hidden;
}

bool is_clear_of_kinks(const Network<double>& network, const Workspace<double>& workspace) {
    double smallest = distance_to_kink(network, workspace, kBatch);
    for (const DenseLayer<double>& layer : network.layers)
        smallest = std::min(smallest, layer.W.cwiseAbs().minCoeff());
    return smallest > kClearOfKinks;
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
        if (is_clear_of_kinks(problem.network, workspace)) return problem;
    }
    FAIL("no seed keeps all pre-activations and weights away from zero");
    return {};
}

// The gradient of backward against differences of objective, each forward pass under the same mask.
GradientDifference check(const Problem& problem, const ObjectiveTerms& terms,
                         const RandomState* mask = nullptr) {
    Network<double> network = problem.network;
    Workspace<double> workspace = workspace_of(problem);
    const auto pass = [&] {
        RandomState random = mask ? *mask : RandomState(0);
        forward(network, workspace, kBatch, mask ? &random : nullptr);
    };
    const std::vector<double> parameters = parameters_of(network);
    pass();
    REQUIRE(is_clear_of_kinks(network, workspace));
    backward(network, workspace, problem.labels, terms);
    const std::vector<double> gradient = gradient_of(workspace);

    const auto f = [&](std::span<const double> point) {
        set_parameters(network, point);
        pass();
        return objective(network, workspace, problem.labels, terms);
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
            for (const auto& [name, terms] : kTerms) {
                for (std::size_t depth = 0; depth <= 4; ++depth) {
                    CAPTURE(activation.key, loss.key, name, depth);
                    const auto hidden = shapes(depth, activation.value);
                    require_right(
                        check(problem_clear_of_kinks(hidden, loss.value, 0.0, nullptr), terms));
                }
            }
        }
    }
}

TEST_CASE("the gradient is right when every layer has another activation", "[engine]") {
    const std::vector<LayerShape> hidden{{5, Activation::Tanh},   {4, Activation::Relu},
                                         {6, Activation::Gelu},   {3, Activation::Sigmoid},
                                         {4, Activation::Elu},    {3, Activation::LeakyRelu},
                                         {5, Activation::Linear}, {4, Activation::Softplus}};
    for (const auto& loss : enum_names<Loss>()) {
        CAPTURE(loss.key);
        require_right(check(problem_clear_of_kinks(hidden, loss.value, 0.0, nullptr), {.l2 = 0.1}));
    }
}

TEST_CASE("the gradient of a regression is right for every activation and depth", "[engine]") {
    const float targets[kBatch] = {-0.75f, 0.5f, 0.125f, -0.25f, 1.0f};
    for (const auto& activation : enum_names<Activation>()) {
        for (std::size_t depth = 0; depth <= 4; ++depth) {
            CAPTURE(activation.key, depth);
            const auto hidden = shapes(depth, activation.value);
            Problem problem;
            for (std::uint32_t seed = 0; seed < 200; ++seed) {
                problem = random_problem(kInputs, hidden, 1, Loss::SquaredError, kBatch, seed);
                Workspace<double> workspace = workspace_of(problem);
                forward(problem.network, workspace, kBatch);
                if (is_clear_of_kinks(problem.network, workspace)) break;
            }
            require_right(check(problem, {.l1 = 0.2, .l2 = 0.3, .targets = targets}));
        }
    }
}

TEST_CASE("the gradient is right under a fixed dropout mask", "[engine]") {
    const RandomState mask(7);
    for (const auto& activation : enum_names<Activation>()) {
        for (const auto& loss : enum_names<Loss>()) {
            for (std::size_t depth = 1; depth <= 4; ++depth) {
                CAPTURE(activation.key, loss.key, depth);
                const auto hidden = shapes(depth, activation.value);
                require_right(check(problem_clear_of_kinks(hidden, loss.value, 0.4, &mask),
                                    {.l2 = 0.1}, &mask));
            }
        }
    }
}

TEST_CASE("a wrong gradient makes the check fail", "[engine]") {
    const auto hidden = shapes(2, Activation::Tanh);
    const Problem problem = problem_clear_of_kinks(hidden, Loss::CrossEntropy, 0.0, nullptr);
    const ObjectiveTerms terms{.l1 = 0.2, .l2 = 0.3, .class_weights = kClassWeights};
    Network<double> network = problem.network;
    Workspace<double> workspace = workspace_of(problem);
    const std::vector<double> parameters = parameters_of(network);
    forward(network, workspace, kBatch);
    backward(network, workspace, problem.labels, terms);
    const std::vector<double> right = gradient_of(workspace);
    const auto f = [&](std::span<const double> point) {
        set_parameters(network, point);
        forward(network, workspace, kBatch);
        return objective(network, workspace, problem.labels, terms);
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
    SECTION("a part of the objective forgotten") {
        set_parameters<double>(network, parameters);
        for (int part = 0; part < 3; ++part) {
            CAPTURE(part);
            ObjectiveTerms less = terms;
            if (part == 0) less.l1 = 0.0;
            if (part == 1) less.l2 = 0.0;
            if (part == 2) less.class_weights = {};
            forward(network, workspace, kBatch);
            backward(network, workspace, problem.labels, less);
            CHECK(check_gradient(f, parameters, gradient_of(workspace)).error > kTolerance);
        }
    }
    SECTION("the derivative of another activation") {
        set_parameters<double>(network, parameters);
        forward(network, workspace, kBatch);
        network.layers[0].activation = Activation::Sigmoid;
        backward(network, workspace, problem.labels, terms);
        network.layers[0].activation = Activation::Tanh;
        CHECK(check_gradient(f, parameters, gradient_of(workspace)).error > kTolerance);
    }
}
