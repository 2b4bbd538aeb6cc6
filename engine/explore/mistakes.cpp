#include "engine/explore/mistakes.h"

#include <algorithm>

namespace nn::explore {

std::vector<SampleResult> results_of(const Subject& subject,
                                     std::span<const std::int32_t> samples) {
    const Matrix<float> answers = outputs_of(subject, samples);
    std::vector<SampleResult> results;
    results.reserve(samples.size());
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const std::int32_t sample = samples[i];
        const std::span<const float> answer(answers.row(static_cast<Eigen::Index>(i)).data(),
                                            static_cast<std::size_t>(answers.cols()));
        const std::size_t prediction = prediction_of(answer);
        results.push_back({.sample = sample,
                           .truth = subject.dataset->labels[static_cast<std::size_t>(sample)],
                           .prediction = static_cast<int>(prediction),
                           .loss = loss_of_row(subject, sample, answer),
                           .confidence = static_cast<double>(answer[prediction])});
    }
    return results;
}

void sort_hardest_first(std::vector<SampleResult>& results) {
    std::ranges::stable_sort(results, std::ranges::greater(), &SampleResult::loss);
}

std::size_t samples_that_carry(std::vector<SampleResult> results, double share) {
    sort_hardest_first(results);
    double sum = 0.0, carried = 0.0;
    for (const SampleResult& result : results) sum += result.loss;
    std::size_t count = 0;
    while (count < results.size() && carried < share * sum) carried += results[count++].loss;
    return count;
}

std::vector<ConfusedPair> confused_pairs(const std::vector<SampleResult>& results, int classes) {
    std::vector<int> counts(static_cast<std::size_t>(classes * classes));
    for (const SampleResult& result : results)
        ++counts[static_cast<std::size_t>(result.truth * classes + result.prediction)];
    std::vector<ConfusedPair> pairs;
    for (int truth = 0; truth < classes; ++truth)
        for (int prediction = 0; prediction < classes; ++prediction) {
            const int count = counts[static_cast<std::size_t>(truth * classes + prediction)];
            if (truth != prediction && count > 0) pairs.push_back({truth, prediction, count});
        }
    std::ranges::stable_sort(pairs, std::ranges::greater(), &ConfusedPair::count);
    return pairs;
}

}  // namespace nn::explore
