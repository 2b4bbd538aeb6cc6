#include "engine/session/change.h"

#include <algorithm>

#include "engine/session/limits.h"
#include "engine/session/property.h"

namespace nn {

Recipe with_live_settings(const Recipe& recipe, const Recipe& live) {
    Recipe result = recipe;
    for (const Property& property : properties()) {
        if (!property.is_live) continue;
        if (property.kind == PropertyKind::Choice)
            property.set_choice(result, property.choice(live));
        else
            property.set_number(result, property.number(live));
    }
    return result;
}

bool add_change(const Recipe& first, std::vector<Change>& changes, std::int64_t step,
                const Recipe& recipe) {
    if (recipe == (changes.empty() ? first : changes.back().recipe)) return true;
    if (!changes.empty() && changes.back().step == step &&
        stopping_rule_of(changes.back().recipe) == stopping_rule_of(recipe)) {
        const Recipe& before = changes.size() > 1 ? changes[changes.size() - 2].recipe : first;
        if (recipe == before)
            changes.pop_back();
        else
            changes.back().recipe = recipe;
        return true;
    }
    if (changes.size() >= limits::kMaxChanges) return false;
    changes.push_back({.step = step, .recipe = recipe});
    return true;
}

std::vector<Change> changes_within_limits(Recipe& first, std::span<const Change> changes,
                                          std::int64_t steps) {
    std::vector<Change> possible;
    std::int64_t step = 0;
    for (const Change& change : changes) {
        step = std::max(step, change.step);
        if (step > steps) break;
        const Recipe recipe = with_live_settings(first, within_limits(change.recipe));
        if (step == 0)
            first = recipe;
        else
            add_change(first, possible, step, recipe);
    }
    return possible;
}

}  // namespace nn
