#include <catch2/catch_test_macros.hpp>

#include <numeric>
#include <vector>

#include "engine/data/split.h"
#include "tests/support/json.h"

using namespace nn;
using namespace nn::test;

namespace {

std::vector<double> as_doubles(const std::vector<std::int32_t>& values) {
    return {values.begin(), values.end()};
}

Dataset samples(int count, int official_test_count) {
    Dataset dataset{.width = 1, .height = 1, .classes = 2};
    dataset.official_test_count = official_test_count;
    dataset.pixels.resize(static_cast<std::size_t>(count));
    dataset.labels.resize(static_cast<std::size_t>(count));
    return dataset;
}

}  // namespace

TEST_CASE("a split has scikit-learn's parts in scikit-learn's order", "[engine]") {
    for (const Json& golden : read_golden("split.json").array) {
        const int count = static_cast<int>(golden.at("count").number);
        const double share = golden.at("share").number;
        const auto seed = static_cast<std::uint32_t>(golden.at("seed").number);
        CAPTURE(count, share, seed);
        const Split split = train_test_split(count, share, seed);
        CHECK(as_doubles(split.test) == golden.at("test").numbers());
        CHECK(as_doubles(split.train) == golden.at("train").numbers());
    }
}

TEST_CASE("neither part of a split is empty", "[engine]") {
    for (const double share : {-1.0, 0.0, 1e-9, 0.999999, 1.0, 2.0}) {
        CAPTURE(share);
        for (const int count : {2, 3, 100}) {
            const Split split = train_test_split(count, share, 0);
            CHECK(split.train.size() >= 1);
            CHECK(split.test.size() >= 1);
            CHECK(split.train.size() + split.test.size() == static_cast<std::size_t>(count));
        }
    }
}

TEST_CASE("a data set's own test part is its last samples, whatever the seed", "[engine]") {
    const Split split = split_of(samples(10, 3), 0.5, 42);
    CHECK(split.train == std::vector<std::int32_t>{0, 1, 2, 3, 4, 5, 6});
    CHECK(split.test == std::vector<std::int32_t>{7, 8, 9});
}

TEST_CASE("a data set without a test part is split by the seed", "[engine]") {
    const Split split = split_of(samples(10, 0), 0.3, 42), expected = train_test_split(10, 0.3, 42);
    CHECK(split.train == expected.train);
    CHECK(split.test == expected.test);
}
