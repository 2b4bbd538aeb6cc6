// What was done to a run while it was under way: live settings that moved, and edits of the network.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/network/edit.h"
#include "engine/session/recipe.h"

namespace nn {

struct Change {
    std::int64_t step = 0;  // updates done before it; an evaluation due after them comes first
    Recipe recipe;          // from then on
    std::vector<Edit> edits = {};  // made then, in this order

    bool operator==(const Change&) const = default;
};

// The recipe with the live settings of the other.
Recipe with_live_settings(const Recipe& recipe, const Recipe& live);

// The nearest edit that the recipe's network allows; nothing where it has no such place.
std::optional<Edit> within_limits(const Edit& edit, const Recipe& recipe);

// Notes what is in force from `step` on, and what is edited there; `step` is not before that of the last
// change. Of several settings at one step the last counts, unless the stopping rule moved between them: a
// rule may have let an ended run go on. Edits are all kept, but of one weight set twice in a row, or one
// bias, the last counts. False, and nothing noted, when there are kMaxChanges or kMaxEdits already.
bool add_change(const Recipe& first, std::vector<Change>& changes, std::int64_t step,
                const Recipe& recipe, std::span<const Edit> edits = {});

// What such a list can say of a run of so many updates: in the order of the steps, of live settings and
// edits that fit the network. Settings before the first update go into the recipe that the run begins
// with; edits may come before it.
std::vector<Change> changes_within_limits(Recipe& first, std::span<const Change> changes,
                                          std::int64_t steps);

// The same, of settings before the first update.
void begin_with(Recipe& first, std::vector<Change>& changes, const Recipe& recipe);

}  // namespace nn
