// A gradient that becomes an update as soon as it is known.
#pragma once

#include "engine/network/dense.h"
#include "engine/network/optimizer.h"

namespace nn {

// Updates each piece of the network by the optimiser, whose step has begun.
template <class Scalar>
class Updating final : public GradientSink<Scalar> {
public:
    Updating(OptimizerState<Scalar>& optimizer, Network<Scalar>& network)
        : optimizer_(&optimizer), network_(&network) {}

    void take_weights(std::size_t layer, Eigen::Index first_row, Eigen::Index rows,
                      const Scalar* dW) override {
        optimizer_->update_weights(*network_, layer, first_row, rows, dW);
    }
    void take_biases(std::size_t layer, const Scalar* db) override {
        optimizer_->update_biases(*network_, layer, db);
    }

private:
    OptimizerState<Scalar>* optimizer_;
    Network<Scalar>* network_;
};

}  // namespace nn
