#include <catch2/catch_test_macros.hpp>

#include <algorithm>

// The command line program is no library: what is pure in it is compiled here a second time.
#include "engine/cli/arguments.cpp"

using namespace nn::cli;

namespace {

const std::vector<Flag> kFlags = {
    {.name = "seed", .value_name = "N", .help = "Where it starts.", .is_value_optional = false},
    {.name = "learning-rate",
     .value_name = "NUMBER",
     .help = "How far.",
     .is_value_optional = false},
    {.name = "early-stopping",
     .value_name = "on|off",
     .help = "Whether it stops.",
     .is_value_optional = true},
    {.name = "json", .value_name = "", .help = "As JSON.", .is_value_optional = false},
};

Outcome<std::vector<Argument>> parse(std::vector<std::string_view> words) {
    return parse_arguments(kFlags, words);
}

std::string problem_of(std::vector<std::string_view> words) {
    const auto parsed = parse(std::move(words));
    CHECK_FALSE(parsed.value);
    return parsed.problem;
}

}  // namespace

TEST_CASE("Flags take their value after a blank or an equals sign", "[cli]") {
    const auto parsed =
        parse({"--seed", "5", "--learning-rate=-0.1", "--json", "--early-stopping"});
    REQUIRE(parsed.value);
    REQUIRE(parsed.value->size() == 4);
    CHECK((*parsed.value)[0].name == "seed");
    CHECK((*parsed.value)[0].value == "5");
    CHECK((*parsed.value)[1].value == "-0.1");
    CHECK((*parsed.value)[2].name == "json");
    CHECK((*parsed.value)[3].value == "on");
    CHECK(parse({"--learning-rate", "-0.1"}).value->front().value == "-0.1");
    CHECK(parse({"--early-stopping", "off"}).value->front().value == "off");
    CHECK(parse({"--early-stopping", "--json"}).value->front().value == "on");
    CHECK(parse({"--seed="}).value->front().value.empty());
    CHECK(parse({}).value->empty());
}

TEST_CASE("A wrong flag says what may have been meant", "[cli]") {
    CHECK(problem_of({"--lerning-rate", "1"}) ==
          "unknown flag --lerning-rate, did you mean --learning-rate?");
    CHECK(problem_of({"--learning", "1"}) ==
          "unknown flag --learning, did you mean --learning-rate?");
    CHECK(problem_of({"--sed=1"}) == "unknown flag --sed, did you mean --seed?");
    CHECK(problem_of({"--unheard-of-thing"}) == "unknown flag --unheard-of-thing");
    CHECK(problem_of({"--"}) == "unknown flag --");
    CHECK(problem_of({"seed"}) == "unexpected argument \"seed\"");
    CHECK(problem_of({"-s"}) == "unexpected argument \"-s\"");
}

TEST_CASE("Missing, needless and repeated values are problems", "[cli]") {
    CHECK(problem_of({"--seed"}) == "--seed needs a value: --seed N");
    CHECK(problem_of({"--seed", "--json"}) == "--seed needs a value: --seed N");
    CHECK(problem_of({"--json=yes"}) == "--json takes no value");
    CHECK(problem_of({"--seed", "1", "--seed=2"}) == "--seed is given twice");
}

TEST_CASE("Names are near when few letters differ", "[cli]") {
    const std::vector<std::string_view> names = {"train", "report", "bench"};
    CHECK(nearest_name("tarin", names) == "train");
    CHECK(nearest_name("repotr", names) == "report");
    CHECK(nearest_name("ben", names) == "bench");
    CHECK_FALSE(nearest_name("download", names));
    CHECK_FALSE(nearest_name(std::string(100000, 'x'), names));
}

TEST_CASE("Help stands in two columns, 80 characters wide", "[cli]") {
    const std::vector<Flag> flags = {
        {.name = "seed", .value_name = "N", .help = "One two three.", .is_value_optional = false},
        {.name = "a-flag-whose-name-is-long",
         .value_name = "NUMBER",
         .help = "Below.",
         .is_value_optional = false},
        {.name = "words", .value_name = "", .is_value_optional = false}};
    std::vector<Flag> long_flags = flags;
    for (int i = 0; i < 60; ++i) long_flags[2].help += i % 7 == 0 ? "lengthy-word " : "word ";
    const std::string text = flag_help(long_flags);
    CHECK(
        text.starts_with("  --seed N                 One two three.\n"
                         "  --a-flag-whose-name-is-long NUMBER\n"
                         "                           Below.\n"
                         "  --words                  lengthy-word word"));
    std::string_view rest = text;
    while (!rest.empty()) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        CHECK(line.size() <= 80);
        CHECK_FALSE(line.ends_with(' '));
        CHECK((line.starts_with("  --") || line.starts_with(std::string(27, ' '))));
        rest.remove_prefix(line.size() + 1);
    }
}

TEST_CASE("One word that is no flag is the operand, where a command takes one", "[cli]") {
    const std::vector<std::string_view> words = {"--seed", "5", "#1&seed=3", "--json"};
    const auto parsed = parse_arguments(kFlags, words, "link");
    REQUIRE(parsed.value);
    REQUIRE(parsed.value->size() == 3);
    CHECK((*parsed.value)[1].name == "link");
    CHECK((*parsed.value)[1].value == "#1&seed=3");
    const std::vector<std::string_view> two = {"a", "b"};
    CHECK(parse_arguments(kFlags, two, "link").problem == "unexpected argument \"b\"");
}

TEST_CASE("A repeatable flag counts each time", "[cli]") {
    const std::vector<Flag> flags = {
        {.name = "at", .value_name = "STEP", .help = "When.", .is_repeatable = true}};
    const std::vector<std::string_view> words = {"--at", "3", "--at=5"};
    const auto parsed = parse_arguments(flags, words);
    REQUIRE(parsed.value);
    REQUIRE(parsed.value->size() == 2);
    CHECK((*parsed.value)[0].value == "3");
    CHECK((*parsed.value)[1].value == "5");
}
