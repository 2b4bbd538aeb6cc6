// What a trained network answers, sample by sample.
#pragma once

#include <cstdint>
#include <span>

#include "engine/training/trainer.h"

namespace nn::cli {

// Calls visit(sample, answer) for each, the answer being of one number an output.
template <class Scalar>
void visit_answers(const Trainer<Scalar>& trainer, const Dataset& dataset,
                   std::span<const std::int32_t> samples, const auto& visit) {
    Workspace<Scalar> workspace;
    workspace.resize_for_inference(trainer.network(), 1);
    for (const std::int32_t sample : samples) {
        trainer.scaler().apply(dataset, sample, workspace.A[0].data());
        forward(trainer.network(), workspace, 1);
        const Matrix<Scalar>& answer = workspace.A.back();
        visit(sample,
              std::span<const Scalar>(answer.data(), static_cast<std::size_t>(answer.cols())));
    }
}

}  // namespace nn::cli
