// What can be measured of a session that may have gone wrong: of its curve, of its network as it stands on a fixed
// sample of the training part, of its data, and of short trial runs with one setting changed.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/explore/subject.h"

namespace nn::diagnosis {

struct LayerEvidence {
    int units = 0;
    Activation activation = Activation::Linear;
    int dead = 0;   // units of a ReLU that answer 0 to every sample looked at
    int twins = 0;  // units with the very same weights and bias as another one of the layer
    // Of a sigmoid or tanh: the share of all answers where its slope is below kFlat of its steepest.
    double saturated = 0.0;
    // Length of what comes back to the layer's sums from one sample's loss, root mean square.
    double error = 0.0;

    static constexpr double kFlat = 0.05;
};

// A short run from the same first weights, with the same seeds.
struct Trial {
    double rate = 0.0;  // learning rate, constant
    double loss = 0.0;  // after it, as Evidence::train_loss; infinite where it diverged
};
struct Trials {
    int updates = 0;
    Trial present;
    std::vector<Trial> lower;  // a tenth, a hundredth … of the rate, until one gets clearly further
    std::vector<Trial> higher;  // ten, a hundred … times the rate, as long as it gets much further
    Trial clipped;              // the present rate, with the gradient clipped to kClip
    static constexpr double kClip = 1.0;
};

struct Evidence {
    Recipe recipe;
    bool has_diverged = false;
    std::int64_t step = 0;
    double epoch = 0.0;
    History history;

    int samples = 0;           // of the training part that were looked at
    double chance_loss = 0.0;  // of the best answer that is the same for every sample
    double start_loss = 0.0;   // of the first weights on these samples, without penalties
    double train_loss = 0.0;   // of the present ones
    double train_score = 0.0;  // accuracy, or R²
    double test_loss = 0.0, test_score = 0.0;  // likewise of the test part
    int test_count = 0;                        // samples of it that were looked at

    std::vector<LayerEvidence> layers;  // hidden layers, then the output layer
    double start_gradient = 0.0;        // length of the whole gradient of the first weights

    double input_size = 0.0;        // root mean square of the numbers that the network is given
    std::vector<int> class_counts;  // of the training part; of a regression none
    int train_count = 0;            // samples of it

    // Where the session has trained and yet learnt little, and is not so large that they take too long.
    std::optional<Trials> trials;
};

// Learnt: it pays less than half of what one would pay who always says how frequent each class is. Short of
// that something is wrong, or it has only begun; the trials tell which.
bool has_learnt(const Evidence& evidence);

// Of two trials: `one` gets below chance, and below the other, by a tenth of the loss at chance. What
// is left to the luck of the order of the batches is far less.
bool gets_clearly_further(const Evidence& evidence, const Trial& one, const Trial& other);

// Ten times the rate brought the loss down five times as far: over ten such steps the loss still lies almost
// straight, while steps of a good length bend it.
bool is_almost_straight(const Evidence& evidence, const Trial& trial, const Trial& ten_times);

// The history is that of the run from its beginning. Nothing where the snapshot has no weights or is of
// other data.
std::optional<Evidence> evidence_of(const Snapshot& snapshot, const History& history,
                                    const Dataset& dataset);

}  // namespace nn::diagnosis
