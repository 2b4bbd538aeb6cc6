// Plans from any text: never a crash, always a grid in which every session has a place of its own, and
// what we write ourselves we read back as the same.
#include <cstdlib>
#include <set>

#include "engine/session/limits.h"
#include "engine/sweep/plan.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto parsed = nn::parse_plan(text);
    (void)nn::parse_axis(text);
    if (parsed.index() == 1) return 0;
    const auto& plan = std::get<nn::SweepPlan>(parsed);
    std::set<std::pair<std::size_t, std::uint32_t>> places;
    for (std::size_t i = 0; i < plan.sessions.size(); ++i) {
        if (plan.places[i].column >= plan.columns() || plan.places[i].row >= plan.rows.size())
            std::abort();
        if (!places.insert({plan.cell_of(i), plan.places[i].seed}).second) std::abort();
    }

    const auto again = nn::parse_plan(nn::plan_text(plan.sessions));
    if (again.index() == 1) std::abort();
    const auto& other = std::get<nn::SweepPlan>(again);
    if (other.sessions != plan.sessions || other.rows != plan.rows) std::abort();

    const auto ranges = nn::parse_ranges(text, plan.sessions.size());
    if (const auto* indices = std::get_if<std::vector<std::size_t>>(&ranges))
        if (nn::parse_ranges(nn::ranges_text(*indices), plan.sessions.size()) != ranges)
            std::abort();
    return 0;
}
