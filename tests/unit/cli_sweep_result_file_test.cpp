#include <catch2/catch_test_macros.hpp>

// The command line program is no library: what is pure in it is compiled here a second time.
#include "engine/cli/session_file.h"
#include "engine/cli/sweep_result_file.cpp"
#include "tests/support/corpus.h"

// The fuzzer's property, which aborts where it fails, under a name of its own.
#define LLVMFuzzerTestOneInput fuzz_result
#include "tests/fuzz/fuzz_result.cpp"
#undef LLVMFuzzerTestOneInput

using namespace nn;
using namespace nn::cli;

namespace {

const std::string kText =
    "{\"inkling\":1,\"session\":\"#1&hidden=4&max-epochs=2&steps=80&end=finished&"
    "digest=0123456789abcdef\",\"planned\":\"#1&hidden=4&max-epochs=2\",\"digest\":"
    "\"0123456789abcdef\",\"accuracy\":0.5,\"macro_f1\":0.25,\"test_loss\":null,\"train_loss\":1.5,"
    "\"epochs\":2,\"seconds\":0.125,\"version\":\"0.1.0\"}\n";

std::string with(std::string_view part, std::string_view other) {
    std::string text = kText;
    const std::size_t at = text.find(part);
    REQUIRE(at != std::string::npos);
    return text.replace(at, part.size(), other);
}

}  // namespace

TEST_CASE("A result survives its file, which is a saved session, too", "[cli][sweep]") {
    const Outcome<SweepResult> parsed = parse_result_file(kText);
    CAPTURE(parsed.problem);
    REQUIRE(parsed.value);
    CHECK(result_file_text(*parsed.value) == kText);
    CHECK(parsed.value->score == 0.5);
    CHECK(parsed.value->macro_f1 == 0.25);
    CHECK(parsed.value->loss == std::nullopt);
    CHECK(parsed.value->train_loss == 1.5);
    CHECK(parsed.value->session.end == RunEnd::Finished);
    CHECK(parse_session_file(kText).link == parsed.value->session);
    // A regression has another score, and no F1.
    CHECK_FALSE(
        parse_result_file(with("#1&hidden=4&max-epochs=2\"", "#1&dataset=plane&steps=1\"")).value);
    std::string text = with("#1&hidden=4&max-epochs=2\"", "#1&dataset=plane&steps=1\"");
    text.replace(text.find("\"accuracy\":0.5,\"macro_f1\":0.25"), 30, "\"r2\":-3.5");
    REQUIRE(parse_result_file(text).value);
    CHECK(parse_result_file(text).value->score == -3.5);
}

TEST_CASE("What is no result says why", "[cli][sweep]") {
    const auto refused = [](const std::string& text, std::string_view part) {
        const Outcome<SweepResult> parsed = parse_result_file(text);
        CAPTURE(text, parsed.problem);
        CHECK_FALSE(parsed.value);
        CHECK(parsed.problem.find(part) != std::string::npos);
    };
    for (std::size_t length = 0; length + 2 < kText.size(); ++length)
        CHECK_FALSE(parse_result_file(kText.substr(0, length)).value);  // not a byte may be missing
    refused("[]", "\"planned\" must be a text");
    refused(with("planned", "plannef"), "\"planned\" must be a text");
    refused(with("\"planned\":\"#1", "\"planned\":\"#2"), "\"planned\": line 1: the link is of");
    refused(with("\"session\":\"#1", "\"session\":\"#1&x=1"), "\"session\": \"x\" is nothing");
    refused(with("\"digest\":\"0", "\"digest\":\"1"), "that of the session");
    refused(with("&digest=0123456789abcdef", ""), "that of the session");
    refused(with("&digest=0123456789abcdef", "&digest=xyz"), "16 hexadecimal digits");
    refused(with("0.5", "1.5"), "\"accuracy\" must be a number");
    refused(with("0.5", "\"0.5\""), "\"accuracy\" must be a number");
    refused(with("0.5", "null"), "\"accuracy\" must be a number");
    refused(with("0.25", "-1"), "\"macro_f1\" must be a number");
    refused(with("\"test_loss\":null,", ""), "\"test_loss\" must be a number or null");
    refused(with("\"epochs\":2", "\"epochs\":-2"), "\"epochs\" must be a number");
    refused(with("0.125", "1e999"), "not a value");
    refused(std::string(limits::kMaxSweepResult + 1, ' '), "at most");
}

TEST_CASE("The fuzzer's corpus of results holds its property", "[cli][sweep]") {
    const auto corpus = nn::test::read_corpus("result");
    CHECK(corpus.size() >= 5);
    for (const auto& bytes : corpus) fuzz_result(bytes.data(), bytes.size());
}
