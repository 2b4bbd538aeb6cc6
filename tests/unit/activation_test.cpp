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

// f'(z), by way of the output as backward passes do.
template <class Scalar>
Scalar slope(Activation activation, Scalar z) {
    const Scalar a = value(activation, z);
    Scalar da = 1;
    activate_backward(activation, std::span<const Scalar>(&a, 1), std::span(&da, 1));
    return da;
}

}  // namespace

TEST_CASE("activations have the values and slopes of their formulas", "[engine]") {
    struct Row {
        Activation activation;
        double z, value, slope;
    };
    // sigmoid(0.5) = 1 / (1 + e^-0.5) = 0.62245933120185; its slope a (1 - a) = 0.23500371220159
    // tanh(0.5) = 0.46211715726001; its slope 1 - a^2 = 0.78644773296593
    const Row rows[] = {
        {Activation::Relu, 0.5, 0.5, 1.0},
        {Activation::Relu, -0.5, 0.0, 0.0},
        {Activation::Relu, 0.0, 0.0, 0.0},
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

TEST_CASE("activations pass on what is not a number", "[engine]") {
    for (const auto& activation : enum_names<Activation>()) {
        CAPTURE(activation.key);
        CHECK(std::isnan(value(activation.value, std::numeric_limits<float>::quiet_NaN())));
        CHECK(std::isnan(value(activation.value, std::numeric_limits<double>::quiet_NaN())));
    }
}

TEST_CASE("the slope multiplies the gradient that comes from above", "[engine]") {
    const std::vector<double> a{0.5, 0.0, 0.25};
    std::vector<double> da{2.0, 2.0, -4.0};
    activate_backward<double>(Activation::Sigmoid, a, da);
    CHECK(da == std::vector<double>{2.0 * 0.25, 0.0, -4.0 * 0.1875});
}

TEST_CASE("every activation can be named and found by its name", "[engine]") {
    CHECK(enum_names<Activation>().size() == 4);
    for (const auto& entry : enum_names<Activation>())
        CHECK(from_key<Activation>(entry.key) == entry.value);
    CHECK_FALSE(from_key<Activation>("toString").has_value());
}
