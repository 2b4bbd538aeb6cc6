#include "tests/support/gradient_check.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace nn::test {

GradientDifference check_gradient(const std::function<double(std::span<const double>)>& f,
                                  std::span<const double> parameters,
                                  std::span<const double> gradient) {
    // Halving f's curvature error against its rounding error: with 1e-5 both stay near 1e-11.
    constexpr double kStep = 1e-5;
    constexpr double kRounding = 1e-9;
    std::vector<double> point(parameters.begin(), parameters.end());
    GradientDifference worst;
    for (std::size_t i = 0; i < point.size(); ++i) {
        const double centre = point[i];
        const double step = kStep * std::max(1.0, std::abs(centre));
        point[i] = centre + step;
        const double above = f(point);
        point[i] = centre - step;
        const double below = f(point);
        point[i] = centre;

        const double numeric = (above - below) / (2.0 * step);
        const double difference = std::abs(gradient[i] - numeric);
        if (difference < kRounding) continue;
        const double error = std::isfinite(difference)
                                 ? difference / std::max(std::abs(gradient[i]), std::abs(numeric))
                                 : std::numeric_limits<double>::infinity();
        if (error > worst.error) worst = {error, i, gradient[i], numeric};
    }
    return worst;
}

std::vector<double> gradient_of(const Workspace<double>& workspace) {
    std::vector<double> gradient;
    for (std::size_t l = 0; l < workspace.dW.size(); ++l) {
        const Matrix<double>& dW = workspace.dW[l];
        const RowVector<double>& db = workspace.db[l];
        gradient.insert(gradient.end(), dW.data(), dW.data() + dW.size());
        gradient.insert(gradient.end(), db.data(), db.data() + db.size());
    }
    return gradient;
}

double distance_to_kink(const Network<double>& network, const Workspace<double>& workspace,
                        Eigen::Index batch) {
    double smallest = std::numeric_limits<double>::infinity();
    for (std::size_t l = 0; l < network.layers.size(); ++l) {
        const DenseLayer<double>& layer = network.layers[l];
        const bool has_kink = layer.activation == Activation::Relu ||
                              layer.activation == Activation::LeakyRelu ||
                              layer.activation == Activation::Elu;
        if (!has_kink) continue;
        for (Eigen::Index row = 0; row < batch; ++row) {
            for (Eigen::Index unit = 0; unit < layer.units(); ++unit) {
                double z = layer.b(unit);
                for (Eigen::Index i = 0; i < layer.inputs(); ++i)
                    z += workspace.A[l](row, i) * layer.W(i, unit);
                smallest = std::min(smallest, std::abs(z));
            }
        }
    }
    return smallest;
}

}  // namespace nn::test
