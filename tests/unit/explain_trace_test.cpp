// The trace of one step against the passes that training uses (bit for bit), against central
// differences, and against itself: terms add up to sums, paths to gradients.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include "engine/explain/trace.h"
#include "tests/support/gradient_check.h"
#include "tests/support/small_network.h"

using namespace nn;
using namespace nn::test;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

// Every class weighs something else, and both penalties pull.
constexpr double kClassWeights[] = {0.5, 2.0, 1.25, 3.0};
const ObjectiveTerms kTerms{.l1 = 0.03, .l2 = 0.07, .class_weights = kClassWeights};

constexpr Loss kLosses[] = {Loss::CrossEntropy, Loss::BinaryCrossEntropy, Loss::SquaredError};

const std::vector<std::vector<LayerShape>> kShapes = {
    {},
    {{9, Activation::Relu}},
    {{7, Activation::Tanh}, {5, Activation::Sigmoid}},
    {{6, Activation::Relu}, {5, Activation::Linear}, {4, Activation::Tanh}},
    {{6, Activation::LeakyRelu}, {5, Activation::Elu}, {4, Activation::Gelu}},
    {{6, Activation::Gelu}, {5, Activation::Softplus}},
};

template <class Scalar>
Network<Scalar> as(const Network<double>& from) {
    Network<Scalar> network;
    network.loss = from.loss;
    for (const DenseLayer<double>& layer : from.layers)
        network.layers.push_back({.W = layer.W.template cast<Scalar>(),
                                  .b = layer.b.template cast<Scalar>(),
                                  .activation = layer.activation});
    return network;
}

template <class Scalar>
bool equal(std::span<const Scalar> left, std::span<const Scalar> right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end());
}

template <class Scalar>
std::span<const Scalar> row_of(const Matrix<Scalar>& matrix) {
    return first_rows(matrix, 1);
}

// Calls back for every parameter of the network, in the order of parameters_of.
template <class Scalar>
void for_each_place(const Network<Scalar>& network,
                    const std::function<void(const ParameterPlace&)>& visit) {
    for (std::size_t l = 0; l < network.layers.size(); ++l) {
        const auto inputs = static_cast<std::size_t>(network.layers[l].inputs());
        const auto units = static_cast<std::size_t>(network.layers[l].units());
        for (std::size_t i = 0; i < inputs; ++i)
            for (std::size_t n = 0; n < units; ++n) visit({l, i, n});
        for (std::size_t n = 0; n < units; ++n) visit({l, ParameterPlace::kBias, n});
    }
}

template <class Scalar>
void check_against_passes(const Problem& problem) {
    const Network<Scalar> network = as<Scalar>(problem.network);
    Workspace<Scalar> workspace;
    workspace.resize(network, 1);
    workspace.A[0] = problem.X.cast<Scalar>();
    forward(network, workspace, 1);
    const double loss = objective(network, workspace, problem.labels, kTerms);
    backward(network, workspace, problem.labels, kTerms);

    const Trace<Scalar> trace =
        trace_step<Scalar>(network, row_of(workspace.A[0]), problem.labels[0], kTerms);
    CHECK(trace.objective() == loss);
    CHECK(trace.prediction == prediction_of(row_of(workspace.A.back())));
    for (std::size_t l = 0; l < network.layers.size(); ++l) {
        CAPTURE(l);
        CHECK(equal<Scalar>(trace.layers[l].a, row_of(workspace.A[l + 1])));
        CHECK(equal<Scalar>(trace.layers[l].dz, row_of(workspace.dA[l + 1])));
    }
    bool are_gradients_equal = true;
    const Network<Scalar> all = gradients_of(network, trace);
    for_each_place(network, [&](const ParameterPlace& place) {
        const auto neuron = static_cast<Eigen::Index>(place.neuron);
        const Scalar expected =
            place.is_bias()
                ? workspace.db[place.layer](neuron)
                : workspace.dW[place.layer](static_cast<Eigen::Index>(place.input), neuron);
        are_gradients_equal &= gradient_at(network, trace, place).total == expected;
        are_gradients_equal &= parameter_at(all, place) == expected;
    });
    CHECK(are_gradients_equal);
}

Trace<double> trace_of(const Problem& problem, const ObjectiveTerms& terms = kTerms) {
    return trace_step<double>(problem.network, row_of(problem.X), problem.labels[0], terms);
}

Problem small_problem(Loss loss = Loss::CrossEntropy, std::uint32_t seed = 3) {
    return random_problem(5, kShapes[3], 4, loss, 1, seed);
}

// Every path from layer `first`, neuron `start` to the outputs.
std::vector<std::vector<std::size_t>> all_paths(const Network<double>& network, std::size_t first,
                                                std::size_t start) {
    std::vector<std::vector<std::size_t>> paths{{start}};
    for (std::size_t l = first + 1; l < network.layers.size(); ++l) {
        std::vector<std::vector<std::size_t>> longer;
        for (const std::vector<std::size_t>& path : paths) {
            for (std::size_t n = 0; n < static_cast<std::size_t>(network.layers[l].units()); ++n) {
                longer.push_back(path);
                longer.back().push_back(n);
            }
        }
        paths = longer;
    }
    return paths;
}

}  // namespace

TEST_CASE("a trace has the bits of the passes that training uses", "[engine]") {
    for (const Loss loss : kLosses) {
        for (std::size_t shape = 0; shape < kShapes.size(); ++shape) {
            for (std::uint32_t seed = 0; seed < 5; ++seed) {
                CAPTURE(shape, seed);
                const Problem problem = random_problem(13, kShapes[shape], 4, loss, 1, seed);
                check_against_passes<double>(problem);
                check_against_passes<float>(problem);
            }
        }
    }
}

TEST_CASE("gradients by the input, the activations and the answer are those of differences",
          "[engine]") {
    const double h = 1e-6;
    for (const Loss loss : kLosses) {
        const Problem problem = small_problem(loss);
        const Trace<double> trace = trace_of(problem);

        for (Eigen::Index i = 0; i < problem.X.cols(); ++i) {
            Problem more = problem, less = problem;
            more.X(0, i) += h;
            less.X(0, i) -= h;
            const double slope =
                (trace_of(more).objective() - trace_of(less).objective()) / (2 * h);
            CHECK_THAT(trace.dx[static_cast<std::size_t>(i)],
                       WithinRel(slope, 1e-6) || WithinAbs(slope, 1e-8));
        }
        // A small change of a[n] moves the next layer's sums as a change of its biases by w·da would.
        for (std::size_t l = 0; l + 1 < trace.layers.size(); ++l) {
            for (std::size_t n = 0; n < trace.layers[l].a.size(); ++n) {
                Problem more = problem, less = problem;
                const RowVector<double> w =
                    problem.network.layers[l + 1].W.row(static_cast<Eigen::Index>(n));
                more.network.layers[l + 1].b += h * w;
                less.network.layers[l + 1].b -= h * w;
                const double slope =
                    (trace_of(more).objective() - trace_of(less).objective()) / (2 * h);
                CHECK_THAT(trace.layers[l].da[n], WithinRel(slope, 1e-6) || WithinAbs(slope, 1e-8));
            }
        }
        // The loss by the answer, each number changed by itself.
        const std::vector<double>& answer = trace.layers.back().a;
        for (std::size_t c = 0; c < answer.size(); ++c) {
            std::vector<double> more = answer, less = answer;
            more[c] += h;
            less[c] -= h;
            const auto sum = [&](const std::vector<double>& y) {
                return loss_sum<double>(loss, y.size(), y, problem.labels, kClassWeights);
            };
            CHECK_THAT(trace.layers.back().da[c],
                       WithinRel((sum(more) - sum(less)) / (2 * h), 1e-6) || WithinAbs(0.0, 1e-8));
        }
    }
}

TEST_CASE("a neuron's terms add up to its sum, and the largest come first", "[engine]") {
    const Problem problem = small_problem();
    const Trace<double> trace = trace_of(problem);
    for (std::size_t l = 0; l < trace.layers.size(); ++l) {
        for (std::size_t n = 0; n < trace.layers[l].z.size(); ++n) {
            const auto terms = sum_terms(problem.network, trace, l, n);
            CHECK(terms.back().sum == trace.layers[l].z[n]);  // the bits of the forward pass
            for (const auto& term : terms) CHECK(term.product == term.x * term.w);

            const auto largest = largest_terms(problem.network, trace, l, n, 3);
            REQUIRE(largest.size() == 3);
            double beyond = 0.0;
            for (const auto& term : terms) {
                const bool is_listed =
                    std::any_of(largest.begin(), largest.end(),
                                [&](const auto& other) { return other.input == term.input; });
                if (!is_listed) beyond = std::max(beyond, std::abs(term.product));
            }
            CHECK(std::abs(largest[0].product) >= std::abs(largest[1].product));
            CHECK(std::abs(largest[2].product) >= beyond);
        }
    }
    CHECK(largest_terms(problem.network, trace, 0, 0, 100).size() == 5);
}

TEST_CASE("terms of equal size keep the order of their inputs", "[engine]") {
    Network<double> network =
        make_network<double>(3, {}, 2, Loss::SquaredError, Initializer::Zeros, 0);
    network.layers[0].W << 1, 0, -1, 0, 2, 0;
    const double x[] = {1.0, 1.0, 0.5};
    const Trace<double> trace = trace_step<double>(network, x, 0, {});
    const auto largest = largest_terms(network, trace, 0, 0, 3);
    for (std::size_t i = 0; i < 3; ++i) CHECK(largest[i].input == i);
}

TEST_CASE("terms that are no numbers come first", "[engine]") {
    Network<double> network =
        make_network<double>(40, {}, 2, Loss::SquaredError, Initializer::Zeros, 0);
    network.layers[0].W.setConstant(0.5);
    std::vector<double> x(40, 1.0);
    for (std::size_t i = 20; i < 40; ++i) x[i] = std::numeric_limits<double>::quiet_NaN();
    const Trace<double> trace = trace_step<double>(network, x, 0, {});
    const auto largest = largest_terms(network, trace, 0, 0, 40);
    for (std::size_t i = 0; i < 40; ++i) CHECK(largest[i].input == (i + 20) % 40);
}

TEST_CASE("the softmax taken apart gives the answer", "[engine]") {
    const Problem problem = small_problem();
    const Trace<double> trace = trace_of(problem);
    const Softmax<double> softmax = softmax_terms(trace);
    REQUIRE(softmax.terms.size() == 4);
    double largest = 0.0;
    for (std::size_t c = 0; c < 4; ++c) {
        CHECK(softmax.terms[c].probability == trace.layers.back().a[c]);
        CHECK_THAT(softmax.terms[c].exponential,
                   WithinRel(std::exp(softmax.terms[c].z - softmax.largest), 1e-14));
        largest = std::max(largest, softmax.terms[c].exponential);
    }
    CHECK(largest == 1.0);
}

TEST_CASE("the terms of the loss add up to it", "[engine]") {
    for (const Loss loss : kLosses) {
        const Problem problem = small_problem(loss);
        const Trace<double> trace = trace_of(problem);
        double sum = 0.0, targets = 0.0;
        for (const LossTerm& term : loss_terms(loss, trace)) {
            sum += term.loss;
            targets += term.target;
        }
        CHECK(targets == 1.0);
        CHECK_THAT(sum, WithinRel(trace.sample_loss, 1e-14));
        CHECK_THAT(trace.objective() - trace.penalty, WithinRel(trace.sample_loss, 1e-12));
    }
    const Problem problem = small_problem();
    const double p = trace_of(problem).layers.back().a[problem.labels[0]];
    const double weight = kClassWeights[problem.labels[0]];
    CHECK_THAT(trace_of(problem).sample_loss, WithinRel(-weight * std::log(p), 1e-14));
}

TEST_CASE("what a neuron sends on and gets back adds up", "[engine]") {
    const Problem problem = small_problem();
    const Trace<double> trace = trace_of(problem);
    for (std::size_t l = 0; l + 1 < trace.layers.size(); ++l) {
        for (std::size_t n = 0; n < trace.layers[l].a.size(); ++n) {
            double returned = 0.0;
            for (const auto& term : outgoing_terms(problem.network, trace, l, n)) {
                returned += term.returns;
                const auto arriving = sum_terms(problem.network, trace, l + 1, term.unit);
                CHECK(arriving[n].product == term.carries);
            }
            CHECK(returned == trace.layers[l].da[n]);
            const double slope = slope_of(problem.network.layers[l].activation,
                                          trace.layers[l].z[n], trace.layers[l].a[n]);
            CHECK(trace.layers[l].dz[n] == trace.layers[l].da[n] * slope);
        }
    }
    CHECK(outgoing_terms(problem.network, trace, 3, 0).empty());
}

TEST_CASE("the products along all paths add up to the gradient", "[engine]") {
    for (const Loss loss : kLosses) {
        const Problem problem = small_problem(loss);
        const Trace<double> trace = trace_of(problem);
        for_each_place(problem.network, [&](const ParameterPlace& place) {
            double sum = 0.0, strongest = 0.0;
            for (const auto& neurons : all_paths(problem.network, place.layer, place.neuron)) {
                const Path<double> path = path_of<double>(problem.network, trace, place, neurons);
                double product = 1.0;
                for (const auto& factor : path.factors) product *= factor.value;
                CHECK_THAT(path.product, WithinRel(product, 1e-12) || WithinAbs(0.0, 1e-300));
                CHECK(path.factors.size() == 2 * neurons.size());
                sum += path.product;
                strongest = std::max(strongest, std::abs(path.product));
            }
            const double expected = gradient_at(problem.network, trace, place).of_loss;
            CHECK_THAT(sum, WithinRel(expected, 1e-9) || WithinAbs(expected, 1e-13));
            CHECK_THAT(std::abs(strongest_path(problem.network, trace, place).product),
                       WithinRel(strongest, 1e-12) || WithinAbs(strongest, 1e-300));
        });
    }
}

TEST_CASE("the length of the gradient is that of all its numbers", "[engine]") {
    const Problem problem = small_problem();
    const Trace<double> trace = trace_of(problem);
    double squares = 0.0;
    for_each_place(problem.network, [&](const ParameterPlace& place) {
        const double g = gradient_at(problem.network, trace, place).total;
        squares += g * g;
    });
    CHECK_THAT(gradient_length(problem.network, trace), WithinRel(std::sqrt(squares), 1e-14));
}

TEST_CASE("the penalty pulls at weights and leaves biases alone", "[engine]") {
    const Problem problem = small_problem();
    const Trace<double> with = trace_of(problem),
                        without = trace_of(problem, {.class_weights = kClassWeights});
    CHECK(without.penalty == 0.0);
    for_each_place(problem.network, [&](const ParameterPlace& place) {
        const auto gradient = gradient_at(problem.network, with, place);
        const double w = parameter_at(problem.network, place);
        const double pull = 0.07 * w + (w > 0.0 ? 0.03 : -0.03);
        CHECK(gradient.of_penalty == (place.is_bias() ? 0.0 : pull));
        CHECK(gradient.total == gradient.of_loss + gradient.of_penalty);
        CHECK(gradient_at(problem.network, without, place).total == gradient.of_loss);
    });
}
