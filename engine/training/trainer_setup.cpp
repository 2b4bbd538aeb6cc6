// What a trainer starts from and what it is told on the way: between its steps, compiled for size.
#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "engine/training/trainer.h"

namespace nn {

namespace {

constexpr std::size_t kHistoryReserve = 4096;

// Rows of one evaluation block: as many as keep a block at about 16 million multiplications, which
// is a few milliseconds, between 8 and 256. It depends on the network alone, since sums add up by
// block.
std::size_t rows_of_block(std::size_t parameter_count) {
    const std::size_t rows = (std::size_t{1} << 24) / std::max<std::size_t>(parameter_count, 1);
    return std::clamp<std::size_t>(rows / 8 * 8, 8, 256);
}

}  // namespace

std::uint32_t stream_seed(std::uint32_t seed, RandomStream stream) {
    std::uint32_t h = seed + static_cast<std::uint32_t>(stream) * 0x9e3779b9u;
    h = (h ^ (h >> 16)) * 0x85ebca6bu;
    h = (h ^ (h >> 13)) * 0xc2b2ae35u;
    return h ^ (h >> 16);
}

template <class Scalar>
Trainer<Scalar>::Trainer(const Dataset& dataset, const TrainerSetup& setup,
                         const LiveSettings& live)
    : dataset_(&dataset),
      stopping_(setup.stopping),
      split_(split_of(dataset, setup.test_share, setup.split_seed, setup.sealed_share)),
      scaler_(fit_scaler<Scalar>(setup.scaling, dataset, split_.train)),
      shuffling_(setup.seed),
      dropout_(stream_seed(setup.seed, RandomStream::Dropout)),
      augmenting_(stream_seed(setup.seed, RandomStream::Augmentation)),
      augmenter_(dataset.width, dataset.height, dataset.max_value),
      network_(make_network<Scalar>(dataset.features(), setup.hidden, dataset.classes, setup.loss,
                                    setup.initializer, shuffling_)),
      good_(network_),
      optimizer_(network_),
      best_epoch_loss_(std::numeric_limits<double>::infinity()),
      best_score_(-std::numeric_limits<double>::infinity()),
      evaluation_rows_(rows_of_block(network_.parameter_count())),
      no_confusion_(dataset.is_regression() ? 0 : dataset.classes),
      confusion_(no_confusion_) {
    assert(!split_.train.empty());
    RandomState validation(stream_seed(setup.split_seed, RandomStream::Validation));
    if (setup.validation_share > 0.0) {
        set_validation_aside(split_, dataset.labels, setup.validation_share, setup.is_stratified,
                             setup.shares_generator ? shuffling_ : validation);
        best_ = network_;
    }
    if (!setup.shares_generator)
        shuffling_ = RandomState(stream_seed(setup.seed, RandomStream::Shuffling));
    order_ = split_.train;
    if (!dataset.is_regression())
        class_weights_ =
            class_weights_of(setup.class_weights, dataset.classes, dataset.labels, split_.train);

    inference_.resize_for_inference(network_, static_cast<Eigen::Index>(evaluation_rows_));
    answers_.prediction.resize(split_.test.size());
    answers_.confidence.resize(split_.test.size());
    evaluation_.answers = answers_;
    history_.reserve(kHistoryReserve);
    loss_curve_.reserve(kHistoryReserve);
    if (!split_.validation.empty()) validation_scores_.reserve(kHistoryReserve);
    set_live(live);
    begin_evaluation(true);
}

template <class Scalar>
void Trainer<Scalar>::set_live(const LiveSettings& live) {
    live_ = live;
    live_.batch = std::clamp(live.batch, 1, static_cast<int>(order_.size()));
    for (std::size_t l = 0; l + 1 < network_.layers.size(); ++l)
        network_.layers[l].dropout = live.dropout;
    fit_workspace();
}

template <class Scalar>
bool Trainer<Scalar>::restore(std::span<const float> parameters, std::int64_t steps) {
    const auto is_finite = [](float value) { return std::isfinite(value); };
    if (parameters.size() != network_.parameter_count() ||
        !std::ranges::all_of(parameters, is_finite))
        return false;
    const std::vector<Scalar> values(parameters.begin(), parameters.end());
    set_parameters<Scalar>(network_, values);
    good_ = network_;
    if (!split_.validation.empty()) best_ = network_;
    steps_ = steps;
    epoch_ = steps / steps_per_epoch();
    if (epoch_ > 0) state_ = state_after_epoch();
    begin_evaluation(true);
    return true;
}

template <class Scalar>
void Trainer<Scalar>::edit(std::span<const Edit> edits) {
    assert(!is_evaluating());
    if (state_ == TrainingState::Diverged) return;
    std::vector<LayerShape> hidden;
    for (const DenseLayer<Scalar>& layer : network_.layers)
        hidden.push_back({static_cast<int>(layer.units()), layer.activation});
    hidden.pop_back();
    for (const Edit& edit : edits)
        if (fits(edit, static_cast<int>(network_.inputs()), hidden,
                 static_cast<int>(network_.outputs())))
            apply_edit(edit, network_, optimizer_);
    good_ = network_;
    request_evaluation();
}

template <class Scalar>
void Trainer<Scalar>::fit_workspace() {
    training_.resize(network_, live_.batch);
    labels_.resize(std::max(static_cast<std::size_t>(live_.batch), evaluation_rows_));
    if (dataset_->is_regression()) targets_.resize(labels_.size());
    batch_labels_ = {};
    batch_targets_ = {};
}

template <class Scalar>
void Trainer<Scalar>::set_stopping(const StoppingRule& rule) {
    stopping_ = rule;
    if (state_ == TrainingState::Stopped || state_ == TrainingState::Finished)
        state_ = state_after_epoch();
}

template <class Scalar>
void Trainer<Scalar>::request_evaluation() {
    if (!is_evaluating()) begin_evaluation(false);
}

template Trainer<float>::Trainer(const Dataset&, const TrainerSetup&, const LiveSettings&);
template Trainer<double>::Trainer(const Dataset&, const TrainerSetup&, const LiveSettings&);
template void Trainer<float>::set_live(const LiveSettings&);
template void Trainer<double>::set_live(const LiveSettings&);
template bool Trainer<float>::restore(std::span<const float>, std::int64_t);
template bool Trainer<double>::restore(std::span<const float>, std::int64_t);
template void Trainer<float>::edit(std::span<const Edit>);
template void Trainer<double>::edit(std::span<const Edit>);
template void Trainer<float>::set_stopping(const StoppingRule&);
template void Trainer<double>::set_stopping(const StoppingRule&);
template void Trainer<float>::request_evaluation();
template void Trainer<double>::request_evaluation();

}  // namespace nn
