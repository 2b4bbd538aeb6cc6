// The loss around the present weights, on a plane through them: along two random directions, each unit's
// weights moving by as much as they are long (Li et al. 2018, "filter normalisation"); biases stay.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/explore/subject.h"

namespace nn::explore {

struct Landscape {
    int side = 0;              // odd: the middle is where the network stands
    double reach = 1.0;        // of the plane to each side, in lengths of the weights
    int samples = 0;           // of the training part that it is the mean of
    std::vector<double> loss;  // (side, side), the second direction downwards
};

// The network moved by so much along the two directions of a seed.
Network<float> moved(const Network<float>& network, std::uint32_t seed, double along,
                     double across);

// Over as many samples as about 20 billion multiplications allow, 50 to 500.
Landscape landscape(const Subject& subject, std::uint32_t seed, int side, double reach);

}  // namespace nn::explore
