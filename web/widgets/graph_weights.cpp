#include "web/widgets/graph_weights.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numeric>

#include "engine/numerics/lanes.h"
#include "engine/numerics/product.h"
#include "engine/numerics/transpose.h"
#include "web/widgets/graph_layout.h"

namespace nn::ui {

namespace {

// Alpha below which an edge does not show on an 8-bit screen.
constexpr float kLeastAlpha = 0.004f;
// Alphas of a pair's edges together: beyond, thousands of equally strong edges (as after initialisation)
// would be one white area.
constexpr float kMostLight = 120.0f;
constexpr Eigen::Index kFewInputs = 8;
// Pairs of layers up to this size also show edges along which nothing flows.
constexpr std::size_t kSmallPair = 12000;

std::size_t hidden_count(const Network<float>& network) {
    return network.layers.size() - 1;
}

// By vectors: compilers take maxima one after another, each waiting for the one before.
float largest(std::span<const float> values) {
    constexpr std::size_t kWidth = kLanes<float>;
    const Vector<float> zero{};
    Vector<float> most{};
    std::size_t i = 0;
    for (; i + kWidth <= values.size(); i += kWidth) {
        const Vector<float> v = load<kLanes<float>>(&values[i]), size = v < zero ? -v : v;
        most = size > most ? size : most;
    }
    float out = 0.0f;
    for (std::size_t lane = 0; lane < kWidth; ++lane)
        out = std::max(out, most[static_cast<int>(lane)]);
    for (; i < values.size(); ++i) out = std::max(out, std::abs(values[i]));
    return out;
}

// A layer's largest value but for the outermost hundredth: one odd weight would make all others pale.
float usual_largest(std::span<const float> values) {
    constexpr std::size_t kBins = 256;
    const float most = largest(values);
    if (most <= 0.0f) return 1.0f;
    std::array<std::size_t, kBins + 1> histogram{};
    const float scale = static_cast<float>(kBins) / most;
    for (const float v : values) ++histogram[static_cast<std::size_t>(std::abs(v) * scale)];
    std::size_t beyond = 0, bin = kBins;
    while (bin > kBins / 3 && (beyond + histogram[bin]) * 100 <= values.size())
        beyond += histogram[bin--];
    return most * static_cast<float>(bin + 1) / static_cast<float>(kBins + 1);
}

// 128 is nothing, 1 and 255 the most.
void to_bytes(std::span<const float> values, float factor, std::uint8_t* out) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        float byte = 128.5f + 127.0f * (values[i] * factor);
        byte = byte < 1.0f ? 1.0f : byte;
        out[i] = static_cast<std::uint8_t>(byte > 255.0f ? 255.0f : byte);
    }
}

std::ptrdiff_t signed_of(std::size_t n) {
    return static_cast<std::ptrdiff_t>(n);
}

// (rows, columns) = (rows, inner) · (inner, columns), all row by row.
void multiply(const float* a, const float* b, std::size_t rows, std::size_t inner,
              std::size_t columns, std::vector<float>& out) {
    out.resize(rows * columns);
    product<float>(signed_of(rows), signed_of(columns), signed_of(inner), {a, signed_of(inner)},
                   {b, signed_of(columns)}, nullptr, out.data(), signed_of(columns));
}

float deviation_of(std::span<const float> deviation, std::size_t input) {
    return input < deviation.size() ? deviation[input] : 1.0f;
}

// --- Edges ------------------------------------------------------------------------------------------------------

struct Strength {
    float base, gain, exponent;  // alpha = base + gain · |flow|^exponent
    float width, width_gain;
    bool is_base_by_weight;
};
constexpr Strength kInput = {0.012f, 0.55f, 1.5f, 0.8f, 0.9f, true};
// Between hidden layers edges are many and end at many: quieter, or they would outshine the answer's.
constexpr Strength kMiddle = {0.012f, 0.55f, 1.25f, 0.8f, 1.1f, false};
constexpr Strength kOutgoing = {0.02f, 0.85f, 1.25f, 0.8f, 1.5f, false};
// Networks with a few inputs are small: every edge counts.
constexpr Strength kFew = {0.06f, 0.8f, 1.25f, 0.8f, 2.2f, false};

struct Pair {
    const DenseLayer<float>* layer;
    int index;
    const Strength* strength;
    std::span<const float> source;  // what flows in; empty: 1 each
    std::span<const float>
        target;  // activations of the layer it leads to; empty: all count as active
};

bool is_of(const ChosenEdge& edge, const GraphPick& pick) {
    return (edge.pair == pick.layer && edge.to == pick.unit) ||
           (edge.pair == pick.layer + 1 && edge.from == pick.unit);
}

// The edges of a pair of layers, input by input: to find their alphas again costs less than to keep
// those of 200,000 until it is known which are drawn.
class PairEdges {
public:
    PairEdges(const Pair& pair, float scale)
        : pair_(&pair),
          rows_(static_cast<std::size_t>(pair.layer->inputs())),
          columns_(static_cast<std::size_t>(pair.layer->units())),
          is_small_(rows_ * columns_ <= kSmallPair),
          scales_(columns_, scale),
          flows_(columns_),
          alphas_(columns_) {
        float most_weight = 1e-9f, most_flow = 1e-9f;
        for (std::size_t i = 0; i < rows_; ++i) {
            const float most = largest({weights(i), columns_});
            most_weight = std::max(most_weight, most);
            most_flow = std::max(most_flow, std::abs(source(i)) * most);
        }
        per_weight_ = 1.0f / most_weight;
        per_flow_ = 1.0f / most_flow;
        for (std::size_t j = 0; j < std::min(columns_, pair.target.size()); ++j)
            if (std::abs(pair.target[j]) <= kLeastActive) scales_[j] *= 1.0f / 3.0f;
    }

    // Calls take(edge) for each that would show, its alpha without a sign as yet.
    template <class Take>
    void each(Take take) {
        const Strength& s = *pair_->strength;
        for (std::size_t i = 0; i < rows_; ++i) {
            const float x = source(i);
            if (x == 0.0f && !is_small_) continue;
            find_alphas(weights(i), x);
            for (std::size_t j = 0; j < columns_; ++j) {
                if (alphas_[j] < kLeastAlpha) continue;
                take(ChosenEdge{pair_->index, static_cast<int>(i), static_cast<int>(j), alphas_[j],
                                s.width + s.width_gain * flows_[j]});
            }
        }
    }

    bool is_negative(const ChosenEdge& edge) const {
        const float w = weights(static_cast<std::size_t>(edge.from))[edge.to];
        return source(static_cast<std::size_t>(edge.from)) < 0.0f ? w > 0.0f : w < 0.0f;
    }

private:
    const float* weights(std::size_t i) const { return pair_->layer->W.data() + i * columns_; }
    float source(std::size_t i) const { return i < pair_->source.size() ? pair_->source[i] : 1.0f; }

    // Loops so plain that compilers turn them into vector code.
    void find_alphas(const float* w, float x) {
        const Strength& s = *pair_->strength;
        const float base = s.is_base_by_weight ? 0.0f : s.base,
                    base_by_weight = s.is_base_by_weight ? s.base * per_weight_ : 0.0f;
        const float to_flow = std::abs(x) * per_flow_;
        const bool is_steep = s.exponent == 1.5f;
        float* const flows = flows_.data();
        float* const alphas = alphas_.data();
        for (std::size_t j = 0; j < columns_; ++j) {
            const float size = std::abs(w[j]), root = std::sqrt(size * to_flow);
            flows[j] = size * to_flow;
            alphas[j] = flows[j] * (is_steep ? root : std::sqrt(root));
        }
        for (std::size_t j = 0; j < columns_; ++j)
            alphas[j] = (base + base_by_weight * std::abs(w[j]) + s.gain * alphas[j]) * scales_[j];
    }

    const Pair* pair_;
    std::size_t rows_, columns_;
    bool is_small_;
    float per_weight_ = 0.0f, per_flow_ = 0.0f;
    std::vector<float> scales_, flows_, alphas_;  // of the edges of one input
};

// Adds about the strongest `most` edges of the pair, and all of the selected neuron's.
void add_pair(const Pair& pair, float scale, std::size_t most, const GraphPick& selected,
              std::vector<ChosenEdge>& out) {
    // By the leading bits of the number: faint edges are many, and so get the finer bins.
    constexpr std::size_t kBins = 2560;
    constexpr auto kLowest = std::bit_cast<std::uint32_t>(kLeastAlpha);
    const auto bin = [&selected](const ChosenEdge& edge) {
        if (is_of(edge, selected)) return kBins - 1;
        const std::size_t above = (std::bit_cast<std::uint32_t>(edge.alpha) - kLowest) >> 15;
        return std::min(above, kBins - 1);
    };
    PairEdges edges(pair, scale);
    std::array<std::uint32_t, kBins> histogram{};
    edges.each([&](const ChosenEdge& edge) { ++histogram[bin(edge)]; });
    std::size_t count = 0, least = kBins;
    while (least > 0 && count + histogram[least - 1] <= most) count += histogram[--least];
    const bool are_equal = least == kBins;  // all equally strong: the first of them
    if (are_equal) least = 0;
    const std::size_t first = out.size();
    edges.each([&](ChosenEdge edge) {
        if (bin(edge) < least || (are_equal && out.size() - first == most)) return;
        if (edges.is_negative(edge)) edge.alpha = -edge.alpha;
        out.push_back(edge);
    });
}

void limit_light(std::vector<ChosenEdge>& edges, std::size_t first) {
    float light = 0.0f;
    for (std::size_t i = first; i < edges.size(); ++i) light += std::abs(edges[i].alpha);
    if (light <= kMostLight) return;
    const float factor = std::pow(kMostLight / light, 0.9f);
    for (std::size_t i = first; i < edges.size(); ++i) edges[i].alpha *= factor;
}

// Its own edges come forward, the others step back.
void bring_forward(std::vector<ChosenEdge>& edges, const GraphPick& selected) {
    for (ChosenEdge& edge : edges)
        edge.alpha = std::clamp(edge.alpha * (is_of(edge, selected) ? 7.0f : 0.2f), -1.0f, 1.0f);
}

}  // namespace

std::vector<std::vector<float>> outgoing_weights(const Network<float>& network) {
    const std::size_t hidden = hidden_count(network);
    std::vector<std::vector<float>> out(hidden);
    const auto classes = static_cast<std::size_t>(network.outputs());
    for (std::size_t l = hidden; l-- > 0;) {
        const auto& next = network.layers[l + 1];
        const auto units = static_cast<std::size_t>(next.inputs()),
                   inner = static_cast<std::size_t>(next.units());
        if (l + 1 == hidden)
            out[l].assign(next.W.data(), next.W.data() + units * classes);
        else
            multiply(next.W.data(), out[l + 1].data(), units, inner, classes, out[l]);
    }
    return out;
}

double outgoing_cost(const Network<float>& network) {
    double work = 0.0;
    for (std::size_t l = 1; l < network.layers.size(); ++l)
        work += static_cast<double>(network.layers[l].W.size()) *
                static_cast<double>(network.outputs());
    return work;
}

std::vector<int> sorted_by_answer(std::span<const float> outgoing, int units, int classes) {
    std::vector<int> order(static_cast<std::size_t>(units));
    std::iota(order.begin(), order.end(), 0);
    std::vector<int> answer(order.size());
    std::vector<float> strength(order.size());
    for (std::size_t u = 0; u < order.size(); ++u) {
        const auto row = outgoing.subspan(u * static_cast<std::size_t>(classes),
                                          static_cast<std::size_t>(classes));
        const auto best = std::max_element(row.begin(), row.end());
        answer[u] = static_cast<int>(best - row.begin());
        strength[u] = *best;
    }
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
        const auto i = static_cast<std::size_t>(a), j = static_cast<std::size_t>(b);
        return answer[i] != answer[j] ? answer[i] < answer[j] : strength[i] > strength[j];
    });
    return order;
}

Patterns effective_patterns(const Network<float>& network, std::span<const float> deviation,
                            double most_work) {
    Patterns out;
    const std::size_t hidden = hidden_count(network);
    out.first_row.assign(hidden, -1);
    if (hidden == 0) return out;
    const auto inputs = static_cast<std::size_t>(network.inputs());
    std::vector<float> effect, next;  // (inputs, units) of the layer at hand
    int rows = 0;
    for (std::size_t l = 0; l < hidden; ++l) {
        const auto& layer = network.layers[l];
        const auto units = static_cast<std::size_t>(layer.units());
        if (l == 0) {
            effect.assign(layer.W.data(), layer.W.data() + inputs * units);
            for (std::size_t i = 0; i < inputs; ++i) {
                const float factor = deviation_of(deviation, i);
                for (std::size_t j = 0; j < units; ++j) effect[i * units + j] *= factor;
            }
        } else {
            const auto inner = static_cast<std::size_t>(layer.inputs());
            most_work -= static_cast<double>(inputs) * static_cast<double>(inner) *
                         static_cast<double>(units);
            if (most_work < 0.0) break;
            multiply(effect.data(), layer.W.data(), inputs, inner, units, next);
            effect.swap(next);
        }
        if (units > static_cast<std::size_t>(kMostTiles)) continue;
        const float factor = 1.0f / usual_largest(effect);
        out.first_row[l] = rows;
        rows += static_cast<int>(units);
        const std::size_t at = out.values.size();
        out.values.resize(at + units * inputs);
        next.resize(units * inputs);
        transpose(signed_of(inputs), signed_of(units), effect.data(), signed_of(units), next.data(),
                  signed_of(inputs));
        to_bytes(next, factor, out.values.data() + at);
    }
    return out;
}

double pattern_cost(const Network<float>& network) {
    double work = static_cast<double>(network.layers.front().W.size());
    for (std::size_t l = 1; l + 1 < network.layers.size(); ++l)
        work +=
            static_cast<double>(network.inputs()) * static_cast<double>(network.layers[l].W.size());
    return work;
}

std::vector<std::uint8_t> pattern_of(const Network<float>& network,
                                     std::span<const float> deviation, int layer, int unit) {
    const auto last = static_cast<std::size_t>(layer);
    const auto& own = network.layers[last];
    std::vector<float> effect(static_cast<std::size_t>(own.inputs())), before;
    for (std::size_t i = 0; i < effect.size(); ++i)
        effect[i] = own.W(static_cast<Eigen::Index>(i), unit);
    for (std::size_t l = last; l-- > 0;) {
        const auto rows = static_cast<std::size_t>(network.layers[l].inputs());
        multiply(network.layers[l].W.data(), effect.data(), rows, effect.size(), 1, before);
        effect.swap(before);
    }
    for (std::size_t i = 0; i < effect.size(); ++i) effect[i] *= deviation_of(deviation, i);
    const float factor = 1.0f / std::max(largest(effect), 1e-12f);
    std::vector<std::uint8_t> out(effect.size());
    to_bytes(effect, factor, out.data());
    return out;
}

void choose_edges(const GraphValues& values, EdgesShow show, const GraphPick& selected,
                  std::vector<ChosenEdge>* out) {
    out->clear();
    const Network<float>& network = *values.network;
    const std::size_t pairs = network.layers.size();
    const bool has_flow =
        show == EdgesShow::Signals && values.has_sample && values.activations.size() >= pairs;
    // Without a drawing nothing flows: the weights themselves show, quietly.
    const float scale = show == EdgesShow::Signals && !has_flow ? 0.2f : 1.0f;
    const std::size_t share = kMostEdges / pairs;
    const bool is_small = network.inputs() <= kFewInputs;
    // The few edges of a small last pair leave their room to the others.
    std::size_t room = kMostEdges;
    for (std::size_t p = pairs; p-- > 0;) {
        const std::size_t first = out->size();
        Pair pair{.layer = &network.layers[p],
                  .index = static_cast<int>(p),
                  .strength = is_small         ? &kFew
                              : p + 1 == pairs ? &kOutgoing
                              : p == 0         ? &kInput
                                               : &kMiddle};
        if (has_flow) {
            pair.source = p == 0 ? values.input : std::span<const float>(values.activations[p - 1]);
            if (p + 1 < pairs) pair.target = values.activations[p];
        }
        const std::size_t most = p == 0 ? room : std::min(room, std::max(share, kMostEdges / 4));
        add_pair(pair, scale, most, selected, *out);
        limit_light(*out, first);
        room -= std::min(room, out->size() - first);
    }
    if (selected.is_some()) bring_forward(*out, selected);
}

double edge_cost(const Network<float>& network) {
    double count = 0.0;
    for (const auto& layer : network.layers) count += static_cast<double>(layer.W.size());
    return count;
}

float largest_activation(std::span<const float> activations) {
    return std::max(largest(activations), kLeastActive);
}

}  // namespace nn::ui
