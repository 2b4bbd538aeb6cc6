#include "tests/support/small_network.h"

#include <algorithm>
#include <cmath>

namespace nn::test {

Problem random_problem(int inputs, std::span<const LayerShape> hidden, int classes, Loss loss,
                       Eigen::Index batch, std::uint32_t seed) {
    RandomState random(seed);
    Problem problem;
    problem.network = make_network<double>(inputs, hidden, classes, loss, Initializer::Zeros, 0);
    for (DenseLayer<double>& layer : problem.network.layers) {
        const double scale = 1.0 / std::sqrt(static_cast<double>(layer.inputs()));
        for (Eigen::Index i = 0; i < layer.W.size(); ++i)
            layer.W.data()[i] = scale * random.standard_normal();
        for (Eigen::Index i = 0; i < layer.b.size(); ++i)
            layer.b(i) = 0.5 * random.standard_normal();
    }
    problem.X.resize(batch, inputs);
    for (Eigen::Index i = 0; i < problem.X.size(); ++i)
        problem.X.data()[i] = random.standard_normal();
    for (Eigen::Index row = 0; row < batch; ++row)
        problem.labels.push_back(
            static_cast<std::uint8_t>(random.interval(static_cast<std::uint32_t>(classes - 1))));
    return problem;
}

Workspace<double> workspace_of(const Problem& problem) {
    Workspace<double> workspace;
    workspace.resize(problem.network, problem.X.rows());
    workspace.A[0] = problem.X;
    return workspace;
}

Dataset pattern_dataset(int count, int classes, std::uint32_t seed) {
    constexpr int kMaxValue = 16;
    RandomState random(seed);
    Dataset dataset;
    dataset.width = dataset.height = 4;
    dataset.classes = classes;
    dataset.max_value = kMaxValue;
    std::vector<double> patterns(static_cast<std::size_t>(classes * dataset.features()));
    for (double& value : patterns) value = random.uniform(0.0, kMaxValue);
    for (int i = 0; i < count; ++i) {
        const auto label = random.interval(static_cast<std::uint32_t>(classes - 1));
        dataset.labels.push_back(static_cast<std::uint8_t>(label));
        for (int pixel = 0; pixel < dataset.features(); ++pixel) {
            const auto at = static_cast<std::size_t>(dataset.features()) * label +
                            static_cast<std::size_t>(pixel);
            const double value = patterns[at] + 4.0 * random.standard_normal();
            dataset.pixels.push_back(
                static_cast<std::uint8_t>(std::clamp(value, 0.0, static_cast<double>(kMaxValue))));
        }
    }
    return dataset;
}

}  // namespace nn::test
