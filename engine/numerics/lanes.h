// Vectors of 16 bytes, by the vector extensions that GCC and clang share: the same four floats or two
// doubles in SSE, NEON and WebAssembly. Arithmetic on them is that of their elements.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace nn {

template <class Scalar>
struct Lanes;

template <>
struct Lanes<float> {
    typedef float Vector __attribute__((vector_size(16)));
};

template <>
struct Lanes<double> {
    typedef double Vector __attribute__((vector_size(16)));
};

template <class Scalar>
using Vector = typename Lanes<Scalar>::Vector;

template <class Scalar>
inline constexpr std::ptrdiff_t kLanes = sizeof(Vector<Scalar>) / sizeof(Scalar);

// The first `Count` elements from or to memory of any alignment; the others are 0 or left out.
template <std::ptrdiff_t Count, class Scalar>
Vector<Scalar> load(const Scalar* from) {
    Vector<Scalar> value{};
    if constexpr (Count == kLanes<Scalar>) {
        std::memcpy(&value, from, sizeof value);
    } else {
        for (std::ptrdiff_t i = 0; i < Count; ++i) value[i] = from[i];
    }
    return value;
}

template <std::ptrdiff_t Count, class Scalar>
void store(Scalar* to, const Vector<Scalar>& value) {
    if constexpr (Count == kLanes<Scalar>) {
        std::memcpy(to, &value, sizeof value);
    } else {
        for (std::ptrdiff_t i = 0; i < Count; ++i) to[i] = value[i];
    }
}

// Bit i tells whether element i of a comparison of vectors came out true.
template <class Scalar, class Comparison>
std::uint32_t true_lanes(const Comparison& is_true) {
#if defined(__wasm_simd128__)
    if constexpr (kLanes<Scalar> == 4)
        return __builtin_wasm_bitmask_i32x4(is_true);
    else
        return __builtin_wasm_bitmask_i64x2(is_true);
#elif defined(__SSE2__)
    if constexpr (kLanes<Scalar> == 4)
        return static_cast<std::uint32_t>(
            __builtin_ia32_movmskps(std::bit_cast<Vector<float>>(is_true)));
    else
        return static_cast<std::uint32_t>(
            __builtin_ia32_movmskpd(std::bit_cast<Vector<double>>(is_true)));
#else
    std::uint32_t bits = 0;
    for (std::ptrdiff_t i = 0; i < kLanes<Scalar>; ++i)
        bits |= static_cast<std::uint32_t>(is_true[i] != 0) << i;
    return bits;
#endif
}

// Bit i tells whether the i-th of up to 64 numbers passes the test, which compares a vector of them.
template <class Scalar, class Test>
std::uint64_t bits_where(const Scalar* values, std::ptrdiff_t count, Test test) {
    constexpr std::ptrdiff_t kFull = kLanes<Scalar>;
    std::uint64_t bits = 0;
    std::ptrdiff_t i = 0;
    for (; i + kFull <= count; i += kFull)
        bits |= std::uint64_t{true_lanes<Scalar>(test(load<kFull>(values + i)))} << i;
    for (; i < count; ++i)
        bits |= std::uint64_t{true_lanes<Scalar>(test(Vector<Scalar>{} + values[i])) & 1} << i;
    return bits;
}

// sum + a * b, in two roundings; in one or two, as the machine likes, in a build that is measured only.
template <class Scalar>
Vector<Scalar> plus_product(const Vector<Scalar>& sum, const Vector<Scalar>& a, Scalar b) {
#ifdef INKLING_RELAXED_SIMD
    if constexpr (kLanes<Scalar> == 4)
        return __builtin_wasm_relaxed_madd_f32x4(a, Vector<Scalar>{b, b, b, b}, sum);
    else
        return __builtin_wasm_relaxed_madd_f64x2(a, Vector<Scalar>{b, b}, sum);
#else
    return sum + a * b;
#endif
}

}  // namespace nn
