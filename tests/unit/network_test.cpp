#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "engine/network/network.h"
#include "tests/support/allocation_counter.h"
#include "tests/support/gradient_check.h"
#include "tests/support/small_network.h"

using namespace nn;
using namespace nn::test;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

const std::vector<LayerShape> kHidden{{5, Activation::Relu}, {4, Activation::Tanh}};

}  // namespace

TEST_CASE("a gradient that is too long is shortened, all of it alike", "[engine]") {
    Network<double> network = scalar_network(0.0, 0.0);
    Workspace<double> workspace;
    workspace.resize(network, 1);
    const auto clipped = [&](double max_norm) {
        workspace.dW[0](0, 0) = 3.0;
        workspace.db[0](0) = -4.0;  // 5 long
        clip_gradient(workspace, max_norm);
        return std::pair(workspace.dW[0](0, 0), workspace.db[0](0));
    };
    CHECK(clipped(0.0) == std::pair(3.0, -4.0));
    CHECK(clipped(6.0) == std::pair(3.0, -4.0));
    CHECK_THAT(clipped(2.5).first, WithinRel(3.0 * 2.5 / 5.000001, 1e-15));
    CHECK_THAT(clipped(2.5).second, WithinRel(-4.0 * 2.5 / 5.000001, 1e-15));
    workspace.dW[0](0, 0) = std::numeric_limits<double>::quiet_NaN();
    clip_gradient(workspace, 1.0);
    CHECK(std::isnan(workspace.dW[0](0, 0)));
}

TEST_CASE("a neuron computes f(x w + b)", "[engine]") {
    // x = (0.5, 0.3), w = (0.8, -0.4), b = 0.1: z = 0.4 - 0.12 + 0.1 = 0.38, sigmoid(z) = 0.593873
    const std::vector<LayerShape> hidden{{1, Activation::Sigmoid}};
    Network<double> network =
        make_network<double>(2, hidden, 1, Loss::SquaredError, Initializer::Zeros, 0);
    set_parameters<double>(network, std::vector<double>{0.8, -0.4, 0.1, 1.0, 0.0});
    Workspace<double> workspace;
    workspace.resize(network, 1);
    workspace.A[0] << 0.5, 0.3;
    forward(network, workspace, 1);
    CHECK_THAT(workspace.A[1](0, 0), WithinRel(0.5938731029341427, 1e-14));
}

TEST_CASE("forward and backward pass agree with a calculation by hand", "[engine]") {
    // Two samples, one ReLU unit, two classes, squared error.
    //   x = 1 and -2; W1 = 2, b1 = 1; W2 = (1, -1), b2 = (0.5, 0)
    //   z1 = 3, -3; a = 3, 0
    //   y  = (3.5, -3), (0.5, 0); labels 0, 1: errors (2.5, -3), (0.5, -1)
    //   loss = ((6.25 + 9) / 2 + (0.25 + 1) / 2) / 2 = 4.125
    //   dZ2 = errors / 2 = (1.25, -1.5), (0.25, -0.5)
    //   dW2 = aT dZ2 = (3.75, -4.5); db2 = (1.5, -2)
    //   da = dZ2 W2T = 1.25 + 1.5 = 2.75, 0.75; dz1 = 2.75, 0
    //   dW1 = 1 * 2.75 = 2.75; db1 = 2.75
    // l2 = 0.4: penalty 0.4 / 2 * (4 + 1 + 1) / 2 = 0.6; gradient 0.4 / 2 * W
    const std::vector<LayerShape> hidden{{1, Activation::Relu}};
    Network<double> network =
        make_network<double>(1, hidden, 2, Loss::SquaredError, Initializer::Zeros, 0);
    set_parameters<double>(network, std::vector<double>{2.0, 1.0, 1.0, -1.0, 0.5, 0.0});
    Workspace<double> workspace;
    workspace.resize(network, 2);
    workspace.A[0] << 1.0, -2.0;
    const std::vector<std::uint8_t> labels{0, 1};
    forward(network, workspace, 2);
    CHECK_THAT(objective(network, workspace, labels, {.l2 = 0.0}), WithinRel(4.125, 1e-14));
    CHECK_THAT(objective(network, workspace, labels, {.l2 = 0.4}), WithinRel(4.725, 1e-14));

    backward(network, workspace, labels, {.l2 = 0.0});
    CHECK(gradient_of(workspace) == std::vector<double>{2.75, 2.75, 3.75, -4.5, 1.5, -2.0});
    backward(network, workspace, labels, {.l2 = 0.4});
    const std::vector<double> expected{2.75 + 0.4, 2.75, 3.75 + 0.2, -4.5 - 0.2, 1.5, -2.0};
    const std::vector<double> gradient = gradient_of(workspace);
    for (std::size_t i = 0; i < expected.size(); ++i)
        CHECK_THAT(gradient[i], WithinRel(expected[i], 1e-14));
}

TEST_CASE("the penalty is half of l2 times the squared weights, whatever their number",
          "[engine]") {
    for (const int inputs : {1, 3, 7, 8, 9, 16, 61}) {
        Network<double> network =
            make_network<double>(inputs, {}, 1, Loss::SquaredError, Initializer::Zeros, 0);
        double squares = 0.0;
        for (int i = 0; i < inputs; ++i) {
            network.layers[0].W(i, 0) = 0.1 * (i + 1);
            squares += 0.01 * (i + 1) * (i + 1);
        }
        network.layers[0].b(0) = 100.0;  // no part of it
        CAPTURE(inputs);
        CHECK_THAT(penalty(network, 4, {.l2 = 0.5}), WithinRel(0.5 * 0.5 * squares / 4.0, 1e-13));
    }
}

TEST_CASE("a new network has the asked-for shape, drawn layer by layer from one generator",
          "[engine]") {
    const Network<float> network =
        make_network<float>(7, kHidden, 3, Loss::CrossEntropy, Initializer::GlorotNormal, 11);
    REQUIRE(network.layers.size() == 3);
    CHECK(network.inputs() == 7);
    CHECK(network.outputs() == 3);
    CHECK(network.layers[1].activation == Activation::Tanh);
    CHECK(network.layers[2].activation == Activation::Linear);
    CHECK(network.parameter_count() == 7 * 5 + 5 + 5 * 4 + 4 + 4 * 3 + 3);
    RandomState random(11);
    for (const DenseLayer<float>& layer : network.layers) {
        Matrix<float> W(layer.inputs(), layer.units());
        RowVector<float> b(W.cols());
        initialize(Initializer::GlorotNormal, layer.activation, random, W, b);
        CHECK(layer.W == W);
        CHECK(layer.b.isZero(0.0f));
    }
}

TEST_CASE("parameters go out in one row and come back", "[engine]") {
    const Problem problem = random_problem(4, kHidden, 3, Loss::CrossEntropy, 2, 1);
    const std::vector<double> parameters = parameters_of(problem.network);
    REQUIRE(parameters.size() == problem.network.parameter_count());
    CHECK(parameters[0] == problem.network.layers[0].W(0, 0));
    CHECK(parameters[1] == problem.network.layers[0].W(0, 1));
    CHECK(parameters[4 * 5] == problem.network.layers[0].b(0));
    CHECK(parameters.back() == problem.network.layers[2].b(2));
    Network<double> copy =
        make_network<double>(4, kHidden, 3, Loss::CrossEntropy, Initializer::Zeros, 0);
    set_parameters<double>(copy, parameters);
    CHECK(parameters_of(copy) == parameters);
}

TEST_CASE("a sample's answer does not depend on its company", "[engine]") {
    const Problem problem = random_problem(4, kHidden, 3, Loss::CrossEntropy, 9, 2);
    Workspace<double> together = workspace_of(problem);
    forward(problem.network, together, 9);
    Workspace<double> alone;
    alone.resize_for_inference(problem.network, 1);
    for (Eigen::Index row = 0; row < 9; ++row) {
        alone.A[0] = problem.X.row(row);
        forward(problem.network, alone, 1);
        CHECK(alone.A.back().row(0) == together.A.back().row(row));
    }
}

TEST_CASE("rows beyond the batch are neither read nor written", "[engine]") {
    const Problem problem = random_problem(4, kHidden, 3, Loss::CrossEntropy, 3, 2);
    Workspace<double> exact = workspace_of(problem);
    forward(problem.network, exact, 3);
    backward(problem.network, exact, problem.labels, {.l2 = 0.1});

    Workspace<double> roomy;
    roomy.resize(problem.network, 8);
    constexpr double kMark = 12345.0;
    for (Matrix<double>& A : roomy.A) A.setConstant(kMark);
    for (std::size_t l = 1; l < roomy.dA.size(); ++l) roomy.dA[l].setConstant(kMark);
    roomy.A[0].topRows(3) = problem.X;
    forward(problem.network, roomy, 3);
    backward(problem.network, roomy, problem.labels, {.l2 = 0.1});
    CHECK(gradient_of(roomy) == gradient_of(exact));
    for (const Matrix<double>& A : roomy.A) CHECK((A.bottomRows(5).array() == kMark).all());
    for (std::size_t l = 1; l < roomy.dA.size(); ++l)
        CHECK((roomy.dA[l].bottomRows(5).array() == kMark).all());
}

TEST_CASE("the input's own gradient is not computed", "[engine]") {
    const Problem problem = random_problem(4, kHidden, 3, Loss::CrossEntropy, 3, 2);
    const Workspace<double> workspace = workspace_of(problem);
    CHECK(workspace.dA[0].size() == 0);
}

// Layers wide enough, and inputs empty enough, for the lists that leave zeros out; a batch of more rows
// than a block of them has.
TEST_CASE("wide and mostly empty layers have the gradient of Eigen's products", "[engine]") {
    const std::vector<LayerShape> hidden{{48, Activation::Relu}, {70, Activation::Relu}};
    constexpr Eigen::Index kBatch = 421;
    Problem problem = random_problem(41, hidden, 3, Loss::CrossEntropy, kBatch, 5);
    for (Eigen::Index i = 0; i < problem.X.size(); ++i)
        if (i % 7 > 1) problem.X.data()[i] = 0.0;
    Workspace<double> workspace = workspace_of(problem);
    forward(problem.network, workspace, kBatch);
    backward(problem.network, workspace, problem.labels, {.l2 = 0.1});

    const std::vector<DenseLayer<double>>& layers = problem.network.layers;
    Matrix<double> dZ = workspace.dA.back();
    for (std::size_t l = layers.size(); l-- > 0;) {
        const Matrix<double> dW = workspace.A[l].transpose() * dZ + 0.1 / kBatch * layers[l].W;
        CHECK((dW - workspace.dW[l]).cwiseAbs().maxCoeff() < 1e-14);
        CHECK((dZ.colwise().sum() - workspace.db[l]).cwiseAbs().maxCoeff() < 1e-14);
        if (l == 0) break;
        const Matrix<double> Z = (workspace.A[l - 1] * layers[l - 1].W).rowwise() + layers[l - 1].b;
        CHECK((Z.cwiseMax(0.0) - workspace.A[l]).cwiseAbs().maxCoeff() < 1e-13);
        dZ = ((dZ * layers[l].W.transpose()).array() * (Z.array() > 0.0).cast<double>()).matrix();
    }
}

// Puts the pieces together again.
class Collecting final : public GradientSink<double> {
public:
    explicit Collecting(Workspace<double>& to) : to_(&to) {}
    void take_weights(std::size_t layer, Eigen::Index first_row, Eigen::Index rows,
                      const double* dW) override {
        to_->dW[layer].middleRows(first_row, rows) +=
            Eigen::Map<const Matrix<double>>(dW, rows, to_->dW[layer].cols());
    }
    void take_biases(std::size_t layer, const double* db) override {
        to_->db[layer] += Eigen::Map<const RowVector<double>>(db, to_->db[layer].size());
    }

private:
    Workspace<double>* to_;
};

TEST_CASE("a sink gets every part of the gradient once, and dW stays as it was", "[engine]") {
    const std::vector<LayerShape> hidden{{600, Activation::Relu}, {33, Activation::Tanh}};
    const Problem problem = random_problem(41, hidden, 3, Loss::CrossEntropy, 9, 5);
    Workspace<double> whole = workspace_of(problem);
    forward(problem.network, whole, 9);
    backward(problem.network, whole, problem.labels, {.l1 = 0.1});

    Workspace<double> parts = workspace_of(problem), collected = parts;
    for (std::size_t l = 0; l < 3; ++l) {
        parts.dW[l].setConstant(7.0);
        collected.dW[l].setZero();
        collected.db[l].setZero();
    }
    Collecting sink(collected);
    forward(problem.network, parts, 9);
    backward<double>(problem.network, parts, problem.labels, {.l1 = 0.1}, &sink);
    CHECK(gradient_of(collected) == gradient_of(whole));
    for (const Matrix<double>& dW : parts.dW) CHECK((dW.array() == 7.0).all());
}

TEST_CASE("dropout silences its share, and what is left grows to make up for it", "[engine]") {
    const std::vector<LayerShape> hidden{{200, Activation::Linear}};
    Problem problem = random_problem(4, hidden, 3, Loss::SquaredError, 50, 3);
    Workspace<double> whole = workspace_of(problem);
    forward(problem.network, whole, 50);

    problem.network.layers[0].dropout = 0.3;
    Workspace<double> thinned = workspace_of(problem);
    RandomState random(5);
    forward(problem.network, thinned, 50, &random);
    int silenced = 0;
    for (Eigen::Index i = 0; i < whole.A[1].size(); ++i) {
        const double a = thinned.A[1].data()[i];
        if (thinned.keep[0].data()[i] == 0.0) {
            ++silenced;
            CHECK(a == 0.0);
        } else {
            CHECK_THAT(a, WithinRel(whole.A[1].data()[i] / 0.7, 1e-14));
        }
    }
    // 10,000 draws: the deviation of the share is sqrt(0.3 * 0.7 / 10000) = 0.0046
    CHECK_THAT(silenced / 10000.0, WithinAbs(0.3, 4 * 0.0046));

    SECTION("evaluation silences nothing") {
        forward(problem.network, thinned, 50);
        CHECK(thinned.A[1] == whole.A[1]);
        CHECK_FALSE(thinned.is_masked);
    }
    SECTION("the same generator gives the same mask, and goes on to another") {
        Workspace<double> again = workspace_of(problem);
        RandomState same(5);
        forward(problem.network, again, 50, &same);
        CHECK(again.keep[0] == thinned.keep[0]);
        forward(problem.network, again, 50, &same);
        CHECK(again.keep[0] != thinned.keep[0]);
    }
}

TEST_CASE("a pass over a sized workspace allocates nothing", "[engine]") {
    if (!counts_allocations()) SKIP("malloc cannot be watched here");
    const double class_weights[] = {0.5, 1.0, 2.0};
    const ObjectiveTerms terms{.l1 = 0.1, .l2 = 0.1, .class_weights = class_weights};
    for (const auto& activation : enum_names<Activation>()) {
        for (const auto& loss : enum_names<Loss>()) {
            CAPTURE(activation.key, loss.key);
            const std::vector<LayerShape> hidden{{5, activation.value}, {4, Activation::Tanh}};
            Problem problem = random_problem(40, hidden, 3, loss.value, 9, 4);
            problem.network.layers[0].dropout = 0.2;
            Workspace<double> workspace = workspace_of(problem);
            RandomState random(1);
            const long long before = allocation_count();
            forward(problem.network, workspace, 9, &random);
            const double value = objective(problem.network, workspace, problem.labels, terms);
            backward(problem.network, workspace, problem.labels, terms);
            clip_gradient(workspace, 0.1);
            const long long after = allocation_count();
            CHECK(after == before);
            CHECK(std::isfinite(value));
        }
    }
}

TEST_CASE("a parameter that is not finite is noticed", "[engine]") {
    Problem problem = random_problem(4, kHidden, 3, Loss::CrossEntropy, 1, 1);
    CHECK(all_finite(problem.network));
    for (const double bad :
         {std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity(),
          std::numeric_limits<double>::quiet_NaN()}) {
        Network<double> broken = problem.network;
        broken.layers[1].W(3, 3) = bad;
        CHECK_FALSE(all_finite(broken));
        broken = problem.network;
        broken.layers[2].b(0) = bad;
        CHECK_FALSE(all_finite(broken));
    }
}
