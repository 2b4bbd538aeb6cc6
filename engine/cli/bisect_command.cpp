#include "engine/cli/bisect_command.h"

#include <cstdio>
#include <utility>

#include "engine/cli/arguments.h"
#include "engine/cli/files.h"
#include "engine/cli/training_run.h"
#include "engine/session/digest.h"
#include "engine/session/replay.h"
#include "engine/session/step_trace.h"

namespace nn::cli {

namespace {

std::vector<Flag> own_flags() {
    return {{.name = "record",
             .value_name = "FILE",
             .help = "Train, and write fingerprints of all weights after every step."},
            {.name = "trace",
             .value_name = "FILE",
             .help = "Train the session of such a file, or of the link, and name the first step "
                     "and weights in which this build differs."},
            help_flag()};
}

void print_help() {
    std::printf(
        "Usage: inkling bisect --record FILE [flags]\n"
        "       inkling bisect --record FILE LINK\n"
        "       inkling bisect --trace FILE [LINK]\n\n"
        "Finds where two builds that should train alike part: one records, the other\n"
        "compares. Exit code 2 when they differ.\n\n"
        "%s\n"
        "What is trained, with --record:\n%s\n"
        "Example: inkling bisect --record trace.txt --hidden 16 --steps 200\n",
        flag_help(own_flags()).c_str(), flag_help(training_flags()).c_str());
}

StepTrace trace_of(TrainingRun& run) {
    const command::Replay& session = run.course.replay();
    StepTrace trace;
    trace.session.recipe = session.recipe;
    trace.session.changes = session.changes;
    if (session.until_end) trace.session.end = RunEnd::Diverged;
    const auto record = [&] {
        if (trace.steps.size() == static_cast<std::size_t>(run.trainer->steps()))
            record_step(trace, *run.trainer);
    };
    train_to_end(run, record);  // one that diverges has a trace, too
    record();
    trace.digest = run.trainer->digest();
    trace.session.steps = run.trainer->steps();
    trace.session = within_limits(std::move(trace.session));  // without what it did not come to
    return trace;
}

Problem record(const Argument& file, std::string_view program,
               const std::vector<Argument>& arguments) {
    auto run = training_run_of(arguments, program);
    if (!run.value) return run.problem;
    const StepTrace trace = trace_of(*run.value);
    if (auto problem = write_file(std::string(file.value), trace_text(trace))) return problem;
    std::printf("%zu steps, digest %s\n", trace.steps.size() - 1,
                digest_text(trace.digest).c_str());
    return std::nullopt;
}

Problem compare(const Argument& file, std::string_view program,
                const std::vector<Argument>& arguments) {
    for (const Argument& argument : arguments)
        if (argument.name != "trace" && argument.name != "data" && argument.name != kLink)
            return "--trace says what to train; leave out --" + std::string(argument.name);
    const std::string path(file.value);
    const Outcome<std::string> text = read_file(path);
    if (!text.value) return text.problem;
    const auto recorded = parse_trace(*text.value);
    if (!recorded) return path + " is not a trace that bisect --record wrote";
    auto run = find_argument(arguments, kLink) != nullptr
                   ? training_run_of(arguments, program)
                   : training_run_of(replay_of(recorded->session), arguments, program);
    if (!run.value) return run.problem;
    if (auto difference = first_difference(*recorded, trace_of(*run.value))) return difference;
    std::printf("%zu steps, all alike, digest %s\n", recorded->steps.size() - 1,
                digest_text(recorded->digest).c_str());
    return std::nullopt;
}

Problem run_with(const std::vector<Argument>& arguments, std::string_view program) {
    const Argument* to = find_argument(arguments, "record");
    const Argument* from = find_argument(arguments, "trace");
    if ((to == nullptr) == (from == nullptr)) return "bisect needs --record FILE or --trace FILE";
    return to != nullptr ? record(*to, program, arguments) : compare(*from, program, arguments);
}

}  // namespace

Problem bisect(const Invocation& invocation) {
    return with_training_arguments(invocation, own_flags(), print_help, run_with, kLink);
}

}  // namespace nn::cli
