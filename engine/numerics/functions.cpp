// Each function reduces its argument to a short interval and sums a series there. exp and tanh take no
// branch and read no table, so that several arguments are worked out at once; a single one stands in
// all places. The float versions work in double and round once, at the end: since that gives the right
// float for every argument (tests/exact/functions.cpp), how they come to it does not matter, and they
// take a shorter series than the double versions, whose bits are those of their formula.
#include "engine/numerics/functions.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "engine/numerics/lanes.h"

namespace nn {

namespace {

using Pair = Vector<double>;
typedef std::uint64_t Bits __attribute__((vector_size(16)));
typedef float FloatPair __attribute__((vector_size(8)));
using Four = Vector<float>;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

constexpr double kLog2OfE = 1.4426950408889634074;
// ln 2 in two parts. The first has 21 trailing zero bits: its product with a whole number below 2^21
// is exact.
constexpr double kLn2High = 6.93147180369123816490e-01;
constexpr double kLn2Low = 1.90821492927058770002e-10;

constexpr std::uint64_t kSign = std::uint64_t{1} << 63;

Pair both(double x) {
    return Pair{x, x};
}

// NaN stays NaN.
Pair clamp(Pair x, double low, double high) {
    x = x < both(low) ? both(low) : x;
    return x > both(high) ? both(high) : x;
}

// Rounds to a whole number, ties to even: beside 1.5 * 2^52 there is no room for a fraction, and the
// number stands at the low end of the representation.
struct Whole {
    static constexpr double kShift = 6755399441055744.0;
    // A build that may reorder sums would cancel these two (tests/bench/exactness.mjs makes one).
    explicit Whole(Pair x) {
#ifdef __clang__
#pragma clang fp reassociate(off)
#endif
        shifted = x + kShift;
#if defined(__GNUC__) && !defined(__clang__) && defined(__SSE2__)
        asm("" : "+x"(shifted));
#endif
        value = shifted - kShift;
    }
    Pair shifted, value;
};

// x * 2^n by adding n to the exponent; x, n and the result must be ordinary numbers.
Pair scaled(Pair x, Whole n) {
    return std::bit_cast<Pair>(std::bit_cast<Bits>(x) + (std::bit_cast<Bits>(n.shifted) << 52));
}

// e^r - 1 for |r| <= ln 2 / 2: the sum of r^k / k!, cut where terms fall below 2^-57 of the first. Even
// and odd powers are summed side by side, so that neither waits for the other.
Pair exp_minus_1(Pair r) {
    constexpr struct {
        double even, odd;
    } kInverseFactorials[] = {{1.0 / 3628800.0, 1.0 / 39916800.0},
                              {1.0 / 40320.0, 1.0 / 362880.0},
                              {1.0 / 720.0, 1.0 / 5040.0},
                              {1.0 / 24.0, 1.0 / 120.0},
                              {1.0 / 2.0, 1.0 / 6.0}};
    const Pair square = r * r;
    Pair even = both(1.0 / 479001600.0), odd = both(1.0 / 6227020800.0);
    for (const auto& coefficient : kInverseFactorials) {
        even = even * square + coefficient.even;
        odd = odd * square + coefficient.odd;
    }
    return r + square * (even + r * odd);
}

// The same to 1.3e-17, all that a float needs: the polynomial of degree 11 that meets (e^r - 1 - r) / r^2
// at the ten Chebyshev nodes of |r| <= ln 2 / 2.
[[gnu::always_inline]] inline Pair exp_minus_1_for_float(Pair r) {
    constexpr struct {
        double even, odd;
    } kCoefficients[] = {{0x1.a019b90d2ae7ap-16, 0x1.71de0dae63bb3p-19},
                         {0x1.6c16c1788bd90p-10, 0x1.a01a01a7c41d5p-13},
                         {0x1.5555555553d63p-5, 0x1.11111111109b3p-7},
                         {0x1.0000000000001p-1, 0x1.5555555555556p-3}};
    const Pair square = r * r;
    Pair even = both(0x1.289185613a3d6p-22), odd = both(0x1.af38a9b0ec855p-26);
    for (const auto& coefficient : kCoefficients) {
        even = even * square + coefficient.even;
        odd = odd * square + coefficient.odd;
    }
    return r + square * (even + r * odd);
}

// x = n ln 2 + r
Pair remainder_of(Pair x, Whole n) {
    return (x - n.value * kLn2High) - n.value * kLn2Low;
}

// Beyond the clamps the result is 0 or infinity. Near them 2^n alone is no ordinary number, so a part
// of it is multiplied on at the end.
Pair exp_any(Pair x) {
    const Pair inside = clamp(x, -746.0, 710.0);
    const auto is_low = (inside < both(-700.0));
    const auto is_high = (inside > both(700.0));
    const Pair held_back = is_low ? both(-128.0) : is_high ? both(128.0) : both(0.0);
    const Pair factor = is_low ? both(0x1p-128) : is_high ? both(0x1p128) : both(1.0);
    const Whole n(inside * kLog2OfE);
    const Pair e = 1.0 + exp_minus_1(remainder_of(inside, n));
    const Pair result = scaled(e, Whole(n.value - held_back)) * factor;
    return x != x ? x : result;
}

// tanh x = (e^2x - 1) / (e^2x + 1) on the size of x, through e^2x - 1 = 2^n (e^r - 1) + (2^n - 1),
// which loses nothing where x is small. From 20 on a double cannot tell the result from 1.
Pair tanh_any(Pair x) {
    const Bits sign = std::bit_cast<Bits>(x) & kSign;
    const Pair twice = 2.0 * clamp(std::bit_cast<Pair>(std::bit_cast<Bits>(x) ^ sign), 0.0, 20.0);
    const Whole n(twice * kLog2OfE);
    const Pair power = scaled(both(1.0), n);
    const Pair e = exp_minus_1(remainder_of(twice, n)) * power + (power - 1.0);
    const Pair size = e / (e + 2.0);
    return x != x ? x : std::bit_cast<Pair>(std::bit_cast<Bits>(size) | sign);
}

// log(1 + f) for 1 + f from sqrt(1/2) to sqrt(2). With s = f / (2 + f) it is the series
// 2 (s + s^3/3 + s^5/5 + ...) = 2s + sR, and 2s = f - sf: in the form f - s (f - R) the rounding of s
// weighs little. n ln 2 comes in before the last rounding.
double log_near_one(double f, double n) {
    const double s = f / (2.0 + f), square = s * s;
    double sum = 0.0;
    for (int k = 23; k >= 3; k -= 2) sum = (sum + 2.0 / k) * square;
    return n * kLn2High - ((s * (f - sum) - n * kLn2Low) - f);
}

double log_any(double x) {
    if (!(x > 0.0)) return x == 0.0 ? -kInfinity : kNaN;
    if (x == kInfinity) return x;
    int exponent = 0;
    if (x < std::numeric_limits<double>::min()) {  // subnormal
        x *= 0x1p54;
        exponent = -54;
    }
    // The exponent of x / sqrt(1/2), so that the mantissa lies from sqrt(1/2) to sqrt(2).
    constexpr std::uint64_t kSqrtHalf = 0x3fe6a09e667f3bcd,
                            kMantissa = (std::uint64_t{1} << 52) - 1;
    const auto bits = std::bit_cast<std::uint64_t>(x);
    const std::uint64_t power = (bits - kSqrtHalf) & ~kMantissa;
    exponent += static_cast<int>(static_cast<std::int64_t>(power) >> 52);
    return log_near_one(std::bit_cast<double>(bits - power) - 1.0, static_cast<double>(exponent));
}

// exp for float: 89 is infinity and -104 is 0. NaN would lose its name in `scaled`.
[[gnu::always_inline]] inline Pair exp_for_float(Pair x) {
    const Pair inside = clamp(x, -104.0, 89.0);
    const Whole n(inside * kLog2OfE);
    const Pair result = scaled(1.0 + exp_minus_1_for_float(remainder_of(inside, n)), n);
    return x != x ? x : result;
}

// tanh for float, as above: from 10 on it is 1. NaN goes through.
[[gnu::always_inline]] inline Pair tanh_for_float(Pair x) {
    const Bits sign = std::bit_cast<Bits>(x) & kSign;
    const Pair size_of_x = std::bit_cast<Pair>(std::bit_cast<Bits>(x) ^ sign);
    const Pair inside = size_of_x > both(10.0) ? both(10.0) : size_of_x;
    const Pair twice = inside + inside;
    const Whole n(twice * kLog2OfE);
    const Pair power = scaled(both(1.0), n);
    const Pair e = exp_minus_1_for_float(remainder_of(twice, n)) * power + (power - 1.0);
    const Pair size = e / (e + 2.0);
    return std::bit_cast<Pair>(std::bit_cast<Bits>(size) | sign);
}

// Two pairs side by side: neither waits for the other. They are inlined by force, since four copies of
// a function are more than g++ thinks good, and a call for each pair takes as long as a third of it.
template <Pair function(Pair)>
[[gnu::always_inline]] inline Four in_double(Four x) {
    const FloatPair low = {x[0], x[1]}, high = {x[2], x[3]};
    const auto first =
        __builtin_convertvector(function(__builtin_convertvector(low, Pair)), FloatPair);
    const auto second =
        __builtin_convertvector(function(__builtin_convertvector(high, Pair)), FloatPair);
    return Four{first[0], first[1], second[0], second[1]};
}

Four exp_any(Four x) {
    return in_double<exp_for_float>(x);
}

Four tanh_any(Four x) {
    return in_double<tanh_for_float>(x);
}

// `function` over all values, a vector at a time; what is left over stands among zeros.
template <class Scalar, Vector<Scalar> function(Vector<Scalar>)>
void map(std::span<Scalar> values) {
    Scalar* at = values.data();
    std::size_t left = values.size();
    constexpr std::size_t kWidth = kLanes<Scalar>;
    for (; left >= kWidth; left -= kWidth, at += kWidth)
        store<kLanes<Scalar>>(at, function(load<kLanes<Scalar>>(at)));
    if (left == 0) return;
    Vector<Scalar> rest{};
    std::memcpy(&rest, at, left * sizeof(Scalar));
    rest = function(rest);
    std::memcpy(at, &rest, left * sizeof(Scalar));
}

}  // namespace

float exp_of(float x) {
    return static_cast<float>(exp_for_float(both(static_cast<double>(x)))[0]);
}

double exp_of(double x) {
    return exp_any(both(x))[0];
}

float log_of(float x) {
    // The only arguments for which a double is not enough: their logarithms lie within its last bit of
    // the middle between two floats.
    constexpr struct {
        float x, log;
    } kHardest[] = {{0x1.827a74p-7f, -0x1.1c2b1ep+2f},
                    {0x1.2f1fd6p+3f, 0x1.1fcbcep+1f},
                    {0x1.bacb4ap+25f, 0x1.1e0696p+4f},
                    {0x1.b121a6p+76f, 0x1.a9a3f2p+5f},
                    {0x1.6351d8p+95f, 0x1.08b512p+6f}};
    for (const auto& hard : kHardest)
        if (x == hard.x) return hard.log;
    return static_cast<float>(log_any(static_cast<double>(x)));
}

double log_of(double x) {
    return log_any(x);
}

float tanh_of(float x) {
    return static_cast<float>(tanh_for_float(both(static_cast<double>(x)))[0]);
}

double tanh_of(double x) {
    return tanh_any(both(x))[0];
}

double sin_of_pi(double x) {
    constexpr double kPi = 3.14159265358979323846;
    constexpr double kInverseFactorials[] = {1.0 / 51090942171709440000.0,
                                             -1.0 / 121645100408832000.0,
                                             1.0 / 355687428096000.0,
                                             -1.0 / 1307674368000.0,
                                             1.0 / 6227020800.0,
                                             -1.0 / 39916800.0,
                                             1.0 / 362880.0,
                                             -1.0 / 5040.0,
                                             1.0 / 120.0,
                                             -1.0 / 6.0};
    // Whole turns go, then half-turns, each of which turns the sign. All of this is exact.
    x -= 2.0 * std::trunc(0.5 * x);
    const double half_turns = std::floor(x + 0.5);
    const bool is_odd = half_turns == 1.0 || half_turns == -1.0;
    const double y = kPi * (x - half_turns), square = y * y;
    double sum = 0.0;
    for (const double coefficient : kInverseFactorials) sum = sum * square + coefficient;
    const double sine = y + y * (square * sum);
    return is_odd ? -sine : sine;
}

void exp_in_place(std::span<float> values) {
    map<float, exp_any>(values);
}

void exp_in_place(std::span<double> values) {
    map<double, exp_any>(values);
}

void tanh_in_place(std::span<float> values) {
    map<float, tanh_any>(values);
}

void tanh_in_place(std::span<double> values) {
    map<double, tanh_any>(values);
}

}  // namespace nn
