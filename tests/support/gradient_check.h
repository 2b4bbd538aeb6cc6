// Compares a gradient with central differences, in double.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "engine/network/network.h"

namespace nn::test {

// The worst disagreement found. Its error is relative to the larger of the two derivatives, and 0
// where they differ by less than 1e-9, which is what rounding leaves of a difference.
struct GradientDifference {
    double error = 0.0;
    std::size_t index = 0;  // of the parameter
    double analytic = 0.0, numeric = 0.0;
};

// f and its claimed gradient at the point `parameters`. The step is 1e-5, scaled to the parameter.
GradientDifference check_gradient(const std::function<double(std::span<const double>)>& f,
                                  std::span<const double> parameters,
                                  std::span<const double> gradient);

// dW and db of a workspace in the order of parameters_of.
std::vector<double> gradient_of(const Workspace<double>& workspace);

// How near the network's units come to a kink of theirs: the smallest |z| over the first `batch`
// rows and all units of ReLU, leaky ReLU and ELU (which bends so sharply at zero that a difference
// across it is off); infinity without such units. After forward; works out z anew, by loops of its own.
double distance_to_kink(const Network<double>& network, const Workspace<double>& workspace,
                        Eigen::Index batch);

}  // namespace nn::test
