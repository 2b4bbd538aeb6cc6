// How much each class counts in the loss.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/numerics/enum_names.h"

namespace nn {

enum class ClassWeights {
    Equal,     // every sample counts once
    Balanced,  // samples of rare classes count more, so that all classes count alike
};

template <>
std::span<const EnumName<ClassWeights>> enum_names<ClassWeights>();

// A weight per class; none for Equal. Balanced: n / (k * count), with n samples among `samples`, k
// classes that occur there and `count` samples of the class: sklearn's
// compute_class_weight("balanced"). A class without samples weighs 1.
std::vector<double> class_weights_of(ClassWeights kind, int classes,
                                     std::span<const std::uint8_t> labels,
                                     std::span<const std::int32_t> samples);

}  // namespace nn
