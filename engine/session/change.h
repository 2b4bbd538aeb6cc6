// Live settings that moved while a run was under way.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/session/recipe.h"

namespace nn {

struct Change {
    std::int64_t step = 0;  // updates done before it; an evaluation due after them comes first
    Recipe recipe;          // from then on

    bool operator==(const Change&) const = default;
};

// The recipe with the live settings of the other.
Recipe with_live_settings(const Recipe& recipe, const Recipe& live);

// Notes what is in force from `step` on, which is not before that of the last change. Of several
// changes at one step the last counts, unless the stopping rule moved between them: a rule may have let
// an ended run go on. False, and nothing noted, when there are kMaxChanges already.
bool add_change(const Recipe& first, std::vector<Change>& changes, std::int64_t step,
                const Recipe& recipe);

// What such a list can say of a run of so many updates: in the order of the steps, of live settings only.
// Changes before the first update go into the recipe that the run begins with.
std::vector<Change> changes_within_limits(Recipe& first, std::span<const Change> changes,
                                          std::int64_t steps);

}  // namespace nn
