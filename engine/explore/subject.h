// A trained network with the data that it was trained on, as the tools of this folder look at it. None of
// them trains it, and none belongs to what a link promises to the bit.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/data/scaling.h"
#include "engine/data/split.h"
#include "engine/network/network.h"
#include "engine/session/snapshot.h"

namespace nn::explore {

struct Subject {
    const Dataset* dataset = nullptr;
    Recipe recipe;
    Split split;
    Scaler<float> scaler;
    Network<float> network;
    std::vector<double> class_weights;  // (classes), or empty: each sample counts once
};

// Keeps a reference to the data set. Nothing where the snapshot has no weights or is of other data.
std::optional<Subject> subject_of(const Snapshot& snapshot, const Dataset& dataset);

// What the layer `layer` gives for the samples, one a row; the last layer gives the answers, -1 stands for it.
Matrix<float> outputs_of(const Subject& subject, std::span<const std::int32_t> samples,
                         int layer = -1);

// What one sample costs.
double loss_of_row(const Subject& subject, std::int32_t sample, std::span<const float> answer,
                   std::span<const double> class_weights = {});

// What a training step on the subject's samples minimises; `targets` only of a regression.
ObjectiveTerms objective_terms(const Subject& subject, std::span<const float> targets = {});

// The mean loss of the samples, without penalties, of a network of the subject's shape; each class counts as
// `class_weights` says, where there are any.
double mean_loss(const Subject& subject, const Network<float>& network,
                 std::span<const std::int32_t> samples, std::span<const double> class_weights = {});

// What a training step sees of samples: their rows, scaled, in the workspace's input, which must have room for them.
struct Batch {
    std::vector<std::uint8_t> labels;
    std::vector<float> targets;  // of a regression, else none
};
Batch put_batch(const Subject& subject, std::span<const std::int32_t> samples,
                Workspace<float>& workspace);

}  // namespace nn::explore
