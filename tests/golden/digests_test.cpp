// Sessions that together use every setting, a few updates each, and the digest that each has on every
// machine. A changed digest breaks every link that was ever shared: only a new version of the link may
// change one. tests/exact/digests.mjs writes the file and holds other builds against it.
#include <catch2/catch_test_macros.hpp>

#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "engine/session/digest.h"
#include "engine/session/property.h"
#include "tests/support/json.h"

using namespace nn;
using nn::test::Json;

namespace {

Recipe recipe_of(const Json& session) {
    const ParsedRecipe parsed = parse_recipe(session.at("recipe").text);
    REQUIRE(parsed.warnings.empty());
    return parsed.recipe;
}

// Null where the packed data is not built.
std::shared_ptr<const Dataset> dataset_of(const Recipe& recipe) {
    if (info(recipe.dataset).is_plane) return TaughtDataset().of(recipe, nullptr);
    static std::map<DatasetId, std::shared_ptr<const Dataset>> loaded;
    std::shared_ptr<const Dataset>& dataset = loaded[recipe.dataset];
    if (dataset == nullptr) {
        const std::string name(info(recipe.dataset).key);
        std::ifstream file(INKLING_BUILD_DATA_DIR "/" + name + ".inkd", std::ios::binary);
        const std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(file),
                                              std::istreambuf_iterator<char>()};
        if (!bytes.empty())
            dataset = std::make_shared<const Dataset>(std::get<Dataset>(decode_dataset(bytes)));
    }
    return TaughtDataset().of(recipe, dataset);
}

std::string digest_after(const Recipe& recipe, const Dataset& dataset, std::int64_t steps) {
    AnyTrainer trainer(recipe.precision, dataset, setup_of(recipe), live_settings_of(recipe));
    while (trainer.can_step() && (trainer.is_evaluating() || trainer.steps() < steps))
        trainer.step();
    return digest_text(trainer.digest());
}

}  // namespace

TEST_CASE("Every session of the table has its digest", "[engine][golden][exact]") {
    const Json table = nn::test::read_golden("digests.json");
    REQUIRE(table.array.size() >= 40);
    int without_data = 0;
    for (const Json& session : table.array) {
        CAPTURE(session.at("recipe").text);
        const Recipe recipe = recipe_of(session);
        const auto dataset = dataset_of(recipe);
        if (dataset == nullptr) {
            ++without_data;
            continue;
        }
        CHECK(
            digest_after(recipe, *dataset, static_cast<std::int64_t>(session.at("steps").number)) ==
            session.at("digest").text);
    }
    if (without_data > 0) WARN("build the target data: " << without_data << " sessions left out");
}

TEST_CASE("The table of digests uses every setting and every choice", "[engine][exact]") {
    const Json table = nn::test::read_golden("digests.json");
    for (const Property& property : properties()) {
        CAPTURE(property.name);
        bool is_set = false;
        std::vector<bool> is_chosen(property.choices.size());
        for (const Json& session : table.array) {
            const Recipe recipe = recipe_of(session);
            const std::string value = "," + value_text(property, recipe) + ",";
            is_set |= value_text(property, recipe) !=
                      value_text(property, defaults_of(recipe.dataset, recipe.twin));
            for (std::size_t i = 0; i < property.choices.size(); ++i)
                if (value.find("," + std::string(property.choices[i].key) + ",") !=
                    std::string::npos)
                    is_chosen[i] = true;
        }
        CHECK((is_set || property.name == "dataset" || property.name == "twin"));
        for (std::size_t i = 0; i < property.choices.size(); ++i) {
            CAPTURE(property.choices[i].key);
            CHECK(is_chosen[i]);
        }
    }
}
