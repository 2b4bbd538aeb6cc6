#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>
#include <memory>

#include "engine/data/plane.h"
#include "engine/data/scaling.h"
#include "engine/session/digest.h"
#include "engine/session/property.h"
#include "engine/training/any_trainer.h"

using namespace nn;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

constexpr double kPi = 3.14159265358979323846;

std::vector<PlanePoint> clean(DatasetId problem, int samples = 400) {
    return plane_points({.problem = problem, .samples = samples, .noise = 0.0, .seed = 3});
}

double radius(const PlanePoint& point) {
    return std::hypot(static_cast<double>(point.x1), static_cast<double>(point.x2));
}

int blue_of(const std::vector<PlanePoint>& points) {
    int blue = 0;
    for (const PlanePoint& point : points) blue += point.label;
    return blue;
}

std::unique_ptr<AnyTrainer> trained(std::string_view text, const Dataset& dataset) {
    const Recipe recipe = parse_recipe(text).recipe;
    auto trainer = std::make_unique<AnyTrainer>(recipe.precision, dataset, setup_of(recipe),
                                                live_settings_of(recipe));
    while (trainer->can_step()) trainer->step();
    return trainer;
}

}  // namespace

TEST_CASE("without noise every problem has the shape that its name says", "[engine]") {
    for (const PlanePoint& point : clean(DatasetId::Circle)) {
        if (point.label == 1)
            CHECK(radius(point) < 2.5);
        else
            CHECK((radius(point) >= 3.499 && radius(point) <= 5.001));
    }
    for (const PlanePoint& point : clean(DatasetId::Xor)) {
        CHECK((point.label == 1) == (point.x1 * point.x2 > 0.0f));
        for (const float x : {point.x1, point.x2})
            CHECK((std::abs(x) >= 0.3f && std::abs(x) <= 5.3f));
    }
    for (const PlanePoint& point : clean(DatasetId::Spiral)) {
        if (radius(point) < 1e-6) continue;
        // One and three quarters of a turn over the radius of 5, the classes half a turn apart.
        const double turned =
            std::atan2(static_cast<double>(point.x1), static_cast<double>(point.x2));
        const double expected = 3.5 * kPi * radius(point) / 5.0 + (point.label == 1 ? 0.0 : kPi);
        CHECK_THAT(std::cos(turned - expected), WithinAbs(1.0, 1e-9));
    }
    for (const PlanePoint& point : clean(DatasetId::Moons)) {
        const double x = static_cast<double>(point.x1) / 3.0 + 0.5,
                     y = static_cast<double>(point.x2) / 3.0 + 0.25;
        const double center_x = point.label == 1 ? 1.0 : 0.0,
                     center_y = point.label == 1 ? 0.5 : 0.0;
        CHECK_THAT(std::hypot(x - center_x, y - center_y), WithinAbs(1.0, 1e-6));
        CHECK((point.label == 1 ? y <= 0.5 + 1e-6 : y >= -1e-6));
    }
    for (const PlanePoint& point : clean(DatasetId::Slope))
        CHECK_THAT(point.target, WithinAbs((point.x1 + point.x2) / 10.0f, 1e-6));
    for (const PlanePoint& point : clean(DatasetId::MultiGauss)) {
        // The nearest centre decides: left, right and middle alternate, above and below are opposite.
        const float column = point.x1 < -2.0f ? -4.0f : point.x1 > 2.0f ? 4.0f : 0.0f;
        const float row = point.x2 > 0.0f ? 2.5f : -2.5f;
        const double away =
            std::hypot(static_cast<double>(point.x1 - column), static_cast<double>(point.x2 - row));
        const double sign = (column == 0.0f) == (row > 0.0f) ? -1.0 : 1.0;
        CHECK_THAT(static_cast<double>(point.target),
                   WithinAbs(sign * std::max(1.0 - away / 2.0, 0.0), 1e-6));
    }
}

TEST_CASE("two Gaussians have the variance that their noise says", "[engine]") {
    const auto [noise, variance] =
        GENERATE(std::pair{0.0, 0.5}, std::pair{25.0, 2.25}, std::pair{50.0, 4.0});
    const auto points = plane_points({DatasetId::Gauss, 5000, noise, 8});
    double squares = 0.0;
    for (const PlanePoint& point : points) {
        const double center = point.label == 1 ? 2.0 : -2.0;
        for (const float x : {point.x1, point.x2})
            squares += (static_cast<double>(x) - center) * (static_cast<double>(x) - center);
    }
    // 10,000 squares: their mean lies within three standard errors, 3 * sqrt(2 / 10000).
    CHECK_THAT(squares / 10000.0, WithinRel(variance, 0.0425));
}

TEST_CASE("half of the points are of each class, and noise mixes those that it should",
          "[engine]") {
    for (const DatasetId problem :
         {DatasetId::Circle, DatasetId::Gauss, DatasetId::Spiral, DatasetId::Moons}) {
        CAPTURE(info(problem).key);
        CHECK(blue_of(clean(problem, 400)) == 200);
        CHECK(std::abs(blue_of(clean(problem, 401)) - 200) <= 1);
        CHECK(clean(problem, 401).size() == 401);
    }
    const auto noisy = plane_points({DatasetId::Xor, 2000, 50.0, 1});
    int strangers = 0;
    for (const PlanePoint& point : noisy)
        strangers += (point.label == 1) != (point.x1 * point.x2 > 0.0f);
    CHECK((strangers > 200 && strangers < 700));
    // Of the spiral the places move, by half a unit at most.
    const auto still = plane_points({DatasetId::Spiral, 300, 0.0, 1}),
               moved = plane_points({DatasetId::Spiral, 300, 50.0, 1});
    float furthest = 0.0f;
    for (std::size_t i = 0; i < still.size(); ++i) {
        CHECK(still[i].label == moved[i].label);
        furthest = std::max(furthest, std::abs(still[i].x1 - moved[i].x1));
    }
    CHECK((furthest > 0.45f && furthest <= 0.5001f));
}

TEST_CASE("points have these bits on every platform", "[engine]") {
    std::vector<float> numbers;
    for (const DatasetInfo& entry : dataset_table().subspan(kPackedDatasets)) {
        const Dataset dataset = plane_dataset({entry.id, 500, 12.5, 42}, kAllFeatures);
        numbers.insert(numbers.end(), dataset.values.begin(), dataset.values.end());
        numbers.insert(numbers.end(), dataset.targets.begin(), dataset.targets.end());
        for (const std::uint8_t label : dataset.labels) numbers.push_back(label);
    }
    Fingerprint fingerprint;
    fingerprint.add(numbers);
    CHECK(digest_text(fingerprint.value()) == "35c88660f652e040");
}

TEST_CASE("points are scaled feature by feature, by the training part alone", "[engine]") {
    Dataset dataset{.width = 2, .height = 1, .classes = 2, .max_value = 1};
    dataset.values = {-1.0f, 5.0f, 3.0f, 5.0f, 100.0f, 7.0f};
    dataset.labels = {0, 1, 0};
    const std::vector<std::int32_t> train{0, 1};
    const auto scaled = [&](Scaling scaling, int sample) {
        double out[2];
        fit_scaler<double>(scaling, dataset, train).apply(dataset, sample, out);
        return std::vector<double>(out, out + 2);
    };
    CHECK(scaled(Scaling::None, 2) == std::vector<double>{100.0, 7.0});
    // Mean 1, deviation 2; the second feature is constant where it counts.
    CHECK(scaled(Scaling::Standard, 0) == std::vector<double>{-1.0, 0.0});
    CHECK(scaled(Scaling::Standard, 2) == std::vector<double>{49.5, 2.0});
    CHECK(scaled(Scaling::MinMax, 1) == std::vector<double>{1.0, 0.0});
    CHECK(scaled(Scaling::MinMax, 2) == std::vector<double>{25.25, 2.0});
    CHECK(scaled(Scaling::Unit, 0)[0] == -1.0 * (1.0 / 3.0));
    CHECK_THAT(scaled(Scaling::Unit, 2)[1], WithinRel(1.4, 1e-15));
}

TEST_CASE("a network learns the spiral, and the same bits everywhere", "[engine]") {
    const std::string_view text =
        "dataset=spiral&samples=300&features=x1,x2,sin-x1,sin-x2&scaling=none&hidden=8,8&"
        "activation=tanh&learning-rate=0.02&batch=10&max-epochs=150&seed=1";
    const Dataset dataset = plane_dataset({DatasetId::Spiral, 300, 0.0, 42}, 0b1100011);
    const auto run = trained(text, dataset);
    const AnyTrainer& trainer = *run;
    CHECK(trainer.history().front().test_accuracy < 0.7f);
    CHECK(trainer.history().back().test_accuracy > 0.95f);
    CHECK(trainer.confusion().total() == 90);
    CHECK(digest_text(trainer.digest()) == "6fca4d257039a97b");
}

TEST_CASE("a regression ends with the targets, and its score is that of its own answers",
          "[engine]") {
    const std::string_view text =
        "dataset=plane&samples=200&noise=10&scaling=none&hidden=none&learning-rate=0.01&batch=10&"
        "max-epochs=60&l2=0&validation-share=0.2";
    const PlaneSettings settings{DatasetId::Slope, 200, 10.0, 42};
    const Dataset dataset = plane_dataset(settings, kPlainFeatures);
    const auto run = trained(text, dataset);
    const AnyTrainer& trainer = *run;
    const HistoryPoint& last = trainer.history().back();
    CHECK(last.test_accuracy > 0.9f);
    CHECK(last.validation_accuracy > 0.9f);
    CHECK(trainer.confusion().total() == 0);

    RegressionScores scores;
    double loss = 0.0;
    const auto& answers = trainer.test_answers();
    REQUIRE(answers.confidence.size() == trainer.split().test.size());
    for (std::size_t i = 0; i < answers.confidence.size(); ++i) {
        const auto sample = static_cast<std::size_t>(trainer.split().test[i]);
        const double answer = answers.confidence[i], target = dataset.targets[sample];
        scores.add(answer, target);
        loss += (answer - target) * (answer - target) / 2.0;
        CHECK(answers.prediction[i] == 0);
        // A linear network has learnt the plane itself: w = (0.1, 0.1), b = 0, but for the noise.
        const auto point = dataset.point(static_cast<int>(sample));
        CHECK_THAT(answer, WithinAbs((point[0] + point[1]) / 10.0f, 0.1));
    }
    CHECK_THAT(last.test_accuracy, WithinRel(static_cast<float>(scores.r2()), 1e-5f));
    CHECK_THAT(last.test_loss, WithinRel(static_cast<float>(loss / 60.0), 1e-5f));
}
