#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <cmath>
#include <limits>
#include <string>

#include "engine/numerics/random.h"
#include "engine/session/base64url.h"
#include "engine/session/ink_text.h"
#include "engine/session/limits.h"
#include "engine/session/link.h"
#include "engine/session/property.h"
#include "tests/support/corpus.h"

// The fuzzer's property, which aborts where it fails, under a name of its own.
#define LLVMFuzzerTestOneInput fuzz_link
#include "tests/fuzz/fuzz_link.cpp"
#undef LLVMFuzzerTestOneInput

using namespace nn;

namespace {

// What a text says in normal form, where it gives no warning.
std::string normal(std::string_view text) {
    const ParsedLink parsed = parse_link(text);
    for (const std::string& warning : parsed.warnings) UNSCOPED_INFO(warning);
    CHECK(parsed.warnings.empty());
    return link_text(parsed.link);
}

// The same, where it gives one warning that has this in it.
std::string warned(std::string_view text, std::string_view part) {
    const ParsedLink parsed = parse_link(text);
    REQUIRE(parsed.warnings.size() == 1);
    CAPTURE(parsed.warnings[0]);
    CHECK(parsed.warnings[0].find(part) != std::string::npos);
    return link_text(parsed.link);
}

SessionLink full_link() {
    SessionLink link;
    link.recipe = parse_recipe("hidden=32,16&seed=5").recipe;
    link.steps = 2000;
    Recipe recipe = link.recipe;
    recipe.learning_rate = 0.0005;
    recipe.l2 = 0.01;
    link.changes.push_back({1200, recipe});
    recipe.optimizer = Optimizer::Sgd;
    link.changes.push_back({2000, recipe});
    link.end = RunEnd::Diverged;
    link.digest = 0xfedcba9876543210u;
    link.ink = {{.points = {{0.0f, 1.0f}, {0.5f, 0.5f}}}, {.points = {{0.25f, 0.25f}}}};
    set_view_option(link, "view", "network");
    set_view_option(link, "theme", "dark");
    link.weights = {0, 255, 16, 3};
    return within_limits(link);
}

}  // namespace

TEST_CASE("A link says what differs from the defaults, in the flags' words", "[engine]") {
    CHECK(link_text(SessionLink()) == "#1");
    CHECK(
        link_text(full_link()) ==
        "#1&hidden=32,16&seed=5&steps=2000&at=1200:learning-rate=0.0005;l2=0.01&at=2000:optimizer="
        "sgd&end=diverged&digest=fedcba9876543210&ink=AAP_AIAIA.EAEA&view=network&theme=dark&"
        "weights=AP8QAw");
    CHECK(parse_link(link_text(full_link())).link == full_link());
    CHECK(parse_link(link_text(full_link())).warnings.empty());
}

TEST_CASE("Usual links are shorter than 200 characters", "[engine]") {
    for (const std::string_view text :
         {"#1&preset=article&steps=1500&end=finished&digest=0123456789abcdef",
          "#1&dataset=mnist&hidden=128,64&activation=tanh&seed=7&optimizer=adamw&learning-rate=0."
          "003&dropout=0.2&batch=128&steps=12000&digest=0123456789abcdef",
          "#1&dataset=spiral&noise=10&features=x1,x2,sin-x1,sin-x2&hidden=8,8&steps=9000&at=1200:"
          "learning-rate=0.003&at=3000:l2=0.001&digest=0123456789abcdef&view=plane"})
        CHECK(normal(text).size() < 200);
}

TEST_CASE("The same link in other words has the same normal form", "[engine]") {
    const auto [text, expected] = GENERATE(table<std::string, std::string>({
        {"", "#1"},
        {"#", "#1"},
        {"#1", "#1"},
        {"1&", "#1"},
        {"#1&seed=5", "#1&seed=5"},
        {"1&seed=5", "#1&seed=5"},
        {"https://host/inkling/?x=1#1&seed=5", "#1&seed=5"},
        {"host%231%26seed%3D5", "#1&seed=5"},
        {"#1&amp;seed=5&amp;hidden=16", "#1&hidden=16&seed=5"},
        {" #1&hidden=3 2,\r\n16&&\tseed=5 ", "#1&hidden=32,16&seed=5"},
        {"#1&seed=5&hidden=32%2C16", "#1&hidden=32,16&seed=5"},
        {"#1&steps=9&at=4%3Al2%3D0%3bl1=0.5", "#1&steps=9&at=4:l1=0.5;l2=0"},
        {"#1&preset=article", "#1&twin=on"},
        {"#1&dataset=mnist&preset=article&seed=3", "#1&dataset=mnist&twin=on&seed=3"},
        {"#1&steps=0", "#1"},
        {"#1&l1=-0&steps=9&at=3:l2=0&at=5:l2=-0", "#1&steps=9&at=3:l2=0"},  // one zero
        {"#1&steps=1&steps=2", "#1&steps=2"},
        {"#1&digest=ABCDEF0123456789", "#1&digest=abcdef0123456789"},
        {"#1&end=stopped&steps=3", "#1&steps=3&end=stopped"},
        {"#1&lang=zh&hide=loss,net-2", "#1&hide=loss,net-2&lang=zh"},
        {"#1&view=", "#1"},
        {"#1&ink=AAAA.EAEA", "#1&ink=AAAA.EAEA"},
        {"#1&ink=AAAAAAQAQ", "#1&ink=AAAAww"},  // a short way is a move
        // The brush is said where it changes, and has bounds.
        {"#1&ink=~BaAAAA.~A8EAEA.~A8AAAA", "#1&ink=AAAA.~A8EAEA.AAAA"},
        {"#1&ink=~AAAAAA.~__EAEA.%7eBaAAAA", "#1&ink=~AKAAAA.~D6EAEA.~BaAAAA"},
        // Of changes what changes nothing is left out, those of one step are one, and those before
        // the first step are the settings.
        {"#1&steps=9&at=4:l2=0.0001", "#1&steps=9"},
        {"#1&steps=9&at=7:l2=0&at=4:l1=1&at=4:l1=2", "#1&steps=9&at=4:l1=2&at=7:l2=0"},
        {"#1&steps=9&at=4:l1=1&at=4:l1=0", "#1&steps=9"},
        {"#1&steps=9&at=0:seed=5", "#1&steps=9"},
        {"#1&steps=9&at=0:l1=1&at=9:l1=2", "#1&l1=1&steps=9&at=9:l1=2"},
        // But where the rule of stopping moved, an ended run may have gone on.
        {"#1&max-epochs=2&steps=99&at=90:max-epochs=3&at=90:max-epochs=2",
         "#1&max-epochs=2&steps=99&at=90:max-epochs=3&at=90:max-epochs=2"},
    }));
    CAPTURE(text);
    const ParsedLink parsed = parse_link(text);
    CHECK(link_text(parsed.link) == expected);
    CHECK(parsed.warnings.empty() == (text.find("at=0:seed") == std::string::npos));
    CHECK(parse_link(expected).link == parsed.link);
    CHECK(within_limits(parsed.link) == parsed.link);
}

TEST_CASE("What a link cannot say is left out with a warning in plain words", "[engine]") {
    CHECK(warned("#2&seed=5", "is of version \"2\", which is newer than this program") == "#1");
    CHECK(warned("https://host/page", "\"https://host/page\" is no link") == "#1");
    CHECK(warned("#hidden=32", "\"hidden=32\" is no link") == "#1");
    CHECK(warned("#1&__proto__=1&seed=5", "\"__proto__\" is nothing that") == "#1&seed=5");
    CHECK(warned("#1&constructor", "\"constructor\"") == "#1");
    CHECK(warned("#1&toString=toString", "\"toString\"") == "#1");
    CHECK(warned("#1&\x01\xff<b>=1", "\"?<b>\"") == "#1");
    CHECK(warned("#1&" + std::string(999, 'x'), "xxx...\"") == "#1");
    CHECK(warned("#1&seed", "seed has no value") == "#1");
    CHECK(warned("#1&seed=-1", "seed must be a whole number") == "#1");
    CHECK(warned("#1&preset=toString", "preset must be article, not \"toString\"") == "#1");
    CHECK(warned("#1&steps=-1", "from 0 to 1000000000, not \"-1\"") == "#1");
    CHECK(warned("#1&steps=1000000001", "not \"1000000001\"") == "#1");
    CHECK(warned("#1&steps=1e3", "not \"1e3\"") == "#1");
    CHECK(warned("#1&end=tired", "diverged, stopped or finished, not \"tired\"") == "#1");
    CHECK(warned("#1&digest=123", "16 hexadecimal digits, not \"123\"") == "#1");
    CHECK(warned("#1&digest=0123456789abcdeg", "digits") == "#1");
    CHECK(warned("#1&ink=AAA", "drawing in the link is damaged") == "#1");
    CHECK(warned("#1&ink=AAAA.A", "drawing") == "#1");
    CHECK(warned("#1&ink=~AAA", "drawing") == "#1");
    CHECK(warned("#1&ink=~~AAAA", "drawing") == "#1");
    CHECK(warned("#1&ink=AAAA~A8", "drawing") == "#1");
    CHECK(warned("#1&weights=A", "weights in the link are damaged") == "#1");
    CHECK(warned("#1&weights=A!AA", "weights") == "#1");
    CHECK(warned("#1&theme=<script>", "theme cannot be \"<script>\"") == "#1");
    CHECK(warned("#1&hide=" + std::string(161, 'a'), "hide cannot be") == "#1");
    CHECK(warned("#1&steps=9&at=4", "like 1200:learning-rate=0.0005;l2=0, not \"4\"") ==
          "#1&steps=9");
    CHECK(warned("#1&steps=9&at=x:l2=0", "not \"x:l2=0\"") == "#1&steps=9");
    CHECK(warned("#1&steps=9&at=4:seed=3;l1=1", "\"seed\" is no setting that can change") ==
          "#1&steps=9&at=4:l1=1");
    CHECK(warned("#1&steps=9&at=4:l1=-1", "l1 must be a number") == "#1&steps=9");
    CHECK(warned("#1&steps=9&at=10:l1=1", "step 10 comes after the last step") == "#1&steps=9");
}

TEST_CASE("However long and strange a text is, its link keeps to the limits", "[engine]") {
    std::string changes = "#1&steps=100000", parts = "#1", points = "#1&ink=AAAA";
    for (int i = 1; i <= 300; ++i)
        changes += "&at=" + std::to_string(i) + ":batch=" + std::to_string(i);
    CHECK(parse_link(changes).link.changes.size() == limits::kMaxChanges);
    CHECK(parse_link(changes).warnings.size() == limits::kMaxWarnings);
    for (int i = 0; i < 2000; ++i) parts += "&steps=" + std::to_string(i);
    CHECK(parse_link(parts).link.steps == limits::kMaxLinkParts - 1);
    for (int i = 0; i < 5000; ++i) points += "hh";
    CHECK(parse_link(points).link.ink.at(0).points.size() == limits::kMaxLinkInkPoints);
    for (int i = 0; i < 9000; ++i) points += "hh";
    CHECK(parse_link(points).link.ink.empty());
    CHECK(parse_link("#1&seed=5&x=" + std::string(limits::kMaxLinkText, 'x')).link ==
          SessionLink());
    const std::string weights =
        "#1&weights=" + std::string(limits::kMaxWeightBytes * 4 / 3 + 8, 'A');
    CHECK(parse_link(weights).link == SessionLink());
}

TEST_CASE("A link made by hand comes within its limits", "[engine]") {
    SessionLink link;
    link.recipe.batch = -4;
    link.steps = -1;
    link.end = static_cast<RunEnd>(9);
    link.view[0] = "<b>";
    link.ink = {{.points = {{std::numeric_limits<float>::quiet_NaN(), 2.0f}}}, {}};
    CHECK(link_text(within_limits(link)) == "#1&batch=1&ink=AAP_");
    for (const auto& [width, text] : {std::pair(std::numeric_limits<float>::quiet_NaN(), "~AKAAAA"),
                                      {-1.0f, "~AKAAAA"},
                                      {1e9f, "~D6AAAA"},
                                      {0.09f, "AAAA"},
                                      {0.0904f, "AAAA"},
                                      {0.16f, "~CgAAAA"}})
        CHECK(ink_text(ink_within_limits({{.points = {{0.0f, 0.0f}}, .width = width}})) == text);

    link = SessionLink();
    link.steps = 10;
    Recipe other;
    other.seed = 9;
    other.hidden.clear();
    other.batch = 64;
    link.changes = {{-3, other}, {11, defaults_of()}, {8, defaults_of()}};
    const SessionLink kept = within_limits(link);
    CHECK(link_text(kept).find("&batch=64&") != std::string::npos);
    CHECK(kept.changes.empty());
    CHECK(kept.recipe.seed == 0);
    CHECK_FALSE(needs_restart(kept.recipe, defaults_of()));
    CHECK_FALSE(set_view_option(link, "toString", "a"));
    CHECK_FALSE(set_view_option(link, "view", "A"));
    CHECK(view_option(full_link(), "theme") == "dark");
    CHECK(view_option(full_link(), "lang").empty());
    CHECK(view_option(full_link(), "__proto__").empty());
}

TEST_CASE("Every place on the pad's grid survives a link", "[engine]") {
    Ink ink(2);
    for (int i = 0; i <= 1023; ++i) {
        ink[0].points.push_back({static_cast<float>(i) / 1023.0f, 0.0f});
        ink[1].points.push_back({0.0f, static_cast<float>(i * 37 % 1024) / 1023.0f});
    }
    for (int brush = limits::kMinBrush; brush <= limits::kMaxBrush; ++brush)
        ink.push_back({.points = {{0.0f, 0.0f}}, .width = static_cast<float>(brush) / 1000.0f});
    CHECK(ink_within_limits(ink) == ink);
    CHECK(parse_ink(ink_text(ink)) == ink);
    CHECK(ink_text({{.points = {{0.0f, 0.0f}}}, {}, {.points = {{1.0f, 1.0f}}}}) == "AAAA.P_P_");
    // Thirty-one grid points are a move, thirty-two are not.
    CHECK(ink_text({{.points = {{0.0f, 0.0f}, {31.0f / 1023, 0.0f}}}}) == "AAAA_g");
    CHECK(ink_text({{.points = {{0.0f, 0.0f}, {32.0f / 1023, 0.0f}}}}) == "AAAAAAgAA");
}

TEST_CASE("Bytes survive base64url, and what is none gives nothing", "[engine]") {
    std::vector<std::uint8_t> bytes;
    for (int i = 0; i < 300; ++i) {
        CHECK(parse_base64url(base64url_text(bytes)) == bytes);
        bytes.push_back(static_cast<std::uint8_t>(i * 7));
    }
    const std::vector<std::uint8_t> rfc{'f', 'o', 'o', 'b', 'a'};
    CHECK(base64url_text(rfc) == "Zm9vYmE");  // RFC 4648, section 10
    for (const std::string_view text : {"A", "AAAAA", "AA=", "A+AA", "A A"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_base64url(text));
    }
}

TEST_CASE("The fuzzer's corpus of links holds its property", "[engine]") {
    const auto corpus = nn::test::read_corpus("link");
    CHECK(corpus.size() >= 10);
    for (const auto& bytes : corpus) fuzz_link(bytes.data(), bytes.size());
}

TEST_CASE("Mutated links are links, too", "[engine]") {
    RandomState random(1);
    for (auto text : nn::test::read_corpus("link")) {
        for (int round = 0; round < 300 && !text.empty(); ++round) {
            auto bytes = text;
            const std::uint32_t changes = 1 + random.interval(3);
            for (std::uint32_t i = 0; i < changes; ++i)
                bytes[random.interval(static_cast<std::uint32_t>(bytes.size() - 1))] =
                    static_cast<std::uint8_t>(random.interval(127));
            fuzz_link(bytes.data(), bytes.size());
        }
    }
}
