// A network whose layers are all linear is one layer: the product of its matrices.
#pragma once

#include "engine/explore/subject.h"

namespace nn::explore {

struct Folding {
    bool is_linear = false;   // no hidden layer bends anything
    Matrix<double> W;         // (inputs, outputs)
    RowVector<double> b;      // (outputs)
    double difference = 0.0;  // largest, between its sums and the network's, over the samples
    double agreement = 0.0;   // share of the samples that both read alike
};

// The product, whether or not the network is linear; where it is not, the difference shows it.
Folding fold(const Subject& subject, std::span<const std::int32_t> samples);

}  // namespace nn::explore
