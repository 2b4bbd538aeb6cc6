#include "engine/cli/link_input.h"

#include <cstdio>
#include <utility>

#include "engine/cli/files.h"
#include "engine/cli/session_file.h"

namespace nn::cli {

namespace {

// A file's name may begin with the version, too, but hardly goes on like this.
bool is_link(std::string_view word) {
    return word.find('#') != std::string_view::npos || word.find("%23") != std::string_view::npos ||
           word == "1" || word.starts_with("1&");
}

}  // namespace

Outcome<ParsedLink> parse_link_or_file(std::string_view word) {
    if (is_link(word)) {
        ParsedLink parsed = parse_link(word);
        if (!parsed.is_readable) return Failure{parsed.warnings.front()};
        return parsed;
    }
    const std::string path(word);
    const Outcome<std::string> text = read_file(path);
    if (!text.value) return Failure{text.problem};
    ParsedLink parsed = text.value->find_first_of('{') == 0 ? parse_session_file(*text.value)
                                                            : parse_link(*text.value);
    if (!parsed.is_readable) return Failure{path + ": " + parsed.warnings.front()};
    return parsed;
}

Outcome<SessionLink> read_link(std::string_view word) {
    Outcome<ParsedLink> parsed = parse_link_or_file(word);
    if (!parsed.value) return Failure{parsed.problem};
    print_warnings(parsed.value->warnings);
    return std::move(parsed.value->link);
}

void print_warnings(const std::vector<std::string>& warnings) {
    for (const std::string& warning : warnings)
        std::fprintf(stderr, "inkling: warning: %s\n", warning.c_str());
}

}  // namespace nn::cli
