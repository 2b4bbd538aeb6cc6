// What the network gets wrong: each sample's loss, and which classes it takes for which.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/explore/subject.h"

namespace nn::explore {

struct SampleResult {
    std::int32_t sample = 0;
    int truth = 0, prediction = 0;
    double loss = 0.0;
    double confidence = 0.0;  // the answer for the prediction
};

// In the order of the samples; of a classifier.
std::vector<SampleResult> results_of(const Subject& subject, std::span<const std::int32_t> samples);

// By loss, the largest first.
void sort_hardest_first(std::vector<SampleResult>& results);

// The smallest number of samples that together carry at least `share` of the whole loss.
std::size_t samples_that_carry(std::vector<SampleResult> results, double share);

struct ConfusedPair {
    int truth = 0, prediction = 0;
    int count = 0;
};

// Pairs that occur, the most frequent first, then by class.
std::vector<ConfusedPair> confused_pairs(const std::vector<SampleResult>& results, int classes);

}  // namespace nn::explore
