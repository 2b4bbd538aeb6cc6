#include "engine/data/scaling.h"

#include <algorithm>
#include <array>
#include <cmath>
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

}  // namespace

template <>
std::span<const EnumName<Scaling>> enum_names<Scaling>() {
    return kNames;
}

template <class Scalar>
void Scaler<Scalar>::apply(std::span<const std::uint8_t> image, Scalar* out) const {
    const Scalar* from = offset.data();
    const Scalar* by = factor.data();
    for (std::size_t i = 0; i < image.size(); ++i)
        out[i] = (static_cast<Scalar>(image[i]) - from[i]) * by[i];
}

template <class Scalar>
Scaler<Scalar> fit_scaler(Scaling scaling, const Dataset& dataset,
                          std::span<const std::int32_t> train) {
    const Eigen::Index features = dataset.features();
    Scaler<Scalar> out{RowVector<Scalar>::Zero(features), RowVector<Scalar>::Ones(features)};
    if (scaling == Scaling::Unit)
        out.factor.setConstant(static_cast<Scalar>(1.0 / dataset.max_value));
    if (train.empty()) return out;
    if (scaling == Scaling::Standard) fit_standard(dataset, train, out);
    if (scaling == Scaling::MinMax) fit_min_max(dataset, train, out);
    return out;
}

template struct Scaler<float>;
template struct Scaler<double>;
template Scaler<float> fit_scaler<float>(Scaling, const Dataset&, std::span<const std::int32_t>);
template Scaler<double> fit_scaler<double>(Scaling, const Dataset&, std::span<const std::int32_t>);

}  // namespace nn
