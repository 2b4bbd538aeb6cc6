// The learning rate finder (Smith 2017): a network from its first weights, trained for a few updates with a
// rate that grows from update to update, until the loss explodes.
#pragma once

#include <vector>

#include "engine/explore/subject.h"

namespace nn::explore {

struct RatePoint {
    double rate = 0.0;
    double loss = 0.0;      // of the batch, before its update
    double smoothed = 0.0;  // mean with those of the five updates before and after
};

struct RateRange {
    std::vector<RatePoint> points;
    double steepest = 0.0;  // rate at which the smoothed loss falls fastest
    double largest = 0.0;   // rate at which it is least: beyond, it rises
};

// With the optimiser and batch of the subject's recipe, on its training part in the order of its seed.
RateRange find_rates(const Subject& subject, int updates, double lowest, double highest);

}  // namespace nn::explore
