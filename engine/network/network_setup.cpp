// Networks and their workspaces as they are made, and parameters on their way in and out: nothing that an
// update does, compiled for size.
#include <algorithm>
#include <cassert>

#include "engine/network/network.h"

namespace nn {

using Eigen::Index;

template <class Scalar>
std::size_t Network<Scalar>::parameter_count() const {
    Index count = 0;
    for (const DenseLayer<Scalar>& layer : layers) count += layer.W.size() + layer.b.size();
    return static_cast<std::size_t>(count);
}

template <class Scalar>
Network<Scalar> make_network(int inputs, std::span<const LayerShape> hidden, int classes, Loss loss,
                             Initializer initializer, std::uint32_t seed) {
    RandomState random(seed);
    return make_network<Scalar>(inputs, hidden, classes, loss, initializer, random);
}

template <class Scalar>
Network<Scalar> make_network(int inputs, std::span<const LayerShape> hidden, int classes, Loss loss,
                             Initializer initializer, RandomState& random) {
    Network<Scalar> network;
    network.loss = loss;
    network.layers.resize(hidden.size() + 1);
    int width = inputs;
    for (std::size_t l = 0; l <= hidden.size(); ++l) {
        const LayerShape shape =
            l < hidden.size() ? hidden[l] : LayerShape{classes, Activation::Linear};
        DenseLayer<Scalar>& layer = network.layers[l];
        layer.activation = shape.activation;
        layer.W.resize(width, shape.units);
        layer.b.resize(shape.units);
        // scikit-learn has one activation for the network, and goes by it at the output, too.
        const bool goes_by_hidden =
            initializer == Initializer::ScikitLearn && l == hidden.size() && l > 0;
        initialize(initializer, goes_by_hidden ? hidden[l - 1].activation : shape.activation,
                   random, layer.W, layer.b);
        width = shape.units;
    }
    return network;
}

template <class Scalar>
void Workspace<Scalar>::resize_for_inference(const Network<Scalar>& network, Index max_batch) {
    A.resize(network.layers.size() + 1);
    A[0].resize(max_batch, network.inputs());
    for (std::size_t l = 0; l < network.layers.size(); ++l) {
        A[l + 1].resize(max_batch, network.layers[l].units());
    }
    Z.clear();
    is_masked = false;
    for (const DenseLayer<Scalar>& layer : network.layers)
        scratch.fit_for_inference(layer, max_batch);
}

template <class Scalar>
void Workspace<Scalar>::resize(const Network<Scalar>& network, Index max_batch) {
    resize_for_inference(network, max_batch);
    const std::size_t count = network.layers.size();
    dA.resize(count + 1);
    Z.resize(count);
    keep.resize(count);
    dW.resize(count);
    db.resize(count);
    for (std::size_t l = 0; l < count; ++l) {
        const DenseLayer<Scalar>& layer = network.layers[l];
        dA[l + 1].resize(max_batch, layer.units());
        Z[l].resize(slope_needs_sum(layer.activation) ? max_batch : 0, layer.units());
        keep[l].resize(layer.dropout > 0.0 ? max_batch : 0, layer.units());
        dW[l].resize(layer.inputs(), layer.units());
        db[l].resize(layer.units());
        scratch.fit(layer, max_batch);
    }
}

template <class Scalar>
std::vector<Scalar> parameters_of(const Network<Scalar>& network) {
    std::vector<Scalar> parameters;
    parameters.reserve(network.parameter_count());
    for (const DenseLayer<Scalar>& layer : network.layers) {
        parameters.insert(parameters.end(), layer.W.data(), layer.W.data() + layer.W.size());
        parameters.insert(parameters.end(), layer.b.data(), layer.b.data() + layer.b.size());
    }
    return parameters;
}

template <class Scalar>
void set_parameters(Network<Scalar>& network, std::span<const Scalar> parameters) {
    assert(parameters.size() == network.parameter_count());
    const Scalar* next = parameters.data();
    for (DenseLayer<Scalar>& layer : network.layers) {
        std::copy_n(next, layer.W.size(), layer.W.data());
        next += layer.W.size();
        std::copy_n(next, layer.b.size(), layer.b.data());
        next += layer.b.size();
    }
}

template struct Network<float>;
template struct Workspace<float>;
template Network<float> make_network(int, std::span<const LayerShape>, int, Loss, Initializer,
                                     std::uint32_t);
template Network<float> make_network(int, std::span<const LayerShape>, int, Loss, Initializer,
                                     RandomState&);
template std::vector<float> parameters_of(const Network<float>&);
template void set_parameters(Network<float>&, std::span<const float>);

template struct Network<double>;
template struct Workspace<double>;
template Network<double> make_network(int, std::span<const LayerShape>, int, Loss, Initializer,
                                      std::uint32_t);
template Network<double> make_network(int, std::span<const LayerShape>, int, Loss, Initializer,
                                      RandomState&);
template std::vector<double> parameters_of(const Network<double>&);
template void set_parameters(Network<double>&, std::span<const double>);

}  // namespace nn
