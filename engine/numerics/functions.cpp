// Each function reduces its argument exactly, then evaluates a series in a fixed order. The float
// versions work in double throughout, which leaves them within a hair of half an ulp.
#include "engine/numerics/functions.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace nn {

namespace {

constexpr double kLog2OfE = 1.4426950408889634074;
// ln 2 in two parts: the first has 21 trailing zero bits, so that n * kLn2High is exact for |n| < 2^21.
constexpr double kLn2High = 6.93147180369123816490e-01;
constexpr double kLn2Low = 1.90821492927058770002e-10;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

// 2^n for n in the range of normal doubles.
double power_of_two(std::int64_t n) { return std::bit_cast<double>(static_cast<std::uint64_t>(n + 1023) << 52); }

// Rounds to the nearest integer, ties to even, by the addition that leaves no fraction bits.
double nearest(double x) {
    constexpr double kShift = 6755399441055744.0;  // 1.5 * 2^52
    return (x + kShift) - kShift;
}

// Taylor's series of exp on |r| <= ln 2 / 2, by Horner: `Terms` coefficients 1 / k!.
template <int Terms>
double exp_series(double r) {
    constexpr double kInverseFactorial[] = {1.0,
                                            1.0,
                                            1.0 / 2.0,
                                            1.0 / 6.0,
                                            1.0 / 24.0,
                                            1.0 / 120.0,
                                            1.0 / 720.0,
                                            1.0 / 5040.0,
                                            1.0 / 40320.0,
                                            1.0 / 362880.0,
                                            1.0 / 3628800.0,
                                            1.0 / 39916800.0,
                                            1.0 / 479001600.0,
                                            1.0 / 6227020800.0};
    static_assert(Terms <= 14);
    double sum = kInverseFactorial[Terms - 1];
    for (int k = Terms - 2; k >= 0; --k) sum = sum * r + kInverseFactorial[k];
    return sum;
}

// exp(x) for x whose result is a normal double; also right, by two scalings, where it is subnormal.
template <int Terms>
double exp_reduced(double x) {
    const double n = nearest(x * kLog2OfE);
    const double r = (x - n * kLn2High) - n * kLn2Low;
    const auto exponent = static_cast<std::int64_t>(n);
    const std::int64_t half = exponent / 2;
    return exp_series<Terms>(r) * power_of_two(half) * power_of_two(exponent - half);
}

// exp(x) - 1 for |x| <= 0.35 without the cancellation.
double expm1_small(double x) {
    double sum = 1.0 / 6227020800.0;
    constexpr double kInverseFactorial[] = {1.0 / 479001600.0, 1.0 / 39916800.0, 1.0 / 3628800.0, 1.0 / 362880.0,
                                            1.0 / 40320.0,     1.0 / 5040.0,     1.0 / 720.0,     1.0 / 120.0,
                                            1.0 / 24.0,        1.0 / 6.0,        1.0 / 2.0,       1.0};
    for (const double coefficient : kInverseFactorial) sum = sum * x + coefficient;
    return sum * x;
}

// 2 * atanh(s) = log((1 + s) / (1 - s)) for |s| <= 0.1716, by its odd series.
template <int Terms>
double log_series(double s) {
    const double square = s * s;
    double sum = 0.0;
    for (int k = Terms - 1; k >= 1; --k) sum = (sum + 1.0 / static_cast<double>(2 * k + 1)) * square;
    return 2.0 * s + 2.0 * s * sum;
}

template <int Terms>
double log_double(double x) {
    if (!(x > 0.0)) return x == 0.0 ? -kInfinity : std::numeric_limits<double>::quiet_NaN();
    if (x == kInfinity) return x;
    std::int64_t exponent = 0;
    if (x < std::numeric_limits<double>::min()) {
        x *= 18014398509481984.0;  // 2^54
        exponent = -54;
    }
    auto bits = std::bit_cast<std::uint64_t>(x);
    exponent += static_cast<std::int64_t>(bits >> 52) - 1023;
    bits = (bits & 0x000fffffffffffffu) | 0x3ff0000000000000u;
    double mantissa = std::bit_cast<double>(bits);  // [1, 2)
    if (mantissa > 1.4142135623730951) {
        mantissa *= 0.5;
        exponent += 1;
    }
    const double s = (mantissa - 1.0) / (mantissa + 1.0);
    const auto n = static_cast<double>(exponent);
    return n * kLn2High + (log_series<Terms>(s) + n * kLn2Low);
}

double tanh_double(double x) {
    const double size = std::abs(x);
    if (size > 20.0) return x > 0.0 ? 1.0 : -1.0;
    double value = 0.0;
    if (size <= 0.17) {
        const double e = expm1_small(2.0 * size);
        value = e / (e + 2.0);
    } else {
        value = 1.0 - 2.0 / (exp_reduced<14>(2.0 * size) + 1.0);
    }
    return std::copysign(value, x);
}

}  // namespace

double exp_of(double x) {
    if (x != x) return x;
    if (x > 709.782712893384) return kInfinity;
    if (x < -745.2) return 0.0;
    return exp_reduced<14>(x);
}

double log_of(double x) { return x != x ? x : log_double<11>(x); }

double tanh_of(double x) { return x != x ? x : tanh_double(x); }

float exp_of(float x) {
    if (x != x) return x;
    if (x > 88.8f) return std::numeric_limits<float>::infinity();
    if (x < -104.0f) return 0.0f;
    return static_cast<float>(exp_reduced<10>(static_cast<double>(x)));
}

float log_of(float x) { return x != x ? x : static_cast<float>(log_double<7>(static_cast<double>(x))); }

float tanh_of(float x) { return x != x ? x : static_cast<float>(tanh_double(static_cast<double>(x))); }

void exp_in_place(std::span<float> values) {
    for (float& value : values) value = exp_of(value);
}

void exp_in_place(std::span<double> values) {
    for (double& value : values) value = exp_of(value);
}

}  // namespace nn
