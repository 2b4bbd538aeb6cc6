// exp, log and tanh of floats as MPFR has them (tests/exact/functions.cpp wrote the file): the arguments
// whose results lie nearest to the middle between two floats, those around the ends of each function, and
// some thousand others. All 2^32 are a matter of a command, tests/exact/functions.sh.
#include <catch2/catch_test_macros.hpp>

#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/numerics/functions.h"
#include "tests/support/json.h"

using namespace nn;

namespace {

struct Case {
    float x, y;
};

float float_of(double bits) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(bits));
}

std::vector<Case> cases_of(const nn::test::Json& golden, std::string_view function) {
    const std::vector<double> bits = golden.at(function).numbers();
    std::vector<Case> cases;
    for (std::size_t i = 0; i + 1 < bits.size(); i += 2)
        cases.push_back({float_of(bits[i]), float_of(bits[i + 1])});
    return cases;
}

bool is_same(float a, float b) {
    return std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b) || (a != a && b != b);
}

int count_wrong(const std::vector<Case>& cases, float (*function)(float)) {
    int wrong = 0;
    for (const Case& c : cases) wrong += is_same(function(c.x), c.y) ? 0 : 1;
    return wrong;
}

int count_wrong(const std::vector<Case>& cases, void (*function)(std::span<float>)) {
    std::vector<float> values;
    for (const Case& c : cases) values.push_back(c.x);
    function(values);
    int wrong = 0;
    for (std::size_t i = 0; i < cases.size(); ++i) wrong += is_same(values[i], cases[i].y) ? 0 : 1;
    return wrong;
}

}  // namespace

TEST_CASE("exp, log and tanh of floats are what MPFR rounds to", "[engine][golden][exact]") {
    const nn::test::Json golden = nn::test::read_golden("functions.json");
    const auto of_exp = cases_of(golden, "exp"), of_log = cases_of(golden, "log"),
               of_tanh = cases_of(golden, "tanh");
    for (const auto* cases : {&of_exp, &of_log, &of_tanh}) REQUIRE(cases->size() > 1000);
    CHECK(count_wrong(of_exp, exp_of) == 0);
    CHECK(count_wrong(of_exp, exp_in_place) == 0);
    CHECK(count_wrong(of_log, log_of) == 0);
    CHECK(count_wrong(of_tanh, tanh_of) == 0);
    CHECK(count_wrong(of_tanh, tanh_in_place) == 0);
}
