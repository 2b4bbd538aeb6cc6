#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <string>

// The command line program is no library: what is pure in it is compiled here a second time.
#include "engine/cli/json_reader.cpp"
#include "engine/cli/strokes.cpp"

using namespace nn;
using namespace nn::cli;
using Catch::Matchers::WithinAbs;

namespace {

using Kind = JsonValue::Kind;

std::vector<Drawing> drawings(std::string_view json) {
    auto parsed = parse_drawings(json, 10);
    INFO(parsed.problem);
    REQUIRE(parsed.value);
    return *parsed.value;
}

}  // namespace

TEST_CASE("JSON of every kind is read", "[cli]") {
    const auto parsed = parse_json(
        "\t{\"a\": [1, -2.5e1, true, false, null],\r\n \"b\": {\"a\": \"x\\n\\u00e9\\\\\"}, "
        "\"b\": []} ");
    REQUIRE(parsed.value);
    const JsonValue& value = *parsed.value;
    REQUIRE(value.names.size() == 3);
    const JsonValue* list = value.find("a");
    REQUIRE(list != nullptr);
    REQUIRE(list->items.size() == 5);
    CHECK(list->items[0].number == 1.0);
    CHECK(list->items[1].number == -25.0);
    CHECK((list->items[2].is(Kind::Boolean) && list->items[2].number == 1.0));
    CHECK((list->items[3].is(Kind::Boolean) && list->items[3].number == 0.0));
    CHECK(list->items[4].is(Kind::Null));
    CHECK(value.items[1].find("a")->text == "x\n\xc3\xa9\\");
    CHECK(value.find("b")->is(Kind::Array));  // of two, the last
    CHECK(value.find("c") == nullptr);
}

TEST_CASE("What is no JSON is refused with the line it goes wrong in", "[cli]") {
    for (const std::string_view text :
         {"", "[", "[1,]", "[1 2]", "{\"a\" 1}", "{a: 1}", "{\"a\": 1", "\"a", "\"\\x\"",
          "\"\\u12\"", "nul", "1 2", "01x", "--1", "NaN", "\"a\nb\""}) {
        CAPTURE(text);
        const auto parsed = parse_json(text);
        CHECK_FALSE(parsed.value);
        CHECK(parsed.problem.starts_with("line "));
    }
    CHECK(parse_json("[1,\n2,\n!]").problem == "line 3: this is not a value");
    CHECK_FALSE(parse_json(std::string(100000, '[')).value);  // and no stack runs over
}

TEST_CASE("Drawings of any size come to the same place on the pad", "[cli]") {
    const auto small = drawings(R"([{"label": 7, "strokes": [[[1, 1], [3, 1], [2, 5]]]}])");
    const auto large = drawings(
        R"([{"strokes": [[[-100, 500, 0.5], [100, 500, 0.5], [0, 900, 0.5]]], "time": 3}])");
    CHECK(small[0].label == 7);
    CHECK_FALSE(large[0].label);
    for (const auto& drawn : {small, large}) {
        const auto box = box_of(drawn[0].ink);
        REQUIRE(box);
        CHECK_THAT(box->low.x, WithinAbs(0.35, 1e-5));
        CHECK_THAT(box->low.y, WithinAbs(0.2, 1e-5));
        CHECK_THAT(box->high.x, WithinAbs(0.65, 1e-5));
        CHECK_THAT(box->high.y, WithinAbs(0.8, 1e-5));
    }
}

TEST_CASE("A dot among digits stays a dot", "[cli]") {
    const auto drawn =
        drawings(R"([{"strokes": [[[0, 0], [0, 100]]]}, {"strokes": [[[0, 0], [0, 90]]]},
                                    {"strokes": [[[5, 5], [6, 5]]]}, {"strokes": []}])");
    CHECK_THAT(box_of(drawn[1].ink)->height(), WithinAbs(0.6, 1e-5));
    CHECK_THAT(box_of(drawn[2].ink)->width(), WithinAbs(0.6 / 9.0, 1e-5));
    CHECK_FALSE(box_of(drawn[3].ink));
}

TEST_CASE("Files that hold no drawings are refused in words", "[cli]") {
    const auto problem = [](std::string_view json) { return parse_drawings(json, 10).problem; };
    CHECK(problem("[]") == "there are no drawings in it");
    CHECK(problem("{}") == "this is not a list of drawings");
    CHECK(problem("[3]") == "drawing 1 is not an object");
    CHECK(problem(R"([{"strokes": []}, {"label": 1}])") == "drawing 2 has no list of strokes");
    CHECK(problem(R"([{"strokes": [1]}])") ==
          "drawing 1 has a stroke that is not a list of points");
    for (const std::string_view point : {"[1]", "1", "[1, \"2\"]", "[1, 1e7]"})
        CHECK(problem("[{\"strokes\": [[" + std::string(point) + "]]}]") ==
              "drawing 1 has a point that is not [x, y]");
    for (const std::string_view label : {"10", "-1", "1.5", "\"7\""})
        CHECK(problem("[{\"strokes\": [], \"label\": " + std::string(label) + "}]") ==
              "drawing 1 has a label that is not a whole number from 0 to 9");
}
