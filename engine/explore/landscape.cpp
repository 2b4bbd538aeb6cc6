#include "engine/explore/landscape.h"

#include <algorithm>
#include <cmath>

#include "engine/numerics/random.h"

namespace nn::explore {

namespace {

constexpr double kWork = 2e10;  // multiplications

// Numbers of a normal distribution, of each unit as long as its weights are.
Network<float> direction_of(const Network<float>& network, RandomState& random) {
    Network<float> direction = network;
    for (DenseLayer<float>& layer : direction.layers) {
        const Matrix<float> W = layer.W;
        for (Eigen::Index i = 0; i < W.size(); ++i)
            layer.W.data()[i] = static_cast<float>(random.standard_normal());
        for (Eigen::Index unit = 0; unit < W.cols(); ++unit) {
            const float length = layer.W.col(unit).norm();
            if (length > 0.0f) layer.W.col(unit) *= W.col(unit).norm() / length;
        }
        layer.b.setZero();
    }
    return direction;
}

void add(Network<float>& network, double share, const Network<float>& direction) {
    for (std::size_t l = 0; l < network.layers.size(); ++l)
        network.layers[l].W += static_cast<float>(share) * direction.layers[l].W;
}

}  // namespace

Network<float> moved(const Network<float>& network, std::uint32_t seed, double along,
                     double across) {
    RandomState random(seed);
    const Network<float> first = direction_of(network, random),
                         second = direction_of(network, random);
    Network<float> out = network;
    add(out, along, first);
    add(out, across, second);
    return out;
}

Landscape landscape(const Subject& subject, std::uint32_t seed, int side, double reach) {
    Landscape out{.side = side, .reach = reach};
    const double points = static_cast<double>(side) * side,
                 parameters = static_cast<double>(subject.network.parameter_count());
    const auto affordable = static_cast<std::size_t>(kWork / (points * parameters));
    const std::size_t count =
        std::min(std::clamp<std::size_t>(affordable, 50, 500), subject.split.train.size());
    const std::span<const std::int32_t> samples = std::span(subject.split.train).first(count);
    out.samples = static_cast<int>(count);
    RandomState random(seed);
    const Network<float> first = direction_of(subject.network, random),
                         second = direction_of(subject.network, random);
    const auto share = [&](int i) { return reach * (2.0 * i / (side - 1) - 1.0); };
    for (int row = 0; row < side; ++row)
        for (int column = 0; column < side; ++column) {
            Network<float> network = subject.network;
            add(network, share(column), first);
            add(network, share(row), second);
            out.loss.push_back(mean_loss(subject, network, samples));
        }
    return out;
}

}  // namespace nn::explore
