// The loop of training, cut into pieces short enough for a caller that has little time: one update,
// or one block of an evaluation.
#include "engine/training/trainer.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

#include "engine/network/updating.h"

namespace nn {

namespace {

constexpr std::size_t kFirstTrainSamples = 2000;  // for the training figures before any training
constexpr int kStepsForQuarters = 400;
constexpr std::int64_t kEpochsWithQuarters = 2;
constexpr float kPointsApart = 2000.0f;  // the share of all epochs between two points, at most

}  // namespace

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

// Scales the samples into the rows of A[0]; the data set itself stays as it came, a byte a pixel.
template <class Scalar>
void Trainer<Scalar>::gather(std::span<const std::int32_t> samples, Workspace<Scalar>& workspace,
                             const Augmentation& augmentation) {
    Matrix<Scalar>& X = workspace.A[0];
    for (std::size_t row = 0; row < samples.size(); ++row) {
        Scalar* const x = X.row(static_cast<Eigen::Index>(row)).data();
        const auto sample = static_cast<std::size_t>(samples[row]);
        if (augmentation.is_on() && dataset_->has_pixels())
            scaler_.apply(
                augmenter_.variant(dataset_->image(samples[row]), augmentation, augmenting_), x);
        else
            scaler_.apply(*dataset_, samples[row], x);
        labels_[row] = dataset_->labels[sample];
        if (!targets_.empty()) targets_[row] = dataset_->targets[sample];
    }
    batch_labels_ = std::span(labels_).first(samples.size());
    if (!targets_.empty()) batch_targets_ = std::span(targets_).first(samples.size());
}

template <class Scalar>
ObjectiveTerms Trainer<Scalar>::batch_terms() const {
    ObjectiveTerms terms = objective_terms();
    terms.targets = batch_targets_;
    return terms;
}

template <class Scalar>
std::span<const Scalar> Trainer<Scalar>::answer(const Workspace<Scalar>& workspace,
                                                std::size_t row) const {
    const Matrix<Scalar>& answers = workspace.A.back();
    return {answers.row(static_cast<Eigen::Index>(row)).data(),
            static_cast<std::size_t>(answers.cols())};
}

// What came of the rows gathered last, but for the loss.
template <class Scalar>
void Trainer<Scalar>::count_answers(const Workspace<Scalar>& workspace, Tally& tally) const {
    tally.samples += static_cast<std::int64_t>(batch_labels_.size());
    for (std::size_t row = 0; row < batch_labels_.size(); ++row) {
        if (batch_targets_.empty())
            tally.correct += prediction_of(answer(workspace, row)) == batch_labels_[row];
        else
            tally.regression.add(static_cast<double>(answer(workspace, row).front()),
                                 static_cast<double>(batch_targets_[row]));
    }
}

template <class Scalar>
void Trainer<Scalar>::update() {
    state_ = TrainingState::Training;
    if (position_ == 0 && live_.shuffle) shuffling_.shuffle(order_);
    const std::size_t rows =
        std::min(static_cast<std::size_t>(live_.batch), order_.size() - position_);
    gather(std::span(order_).subspan(position_, rows), training_, live_.augmentation);
    forward(network_, training_, static_cast<Eigen::Index>(rows),
            live_.dropout > 0.0 ? &dropout_ : nullptr);
    const double loss = objective(network_, training_, batch_labels_, batch_terms());
    if (!std::isfinite(loss)) return diverge();
    if (steps_ % kGuardInterval == 0) {
        if (!all_finite(network_)) return diverge();
        good_ = network_;
    }
    count_answers(training_, since_point_);
    if (live_.clip_norm > 0.0) {
        backward(network_, training_, batch_labels_, batch_terms());
        clip_gradient(training_, live_.clip_norm);
        optimizer_.update(optimizer_settings(), network_, training_);
    } else {  // the same, but for the way through memory
        Updating<Scalar> updating(optimizer_, network_);
        optimizer_.begin(optimizer_settings());
        backward<Scalar>(network_, training_, batch_labels_, batch_terms(), &updating);
    }

    ++steps_;
    samples_seen_ += static_cast<std::int64_t>(rows);
    since_point_.loss += loss * static_cast<double>(rows);
    epoch_loss_ += loss * static_cast<double>(rows);

    // By samples rather than by steps, so that a batch size changed on the way moves no quarter.
    const std::size_t quarter_before = 4 * position_ / order_.size();
    position_ += rows;
    const std::size_t quarter = 4 * position_ / order_.size();
    if (position_ == order_.size()) {
        end_epoch();
        begin_evaluation(true);
    } else if (quarter != quarter_before && epoch_ < kEpochsWithQuarters &&
               steps_per_epoch() > kStepsForQuarters) {
        begin_evaluation(true);
    }
}

template <class Scalar>
void Trainer<Scalar>::end_epoch() {
    loss_curve_.push_back(epoch_loss_ / static_cast<double>(order_.size()));
    epoch_loss_ = 0.0;
    position_ = 0;
    ++epoch_;
    digest_.end_epoch(network_);
}

// After the evaluation that ends the epoch: was it worth while, and what follows from it?
template <class Scalar>
void Trainer<Scalar>::judge_epoch() {
    idle_epochs_ = is_idle_epoch() ? idle_epochs_ + 1 : 0;
    if (idle_epochs_ > stopping_.patience &&
        can_lower(live_.schedule, live_.optimizer.learning_rate, schedule_progress())) {
        ++times_lowered_;
        idle_epochs_ = 0;
    }
    state_ = state_after_epoch();
    const bool has_ended = state_ != TrainingState::Training;
    if (has_ended && stopping_.early_stopping && best_epoch_ != epoch_ && best_epoch_ > 0) {
        network_ = best_;
        begin_evaluation(false);
    }
}

// scikit-learn's comparisons, each with the strictness that it has there.
template <class Scalar>
bool Trainer<Scalar>::is_idle_epoch() {
    if (split_.validation.empty()) {
        const double loss = loss_curve_.back();
        const bool is_idle = loss > best_epoch_loss_ - stopping_.tolerance;
        best_epoch_loss_ = std::min(best_epoch_loss_, loss);
        return is_idle;
    }
    const double score = validation_scores_.back();
    const bool is_idle = score < best_score_ + stopping_.tolerance;
    if (score > best_score_) {
        best_score_ = score;
        best_ = network_;
        best_epoch_ = epoch_;
    }
    return is_idle;
}

template <class Scalar>
ScheduleProgress Trainer<Scalar>::schedule_progress() const {
    return {.epochs = epoch_,
            .samples = epoch_ * static_cast<std::int64_t>(order_.size()),
            .times_lowered = times_lowered_,
            .of_epoch = static_cast<double>(position_) / static_cast<double>(order_.size()),
            .steps_per_epoch = steps_per_epoch()};
}

template <class Scalar>
OptimizerSettings Trainer<Scalar>::optimizer_settings() const {
    OptimizerSettings settings = live_.optimizer;
    settings.learning_rate =
        scheduled_rate(live_.schedule, settings.learning_rate, schedule_progress());
    return settings;
}

template <class Scalar>
TrainingState Trainer<Scalar>::state_after_epoch() const {
    if (stopping_.early_stopping && idle_epochs_ > stopping_.patience)
        return TrainingState::Stopped;
    if (stopping_.max_epochs > 0 && epoch_ >= stopping_.max_epochs) return TrainingState::Finished;
    return TrainingState::Training;
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
    evaluation_.train = evaluation_.validation = evaluation_.test = {};
    evaluation_.test.end = split_.test.size();
    if (adds_point) evaluation_.validation.end = split_.validation.size();
    if (adds_point && history_.empty())
        evaluation_.train.end = std::min(kFirstTrainSamples, split_.train.size());
    evaluation_.confusion = no_confusion_;  // a copy into room that is there
}

template <class Scalar>
void Trainer<Scalar>::evaluate_block() {
    PartEvaluation &train = evaluation_.train, &validation = evaluation_.validation,
                   &test = evaluation_.test;
    if (train.next < train.end) {
        evaluate_rows(train, split_.train, class_weights_);
    } else if (validation.next < validation.end) {
        evaluate_rows(validation, split_.validation, {});
    } else {
        const std::size_t begin = test.next;
        evaluate_rows(test, split_.test, {});
        keep_answers(begin);
    }
    const bool is_done =
        train.next == train.end && validation.next == validation.end && test.next == test.end;
    if (is_done) finish_evaluation();
}

template <class Scalar>
void Trainer<Scalar>::evaluate_rows(PartEvaluation& part, std::span<const std::int32_t> samples,
                                    std::span<const double> class_weights) {
    const std::size_t rows = std::min(evaluation_rows_, part.end - part.next);
    gather(samples.subspan(part.next, rows), inference_);
    forward(network_, inference_, static_cast<Eigen::Index>(rows));
    part.tally.loss += losses(network_, inference_, batch_labels_,
                              {.class_weights = class_weights, .targets = batch_targets_});
    count_answers(inference_, part.tally);
    part.next += rows;
}

// What the network has just said of the test samples from `begin` on.
template <class Scalar>
void Trainer<Scalar>::keep_answers(std::size_t begin) {
    for (std::size_t row = 0; row < batch_labels_.size(); ++row) {
        const std::size_t prediction = prediction_of(answer(inference_, row));
        if (!dataset_->is_regression())
            evaluation_.confusion.add(batch_labels_[row], static_cast<int>(prediction));
        evaluation_.answers.prediction[begin + row] = static_cast<std::uint8_t>(prediction);
        evaluation_.answers.confidence[begin + row] =
            static_cast<float>(answer(inference_, row)[prediction]);
    }
}

template <class Scalar>
void Trainer<Scalar>::finish_evaluation() {
    evaluation_.is_under_way = false;
    std::swap(confusion_, evaluation_.confusion);
    std::swap(answers_, evaluation_.answers);
    const Tally &train = evaluation_.train.tally, &validation = evaluation_.validation.tally,
                &test = evaluation_.test.tally;
    test_figures_ = {.loss = static_cast<float>(test.mean_loss()),
                     .score = static_cast<float>(test.score())};
    if (!evaluation_.adds_point) return;
    if (!std::isfinite(test.loss)) return diverge();

    if (train.samples > 0) {
        since_point_ = train;
        since_point_.loss += penalty(network_, live_.batch, objective_terms()) *
                             static_cast<double>(since_point_.samples);
    }
    const HistoryPoint point{
        .step = steps_,
        .epoch = static_cast<float>(epochs()),
        .train_loss = static_cast<float>(since_point_.mean_loss()),
        .test_loss = test_figures_.loss,
        .train_accuracy = static_cast<float>(since_point_.score()),
        .test_accuracy = test_figures_.score,
        .validation_loss = static_cast<float>(validation.mean_loss()),
        .validation_accuracy = static_cast<float>(validation.score()),
    };
    const bool is_end_of_epoch = position_ == 0 && !loss_curve_.empty();
    if (is_end_of_epoch) {
        if (validation.samples > 0) validation_scores_.push_back(validation.score());
        judge_epoch();
    }
    // After thousands of epochs points stand further and further apart: a session of millions keeps
    // some ten thousand.
    const bool is_due = history_.empty() || state_ != TrainingState::Training ||
                        point.epoch - history_.back().epoch >= point.epoch / kPointsApart;
    if (!is_due) return;
    history_.push_back(point);
    since_point_ = {};
}

template <class Scalar>
void Trainer<Scalar>::diverge() {
    state_ = TrainingState::Diverged;
    network_ = good_;
}

template class Trainer<float>;
template class Trainer<double>;

}  // namespace nn
