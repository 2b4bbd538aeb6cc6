#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <limits>
#include <set>
#include <string>

#include "engine/session/limits.h"
#include "engine/session/number_text.h"
#include "engine/session/property.h"

using namespace nn;

namespace {

const Property& property(std::string_view name) {
    const Property* found = find_property(name);
    REQUIRE(found != nullptr);
    return *found;
}

std::optional<std::string> set(Recipe& recipe, std::string_view name, std::string_view text) {
    return set_value(recipe, property(name), text);
}

// Another value than the default, for each kind.
std::string other_value(const Property& property) {
    const Recipe defaults;
    switch (property.kind) {
        case PropertyKind::Choice:
        case PropertyKind::Activations:
            for (const Choice& choice : property.choices)
                if (choice.key != value_text(property, defaults)) return std::string(choice.key);
            return {};
        case PropertyKind::Integer:
            return number_text(property.number(defaults) + 1.0);
        case PropertyKind::Real:
            return number_text((property.number(defaults) + property.maximum) / 2.0);
        case PropertyKind::Flag:
            return property.number(defaults) != 0.0 ? "off" : "on";
        case PropertyKind::Layers:
            return "7,5";
        case PropertyKind::Several:
            return std::string(property.choices.back().key);
    }
    return {};
}

}  // namespace

TEST_CASE("The table holds every hyper-parameter once, with a title and one sentence", "[engine]") {
    const std::vector<std::string_view> names = {"dataset",
                                                 "twin",
                                                 "samples",
                                                 "noise",
                                                 "data-seed",
                                                 "features",
                                                 "label-shift",
                                                 "test-share",
                                                 "split-seed",
                                                 "sealed-share",
                                                 "validation-share",
                                                 "scaling",
                                                 "hidden",
                                                 "activation",
                                                 "loss",
                                                 "class-weights",
                                                 "init",
                                                 "seed",
                                                 "precision",
                                                 "optimizer",
                                                 "learning-rate",
                                                 "schedule",
                                                 "schedule-power",
                                                 "schedule-epochs",
                                                 "schedule-factor",
                                                 "warm-up",
                                                 "momentum",
                                                 "beta1",
                                                 "beta2",
                                                 "epsilon",
                                                 "smoothing",
                                                 "weight-decay",
                                                 "clip-norm",
                                                 "l1",
                                                 "l2",
                                                 "dropout",
                                                 "batch",
                                                 "shuffle",
                                                 "augment-shift",
                                                 "augment-rotate",
                                                 "augment-scale",
                                                 "augment-shear",
                                                 "augment-elastic",
                                                 "early-stopping",
                                                 "patience",
                                                 "tolerance",
                                                 "max-epochs"};
    REQUIRE(properties().size() == names.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
        const Property& row = properties()[i];
        CAPTURE(row.name);
        CHECK(row.name == names[i]);
        CHECK(find_property(row.name) == &row);
        CHECK_FALSE(row.title.empty());
        CHECK(row.help.ends_with('.'));
    }
}

TEST_CASE("Names are found by exact match alone", "[engine]") {
    for (const std::string_view name :
         {"toString", "__proto__", "constructor", "Seed", "seed ", "", "see"})
        CHECK(find_property(name) == nullptr);
}

TEST_CASE("Every property reads back what it wrote, and changes nothing else", "[engine]") {
    for (const Property& row : properties()) {
        CAPTURE(row.name);
        Recipe recipe = defaults_of();
        const std::string value = other_value(row);
        REQUIRE_FALSE(set_value(recipe, row, value));
        CHECK(value_text(row, recipe) == value);
        CHECK(recipe != defaults_of());
        for (const Property& other : properties()) {
            const bool is_layout =
                row.kind == PropertyKind::Layers && other.kind == PropertyKind::Activations;
            const bool moves_defaults = row.name == "twin" || row.name == "dataset";
            if (&other != &row && !is_layout && !moves_defaults)
                CHECK(value_text(other, recipe) == value_text(other, defaults_of()));
        }
        REQUIRE_FALSE(set_value(recipe, row, value_text(row, defaults_of())));
        if (row.kind != PropertyKind::Layers) CHECK(recipe == defaults_of());
    }
}

TEST_CASE("With the twin go the defaults of the program that it follows", "[engine]") {
    Recipe recipe = defaults_of();
    REQUIRE_FALSE(set(recipe, "twin", "on"));
    CHECK(recipe == defaults_of(DatasetId::Digits, true));
    CHECK(recipe != defaults_of());
    CHECK(recipe_text(recipe) == "twin=on");
    REQUIRE_FALSE(set(recipe, "twin", "on"));
    CHECK(recipe == defaults_of(DatasetId::Digits, true));
    REQUIRE_FALSE(set(recipe, "twin", "off"));
    CHECK(recipe == defaults_of());
    CHECK(defaults_of() == defaults_of());
}

TEST_CASE("Each data set has a default session of its own", "[engine]") {
    for (const DatasetInfo& entry : dataset_table()) {
        CAPTURE(entry.key);
        Recipe recipe = defaults_of();
        REQUIRE_FALSE(set(recipe, "dataset", entry.key));
        CHECK(recipe == defaults_of(entry.id));
        const bool is_usual = entry.id == defaults_of().dataset;
        CHECK(recipe_text(recipe) == (is_usual ? "" : "dataset=" + std::string(entry.key)));
        CHECK(parse_recipe(recipe_text(recipe)).recipe == recipe);
        REQUIRE_FALSE(set(recipe, "twin", "on"));
        CHECK(recipe == defaults_of(entry.id, true));
        CHECK(parse_recipe(recipe_text(recipe)).recipe == recipe);
        REQUIRE_FALSE(set(recipe, "dataset", "digits"));
        REQUIRE_FALSE(set(recipe, "twin", "off"));
        CHECK(recipe == defaults_of());
    }
}

TEST_CASE("What has been set otherwise stays when another data set comes", "[engine]") {
    Recipe recipe = defaults_of(DatasetId::Spiral);
    REQUIRE_FALSE(set(recipe, "hidden", "5,4"));
    REQUIRE_FALSE(set(recipe, "noise", "12"));
    REQUIRE_FALSE(set(recipe, "dataset", "mnist"));
    Recipe expected = defaults_of(DatasetId::Mnist);
    expected.hidden = {{5, Activation::Relu}, {4, Activation::Relu}};
    expected.noise = 12;
    CHECK(recipe == expected);
}

TEST_CASE("What has been set otherwise stays when the twin comes and goes", "[engine]") {
    Recipe recipe = defaults_of();
    REQUIRE_FALSE(set(recipe, "batch", "64"));
    REQUIRE_FALSE(set(recipe, "hidden", "32,16"));
    REQUIRE_FALSE(set(recipe, "twin", "on"));
    Recipe expected = defaults_of(DatasetId::Digits, true);
    expected.batch = 64;
    expected.hidden = {{32, Activation::Relu}, {16, Activation::Relu}};
    CHECK(recipe == expected);
    REQUIRE_FALSE(set(recipe, "scaling", "unit"));
    REQUIRE_FALSE(set(recipe, "twin", "off"));
    expected = defaults_of();
    expected.batch = 64;
    expected.hidden = {{32, Activation::Relu}, {16, Activation::Relu}};
    CHECK(recipe == expected);
}

TEST_CASE("A twin is written as what differs from its own defaults, and read in any order",
          "[engine]") {
    Recipe recipe = defaults_of(DatasetId::Digits, true);
    recipe.scaling = Scaling::Unit;  // the default of other recipes, but not of this
    recipe.batch = 32;
    recipe.seed = 7;
    CHECK(recipe_text(recipe) == "twin=on&scaling=unit&seed=7&batch=32");
    for (const std::string_view text :
         {"twin=on&scaling=unit&seed=7&batch=32", "batch=32&seed=7&scaling=unit&twin=on"}) {
        const ParsedRecipe parsed = parse_recipe(text);
        CHECK(parsed.recipe == recipe);
        CHECK(parsed.warnings.empty());
    }
    Recipe untwinned = recipe;
    untwinned.twin = false;
    CHECK(parse_recipe(recipe_text(untwinned)).recipe == untwinned);
    recipe.tolerance = std::numeric_limits<double>::quiet_NaN();
    recipe.max_epochs = 300;
    CHECK(within_limits(recipe).tolerance == 1e-4);
}

TEST_CASE("A property is live exactly when its change needs no restart", "[engine]") {
    for (const Property& row : properties()) {
        CAPTURE(row.name);
        Recipe changed = defaults_of();
        REQUIRE_FALSE(set_value(changed, row, other_value(row)));
        CHECK(needs_restart(defaults_of(), changed) == !row.is_live);
    }
}

TEST_CASE("Bounds hold at, below and above", "[engine]") {
    for (const Property& row : properties()) {
        if (row.kind != PropertyKind::Integer && row.kind != PropertyKind::Real) continue;
        CAPTURE(row.name);
        Recipe recipe = defaults_of();
        CHECK_FALSE(set_value(recipe, row, number_text(row.minimum)));
        CHECK(row.number(recipe) == row.minimum);
        CHECK_FALSE(set_value(recipe, row, number_text(row.maximum)));
        CHECK(row.number(recipe) == row.maximum);

        const Recipe before = recipe;
        const double step = row.kind == PropertyKind::Integer ? 1.0 : 1e-6;
        for (const double outside : {row.minimum - step, row.maximum + step}) {
            const auto problem = set_value(recipe, row, number_text(outside));
            REQUIRE(problem);
            CHECK(problem->starts_with(row.name));
            CHECK(problem->find(number_text(row.minimum)) != std::string::npos);
            CHECK(problem->find(number_text(row.maximum)) != std::string::npos);
            CHECK(recipe == before);
        }
    }
}

TEST_CASE("Numbers are read strictly", "[engine]") {
    Recipe recipe = defaults_of();
    for (const std::string_view text : {"", " 0.1", "0.1 ", "0,1", "0.1x", "nan", "inf", "-inf",
                                        "0x1p-3", "1e", ".", "e5", "1e999", "--1", "0.1&"})
        CHECK(set(recipe, "learning-rate", text));
    for (const std::string_view text : {"3.0", "1e2", "", "32 ", "+32", "99999999999999999999"})
        CHECK(set(recipe, "batch", text));
    CHECK(recipe == defaults_of());
    CHECK_FALSE(set(recipe, "learning-rate", "1E-2"));
    CHECK(recipe.learning_rate == 0.01);
    CHECK_FALSE(set(recipe, "learning-rate", ".5"));
    CHECK(recipe.learning_rate == 0.5);
    CHECK_FALSE(set(recipe, "seed", "4294967295"));
    CHECK(recipe.seed == 4294967295u);
}

TEST_CASE("Numbers are written in their shortest exact form", "[engine]") {
    CHECK(number_text(0.001) == "0.001");
    CHECK(number_text(0.0001) == "0.0001");
    CHECK(number_text(0.1f) == "0.1");
    CHECK(number_text(32.0) == "32");
    CHECK(number_text(0.0) == "0");
    CHECK(number_text(1e-7) == "1e-07");
    CHECK(number_text(1.0 / 3.0) == "0.3333333333333333");
    for (const double value : {0.1 + 0.2, 1e-5, 123456789.125, 5e-324, 1.7976931348623157e308})
        CHECK(parse_number(number_text(value)) == value);
}

TEST_CASE("Hidden layers are sizes or none", "[engine]") {
    Recipe recipe = defaults_of();
    CHECK_FALSE(set(recipe, "hidden", "32,16"));
    REQUIRE(recipe.hidden.size() == 2);
    CHECK(recipe.hidden[1].units == 16);
    CHECK_FALSE(set(recipe, "hidden", "none"));
    CHECK(recipe.hidden.empty());
    CHECK(value_text(property("hidden"), recipe) == "none");
    CHECK_FALSE(set(recipe, "hidden", "1,1024,1,1,1,1"));
    const Recipe before = recipe;
    for (const std::string_view text :
         {"", ",", "0", "1025", "-1", "8,", "8,,8", "1,1,1,1,1,1,1", "8 8", "none,8"})
        CHECK(set(recipe, "hidden", text));
    CHECK(recipe == before);
}

TEST_CASE("Layers that stay keep their activation, and new ones take the last", "[engine]") {
    Recipe recipe = defaults_of();
    REQUIRE_FALSE(set(recipe, "hidden", "8,8"));
    REQUIRE_FALSE(set(recipe, "activation", "tanh,sigmoid"));
    REQUIRE_FALSE(set(recipe, "hidden", "16,8,4"));
    CHECK(value_text(property("activation"), recipe) == "tanh,sigmoid,sigmoid");
    REQUIRE_FALSE(set(recipe, "hidden", "16"));
    CHECK(value_text(property("activation"), recipe) == "tanh");
    REQUIRE_FALSE(set(recipe, "hidden", "none"));
    CHECK_FALSE(set(recipe, "activation", "tanh"));  // of no layer: nothing to set, nothing wrong
    CHECK(recipe.hidden.empty());
}

TEST_CASE("Features are a set, written in the order of the table", "[engine]") {
    Recipe recipe = defaults_of();
    REQUIRE_FALSE(set(recipe, "features", "sin-x2,x1,x1x2,x1"));
    CHECK(recipe.features == ((1u << 0) | (1u << 4) | (1u << 6)));
    CHECK(value_text(property("features"), recipe) == "x1,x1x2,sin-x2");
    for (const std::string_view text : {"", "x1,", "x3", "x1 x2", "X1", "none"}) {
        CAPTURE(text);
        const auto problem = set(recipe, "features", text);
        REQUIRE(problem);
        CHECK(problem->find("one or more of x1, x2, x1-squared") != std::string::npos);
        CHECK(value_text(property("features"), recipe) == "x1,x1x2,sin-x2");
    }
    recipe.features = 0;
    CHECK(within_limits(recipe).features == 1);
    recipe.features = ~0u;
    CHECK(within_limits(recipe).features == kAllFeatures);
}

TEST_CASE("Activations must be one, or one for each hidden layer", "[engine]") {
    Recipe recipe = defaults_of();
    REQUIRE_FALSE(set(recipe, "hidden", "8,8"));
    const Recipe before = recipe;
    for (const std::string_view text : {"", "relu,relu,relu", "relu,", "Relu", "softmax"})
        CHECK(set(recipe, "activation", text));
    CHECK(recipe == before);
    CHECK(set(recipe, "activation", "relu,tanh,tanh")->find("each of the 2 hidden layers") !=
          std::string::npos);
}

TEST_CASE("A problem shows foreign text short and harmless", "[engine]") {
    Recipe recipe = defaults_of();
    const auto problem = set(recipe, "loss", std::string("<b>\n\x01\xff") + std::string(5000, 'x'));
    REQUIRE(problem);
    CHECK(problem->size() < 200);
    for (const char c : *problem) CHECK((c >= ' ' && c <= '~'));
}

TEST_CASE("A recipe is brought within its limits", "[engine]") {
    Recipe recipe = defaults_of();
    recipe.dataset = static_cast<DatasetId>(99);
    recipe.optimizer = static_cast<Optimizer>(-1);
    recipe.learning_rate = std::numeric_limits<double>::quiet_NaN();
    recipe.l2 = -1.0;
    recipe.dropout = std::numeric_limits<double>::infinity();
    recipe.batch = 1 << 30;
    recipe.max_epochs = -5;
    recipe.hidden.assign(9, {5000, static_cast<Activation>(77)});
    const Recipe mended = within_limits(recipe);
    CHECK(mended.dataset == DatasetId::Digits);
    CHECK(mended.optimizer == Optimizer::Adam);
    CHECK(mended.learning_rate == defaults_of().learning_rate);
    CHECK(mended.l2 == 0.0);
    CHECK(mended.dropout == limits::kMaxDropout);
    CHECK(mended.batch == limits::kMaxBatch);
    CHECK(mended.max_epochs == 0);
    CHECK(mended.hidden ==
          std::vector<LayerShape>(limits::kMaxHiddenLayers, {limits::kMaxUnits, Activation::Relu}));
    CHECK(within_limits(defaults_of()) == defaults_of());
}
