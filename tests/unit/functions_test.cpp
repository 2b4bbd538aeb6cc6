// The reference is the machine's own mathematical library, in a wider type: another method by other
// people.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string_view>
#include <vector>

#include "engine/numerics/functions.h"

using namespace nn;

namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

struct FloatFunction {
    std::string_view name;
    float (*ours)(float);
    double (*reference)(double);
};

constexpr std::array<FloatFunction, 3> kFloatFunctions = {{
    {"exp", exp_of, [](double x) { return std::exp(x); }},
    {"log", log_of, [](double x) { return std::log(x); }},
    {"tanh", tanh_of, [](double x) { return std::tanh(x); }},
}};

bool has_same_bits(float a, float b) {
    return std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b);
}

// The reference is trusted to 2^-49. Where that leaves two floats possible, either will do.
bool is_rounded(float value, double reference) {
    if (std::isnan(reference)) return std::isnan(value);
    return has_same_bits(value, static_cast<float>(reference * (1.0 - 0x1p-49))) ||
           has_same_bits(value, static_cast<float>(reference * (1.0 + 0x1p-49)));
}

// Every `stride`-th float, of all signs and exponents; the number of those that are not rounded right.
int count_badly_rounded(const FloatFunction& function, std::uint32_t stride) {
    int bad = 0;
    for (std::uint64_t bits = 0; bits < std::uint64_t{1} << 32; bits += stride) {
        const float x = std::bit_cast<float>(static_cast<std::uint32_t>(bits));
        bad += is_rounded(function.ours(x), function.reference(static_cast<double>(x))) ? 0 : 1;
    }
    return bad;
}

// In units in the last place of the reference.
double worst_error(double (*ours)(double), long double (*reference)(long double), double low,
                   double high) {
    std::mt19937 random(1);
    double worst = 0.0;
    for (int i = 0; i < 20000; ++i) {
        const double x = low + (high - low) * (static_cast<double>(random()) * 0x1p-32);
        const long double expected = reference(x);
        const int exponent = std::max(std::ilogb(expected) - 52, -1074);
        const long double error = std::ldexp(std::fabs(ours(x) - expected), -exponent);
        worst = std::max(worst, static_cast<double>(error));
    }
    return worst;
}

}  // namespace

TEST_CASE("exp, log and tanh of floats are correctly rounded", "[engine]") {
    for (const FloatFunction& function : kFloatFunctions) {
        CAPTURE(function.name);
        CHECK(count_badly_rounded(function, 4099) == 0);
    }
}

// Found by a search of all floats with 113-bit arithmetic: the middle between two floats is so near
// that a logarithm in double, rounded, is the wrong one of them.
TEST_CASE("the hardest logarithms are correctly rounded", "[engine]") {
    CHECK(has_same_bits(log_of(0x1.827a74p-7f), -0x1.1c2b1ep+2f));
    CHECK(has_same_bits(log_of(0x1.2f1fd6p+3f), 0x1.1fcbcep+1f));
    CHECK(has_same_bits(log_of(0x1.bacb4ap+25f), 0x1.1e0696p+4f));
    CHECK(has_same_bits(log_of(0x1.b121a6p+76f), 0x1.a9a3f2p+5f));
    CHECK(has_same_bits(log_of(0x1.6351d8p+95f), 0x1.08b512p+6f));
}

// A few minutes: inkling_tests [exhaustive]
TEST_CASE("exp, log and tanh of every float are correctly rounded", "[.][exhaustive]") {
    for (const FloatFunction& function : kFloatFunctions) {
        CAPTURE(function.name);
        CHECK(count_badly_rounded(function, 1) == 0);
    }
}

TEST_CASE("exp of a float ends at infinity and at zero where a float does", "[engine]") {
    constexpr float kLargest = 0x1.62e42ep+6f, kSmallest = -0x1.9fe368p+6f;
    CHECK(exp_of(kLargest) == 0x1.ffff08p+127f);
    CHECK(exp_of(std::nextafter(kLargest, 1000.0f)) == kInfinity);
    CHECK(exp_of(kSmallest) == std::numeric_limits<float>::denorm_min());
    CHECK(has_same_bits(exp_of(std::nextafter(kSmallest, -1000.0f)), 0.0f));
    CHECK(exp_of(kInfinity) == kInfinity);
    CHECK(has_same_bits(exp_of(-kInfinity), 0.0f));
    CHECK(exp_of(0.0f) == 1.0f);
}

TEST_CASE("exp of a double ends at infinity and at zero where a double does", "[engine]") {
    constexpr double kLargest = 0x1.62e42fefa39efp+9, kSmallest = -0x1.74910d52d3051p+9;
    CHECK(std::isfinite(exp_of(kLargest)));
    CHECK(exp_of(std::nextafter(kLargest, 1000.0)) == kInfinity);
    CHECK(exp_of(kSmallest) == std::numeric_limits<double>::denorm_min());
    CHECK(exp_of(std::nextafter(kSmallest, -1000.0)) == 0.0);
    CHECK(exp_of(std::numeric_limits<double>::infinity()) == kInfinity);
    CHECK(exp_of(-std::numeric_limits<double>::infinity()) == 0.0);
    CHECK(exp_of(0.0) == 1.0);
}

TEST_CASE("log is minus infinity at zero and undefined below", "[engine]") {
    CHECK(log_of(0.0f) == -kInfinity);
    CHECK(log_of(-0.0) == -std::numeric_limits<double>::infinity());
    CHECK(std::isnan(log_of(-1.0f)));
    CHECK(std::isnan(log_of(-std::numeric_limits<double>::infinity())));
    CHECK(log_of(kInfinity) == kInfinity);
    CHECK(has_same_bits(log_of(1.0f), 0.0f));
}

TEST_CASE("tanh is odd and ends at one", "[engine]") {
    for (const double x : {0.0, 1e-310, 1e-9, 0.17, 0.3, 1.0, 5.0, 19.0, 30.0, 1e300}) {
        CAPTURE(x);
        CHECK(std::bit_cast<std::uint64_t>(tanh_of(-x)) ==
              std::bit_cast<std::uint64_t>(-tanh_of(x)));
    }
    CHECK(has_same_bits(tanh_of(-0.0f), -0.0f));
    CHECK(tanh_of(kInfinity) == 1.0f);
    CHECK(tanh_of(-std::numeric_limits<double>::infinity()) == -1.0);
    CHECK(tanh_of(1e-310) == 1e-310);
}

TEST_CASE("sin of multiples of pi is exact at its zeros and turning points", "[engine]") {
    for (const double n : {0.0, 1.0, 2.0, 17.0, 1e9, 0x1p52, 0x1p53, 1e300}) {
        CAPTURE(n);
        CHECK(sin_of_pi(n) == 0.0);
        CHECK(sin_of_pi(-n) == 0.0);
    }
    CHECK(sin_of_pi(0.5) == 1.0);
    CHECK(sin_of_pi(1.5) == -1.0);
    CHECK(sin_of_pi(2.5) == 1.0);
    CHECK(sin_of_pi(-0.5) == -1.0);
    CHECK(sin_of_pi(0x1p50 + 0.5) == 1.0);
    CHECK(sin_of_pi(0x1p50 + 1.5) == -1.0);
    for (const double x : {1e-300, 0.1, 0.4999999999999999, 0.7, 1.3, 12345.678})
        CHECK(sin_of_pi(-x) == -sin_of_pi(x));
    CHECK(std::isnan(sin_of_pi(std::numeric_limits<double>::infinity())));
    CHECK(std::isnan(sin_of_pi(std::numeric_limits<double>::quiet_NaN())));
}

TEST_CASE("what is not a number stays so", "[engine]") {
    for (const std::uint32_t bits : {0x7fc00000u, 0xffc00000u, 0x7fffffffu, 0x7fd55555u}) {
        const float x = std::bit_cast<float>(bits);
        for (const FloatFunction& function : kFloatFunctions) CHECK(std::isnan(function.ours(x)));
        CHECK(std::isnan(exp_of(static_cast<double>(x))));
        CHECK(std::isnan(log_of(static_cast<double>(x))));
        CHECK(std::isnan(tanh_of(static_cast<double>(x))));
    }
}

TEST_CASE("exp, log and tanh of doubles are as near as promised", "[engine]") {
    const auto exp_reference = [](long double x) { return std::exp(x); };
    const auto log_reference = [](long double x) { return std::log(x); };
    const auto tanh_reference = [](long double x) { return std::tanh(x); };
    // x - round(x) is exact; so is the sign.
    const auto sin_reference = [](long double x) {
        const long double pi = 3.14159265358979323846264338327950288L, n = std::round(x);
        return (static_cast<long long>(n) % 2 == 0 ? 1 : -1) * std::sin(pi * (x - n));
    };
    // Some libraries' long double functions are no more exact than those of double, by a unit or so.
    const bool is_wider = std::exp(1.0L) != static_cast<long double>(std::exp(1.0));
    const double slack = is_wider ? 0.0 : 1.0;
    CHECK(worst_error(exp_of, exp_reference, -745.0, 709.7) < 1.0 + slack);
    CHECK(worst_error(exp_of, exp_reference, -1.0, 1.0) < 1.0 + slack);
    CHECK(worst_error(log_of, log_reference, 0.0, 2.0) < 1.0 + slack);
    CHECK(worst_error(log_of, log_reference, 0.0, 1e300) < 1.0 + slack);
    CHECK(worst_error(log_of, log_reference, 0.0, 1e-307) < 1.0 + slack);
    CHECK(worst_error(tanh_of, tanh_reference, -1.0, 1.0) < 3.0 + slack);
    CHECK(worst_error(tanh_of, tanh_reference, -20.0, 20.0) < 3.0 + slack);
    CHECK(worst_error(tanh_of, tanh_reference, 0.0, 1e-7) < 3.0 + slack);
    CHECK(worst_error(sin_of_pi, sin_reference, 0.0, 1.0) < 3.0 + slack);
    CHECK(worst_error(sin_of_pi, sin_reference, -1000.0, 1000.0) < 3.0 + slack);
    CHECK(worst_error(sin_of_pi, sin_reference, 0.0, 1e-7) < 3.0 + slack);
}

// FNV-1a over the results' bits, the same in every build: natively by each compiler, and in wasm.
TEST_CASE("the bits of the functions of doubles are pinned", "[engine]") {
    const auto digest = [](double (*function)(double), double low, double high) {
        std::mt19937 random(1);
        std::uint64_t hash = 0xcbf29ce484222325u;
        for (int i = 0; i < 10000; ++i) {
            const double x = low + (high - low) * (static_cast<double>(random()) * 0x1p-32);
            hash = (hash ^ std::bit_cast<std::uint64_t>(function(x))) * 0x100000001b3u;
        }
        return hash;
    };
    CHECK(digest(exp_of, -745.0, 709.0) == 0xa8950245d0cc4290u);
    CHECK(digest(log_of, 0.0, 10.0) == 0x446d2ebee64c7eau);
    CHECK(digest(tanh_of, -3.0, 3.0) == 0x5c080a7032e98f3du);
    CHECK(digest(sin_of_pi, -3.0, 3.0) == 0xe91a9f1ec60422u);
}

TEST_CASE("a whole row is done as its values one by one", "[engine]") {
    const std::vector<float> all = {-1.0f, 0.5f, 88.8f,     -104.5f, kNaN,
                                    -0.0f, 3.0f, kInfinity, 1e-40f};
    for (std::size_t count = 0; count <= all.size(); ++count) {
        CAPTURE(count);
        std::vector<float> exps(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count));
        std::vector<float> tanhs = exps;
        std::vector<double> wide_exps(exps.begin(), exps.end()), wide_tanhs = wide_exps;
        exp_in_place(exps);
        exp_in_place(wide_exps);
        tanh_in_place(tanhs);
        tanh_in_place(wide_tanhs);
        for (std::size_t i = 0; i < count; ++i) {
            CAPTURE(i);
            const double x = static_cast<double>(all[i]);
            CHECK((has_same_bits(exps[i], exp_of(all[i])) || std::isnan(all[i])));
            CHECK((has_same_bits(tanhs[i], tanh_of(all[i])) || std::isnan(all[i])));
            CHECK((wide_exps[i] == exp_of(x) || std::isnan(x)));
            CHECK((wide_tanhs[i] == tanh_of(x) || std::isnan(x)));
            CHECK(std::isnan(exps[i]) == std::isnan(all[i]));
            CHECK(std::isnan(wide_tanhs[i]) == std::isnan(x));
        }
    }
}
