// Random numbers equal, bit for bit, to numpy.random.RandomState(seed): MT19937 with NumPy's legacy
// methods. A split or an initialisation made here is scikit-learn's for the same seed.
// https://numpy.org/doc/stable/reference/random/legacy.html
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace nn {

class RandomState {
public:
    explicit RandomState(std::uint32_t seed);

    std::uint32_t next_uint32();
    double random_sample();                   // uniform in [0, 1), 53 bits
    double uniform(double low, double high);  // RandomState.uniform
    double standard_normal();                 // RandomState.standard_normal (polar method, "gauss")
    std::uint32_t interval(
        std::uint32_t max_inclusive);  // masked rejection, as RandomState.shuffle uses
    // RandomState.randint(low, high) with its default type, 64-bit integers; low < high.
    std::int64_t randint(std::int64_t low, std::int64_t high);
    void shuffle(std::span<std::int32_t> values);  // RandomState.shuffle of a 1-d array
    std::vector<std::int32_t> permutation(std::int32_t count);

    bool operator==(const RandomState&) const = default;

private:
    void refill();

    std::array<std::uint32_t, 624> key_{};
    int position_ = 624;
    bool has_gauss_ = false;
    double gauss_ = 0.0;
};

}  // namespace nn
