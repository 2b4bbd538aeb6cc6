#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <numeric>
#include <string>
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

TEST_CASE("a validation part is set aside as scikit-learn does it, by class or not", "[engine]") {
    for (const Json& golden : read_golden("validation.json").array) {
        std::vector<std::uint8_t> labels(100);  // of samples that are not in the training part
        for (const double label : golden.at("labels").numbers())
            labels.push_back(static_cast<std::uint8_t>(label));
        RandomState random(static_cast<std::uint32_t>(golden.at("seed").number));
        for (const bool is_stratified : {true, false}) {
            CAPTURE(golden.at("seed").number, is_stratified);
            Split split;
            for (std::size_t i = 100; i < labels.size(); ++i)
                split.train.push_back(static_cast<std::int32_t>(i));
            set_validation_aside(split, labels, golden.at("share").number, is_stratified, random);
            const std::string prefix = is_stratified ? "stratified_" : "";
            CHECK(as_doubles(split.train) == golden.at(prefix + "train").numbers());
            CHECK(as_doubles(split.validation) == golden.at(prefix + "validation").numbers());
        }
    }
}

TEST_CASE("where classes are too small to stratify, the validation part is any of the samples",
          "[engine]") {
    const std::vector<std::uint8_t> single{0, 0, 0, 0, 1}, many{0, 0, 1, 1, 2, 2, 3, 3, 4, 4};
    for (const auto& labels : {single, many}) {
        Split by_class, plain;
        for (std::size_t i = 0; i < labels.size(); ++i)
            by_class.train.push_back(static_cast<std::int32_t>(i));
        plain = by_class;
        RandomState random(8), same(8);
        set_validation_aside(by_class, labels, 0.2, true, random);
        set_validation_aside(plain, labels, 0.2, false, same);
        CHECK(by_class.train == plain.train);
        CHECK(by_class.validation == plain.validation);
        CHECK(random == same);
    }
    Split one{.train = {5}, .test = {}, .validation = {}};
    RandomState random(8);
    set_validation_aside(one, {}, 0.5, false, random);
    CHECK(one.train == std::vector<std::int32_t>{5});
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

TEST_CASE("a sealed part is drawn from the test part by lot, and training does not notice",
          "[engine]") {
    for (const int official : {0, 40}) {
        const Dataset dataset = samples(100, official);
        const Split whole = split_of(dataset, 0.4, 7), split = split_of(dataset, 0.4, 7, 0.3);
        CHECK(whole.sealed.empty());
        CHECK(split.train == whole.train);
        CHECK(split.sealed.size() == 12);

        // NumPy 1.24: RandomState(~7 % 2**32).permutation(40)[:12]
        std::vector<std::size_t> lots{23, 18, 14, 1, 11, 27, 10, 19, 17, 31, 13, 5};
        std::ranges::sort(lots);
        std::vector<std::int32_t> sealed, test;
        for (std::size_t i = 0; i < whole.test.size(); ++i)
            (std::ranges::binary_search(lots, i) ? sealed : test).push_back(whole.test[i]);
        CHECK(split.sealed == sealed);
        CHECK(split.test == test);
    }
    // Neither part is empty, but a test part of one sample cannot be halved.
    CHECK(split_of(samples(10, 2), 0.3, 1, 1e-9).sealed.size() == 1);
    CHECK(split_of(samples(10, 2), 0.3, 1, 0.95).test.size() == 1);
    CHECK(split_of(samples(10, 1), 0.3, 1, 0.5).sealed.empty());
}

TEST_CASE("a data set without a test part is split by the seed", "[engine]") {
    const Split split = split_of(samples(10, 0), 0.3, 42), expected = train_test_split(10, 0.3, 42);
    CHECK(split.train == expected.train);
    CHECK(split.test == expected.test);
}
