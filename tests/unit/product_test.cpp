#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cstring>
#include <vector>

#include "engine/numerics/product.h"
#include "engine/numerics/random.h"
#include "engine/numerics/types.h"

using namespace nn;
using Catch::Matchers::WithinAbs;

namespace {

struct Shape {
    std::ptrdiff_t m, n, k;
};

// Full tiles, every width of the last one, rows left over by each height of tile, and no sum at all.
std::vector<Shape> shapes() {
    std::vector<Shape> all;
    for (std::ptrdiff_t n = 1; n <= 34; ++n)
        all.push_back({.m = 3 + n % 7, .n = n, .k = 1 + n % 9});
    for (std::ptrdiff_t m = 1; m <= 17; ++m) all.push_back({.m = m, .n = 37 - 2 * m, .k = 5});
    all.insert(all.end(),
               {{1, 1, 1}, {2, 16, 0}, {3, 5, 0}, {64, 64, 32}, {32, 10, 64}, {5, 100, 784}});
    return all;
}

template <class Scalar>
std::vector<Scalar> random_values(RandomState& random, std::ptrdiff_t count) {
    std::vector<Scalar> values;
    for (std::ptrdiff_t i = 0; i < count; ++i)
        values.push_back(static_cast<Scalar>(random.uniform(-1.0, 1.0)));
    return values;
}

// The promise of product.h in four lines.
template <class Scalar>
void plain_product(Shape shape, const Scalar* a, std::ptrdiff_t a_row, std::ptrdiff_t a_step,
                   const Scalar* b, std::ptrdiff_t b_row, const Scalar* start, Scalar* c,
                   std::ptrdiff_t c_row) {
    for (std::ptrdiff_t i = 0; i < shape.m; ++i)
        for (std::ptrdiff_t j = 0; j < shape.n; ++j) {
            Scalar sum = start != nullptr ? start[j] : Scalar(0);
            for (std::ptrdiff_t k = 0; k < shape.k; ++k)
                sum = sum + a[i * a_row + k * a_step] * b[k * b_row + j];
            c[i * c_row + j] = sum;
        }
}

// Rows of B and C are longer than the product is wide; what lies between must stay as it is.
template <class Scalar>
bool equals_plain_loops(Shape shape, bool is_transposed, bool has_start, double zeros = 0.0) {
    constexpr std::ptrdiff_t kGap = 3;
    RandomState random(7);
    const auto [m, n, k] = shape;
    const std::ptrdiff_t row = n + kGap;
    auto a = random_values<Scalar>(random, m * k);
    for (Scalar& element : a)
        if (random.uniform(0.0, 1.0) < zeros) element = Scalar(0);
    // No gap after the last row: the sanitizer sees a load that goes too far.
    const auto b = random_values<Scalar>(random, k * row - (k > 0 ? kGap : 0));
    const auto start = random_values<Scalar>(random, n);
    std::vector<Scalar> c(static_cast<std::size_t>(m * row - kGap), Scalar(99)), expected = c;
    const std::ptrdiff_t a_row = is_transposed ? 1 : k, a_step = is_transposed ? m : 1;
    const Scalar* const from = has_start ? start.data() : nullptr;
    product(m, n, k, a.data(), a_row, a_step, b.data(), row, from, c.data(), row);
    plain_product(shape, a.data(), a_row, a_step, b.data(), row, from, expected.data(), row);
    return std::memcmp(c.data(), expected.data(), c.size() * sizeof(Scalar)) == 0;
}

}  // namespace

TEMPLATE_TEST_CASE("a product has the bits of the plain triple loop", "[engine]", float, double) {
    for (const Shape& shape : shapes())
        for (const bool is_transposed : {false, true})
            for (const bool has_start : {false, true}) {
                CAPTURE(shape.m, shape.n, shape.k, is_transposed, has_start);
                CHECK(equals_plain_loops<TestType>(shape, is_transposed, has_start));
            }
}

TEMPLATE_TEST_CASE("a product has the same bits when much of it is zero", "[engine]", float,
                   double) {
    const std::vector<Shape> wide = {{1, 32, 1},   {8, 33, 7},    {9, 47, 20},   {17, 64, 64},
                                     {3, 40, 784}, {2, 35, 1024}, {2, 35, 1025}, {7, 100, 0}};
    for (const Shape& shape : wide)
        for (const double zeros : {0.3, 0.7, 1.0})
            for (const bool is_transposed : {false, true})
                for (const bool has_start : {false, true}) {
                    CAPTURE(shape.m, shape.n, shape.k, zeros, is_transposed, has_start);
                    CHECK(equals_plain_loops<TestType>(shape, is_transposed, has_start, zeros));
                }
}

TEMPLATE_TEST_CASE("a product is Eigen's up to rounding", "[engine]", float, double) {
    RandomState random(3);
    Matrix<TestType> A(13, 29), B(29, 21), C(13, 21);
    for (auto& x : A.reshaped()) x = static_cast<TestType>(random.uniform(-1.0, 1.0));
    for (auto& x : B.reshaped()) x = static_cast<TestType>(random.uniform(-1.0, 1.0));
    product<TestType>(13, 21, 29, A.data(), 29, 1, B.data(), 21, nullptr, C.data(), 21);
    const Matrix<TestType> expected = A * B;
    const double tolerance = 100.0 * static_cast<double>(Eigen::NumTraits<TestType>::epsilon());
    CHECK_THAT(static_cast<double>((C - expected).cwiseAbs().maxCoeff()),
               WithinAbs(0.0, tolerance));
}

TEST_CASE("a product keeps infinities and what is not a number", "[engine]") {
    const float a[] = {0.0f, 1.0f}, b[] = {INFINITY, 2.0f};
    float c = 0.0f;
    product<float>(1, 1, 2, a, 2, 1, b, 1, nullptr, &c, 1);
    CHECK(c != c);  // 0 * infinity; leaving out zero factors would hide it
}
