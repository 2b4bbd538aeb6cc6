// The neuron that the beginner's article works out by hand: x = (0.5, 0.3), w = (0.8, −0.4), b = 0.1,
// with the sigmoid. The article prints 0.5744 for it, which is wrong.
#pragma once

#include <string>

#include "engine/explain/trace.h"

namespace nn {

struct ArticleNeuron {
    Network<double> network;  // its first layer is the neuron
    Trace<double> trace;

    double z() const { return trace.layers[0].z[0]; }
    double a() const { return trace.layers[0].a[0]; }
};

ArticleNeuron article_neuron();

// The neuron's arithmetic, and what is wrong with the printed value.
std::string article_text();

}  // namespace nn
