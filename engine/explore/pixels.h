// Which pixels of one image speak for a class, and the smallest change of them that makes it another. In
// double precision: these numbers are there to be checked.
#pragma once

#include <span>
#include <vector>

#include "engine/explore/subject.h"

namespace nn::explore {

// The sum of output `output` before softmax or sigmoid, its slope by every pixel as it stands in the
// data set (0 … max_value), and the slope times the pixel: what the pixel's ink adds, to first order.
struct Saliency {
    double sum = 0.0;
    std::vector<double> slope;         // (features)
    std::vector<double> contribution;  // (features)
};
Saliency saliency(const Subject& subject, std::span<const double> pixels, int output);

// The answers for such an image.
std::vector<double> answers(const Subject& subject, std::span<const double> pixels);

// The nearest image, by the root of the sum of squares of the changes, that the network takes for
// `target`, as far as steps along the slopes find it: each goes as far as the slopes say is needed, pixels
// stay between 0 and max_value, and the way is then shortened from its end.
struct Nudge {
    bool is_reached = false;
    std::vector<double> pixels;  // (features)
    double length = 0.0;         // in pixel values
    int changed = 0;             // pixels that moved by more than half a value
};
Nudge nudge(const Subject& subject, std::span<const double> pixels, int target);

}  // namespace nn::explore
