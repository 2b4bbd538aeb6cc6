// The formulas of tips, against numbers worked out by hand.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/session/property.h"
#include "web/panels/formulas.h"
#include "web/panels/strings.h"

using namespace nn;
using namespace nn::ui;

namespace {

bool says(const std::string& text, std::string_view part) {
    INFO(text);
    CHECK(text.find(part) != std::string::npos);
    return text.find(part) != std::string::npos;
}

std::string of(std::string_view property, const SessionView& view) {
    return property_formula(*find_property(property), view);
}

// Two inputs, two ReLU neurons, three classes; x = (1, 2).
SessionView small_view() {
    SessionView view;
    view.recipe.hidden = {{2, Activation::Relu}};
    view.snapshot.recipe = view.recipe;
    view.network =
        make_network<float>(2, view.recipe.hidden, 3, Loss::CrossEntropy, Initializer::Zeros, 0);
    auto& output = view.network.layers[1];
    output.W << 1.0f, 0.0f, -1.0f, 0.5f, 2.0f, 0.0f;
    output.b << 0.25f, 0.0f, 0.0f;
    view.input = {1.0f, 2.0f};
    const double z[] = {3.0 + 0.5 + 0.25, 2.0, -3.0};  // of activations (3, 1)
    double sum = 0.0;
    for (const double each : z) sum += std::exp(each);
    view.activations = {{3.0f, 1.0f}, {}};
    for (const double each : z)
        view.activations[1].push_back(static_cast<float>(std::exp(each) / sum));
    view.prediction = 0;
    return view;
}

}  // namespace

TEST_CASE("A class's share is shown with the sum, the exponentials and their quotient") {
    set_language(false);
    const SessionView view = small_view();
    // e^(2 - 3.75) = 0.1738; 1 + 0.1738 + e^-6.75 = 1.1750; their quotient 0.1479.
    const std::string text = answer_formula(view, 1);
    says(text, "= 2.000");
    says(text, "e^(z \u2212 3.750)");
    says(text, "0.1738 / 1.175");
    says(text, "= 0.1479");
    CHECK(answer_formula(view, 3).empty());
    SessionView blank = view;
    blank.prediction = -1;
    CHECK(answer_formula(blank, 1).empty());
}

TEST_CASE("A layer counts its weights and biases") {
    says(layer_formula(small_view(), 1), "(2 + 1) \u00B7 3 = 9");
    says(layer_formula(small_view(), 0), "a = max(0, z)");
}

TEST_CASE("A penalty adds up the weights of the moment") {
    SessionView view =
        small_view();  // weights 1, 0, -1, 0.5, 2, 0: their sizes add up to 4.5, their squares to 6.25
    view.recipe.batch = 32;
    view.recipe.l1 = 0.02;
    view.recipe.l2 = 0.01;
    says(of("l1", view), "= L + 0.02 \u00B7 4.5 / 32\n= L + 0.0028");
    says(of("l2", view), "= L + 0.01 / 2 \u00B7 6.2 / 32\n= L + 0.000977");
}

TEST_CASE("Epoch, step and batch fit together") {
    set_language(false);
    SessionView view = small_view();
    view.split.train.resize(1257);
    view.split.test.resize(540);
    view.recipe.batch = 32;
    view.snapshot.steps_per_epoch = 40;
    view.snapshot.step = 300;
    says(of("batch", view), "1,257 samples / 32");
    says(of("batch", view), "= 40 steps");
    says(figure_formula("status.epoch", view), "step 300 = 7 epochs \u00B7 40 + 20");
    says(of("test-share", view), "1,257 to train + 540 to test = 1,797");
}

TEST_CASE("First weights are drawn from the range of their rule") {
    SessionView view;
    view.recipe.hidden = {{64, Activation::Relu}};
    view.recipe.initializer = Initializer::Auto;
    says(of("init", view), "6 / 64) = 0.3062");  // He: sqrt(6 / 64)
    view.recipe.hidden = {{64, Activation::Tanh}};
    says(of("init", view), "6 / (64 + 64)) = 0.2165");  // Glorot: sqrt(6 / 128)
    view.recipe.initializer = Initializer::GlorotNormal;
    says(of("init", view), "= 0.1250");  // sqrt(2 / 128)
    view.recipe.hidden = {{64, Activation::Sigmoid}};
    view.recipe.initializer = Initializer::ScikitLearn;
    says(of("init", view), "2 / (64 + 64)) = 0.1250");
}

TEST_CASE("What is drawn anew for each sample has its range, and stopping its bound") {
    SessionView view;
    view.recipe.augment_shift = 0.3;
    view.recipe.augment_rotate = 5.0;
    view.recipe.augment_scale = 0.06;
    CHECK(of("augment-shift", view) == "\u0394x, \u0394y = U(\u22120.3, 0.3)");
    CHECK(of("augment-rotate", view) == "\u03B1 = U(\u22125\u00B0, 5\u00B0)");
    CHECK(of("augment-scale", view) == "x \u2190 s \u00B7 x, s = U(0.94, 1.06)");
    view.recipe.augment_elastic = 0.0;
    CHECK(of("augment-elastic", view).empty());
    view.recipe.seed = 7;
    CHECK(of("seed", view) == "numpy.random.RandomState(7)");
    set_language(false);
    view.recipe.patience = 10;
    view.recipe.tolerance = 1e-4;
    says(of("patience", view), "stops after 11 epochs in a row\nwithout L < min \u2212 0.0001");
    view.split.train.resize(1257);
    view.split.test.resize(270);
    view.split.sealed.resize(270);
    view.recipe.max_epochs = 300;
    says(of("max-epochs", view), "300 \u00B7 40 = step 12,000");
    says(of("sealed-share", view), "270 to test + 270 sealed = 540");
    says(of("test-share", view), "1,257 to train + 540 to test = 1,797");
    view.recipe.label_shift = 5;
    says(of("label-shift", view), "0 \u2192 5, 1 \u2192 6, 2 \u2192 7 \u2026");
    says(of("hidden", small_view()), "2 \u2192 2 \u2192 3\na = max(0, z)");
    // Balanced: n / (k · count) = 4 / (2 · 3).
    view.dataset = std::make_shared<const Dataset>(Dataset{
        .width = 1, .height = 1, .classes = 10, .pixels = {0, 0, 0, 0}, .labels = {0, 0, 0, 4}});
    view.split.train = {0, 1, 2, 3};
    view.recipe.class_weights = ClassWeights::Balanced;
    CHECK(of("class-weights", view) == "0: 4 / (2 \u00B7 3) = 0.667");
    view.recipe.features = 0b1000011;
    says(of("features", view), "x = (");
}

TEST_CASE("Optimisers' memories keep what is kept and add the rest") {
    SessionView view;
    view.recipe.beta2 = 0.999;
    says(of("beta2", view), "v \u2190 0.999 \u00B7 v + 0.001 \u00B7 g\u00B2");
    view.recipe.dropout = 0.25;
    set_language(false);
    says(of("dropout", view), "25 %");
    says(of("dropout", view), "a / 0.75");
}

TEST_CASE("Averages of the report are those of its rows") {
    SessionView view;
    const std::vector<std::int32_t> counts = {8, 2, 1, 9};  // rows are truth
    view.confusion = ConfusionMatrix(2, counts);
    view.report = classification_report(view.confusion);
    says(accuracy_formula(view), "17 / 20 = 0.8500");
    // precision 8/9 and 9/11
    says(average_formula(view, ReportColumn::Precision, false), "(0.889 + 0.818) / 2\n= 0.854");
    says(average_formula(view, ReportColumn::Recall, true),
         "(10 \u00B7 0.800 + 10 \u00B7 0.900) / 20\n= 0.850");
}

TEST_CASE("Every property that has a formula has one in both languages, and no line is too long") {
    SessionView view = small_view();
    view.split.train.resize(1257);
    view.split.test.resize(540);
    view.recipe.dropout = 0.1;
    view.recipe.clip_norm = 1.0;
    for (const bool chinese : {false, true}) {
        set_language(chinese);
        for (const auto& entry : enum_names<Optimizer>()) {
            view.recipe.optimizer = entry.value;
            for (const Property& property : properties()) {
                std::string text = property_formula(property, view);
                while (!text.empty()) {
                    const std::size_t end = std::min(text.find('\n'), text.size());
                    const auto letters = std::count_if(
                        text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end),
                        [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; });
                    INFO(property.name << ": " << text);
                    CHECK(letters <= 41);
                    text.erase(0, std::min(end + 1, text.size()));
                }
            }
        }
    }
    set_language(false);
}
