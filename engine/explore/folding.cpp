#include "engine/explore/folding.h"

#include <algorithm>

#include "engine/explore/calibration.h"

namespace nn::explore {

Folding fold(const Subject& subject, std::span<const std::int32_t> samples) {
    Folding out;
    const auto& layers = subject.network.layers;
    out.is_linear = std::ranges::all_of(layers, [](const DenseLayer<float>& layer) {
        return layer.activation == Activation::Linear;
    });
    out.W = layers.front().W.cast<double>();
    out.b = layers.front().b.cast<double>();
    for (std::size_t l = 1; l < layers.size(); ++l) {
        const Matrix<double> W = layers[l].W.cast<double>();
        out.b = (out.b * W + layers[l].b.cast<double>()).eval();
        out.W = (out.W * W).eval();
    }
    const Matrix<double> sums = sums_of(subject, samples);
    RowVector<float> x(subject.network.inputs());
    std::size_t alike = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        subject.scaler.apply(*subject.dataset, samples[i], x.data());
        const RowVector<double> folded = x.cast<double>() * out.W + out.b;
        const auto row = static_cast<Eigen::Index>(i);
        out.difference = std::max(out.difference, (folded - sums.row(row)).cwiseAbs().maxCoeff());
        Eigen::Index one = 0, other = 0;
        folded.maxCoeff(&one);
        sums.row(row).maxCoeff(&other);
        alike += one == other ? 1 : 0;
    }
    out.agreement =
        samples.empty() ? 0.0 : static_cast<double>(alike) / static_cast<double>(samples.size());
    return out;
}

}  // namespace nn::explore
