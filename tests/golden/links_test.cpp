// Links of version 1 and what they say. They open for ever: a link of this file may never be changed, nor
// what it says; only new ones may come. tests/cli/link.test.mjs trains them again.
#include <catch2/catch_test_macros.hpp>

#include "engine/session/digest.h"
#include "engine/session/link.h"
#include "engine/session/property.h"
#include "tests/support/json.h"

using namespace nn;
using nn::test::Json;

namespace {

// Nothing for a member that is not there.
std::string text_of(const Json& entry, std::string_view key) {
    const auto member = entry.object.find(key);
    return member == entry.object.end() ? std::string() : member->second.text;
}

}  // namespace

TEST_CASE("Links of version 1 open for ever", "[engine][golden]") {
    const Json table = nn::test::read_golden("links.json");
    REQUIRE(table.array.size() >= 18);
    for (const Json& entry : table.array) {
        CAPTURE(entry.at("link").text);
        const ParsedLink parsed = parse_link(entry.at("link").text);
        const SessionLink& link = parsed.link;
        CHECK(parsed.is_readable);
        CHECK(parsed.warnings.empty());
        CHECK(link_text(link) == entry.at("normal").text);
        CHECK(parse_link(entry.at("normal").text).link == link);

        CHECK(recipe_text(link.recipe) == entry.at("recipe").text);
        CHECK(link.steps == static_cast<std::int64_t>(entry.at("steps").number));
        CHECK((link.end ? std::string(key_of(*link.end)) : std::string()) == text_of(entry, "end"));
        CHECK((link.digest ? digest_text(*link.digest) : std::string()) ==
              text_of(entry, "digest"));

        const auto& changes = entry.at("changes").array;
        REQUIRE(link.changes.size() == changes.size());
        for (std::size_t i = 0; i < changes.size(); ++i) {
            CHECK(link.changes[i].step == static_cast<std::int64_t>(changes[i].at("step").number));
            CHECK(recipe_text(link.changes[i].recipe) == changes[i].at("recipe").text);
            const auto edits = changes[i].object.find("edits");
            CHECK(link.changes[i].edits.size() ==
                  (edits == changes[i].object.end()
                       ? 0
                       : static_cast<std::size_t>(edits->second.number)));
        }

        std::size_t options = 0;
        for (const std::string_view key : kViewKeys) options += !view_option(link, key).empty();
        const auto view = entry.object.find("view");
        CHECK(options == (view == entry.object.end() ? 0 : view->second.object.size()));
        if (view != entry.object.end())
            for (const auto& [key, value] : view->second.object)
                CHECK(view_option(link, key) == value.text);

        const auto ink = entry.object.find("ink");
        CHECK(link.ink.empty() == (ink == entry.object.end()));
        if (ink != entry.object.end()) {
            REQUIRE(link.ink.size() == ink->second.array.size());
            const auto brushes = entry.object.find("brushes");  // in thousandths; else all usual
            for (std::size_t i = 0; i < link.ink.size(); ++i) {
                const std::vector<double> grid = ink->second.array[i].numbers();
                const double brush =
                    brushes == entry.object.end() ? 90.0 : brushes->second.numbers().at(i);
                CHECK(link.ink[i].width == static_cast<float>(brush) / 1000.0f);
                REQUIRE(2 * link.ink[i].points.size() == grid.size());
                for (std::size_t p = 0; p < link.ink[i].points.size(); ++p)
                    CHECK(link.ink[i].points[p] ==
                          InkPoint{static_cast<float>(grid[2 * p]) / 1023.0f,
                                   static_cast<float>(grid[2 * p + 1]) / 1023.0f});
            }
        }
        const auto weights = entry.object.find("weights_size");
        CHECK(link.weights.size() == (weights == entry.object.end()
                                          ? 0u
                                          : static_cast<std::size_t>(weights->second.number)));
    }
}
