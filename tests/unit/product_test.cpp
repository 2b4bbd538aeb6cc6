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

// The ways to a product: B as it stands or in strips, A as it is or listed.
enum class Way { Plain, Strips, Listed, ListedStrips };

// Rows of B and C are longer than the product is wide; what lies between must stay as it is.
template <class Scalar>
bool equals_plain_loops(Way way, Shape shape, bool is_transposed, bool has_start,
                        double zeros = 0.0) {
    constexpr std::ptrdiff_t kGap = 3;
    RandomState random(7);
    const auto [m, n, k] = shape;
    const std::ptrdiff_t row = n + kGap;
    auto values = random_values<Scalar>(random, m * k);
    for (Scalar& element : values)
        if (random.uniform(0.0, 1.0) < zeros) element = Scalar(0);
    // No gap after the last row: the sanitizer sees a load that goes too far.
    const auto others = random_values<Scalar>(random, k * row - (k > 0 ? kGap : 0));
    const auto start = random_values<Scalar>(random, n);
    std::vector<Scalar> c(static_cast<std::size_t>(m * row - kGap), Scalar(99)), expected = c;
    const View<Scalar> a{values.data(), is_transposed ? 1 : k, is_transposed ? m : 1};
    const View<Scalar> b{others.data(), row};
    const Scalar* const from = has_start ? start.data() : nullptr;
    plain_product(shape, a.data, a.row_stride, a.column_stride, b.data, row, from, expected.data(),
                  row);

    Strips<Scalar> strips;
    strips.fit(k + 2, n);
    strips.pack(k, n, b);
    SparsePairs<Scalar> pairs;
    pairs.fit(k, m);
    if (is_transposed)
        pairs.list_transpose(m, k, a.data, m);
    else
        pairs.list(m, k, a.data, k);
    switch (way) {
        case Way::Plain:
            product(m, n, k, a, b, from, c.data(), row);
            break;
        case Way::Strips:
            product(m, a, strips, from, c.data(), row);
            break;
        case Way::Listed:
            product(n, pairs, b, from, c.data(), row);
            break;
        case Way::ListedStrips:  // in two parts
            const std::ptrdiff_t above = m / 4 * 2;
            product(0, above, pairs, strips, from, c.data(), row);
            product(above, m - above, pairs, strips, from, c.data() + above * row, row);
            break;
    }
    return std::memcmp(c.data(), expected.data(), c.size() * sizeof(Scalar)) == 0;
}

}  // namespace

TEMPLATE_TEST_CASE("a product has the bits of the plain triple loop", "[engine]", float, double) {
    for (const Shape& shape : shapes())
        for (const bool is_transposed : {false, true})
            for (const bool has_start : {false, true})
                for (const Way way : {Way::Plain, Way::Strips}) {
                    CAPTURE(shape.m, shape.n, shape.k, is_transposed, has_start, way);
                    CHECK(equals_plain_loops<TestType>(way, shape, is_transposed, has_start));
                }
}

TEMPLATE_TEST_CASE("a product of listed rows has the same bits", "[engine]", float, double) {
    std::vector<Shape> all = {{17, 64, 64}, {3, 40, 784}, {2, 35, 400}, {2, 35, 401}, {5, 7, 1025}};
    for (const Shape& shape : shapes())
        if (shape.k > 0) all.push_back(shape);
    for (const Shape& shape : all)
        for (const double zeros : {0.0, 0.3, 0.7, 1.0})
            for (const bool is_transposed : {false, true})
                for (const Way way : {Way::Listed, Way::ListedStrips}) {
                    CAPTURE(shape.m, shape.n, shape.k, zeros, is_transposed, way);
                    CHECK(equals_plain_loops<TestType>(way, shape, is_transposed, true, zeros));
                    CHECK(equals_plain_loops<TestType>(way, shape, is_transposed, false, zeros));
                }
}

TEST_CASE("a pair of rows is listed without the columns in which both are zero", "[engine]") {
    //                    column  0     1     2     3
    const std::vector<float> a = {0.0f, 2.0f, 0.0f, 1.0f,  //
                                  0.0f, 0.0f, 0.0f, 3.0f,  //
                                  0.0f, 0.0f, 4.0f, 0.0f};
    SparsePairs<float> pairs;
    pairs.fit(3, 4);
    for (const bool is_transposed : {false, true}) {
        if (is_transposed) {
            std::vector<float> turned;
            for (std::size_t column = 0; column < 4; ++column)
                for (std::size_t row = 0; row < 3; ++row) turned.push_back(a[row * 4 + column]);
            pairs.list_transpose(3, 4, turned.data(), 3);
        } else {
            pairs.list(3, 4, a.data(), 4);
        }
        REQUIRE(pairs.entries(0, 0).size() == 2);
        CHECK(pairs.entries(0, 0)[0].column == 1);
        CHECK(pairs.entries(0, 0)[0].elements[0] == 2.0f);
        CHECK(pairs.entries(0, 0)[0].elements[1] == 0.0f);
        CHECK(pairs.entries(0, 0)[1].column == 3);
        CHECK(pairs.entries(0, 0)[1].elements[1] == 3.0f);
        REQUIRE(pairs.entries(1, 0).size() == 1);
        CHECK(pairs.entries(1, 0)[0].column == 2);
        CHECK(pairs.entries(1, 0)[0].elements[0] == 4.0f);
        CHECK(pairs.entries(1, 0)[0].elements[1] == 0.0f);
    }
}

TEST_CASE("the empty share of a matrix is what is zero in both rows of a pair", "[engine]") {
    std::vector<float> a(64 * 8, 1.0f);
    const auto share = [&a](auto is_zero) {
        for (std::size_t i = 0; i < a.size(); ++i) a[i] = is_zero(i / 8, i % 8) ? 0.0f : 1.0f;
        return empty_share<float>(64, 8, a.data(), 8);
    };
    CHECK(share([](std::size_t, std::size_t) { return false; }) == 0.0);
    CHECK(share([](std::size_t, std::size_t column) { return column > 5; }) == 0.25);
    CHECK(share([](std::size_t row, std::size_t) { return row % 2 == 0; }) == 0.0);
    CHECK(share([](std::size_t, std::size_t) { return true; }) == 1.0);
    CHECK(empty_share<float>(1, 8, a.data(), 8) == 0.0);  // there is no pair
}

TEMPLATE_TEST_CASE("a product is Eigen's up to rounding", "[engine]", float, double) {
    RandomState random(3);
    Matrix<TestType> A(13, 29), B(29, 21), C(13, 21);
    for (auto& x : A.reshaped()) x = static_cast<TestType>(random.uniform(-1.0, 1.0));
    for (auto& x : B.reshaped()) x = static_cast<TestType>(random.uniform(-1.0, 1.0));
    product<TestType>(13, 21, 29, {A.data(), 29}, {B.data(), 21}, nullptr, C.data(), 21);
    const Matrix<TestType> expected = A * B;
    const double tolerance = 100.0 * static_cast<double>(Eigen::NumTraits<TestType>::epsilon());
    CHECK_THAT(static_cast<double>((C - expected).cwiseAbs().maxCoeff()),
               WithinAbs(0.0, tolerance));
}

TEST_CASE("a product keeps infinities and what is not a number", "[engine]") {
    const float a[] = {0.0f, 1.0f}, b[] = {INFINITY, 2.0f};
    float c = 0.0f;
    product<float>(1, 1, 2, {a, 2}, {b, 1}, nullptr, &c, 1);
    CHECK(c != c);  // 0 * infinity; leaving out zero factors would hide it
}
