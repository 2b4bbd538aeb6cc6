#include "engine/data/scaling.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <type_traits>
#include <vector>

namespace nn {

namespace {

constexpr std::array<EnumName<Scaling>, 4> kNames = {{
    {Scaling::None, "none", "none"},
    {Scaling::Unit, "unit", "0 to 1"},
    {Scaling::MinMax, "min-max", "min to max"},
    {Scaling::Standard, "standard", "standardise"},
}};

// Pixel values and their squares are integers, so these sums are exact in any order.
template <class Scalar>
void fit_standard(const Dataset& dataset, std::span<const std::int32_t> train,
                  Scaler<Scalar>& out) {
    const auto size = static_cast<std::size_t>(dataset.features());
    std::vector<std::int64_t> sum(size), squares(size);
    for (const std::int32_t index : train) {
        const auto image = dataset.image(index);
        for (std::size_t j = 0; j < size; ++j) {
            sum[j] += image[j];
            squares[j] += image[j] * image[j];
        }
    }
    const auto count = static_cast<double>(train.size());
    for (std::size_t j = 0; j < size; ++j) {
        const double mean = static_cast<double>(sum[j]) / count;
        // count * squares - sum^2 is exact in 64 bits and zero just for constant features.
        const std::int64_t spread =
            static_cast<std::int64_t>(train.size()) * squares[j] - sum[j] * sum[j];
        const auto at = static_cast<Eigen::Index>(j);
        out.offset[at] = static_cast<Scalar>(mean);
        if (spread > 0)
            out.factor[at] = static_cast<Scalar>(count / std::sqrt(static_cast<double>(spread)));
    }
}

template <class Scalar>
void fit_min_max(const Dataset& dataset, std::span<const std::int32_t> train, Scaler<Scalar>& out) {
    const auto first = dataset.image(train.front());
    std::vector<std::uint8_t> low(first.begin(), first.end()), high = low;
    for (const std::int32_t index : train) {
        const auto image = dataset.image(index);
        for (std::size_t j = 0; j < low.size(); ++j) {
            low[j] = std::min(low[j], image[j]);
            high[j] = std::max(high[j], image[j]);
        }
    }
    for (std::size_t j = 0; j < low.size(); ++j) {
        const auto at = static_cast<Eigen::Index>(j);
        out.offset[at] = static_cast<Scalar>(low[j]);
        if (high[j] > low[j]) out.factor[at] = static_cast<Scalar>(1.0 / (high[j] - low[j]));
    }
}

// Features of points are real numbers: sums run in double, in the order of the training part.
template <class Scalar>
void fit_points(Scaling scaling, const Dataset& dataset, std::span<const std::int32_t> train,
                Scaler<Scalar>& out) {
    for (Eigen::Index j = 0; j < dataset.features(); ++j) {
        const auto value = [&](std::int32_t sample) {
            return static_cast<double>(dataset.point(sample)[static_cast<std::size_t>(j)]);
        };
        double low = value(train.front()), high = low, sum = 0.0, squares = 0.0;
        for (const std::int32_t sample : train) {
            low = std::min(low, value(sample));
            high = std::max(high, value(sample));
            sum += value(sample);
        }
        const auto count = static_cast<double>(train.size());
        const double mean = sum / count;
        for (const std::int32_t sample : train) {
            const double distance = value(sample) - mean;
            squares += distance * distance;
        }
        const bool is_constant = low == high;
        const double largest = std::max(std::abs(low), std::abs(high));
        double offset = 0.0, factor = 1.0;
        if (scaling == Scaling::Standard) {
            offset = mean;
            if (!is_constant) factor = 1.0 / std::sqrt(squares / count);
        } else if (scaling == Scaling::MinMax) {
            offset = low;
            if (!is_constant) factor = 1.0 / (high - low);
        } else if (scaling == Scaling::Unit && largest > 0.0) {
            factor = 1.0 / largest;
        }
        out.offset[j] = static_cast<Scalar>(offset);
        out.factor[j] = static_cast<Scalar>(factor);
    }
}

// A pixel as a number. To put it into the last bits of 2^23 and take that away again is exact, and no
// vector unit needs more than two operations for it; of integers without a sign V8 makes eight.
template <class Scalar>
Scalar number_of(std::uint8_t pixel) {
    if constexpr (std::is_same_v<Scalar, float>)
        return std::bit_cast<float>(std::bit_cast<std::uint32_t>(0x1p23f) | pixel) - 0x1p23f;
    else
        return pixel;
}

template <class Scalar>
Scalar number_of(float feature) {
    return feature;
}

// Nothing overlaps; saying so (__restrict) spares compilers a look at each run.
template <class Scalar, class Value>
void scale(const Scalar* __restrict offset, const Scalar* __restrict factor,
           const Value* __restrict values, std::size_t count, Scalar* __restrict out) {
    for (std::size_t i = 0; i < count; ++i)
        out[i] = (number_of<Scalar>(values[i]) - offset[i]) * factor[i];
}

}  // namespace

template <>
std::span<const EnumName<Scaling>> enum_names<Scaling>() {
    return kNames;
}

template <class Scalar>
void Scaler<Scalar>::apply(std::span<const std::uint8_t> image, Scalar* out) const {
    scale(offset.data(), factor.data(), image.data(), image.size(), out);
}

template <class Scalar>
void Scaler<Scalar>::apply(std::span<const float> point, Scalar* out) const {
    scale(offset.data(), factor.data(), point.data(), point.size(), out);
}

template <class Scalar>
void Scaler<Scalar>::apply(const Dataset& dataset, int sample, Scalar* out) const {
    if (dataset.has_pixels())
        apply(dataset.image(sample), out);
    else
        apply(dataset.point(sample), out);
}

template <class Scalar>
Scaler<Scalar> fit_scaler(Scaling scaling, const Dataset& dataset,
                          std::span<const std::int32_t> train) {
    const Eigen::Index features = dataset.features();
    Scaler<Scalar> out{RowVector<Scalar>::Zero(features), RowVector<Scalar>::Ones(features)};
    if (!dataset.has_pixels()) {
        if (!train.empty()) fit_points(scaling, dataset, train, out);
        return out;
    }
    if (scaling == Scaling::Unit)
        out.factor.setConstant(static_cast<Scalar>(1.0 / dataset.max_value));
    if (!train.empty()) {
        if (scaling == Scaling::Standard) fit_standard(dataset, train, out);
        if (scaling == Scaling::MinMax) fit_min_max(dataset, train, out);
    }
    return out;
}

template struct Scaler<float>;
template struct Scaler<double>;
template Scaler<float> fit_scaler<float>(Scaling, const Dataset&, std::span<const std::int32_t>);
template Scaler<double> fit_scaler<double>(Scaling, const Dataset&, std::span<const std::int32_t>);

}  // namespace nn
