// What training has measured so far: one point per evaluation.
#pragma once

#include <cstdint>
#include <vector>

namespace nn {

// The train figures are over the samples trained on since the point before, each as its batch met
// it, dropout included; before any training, over the first 2,000 samples of the training part. The
// test and validation figures are over these parts, by the network as it stood at this step. Of a
// regression the accuracies are R².
struct HistoryPoint {
    std::int64_t step = 0;    // updates done
    float epoch = 0.0f;       // passes over the training part, with fraction
    float train_loss = 0.0f;  // mean, class weights and regulariser included: scikit-learn's
                              // loss_curve_
    float test_loss = 0.0f;   // mean, without either
    float train_accuracy = 0.0f;
    float test_accuracy = 0.0f;
    float validation_loss = 0.0f;  // as test_loss; both 0 without a validation part
    float validation_accuracy = 0.0f;

    bool operator==(const HistoryPoint&) const = default;
};

using History = std::vector<HistoryPoint>;

}  // namespace nn
