#include "engine/explore/projection.h"

#include <Eigen/Eigenvalues>
#include <algorithm>

namespace nn::explore {

std::array<double, 2> Projection::place_of(std::span<const float> outputs) const {
    std::array<double, 2> place{};
    for (std::size_t i = 0; i < outputs.size(); ++i)
        for (std::size_t d = 0; d < 2; ++d)
            place[d] += (static_cast<double>(outputs[i]) - mean(static_cast<Eigen::Index>(i))) *
                        directions(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(d));
    return place;
}

Projection principal_plane(const Matrix<float>& rows) {
    Projection out;
    const Matrix<double> X = rows.cast<double>();
    out.mean = X.colwise().mean();
    const Matrix<double> centred = X.rowwise() - out.mean;
    const Eigen::MatrixXd covariance = centred.transpose() * centred;
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(covariance);
    const Eigen::Index units = covariance.rows();
    const double whole = covariance.trace();
    out.directions = Matrix<double>::Zero(units, 2);
    for (Eigen::Index d = 0; d < std::min<Eigen::Index>(2, units); ++d) {
        Eigen::VectorXd direction = solver.eigenvectors().col(units - 1 - d);
        Eigen::Index largest = 0;
        direction.cwiseAbs().maxCoeff(&largest);
        if (direction(largest) < 0.0) direction = -direction;
        out.directions.col(d) = direction;
        const double variance = std::max(solver.eigenvalues()(units - 1 - d), 0.0);
        out.share[static_cast<std::size_t>(d)] = whole > 0.0 ? variance / whole : 0.0;
    }
    return out;
}

Matrix<float> last_hidden(const Subject& subject, std::span<const std::int32_t> samples) {
    const int layers = static_cast<int>(subject.network.layers.size());
    if (layers > 1) return outputs_of(subject, samples, layers - 2);
    Matrix<float> out(static_cast<Eigen::Index>(samples.size()), subject.network.inputs());
    for (std::size_t i = 0; i < samples.size(); ++i)
        subject.scaler.apply(*subject.dataset, samples[i],
                             out.row(static_cast<Eigen::Index>(i)).data());
    return out;
}

std::vector<float> last_hidden(const Subject& subject, std::span<const double> pixels) {
    RowVector<float> x =
        Eigen::Map<const RowVector<double>>(pixels.data(), static_cast<Eigen::Index>(pixels.size()))
            .cast<float>();
    x = (x - subject.scaler.offset).cwiseProduct(subject.scaler.factor);
    for (std::size_t l = 0; l + 1 < subject.network.layers.size(); ++l) {
        const DenseLayer<float>& layer = subject.network.layers[l];
        x = (x * layer.W + layer.b).eval();
        activate<float>(layer.activation, {x.data(), static_cast<std::size_t>(x.size())});
    }
    return {x.begin(), x.end()};
}

}  // namespace nn::explore
