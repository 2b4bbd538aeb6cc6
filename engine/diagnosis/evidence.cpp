#include "engine/diagnosis/evidence.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/session/limits.h"
#include "engine/training/trainer.h"

namespace nn::diagnosis {

namespace {

using explore::Subject;

// A unit that is silent on 2,000 samples drawn at random answers to fewer than one in 600 of all others
// (the "rule of three": 3 / 2,000 with 95 % confidence). Of networks of millions of weights fewer will do.
constexpr std::size_t kMostSamples = 2000, kFewestSamples = 200;
constexpr double kSampleWork = 2e9;  // multiplications of a forward pass over all of them

constexpr int kTrialUpdates = 100;
constexpr double kFactor = 10.0;           // between the learning rates that are tried
constexpr double kTrialWork = 4e10;        // multiplications: a trial that takes more is not made
constexpr double kEvaluatedRows = 2000.0;  // of the training part, by a trainer before it begins

std::vector<std::int32_t> some_of(const std::vector<std::int32_t>& samples,
                                  std::size_t parameters) {
    const auto most = static_cast<std::size_t>(
        std::clamp(kSampleWork / static_cast<double>(parameters),
                   static_cast<double>(kFewestSamples), static_cast<double>(kMostSamples)));
    const std::size_t count = std::min(samples.size(), most);
    std::vector<std::int32_t> some(count);
    for (std::size_t i = 0; i < count; ++i) some[i] = samples[i * samples.size() / count];
    return some;
}

double chance_loss_of(const Dataset& dataset, Loss loss, std::span<const std::int32_t> samples) {
    const auto count = static_cast<double>(samples.size());
    if (dataset.is_regression()) {
        double sum = 0.0, squares = 0.0;
        for (const std::int32_t sample : samples) {
            const double target =
                static_cast<double>(dataset.targets[static_cast<std::size_t>(sample)]);
            sum += target;
            squares += target * target;
        }
        return (squares / count - sum / count * (sum / count)) / 2.0;
    }
    std::vector<double> shares(static_cast<std::size_t>(dataset.classes));
    for (const std::int32_t sample : samples)
        shares[dataset.labels[static_cast<std::size_t>(sample)]] += 1.0 / count;
    const auto bits = [](double share) { return share > 0.0 ? -share * std::log(share) : 0.0; };
    double sum = 0.0;
    for (const double share : shares) {
        if (loss == Loss::CrossEntropy)
            sum += bits(share);
        else if (loss == Loss::BinaryCrossEntropy)
            sum += bits(share) + bits(1.0 - share);
        else
            sum += share * (1.0 - share) / 2.0;
    }
    return sum;
}

double score_of(const Subject& subject, std::span<const std::int32_t> samples) {
    const Matrix<float> answers = explore::outputs_of(subject, samples);
    RegressionScores regression;
    std::size_t correct = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const auto row = static_cast<Eigen::Index>(i);
        const auto sample = static_cast<std::size_t>(samples[i]);
        if (subject.dataset->is_regression())
            regression.add(static_cast<double>(answers(row, 0)),
                           static_cast<double>(subject.dataset->targets[sample]));
        else
            correct += prediction_of<float>(
                           {answers.row(row).data(), static_cast<std::size_t>(answers.cols())}) ==
                               subject.dataset->labels[sample]
                           ? 1
                           : 0;
    }
    return subject.dataset->is_regression()
               ? regression.r2()
               : static_cast<double>(correct) / static_cast<double>(samples.size());
}

// Sigmoid's slope is a (1 - a), at most 1/4; tanh's is 1 - a^2, at most 1.
bool is_flat(Activation activation, float a) {
    const double value = static_cast<double>(a);
    return activation == Activation::Sigmoid ? value * (1.0 - value) < LayerEvidence::kFlat * 0.25
                                             : 1.0 - value * value < LayerEvidence::kFlat;
}

// Answers (samples, units).
void look_at_answers(LayerEvidence& layer, const Matrix<float>& answers) {
    if (layer.activation == Activation::Relu)
        for (Eigen::Index unit = 0; unit < answers.cols(); ++unit)
            layer.dead += (answers.col(unit).array() == 0.0F).all() ? 1 : 0;
    if (layer.activation != Activation::Sigmoid && layer.activation != Activation::Tanh) return;
    const auto flat = std::count_if(answers.data(), answers.data() + answers.size(),
                                    [&](float a) { return is_flat(layer.activation, a); });
    layer.saturated = static_cast<double>(flat) / static_cast<double>(answers.size());
}

int twins_of(const DenseLayer<float>& layer) {
    int twins = 0;
    for (Eigen::Index unit = 0; unit < layer.units(); ++unit) {
        bool has_twin = false;
        for (Eigen::Index other = 0; other < layer.units() && !has_twin; ++other)
            has_twin = other != unit && layer.b(other) == layer.b(unit) &&
                       layer.W.col(other) == layer.W.col(unit);
        twins += has_twin ? 1 : 0;
    }
    return twins;
}

// The pass over the samples, forward and back.
class Pass {
public:
    Pass(const Subject& subject, const Network<float>& network,
         std::span<const std::int32_t> samples)
        : network_(network), count_(static_cast<Eigen::Index>(samples.size())) {
        workspace_.resize(network, count_);
        std::vector<std::uint8_t> labels;
        std::vector<float> targets;
        for (std::size_t row = 0; row < samples.size(); ++row) {
            const auto sample = static_cast<std::size_t>(samples[row]);
            subject.scaler.apply(*subject.dataset, samples[row],
                                 workspace_.A[0].row(static_cast<Eigen::Index>(row)).data());
            labels.push_back(subject.dataset->labels[sample]);
            if (subject.dataset->is_regression())
                targets.push_back(subject.dataset->targets[sample]);
        }
        forward(network, workspace_, count_);
        backward(network, workspace_, labels, {.targets = targets});
    }

    double gradient_length() const {
        double squares = 0.0;
        for (std::size_t l = 0; l < workspace_.dW.size(); ++l)
            squares += workspace_.dW[l].cast<double>().squaredNorm() +
                       workspace_.db[l].cast<double>().squaredNorm();
        return std::sqrt(squares);
    }
    double input_size() const {
        return std::sqrt(workspace_.A[0].cast<double>().squaredNorm() /
                         static_cast<double>(workspace_.A[0].size()));
    }
    LayerEvidence layer(std::size_t l) const {
        const DenseLayer<float>& layer = network_.layers[l];
        LayerEvidence found{.units = static_cast<int>(layer.units()),
                            .activation = layer.activation};
        look_at_answers(found, workspace_.A[l + 1]);
        found.twins = twins_of(layer);
        // The gradient is of the mean over the samples: each sample's own part is so many times as long.
        found.error = std::sqrt(workspace_.dA[l + 1].cast<double>().squaredNorm() *
                                static_cast<double>(count_));
        return found;
    }

private:
    const Network<float>& network_;
    Eigen::Index count_;
    Workspace<float> workspace_;
};

// Evaluation before the first update, then updates: forward, and twice that backward.
double trial_work(const Subject& subject) {
    const double rows = static_cast<double>(subject.split.test.size()) + kEvaluatedRows +
                        3.0 * kTrialUpdates * static_cast<double>(subject.recipe.batch);
    return rows * static_cast<double>(subject.network.parameter_count());
}

Trial try_out(const Subject& subject, Recipe recipe, double rate,
              std::span<const std::int32_t> samples) {
    recipe.learning_rate = rate;
    Trainer<float> trainer(*subject.dataset, setup_of(recipe), live_settings_of(recipe));
    while (trainer.steps() < kTrialUpdates && trainer.can_step()) trainer.step();
    double loss = explore::mean_loss(subject, trainer.network(), samples);
    if (trainer.state() == TrainingState::Diverged || !std::isfinite(loss))
        loss = std::numeric_limits<double>::infinity();
    return {.rate = rate, .loss = loss};
}

Trials trials_of(const Subject& subject, const Evidence& evidence,
                 std::span<const std::int32_t> samples) {
    Recipe recipe = subject.recipe;
    recipe.schedule = Schedule::Constant;
    recipe.warm_up = 0.0;
    recipe.early_stopping = false;
    recipe.max_epochs = 0;
    const double rate = recipe.learning_rate;
    const auto at = [&](double tried) { return try_out(subject, recipe, tried, samples); };
    Trials trials{.updates = kTrialUpdates, .present = at(rate)};
    for (double lower = rate / kFactor; lower >= limits::kMinLearningRate; lower /= kFactor) {
        trials.lower.push_back(at(lower));
        if (gets_clearly_further(evidence, trials.lower.back(), trials.present)) break;
    }
    Trial last = trials.present;
    for (double higher = rate * kFactor; higher <= limits::kMaxLearningRate; higher *= kFactor) {
        const Trial trial = at(higher);
        trials.higher.push_back(trial);
        if (!is_almost_straight(evidence, last, trial)) break;
        last = trial;
    }
    recipe.clip_norm = Trials::kClip;
    trials.clipped = at(rate);
    return trials;
}

}  // namespace

bool has_learnt(const Evidence& evidence) {
    constexpr double kEnough = 0.5;
    return !evidence.has_diverged && evidence.train_loss < kEnough * evidence.chance_loss;
}

bool gets_clearly_further(const Evidence& evidence, const Trial& one, const Trial& other) {
    constexpr double kClearly = 0.1;
    return one.loss + kClearly * evidence.chance_loss < std::min(other.loss, evidence.chance_loss);
}

bool is_almost_straight(const Evidence& evidence, const Trial& trial, const Trial& ten_times) {
    constexpr double kAlmost = 5.0;
    const double way = evidence.start_loss - trial.loss;
    return way > 0.0 && evidence.start_loss - ten_times.loss >= kAlmost * way;
}

std::optional<Evidence> evidence_of(const Snapshot& snapshot, const History& history,
                                    const Dataset& dataset) {
    auto subject = explore::subject_of(snapshot, dataset);
    if (!subject) return std::nullopt;
    const Recipe& recipe = subject->recipe;
    const Trainer<float> start(dataset, setup_of(recipe), live_settings_of(recipe));
    subject->split = start.split();
    const std::size_t parameters = subject->network.parameter_count();
    const std::vector<std::int32_t> samples = some_of(subject->split.train, parameters),
                                    held_out = some_of(subject->split.test, parameters);

    Evidence found{.recipe = recipe,
                   .has_diverged = snapshot.state == RunState::Diverged,
                   .step = snapshot.step,
                   .epoch = static_cast<double>(snapshot.epoch),
                   .history = history};
    found.samples = static_cast<int>(samples.size());
    found.train_count = static_cast<int>(subject->split.train.size());
    found.test_count = static_cast<int>(held_out.size());
    found.chance_loss = chance_loss_of(dataset, subject->network.loss, samples);
    found.start_loss = explore::mean_loss(*subject, start.network(), samples);
    found.train_loss = explore::mean_loss(*subject, subject->network, samples);
    found.train_score = score_of(*subject, samples);
    found.test_loss = explore::mean_loss(*subject, subject->network, held_out);
    found.test_score = score_of(*subject, held_out);
    if (!dataset.is_regression()) {
        found.class_counts.resize(static_cast<std::size_t>(dataset.classes));
        for (const std::int32_t sample : subject->split.train)
            ++found.class_counts[dataset.labels[static_cast<std::size_t>(sample)]];
    }
    const Pass pass(*subject, subject->network, samples);
    for (std::size_t l = 0; l < subject->network.layers.size(); ++l)
        found.layers.push_back(pass.layer(l));
    found.start_gradient = Pass(*subject, start.network(), samples).gradient_length();
    found.input_size = pass.input_size();
    if (snapshot.step > 0 && !has_learnt(found) && trial_work(*subject) <= kTrialWork)
        found.trials = trials_of(*subject, found, samples);
    return found;
}

}  // namespace nn::diagnosis
