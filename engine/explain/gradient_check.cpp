#include "engine/explain/gradient_check.h"

#include <algorithm>
#include <cmath>

#include "engine/numerics/random.h"

namespace nn {

namespace {

template <class Scalar>
Network<double> in_double(const Network<Scalar>& network) {
    Network<double> out;
    out.loss = network.loss;
    for (const DenseLayer<Scalar>& layer : network.layers)
        out.layers.push_back({.W = layer.W.template cast<double>(),
                              .b = layer.b.template cast<double>(),
                              .activation = layer.activation});
    return out;
}

double& parameter_of(Network<double>& network, const ParameterPlace& place) {
    DenseLayer<double>& layer = network.layers[place.layer];
    const auto unit = static_cast<Eigen::Index>(place.neuron);
    return place.is_bias() ? layer.b(unit) : layer.W(static_cast<Eigen::Index>(place.input), unit);
}

}  // namespace

template <class Scalar>
GradientCheck check_gradients(const Network<Scalar>& network, std::span<const Scalar> x,
                              std::uint8_t label, const ObjectiveTerms& terms,
                              std::size_t per_layer, std::uint32_t seed) {
    const Network<double> still = in_double(network);
    const std::vector<double> input(x.begin(), x.end());
    const Trace<double> trace = trace_step<double>(still, input, label, terms);
    Network<double> moved = still;
    Workspace<double> workspace;
    workspace.resize(moved, 1);
    const auto loss = [&] {
        std::ranges::copy(input, workspace.A[0].data());
        forward(moved, workspace, 1);
        return objective(moved, workspace, {&label, 1}, terms);
    };

    GradientCheck check;
    check.parameters = network.parameter_count();
    RandomState random(seed);
    for (std::size_t l = 0; l < network.layers.size(); ++l) {
        const auto units = static_cast<std::size_t>(network.layers[l].units()),
                   inputs = static_cast<std::size_t>(network.layers[l].inputs());
        const auto lots = random.permutation(static_cast<std::int32_t>((inputs + 1) * units));
        for (std::size_t i = 0; i < std::min(per_layer, lots.size()); ++i) {
            const auto lot = static_cast<std::size_t>(lots[i]);  // row by row, the biases last
            const ParameterPlace place{
                .layer = l,
                .input = lot / units == inputs ? ParameterPlace::kBias : lot / units,
                .neuron = lot % units};
            double& parameter = parameter_of(moved, place);
            const double before = parameter, h = kCheckStep * std::max(1.0, std::abs(before));
            parameter = before + h;
            const double above = loss();
            parameter = before - h;
            const double below = loss();
            parameter = before;
            check.gradients.push_back({.place = place,
                                       .backward = gradient_at(still, trace, place).total,
                                       .difference = (above - below) / (2.0 * h)});
        }
    }
    check.floor = 1e-6;
    for (const CheckedGradient& one : check.gradients)
        check.floor = std::max(check.floor, std::abs(one.difference) / 1e4);
    for (CheckedGradient& one : check.gradients) {
        const double size =
            std::max({std::abs(one.backward), std::abs(one.difference), check.floor});
        one.error = std::abs(one.backward - one.difference) / size;
    }
    std::ranges::stable_sort(check.gradients, std::ranges::greater(), &CheckedGradient::error);
    return check;
}

template GradientCheck check_gradients(const Network<float>&, std::span<const float>, std::uint8_t,
                                       const ObjectiveTerms&, std::size_t, std::uint32_t);
template GradientCheck check_gradients(const Network<double>&, std::span<const double>,
                                       std::uint8_t, const ObjectiveTerms&, std::size_t,
                                       std::uint32_t);

}  // namespace nn
