// What an export is made from: a look at a trained session, valid while its trainer stands still.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "engine/training/trainer.h"

namespace nn {

template <class Scalar>
struct TrainedModel {
    const Network<Scalar>& network;
    const Scaler<Scalar>& scaler;
    DatasetId dataset = DatasetId::Digits;
    const Dataset* points = nullptr;  // of a problem in the plane: scripts carry its samples
    double test_share = 0.3;
    std::uint32_t split_seed = 42;
    double sealed_share = 0.0;
    int label_shift = 0;
    std::uint32_t seed = 0;
    double validation_share = 0.0;
    StoppingRule stopping = {};
    LiveSettings live;
    double learning_rate = 0.001;                // as the schedule has it at the moment
    std::span<const double> class_weights = {};  // empty: all equal
    double epochs = 0.0;
    std::int64_t steps = 0;
    std::int64_t samples_seen = 0;
    double train_loss = 0.0;  // of the last epoch
};

// The file's bytes; or, where they could not be made, a sentence that says why.
struct Exported {
    std::string content;
    std::string problem;  // empty when there is content
};

// A Python script that rebuilds the fitted sklearn.neural_network.MLPClassifier and prints the
// classification report of the held-out samples; of a regression MLPRegressor and R². Its parameters
// are those of the training as far as it has them: fitted anew, a twin's gives the same network,
// unless it has two classes, for which MLPClassifier has one output and Inkling two. Not for
// activations that scikit-learn does not have, nor for layers of different ones, nor for two classes
// by another loss than cross-entropy.
template <class Scalar>
Exported scikit_learn_script(const TrainedModel<Scalar>& model);

// A Python script that rebuilds the network in PyTorch and trains it on with the same loss, batches,
// learning rates and optimiser, whose moments start from zero again.
template <class Scalar>
Exported pytorch_script(const TrainedModel<Scalar>& model);

// A Python script whose answers() needs NumPy alone; run as a program it judges the held-out samples.
template <class Scalar>
Exported numpy_script(const TrainedModel<Scalar>& model);

// An ECMAScript module without dependencies: predict(pixels) gives label, name and answers, of a regression the
// outputs. It computes in double, whatever the network's numbers.
template <class Scalar>
Exported javascript_module(const TrainedModel<Scalar>& model);

// A page in one file that needs nothing else, with a pad whose drawings the network reads as Inkling does. Not for points.
template <class Scalar>
Exported html_page(const TrainedModel<Scalar>& model);

// An ONNX model (operator set 13, float32): "pixels" (N, features) in, or "features" of points, as
// the data set has them; "probabilities" (N, classes) out, or "outputs" where the loss is the squared
// error. Scaling is part of the graph; dropout, which is for training alone, is not.
template <class Scalar>
Exported onnx_model(const TrainedModel<Scalar>& model);

}  // namespace nn
