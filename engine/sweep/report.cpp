#include "engine/sweep/report.h"

#include "engine/session/digest.h"
#include "engine/session/json.h"
#include "engine/sweep/texts.h"

namespace nn {

namespace {

constexpr std::size_t kShownProblems = 20;

std::string count_text(std::size_t count, const char* what) {
    return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

void put_statistics(JsonWriter& json, std::string_view name, const SweepStatistics& statistics) {
    json.key(name);
    json.begin_object();
    json.key("count").value(statistics.count);
    if (statistics.count > 0) {
        json.key("mean").value(statistics.mean);
        if (statistics.count > 1) json.key("spread").value(statistics.spread);
        json.key("least").value(statistics.least);
        json.key("greatest").value(statistics.greatest);
    }
    json.end_object();
}

void put_optional(JsonWriter& json, const char* name, const std::optional<double>& value) {
    if (value) json.key(name).value(*value);
}

void put_axes(JsonWriter& json, const SweepPlan& plan) {
    json.key("axes").begin_array();
    for (const SweepAxis& axis : plan.axes) {
        json.begin_object();
        json.key("name").value(axis.property->name);
        json.key("title").value(axis.property->title);
        json.key("values").value(axis.values);
        json.end_object();
    }
    json.end_array();
    json.key("rows").begin_array();
    for (const std::vector<std::string>& row : plan.rows) json.value(row);
    json.end_array();
    json.key("columns").value(plan.columns());
}

void put_cells(JsonWriter& json, const SweepReport& report) {
    json.key("cells").begin_array();
    for (std::size_t i = 0; i < report.collection.cells.size(); ++i) {
        const SweepCell& cell = report.collection.cells[i];
        json.begin_object();
        json.key("column").value(i % report.plan.columns());
        json.key("row").value(i / report.plan.columns());
        json.key("planned").value(cell.planned);
        json.key("done").value(cell.done);
        json.key("diverged").value(cell.diverged);
        put_statistics(json, score_key(report.plan), cell.score);
        put_statistics(json, "macro_f1", cell.macro_f1);
        put_statistics(json, "test_loss", cell.loss);
        put_statistics(json, "train_loss", cell.train_loss);
        put_statistics(json, "epochs", cell.epochs);
        put_statistics(json, "seconds", cell.seconds);
        json.end_object();
    }
    json.end_array();
}

void put_runs(JsonWriter& json, const SweepReport& report) {
    json.key("runs").begin_array();
    for (std::size_t i = 0; i < report.plan.sessions.size(); ++i) {
        if (!report.collection.results[i]) continue;
        const SweepResult& result = report.collection.results[i]->result;
        json.begin_object();
        json.key("line").value(i + 1);
        json.key("column").value(report.plan.places[i].column);
        json.key("row").value(report.plan.places[i].row);
        json.key("seed").value(report.plan.places[i].seed);
        json.key("session").value(link_text(result.session));
        json.key("digest").value(digest_text(result.session.digest.value_or(0)));
        json.key(score_key(report.plan)).value(result.score);
        put_optional(json, "macro_f1", result.macro_f1);
        put_optional(json, "test_loss", result.loss);
        put_optional(json, "train_loss", result.train_loss);
        json.key("epochs").value(result.epochs);
        json.key("seconds").value(result.seconds);
        json.key("version").value(result.version);
        json.end_object();
    }
    json.end_array();
}

}  // namespace

std::string sweep_report_text(const SweepReport& report) {
    const SweepCollection& collection = report.collection;
    std::string text = table_text(report.plan, collection) + '\n';
    const std::size_t planned = report.plan.sessions.size();
    text += std::to_string(planned - collection.missing.size()) + " of " +
            count_text(planned, "session") + " done";
    if (collection.repeated > 0)
        text += "; " + count_text(collection.repeated, "repeated result") + " not counted again";
    if (!report.verified.empty())
        text +=
            "; " + std::to_string(report.verified.size()) + " trained again and reproduced exactly";
    text += '\n';
    std::size_t diverged = 0;
    for (const SweepCell& cell : collection.cells) diverged += cell.diverged;
    if (diverged > 0) text += std::to_string(diverged) + " of them diverged\n";
    if (!collection.missing.empty())
        text += "missing lines: " + ranges_text(collection.missing) + '\n';
    if (!collection.problems.empty()) text += "results that do not count:\n";
    for (std::size_t i = 0; i < collection.problems.size() && i < kShownProblems; ++i)
        text += "  " + collection.problems[i] + '\n';
    if (collection.problems.size() > kShownProblems)
        text += "  and " + std::to_string(collection.problems.size() - kShownProblems) + " more\n";
    return text;
}

std::string sweep_report_json(const SweepReport& report) {
    const SweepCollection& collection = report.collection;
    JsonWriter json;
    json.begin_object();
    json.key("inkling_sweep").value(1);
    json.key("complete").value(report.is_complete());
    json.key("planned").value(report.plan.sessions.size());
    json.key("done").value(report.plan.sessions.size() - collection.missing.size());
    json.key("missing").value(ranges_text(collection.missing));
    json.key("repeated").value(collection.repeated);
    json.key("verified").value(ranges_text(report.verified));
    json.key("problems").value(collection.problems);
    json.key("score").value(score_key(report.plan));
    put_axes(json, report.plan);
    put_cells(json, report);
    put_runs(json, report);
    json.end_object();
    return json.text() + '\n';
}

}  // namespace nn
