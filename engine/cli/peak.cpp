#include "engine/cli/peak.h"

#include <algorithm>
#include <array>
#include <functional>

#include "engine/cli/progress.h"
#include "engine/network/network.h"
#include "engine/network/updating.h"
#include "engine/numerics/lanes.h"
#include "engine/numerics/random.h"

namespace nn::cli {

namespace {

using Eigen::Index;

constexpr int kTries = 5;
constexpr double kSecondsATry = 0.05;

// Twelve chains hide each other's latency, and fit the sixteen registers of SSE. Called many times, so
// that V8 optimises it.
constexpr int kChains = 12, kLinks = 4096;

[[gnu::noinline]] void run_chains(std::array<Vector<float>, kChains>& chains, float factor,
                                  float term) {
    Vector<float> sum[kChains];
    for (std::size_t i = 0; i < kChains; ++i) sum[i] = chains[i];
    for (int link = 0; link < kLinks; ++link)
        for (auto& x : sum) x = x * factor + term;
    for (std::size_t i = 0; i < kChains; ++i) chains[i] = sum[i];
}

// Operations a second of what `work` does, the best of several tries.
double best_rate(double operations, const std::function<void()>& work) {
    double best = 0.0;
    for (int attempt = 0; attempt < kTries; ++attempt) {
        int times = 0;
        const double start = seconds_now();
        double taken = 0.0;
        do {
            work();
            ++times;
            taken = seconds_now() - start;
        } while (taken < kSecondsATry);
        best = std::max(best, operations * times / taken);
    }
    return best * 1e-9;
}

Matrix<float> dense_numbers(Index rows, Index columns) {
    RandomState random(2);
    Matrix<float> matrix(rows, columns);
    for (float& x : matrix.reshaped()) x = static_cast<float>(random.uniform(0.1, 1.0));
    return matrix;
}

}  // namespace

double peak_gflops() {
    std::array<Vector<float>, kChains> chains{};
    return best_rate(2.0 * kLanes<float> * kChains * kLinks,
                     [&] { run_chains(chains, 0.5f, 1.0f); });
}

std::vector<KernelRate> kernel_rates() {
    struct Size {
        Index batch, inputs, units;
    };
    constexpr Size kSizes[] = {{32, 64, 64},    {200, 64, 64},   {128, 128, 128}, {256, 256, 256},
                               {384, 384, 384}, {128, 784, 128}, {128, 512, 256}, {128, 256, 10}};
    std::vector<KernelRate> rates;
    for (const Size& size : kSizes) {
        const auto [batch, inputs, units] = size;
        Network<float> network =
            make_network<float>(static_cast<int>(inputs), {}, static_cast<int>(units),
                                Loss::SquaredError, Initializer::Auto, 1);
        const DenseLayer<float>& layer = network.layers.front();
        const Matrix<float> X = dense_numbers(batch, inputs), dZ = dense_numbers(batch, units);
        Matrix<float> Z = dZ, dX = X, none;
        DenseScratch<float> scratch;
        scratch.fit(layer, batch);
        OptimizerState<float> optimizer(network);
        Updating<float> updating(optimizer, network);
        const double operations = 2.0 * static_cast<double>(batch * inputs * units);
        const auto measure = [&](std::string name, const std::function<void()>& work) {
            name += " " + std::to_string(batch) + " x " + std::to_string(inputs) + " x " +
                    std::to_string(units);
            rates.push_back({name, best_rate(operations, work)});
        };
        measure("forward", [&] { dense_forward(layer, X, batch, scratch, Z); });
        measure("input gradient", [&] { dense_input_gradient(layer, dZ, batch, scratch, dX); });
        measure("weight gradient and Adam", [&] {
            optimizer.begin({});
            dense_weight_gradient<float>(layer, X, dZ, batch, {.decay = 1e-6f}, scratch, none,
                                         &updating, 0);
        });
    }
    return rates;
}

}  // namespace nn::cli
