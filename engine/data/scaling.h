// Scaling of inputs: fitted on the training part alone, then applied to everything.
#pragma once

#include <cstdint>
#include <span>

#include "engine/data/dataset.h"
#include "engine/numerics/enum_names.h"
#include "engine/numerics/types.h"

namespace nn {

enum class Scaling {
    None,      // raw pixel values, as the article feeds them: 0…16
    Unit,      // divided by the largest possible pixel value: 0…1; features of points by the size
               // of the largest: -1…1
    MinMax,    // (x - min) / (max - min) per feature: 0…1; constant features are left at 0
    Standard,  // (x - mean) / deviation per feature; constant features are left centred at 0
};

template <>
std::span<const EnumName<Scaling>> enum_names<Scaling>();

// x' = (x - offset) * factor, per feature.
template <class Scalar>
struct Scaler {
    RowVector<Scalar> offset;  // (features)
    RowVector<Scalar> factor;  // (features)

    void apply(std::span<const std::uint8_t> image, Scalar* out) const;
    void apply(std::span<const float> point, Scalar* out) const;
    void apply(const Dataset& dataset, int sample, Scalar* out) const;
};

template <class Scalar>
Scaler<Scalar> fit_scaler(Scaling scaling, const Dataset& dataset,
                          std::span<const std::int32_t> train);

}  // namespace nn
