#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>

#include "engine/network/initializer.h"

using namespace nn;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

Matrix<double> weights(Initializer initializer, Activation activation, int inputs, int units,
                       std::uint32_t seed = 3) {
    RandomState random(seed);
    Matrix<double> W(inputs, units);
    initialize(initializer, activation, random, W);
    return W;
}

struct Moments {
    double mean = 0.0, variance = 0.0, largest = 0.0;
};

Moments moments(const Matrix<double>& W) {
    Moments m;
    const double count = static_cast<double>(W.size());
    for (Eigen::Index i = 0; i < W.size(); ++i) m.mean += W.data()[i] / count;
    for (Eigen::Index i = 0; i < W.size(); ++i) {
        m.variance += (W.data()[i] - m.mean) * (W.data()[i] - m.mean) / count;
        m.largest = std::max(m.largest, std::abs(W.data()[i]));
    }
    return m;
}

}  // namespace

TEST_CASE("initial weights are those NumPy would draw", "[engine]") {
    // numpy.random.RandomState(3).uniform(-l, l, (3, 2)) with l = sqrt(6 / 5) for Glorot
    const double glorot[] = {0.11129262845617904,  0.4560290309740802, -0.4581047646592502,
                             0.023722094442080843, 0.8609036431966526, 0.8682346567689796};
    // numpy.random.RandomState(3).normal(0, sqrt(2 / 3), (3, 2)) for He
    const double he[] = {1.4604090331058333, 0.35640880048431217,  0.07878985274897744,
                         -1.521535420880872, -0.22648651894269448, -0.2896594936265377};
    const Matrix<double> uniform = weights(Initializer::GlorotUniform, Activation::Tanh, 3, 2);
    const Matrix<double> normal = weights(Initializer::HeNormal, Activation::Tanh, 3, 2);
    for (Eigen::Index i = 0; i < 6; ++i) {
        CHECK_THAT(uniform.data()[i], WithinRel(glorot[i], 1e-14));
        CHECK_THAT(normal.data()[i], WithinRel(he[i], 1e-14));
    }
}

TEST_CASE("initial weights spread as far as their rule says", "[engine]") {
    // in = 300, out = 100. Uniform on (-l, l) has variance l^2 / 3: 2 / (in + out) and 2 / in.
    struct Row {
        Initializer initializer;
        double variance;
        double limit;  // 0: none
    };
    const Row rows[] = {{Initializer::GlorotUniform, 2.0 / 400.0, std::sqrt(6.0 / 400.0)},
                        {Initializer::GlorotNormal, 2.0 / 400.0, 0.0},
                        {Initializer::HeUniform, 2.0 / 300.0, std::sqrt(6.0 / 300.0)},
                        {Initializer::HeNormal, 2.0 / 300.0, 0.0}};
    for (const Row& row : rows) {
        CAPTURE(key_of(row.initializer));
        const Moments m = moments(weights(row.initializer, Activation::Relu, 300, 100));
        CHECK_THAT(m.mean, WithinAbs(0.0, 4.0 * std::sqrt(row.variance / 30000.0)));
        CHECK_THAT(m.variance, WithinRel(row.variance, 0.04));
        if (row.limit > 0.0) {
            CHECK(m.largest <= row.limit);
            CHECK(m.largest > 0.99 * row.limit);
        }
    }
}

TEST_CASE("the automatic initialiser is He's for ReLU and Glorot's otherwise", "[engine]") {
    CHECK(weights(Initializer::Auto, Activation::Relu, 3, 2) ==
          weights(Initializer::HeUniform, Activation::Relu, 3, 2));
    for (const Activation activation : {Activation::Tanh, Activation::Sigmoid, Activation::Linear})
        CHECK(weights(Initializer::Auto, activation, 3, 2) ==
              weights(Initializer::GlorotUniform, activation, 3, 2));
}

TEST_CASE("weights may start at zero", "[engine]") {
    CHECK(weights(Initializer::Zeros, Activation::Relu, 3, 2) == Matrix<double>::Zero(3, 2));
}
