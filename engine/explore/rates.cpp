#include "engine/explore/rates.h"

#include <algorithm>
#include <cmath>

#include "engine/network/optimizer.h"
#include "engine/training/trainer.h"

namespace nn::explore {

namespace {

constexpr double kKept = 0.9;          // of the mean that tells an explosion, from update to update
constexpr double kExploded = 4.0;      // times the least mean
constexpr int kApart = 4;              // updates between the two ends of a slope
constexpr int kFirstUpdates = 8;       // whose means say little yet
constexpr std::ptrdiff_t kAround = 5;  // updates before and after, over which a loss is smoothed

void smooth(std::vector<RatePoint>& points) {
    const auto count = static_cast<std::ptrdiff_t>(points.size());
    for (std::ptrdiff_t i = 0; i < count; ++i) {
        const std::ptrdiff_t first = std::max<std::ptrdiff_t>(i - kAround, 0),
                             end = std::min(i + kAround + 1, count);
        double sum = 0.0;
        for (std::ptrdiff_t j = first; j < end; ++j)
            sum += points[static_cast<std::size_t>(j)].loss;
        points[static_cast<std::size_t>(i)].smoothed = sum / static_cast<double>(end - first);
    }
}

void choose(RateRange& range) {
    const auto& points = range.points;
    double least = 0.0, steepest = 0.0;
    for (std::size_t i = kFirstUpdates; i < points.size(); ++i) {
        if (range.largest == 0.0 || points[i].smoothed < least) {
            least = points[i].smoothed;
            range.largest = points[i].rate;
        }
    }
    for (std::size_t i = kFirstUpdates; i + kApart < points.size(); ++i) {
        if (points[i].rate > range.largest) break;
        const double slope = points[i + kApart].smoothed - points[i].smoothed;
        if (range.steepest == 0.0 || slope < steepest) {
            steepest = slope;
            range.steepest = points[i].rate;
        }
    }
}

}  // namespace

RateRange find_rates(const Subject& subject, int updates, double lowest, double highest) {
    RateRange range;
    const Recipe& recipe = subject.recipe;
    const LiveSettings live = live_settings_of(recipe);
    RandomState shuffling(recipe.seed);
    Network<float> network =
        make_network<float>(subject.dataset->features(), recipe.hidden, subject.dataset->classes,
                            loss_of(recipe), recipe.initializer, shuffling);
    OptimizerState<float> optimizer(network);
    std::vector<std::int32_t> order = subject.split.train;
    const std::size_t batch =
        std::min(static_cast<std::size_t>(std::max(live.batch, 1)), order.size());
    Workspace<float> workspace;
    workspace.resize(network, static_cast<Eigen::Index>(batch));
    std::size_t next = order.size();
    double mean = 0.0, weight = 0.0, least = 0.0;
    for (int update = 0; update < updates; ++update) {
        if (next + batch > order.size()) {
            shuffling.shuffle(order);
            next = 0;
        }
        const auto [labels, targets] =
            put_batch(subject, std::span(order).subspan(next, batch), workspace);
        next += batch;
        const ObjectiveTerms terms = objective_terms(subject, targets);
        forward(network, workspace, static_cast<Eigen::Index>(batch));
        const double loss = objective(network, workspace, labels, terms);
        if (!std::isfinite(loss)) break;
        OptimizerSettings settings = live.optimizer;
        settings.learning_rate =
            lowest * std::pow(highest / lowest, static_cast<double>(update) / (updates - 1));
        mean = kKept * mean + (1.0 - kKept) * loss;
        weight = kKept * weight + (1.0 - kKept);
        range.points.push_back({.rate = settings.learning_rate, .loss = loss});
        least = update == 0 ? loss : std::min(least, mean / weight);
        if (update > kFirstUpdates && mean / weight > kExploded * least) break;
        backward(network, workspace, labels, terms);
        optimizer.update(settings, network, workspace);
    }
    smooth(range.points);
    choose(range);
    return range;
}

}  // namespace nn::explore
