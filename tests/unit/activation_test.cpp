#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>
#include <limits>
#include <vector>

#include "engine/network/activation.h"

using namespace nn;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

template <class Scalar>
Scalar value(Activation activation, Scalar z) {
    activate(activation, std::span(&z, 1));
    return z;
}

// f'(z), as backward passes work it out: z is there only where it must be.
template <class Scalar>
Scalar slope(Activation activation, Scalar z) {
    const Scalar a = value(activation, z);
    Scalar da = 1;
    const std::span<const Scalar> sum(&z, slope_needs_sum(activation) ? 1 : 0);
    activate_backward(activation, sum, std::span<const Scalar>(&a, 1), std::span(&da, 1));
    return da;
}

}  // namespace

TEST_CASE("activations have the values and slopes of their formulas", "[engine]") {
    struct Row {
        Activation activation;
        double z, value, slope;
    };
    // sigmoid(0.5) = 1 / (1 + e^-0.5) = 0.62245933120185; its slope a (1 - a) = 0.23500371220159
    // elu(-0.5) = e^-0.5 - 1 = -0.39346934028737; its slope e^-0.5 = 0.60653065971263
    // softplus(0.5) = ln(1 + e^0.5) = 0.97407698418011; its slope is sigmoid(0.5)
    // gelu(1) = (1 + t) / 2 with t = tanh(0.79788456080287 * 1.044715) = 0.68238398121655; its slope
    //   (1 + t) / 2 + (1 - t^2) / 2 * 0.79788456080287 * 1.134145 = 1.08296408384578
    // tanh(0.5) = 0.46211715726001; its slope 1 - a^2 = 0.78644773296593
    const Row rows[] = {
        {Activation::Relu, 0.5, 0.5, 1.0},
        {Activation::Relu, -0.5, 0.0, 0.0},
        {Activation::Relu, 0.0, 0.0, 0.0},
        {Activation::LeakyRelu, 0.5, 0.5, 1.0},
        {Activation::LeakyRelu, -0.5, -0.005, 0.01},
        {Activation::LeakyRelu, 0.0, 0.0, 0.01},
        {Activation::Elu, 0.5, 0.5, 1.0},
        {Activation::Elu, 0.0, 0.0, 1.0},
        {Activation::Elu, -0.5, -0.3934693402873666, 0.6065306597126334},
        {Activation::Gelu, 0.0, 0.0, 0.5},
        {Activation::Gelu, 1.0, 0.8411919906082768, 1.0829640838457826},
        {Activation::Softplus, 0.0, 0.6931471805599453, 0.5},
        {Activation::Softplus, 0.5, 0.9740769841801067, 0.6224593312018546},
        {Activation::Tanh, 0.0, 0.0, 1.0},
        {Activation::Tanh, 0.5, 0.46211715726000974, 0.7864477329659274},
        {Activation::Tanh, -2.0, -0.9640275800758169, 0.07065082485316443},
        {Activation::Sigmoid, 0.0, 0.5, 0.25},
        {Activation::Sigmoid, 0.5, 0.6224593312018546, 0.2350037122015945},
        {Activation::Sigmoid, -2.0, 0.11920292202211755, 0.10499358540350662},
        {Activation::Linear, -3.25, -3.25, 1.0},
    };
    for (const Row& row : rows) {
        CAPTURE(key_of(row.activation), row.z);
        CHECK_THAT(value(row.activation, row.z),
                   WithinRel(row.value, 1e-14) || WithinAbs(row.value, 1e-300));
        CHECK_THAT(slope(row.activation, row.z),
                   WithinRel(row.slope, 1e-13) || WithinAbs(row.slope, 1e-300));
        const float z = static_cast<float>(row.z);
        CHECK_THAT(value(row.activation, z),
                   WithinRel(static_cast<float>(row.value), 1e-6f) || WithinAbs(row.value, 1e-30));
    }
}

TEST_CASE("activations stay within their range at the ends of the number line", "[engine]") {
    for (const double z : {-1e4, -800.0, 800.0, 1e4}) {
        CAPTURE(z);
        CHECK(value(Activation::Tanh, z) == (z > 0 ? 1.0 : -1.0));
        const double sigmoid = value(Activation::Sigmoid, z);
        CHECK(sigmoid >= 0.0);
        CHECK_THAT(sigmoid, WithinAbs(z > 0 ? 1.0 : 0.0, 1e-300));
        CHECK(slope(Activation::Sigmoid, z) == 0.0);
    }
}

TEST_CASE("rectifiers come to zero, and to the line, at the ends of the number line", "[engine]") {
    for (const double z : {-1e300, -1e4, -800.0, 800.0, 1e4, 1e300}) {
        CAPTURE(z);
        const double rectified = z > 0 ? z : 0.0, step = z > 0 ? 1.0 : 0.0;
        for (const Activation activation : {Activation::Gelu, Activation::Softplus}) {
            CAPTURE(key_of(activation));
            CHECK(value(activation, z) == rectified);
            CHECK(slope(activation, z) == step);
        }
        CHECK(value(Activation::Elu, z) == (z > 0 ? z : -1.0));
        CHECK(slope(Activation::Elu, z) == step);
        CHECK(slope(Activation::LeakyRelu, z) == (z > 0 ? 1.0 : 0.01));
        const float narrow = z > 0 ? 1e38f : -1e38f;
        CHECK(value(Activation::Gelu, narrow) == (z > 0 ? narrow : 0.0f));
        CHECK(slope(Activation::Gelu, narrow) == (z > 0 ? 1.0f : 0.0f));
    }
}

TEST_CASE("no digit is lost where an activation or its slope is small", "[engine]") {
    // e^-1e-9 - 1 = -1e-9 + 5e-19; ln(1 + e^-40) = e^-40 - e^-80 / 2, and so is its slope but for
    // the next term
    CHECK_THAT(value(Activation::Elu, -1e-9), WithinRel(-9.999999995e-10, 1e-15));
    CHECK_THAT(value(Activation::Elu, -1e-9f), WithinRel(-1e-9f, 1e-6f));
    CHECK_THAT(value(Activation::Softplus, -40.0), WithinRel(4.248354255291589e-18, 1e-14));
    CHECK_THAT(slope(Activation::Softplus, -40.0), WithinRel(4.248354255291589e-18, 1e-14));
    CHECK_THAT(value(Activation::Softplus, -40.0f), WithinRel(4.2483543e-18f, 1e-6f));
}

TEST_CASE("long rows are done as their values one by one", "[engine]") {
    std::vector<float> z;
    for (int i = 0; i < 203; ++i) z.push_back(0.07f * static_cast<float>(i - 100));
    for (const auto& activation : enum_names<Activation>()) {
        CAPTURE(activation.key);
        std::vector<float> a = z, da(z.size(), 1.0f);
        activate<float>(activation.value, a);
        activate_backward<float>(activation.value, z, a, da);
        for (std::size_t i = 0; i < z.size(); ++i) {
            CAPTURE(i);
            CHECK(a[i] == value(activation.value, z[i]));
            CHECK(da[i] == slope(activation.value, z[i]));
        }
    }
}

TEST_CASE("activations pass on what is not a number", "[engine]") {
    for (const auto& activation : enum_names<Activation>()) {
        CAPTURE(activation.key);
        CHECK(std::isnan(value(activation.value, std::numeric_limits<float>::quiet_NaN())));
        CHECK(std::isnan(value(activation.value, std::numeric_limits<double>::quiet_NaN())));
        if (slope_needs_sum(activation.value))
            CHECK(std::isnan(slope(activation.value, std::numeric_limits<float>::quiet_NaN())));
    }
}

TEST_CASE("the slope multiplies the gradient that comes from above", "[engine]") {
    const std::vector<double> a{0.5, 0.0, 0.25};
    std::vector<double> da{2.0, 2.0, -4.0};
    activate_backward<double>(Activation::Sigmoid, {}, a, da);
    CHECK(da == std::vector<double>{2.0 * 0.25, 0.0, -4.0 * 0.1875});
}

TEST_CASE("every activation can be named and found by its name", "[engine]") {
    CHECK(enum_names<Activation>().size() == 8);
    for (const auto& entry : enum_names<Activation>())
        CHECK(from_key<Activation>(entry.key) == entry.value);
    CHECK_FALSE(from_key<Activation>("toString").has_value());
}
