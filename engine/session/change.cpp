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

std::optional<Edit> within_limits(const Edit& edit, const Recipe& recipe) {
    if (!fits(edit, inputs_of(recipe), recipe.hidden, outputs_of(recipe))) return std::nullopt;
    Edit possible = edit;
    if (!has_other(edit.kind)) possible.other = 0;
    possible.value = has_value(edit.kind)
                         ? std::clamp(edit.value, -limits::kMaxEditValue, limits::kMaxEditValue)
                         : 0.0;
    return possible;
}

namespace {

bool sets_the_same(const Edit& a, const Edit& b) {
    return has_value(a.kind) && a.kind == b.kind && a.layer == b.layer && a.unit == b.unit &&
           a.other == b.other;
}

void append(std::vector<Edit>& edits, std::span<const Edit> more) {
    for (const Edit& edit : more) {
        if (!edits.empty() && sets_the_same(edits.back(), edit))
            edits.back() = edit;
        else
            edits.push_back(edit);
    }
}

std::size_t count_edits(std::span<const Change> changes) {
    std::size_t count = 0;
    for (const Change& change : changes) count += change.edits.size();
    return count;
}

}  // namespace

bool add_change(const Recipe& first, std::vector<Change>& changes, std::int64_t step,
                const Recipe& recipe, std::span<const Edit> edits) {
    if (edits.empty() && recipe == (changes.empty() ? first : changes.back().recipe)) return true;
    if (count_edits(changes) + edits.size() > limits::kMaxEdits) return false;
    const bool joins = !changes.empty() && changes.back().step == step &&
                       stopping_rule_of(changes.back().recipe) == stopping_rule_of(recipe);
    if (!joins) {
        if (changes.size() >= limits::kMaxChanges) return false;
        changes.push_back({.step = step, .recipe = recipe});
    }
    Change& change = changes.back();
    change.recipe = recipe;
    append(change.edits, edits);
    const Recipe& before = changes.size() > 1 ? changes[changes.size() - 2].recipe : first;
    if (change.edits.empty() && recipe == before) changes.pop_back();
    return true;
}

void begin_with(Recipe& first, std::vector<Change>& changes, const Recipe& recipe) {
    first = recipe;
    for (Change& change : changes) change.recipe = recipe;
}

std::vector<Change> changes_within_limits(Recipe& first, std::span<const Change> changes,
                                          std::int64_t steps) {
    std::vector<Change> possible;
    std::int64_t step = 0;
    for (const Change& change : changes) {
        step = std::max(step, change.step);
        if (step > steps) break;
        const Recipe recipe = with_live_settings(first, within_limits(change.recipe));
        std::vector<Edit> edits;
        for (const Edit& edit : change.edits)
            if (const auto possible_edit = within_limits(edit, first))
                edits.push_back(*possible_edit);
        if (step == 0) begin_with(first, possible, recipe);
        add_change(first, possible, step, recipe, edits);
    }
    return possible;
}

}  // namespace nn
