#include "engine/sweep/plan.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "engine/session/limits.h"
#include "engine/session/number_text.h"
#include "engine/session/texts.h"

namespace nn {

namespace {

constexpr std::string_view kSeed = "seed";

bool has_end(const SessionLink& link) {
    return link.steps > 0 || link.recipe.max_epochs > 0 || link.recipe.early_stopping;
}

// "learning-rate 0.01, hidden 16, seed 3"
std::string place_text(const SweepPlan& plan, const SweepPlan::Place& place) {
    std::string text;
    for (std::size_t i = 0; i < plan.axes.size(); ++i) {
        text.append(plan.axes[i].property->name).append(" ");
        text += i == 0 ? plan.axes[0].values[place.column] : plan.rows[place.row][i - 1];
        text += ", ";
    }
    return text + "seed " + std::to_string(place.seed);
}

// Planning

// The changes of the link as its text has them, each with "&at=" in front: beside another recipe they
// must be read anew, since they say only what differs.
std::string changes_text(const SessionLink& link) {
    std::string text;
    const std::string whole = link_text(link);
    for (const std::string_view part : split_at(whole, '&'))
        if (part.starts_with("at=")) text.append("&").append(part);
    return text;
}

class Planner {
public:
    explicit Planner(const SweepGrid& grid) : grid_(grid), changes_(changes_text(grid.base)) {}

    std::variant<SweepSessions, std::string> plan() {
        std::size_t places = 1;
        for (const SweepAxis& axis : grid_.axes) places *= axis.values.size();
        if (grid_.seeds < 1 || grid_.seeds > std::int64_t(limits::kMaxSweepSessions) ||
            places > limits::kMaxSweepSessions / std::size_t(grid_.seeds))
            return "a sweep has 1 to " + std::to_string(limits::kMaxSweepSessions) + " sessions";
        const double last = double(grid_.base.recipe.seed) + double(grid_.seeds - 1);
        if (last > limits::kMaxSeed)
            return "the seeds would go up to " + number_text(last) + ", and the greatest is " +
                   number_text(limits::kMaxSeed);
        for (std::size_t place = 0; place < places; ++place)
            if (auto problem = add(place)) return *problem;
        auto plan = arranged(sessions_);
        if (auto* problem = std::get_if<std::string>(&plan)) return std::move(*problem);
        return std::move(sessions_);
    }

private:
    // The first axis goes round first.
    std::optional<std::string> add(std::size_t place) {
        std::vector<std::string_view> values;
        for (const SweepAxis& axis : grid_.axes) {
            values.push_back(axis.values[place % axis.values.size()]);
            place /= axis.values.size();
        }
        Recipe recipe = grid_.base.recipe;
        for (const Property& property : properties())  // in the order in which links are read
            for (std::size_t i = 0; i < values.size(); ++i)
                if (grid_.axes[i].property == &property)
                    if (auto problem = set_value(recipe, property, values[i])) return problem;
        for (std::int64_t i = 0; i < grid_.seeds; ++i) {
            recipe.seed = static_cast<std::uint32_t>(grid_.base.recipe.seed + i);
            const std::string text = "#1&" + recipe_text(recipe) +
                                     "&steps=" + std::to_string(grid_.base.steps) + changes_;
            auto session = plan_session(text, sessions_.size() + 1);
            if (auto* problem = std::get_if<std::string>(&session)) return std::move(*problem);
            sessions_.push_back(std::get<SessionLink>(std::move(session)));
        }
        return std::nullopt;
    }

    const SweepGrid& grid_;
    std::string changes_;
    SweepSessions sessions_;
};

// Reading

// The settings that differ, and differ in what their links say: defaults that go along with the data set
// are no choice of anybody's. Of those that others in front of them decide, the same holds.
class Arranger {
public:
    explicit Arranger(SweepSessions sessions) { plan_.sessions = std::move(sessions); }

    std::variant<SweepPlan, std::string> arrange() {
        find_axes();
        fill_places();
        if (plan_.rows.size() > limits::kMaxSweepSessions / plan_.columns())
            return "the settings of the plan differ in so many ways that their grid would have "
                   "more than " +
                   std::to_string(limits::kMaxSweepSessions) + " cells";
        if (auto problem = find_twins()) return *problem;
        return std::move(plan_);
    }

private:
    struct Candidate {
        const Property* property;
        std::size_t first_change;  // of the sessions, the first that differs from the one in front
        std::vector<std::string> values;  // of each session
    };

    const Recipe& recipe(std::size_t i) const { return plan_.sessions[i].recipe; }

    void find_axes() {
        std::vector<Recipe> defaults;
        for (const SessionLink& session : plan_.sessions) {
            Recipe& last =
                defaults.emplace_back(defaults_of(session.recipe.dataset, session.recipe.twin));
            last.dataset = defaults_of().dataset;  // these two decide on all others
            last.twin = false;
        }
        for (const Property& property : properties()) {
            if (property.name == kSeed) continue;
            const std::size_t first = first_difference(property, defaults);
            if (first == plan_.sessions.size()) continue;
            Candidate candidate{&property, first, {}};
            for (const SessionLink& session : plan_.sessions)
                candidate.values.push_back(value_text(property, session.recipe));
            if (!is_decided(candidate.values)) candidates_.push_back(std::move(candidate));
        }
        std::ranges::stable_sort(candidates_, {}, &Candidate::first_change);
    }

    std::size_t first_difference(const Property& property, const std::vector<Recipe>& defaults) {
        const bool is_first_default = is_same_value(property, recipe(0), defaults[0]);
        for (std::size_t i = 1; i < plan_.sessions.size(); ++i)
            if (!is_same_value(property, recipe(i), recipe(0)) &&
                !(is_first_default && is_same_value(property, recipe(i), defaults[i])))
                return i;
        return plan_.sessions.size();
    }

    // Whether wherever the candidates so far have the same values, these are the same, too.
    bool is_decided(const std::vector<std::string>& values) {
        if (candidates_.empty()) return false;
        std::map<std::vector<std::string_view>, std::string_view> decided;
        for (std::size_t i = 0; i < values.size(); ++i) {
            std::vector<std::string_view> key;
            for (const Candidate& candidate : candidates_) key.push_back(candidate.values[i]);
            if (decided.try_emplace(std::move(key), values[i]).first->second != values[i])
                return false;
        }
        return true;
    }

    void fill_places() {
        plan_.places.resize(plan_.sessions.size());
        for (std::size_t i = 0; i < plan_.sessions.size(); ++i)
            plan_.places[i].seed = recipe(i).seed;
        for (const Candidate& candidate : candidates_) {
            SweepAxis axis{candidate.property, {}};
            std::map<std::string_view, std::size_t> known;
            for (std::size_t i = 0; i < candidate.values.size(); ++i) {
                const auto [place, is_new] =
                    known.try_emplace(candidate.values[i], axis.values.size());
                if (is_new) axis.values.push_back(candidate.values[i]);
                if (plan_.axes.empty()) plan_.places[i].column = place->second;
            }
            plan_.axes.push_back(std::move(axis));
        }
        std::map<std::vector<std::string>, std::size_t> known;
        for (std::size_t i = 0; i < plan_.sessions.size(); ++i) {
            std::vector<std::string> row;
            for (std::size_t k = 1; k < candidates_.size(); ++k)
                row.push_back(candidates_[k].values[i]);
            const auto [place, is_new] = known.try_emplace(row, plan_.rows.size());
            if (is_new) plan_.rows.push_back(std::move(row));
            plan_.places[i].row = place->second;
        }
    }

    std::optional<std::string> find_twins() const {
        std::map<std::pair<std::size_t, std::uint32_t>, std::size_t> known;
        for (std::size_t i = 0; i < plan_.places.size(); ++i) {
            const auto [other, is_new] =
                known.try_emplace({plan_.cell_of(i), plan_.places[i].seed}, i);
            if (!is_new)
                return "lines " + std::to_string(other->second + 1) + " and " +
                       std::to_string(i + 1) +
                       " of the plan are the same session: " + place_text(plan_, plan_.places[i]);
        }
        return std::nullopt;
    }

    SweepPlan plan_;
    std::vector<Candidate> candidates_;
};

}  // namespace

std::variant<SweepAxis, std::string> parse_axis(std::string_view text) {
    std::string_view values = text;
    const std::string_view name = take_until(values, '=');
    SweepAxis axis{.property = find_property(name), .values = {}};
    if (axis.property == nullptr) return quoted(name) + " is not a setting";
    if (name == kSeed) return std::string("seeds are no axis: say how many of them there are");
    const char separator = values.find('/') == std::string_view::npos ? ',' : '/';
    for (const std::string_view value : split_at(values, separator)) {
        if (value.empty())
            return std::string(name) + " needs values, such as " + std::string(name) + "=1,2";
        axis.values.emplace_back(value);
        if (axis.values.size() > limits::kMaxSweepValues)
            return std::string(name) + " has more than " + std::to_string(limits::kMaxSweepValues) +
                   " values";
    }
    return axis;
}

std::variant<SweepSessions, std::string> plan_of(const SweepGrid& grid) {
    for (std::size_t i = 0; i < grid.axes.size(); ++i)
        for (std::size_t k = 0; k < i; ++k)
            if (grid.axes[i].property == grid.axes[k].property)
                return std::string(grid.axes[i].property->name) + " cannot be both axes";
    return Planner(grid).plan();
}

std::string plan_text(const SweepSessions& sessions) {
    std::string text;
    for (const SessionLink& session : sessions) text += link_text(session) + '\n';
    return text;
}

std::variant<std::vector<std::string_view>, std::string> plan_lines(std::string_view text) {
    if (text.size() > limits::kMaxSweepText)
        return "a plan has at most " + std::to_string(limits::kMaxSweepText) + " characters";
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        std::string_view line = take_until(text, '\n');
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (lines.size() == limits::kMaxSweepSessions)
            return "a plan has at most " + std::to_string(limits::kMaxSweepSessions) + " lines";
        if (line.find_first_not_of(" \t") == std::string_view::npos)
            return "line " + std::to_string(lines.size() + 1) +
                   " is empty, and in a plan every line is a link";
        lines.push_back(line);
    }
    if (lines.empty()) return std::string("there is no link in the plan");
    return lines;
}

std::variant<SessionLink, std::string> plan_session(std::string_view line, std::size_t number) {
    const std::string place = "line " + std::to_string(number) + ": ";
    const ParsedLink parsed = parse_link(line);
    if (!parsed.warnings.empty()) return place + parsed.warnings.front();
    SessionLink session;
    session.recipe = parsed.link.recipe;
    session.steps = parsed.link.steps;
    session.changes = parsed.link.changes;
    if (!has_end(session))
        return place +
               "the session would never end: it has neither steps, nor max-epochs, nor "
               "early stopping";
    return session;
}

std::variant<SweepPlan, std::string> arranged(SweepSessions sessions) {
    if (sessions.empty()) return std::string("there is no link in the plan");
    return Arranger(std::move(sessions)).arrange();
}

std::variant<SweepPlan, std::string> parse_plan(std::string_view text) {
    auto lines = plan_lines(text);
    if (auto* problem = std::get_if<std::string>(&lines)) return std::move(*problem);
    SweepSessions sessions;
    for (const std::string_view line : std::get<std::vector<std::string_view>>(lines)) {
        auto session = plan_session(line, sessions.size() + 1);
        if (auto* problem = std::get_if<std::string>(&session)) return std::move(*problem);
        sessions.push_back(std::get<SessionLink>(std::move(session)));
    }
    return arranged(std::move(sessions));
}

std::string ranges_text(std::span<const std::size_t> indices) {
    std::string text;
    for (std::size_t i = 0; i < indices.size();) {
        std::size_t end = i + 1;
        while (end < indices.size() && indices[end] == indices[end - 1] + 1) ++end;
        if (!text.empty()) text += ',';
        text += std::to_string(indices[i] + 1);
        if (end - i > 1) text += '-' + std::to_string(indices[end - 1] + 1);
        i = end;
    }
    return text;
}

std::variant<std::vector<std::size_t>, std::string> parse_ranges(std::string_view text,
                                                                 std::size_t count) {
    std::vector<bool> is_named(count);
    for (const std::string_view part : split_at(text, ',')) {
        std::string_view rest = part;
        const auto first = parse_integer(take_until(rest, '-'));
        const auto last = part.find('-') == std::string_view::npos ? first : parse_integer(rest);
        if (!first || !last || *first > *last)
            return "lines must be numbers and ranges such as 3,7-12, not " + quoted(text);
        if (*first < 1 || *last > std::int64_t(count))
            return "the plan has the lines 1 to " + std::to_string(count) + ", not " + quoted(part);
        for (std::int64_t i = *first; i <= *last; ++i) is_named[std::size_t(i - 1)] = true;
    }
    std::vector<std::size_t> indices;
    for (std::size_t i = 0; i < count; ++i)
        if (is_named[i]) indices.push_back(i);
    return indices;
}

}  // namespace nn
