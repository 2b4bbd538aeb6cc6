#include "engine/cli/sweep_command.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <random>
#include <utility>
#include <variant>

#include "engine/cli/arguments.h"
#include "engine/cli/files.h"
#include "engine/cli/link_input.h"
#include "engine/cli/progress.h"
#include "engine/cli/session_run.h"
#include "engine/cli/sweep_result_file.h"
#include "engine/cli/training_run.h"
#include "engine/session/digest.h"
#include "engine/session/limits.h"
#include "engine/session/number_text.h"
#include "engine/session/texts.h"
#include "engine/sweep/heat_map.h"
#include "engine/sweep/report.h"
#include "engine/sweep/texts.h"

namespace nn::cli {

namespace {

constexpr std::string_view kPlanFile = "plan-file";  // the operand
constexpr std::string_view kEnding = ".json";

std::vector<Flag> planning_flags() {
    return {
        {.name = "plan", .value_name = "FILE", .help = "Write a plan: one link a line."},
        {.name = "x",
         .value_name = "NAME=VALUES",
         .help = "A setting and its values, which go along the columns, such as "
                 "learning-rate=0.001,0.01. Where values have commas themselves, slashes stand "
                 "between them: hidden=64/32,16/none."},
        {.name = "y", .value_name = "NAME=VALUES", .help = "Another, which goes along the rows."},
        {.name = "seeds",
         .value_name = "N",
         .help = "So many sessions for each place of the grid, with seeds from --seed on. "
                 "(default 1)"},
        {.name = "link",
         .value_name = "LINK",
         .help = "What is varied: the session of a link or file, instead of flags. Without steps "
                 "it trains until it ends by itself."},
        {.name = "at",
         .value_name = "STEP:CHANGES",
         .help =
             "Change settings after so many updates, as in `inkling link`; may be given several "
             "times.",
         .is_repeatable = true},
    };
}

std::vector<Flag> running_flags() {
    return {
        {.name = "cell",
         .value_name = "LINES",
         .help = "Train the sessions of these lines, counted from 1, such as 17 or 3,7-12. What "
                 "has a result already is not trained again."},
        {.name = "results",
         .value_name = "DIR",
         .help = "The folder for the results, one file a line; made where there is none."},
    };
}

std::vector<Flag> collecting_flags() {
    return {
        {.name = "collect",
         .value_name = "DIR",
         .help = "Bring the results of this folder together and say what is missing; may be given "
                 "several times. Exit code 1 when any is missing or damaged.",
         .is_repeatable = true},
        {.name = "verify",
         .value_name = "N|all",
         .help = "Train so many of the sessions again, drawn by lot, and see whether they come to "
                 "the same."},
        {.name = "missing",
         .value_name = "ranges|lines",
         .help = "Print the missing lines alone: as ranges such as 3,7-12, which --cell and sbatch "
                 "--array take, or each on a line, as GNU parallel does. (default ranges)",
         .is_value_optional = true},
        {.name = "csv", .value_name = "FILE", .help = "Write every session's figures as CSV."},
        {.name = "table",
         .value_name = "FILE",
         .help =
             "Write mean and spread over the seeds as CSV, one row for each place of the grid."},
        {.name = "map", .value_name = "FILE", .help = "Write a heat map as SVG."},
        json_flag(),
        help_flag(),
    };
}

void print_help() {
    std::printf(
        "Usage: inkling sweep --plan FILE [--x NAME=VALUES] [--y NAME=VALUES] [flags]\n"
        "       inkling sweep PLAN --cell LINES --results DIR\n"
        "       inkling sweep PLAN --collect DIR [flags]\n\n"
        "Trains one network for each place of a grid of settings, and for each of several\n"
        "seeds: here, or on as many machines as there are, since each line of the plan is\n"
        "a link that says all. docs/sweeps.md shows it with GNU parallel and with Slurm.\n\n"
        "Planning:\n%s\n"
        "Running:\n%s\n"
        "Collecting:\n%s\n"
        "What is varied:\n%s\n"
        "Example: inkling sweep --plan plan.txt --x learning-rate=0.001,0.003,0.01\n"
        "           --y hidden=16,32,64 --seeds 3 --epochs 20\n",
        flag_help(planning_flags()).c_str(), flag_help(running_flags()).c_str(),
        flag_help(collecting_flags()).c_str(), flag_help(training_flags()).c_str());
}

// The engine's values and problems as ours.
template <class Value>
Outcome<Value> outcome(std::variant<Value, std::string> made) {
    if (auto* problem = std::get_if<std::string>(&made)) return Failure{std::move(*problem)};
    return std::get<Value>(std::move(made));
}

std::string in_file(const std::string& path, const std::string& problem) {
    return path + ": " + problem;
}

// The problem of a flag that has nothing to do with the one that says what to do.
Problem refuse_others(const std::vector<Argument>& arguments, std::string_view mode,
                      const std::vector<std::string_view>& allowed) {
    for (const Argument& argument : arguments) {
        if (argument.name == mode || std::ranges::count(allowed, argument.name) > 0) continue;
        if (argument.name == kPlanFile)
            return "unexpected argument " + quoted(argument.value) + " beside --plan";
        return "leave out --" + std::string(argument.name) + " beside --" + std::string(mode);
    }
    return std::nullopt;
}

std::string version() {
    return INKLING_VERSION;
}

// Planning

Outcome<SessionLink> base_of(const std::vector<Argument>& arguments) {
    if (find_argument(arguments, kLink) != nullptr && find_argument(arguments, "at") != nullptr)
        return Failure{"the link says what to train; leave out --at"};
    const auto session = session_of(arguments);
    if (!session.value) return Failure{session.problem};
    SessionLink base;
    base.recipe = session.value->recipe;
    base.steps = session.value->steps;
    base.changes = session.value->changes;
    // Without --steps to the end, however far that is.
    if (base.steps == limits::kMaxSteps) base.steps = 0;
    return base;
}

Problem write_plan(const std::vector<Argument>& arguments) {
    auto base = base_of(arguments);
    if (!base.value) return base.problem;
    SweepGrid grid{.base = std::move(*base.value)};
    for (const char* name : {"x", "y"}) {
        const Argument* argument = find_argument(arguments, name);
        if (argument == nullptr) continue;
        auto axis = outcome(parse_axis(argument->value));
        if (!axis.value) return "--" + std::string(name) + ": " + axis.problem;
        grid.axes.push_back(std::move(*axis.value));
    }
    const auto seeds = count_of(arguments, "seeds");
    if (!seeds.value) return seeds.problem;
    grid.seeds = static_cast<std::int64_t>(seeds.value->value_or(1));
    const auto sessions = outcome(plan_of(grid));
    if (!sessions.value) return sessions.problem;

    const std::string path(find_argument(arguments, "plan")->value);
    const std::string text = plan_text(*sessions.value);
    const auto there = read_file(path, limits::kMaxSweepText);
    // Results may be there of another plan, whose lines nobody would know any more.
    if (there.value && *there.value != text)
        return path + " is there already, and says something else; remove it or name another";
    if (auto problem = replace_file(path, text)) return problem;
    std::printf("%zu sessions, one a line\n", sessions.value->size());
    return std::nullopt;
}

Outcome<std::string> plan_file_text(const std::vector<Argument>& arguments) {
    const Argument* file = find_argument(arguments, kPlanFile);
    if (file == nullptr) return Failure{"name the plan: inkling sweep PLAN --cell 1 --results DIR"};
    return read_file(std::string(file->value), limits::kMaxSweepText);
}

// Running

Outcome<SweepResult> train_again(const SessionLink& planned, const std::vector<Argument>& arguments,
                                 std::string_view program) {
    const double start = seconds_now();
    const auto snapshot = run_session(replay_of_plan(planned), arguments, program);
    if (!snapshot.value) return Failure{snapshot.problem};
    const double seconds = std::round((seconds_now() - start) * 1e6) / 1e6;  // short to read
    return result_of(planned, *snapshot.value, seconds, version());
}

Outcome<SweepResult> read_result(const std::string& path) {
    const auto text = read_file(path, limits::kMaxSweepResult);
    if (!text.value) return Failure{text.problem};
    auto result = parse_result_file(*text.value);
    if (!result.value) return Failure{in_file(path, result.problem)};
    if (const auto problem = contradiction_in(*result.value))
        return Failure{in_file(path, *problem)};
    return result;
}

Problem run_line(std::string_view line, std::size_t number, const std::string& folder,
                 const std::vector<Argument>& arguments, std::string_view program) {
    const auto planned = outcome(plan_session(line, number));
    if (!planned.value) return planned.problem;
    const std::string path = folder + "/" + std::to_string(number) + std::string(kEnding);
    // What is damaged is made anew.
    if (const auto there = read_result(path); there.value) {
        if (there.value->planned != *planned.value)
            return path + " is the result of another plan; name another folder";
        std::printf("%zu: done already\n", number);
        return std::nullopt;
    }
    const auto result = train_again(*planned.value, arguments, program);
    if (!result.value) return result.problem;
    if (auto problem = replace_file(path, result_file_text(*result.value))) return problem;
    std::printf("%zu: %s %.4f, %lld steps, %.2f s, digest %s\n", number,
                score_name(planned.value->recipe), result.value->score,
                static_cast<long long>(result.value->session.steps), result.value->seconds,
                digest_text(*result.value->session.digest).c_str());
    std::fflush(stdout);
    return std::nullopt;
}

Problem run_cells(const std::vector<Argument>& arguments, std::string_view program) {
    const auto text = plan_file_text(arguments);
    if (!text.value) return text.problem;
    const std::string plan(find_argument(arguments, kPlanFile)->value);
    const auto lines = outcome(plan_lines(*text.value));
    if (!lines.value) return in_file(plan, lines.problem);
    const auto chosen =
        outcome(parse_ranges(find_argument(arguments, "cell")->value, lines.value->size()));
    if (!chosen.value) return "--cell: " + chosen.problem;
    const Argument* results = find_argument(arguments, "results");
    if (results == nullptr) return "--cell needs a folder for its results: --results DIR";
    const std::string folder(results->value);
    if (auto problem = make_folder(folder)) return problem;
    for (const std::size_t i : *chosen.value)
        if (auto problem = run_line((*lines.value)[i], i + 1, folder, arguments, program))
            return problem;
    return std::nullopt;
}

// Collecting

// How many of so many sessions are to be verified.
Outcome<std::size_t> count_to_verify(const std::vector<Argument>& arguments, std::size_t count) {
    const Argument* verify = find_argument(arguments, "verify");
    if (verify == nullptr) return std::size_t{0};
    if (verify->value == "all") return count;
    const auto wanted = parse_integer(verify->value);
    if (!wanted || *wanted < 1)
        return Failure{"--verify must be all or a whole number from 1 on, not " +
                       quoted(verify->value)};
    return std::min(static_cast<std::size_t>(*wanted), count);
}

Problem verify(SweepReport& report, const std::vector<Argument>& arguments,
               std::string_view program) {
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < report.plan.sessions.size(); ++i)
        if (report.collection.results[i]) chosen.push_back(i);
    const auto count = count_to_verify(arguments, chosen.size());
    if (!count.value) return count.problem;
    // By lot, and never the same one twice running: nobody knows before which will be asked for.
    std::random_device lot;
    std::ranges::shuffle(chosen, lot);
    chosen.resize(*count.value);
    std::ranges::sort(chosen);
    std::vector<RefutedResult> refuted;
    for (const std::size_t i : chosen) {
        const SweepResult& said = report.collection.results[i]->result;
        const auto again = train_again(report.plan.sessions[i], arguments, program);
        if (!again.value) return again.problem;
        if (is_same_outcome(said, *again.value))
            report.verified.push_back(i);
        else if (again.value->session.digest == said.session.digest)
            refuted.push_back({i, "trained again it comes to other figures"});
        else
            refuted.push_back({i, "trained again it comes to digest " +
                                      digest_text(again.value->session.digest.value_or(0)) +
                                      ", where it has " +
                                      digest_text(said.session.digest.value_or(0))});
    }
    remove_results(report.collection, report.plan, refuted);
    return std::nullopt;
}

Outcome<SweepReport> report_of(const std::vector<Argument>& arguments) {
    const auto text = plan_file_text(arguments);
    if (!text.value) return Failure{text.problem};
    auto plan = outcome(parse_plan(*text.value));
    if (!plan.value)
        return Failure{
            in_file(std::string(find_argument(arguments, kPlanFile)->value), plan.problem)};
    std::vector<FoundResult> found;
    std::vector<std::string> problems;
    for (const Argument& argument : arguments) {
        if (argument.name != "collect") continue;
        const auto paths = files_in(std::string(argument.value), kEnding);
        if (!paths.value) return Failure{paths.problem};
        for (const std::string& path : *paths.value) {
            auto result = read_result(path);
            if (result.value)
                found.push_back({path, std::move(*result.value)});
            else
                problems.push_back(result.problem);
        }
    }
    SweepReport report{.plan = std::move(*plan.value)};
    report.collection = collected(report.plan, std::move(found));
    for (std::string& problem : problems) report.collection.problems.push_back(std::move(problem));
    return report;
}

Problem write_files(const SweepReport& report, const std::vector<Argument>& arguments) {
    const std::pair<const char*, std::string (*)(const SweepPlan&, const SweepCollection&)>
        kFiles[] = {{"csv", runs_csv}, {"table", cells_csv}, {"map", heat_map_svg}};
    for (const auto& [name, text_of] : kFiles)
        if (const Argument* file = find_argument(arguments, name))
            if (auto problem =
                    write_file(std::string(file->value), text_of(report.plan, report.collection)))
                return problem;
    return std::nullopt;
}

void print_missing(const std::vector<std::size_t>& missing, bool one_a_line) {
    if (one_a_line)
        for (const std::size_t i : missing) std::printf("%zu\n", i + 1);
    else if (!missing.empty())
        std::printf("%s\n", ranges_text(missing).c_str());
}

Problem collect(const std::vector<Argument>& arguments, std::string_view program, int& exit_code) {
    if (const Argument* missing = find_argument(arguments, "missing"))
        if (missing->value != "on" && missing->value != "ranges" && missing->value != "lines")
            return "--missing must be ranges or lines, not " + quoted(missing->value);
    auto made = report_of(arguments);
    if (!made.value) return made.problem;
    SweepReport& report = *made.value;
    if (auto problem = verify(report, arguments, program)) return problem;
    if (auto problem = write_files(report, arguments)) return problem;
    if (const Argument* missing = find_argument(arguments, "missing")) {
        print_warnings(report.collection.problems);
        print_missing(report.collection.missing, missing->value == "lines");
    } else if (find_argument(arguments, "json") != nullptr) {
        std::fputs(sweep_report_json(report).c_str(), stdout);
    } else {
        std::fputs(sweep_report_text(report).c_str(), stdout);
    }
    exit_code = report.is_complete() ? 0 : 1;
    return std::nullopt;
}

}  // namespace

Problem sweep(const Invocation& invocation) {
    std::vector<Flag> flags = planning_flags();
    for (auto more : {running_flags(), collecting_flags(), training_flags()})
        for (Flag& flag : more) flags.push_back(std::move(flag));
    const auto parsed = parse_arguments(flags, invocation.arguments, kPlanFile);
    if (!parsed.value) return parsed.problem;
    const std::vector<Argument>& arguments = *parsed.value;
    const auto has = [&arguments](std::string_view name) {
        return find_argument(arguments, name) != nullptr;
    };
    if (has("help")) {
        print_help();
        return std::nullopt;
    }
    if (has("plan")) {
        std::vector<std::string_view> allowed = {"x", "y", "seeds", "link", "at"};
        for (const Flag& flag : flags)
            if (find_property(flag.name) != nullptr) allowed.push_back(flag.name);
        for (const char* name : {"epochs", "steps", "random-state", "recipe", "session"})
            allowed.push_back(name);
        if (auto problem = refuse_others(arguments, "plan", allowed)) return problem;
        return write_plan(arguments);
    }
    if (has("cell")) {
        if (auto problem = refuse_others(arguments, "cell", {kPlanFile, "results", "data"}))
            return problem;
        return run_cells(arguments, invocation.program);
    }
    if (!has("collect")) return "sweep needs --plan FILE, --cell LINES or --collect DIR";
    if (auto problem =
            refuse_others(arguments, "collect",
                          {kPlanFile, "verify", "missing", "csv", "table", "map", "json", "data"}))
        return problem;
    return collect(arguments, invocation.program, invocation.exit_code);
}

}  // namespace nn::cli
