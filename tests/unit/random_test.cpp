// Golden values by NumPy itself (random_cases.py), and the standard library's twister.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <numeric>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "engine/numerics/random.h"
#include "tests/support/json.h"

using namespace nn;
using namespace nn::test;
using Catch::Matchers::WithinRel;

namespace {

std::uint32_t seed_of(const Json& golden) {
    return static_cast<std::uint32_t>(golden.at("seed").number);
}

std::vector<double> as_doubles(const std::vector<std::int32_t>& values) {
    return {values.begin(), values.end()};
}

// Up to the last bit of the logarithm, which NumPy takes from the machine's library.
void check_near(double value, double expected) {
    CHECK_THAT(value, WithinRel(expected, 1e-15));
}

}  // namespace

TEST_CASE("raw numbers, doubles and intervals equal NumPy's bit for bit", "[engine]") {
    for (const Json& golden : read_golden("random.json").array) {
        const std::uint32_t seed = seed_of(golden);
        CAPTURE(seed);
        RandomState raw(seed);
        for (int i = 0; i < 1300; ++i) {
            const std::uint32_t value = raw.next_uint32();
            const auto& expected = golden.at("raw").object;
            if (const auto found = expected.find(std::to_string(i)); found != expected.end())
                CHECK(static_cast<double>(value) == found->second.number);
        }
        RandomState samples(seed);
        for (const double expected : golden.at("random_sample").numbers())
            CHECK(samples.random_sample() == expected);
        RandomState uniforms(seed);
        for (const double expected : golden.at("uniform").numbers())
            CHECK(uniforms.uniform(-0.3, 0.7) == expected);

        RandomState intervals(seed);
        const std::vector<double> expected = golden.at("interval").numbers();
        const std::uint32_t limits[] = {1, 2, 5, 7, 8, 255, 256, 1000, 1u << 31, 0xfffffffeu};
        REQUIRE(expected.size() == 3 * std::size(limits));
        for (std::size_t i = 0; i < expected.size(); ++i)
            CHECK(static_cast<double>(intervals.interval(limits[i / 3])) == expected[i]);
    }
}

TEST_CASE("whole numbers of any range equal NumPy's", "[engine]") {
    constexpr std::int64_t kLowest = std::numeric_limits<std::int64_t>::min(),
                           kHighest = std::numeric_limits<std::int64_t>::max();
    constexpr std::int64_t kTwoTo32 = std::int64_t{1} << 32, kTwoTo62 = std::int64_t{1} << 62;
    const std::pair<std::int64_t, std::int64_t> ranges[] = {{0, 1},
                                                            {0, 10},
                                                            {-5, 5},
                                                            {3, kTwoTo32 / 2},
                                                            {0, kTwoTo32},
                                                            {-1, kTwoTo32},
                                                            {-kTwoTo62, kTwoTo62},
                                                            {kLowest, kHighest}};
    for (const Json& golden : read_golden("random.json").array) {
        CAPTURE(seed_of(golden));
        RandomState random(seed_of(golden));
        const std::vector<Json>& expected = golden.at("randint").array;
        REQUIRE(expected.size() == 4 * std::size(ranges));
        for (std::size_t i = 0; i < expected.size(); ++i) {
            const auto [low, high] = ranges[i / 4];
            CHECK(std::to_string(random.randint(low, high)) == expected[i].text);
        }
    }
}

TEST_CASE("standard normals equal NumPy's, and the second of a pair waits", "[engine]") {
    for (const Json& golden : read_golden("random.json").array) {
        CAPTURE(seed_of(golden));
        const std::vector<double> last = golden.at("standard_normal").numbers();
        RandomState random(seed_of(golden));
        for (std::size_t i = last.size(); i < 201; ++i) random.standard_normal();
        for (const double expected : last) check_near(random.standard_normal(), expected);

        const std::vector<double> mixed = golden.at("mixed").numbers();
        RandomState mixing(seed_of(golden));
        for (std::size_t i = 0; i < mixed.size(); ++i) {
            CAPTURE(i);
            const bool is_uniform = i == 3 || i == 4;
            check_near(is_uniform ? mixing.random_sample() : mixing.standard_normal(), mixed[i]);
        }
    }
}

TEST_CASE("shuffles and permutations equal NumPy's", "[engine]") {
    for (const Json& golden : read_golden("random.json").array) {
        CAPTURE(seed_of(golden));
        RandomState random(seed_of(golden));
        std::vector<std::int32_t> values(30);
        std::iota(values.begin(), values.end(), 0);
        random.shuffle(values);
        CHECK(as_doubles(values) == golden.at("shuffled_once").numbers());
        random.shuffle(values);
        CHECK(as_doubles(values) == golden.at("shuffled_twice").numbers());
        CHECK(as_doubles(RandomState(seed_of(golden)).permutation(100)) ==
              golden.at("permutation").numbers());
    }
}

TEST_CASE("the generator is the standard library's mt19937", "[engine]") {
    for (const std::uint32_t seed : {0u, 5489u, 0x80000000u, 0xffffffffu}) {
        CAPTURE(seed);
        RandomState ours(seed);
        std::mt19937 reference(seed);
        int different = 0;
        for (int i = 0; i < 5000; ++i)
            different += ours.next_uint32() != static_cast<std::uint32_t>(reference());
        CHECK(different == 0);
    }
}

TEST_CASE("an interval of nothing costs no number", "[engine]") {
    RandomState random(1), untouched(1);
    CHECK(random.interval(0) == 0);
    CHECK(random.permutation(1) == std::vector<std::int32_t>{0});
    CHECK(random.permutation(0).empty());
    CHECK(random == untouched);
}
