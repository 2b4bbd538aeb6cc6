#include "web/explorer/sweep.h"

#include <cstddef>
#include <map>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "engine/session/base64url.h"
#include "engine/session/json.h"
#include "engine/session/limits.h"
#include "engine/session/number_text.h"
#include "engine/session/texts.h"
#include "engine/session/wire.h"
#include "engine/sweep/heat_map.h"
#include "engine/sweep/report.h"
#include "engine/sweep/texts.h"

namespace nn::explore {

namespace {

struct Lab {
    SweepPlan plan;
    std::vector<std::optional<SweepResult>> results;  // of each session
};

std::map<std::string, Lab, std::less<>> labs;

using TextOf = std::string (*)(const SweepPlan&, const SweepCollection&);
constexpr std::pair<std::string_view, TextOf> kFiles[] = {
    {"csv", runs_csv}, {"table", cells_csv}, {"map", heat_map_svg}};

std::string problem(std::string_view sentence) {
    JsonWriter json;
    json.begin_object().key("error").value(sentence).end_object();
    return json.text();
}

std::string text_json(std::string_view name, std::string_view text) {
    JsonWriter json;
    json.begin_object().key(name).value(text).end_object();
    return json.text();
}

std::string take(std::string_view name, std::variant<SweepPlan, std::string> made) {
    if (const auto* sentence = std::get_if<std::string>(&made)) return problem(*sentence);
    Lab lab{.plan = std::get<SweepPlan>(std::move(made)), .results = {}};
    lab.results.resize(lab.plan.sessions.size());
    std::string text = plan_text(lab.plan.sessions);
    labs.insert_or_assign(std::string(name), std::move(lab));
    return text_json("plan", text);
}

std::string plan(std::string_view name, std::string_view rest) {
    const ParsedLink link = parse_link(take_until(rest, ' '));
    SweepGrid grid;
    grid.base.recipe = last_recipe(link.link);
    const auto epochs = parse_integer(take_until(rest, ' '));
    if (!epochs || *epochs < 1 || *epochs > limits::kMaxEpochs)
        return problem("epochs must be a whole number from 1 to " +
                       std::to_string(limits::kMaxEpochs));
    grid.base.recipe.max_epochs = static_cast<int>(*epochs);
    grid.seeds = parse_integer(take_until(rest, ' ')).value_or(0);
    while (!rest.empty()) {
        auto axis = parse_axis(take_until(rest, ' '));
        if (const auto* sentence = std::get_if<std::string>(&axis)) return problem(*sentence);
        grid.axes.push_back(std::get<SweepAxis>(std::move(axis)));
    }
    auto sessions = plan_of(grid);
    if (const auto* sentence = std::get_if<std::string>(&sessions)) return problem(*sentence);
    return take(name, arranged(std::get<SweepSessions>(std::move(sessions))));
}

SweepReport report_of(const Lab& lab) {
    std::vector<FoundResult> found;
    for (std::size_t i = 0; i < lab.results.size(); ++i)
        if (lab.results[i]) found.push_back({"line " + std::to_string(i + 1), *lab.results[i]});
    return {.plan = lab.plan, .collection = collected(lab.plan, std::move(found)), .verified = {}};
}

std::string task(const Lab& lab, std::size_t session) {
    const SessionLink& planned = lab.plan.sessions[session];
    const auto place = static_cast<std::size_t>(planned.recipe.dataset);
    const auto revision = static_cast<std::uint32_t>(session + 2);  // behind that of the data
    JsonWriter json;
    json.begin_object().key("dataset").value(place < kPackedDatasets ? int(place) : -1);
    json.key("revision").value(revision);
    json.key("command").value(base64url_text(encode({revision, replay_of_plan(planned)})));
    return json.end_object().text();
}

std::string news(Lab& lab, std::size_t session, double seconds, bool has_curve,
                 std::span<const std::uint8_t> bytes) {
    const auto snapshot = decode_snapshot(bytes);
    if (!snapshot) return problem("the snapshot could not be read");
    SweepResult result = result_of(lab.plan.sessions[session], *snapshot, seconds, INKLING_VERSION);
    // What is of the run before is passed over by its revision.
    const bool is_done = snapshot->revision == session + 2 && snapshot->replay_steps == 0 &&
                         !contradiction_in(result);
    JsonWriter json;
    json.begin_object().key("revision").value(snapshot->revision);
    json.key("done").value(is_done);
    json.key("epoch").value(snapshot->epoch);
    json.key("epochs").value(snapshot->recipe.max_epochs);
    if (has_curve) {
        json.key("curve").begin_array();
        for (const HistoryPoint& point : snapshot->history) {
            json.begin_array().value(point.epoch).value(point.step);
            json.value(point.test_loss).value(point.test_accuracy).end_array();
        }
        json.end_array();
    }
    json.end_object();
    if (is_done) lab.results[session] = std::move(result);
    return json.text();
}

}  // namespace

std::string lab_answer(std::string_view question, std::span<const std::uint8_t> snapshot) {
    std::string_view text = question;
    std::string_view rest = take_until(text, '\n');
    const std::string_view verb = take_until(rest, ' ');
    const std::string_view name = take_until(rest, ' ');
    if (verb == "plan") return plan(name, rest);
    if (verb == "open") return take(name, parse_plan(text));

    const auto found = labs.find(name);
    if (found == labs.end()) return problem("there is no plan");
    Lab& lab = found->second;
    if (verb == "report") return sweep_report_json(report_of(lab));
    for (const auto& [file, text_of] : kFiles) {
        if (verb != file) continue;
        const SweepReport report = report_of(lab);
        return text_json("text", text_of(report.plan, report.collection));
    }

    const auto session = parse_integer(take_until(rest, ' '));
    if (!session || *session < 0 || *session >= std::int64_t(lab.results.size()))
        return problem("there is no such session in the plan");
    const auto place = static_cast<std::size_t>(*session);
    if (verb == "task") return task(lab, place);
    if (verb == "news") {
        const double seconds = parse_number(take_until(rest, ' ')).value_or(0.0);
        return news(lab, place, seconds, rest == "curve", snapshot);
    }
    return problem("nobody knows what is asked");
}

}  // namespace nn::explore
