#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "engine/network/network.h"

using namespace nn;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

Matrix<double> weights(Initializer initializer, Activation activation, int inputs, int units,
                       std::uint32_t seed = 3) {
    RandomState random(seed);
    Matrix<double> W(inputs, units);
    RowVector<double> b = RowVector<double>::Ones(units);
    initialize(initializer, activation, random, W, b);
    CHECK(b.isZero() == (initializer != Initializer::ScikitLearn));
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

TEST_CASE("scikit-learn's weights and biases come from one range, a narrower one for sigmoid",
          "[engine]") {
    // scikit-learn 1.2.1: coefs_ and intercepts_ of MLPClassifier(hidden_layer_sizes=(2,),
    // activation=..., random_state=5), three features and three classes, before its first update.
    const double tanh[] = {-0.6090824453385162,  0.8122337875570436,    -0.6425461372190588,
                           0.9171305483812722,   -0.025389813246962767, 0.24481853749817506,
                           0.5825749248484604,   0.04035178968747033,   -0.4451877958417547,
                           -0.6841685091689209,  -0.9185498581138952,   0.5223965153855568,
                           -0.12858505014957688, -0.7486055725228208,   0.8324003296819382,
                           -0.49495176325063706, -0.1879016587732334};
    const double logistic[] = {-0.3516539137748678,  0.46894339589096845,   -0.37097418529017784,
                               0.5295055689899565,   -0.014658815512808343, 0.1413460485271819,
                               0.33634978968438467,  0.023297116638344217,  -0.2570292937691733,
                               -0.3950048729397414,  -0.53032500784615,     0.30160576878157364,
                               -0.07423861331761972, -0.43220762881290453,  0.4805865544154003,
                               -0.28576053374863525, -0.10848507327390355};
    for (const auto& [activation, expected] : {std::pair{Activation::Tanh, std::span(tanh)},
                                               {Activation::Sigmoid, std::span(logistic)}}) {
        CAPTURE(key_of(activation));
        const LayerShape hidden{2, activation};
        const auto drawn = parameters_of(make_network<double>(
            3, std::span(&hidden, 1), 3, Loss::CrossEntropy, Initializer::ScikitLearn, 5));
        CHECK(std::ranges::equal(drawn, expected));
    }
}

TEST_CASE("weights may start at zero", "[engine]") {
    CHECK(weights(Initializer::Zeros, Activation::Relu, 3, 2) == Matrix<double>::Zero(3, 2));
}
