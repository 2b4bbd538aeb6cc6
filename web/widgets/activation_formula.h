// Activations as they are written where there is little room: the right side of "a = …". engine/explain has them in full.
#pragma once

#include <string_view>

#include "engine/network/activation.h"

namespace nn::ui {

constexpr std::string_view formula_of(Activation activation) {
    switch (activation) {
        case Activation::Relu:
            return "max(0, z)";
        case Activation::LeakyRelu:
            return "max(0.01 z, z)";
        case Activation::Elu:
            return "max(z, e^min(z, 0) \u2212 1)";
        case Activation::Gelu:
            return "z/2 (1 + tanh(0.798 z + 0.0357 z\u00B3))";
        case Activation::Softplus:
            return "ln(1 + e^z)";
        case Activation::Tanh:
            return "tanh z";
        case Activation::Sigmoid:
            return "1 / (1 + e^\u2212z)";
        case Activation::Linear:
            return "z";
    }
    return {};
}

}  // namespace nn::ui
