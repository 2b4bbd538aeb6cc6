#include <catch2/catch_test_macros.hpp>

// The command line program is no library: what is pure in it is compiled here a second time; its JSON
// reader in cli_strokes_test.cpp.
#include "engine/cli/session_file.cpp"
#include "tests/support/corpus.h"

// The fuzzer's property, which aborts where it fails, under a name of its own.
#define LLVMFuzzerTestOneInput fuzz_file
#include "tests/fuzz/fuzz_file.cpp"
#undef LLVMFuzzerTestOneInput

using namespace nn;
using namespace nn::cli;

TEST_CASE("A session survives its file", "[cli]") {
    const SessionLink link = parse_link("#1&hidden=16&steps=9&at=4:l2=0&theme=dark").link;
    const std::string text = session_file_text(link);
    CHECK(text == "{\"inkling\":1,\"session\":\"#1&hidden=16&steps=9&at=4:l2=0&theme=dark\"}\n");
    const ParsedLink parsed = parse_session_file(text);
    CHECK(parsed.is_readable);
    CHECK(parsed.link == link);
    CHECK(parsed.warnings.empty());
}

TEST_CASE("What is no saved session gives the default one and says why", "[cli]") {
    for (const auto& [text, part] : std::vector<std::pair<std::string_view, std::string_view>>{
             {"", "a value is missing"},
             {"[]", "\"inkling\": 1"},
             {"{\"__proto__\":{\"inkling\":1},\"session\":\"#1\"}", "\"inkling\": 1"},
             {"{\"inkling\":\"1\",\"session\":\"#1\"}", "\"inkling\": 1"},
             {"{\"inkling\":2,\"session\":\"#1\"}", "newer program"},
             {"{\"inkling\":1,\"toString\":\"#1\"}", "no \"session\""},
             {"{\"inkling\":1,\"session\":[\"#1\"]}", "no \"session\""},
             {"{\"inkling\":1,\"session\":\"#2&seed=4\"}", "version \"2\""}}) {
        CAPTURE(text);
        const ParsedLink parsed = parse_session_file(text);
        CHECK_FALSE(parsed.is_readable);
        CHECK(parsed.link == SessionLink());
        REQUIRE(parsed.warnings.size() == 1);
        CHECK(parsed.warnings[0].find(part) != std::string::npos);
    }
    CHECK(parse_session_file("{\"inkling\":1,\"session\":\"#1&constructor=1\"}").warnings.size() ==
          1);
}

TEST_CASE("The fuzzer's corpus of files holds its property", "[cli]") {
    const auto corpus = nn::test::read_corpus("file");
    CHECK(corpus.size() >= 10);
    for (const auto& bytes : corpus) fuzz_file(bytes.data(), bytes.size());
}
