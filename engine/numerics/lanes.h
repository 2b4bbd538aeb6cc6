// Vectors of 16 bytes, by the vector extensions that GCC and clang share: the same four floats or two
// doubles in SSE, NEON and WebAssembly. Arithmetic on them is that of their elements.
#pragma once

#include <cstddef>
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
