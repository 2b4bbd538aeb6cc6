// A collected sweep as `inkling sweep --collect` says it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/sweep/collection.h"

namespace nn {

struct SweepReport {
    SweepPlan plan;
    SweepCollection collection;
    std::vector<std::size_t> verified;  // sessions that were trained again and came to the same

    bool is_complete() const { return collection.missing.empty() && collection.problems.empty(); }
};

// The table, what is missing, and what is wrong.
std::string sweep_report_text(const SweepReport& report);

// All of it, as one object: {"inkling_sweep": 1, …}; docs/sweeps.md has its members.
std::string sweep_report_json(const SweepReport& report);

}  // namespace nn
