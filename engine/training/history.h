// What training has measured so far: one point per evaluation.
#pragma once

#include <cstdint>
#include <vector>

namespace nn {

struct HistoryPoint {
    std::int64_t step = 0;       // updates done
    float epoch = 0.0f;          // passes over the training part, with fraction
    float train_loss = 0.0f;     // mean batch loss since the point before (regulariser included, as scikit-learn's loss_curve_)
    float test_loss = 0.0f;      // mean loss on the held-out part
    float train_accuracy = 0.0f; // share of training samples read rightly as they were trained on since the point before
    float test_accuracy = 0.0f;
};

using History = std::vector<HistoryPoint>;

}  // namespace nn
