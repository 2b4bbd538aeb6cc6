// Small networks and data sets for tests, all determined by a seed.
#pragma once

#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

#include "engine/data/dataset.h"
#include "engine/network/network.h"

namespace nn::test {

// One layer, one input, one unit, no activation: a network that mental arithmetic can follow.
template <class Scalar = double>
Network<Scalar> scalar_network(std::type_identity_t<Scalar> weight,
                               std::type_identity_t<Scalar> bias) {
    Network<Scalar> network =
        make_network<Scalar>(1, {}, 1, Loss::SquaredError, Initializer::Zeros, 0);
    network.layers[0].W(0, 0) = weight;
    network.layers[0].b(0) = bias;
    return network;
}

// A network with lively weights and biases, standard normal numbers scaled by 1 / sqrt(inputs), and
// inputs and labels to go with it.
struct Problem {
    Network<double> network;
    Matrix<double> X;                  // (batch, inputs)
    std::vector<std::uint8_t> labels;  // (batch)
};
Problem random_problem(int inputs, std::span<const LayerShape> hidden, int classes, Loss loss,
                       Eigen::Index batch, std::uint32_t seed);

// A workspace with room for the problem's batch, and its inputs in place.
Workspace<double> workspace_of(const Problem& problem);

// 4 × 4 images of `classes` random patterns under noise: easily learnt, not at once.
Dataset pattern_dataset(int count, int classes = 4, std::uint32_t seed = 0);

}  // namespace nn::test
