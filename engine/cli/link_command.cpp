#include "engine/cli/link_command.h"

#include <cstdio>
#include <utility>

#include "engine/cli/arguments.h"
#include "engine/cli/deflate.h"
#include "engine/cli/files.h"
#include "engine/cli/link_input.h"
#include "engine/cli/session_file.h"
#include "engine/cli/session_run.h"
#include "engine/cli/training_run.h"
#include "engine/session/json.h"
#include "engine/session/packed_weights.h"
#include "engine/session/replay.h"

namespace nn::cli {

namespace {

std::vector<Flag> own_flags() {
    return {{.name = "at",
             .value_name = "STEP:CHANGES",
             .help = "Change settings after so many updates, such as "
                     "1200:learning-rate=0.0005;l2=0, or edit the network: weight=LAYER,UNIT,"
                     "INPUT,VALUE, bias=LAYER,UNIT,VALUE, swap=LAYER,UNIT,OTHER or "
                     "silence=LAYER,UNIT, layers from 1 and units from 0; may be given several "
                     "times.",
             .is_repeatable = true},
            {.name = "weights",
             .value_name = "",
             .help = "Put the trained weights into the link, too, rounded to a byte each: for "
                     "sessions that take long to train again."},
            {.name = "save",
             .value_name = "FILE",
             .help = "Save the session as a file, too, which replay and the page open; "
                     "usually named .inkling.json."},
            {.name = "check",
             .value_name = "LINK",
             .help = "Train nothing: print this link, or that of a file, in its normal form, "
                     "and on standard error what it says that is not understood."},
            json_flag(),
            help_flag()};
}

void print_help() {
    std::printf(
        "Usage: inkling link [flags]\n"
        "       inkling link --check LINK\n\n"
        "Trains a network and prints a link with which everyone can train it again, on\n"
        "the page or here, and see that it is the same to the last bit.\n\n"
        "%s\n"
        "What is trained, and how:\n%s\n"
        "Example: inkling link --hidden 16 --steps 500 --at '200:learning-rate=0.0005'\n",
        flag_help(own_flags()).c_str(), flag_help(training_flags()).c_str());
}

Problem print_link(const ParsedLink& parsed, const std::vector<Argument>& arguments) {
    const std::string text = link_text(parsed.link);
    if (const Argument* file = find_argument(arguments, "save"))
        if (auto problem = write_file(std::string(file->value), session_file_text(parsed.link)))
            return problem;
    if (find_argument(arguments, "json") != nullptr) {
        JsonWriter json;
        json.begin_object();
        json.key("link").value(text);
        json.key("warnings").begin_array();
        for (const std::string& warning : parsed.warnings) json.value(warning);
        json.end_array();
        json.end_object();
        std::printf("%s\n", json.text().c_str());
    } else {
        print_warnings(parsed.warnings);
        std::printf("%s\n", text.c_str());
    }
    return std::nullopt;
}

Problem run_with(const std::vector<Argument>& arguments, std::string_view program) {
    if (const Argument* link = find_argument(arguments, "check")) {
        for (const Argument& argument : arguments)
            if (argument.name != "check" && argument.name != "json" && argument.name != "save")
                return "--check trains nothing; leave out --" + std::string(argument.name);
        const auto parsed = parse_link_or_file(link->value);
        return parsed.value ? print_link(*parsed.value, arguments) : parsed.problem;
    }
    const auto session = session_of(arguments);
    if (!session.value) return session.problem;
    const auto snapshot = run_session(*session.value, arguments, program);
    if (!snapshot.value) return snapshot.problem;
    ParsedLink made{.link = link_of(*snapshot.value)};
    if (find_argument(arguments, "weights") != nullptr) {
        auto weights = deflated(packed_weights(snapshot.value->parameters, made.link.recipe));
        if (!weights) return "the weights could not be compressed";
        made.link.weights = std::move(*weights);
    }
    return print_link(made, arguments);
}

}  // namespace

Problem make_link(const Invocation& invocation) {
    return with_training_arguments(invocation, own_flags(), print_help, run_with);
}

}  // namespace nn::cli
