// A sweep: one session for each place of a grid of settings, and for each of several seeds. As text it is
// a plan, one link a line and nothing else, which docs/sweeps.md specifies; what the grid is, is read
// from the links alone, so that plans may be cut, joined and written by hand. Nothing is trained here,
// and no file read or written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/session/link.h"
#include "engine/session/property.h"

namespace nn {

struct SweepAxis {
    const Property* property = nullptr;  // never null, and not the seed
    std::vector<std::string> values;     // as value_text has them once they are set
};

// "learning-rate=0.001,0.01" or, for values that have commas themselves, "hidden=64/32,16/none"; or the
// sentence that says what is wrong. Whether a setting can have such a value shows only in a recipe.
std::variant<SweepAxis, std::string> parse_axis(std::string_view text);

// What to plan: of the base the recipe, the steps (0: to the end that the session has by itself) and the
// changes on the way count.
struct SweepGrid {
    SessionLink base;
    std::vector<SweepAxis> axes;  // the columns, then the rows; none: seeds alone
    std::int64_t seeds = 1;       // so many, from the base's on
};

// One session a line of a plan, in its order.
using SweepSessions = std::vector<SessionLink>;

// Row by row, column by column, and seed by seed; or the sentence that says why there is no such sweep.
std::variant<SweepSessions, std::string> plan_of(const SweepGrid& grid);

// The text of a plan.
std::string plan_text(const SweepSessions& sessions);

// The lines of such a text, none of them empty, without their ends; or the sentence. And the session of a
// line, or the sentence that names its number, counted from 1. A session of a plan has an end, and nothing
// but recipe, steps and changes; what else its link says is dropped.
std::variant<std::vector<std::string_view>, std::string> plan_lines(std::string_view text);
std::variant<SessionLink, std::string> plan_session(std::string_view line, std::size_t number);

// Sessions in their places. Axes are the settings that differ from session to session, but for those that
// differ only because another one does; the one that changes first goes along the columns.
struct SweepPlan {
    struct Place {
        std::size_t column = 0, row = 0;
        std::uint32_t seed = 0;
    };

    SweepSessions sessions;
    std::vector<SweepAxis> axes;  // the columns', then the others
    std::vector<std::vector<std::string>>
        rows;                   // of each row, its values of the axes from the second on
    std::vector<Place> places;  // of each session

    std::size_t columns() const { return axes.empty() ? 1 : axes[0].values.size(); }
    std::size_t cell_of(std::size_t session) const {
        return places[session].row * columns() + places[session].column;
    }
};

// Two sessions in one place are refused: one of them would be counted twice.
std::variant<SweepPlan, std::string> arranged(SweepSessions sessions);

// plan_lines, plan_session and arranged.
std::variant<SweepPlan, std::string> parse_plan(std::string_view text);

// Lines by their numbers from 1, in the way of `sbatch --array`: "3,7-12". Reading refuses what is not
// from 1 to `count`; what is named twice counts once, and the order is that of the lines.
std::string ranges_text(std::span<const std::size_t> indices);  // from 0, rising
std::variant<std::vector<std::size_t>, std::string> parse_ranges(std::string_view text,
                                                                 std::size_t count);

}  // namespace nn
