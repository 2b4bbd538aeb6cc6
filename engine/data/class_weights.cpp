#include "engine/data/class_weights.h"

#include <algorithm>
#include <array>

namespace nn {

template <>
std::span<const EnumName<ClassWeights>> enum_names<ClassWeights>() {
    static constexpr std::array<EnumName<ClassWeights>, 2> kNames{{
        {ClassWeights::Equal, "equal", "Equal"},
        {ClassWeights::Balanced, "balanced", "Balanced"},
    }};
    return kNames;
}

std::vector<double> class_weights_of(ClassWeights kind, int classes,
                                     std::span<const std::uint8_t> labels,
                                     std::span<const std::int32_t> samples) {
    if (kind == ClassWeights::Equal) return {};
    std::vector<double> counts(static_cast<std::size_t>(classes));
    for (const std::int32_t sample : samples) ++counts[labels[static_cast<std::size_t>(sample)]];
    const auto present = static_cast<double>(
        std::ranges::count_if(counts, [](double count) { return count > 0.0; }));
    std::vector<double> weights(counts.size(), 1.0);
    for (std::size_t c = 0; c < counts.size(); ++c)
        if (counts[c] > 0.0)
            weights[c] = static_cast<double>(samples.size()) / (present * counts[c]);
    return weights;
}

}  // namespace nn
