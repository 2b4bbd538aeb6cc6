#include "engine/explain/followed_moments.h"

#include <algorithm>
#include <cassert>

namespace nn {

template <class Scalar>
FollowedMoments<Scalar>::FollowedMoments(const Trainer<Scalar>& trainer, const Dataset& dataset,
                                         std::size_t layer, std::size_t neuron)
    : trainer_(&trainer),
      dataset_(&dataset),
      layer_(layer),
      neuron_(neuron),
      shuffling_(trainer.shuffling()),
      dropout_(trainer.dropout()),
      augmenting_(trainer.augmenting()),
      augmenter_(dataset.width, dataset.height, dataset.max_value),
      order_(trainer.split().train),
      weights_(static_cast<std::size_t>(trainer.network().layers[layer].inputs())) {
    assert(trainer.steps() == 0);
    workspace_.resize(trainer.network(), trainer.live().batch);
}

// The batch that the trainer is about to take.
template <class Scalar>
void FollowedMoments<Scalar>::gather() {
    if (position_ == 0 && trainer_->live().shuffle) shuffling_.shuffle(order_);
    const std::size_t rows =
        std::min(static_cast<std::size_t>(trainer_->live().batch), order_.size() - position_);
    const Augmentation& augmentation = trainer_->live().augmentation;
    labels_.resize(rows);
    for (std::size_t row = 0; row < rows; ++row) {
        const std::int32_t sample = order_[position_ + row];
        Scalar* const x = workspace_.A[0].row(static_cast<Eigen::Index>(row)).data();
        if (augmentation.is_on() && dataset_->has_pixels())
            trainer_->scaler().apply(
                augmenter_.variant(dataset_->image(sample), augmentation, augmenting_), x);
        else
            trainer_->scaler().apply(*dataset_, sample, x);
        labels_[row] = dataset_->labels[static_cast<std::size_t>(sample)];
    }
    position_ += rows;
    if (position_ == order_.size()) position_ = 0;
}

template <class Scalar>
void FollowedMoments<Scalar>::before_step() {
    if (trainer_->is_evaluating() || !trainer_->can_step()) return;
    const LiveSettings& live = trainer_->live();
    const OptimizerSettings optimizer = trainer_->optimizer_settings();
    OptimizerSettings of_bias = optimizer;
    of_bias.weight_decay = 0.0;
    const Network<Scalar>& network = trainer_->network();
    gather();
    forward(network, workspace_, static_cast<Eigen::Index>(labels_.size()),
            live.dropout > 0.0 ? &dropout_ : nullptr);
    backward(network, workspace_, labels_, trainer_->objective_terms());
    clip_gradient(workspace_, live.clip_norm);

    const DenseLayer<Scalar>& layer = network.layers[layer_];
    const auto column = static_cast<Eigen::Index>(neuron_);
    for (std::size_t i = 0; i < weights_.size(); ++i) {
        const auto row = static_cast<Eigen::Index>(i);
        weights_[i] = update_of(optimizer, weights_[i].moments_after, layer.W(row, column),
                                workspace_.dW[layer_](row, column));
    }
    bias_ = update_of(of_bias, bias_.moments_after, layer.b[column], workspace_.db[layer_][column]);
}

template class FollowedMoments<float>;
template class FollowedMoments<double>;

}  // namespace nn
