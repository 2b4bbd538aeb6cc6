// Texts by scikit-learn itself (report_cases.py), and figures worked out by hand.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <string>
#include <vector>

#include "engine/training/evaluation.h"
#include "tests/support/json.h"

using namespace nn;
using namespace nn::test;
using Catch::Matchers::WithinRel;

namespace {

ConfusionMatrix matrix_of(const Json& golden) {
    const int classes = static_cast<int>(golden.at("classes").number);
    std::vector<std::int32_t> counts(static_cast<std::size_t>(classes * classes));
    const std::vector<double> cells = golden.at("cells").numbers();
    for (std::size_t i = 0; i < cells.size(); i += 3)
        counts[static_cast<std::size_t>(cells[i] * classes + cells[i + 1])] =
            static_cast<std::int32_t>(cells[i + 2]);
    return {classes, counts};
}

// Rows are truth. Class 1 is never predicted, class 2 never true, class 3 neither.
ConfusionMatrix example() {
    return {4,
            {6, 0, 2, 0,  //
             3, 0, 1, 0,  //
             0, 0, 0, 0,  //
             0, 0, 0, 0}};
}

}  // namespace

TEST_CASE("the report is scikit-learn's, character by character", "[engine]") {
    const Json cases = read_golden("report.json");
    REQUIRE(cases.array.size() >= 200);
    for (const Json& golden : cases.array) {
        std::vector<std::string> names;
        for (const Json& name : golden.at("names").array) names.push_back(name.text);
        const int digits = static_cast<int>(golden.at("digits").number);
        CHECK(report_text(matrix_of(golden), names, digits) == golden.at("text").text);
    }
}

TEST_CASE("scores follow from the counts", "[engine]") {
    const ClassificationReport report = classification_report(example());
    REQUIRE(report.classes.size() == 4);
    // Class 0: 6 of the 9 predicted are right, and 6 of the 8 true are found.
    CHECK_THAT(report.classes[0].precision, WithinRel(6.0 / 9.0, 1e-15));
    CHECK_THAT(report.classes[0].recall, WithinRel(6.0 / 8.0, 1e-15));
    CHECK_THAT(report.classes[0].f1, WithinRel(12.0 / 17.0, 1e-15));
    CHECK(report.classes[0].support == 8);
    CHECK(report.classes[1].support == 4);
    for (const std::size_t label : {1u, 2u, 3u}) {
        CHECK(report.classes[label].precision == 0.0);
        CHECK(report.classes[label].recall == 0.0);
        CHECK(report.classes[label].f1 == 0.0);
    }
    CHECK_THAT(report.accuracy, WithinRel(6.0 / 12.0, 1e-15));
    // Three classes occur; their supports are 8, 4 and 0.
    CHECK_THAT(report.macro.recall, WithinRel(0.75 / 3.0, 1e-15));
    CHECK_THAT(report.weighted.recall, WithinRel(0.75 * 8.0 / 12.0, 1e-15));
    CHECK(report.macro.support == 12);
    CHECK(report.weighted.support == 12);
}

TEST_CASE("a matrix counts pairs of labels", "[engine]") {
    const std::vector<std::uint8_t> truth{0, 1, 1, 2, 2, 2}, prediction{0, 1, 0, 2, 2, 1};
    const ConfusionMatrix matrix = confusion_matrix(truth, prediction, 3);
    const auto counts = matrix.counts();
    CHECK(std::vector<std::int32_t>(counts.begin(), counts.end()) ==
          std::vector<std::int32_t>{1, 0, 0, 1, 1, 0, 0, 1, 2});
    CHECK(matrix.at(1, 0) == 1);
    CHECK(matrix.at(0, 1) == 0);
    CHECK(matrix.total() == 6);
    CHECK(matrix.correct() == 4);
}

TEST_CASE("an empty matrix has a report without rows", "[engine]") {
    const ClassificationReport report = classification_report(ConfusionMatrix(3));
    CHECK(report.accuracy == 0.0);
    CHECK(report.macro.f1 == 0.0);
    CHECK(report_text(ConfusionMatrix(3), {}) ==
          "              precision    recall  f1-score   support\n"
          "\n"
          "\n"
          "    accuracy                           0.00       0.0\n"
          "   macro avg       0.00      0.00      0.00       0.0\n"
          "weighted avg       0.00      0.00      0.00       0.0\n");
    CHECK(classification_report(ConfusionMatrix()).classes.empty());
}
