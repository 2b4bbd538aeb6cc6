// What a network's weights say as a picture: which output each hidden neuron speaks for, the image that
// excites it, and which of all the edges are strong enough to be drawn.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "web/widgets/network_graph.h"

namespace nn::ui {

// Pair p lies between layer p - 1 (the input when p is 0) and layer p (the outputs when p is the number of
// hidden layers).
struct ChosenEdge {
    int pair, from, to;
    float alpha;  // below zero: in the colour of negative weights
    float width;
};

inline constexpr std::size_t kMostEdges = 6000;

// (units, classes) of a hidden layer: how much each output gains from a unit, by the product of the weights
// between them. For the last hidden layer that is its outgoing weights themselves.
std::vector<std::vector<float>> outgoing_weights(const Network<float>& network);

// Units ordered by the output they speak for, the strongest first.
std::vector<int> sorted_by_answer(std::span<const float> outgoing, int units, int classes);

// Multiplications that outgoing_weights and effective_patterns would need.
double outgoing_cost(const Network<float>& network);

struct Patterns {
    std::vector<std::uint8_t>
        values;  // an image a row: 128 is nothing, 1 and 255 the most of the layer
    std::vector<int>
        first_row;  // per hidden layer; -1: not computed, being too large or too costly
};
// Layers up to the one at which `most_work` multiplications are used up.
Patterns effective_patterns(const Network<float>& network, std::span<const float> deviation,
                            double most_work);
double pattern_cost(const Network<float>& network);
// One neuron's, on its own scale, whatever the size of the network.
std::vector<std::uint8_t> pattern_of(const Network<float>& network,
                                     std::span<const float> deviation, int layer, int unit);

// The edges to draw, at most kMostEdges, the strongest; those of the selected neuron brought forward.
void choose_edges(const GraphValues& values, EdgesShow show, const GraphPick& selected,
                  std::vector<ChosenEdge>* out);
// Edges that choose_edges looks at.
double edge_cost(const Network<float>& network);

// The largest |a| of a layer, at least a little above 0.
float largest_activation(std::span<const float> activations);
inline constexpr float kLeastActive = 1e-6f;

}  // namespace nn::ui
