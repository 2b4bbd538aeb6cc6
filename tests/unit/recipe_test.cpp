#include <catch2/catch_test_macros.hpp>

#include <span>
#include <string>

#include "engine/session/limits.h"
#include "engine/session/property.h"
#include "tests/support/corpus.h"

// The fuzzer's property, which aborts where it fails, under a name of its own.
#define LLVMFuzzerTestOneInput fuzz_recipe
#include "tests/fuzz/fuzz_recipe.cpp"
#undef LLVMFuzzerTestOneInput

using namespace nn;

TEST_CASE("The default recipe is the empty text", "[engine]") {
    CHECK(recipe_text(defaults_of()).empty());
    const ParsedRecipe parsed = parse_recipe("");
    CHECK(parsed.recipe == defaults_of());
    CHECK(parsed.warnings.empty());
}

TEST_CASE("A recipe's text names what differs from the defaults, and reads back to the same recipe",
          "[engine]") {
    Recipe recipe = defaults_of(DatasetId::Mnist);
    recipe.hidden = {{32, Activation::Tanh}, {16, Activation::Relu}};
    recipe.seed = 5;
    recipe.learning_rate = 0.1 + 0.2;  // needs all its digits
    recipe.early_stopping = true;
    const std::string text = recipe_text(recipe);
    CHECK(
        text ==
        "dataset=mnist&hidden=32,16&activation=tanh,relu&seed=5&learning-rate=0.30000000000000004&"
        "early-stopping=on");
    const ParsedRecipe parsed = parse_recipe(text);
    CHECK(parsed.recipe == recipe);
    CHECK(parsed.warnings.empty());
}

TEST_CASE("A span of 0 epochs is the whole session; where that has no end, the rate stays",
          "[engine]") {
    Recipe recipe;
    recipe.schedule = Schedule::Cosine;
    recipe.schedule_epochs = 0;
    recipe.max_epochs = 12;
    CHECK(live_settings_of(recipe).schedule.kind == Schedule::Cosine);
    CHECK(live_settings_of(recipe).schedule.epochs == 12);
    recipe.max_epochs = 0;
    CHECK(live_settings_of(recipe).schedule.kind == Schedule::Constant);
}

TEST_CASE("A network without hidden layers survives its text", "[engine]") {
    Recipe recipe = defaults_of();
    recipe.hidden.clear();
    CHECK(recipe_text(recipe) == "hidden=none");
    CHECK(parse_recipe("hidden=none").recipe == recipe);
}

TEST_CASE("The order of the parts does not matter", "[engine]") {
    const ParsedRecipe parsed = parse_recipe("activation=tanh,relu&hidden=32,16");
    CHECK(parsed.warnings.empty());
    CHECK(parsed.recipe.hidden ==
          std::vector<LayerShape>{{32, Activation::Tanh}, {16, Activation::Relu}});
}

TEST_CASE("Unknown keys, inherited names included, are left out with a warning", "[engine]") {
    for (const std::string_view text :
         {"toString=1", "__proto__=x", "Seed=1", "=5", "hidden layers=3"}) {
        CAPTURE(text);
        const ParsedRecipe parsed = parse_recipe(text);
        CHECK(parsed.recipe == defaults_of());
        CHECK(parsed.warnings.size() == 1);
    }
}

TEST_CASE("A part that cannot be used leaves the rest in force", "[engine]") {
    const ParsedRecipe parsed = parse_recipe("seed=7&batch=0&&loss&dropout=0.5&seed=8");
    CHECK(parsed.recipe.seed == 8);
    CHECK(parsed.recipe.batch == defaults_of().batch);
    CHECK(parsed.recipe.dropout == 0.5);
    CHECK(parsed.warnings.size() == 3);  // batch out of bounds, loss without a value, seed twice
}

TEST_CASE("What a text does not name stays as it was at the start", "[engine]") {
    Recipe start;
    start.seed = 3;
    start.hidden = {{8, Activation::Sigmoid}};
    const Recipe recipe = parse_recipe("hidden=8,4", start).recipe;
    CHECK(recipe.seed == 3);
    CHECK(recipe.hidden ==
          std::vector<LayerShape>{{8, Activation::Sigmoid}, {4, Activation::Sigmoid}});
}

TEST_CASE("Texts and their warnings are bounded", "[engine]") {
    std::string text;
    while (text.size() + 4 < limits::kMaxRecipeText) text += "a=1&";
    CHECK(parse_recipe(text).warnings.size() == limits::kMaxWarnings);
    const ParsedRecipe refused = parse_recipe("seed=1&" + std::string(limits::kMaxRecipeText, 'a'));
    CHECK(refused.recipe == defaults_of());
    CHECK(refused.warnings.size() == 1);
}

TEST_CASE("Every field of a recipe reaches the trainer", "[engine]") {
    Recipe recipe = defaults_of();
    recipe.test_share = 0.4;
    recipe.split_seed = 1;
    recipe.scaling = Scaling::Standard;
    recipe.hidden = {{3, Activation::Tanh}};
    recipe.loss = Loss::SquaredError;
    recipe.initializer = Initializer::Zeros;
    recipe.seed = 2;
    recipe.validation_share = 0.2;
    recipe.optimizer = Optimizer::Momentum;
    recipe.learning_rate = 0.5;
    recipe.schedule = Schedule::InverseScaling;
    recipe.schedule_power = 0.75;
    recipe.schedule_epochs = 12;
    recipe.schedule_factor = 0.3;
    recipe.class_weights = ClassWeights::Balanced;
    recipe.momentum = 0.8;
    recipe.beta1 = 0.7;
    recipe.beta2 = 0.95;
    recipe.epsilon = 1e-5;
    recipe.smoothing = 0.85;
    recipe.weight_decay = 0.2;
    recipe.clip_norm = 1.5;
    recipe.l1 = 0.125;
    recipe.l2 = 0.25;
    recipe.dropout = 0.125;
    recipe.batch = 7;
    recipe.shuffle = false;
    recipe.augment_shift = 1.5;
    recipe.augment_rotate = 10.0;
    recipe.augment_scale = 0.25;
    recipe.augment_shear = 0.125;
    recipe.augment_elastic = 0.75;
    recipe.early_stopping = true;
    recipe.patience = 4;
    recipe.tolerance = 0.01;
    recipe.max_epochs = 9;

    const TrainerSetup setup = setup_of(recipe);
    CHECK(setup.test_share == 0.4);
    CHECK(setup.split_seed == 1);
    CHECK(setup.scaling == Scaling::Standard);
    CHECK(setup.hidden == recipe.hidden);
    CHECK(setup.loss == Loss::SquaredError);
    CHECK(setup.class_weights == ClassWeights::Balanced);
    CHECK(setup.initializer == Initializer::Zeros);
    CHECK(setup.seed == 2);
    CHECK(setup.validation_share == 0.2);
    CHECK(setup.is_stratified);
    CHECK_FALSE(setup.shares_generator);
    CHECK(setup.stopping.early_stopping);
    CHECK(setup.stopping.patience == 4);
    CHECK(setup.stopping.tolerance == 0.01);
    CHECK(setup.stopping.max_epochs == 9);

    const LiveSettings live = live_settings_of(recipe);
    CHECK(live.optimizer.kind == Optimizer::Momentum);
    CHECK(live.optimizer.learning_rate == 0.5);
    CHECK(live.optimizer.momentum == 0.8);
    CHECK(live.optimizer.beta1 == 0.7);
    CHECK(live.optimizer.beta2 == 0.95);
    CHECK(live.optimizer.epsilon == 1e-5);
    CHECK(live.optimizer.smoothing == 0.85);
    CHECK(live.optimizer.weight_decay == 0.2);
    CHECK(live.clip_norm == 1.5);
    CHECK(live.l1 == 0.125);
    CHECK(live.l2 == 0.25);
    CHECK(live.dropout == 0.125);
    CHECK(live.batch == 7);
    CHECK_FALSE(live.shuffle);
    const Augmentation augmentation{
        .shift = 1.5, .rotate = 10.0, .scale = 0.25, .shear = 0.125, .elastic = 0.75};
    CHECK(live.augmentation == augmentation);
    const ScheduleSettings schedule{
        .kind = Schedule::InverseScaling, .power = 0.75, .epochs = 12, .factor = 0.3};
    CHECK(live.schedule == schedule);

    // The twin: one generator, no strata, and scikit-learn's schedules for SGD and its kin alone.
    recipe.twin = true;
    CHECK_FALSE(setup_of(recipe).is_stratified);
    CHECK(setup_of(recipe).shares_generator);
    CHECK(live_settings_of(recipe).schedule == schedule);
    recipe.optimizer = Optimizer::Adam;
    CHECK(live_settings_of(recipe).schedule == ScheduleSettings{});
    recipe.warm_up = 2.5;
    CHECK(live_settings_of(recipe).schedule == ScheduleSettings{.warm_up = 2.5});
    recipe.schedule = Schedule::Cosine;
    CHECK(live_settings_of(recipe).schedule.kind == Schedule::Cosine);
    recipe.schedule = Schedule::InverseScaling;
    recipe.warm_up = 0.0;
    recipe.twin = false;
    CHECK(live_settings_of(recipe).schedule == schedule);
}

TEST_CASE("A problem in the plane is drawn as the recipe says", "[engine]") {
    Recipe recipe = defaults_of();
    CHECK(TaughtDataset().of(recipe, nullptr) == nullptr);
    CHECK(points_of(recipe).empty());
    CHECK(inputs_of(recipe) == 64);
    CHECK(outputs_of(recipe) == 10);

    recipe =
        parse_recipe("dataset=spiral&samples=60&noise=20&data-seed=3&features=x2,sin-x1").recipe;
    const auto dataset = TaughtDataset().of(recipe, nullptr);
    REQUIRE(dataset != nullptr);
    CHECK(dataset->count() == 60);
    CHECK(dataset->features() == 2);
    CHECK(inputs_of(recipe) == 2);
    CHECK(outputs_of(recipe) == 2);
    const std::vector<PlanePoint> points = points_of(recipe);
    CHECK(points == plane_points({DatasetId::Spiral, 60, 20.0, 3}));
    CHECK(dataset->point(7)[0] == points[7].x2);
    CHECK(dataset->point(7)[1] == feature_of(Feature::SinX1, points[7].x1, points[7].x2));
    for (const char* other : {"samples=70", "noise=5", "data-seed=4", "features=x1,x2"})
        CHECK(needs_restart(recipe, parse_recipe(other, recipe).recipe));

    // A regression has one output and one loss, whatever is asked for.
    recipe = parse_recipe("dataset=multi-gauss&loss=cross-entropy&features=x1,x2,x1x2").recipe;
    CHECK(outputs_of(recipe) == 1);
    CHECK(inputs_of(recipe) == 3);
    CHECK(setup_of(recipe).loss == Loss::SquaredError);
    CHECK(TaughtDataset().of(recipe, nullptr)->is_regression());
}

TEST_CASE("Labels are taught as many classes further as the recipe says", "[engine]") {
    const auto packed = std::make_shared<const Dataset>(
        Dataset{.width = 1, .height = 1, .classes = 10, .pixels = {1, 2, 3}, .labels = {3, 7, 0}});
    TaughtDataset taught;
    Recipe recipe = defaults_of();
    CHECK(taught.of(recipe, packed) == packed);
    CHECK(taught.of(recipe, nullptr) == nullptr);
    const Recipe before = recipe;
    recipe.label_shift = 5;
    CHECK(needs_restart(before, recipe));
    const auto moved = taught.of(recipe, packed);
    CHECK(moved->labels == std::vector<std::uint8_t>{8, 2, 5});
    CHECK(moved->pixels == packed->pixels);
    CHECK(taught.of(recipe, packed) == moved);
    CHECK(taught.of(recipe, nullptr) == nullptr);
    CHECK(packed->labels == std::vector<std::uint8_t>{3, 7, 0});
    recipe.label_shift = 1;
    CHECK(taught.of(recipe, packed)->labels == std::vector<std::uint8_t>{4, 8, 1});

    // Two classes change places with every odd number; points are drawn in the colours that are taught. A
    // regression has no labels.
    recipe = parse_recipe("dataset=circle&samples=40").recipe;
    const auto points = points_of(recipe);
    recipe.label_shift = 3;
    const auto circle = taught.of(recipe, nullptr);
    for (std::size_t i = 0; i < points.size(); ++i) {
        CHECK(circle->labels[i] == 1 - points[i].label);
        CHECK(points_of(recipe)[i].label == 1 - points[i].label);
    }
    recipe = parse_recipe("dataset=plane&samples=40&label-shift=4").recipe;
    CHECK(taught.of(recipe, nullptr)->labels == std::vector<std::uint8_t>(40, 0));
}

TEST_CASE("The fuzzer's corpus of recipes holds its property", "[engine]") {
    const auto corpus = nn::test::read_corpus("recipe");
    CHECK(corpus.size() >= 10);
    for (const auto& bytes : corpus) fuzz_recipe(bytes.data(), bytes.size());
}
