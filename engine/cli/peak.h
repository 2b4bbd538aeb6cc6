// What a processor can do at most in one thread, and how near to it the products of a layer come.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace nn::cli {

// Billions of operations a second of independent chains, each a multiplication and then an addition of
// four floats at a time; the best of several tries.
double peak_gflops();

struct KernelRate {
    std::string name;  // which product, and its sizes: batch × inputs × units
    double gflops = 0.0;
};

// The three products of a dense layer, of dense numbers, for layers of several sizes: forward, the
// gradient of the input, the gradient of the weights with Adam's update.
std::vector<KernelRate> kernel_rates();

}  // namespace nn::cli
