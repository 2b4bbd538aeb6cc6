#include "engine/network/edit.h"

#include <array>
#include <cmath>
#include <utility>

namespace nn {

template <>
std::span<const EnumName<EditKind>> enum_names<EditKind>() {
    static constexpr std::array<EnumName<EditKind>, 4> kNames{{
        {EditKind::Weight, "weight", "Weight"},
        {EditKind::Bias, "bias", "Bias"},
        {EditKind::Swap, "swap", "Swap"},
        {EditKind::Silence, "silence", "Silence"},
    }};
    return kNames;
}

bool fits(const Edit& edit, int inputs, std::span<const LayerShape> hidden, int outputs) {
    const int layers = static_cast<int>(hidden.size()) + 1;
    if (edit.layer < 0 || edit.layer >= layers || !std::isfinite(edit.value)) return false;
    const auto units_of = [&](int layer) {
        return layer + 1 < layers ? hidden[static_cast<std::size_t>(layer)].units : outputs;
    };
    const auto is_below = [](int index, int end) { return index >= 0 && index < end; };
    if (!is_below(edit.unit, units_of(edit.layer))) return false;
    switch (edit.kind) {
        case EditKind::Weight:
            return is_below(edit.other, edit.layer == 0 ? inputs : units_of(edit.layer - 1));
        case EditKind::Bias:
            return true;
        case EditKind::Swap:
            return edit.layer + 1 < layers && is_below(edit.other, units_of(edit.layer));
        case EditKind::Silence:
            return edit.layer + 1 < layers;
    }
    return false;
}

template <class Scalar>
void apply_edit(const Edit& edit, Network<Scalar>& network) {
    const auto l = static_cast<std::size_t>(edit.layer);
    DenseLayer<Scalar>& layer = network.layers[l];
    switch (edit.kind) {
        case EditKind::Weight:
            layer.W(edit.other, edit.unit) = static_cast<Scalar>(edit.value);
            break;
        case EditKind::Bias:
            layer.b(edit.unit) = static_cast<Scalar>(edit.value);
            break;
        case EditKind::Swap:
            layer.W.col(edit.unit).swap(layer.W.col(edit.other));
            std::swap(layer.b(edit.unit), layer.b(edit.other));
            network.layers[l + 1].W.row(edit.unit).swap(network.layers[l + 1].W.row(edit.other));
            break;
        case EditKind::Silence:
            network.layers[l + 1].W.row(edit.unit).setZero();
            break;
    }
}

template <class Scalar>
void apply_edit(const Edit& edit, Network<Scalar>& network, OptimizerState<Scalar>& optimizer) {
    apply_edit(edit, network);
    if (edit.kind == EditKind::Swap)
        optimizer.swap_units(static_cast<std::size_t>(edit.layer), edit.unit, edit.other);
}

template void apply_edit(const Edit&, Network<float>&);
template void apply_edit(const Edit&, Network<double>&);
template void apply_edit(const Edit&, Network<float>&, OptimizerState<float>&);
template void apply_edit(const Edit&, Network<double>&, OptimizerState<double>&);

}  // namespace nn
