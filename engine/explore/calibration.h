// Whether 90 per cent means nine times in ten: how often answers of each confidence are right, and the one
// number that the sums before softmax would have to be divided by (Guo et al. 2017, "temperature").
#pragma once

#include <span>
#include <vector>

#include "engine/explore/subject.h"

namespace nn::explore {

struct CalibrationBin {
    int count = 0;
    double confidence = 0.0, accuracy = 0.0;  // means; 0 of none
};

struct Calibration {
    std::vector<CalibrationBin> bins;  // of equal width from 0 to 1
    double error = 0.0;                // mean distance of confidence and accuracy, by count (ECE)
    double loss = 0.0;                 // mean cross-entropy
};

// Of sums before softmax (samples, classes) divided by a temperature.
Calibration calibration(const Matrix<double>& sums, std::span<const std::uint8_t> labels,
                        double temperature, int bins = 10);

// That with the least mean cross-entropy, from 0.05 to 20.
double best_temperature(const Matrix<double>& sums, std::span<const std::uint8_t> labels);

// The sums before softmax.
Matrix<double> sums_of(const Subject& subject, std::span<const std::int32_t> samples);

}  // namespace nn::explore
