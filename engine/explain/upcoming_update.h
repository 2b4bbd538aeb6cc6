// What a trainer's next step will do to one number: its batch is gathered with copies of the trainer's
// generators, and the arithmetic of that number done beside it.
#pragma once

#include "engine/explain/trace.h"
#include "engine/explain/update.h"
#include "engine/training/trainer.h"

namespace nn {

// The trainer must be able to step, and not be evaluating. Bit for bit what its next step() does, unless the
// run diverges there.
template <class Scalar>
ParameterUpdate<Scalar> upcoming_update(const Trainer<Scalar>& trainer, const Dataset& dataset,
                                        const ParameterPlace& place);

}  // namespace nn
