// The passes of network.cpp for a single row, written so that every intermediate value can be kept.
// Sums run in ascending order, as product() promises.
#include "engine/explain/trace.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

#include "engine/numerics/functions.h"
#include "engine/numerics/product.h"

namespace nn {

namespace {

using Eigen::Index;

Index index_of(std::size_t value) {
    return static_cast<Index>(value);
}

template <class Scalar>
Scalar weight_at(const DenseLayer<Scalar>& layer, std::size_t input, std::size_t neuron) {
    return layer.W(index_of(input), index_of(neuron));
}

// For sorting, which NaN would break.
template <class Scalar>
Scalar size_of(Scalar value) {
    return std::isnan(value) ? std::numeric_limits<Scalar>::infinity() : std::abs(value);
}

template <class Scalar>
void trace_forward(const Network<Scalar>& network, Trace<Scalar>& trace) {
    trace.layers.resize(network.layers.size());
    for (std::size_t l = 0; l < network.layers.size(); ++l) {
        const DenseLayer<Scalar>& layer = network.layers[l];
        const std::span<const Scalar> x = std::as_const(trace).inputs_of(l);
        LayerTrace<Scalar>& made = trace.layers[l];
        made.z.resize(static_cast<std::size_t>(layer.units()));
        product<Scalar>(1, layer.units(), layer.inputs(), {x.data(), layer.inputs()},
                        {layer.W.data(), layer.W.cols()}, layer.b.data(), made.z.data(),
                        layer.units());
        made.a = made.z;
        activate(layer.activation, std::span<Scalar>(made.a));
    }
    std::vector<Scalar>& answer = trace.layers.back().a;
    answer_of_logits(network.loss, answer.size(), std::span<Scalar>(answer));
    trace.prediction = prediction_of<Scalar>(answer);
}

// dL/d(inputs of the layer) = W · dL/dz
template <class Scalar>
std::vector<Scalar> input_gradient(const DenseLayer<Scalar>& layer, std::span<const Scalar> dz) {
    std::vector<Scalar> dx(static_cast<std::size_t>(layer.inputs()));
    product<Scalar>(layer.inputs(), 1, layer.units(), {layer.W.data(), layer.W.cols()},
                    {dz.data(), 1}, nullptr, dx.data(), 1);
    return dx;
}

// The loss by the answer itself. The trainer never needs it: by the logits it is simpler, and safe
// where a probability is 0.
template <class Scalar>
std::vector<Scalar> loss_by_answer(Loss loss, const Trace<Scalar>& trace) {
    const std::vector<Scalar>& answer = trace.layers.back().a;
    std::vector<Scalar> da(answer.size());
    for (std::size_t c = 0; c < answer.size(); ++c) {
        if (loss == Loss::SquaredError)
            da[c] = answer[c] - (c == trace.label ? Scalar(1) : Scalar(0));
        else if (c == trace.label)
            da[c] = Scalar(-1) / answer[c];
        else if (loss == Loss::BinaryCrossEntropy)
            da[c] = Scalar(1) / (Scalar(1) - answer[c]);
        da[c] *= static_cast<Scalar>(trace.class_weight);
    }
    return da;
}

template <class Scalar>
void trace_backward(const Network<Scalar>& network, const ObjectiveTerms& terms,
                    Trace<Scalar>& trace) {
    LayerTrace<Scalar>& output = trace.layers.back();
    output.dz.resize(output.a.size());
    output.da = loss_by_answer(network.loss, trace);
    loss_backward<Scalar>(network.loss, output.a.size(), output.a, std::span(&trace.label, 1),
                          output.dz, terms.class_weights);
    for (std::size_t l = network.layers.size(); l-- > 1;) {
        LayerTrace<Scalar>& below = trace.layers[l - 1];
        below.da = input_gradient<Scalar>(network.layers[l], trace.layers[l].dz);
        below.dz = below.da;
        activate_backward<Scalar>(network.layers[l - 1].activation, below.z, below.a, below.dz);
    }
    trace.dx = input_gradient<Scalar>(network.layers.front(), trace.layers.front().dz);
}

}  // namespace

template <class Scalar>
Trace<Scalar> trace_step(const Network<Scalar>& network, std::span<const Scalar> x,
                         std::uint8_t label, const ObjectiveTerms& terms) {
    assert(static_cast<Index>(x.size()) == network.inputs());
    assert(static_cast<Index>(label) < network.outputs());
    Trace<Scalar> trace;
    trace.x.assign(x.begin(), x.end());
    trace.label = label;
    trace.l1 = terms.l1;
    trace.l2 = terms.l2;
    if (!terms.class_weights.empty()) trace.class_weight = terms.class_weights[label];
    trace_forward(network, trace);
    const std::vector<Scalar>& answer = trace.layers.back().a;
    trace.sample_loss = loss_sum<Scalar>(network.loss, answer.size(), answer, std::span(&label, 1),
                                         terms.class_weights);
    trace.penalty = penalty(network, Index{1}, terms);
    trace_backward(network, terms, trace);
    return trace;
}

// ---- Forward ---------------------------------------------------------------------------------------

template <class Scalar>
std::vector<SumTerm<Scalar>> sum_terms(const Network<Scalar>& network, const Trace<Scalar>& trace,
                                       std::size_t layer, std::size_t neuron) {
    const std::span<const Scalar> x = trace.inputs_of(layer);
    std::vector<SumTerm<Scalar>> terms(x.size());
    Scalar sum = network.layers[layer].b[index_of(neuron)];
    for (std::size_t i = 0; i < x.size(); ++i) {
        const Scalar w = weight_at(network.layers[layer], i, neuron);
        sum = sum + x[i] * w;
        terms[i] = {.input = i, .x = x[i], .w = w, .product = x[i] * w, .sum = sum};
    }
    return terms;
}

template <class Scalar>
std::vector<SumTerm<Scalar>> largest_terms(const Network<Scalar>& network,
                                           const Trace<Scalar>& trace, std::size_t layer,
                                           std::size_t neuron, std::size_t count) {
    std::vector<SumTerm<Scalar>> terms = sum_terms(network, trace, layer, neuron);
    std::sort(terms.begin(), terms.end(),
              [](const SumTerm<Scalar>& left, const SumTerm<Scalar>& right) {
                  const Scalar l = size_of(left.product), r = size_of(right.product);
                  return l != r ? l > r : left.input < right.input;
              });
    terms.resize(std::min(count, terms.size()));
    return terms;
}

template <class Scalar>
Scalar slope_of(Activation activation, Scalar z, Scalar a) {
    Scalar slope = 1;
    activate_backward(activation, std::span<const Scalar>(&z, 1), std::span<const Scalar>(&a, 1),
                      std::span<Scalar>(&slope, 1));
    return slope;
}

template <class Scalar>
Softmax<Scalar> softmax_terms(const Trace<Scalar>& trace) {
    const std::vector<Scalar>& z = trace.layers.back().z;
    Softmax<Scalar> softmax;
    softmax.largest = *std::max_element(z.begin(), z.end());
    for (const Scalar logit : z) {
        const Scalar exponential = exp_of(logit - softmax.largest);
        softmax.sum += exponential;
        softmax.terms.push_back({.z = logit, .exponential = exponential});
    }
    for (SoftmaxTerm<Scalar>& term : softmax.terms)
        term.probability = term.exponential / softmax.sum;
    return softmax;
}

template <class Scalar>
std::vector<LossTerm> loss_terms(Loss loss, const Trace<Scalar>& trace) {
    const std::vector<Scalar>& answer = trace.layers.back().a;
    std::vector<LossTerm> terms(answer.size());
    for (std::size_t c = 0; c < answer.size(); ++c) {
        LossTerm& term = terms[c];
        term.target = c == trace.label ? 1.0 : 0.0;
        term.answer = static_cast<double>(answer[c]);
        term.loss = trace.class_weight * class_loss(loss, answer[c], c == trace.label);
    }
    return terms;
}

// ---- Backward --------------------------------------------------------------------------------------

template <class Scalar>
std::vector<OutgoingTerm<Scalar>> outgoing_terms(const Network<Scalar>& network,
                                                 const Trace<Scalar>& trace, std::size_t layer,
                                                 std::size_t neuron) {
    std::vector<OutgoingTerm<Scalar>> terms;
    if (layer + 1 >= network.layers.size()) return terms;
    const Scalar a = trace.layers[layer].a[neuron];
    const std::vector<Scalar>& dz = trace.layers[layer + 1].dz;
    for (std::size_t unit = 0; unit < dz.size(); ++unit) {
        const Scalar w = weight_at(network.layers[layer + 1], neuron, unit);
        terms.push_back(
            {.unit = unit, .w = w, .carries = a * w, .dz = dz[unit], .returns = w * dz[unit]});
    }
    return terms;
}

template <class Scalar>
Scalar parameter_at(const Network<Scalar>& network, const ParameterPlace& place) {
    const DenseLayer<Scalar>& layer = network.layers[place.layer];
    if (place.is_bias()) return layer.b[index_of(place.neuron)];
    return weight_at(layer, place.input, place.neuron);
}

template <class Scalar>
ParameterGradient<Scalar> gradient_at(const Network<Scalar>& network, const Trace<Scalar>& trace,
                                      const ParameterPlace& place) {
    const Scalar dz = trace.layers[place.layer].dz[place.neuron];
    if (place.is_bias()) return {.x = 1, .dz = dz, .of_loss = dz, .of_penalty = 0, .total = dz};
    ParameterGradient<Scalar> gradient{.x = trace.inputs_of(place.layer)[place.input], .dz = dz};
    gradient.of_loss = gradient.x * dz;
    const Scalar w = parameter_at(network, place);
    if (trace.l2 > 0.0) gradient.of_penalty = static_cast<Scalar>(trace.l2) * w;
    if (trace.l1 > 0.0 && w != Scalar(0))
        gradient.of_penalty += std::copysign(static_cast<Scalar>(trace.l1), w);
    gradient.total = gradient.of_loss + gradient.of_penalty;
    return gradient;
}

template <class Scalar>
Network<Scalar> gradients_of(const Network<Scalar>& network, const Trace<Scalar>& trace) {
    Network<Scalar> gradients = network;
    for (std::size_t l = 0; l < network.layers.size(); ++l) {
        DenseLayer<Scalar>& layer = gradients.layers[l];
        for (Eigen::Index u = 0; u < layer.units(); ++u) {
            const auto neuron = static_cast<std::size_t>(u);
            for (Eigen::Index i = 0; i < layer.inputs(); ++i)
                layer.W(i, u) =
                    gradient_at(network, trace, {l, static_cast<std::size_t>(i), neuron}).total;
            layer.b(u) = gradient_at(network, trace, {l, ParameterPlace::kBias, neuron}).total;
        }
    }
    return gradients;
}

template <class Scalar>
double gradient_length(const Network<Scalar>& network, const Trace<Scalar>& trace) {
    double squares = 0.0;
    for (std::size_t l = 0; l < network.layers.size(); ++l) {
        const std::size_t inputs = trace.inputs_of(l).size();
        for (std::size_t neuron = 0; neuron < trace.layers[l].dz.size(); ++neuron) {
            const auto add = [&](std::size_t input) {
                const auto g =
                    static_cast<double>(gradient_at(network, trace, {l, input, neuron}).total);
                squares += g * g;
            };
            for (std::size_t input = 0; input < inputs; ++input) add(input);
            add(ParameterPlace::kBias);
        }
    }
    return std::sqrt(squares);
}

// ---- The chain rule --------------------------------------------------------------------------------

template <class Scalar>
Path<Scalar> path_of(const Network<Scalar>& network, const Trace<Scalar>& trace,
                     const ParameterPlace& place, std::span<const std::size_t> neurons) {
    assert(neurons.size() == network.layers.size() - place.layer);
    assert(neurons.front() == place.neuron);
    const std::size_t last = network.layers.size() - 1;
    Path<Scalar> path;
    const auto meet = [&path](PathFactorKind kind, std::size_t layer, std::size_t neuron,
                              Scalar value) {
        path.product = path.factors.empty() ? value : path.product * value;
        path.factors.push_back({.kind = kind, .layer = layer, .neuron = neuron, .value = value});
    };
    meet(PathFactorKind::Input, place.layer, place.neuron,
         place.is_bias() ? Scalar(1) : trace.inputs_of(place.layer)[place.input]);
    for (std::size_t l = place.layer; l < last; ++l) {
        const std::size_t neuron = neurons[l - place.layer], next = neurons[l - place.layer + 1];
        meet(PathFactorKind::Slope, l, neuron,
             slope_of(network.layers[l].activation, trace.layers[l].z[neuron],
                      trace.layers[l].a[neuron]));
        meet(PathFactorKind::Weight, l + 1, next, weight_at(network.layers[l + 1], neuron, next));
    }
    meet(PathFactorKind::LossByLogit, last, neurons.back(), trace.layers[last].dz[neurons.back()]);
    return path;
}

template <class Scalar>
Path<Scalar> strongest_path(const Network<Scalar>& network, const Trace<Scalar>& trace,
                            const ParameterPlace& place) {
    const std::size_t last = network.layers.size() - 1;
    std::vector<std::vector<std::size_t>> next(
        network.layers.size());  // per layer: the best way on
    std::vector<Scalar> best =
        trace.layers[last].dz;  // of the layer above: the rest of its product
    for (std::size_t l = last; l-- > place.layer;) {
        const std::size_t units = trace.layers[l].a.size();
        std::vector<Scalar> reached(units);
        next[l].resize(units);
        for (std::size_t neuron = 0; neuron < units; ++neuron) {
            const Scalar slope = slope_of(network.layers[l].activation, trace.layers[l].z[neuron],
                                          trace.layers[l].a[neuron]);
            for (std::size_t unit = 0; unit < best.size(); ++unit) {
                const Scalar value =
                    slope * weight_at(network.layers[l + 1], neuron, unit) * best[unit];
                if (std::abs(value) <= std::abs(reached[neuron])) continue;
                reached[neuron] = value;
                next[l][neuron] = unit;
            }
        }
        best = std::move(reached);
    }
    std::vector<std::size_t> neurons{place.neuron};
    for (std::size_t l = place.layer; l < last; ++l) neurons.push_back(next[l][neurons.back()]);
    return path_of<Scalar>(network, trace, place, neurons);
}

template Trace<float> trace_step(const Network<float>&, std::span<const float>, std::uint8_t,
                                 const ObjectiveTerms&);
template std::vector<SumTerm<float>> sum_terms(const Network<float>&, const Trace<float>&,
                                               std::size_t, std::size_t);
template std::vector<SumTerm<float>> largest_terms(const Network<float>&, const Trace<float>&,
                                                   std::size_t, std::size_t, std::size_t);
template float slope_of(Activation, float, float);
template Softmax<float> softmax_terms(const Trace<float>&);
template std::vector<LossTerm> loss_terms(Loss, const Trace<float>&);
template std::vector<OutgoingTerm<float>> outgoing_terms(const Network<float>&, const Trace<float>&,
                                                         std::size_t, std::size_t);
template float parameter_at(const Network<float>&, const ParameterPlace&);
template ParameterGradient<float> gradient_at(const Network<float>&, const Trace<float>&,
                                              const ParameterPlace&);
template Network<float> gradients_of(const Network<float>&, const Trace<float>&);
template double gradient_length(const Network<float>&, const Trace<float>&);
template Path<float> path_of(const Network<float>&, const Trace<float>&, const ParameterPlace&,
                             std::span<const std::size_t>);
template Path<float> strongest_path(const Network<float>&, const Trace<float>&,
                                    const ParameterPlace&);

template Trace<double> trace_step(const Network<double>&, std::span<const double>, std::uint8_t,
                                  const ObjectiveTerms&);
template std::vector<SumTerm<double>> sum_terms(const Network<double>&, const Trace<double>&,
                                                std::size_t, std::size_t);
template std::vector<SumTerm<double>> largest_terms(const Network<double>&, const Trace<double>&,
                                                    std::size_t, std::size_t, std::size_t);
template double slope_of(Activation, double, double);
template Softmax<double> softmax_terms(const Trace<double>&);
template std::vector<LossTerm> loss_terms(Loss, const Trace<double>&);
template std::vector<OutgoingTerm<double>> outgoing_terms(const Network<double>&,
                                                          const Trace<double>&, std::size_t,
                                                          std::size_t);
template double parameter_at(const Network<double>&, const ParameterPlace&);
template ParameterGradient<double> gradient_at(const Network<double>&, const Trace<double>&,
                                               const ParameterPlace&);
template Network<double> gradients_of(const Network<double>&, const Trace<double>&);
template double gradient_length(const Network<double>&, const Trace<double>&);
template Path<double> path_of(const Network<double>&, const Trace<double>&, const ParameterPlace&,
                              std::span<const std::size_t>);
template Path<double> strongest_path(const Network<double>&, const Trace<double>&,
                                     const ParameterPlace&);

}  // namespace nn
