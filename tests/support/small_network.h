// Small networks and data sets for tests, all determined by a seed.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/data/dataset.h"
#include "engine/network/network.h"

namespace nn::test {

// One layer, one input, one unit, no activation: a network that mental arithmetic can follow.
Network<double> scalar_network(double weight, double bias);

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
