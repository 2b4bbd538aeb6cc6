#include "engine/explore/calibration.h"

#include <algorithm>
#include <cmath>

namespace nn::explore {

namespace {

constexpr double kColdest = 0.05, kHottest = 20.0;
constexpr int kSections = 60;  // of the golden section search

// ln(sum(exp)) of a row divided by the temperature.
double log_sum(const Matrix<double>& sums, Eigen::Index row, double temperature) {
    const double most = sums.row(row).maxCoeff() / temperature;
    double total = 0.0;
    for (Eigen::Index k = 0; k < sums.cols(); ++k)
        total += std::exp(sums(row, k) / temperature - most);
    return most + std::log(total);
}

double loss_at(const Matrix<double>& sums, std::span<const std::uint8_t> labels,
               double temperature) {
    double loss = 0.0;
    for (Eigen::Index row = 0; row < sums.rows(); ++row)
        loss += log_sum(sums, row, temperature) -
                sums(row, labels[static_cast<std::size_t>(row)]) / temperature;
    return loss / static_cast<double>(std::max<Eigen::Index>(sums.rows(), 1));
}

}  // namespace

Calibration calibration(const Matrix<double>& sums, std::span<const std::uint8_t> labels,
                        double temperature, int bins) {
    Calibration out;
    out.bins.resize(static_cast<std::size_t>(bins));
    out.loss = loss_at(sums, labels, temperature);
    for (Eigen::Index row = 0; row < sums.rows(); ++row) {
        Eigen::Index prediction = 0;
        const double most = sums.row(row).maxCoeff(&prediction);
        const double confidence = std::exp(most / temperature - log_sum(sums, row, temperature));
        const int place = std::clamp(static_cast<int>(confidence * bins), 0, bins - 1);
        CalibrationBin& bin = out.bins[static_cast<std::size_t>(place)];
        ++bin.count;
        bin.confidence += confidence;
        bin.accuracy += prediction == labels[static_cast<std::size_t>(row)] ? 1.0 : 0.0;
    }
    for (CalibrationBin& bin : out.bins) {
        if (bin.count == 0) continue;
        out.error += std::abs(bin.confidence - bin.accuracy) / static_cast<double>(sums.rows());
        bin.confidence /= bin.count;
        bin.accuracy /= bin.count;
    }
    return out;
}

// The loss has one valley in the logarithm of the temperature.
double best_temperature(const Matrix<double>& sums, std::span<const std::uint8_t> labels) {
    const double ratio = 0.5 * (std::sqrt(5.0) - 1.0);
    double low = std::log(kColdest), high = std::log(kHottest);
    for (int i = 0; i < kSections; ++i) {
        const double left = high - ratio * (high - low), right = low + ratio * (high - low);
        if (loss_at(sums, labels, std::exp(left)) < loss_at(sums, labels, std::exp(right)))
            high = right;
        else
            low = left;
    }
    return std::exp(0.5 * (low + high));
}

Matrix<double> sums_of(const Subject& subject, std::span<const std::int32_t> samples) {
    Subject bare = subject;
    bare.network.loss = Loss::SquaredError;  // whose answers are the sums themselves
    return outputs_of(bare, samples).cast<double>();
}

}  // namespace nn::explore
