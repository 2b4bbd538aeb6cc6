// What a run can go on from, taken and given back. Done once an epoch at most: compiled for size.
#include <algorithm>
#include <cassert>

#include "engine/training/trainer.h"

namespace nn {

template <class Scalar>
void OptimizerState<Scalar>::add_to(Memory& memory) {
    for (std::size_t l = 0; l < first_W_.size(); ++l) {
        add_contents(memory, first_W_[l]);
        add_contents(memory, second_W_[l]);
        add_contents(memory, first_b_[l]);
        add_contents(memory, second_b_[l]);
    }
    add_value(memory, kind_);
    add_value(memory, steps_);
    add_value(memory, beta1_power_);
    add_value(memory, beta2_power_);
}

// All of it keeps its size for as long as there is the trainer.
template <class Scalar>
Memory Trainer<Scalar>::memory() {
    Memory memory;
    for (RandomState* random : {&shuffling_, &dropout_, &augmenting_}) add_value(memory, *random);
    for (Network<Scalar>* network : {&network_, &good_, &best_})
        for (DenseLayer<Scalar>& layer : network->layers) {
            add_contents(memory, layer.W);
            add_contents(memory, layer.b);
        }
    optimizer_.add_to(memory);
    add_contents(memory, order_);
    add_contents(memory, answers_.prediction);
    add_contents(memory, answers_.confidence);
    confusion_.add_to(memory);
    add_value(memory, position_);
    add_value(memory, epoch_);
    add_value(memory, steps_);
    add_value(memory, samples_seen_);
    add_value(memory, digest_);
    add_value(memory, state_);
    add_value(memory, since_point_);
    add_value(memory, epoch_loss_);
    add_value(memory, best_epoch_loss_);
    add_value(memory, best_score_);
    add_value(memory, best_epoch_);
    add_value(memory, idle_epochs_);
    add_value(memory, times_lowered_);
    add_value(memory, test_figures_);
    return memory;
}

template <class Scalar>
Checkpoint Trainer<Scalar>::save() const {
    assert(!is_evaluating());
    const Memory memory = const_cast<Trainer*>(this)->memory();  // which is only read
    std::size_t size = 0;
    for (const auto& part : memory) size += part.size();
    Checkpoint checkpoint{.state = std::vector<std::byte>(size),
                          .points = history_.size(),
                          .epoch_losses = loss_curve_.size(),
                          .epoch_scores = validation_scores_.size()};
    std::byte* next = checkpoint.state.data();
    for (const auto& part : memory) next = std::ranges::copy(part, next).out;
    return checkpoint;
}

template <class Scalar>
void Trainer<Scalar>::resume(const Checkpoint& checkpoint) {
    const std::byte* next = checkpoint.state.data();
    for (const auto& part : memory()) {
        std::copy_n(next, part.size(), part.begin());
        next += part.size();
    }
    assert(next == checkpoint.state.data() + checkpoint.state.size());
    history_.resize(checkpoint.points);
    loss_curve_.resize(checkpoint.epoch_losses);
    validation_scores_.resize(checkpoint.epoch_scores);
    evaluation_.is_under_way = false;
}

template Checkpoint Trainer<float>::save() const;
template Checkpoint Trainer<double>::save() const;
template void Trainer<float>::resume(const Checkpoint&);
template void Trainer<double>::resume(const Checkpoint&);

}  // namespace nn
