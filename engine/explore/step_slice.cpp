#include "engine/explore/step_slice.h"

#include <algorithm>
#include <cmath>

#include "engine/network/optimizer.h"
#include "engine/training/trainer.h"

namespace nn::explore {

namespace {

constexpr int kPoints = 121;
constexpr double kLowest = 1e-5, kHighest = 31.7;  // rates among which the best is looked for
constexpr int kTrials = 66;                        // ten to each power of ten
constexpr double kBeyondBest = 5.0, kBeyondOwn = 1.2;

// What one update at rate 1 adds to each parameter.
std::vector<float> direction_of(const Subject& subject, std::span<const std::int32_t> samples) {
    const LiveSettings live = live_settings_of(subject.recipe);
    const auto rows = static_cast<Eigen::Index>(samples.size());
    Network<float> network = subject.network;
    Workspace<float> workspace;
    workspace.resize(network, rows);
    const auto [labels, targets] = put_batch(subject, samples, workspace);
    forward(network, workspace, rows);
    backward(network, workspace, labels, objective_terms(subject, targets));
    OptimizerSettings settings = live.optimizer;
    settings.learning_rate = 1.0;
    OptimizerState<float> optimizer(network);
    optimizer.update(settings, network, workspace);
    std::vector<float> direction = parameters_of(network);
    const std::vector<float> before = parameters_of(subject.network);
    for (std::size_t i = 0; i < direction.size(); ++i) direction[i] -= before[i];
    return direction;
}

}  // namespace

StepSlice step_slice(const Subject& subject) {
    const std::vector<std::int32_t>& train = subject.split.train;
    const std::size_t batch =
        std::min(static_cast<std::size_t>(std::max(subject.recipe.batch, 1)), train.size());
    const std::span<const std::int32_t> samples = std::span(train).first(batch);
    const std::vector<float> before = parameters_of(subject.network),
                             direction = direction_of(subject, samples);
    Network<float> network = subject.network;
    const auto at = [&](double rate) {
        std::vector<float> parameters = before;
        for (std::size_t i = 0; i < parameters.size(); ++i)
            parameters[i] += static_cast<float>(rate) * direction[i];
        set_parameters<float>(network, parameters);
        return StepSlice::Point{
            .rate = rate, .loss = mean_loss(subject, network, samples, subject.class_weights)};
    };
    StepSlice out{.best = at(0.0), .batch = static_cast<int>(batch)};
    const auto consider = [&](const StepSlice::Point& point) {
        if (point.loss < out.best.loss) out.best = point;
    };
    for (int i = 0; i < kTrials; ++i)
        consider(
            at(kLowest * std::pow(kHighest / kLowest, static_cast<double>(i) / (kTrials - 1))));
    out.lands = at(subject.recipe.learning_rate);
    const double reach = std::max(kBeyondBest * out.best.rate, kBeyondOwn * out.lands.rate);
    for (int i = 0; i < kPoints; ++i) {
        out.points.push_back(at(reach * i / (kPoints - 1)));
        consider(out.points.back());
    }
    return out;
}

}  // namespace nn::explore
