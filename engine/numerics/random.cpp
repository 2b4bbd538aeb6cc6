// MT19937 (Matsumoto & Nishimura 1998) and NumPy's legacy distributions over it.
#include "engine/numerics/random.h"

#include <bit>
#include <cassert>
#include <cmath>
#include <utility>

#include "engine/numerics/functions.h"

namespace nn {

namespace {

constexpr std::size_t kSize = 624, kMiddle = 397;
constexpr std::uint32_t kMatrix = 0x9908b0dfu, kUpper = 0x80000000u, kLower = 0x7fffffffu;

}  // namespace

RandomState::RandomState(std::uint32_t seed) {
    key_[0] = seed;
    for (std::uint32_t i = 1; i < kSize; ++i)
        key_[i] = 1812433253u * (key_[i - 1] ^ (key_[i - 1] >> 30)) + i;
}

void RandomState::refill() {
    for (std::size_t i = 0; i < kSize; ++i) {
        const std::uint32_t y = (key_[i] & kUpper) | (key_[(i + 1) % kSize] & kLower);
        key_[i] = key_[(i + kMiddle) % kSize] ^ (y >> 1) ^ ((y & 1u) != 0 ? kMatrix : 0u);
    }
    position_ = 0;
}

std::uint32_t RandomState::next_uint32() {
    if (position_ == static_cast<int>(kSize)) refill();
    std::uint32_t y = key_[static_cast<std::size_t>(position_++)];
    y ^= y >> 11;
    y ^= (y << 7) & 0x9d2c5680u;
    y ^= (y << 15) & 0xefc60000u;
    return y ^ (y >> 18);
}

double RandomState::random_sample() {
    const double high = next_uint32() >> 5, low = next_uint32() >> 6;
    return (high * 67108864.0 + low) / 9007199254740992.0;
}

double RandomState::uniform(double low, double high) {
    return low + (high - low) * random_sample();
}

// Marsaglia's polar method; the second of each pair is kept for the next call.
double RandomState::standard_normal() {
    if (has_gauss_) {
        has_gauss_ = false;
        return std::exchange(gauss_, 0.0);
    }
    double x1 = 0.0, x2 = 0.0, r2 = 0.0;
    do {
        x1 = 2.0 * random_sample() - 1.0;
        x2 = 2.0 * random_sample() - 1.0;
        r2 = x1 * x1 + x2 * x2;
    } while (r2 >= 1.0 || r2 == 0.0);
    const double factor = std::sqrt(-2.0 * log_of(r2) / r2);
    gauss_ = factor * x1;
    has_gauss_ = true;
    return factor * x2;
}

std::uint32_t RandomState::interval(std::uint32_t max_inclusive) {
    if (max_inclusive == 0) return 0;
    const std::uint32_t mask = ~std::uint32_t{0} >> std::countl_zero(max_inclusive);
    std::uint32_t value = 0;
    do {
        value = next_uint32() & mask;
    } while (value > max_inclusive);
    return value;
}

// Offsets that fit 32 bits take one number a try, larger ones two, the high half first.
std::int64_t RandomState::randint(std::int64_t low, std::int64_t high) {
    assert(low < high);
    const std::uint64_t largest =
        static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low) - 1;
    std::uint64_t offset = 0;
    if (largest <= 0xffffffffu) {
        offset = interval(static_cast<std::uint32_t>(largest));
    } else {
        const std::uint64_t mask = ~std::uint64_t{0} >> std::countl_zero(largest);
        do {
            const std::uint64_t high_half = next_uint32();
            offset = (high_half << 32 | next_uint32()) & mask;
        } while (offset > largest);
    }
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + offset);
}

void RandomState::shuffle(std::span<std::int32_t> values) {
    for (std::size_t i = values.size(); i-- > 1;)
        std::swap(values[i], values[interval(static_cast<std::uint32_t>(i))]);
}

std::vector<std::int32_t> RandomState::permutation(std::int32_t count) {
    std::vector<std::int32_t> values(static_cast<std::size_t>(count));
    for (std::int32_t i = 0; i < count; ++i) values[static_cast<std::size_t>(i)] = i;
    shuffle(values);
    return values;
}

}  // namespace nn
