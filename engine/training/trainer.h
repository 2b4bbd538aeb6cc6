// Trains one network on one split, a batch at a time. No clock, no I/O: the caller decides how many
// steps. The result depends on the setup and on the steps at which live settings changed, never on
// how the caller slices the steps.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/data/augment.h"
#include "engine/data/class_weights.h"
#include "engine/data/dataset.h"
#include "engine/data/scaling.h"
#include "engine/data/split.h"
#include "engine/network/edit.h"
#include "engine/network/network.h"
#include "engine/network/optimizer.h"
#include "engine/numerics/memory.h"
#include "engine/training/digest.h"
#include "engine/training/evaluation.h"
#include "engine/training/history.h"
#include "engine/training/schedule.h"

namespace nn {

// May change between two steps.
struct LiveSettings {
    OptimizerSettings optimizer;
    ScheduleSettings schedule;
    double l1 = 0.0;
    double l2 = 1e-4;
    double dropout = 0.0;    // of every hidden layer
    double clip_norm = 0.0;  // of the gradient; 0: any length
    int batch = 32;
    bool shuffle = true;        // before each epoch
    Augmentation augmentation;  // of the samples of every update

    bool operator==(const LiveSettings&) const = default;
};

// Early stopping watches the *training* loss, or the accuracy on the validation part where there is
// one, as scikit-learn does: the test part is there to judge the result, not to tune it. An epoch
// counts as idle when its loss does not lie below the best so far, or its accuracy not above it, by
// tolerance; training stops when more than `patience` epochs in a row were idle. A run with a
// validation part then ends with the weights that read it best. An adaptive learning rate goes by
// the same count: it is lowered where training would stop, until it is too low for that.
struct StoppingRule {
    bool early_stopping = false;
    int patience = 10;
    double tolerance = 1e-4;
    int max_epochs = 0;  // 0: no limit

    bool operator==(const StoppingRule&) const = default;
};

enum class TrainingState {
    Ready,
    Training,
    Stopped,   // by early stopping
    Finished,  // max_epochs are done
    Diverged,  // see Trainer::state()
};

// What the network says of each held-out sample, in the order of Split::test.
struct TestAnswers {
    std::vector<std::uint8_t> prediction;
    std::vector<float>
        confidence;  // probability (or output) of the prediction; of a regression the
                     // answer itself, and all predictions are 0
};

// Of all held-out samples together.
struct TestFigures {
    float loss = 0.0f;   // the mean
    float score = 0.0f;  // the accuracy, or R²
};

// Random streams: the weights come from RandomState(seed) itself; the validation part, shuffling,
// dropout and augmentation from generators of their own, seeded by stream_seed, so that none disturbs
// another. The validation part goes by the split's seed.
struct TrainerSetup {
    Scaling scaling = Scaling::Unit;
    std::vector<LayerShape> hidden;
    Loss loss = Loss::CrossEntropy;
    ClassWeights class_weights = ClassWeights::Equal;  // by the counts of the training part
    Initializer initializer = Initializer::Auto;
    std::uint32_t seed = 0;
    double test_share = 0.3;
    std::uint32_t split_seed = 42;
    double sealed_share = 0.0;      // of the test part
    double validation_share = 0.0;  // of the training part; 0: no validation part
    bool is_stratified = true;      // the validation part; see set_validation_aside
    bool shares_generator = false;  // weights, validation part and shuffling, in this order, all
                                    // from RandomState(seed): scikit-learn's way
    StoppingRule stopping;
};

// Where a run can go on from: the bytes of all that changes on the way, but for settings, the lists that
// only grow, of which it holds the lengths, and scratch.
struct Checkpoint {
    std::vector<std::byte> state;
    std::size_t points = 0, epoch_losses = 0, epoch_scores = 0;
};

enum class RandomStream : std::uint32_t {
    Shuffling = 1,
    Dropout = 2,
    Validation = 3,
    Augmentation = 4
};

// The seed of a further stream: seed + stream * 0x9e3779b9, scrambled by MurmurHash3's 32-bit
// finaliser.
std::uint32_t stream_seed(std::uint32_t seed, RandomStream stream);

// Evaluations happen at fixed points: before training, after each epoch, and where an epoch has
// more than 400 steps also at the quarters of the first two, in which most is learnt. Each is done in blocks, one block a step(), so that no
// single step takes long; the weights stand still meanwhile.
template <class Scalar>
class Trainer {
public:
    // Keeps a reference to the data set.
    Trainer(const Dataset& dataset, const TrainerSetup& setup, const LiveSettings& live);

    // One block of the evaluation under way, or else one update on the next batch; the last batch
    // of an epoch may be smaller. Does nothing unless can_step(). Allocates nothing, except where a
    // completed evaluation makes the history outgrow its reserve.
    void step();
    bool can_step() const;

    // True while step() would evaluate, as it does at first; such a step changes no parameter, so
    // it may also be taken while training is paused.
    bool is_evaluating() const { return evaluation_.is_under_way; }

    void set_live(const LiveSettings& live);  // counts from the next update; may allocate

    // Counts from the next end of an epoch. A run that was stopped or finished goes on if the new
    // rule would not have ended it.
    void set_stopping(const StoppingRule& rule);

    // Changes the network between two updates, while no evaluation is under way, and requests one. Edits
    // that do not fit the network are left out, and all of them once the run has diverged.
    void edit(std::span<const Edit> edits);

    // For a paused reader who wants exact figures: an evaluation that adds no history point, by
    // further calls of step(), or at once. One that is under way already serves as well.
    void request_evaluation();
    void evaluate();

    // For a trainer that has taken no step: goes on from the weights of a session of so many updates,
    // at the beginning of an epoch, with the optimiser's moments at zero and a history and a digest that
    // begin here. False, and nothing changed, unless these are as many finite numbers as there are
    // parameters.
    bool restore(std::span<const float> parameters, std::int64_t steps);

    // To be taken while no evaluation is under way. The trainer that it was taken of goes back to it by
    // resume, and from there on with the same bits, once it has been given the live settings and the
    // stopping rule of then, which are not in it. In checkpoint.cpp.
    Checkpoint save() const;
    void resume(const Checkpoint& checkpoint);

    const Network<Scalar>& network() const { return network_; }
    const Scaler<Scalar>& scaler() const { return scaler_; }
    const Split& split() const { return split_; }
    const LiveSettings& live() const { return live_; }
    OptimizerSettings optimizer_settings() const;  // live, at the learning rate of this moment
    std::span<const double> class_weights() const { return class_weights_; }  // none: all equal
    ObjectiveTerms objective_terms() const {
        return {.l1 = live_.l1, .l2 = live_.l2, .class_weights = class_weights_};
    }
    // The first point is from before any training. Of thousands of epochs not every one has a point.
    const History& history() const { return history_; }
    // One value per epoch: scikit-learn's loss_curve_ and, with a validation part, its
    // validation_scores_, the accuracy on it.
    std::span<const double> loss_curve() const { return loss_curve_; }
    std::span<const double> validation_scores() const { return validation_scores_; }
    const ConfusionMatrix& confusion() const { return confusion_; }  // of the last evaluation
    const TestAnswers& test_answers() const { return answers_; }     // likewise
    TestFigures test_figures() const { return test_figures_; }       // likewise

    // Diverged: a batch loss, the test loss or a parameter was not a finite number. The network is
    // then the last copy kept: one is made of finite weights every kGuardInterval updates, so the
    // kept weights are at most that many updates older.
    TrainingState state() const { return state_; }
    static constexpr int kGuardInterval = 16;

    std::int64_t steps() const { return steps_; }  // updates done
    double epochs() const;
    int steps_per_epoch() const;
    std::int64_t samples_seen() const { return samples_seen_; }

    // Each epoch goes into it before early stopping may restore the weights of another: after that, or
    // after a divergence, it is of the weights restored, with all epochs that there were before it.
    std::uint64_t digest() const { return digest_.digest(network_); }

    // For who foretells the next update: what its optimiser remembers, the training part in the order of this
    // epoch, the place there of its first sample (0: the order is yet to be shuffled), and the generators.
    const OptimizerState<Scalar>& optimizer() const { return optimizer_; }
    std::span<const std::int32_t> order() const { return order_; }
    std::size_t position() const { return position_; }
    const RandomState& shuffling() const { return shuffling_; }
    const RandomState& dropout() const { return dropout_; }
    const RandomState& augmenting() const { return augmenting_; }

private:
    // Sums over samples, for a mean later.
    struct Tally {
        double loss = 0.0;
        std::int64_t samples = 0;
        std::int64_t correct = 0;
        RegressionScores regression;

        double mean_loss() const { return loss / divisor(); }
        double score() const {  // the accuracy, or R²
            return regression.count > 0 ? regression.r2()
                                        : static_cast<double>(correct) / divisor();
        }
        double divisor() const { return static_cast<double>(samples > 0 ? samples : 1); }
    };

    // The samples of one part of the split from the first to the one before `end`.
    struct PartEvaluation {
        std::size_t next = 0, end = 0;
        Tally tally;
    };

    struct Evaluation {
        bool is_under_way = false;
        bool adds_point = false;
        PartEvaluation train, validation, test;  // train: at step 0 alone
        ConfusionMatrix confusion;
        TestAnswers answers;
    };

    void gather(std::span<const std::int32_t> samples, Workspace<Scalar>& workspace,
                const Augmentation& augmentation = {});
    std::span<const Scalar> answer(const Workspace<Scalar>& workspace, std::size_t row) const;
    void count_answers(const Workspace<Scalar>& workspace, Tally& tally) const;
    ObjectiveTerms batch_terms() const;  // with the targets of the rows gathered last
    void update();
    void end_epoch();
    void judge_epoch();
    bool is_idle_epoch();
    TrainingState state_after_epoch() const;
    ScheduleProgress schedule_progress() const;
    void begin_evaluation(bool adds_point);
    void evaluate_block();
    void evaluate_rows(PartEvaluation& part, std::span<const std::int32_t> samples,
                       std::span<const double> class_weights);
    void keep_answers(std::size_t begin);
    void finish_evaluation();
    void diverge();
    void fit_workspace();
    Memory memory();

    const Dataset* dataset_;
    StoppingRule stopping_;
    LiveSettings live_;
    Split split_;
    Scaler<Scalar> scaler_;
    RandomState shuffling_, dropout_, augmenting_;
    Augmenter augmenter_;
    Network<Scalar> network_;
    Network<Scalar> good_;  // see state()
    Network<Scalar> best_;  // of the epoch that read the validation part best
    OptimizerState<Scalar> optimizer_;
    std::vector<double> class_weights_;
    Workspace<Scalar> training_, inference_;
    std::vector<std::uint8_t> labels_;            // room for the larger workspace
    std::vector<float> targets_;                  // likewise, of a regression
    std::span<const std::uint8_t> batch_labels_;  // of the rows gathered last
    std::span<const float> batch_targets_;

    std::vector<std::int32_t> order_;  // the training part in the order of this epoch
    std::size_t position_ = 0;         // next sample of order_; 0: the epoch has yet to be shuffled
    std::int64_t epoch_ = 0;           // epochs completed
    std::int64_t steps_ = 0;
    std::int64_t samples_seen_ = 0;
    DigestChain digest_;

    TrainingState state_ = TrainingState::Ready;
    Tally since_point_;        // since the last point of the history
    double epoch_loss_ = 0.0;  // sum over this epoch's samples
    double best_epoch_loss_, best_score_;
    std::int64_t best_epoch_ = 0;  // that best_ is of
    int idle_epochs_ = 0;
    int times_lowered_ = 0;  // the adaptive learning rate

    Evaluation evaluation_;
    std::size_t evaluation_rows_ = 0;
    const ConfusionMatrix no_confusion_;
    History history_;
    std::vector<double> loss_curve_, validation_scores_;
    ConfusionMatrix confusion_;
    TestAnswers answers_;
    TestFigures test_figures_;
};

}  // namespace nn
