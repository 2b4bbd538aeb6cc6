// The results of a sweep brought to their places: what is missing, what cannot be, and mean and spread
// over the seeds of each cell of the grid.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/sweep/plan.h"
#include "engine/sweep/result.h"

namespace nn {

struct FoundResult {
    std::string source;  // where it was found, such as the name of a file
    SweepResult result;
};

struct SweepStatistics {
    std::size_t count = 0;  // of no values all the others are 0
    double mean = 0.0;
    double spread = 0.0;  // the standard deviation of a sample, over count - 1; of one value 0
    double least = 0.0, greatest = 0.0;
};

SweepStatistics statistics_of(const std::vector<double>& values);

struct SweepCell {
    std::size_t planned = 0, done = 0, diverged = 0;  // sessions; those that diverged are done
    SweepStatistics score, macro_f1, loss, train_loss, epochs, seconds;
};

struct SweepCollection {
    std::vector<std::optional<FoundResult>> results;  // of each session of the plan
    std::vector<SweepCell> cells;                     // (rows, columns)
    std::vector<std::size_t> missing;                 // sessions without a result, rising
    std::size_t repeated = 0;                         // results that say what another has said
    std::vector<std::string> problems;  // of results that do not count, with their sources
};

// A result goes to the session that it names, whatever its source. One that is of no session of the plan
// or contradicts itself is a problem and does not count; where two of one session differ, neither does.
SweepCollection collected(const SweepPlan& plan, std::vector<FoundResult> found);

// Takes results out again that have turned out to be wrong, with why.
struct RefutedResult {
    std::size_t session = 0;
    std::string problem;
};
void remove_results(SweepCollection& collection, const SweepPlan& plan,
                    const std::vector<RefutedResult>& refuted);

}  // namespace nn
