// A collected sweep as texts for people and other programs: a table, and two CSV files (RFC 4180), whose
// columns docs/sweeps.md specifies.
#pragma once

#include <string>

#include "engine/sweep/collection.h"

namespace nn {

// What the score is called: "accuracy", "r2", or "score" where the plan has sessions of both kinds.
const char* score_key(const SweepPlan& plan);

// "Test accuracy, mean ± standard deviation of 3 seeds"
std::string sweep_title(const SweepPlan& plan, const SweepCollection& collection);

// "0.9741", as the table and the picture have it.
std::string fixed_text(double value);

// What the axes from the second on say of a row, and what they are called; empty where there are none.
std::string row_label(const SweepPlan& plan, std::size_t row);
std::string row_title(const SweepPlan& plan);

// Rows and columns of the grid: mean and spread of the score in each cell.
std::string table_text(const SweepPlan& plan, const SweepCollection& collection);

// A row for each session that has a result, in the order of the plan; and one for each cell of the grid,
// row by row. Figures that there are not are empty.
std::string runs_csv(const SweepPlan& plan, const SweepCollection& collection);
std::string cells_csv(const SweepPlan& plan, const SweepCollection& collection);

}  // namespace nn
