// What a person changes in a network by hand: one weight, one bias, two units in each other's place, a
// unit silenced.
#pragma once

#include <cstdint>
#include <span>

#include "engine/network/network.h"
#include "engine/network/optimizer.h"
#include "engine/numerics/enum_names.h"

namespace nn {

enum class EditKind {
    Weight,  // of `unit`, from input `other`, becomes `value`
    Bias,    // of `unit`, becomes `value`
    Swap,  // hidden units `unit` and `other` change places, with all that the optimiser knows of them
    Silence,  // all weights from hidden unit `unit` to the next layer become 0; training may raise them
};

template <>
std::span<const EnumName<EditKind>> enum_names<EditKind>();

constexpr bool has_other(EditKind kind) {
    return kind == EditKind::Weight || kind == EditKind::Swap;
}
constexpr bool has_value(EditKind kind) {
    return kind == EditKind::Weight || kind == EditKind::Bias;
}

struct Edit {
    EditKind kind = EditKind::Weight;
    int layer = 0;  // counted from 0; the last is the output layer
    int unit = 0;
    int other = 0;       // 0 where the kind has none
    double value = 0.0;  // likewise

    bool operator==(const Edit&) const = default;
};

// Whether there is such a place in a network of this shape, and the value is a finite number.
bool fits(const Edit& edit, int inputs, std::span<const LayerShape> hidden, int outputs);

// Of an edit that fits. Both allocate nothing.
template <class Scalar>
void apply_edit(const Edit& edit, Network<Scalar>& network);
template <class Scalar>
void apply_edit(const Edit& edit, Network<Scalar>& network, OptimizerState<Scalar>& optimizer);

}  // namespace nn
