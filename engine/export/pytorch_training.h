// The part of a PyTorch script that goes on training: optimiser, learning rates and loop.
#pragma once

#include <string>

#include "engine/export/trained_model.h"

namespace nn {

// Whether the rate depends on how many epochs are done. An adaptive one depends on what comes of them,
// and is left as it is.
bool is_scheduled(const ScheduleSettings& schedule);

// The constants of the schedule, and the function of the learning rate; nothing where there is none.
template <class Scalar>
std::string schedule_python(const TrainedModel<Scalar>& model);

// The expression that makes the optimiser of `model`.
std::string optimizer_python(const OptimizerSettings& settings, double learning_rate);

// The functions train() and accuracy(), or r2() of a regression, and what the script does when run.
std::string train_python(const LiveSettings& live, bool is_regression);

}  // namespace nn
