#include <catch2/catch_test_macros.hpp>

#include <algorithm>

// The command line program is no library: what is pure in it is compiled here a second time.
#include "engine/cli/labels.cpp"

using namespace nn::cli;

namespace {

using Labels = std::vector<std::string>;

std::string problem_of(const Labels& truth, const Labels& prediction) {
    const auto compared = compare_labels(truth, prediction);
    CHECK_FALSE(compared.value);
    return compared.problem;
}

}  // namespace

TEST_CASE("Labels are one a line, whatever ends the line", "[cli]") {
    const Labels expected = {"1", "two words", "3"};
    for (const std::string_view text :
         {"1\ntwo words\n3", "1\ntwo words\n3\n\n", "1\r\ntwo words\r\n3\r\n",
          "\xef\xbb\xbf"
          "1\n  two words \n3\n"})
        CHECK(parse_labels(text).value == expected);
    CHECK(parse_labels("").problem == "no labels");
    CHECK(parse_labels(" \n\n").problem == "no labels");
    CHECK(parse_labels("1\n\n2\n").problem == "line 2 is empty");
}

TEST_CASE("Numbers are sorted by value and names by their bytes", "[cli]") {
    CHECK(compare_labels({"10", "9", "-1"}, {"9", "9", "010"}).value->names ==
          Labels{"-1", "9", "10"});
    CHECK(compare_labels({"b", "a10", "a9"}, {"B", "b", "b"}).value->names ==
          Labels{"B", "a10", "a9", "b"});
}

TEST_CASE("Every pair is counted in its row and column", "[cli]") {
    const auto compared = compare_labels({"cat", "cat", "dog"}, {"cat", "dog", "eel"});
    REQUIRE(compared.value);
    const nn::ConfusionMatrix& matrix = compared.value->matrix;
    CHECK(matrix.classes() == 3);
    CHECK(matrix.at(0, 0) == 1);
    CHECK(matrix.at(0, 1) == 1);
    CHECK(matrix.at(1, 2) == 1);
    CHECK(matrix.at(1, 1) == 0);
}

TEST_CASE("Labels that do not belong together are a problem", "[cli]") {
    CHECK(problem_of({"1", "2"}, {"1"}) == "there are 2 true labels but 1 predictions");
    CHECK(problem_of({"1", "2"}, {"1", "cat"}) ==
          "the true labels are numbers but the predictions are names");
    CHECK(problem_of({"x"}, {"3"}) == "the true labels are names but the predictions are numbers");
    Labels many;
    for (int i = 0; i < 2001; ++i) many.push_back(std::to_string(i));
    CHECK(problem_of(many, many) == "there are 2001 different labels, more than 2000");
}
