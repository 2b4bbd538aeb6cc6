// One training step on one sample, taken apart: what the network computed, what it lost, and which
// way each number should move. The values are those of forward() and backward() for a batch of one
// without dropout, bit for bit. What grows with a layer's units is kept here; what grows with its
// weights (terms, gradients, paths) is worked out when asked for.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/network/network.h"

namespace nn {

template <class Scalar>
struct LayerTrace {
    std::vector<Scalar> z;   // (units) w·x + b
    std::vector<Scalar> a;   // (units) f(z); of the output layer: the answer
    std::vector<Scalar> da;  // (units) dL/da
    std::vector<Scalar> dz;  // (units) dL/dz, which is dL/db as well
};

template <class Scalar>
struct Trace {
    std::vector<Scalar> x;   // (inputs)
    std::vector<Scalar> dx;  // (inputs) dL/dx: which inputs matter, and which way
    std::uint8_t label = 0;
    std::size_t prediction = 0;
    std::vector<LayerTrace<Scalar>> layers;
    double sample_loss = 0.0;   // without the penalty
    double class_weight = 1.0;  // of the label, and part of sample_loss
    double penalty = 0.0;       // l1 * sum(|W|) + l2 / 2 * sum(W^2)
    double l1 = 0.0, l2 = 0.0;

    double objective() const { return sample_loss + penalty; }  // L, that is differentiated
    std::span<const Scalar> inputs_of(std::size_t layer) const {
        return layer == 0 ? x : layers[layer - 1].a;
    }
};

template <class Scalar>
Trace<Scalar> trace_step(const Network<Scalar>& network, std::span<const Scalar> x,
                         std::uint8_t label, const ObjectiveTerms& terms);

// ---- Forward ---------------------------------------------------------------------------------------

// One addend of a neuron's sum.
template <class Scalar>
struct SumTerm {
    std::size_t input = 0;
    Scalar x = 0, w = 0;
    Scalar product = 0;
    Scalar sum = 0;  // b and all products up to this one: the sum's order is part of its value
};

template <class Scalar>
std::vector<SumTerm<Scalar>> sum_terms(const Network<Scalar>& network, const Trace<Scalar>& trace,
                                       std::size_t layer, std::size_t neuron);

// The same with the largest |w·x| first (NaN counts as infinite), equals in the order of their inputs;
// at most `count`.
template <class Scalar>
std::vector<SumTerm<Scalar>> largest_terms(const Network<Scalar>& network,
                                           const Trace<Scalar>& trace, std::size_t layer,
                                           std::size_t neuron, std::size_t count);

// f'(z), where a = f(z).
template <class Scalar>
Scalar slope_of(Activation activation, Scalar z, Scalar a);

// How one logit became a probability: e^(z - largest z), divided by the sum of them all.
template <class Scalar>
struct SoftmaxTerm {
    Scalar z = 0, exponential = 0, probability = 0;
};
template <class Scalar>
struct Softmax {
    Scalar largest = 0;  // subtracted so that no exponential overflows; it cancels
    Scalar sum = 0;
    std::vector<SoftmaxTerm<Scalar>> terms;  // (classes)
};
template <class Scalar>
Softmax<Scalar> softmax_terms(const Trace<Scalar>& trace);

// What each class adds to the loss of the sample, as class_loss says, times the class weight of the
// label. They add up to sample_loss.
struct LossTerm {
    double target = 0.0;  // 1 for the label, 0 for the others
    double answer = 0.0;
    double loss = 0.0;
};
template <class Scalar>
std::vector<LossTerm> loss_terms(Loss loss, const Trace<Scalar>& trace);

// ---- Backward --------------------------------------------------------------------------------------

// A neuron's wire to one neuron of the next layer: what it carries there, and what comes back.
template <class Scalar>
struct OutgoingTerm {
    std::size_t unit = 0;
    Scalar w = 0;
    Scalar carries = 0;  // w·a, an addend of that neuron's z
    Scalar dz = 0;       // dL/dz of that neuron
    Scalar returns = 0;  // w·dz, an addend of this neuron's dL/da
};
// Empty for the output layer, whose dL/da comes from the loss itself.
template <class Scalar>
std::vector<OutgoingTerm<Scalar>> outgoing_terms(const Network<Scalar>& network,
                                                 const Trace<Scalar>& trace, std::size_t layer,
                                                 std::size_t neuron);

// A weight, or a bias where input is kBias.
struct ParameterPlace {
    static constexpr std::size_t kBias = static_cast<std::size_t>(-1);

    std::size_t layer = 0;
    std::size_t input = 0;
    std::size_t neuron = 0;

    bool is_bias() const { return input == kBias; }
};

template <class Scalar>
Scalar parameter_at(const Network<Scalar>& network, const ParameterPlace& place);

// dL/dw = x·dL/dz + l2·w + l1·sign w; dL/db = dL/dz.
template <class Scalar>
struct ParameterGradient {
    Scalar x = 0;  // 1 for a bias
    Scalar dz = 0;
    Scalar of_loss = 0;     // x·dz
    Scalar of_penalty = 0;  // l2·w + l1·sign w; 0 for a bias
    Scalar total = 0;
};
template <class Scalar>
ParameterGradient<Scalar> gradient_at(const Network<Scalar>& network, const Trace<Scalar>& trace,
                                      const ParameterPlace& place);

// The gradients of all parameters, each in the parameter's place.
template <class Scalar>
Network<Scalar> gradients_of(const Network<Scalar>& network, const Trace<Scalar>& trace);

// How long the gradient of the step is, over all weights and biases; what clipping goes by.
template <class Scalar>
double gradient_length(const Network<Scalar>& network, const Trace<Scalar>& trace);

// ---- The chain rule --------------------------------------------------------------------------------

// dL/dw is the sum, over every path from the weight to a logit, of the product of the factors met on
// the way: the input x, then at each hidden neuron its slope and the weight that leads on, and last
// the loss's own derivative by the logit.
enum class PathFactorKind { Input, Slope, Weight, LossByLogit };

template <class Scalar>
struct PathFactor {
    PathFactorKind kind = PathFactorKind::Input;
    std::size_t layer = 0;  // of the neuron that follows (Input, Weight) or is meant
    std::size_t neuron = 0;
    Scalar value = 0;
};

template <class Scalar>
struct Path {
    std::vector<PathFactor<Scalar>> factors;
    Scalar product = 0;
};

// `neurons` names the path: one neuron a layer, from the weight's own to the output layer's.
template <class Scalar>
Path<Scalar> path_of(const Network<Scalar>& network, const Trace<Scalar>& trace,
                     const ParameterPlace& place, std::span<const std::size_t> neurons);

// The path whose product is greatest in magnitude. Exact: from the back, the best way on from each
// neuron is the best of the next layer's times one weight.
template <class Scalar>
Path<Scalar> strongest_path(const Network<Scalar>& network, const Trace<Scalar>& trace,
                            const ParameterPlace& place);

}  // namespace nn
