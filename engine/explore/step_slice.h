// The loss along a training step: where a batch's update leads for every learning rate, from none to several times
// the best. A step is straight, the loss is not.
#pragma once

#include <vector>

#include "engine/explore/subject.h"

namespace nn::explore {

struct StepSlice {
    struct Point {
        double rate = 0.0;
        double loss = 0.0;  // of the batch, after an update with that rate; penalties left out
    };
    std::vector<Point> points;  // evenly from rate 0, where the network stands
    Point lands;                // at the session's own rate
    Point best;                 // the least of all that were tried
    int batch = 0;              // samples of it
};

// Of the first batch of the training part, by the session's optimiser as it begins, without a memory of earlier steps:
// then the update is proportional to the rate.
StepSlice step_slice(const Subject& subject);

}  // namespace nn::explore
