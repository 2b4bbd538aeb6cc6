#include "engine/sweep/collection.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <utility>

namespace nn {

namespace {

void find_missing_and_sum_up(SweepCollection& collection, const SweepPlan& plan) {
    struct Values {
        std::vector<double> score, macro_f1, loss, train_loss, epochs, seconds;
    };
    collection.missing.clear();
    collection.cells.assign(plan.rows.size() * plan.columns(), {});
    std::vector<Values> values(collection.cells.size());
    for (std::size_t i = 0; i < plan.sessions.size(); ++i) {
        const std::size_t place = plan.cell_of(i);
        SweepCell& cell = collection.cells[place];
        ++cell.planned;
        if (!collection.results[i]) {
            collection.missing.push_back(i);
            continue;
        }
        const SweepResult& result = collection.results[i]->result;
        ++cell.done;
        cell.diverged += result.session.end == RunEnd::Diverged ? 1 : 0;
        values[place].score.push_back(result.score);
        if (result.macro_f1) values[place].macro_f1.push_back(*result.macro_f1);
        if (result.loss) values[place].loss.push_back(*result.loss);
        if (result.train_loss) values[place].train_loss.push_back(*result.train_loss);
        values[place].epochs.push_back(result.epochs);
        values[place].seconds.push_back(result.seconds);
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        SweepCell& cell = collection.cells[i];
        cell.score = statistics_of(values[i].score);
        cell.macro_f1 = statistics_of(values[i].macro_f1);
        cell.loss = statistics_of(values[i].loss);
        cell.train_loss = statistics_of(values[i].train_loss);
        cell.epochs = statistics_of(values[i].epochs);
        cell.seconds = statistics_of(values[i].seconds);
    }
}

}  // namespace

SweepStatistics statistics_of(const std::vector<double>& values) {
    SweepStatistics statistics{.count = values.size()};
    if (values.empty()) return statistics;
    const auto [least, greatest] = std::ranges::minmax(values);
    statistics.least = least;
    statistics.greatest = greatest;
    for (const double value : values) statistics.mean += value;
    statistics.mean /= static_cast<double>(values.size());
    if (values.size() == 1) return statistics;
    double squares = 0.0;
    for (const double value : values)
        squares += (value - statistics.mean) * (value - statistics.mean);
    statistics.spread = std::sqrt(squares / static_cast<double>(values.size() - 1));
    return statistics;
}

SweepCollection collected(const SweepPlan& plan, std::vector<FoundResult> found) {
    SweepCollection collection;
    collection.results.resize(plan.sessions.size());
    std::unordered_map<std::string, std::size_t> sessions;
    for (std::size_t i = 0; i < plan.sessions.size(); ++i)
        sessions.emplace(link_text(plan.sessions[i]), i);

    std::vector<std::string> doubts(plan.sessions.size());  // with which other source one differs
    for (FoundResult& one : found) {
        const auto problem = contradiction_in(one.result);
        const auto session = sessions.find(link_text(one.result.planned));
        if (problem || session == sessions.end()) {
            collection.problems.push_back(one.source + ": " +
                                          problem.value_or("it is of no line of this plan"));
            continue;
        }
        auto& place = collection.results[session->second];
        if (!place)
            place = std::move(one);
        else if (is_same_outcome(place->result, one.result))
            ++collection.repeated;
        else
            doubts[session->second] = one.source;
    }
    for (std::size_t i = 0; i < doubts.size(); ++i) {
        if (doubts[i].empty()) continue;
        collection.problems.push_back(collection.results[i]->source + " and " + doubts[i] +
                                      ": both are of line " + std::to_string(i + 1) +
                                      ", and they differ, so that neither counts");
        collection.results[i].reset();
    }
    find_missing_and_sum_up(collection, plan);
    return collection;
}

void remove_results(SweepCollection& collection, const SweepPlan& plan,
                    const std::vector<RefutedResult>& refuted) {
    for (const auto& [session, problem] : refuted) {
        if (!collection.results[session]) continue;
        collection.problems.push_back(collection.results[session]->source + ": " + problem);
        collection.results[session].reset();
    }
    find_missing_and_sum_up(collection, plan);
}

}  // namespace nn
