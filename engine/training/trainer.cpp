// The loop of training, cut into pieces short enough for a caller that has little time: one update,
// or one block of an evaluation.
#include "engine/training/trainer.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

namespace nn {

namespace {

constexpr std::size_t kFirstTrainSamples = 2000;  // for the training figures before any training
constexpr int kStepsForQuarters = 400;
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
      split_(split_of(dataset, setup.test_share, setup.split_seed)),
      scaler_(fit_scaler<Scalar>(setup.scaling, dataset, split_.train)),
      network_(make_network<Scalar>(dataset.features(), setup.hidden, dataset.classes, setup.loss,
                                    setup.initializer, setup.seed)),
      good_(network_),
      optimizer_(network_),
      shuffling_(stream_seed(setup.seed, RandomStream::Shuffling)),
      dropout_(stream_seed(setup.seed, RandomStream::Dropout)),
      order_(split_.train),
      best_epoch_loss_(std::numeric_limits<double>::infinity()),
      evaluation_rows_(rows_of_block(network_.parameter_count())),
      no_confusion_(dataset.classes),
      confusion_(no_confusion_) {
    assert(!split_.train.empty());
    inference_.resize_for_inference(network_, static_cast<Eigen::Index>(evaluation_rows_));
    answers_.prediction.resize(split_.test.size());
    answers_.confidence.resize(split_.test.size());
    evaluation_.answers = answers_;
    history_.reserve(kHistoryReserve);
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
void Trainer<Scalar>::fit_workspace() {
    training_.resize(network_, live_.batch);
    labels_.resize(std::max(static_cast<std::size_t>(live_.batch), evaluation_rows_));
    batch_labels_ = {};
}

template <class Scalar>
bool Trainer<Scalar>::can_step() const {
    return is_evaluating() || state_ == TrainingState::Ready || state_ == TrainingState::Training;
}

template <class Scalar>
void Trainer<Scalar>::step() {
    if (!can_step()) return;
    if (is_evaluating()) {
        evaluate_block();
    } else {
        update();
    }
}

template <class Scalar>
double Trainer<Scalar>::epochs() const {
    return static_cast<double>(epoch_) +
           static_cast<double>(position_) / static_cast<double>(order_.size());
}

template <class Scalar>
int Trainer<Scalar>::steps_per_epoch() const {
    return (static_cast<int>(order_.size()) + live_.batch - 1) / live_.batch;
}

// Scales the samples into the rows of A[0]; the data set itself stays a byte a pixel.
template <class Scalar>
void Trainer<Scalar>::gather(std::span<const std::int32_t> samples, Workspace<Scalar>& workspace) {
    Matrix<Scalar>& X = workspace.A[0];
    for (std::size_t row = 0; row < samples.size(); ++row) {
        scaler_.apply(dataset_->image(samples[row]), X.row(static_cast<Eigen::Index>(row)).data());
        labels_[row] = dataset_->labels[static_cast<std::size_t>(samples[row])];
    }
    batch_labels_ = std::span(labels_).first(samples.size());
}

template <class Scalar>
std::span<const Scalar> Trainer<Scalar>::answer(const Workspace<Scalar>& workspace,
                                                std::size_t row) const {
    const Matrix<Scalar>& answers = workspace.A.back();
    return {answers.row(static_cast<Eigen::Index>(row)).data(),
            static_cast<std::size_t>(answers.cols())};
}

template <class Scalar>
std::int64_t Trainer<Scalar>::count_correct(const Workspace<Scalar>& workspace) const {
    std::int64_t correct = 0;
    for (std::size_t row = 0; row < batch_labels_.size(); ++row)
        correct += prediction_of(answer(workspace, row)) == batch_labels_[row];
    return correct;
}

template <class Scalar>
void Trainer<Scalar>::update() {
    state_ = TrainingState::Training;
    if (position_ == 0) shuffling_.shuffle(order_);
    const std::size_t rows =
        std::min(static_cast<std::size_t>(live_.batch), order_.size() - position_);
    gather(std::span(order_).subspan(position_, rows), training_);
    forward(network_, training_, static_cast<Eigen::Index>(rows),
            live_.dropout > 0.0 ? &dropout_ : nullptr);
    const double loss = objective(network_, training_, batch_labels_, live_.l2);
    if (!std::isfinite(loss)) return diverge();
    if (steps_ % kGuardInterval == 0) {
        if (!all_finite(network_)) return diverge();
        good_ = network_;
    }
    const std::int64_t correct = count_correct(training_);
    backward(network_, training_, batch_labels_, live_.l2);
    optimizer_.update(live_.optimizer, network_, training_);

    ++steps_;
    samples_seen_ += static_cast<std::int64_t>(rows);
    since_point_.loss += loss * static_cast<double>(rows);
    since_point_.samples += static_cast<std::int64_t>(rows);
    since_point_.correct += correct;
    epoch_loss_ += loss * static_cast<double>(rows);

    // By samples rather than by steps, so that a batch size changed on the way moves no quarter.
    const std::size_t quarter_before = 4 * position_ / order_.size();
    position_ += rows;
    const std::size_t quarter = 4 * position_ / order_.size();
    if (position_ == order_.size()) {
        end_epoch();
        begin_evaluation(true);
    } else if (quarter != quarter_before && steps_per_epoch() > kStepsForQuarters) {
        begin_evaluation(true);
    }
}

template <class Scalar>
void Trainer<Scalar>::end_epoch() {
    const double loss = epoch_loss_ / static_cast<double>(order_.size());
    epoch_loss_ = 0.0;
    position_ = 0;
    ++epoch_;

    const bool is_idle = loss > best_epoch_loss_ - stopping_.tolerance;
    idle_epochs_ = is_idle ? idle_epochs_ + 1 : 0;
    best_epoch_loss_ = std::min(best_epoch_loss_, loss);
}

template <class Scalar>
TrainingState Trainer<Scalar>::state_after_epoch() const {
    if (stopping_.early_stopping && idle_epochs_ > stopping_.patience)
        return TrainingState::Stopped;
    if (stopping_.max_epochs > 0 && epoch_ >= stopping_.max_epochs) return TrainingState::Finished;
    return TrainingState::Training;
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

template <class Scalar>
void Trainer<Scalar>::evaluate() {
    request_evaluation();
    while (is_evaluating()) evaluate_block();
}

template <class Scalar>
void Trainer<Scalar>::begin_evaluation(bool adds_point) {
    if (adds_point && !all_finite(network_)) return diverge();
    evaluation_.is_under_way = true;
    evaluation_.adds_point = adds_point;
    evaluation_.next_train = evaluation_.next_test = 0;
    evaluation_.train_end =
        adds_point && history_.empty() ? std::min(kFirstTrainSamples, split_.train.size()) : 0;
    evaluation_.train = evaluation_.test = {};
    evaluation_.confusion = no_confusion_;  // a copy into room that is there
}

template <class Scalar>
void Trainer<Scalar>::evaluate_block() {
    const bool is_of_train = evaluation_.next_train < evaluation_.train_end;
    std::size_t& next = is_of_train ? evaluation_.next_train : evaluation_.next_test;
    const std::size_t end = is_of_train ? evaluation_.train_end : split_.test.size();
    const std::vector<std::int32_t>& part = is_of_train ? split_.train : split_.test;
    Tally& tally = is_of_train ? evaluation_.train : evaluation_.test;

    const std::size_t rows = std::min(evaluation_rows_, end - next);
    gather(std::span(part).subspan(next, rows), inference_);
    forward(network_, inference_, static_cast<Eigen::Index>(rows));
    tally.loss +=
        loss_sum(network_.loss, static_cast<std::size_t>(dataset_->classes),
                 first_rows(std::as_const(inference_.A.back()), static_cast<Eigen::Index>(rows)),
                 batch_labels_);
    tally.samples += static_cast<std::int64_t>(rows);
    tally.correct += count_correct(inference_);
    if (!is_of_train) {
        for (std::size_t row = 0; row < rows; ++row) {
            const std::size_t prediction = prediction_of(answer(inference_, row));
            evaluation_.confusion.add(batch_labels_[row], static_cast<int>(prediction));
            evaluation_.answers.prediction[next + row] = static_cast<std::uint8_t>(prediction);
            evaluation_.answers.confidence[next + row] =
                static_cast<float>(answer(inference_, row)[prediction]);
        }
    }
    next += rows;
    if (evaluation_.next_train == evaluation_.train_end &&
        evaluation_.next_test == split_.test.size())
        finish_evaluation();
}

template <class Scalar>
void Trainer<Scalar>::finish_evaluation() {
    evaluation_.is_under_way = false;
    std::swap(confusion_, evaluation_.confusion);
    std::swap(answers_, evaluation_.answers);
    if (!evaluation_.adds_point) return;
    if (!std::isfinite(evaluation_.test.loss)) return diverge();

    if (evaluation_.train.samples > 0) {
        since_point_ = evaluation_.train;
        since_point_.loss +=
            penalty(network_, live_.batch, live_.l2) * static_cast<double>(since_point_.samples);
    }
    const auto mean = [](double sum, std::int64_t count) {
        return static_cast<float>(sum / static_cast<double>(std::max<std::int64_t>(count, 1)));
    };
    history_.push_back({
        .step = steps_,
        .epoch = static_cast<float>(epochs()),
        .train_loss = mean(since_point_.loss, since_point_.samples),
        .test_loss = mean(evaluation_.test.loss, evaluation_.test.samples),
        .train_accuracy = mean(static_cast<double>(since_point_.correct), since_point_.samples),
        .test_accuracy =
            mean(static_cast<double>(evaluation_.test.correct), evaluation_.test.samples),
    });
    since_point_ = {};
    const bool is_end_of_epoch = position_ == 0 && epoch_ > 0;
    if (is_end_of_epoch) state_ = state_after_epoch();
}

template <class Scalar>
void Trainer<Scalar>::diverge() {
    state_ = TrainingState::Diverged;
    network_ = good_;
}

template class Trainer<float>;
template class Trainer<double>;

}  // namespace nn
