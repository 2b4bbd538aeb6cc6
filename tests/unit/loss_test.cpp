#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>
#include <limits>
#include <vector>

#include "engine/network/loss.h"

using namespace nn;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

std::vector<double> answer_of(Loss loss, std::vector<double> Z, std::size_t classes) {
    answer_of_logits<double>(loss, classes, Z);
    return Z;
}

}  // namespace

TEST_CASE("softmax turns logits into shares of their exponentials", "[engine]") {
    // exp gives 1, 2, 5: their sum is 8.
    const auto p = answer_of(Loss::CrossEntropy, {0.0, std::log(2.0), std::log(5.0)}, 3);
    CHECK_THAT(p[0], WithinRel(1.0 / 8.0, 1e-14));
    CHECK_THAT(p[1], WithinRel(2.0 / 8.0, 1e-14));
    CHECK_THAT(p[2], WithinRel(5.0 / 8.0, 1e-14));
}

TEST_CASE("softmax works row by row and does not overflow", "[engine]") {
    const auto p =
        answer_of(Loss::CrossEntropy, {1000.0, 1000.0, -1000.0, -1000.0, -2000.0, -1000.0}, 3);
    const double expected[] = {0.5, 0.5, 0.0, 0.5, 0.0, 0.5};
    for (std::size_t i = 0; i < p.size(); ++i) CHECK_THAT(p[i], WithinAbs(expected[i], 1e-15));
}

TEST_CASE("binary cross-entropy asks each class by itself", "[engine]") {
    // 1 / (1 + e^-ln 3) = 3/4, 1 / (1 + 1) = 1/2, and nothing overflows
    const auto p = answer_of(Loss::BinaryCrossEntropy, {std::log(3.0), 0.0, -1000.0, 1000.0}, 2);
    const double expected[] = {0.75, 0.5, 0.0, 1.0};
    for (std::size_t i = 0; i < p.size(); ++i) CHECK_THAT(p[i], WithinAbs(expected[i], 1e-15));

    // row 0, label 0: -ln 3/4 - ln 1/2 = ln 8/3; row 1, label 1: -ln 1/4 - ln 1/8 = ln 32
    const std::vector<double> answer{0.75, 0.5, 0.75, 0.125};
    const std::vector<std::uint8_t> labels{0, 1};
    CHECK_THAT(loss_sum<double>(Loss::BinaryCrossEntropy, 2, answer, labels),
               WithinRel(std::log(8.0 / 3.0) + std::log(32.0), 1e-14));
    const double weights[] = {2.0, 0.5};
    CHECK_THAT(loss_sum<double>(Loss::BinaryCrossEntropy, 2, answer, labels, weights),
               WithinRel(2.0 * std::log(8.0 / 3.0) + 0.5 * std::log(32.0), 1e-14));
}

TEST_CASE("squared error leaves the outputs as they are", "[engine]") {
    const std::vector<double> outputs{3.0, -1.0};
    CHECK(answer_of(Loss::SquaredError, outputs, 2) == outputs);
}

TEST_CASE("cross-entropy is the negative logarithm of the label's share", "[engine]") {
    const std::vector<double> p{0.125, 0.25, 0.625, 0.125, 0.25, 0.625};
    const std::vector<std::uint8_t> labels{2, 0};
    // ln(8/5) + ln 8 = 0.47000362924574 + 2.07944154167984
    CHECK_THAT(loss_sum<double>(Loss::CrossEntropy, 3, p, labels),
               WithinRel(2.549445170925572, 1e-14));
}

TEST_CASE("squared error is half the squared distance to the one-hot label", "[engine]") {
    const std::vector<double> y{0.5, 2.0, -1.0, 0.0};
    const std::vector<std::uint8_t> labels{1, 0};
    // row 0: (0.25 + 1) / 2 = 0.625; row 1: (4 + 0) / 2 = 2
    CHECK_THAT(loss_sum<double>(Loss::SquaredError, 2, y, labels), WithinRel(2.625, 1e-14));
}

TEST_CASE("a share of nothing costs a finite loss, and what is not a number shows", "[engine]") {
    const std::vector<std::uint8_t> labels{0};
    const std::vector<double> none{0.0, 1.0};
    CHECK_THAT(loss_sum<double>(Loss::CrossEntropy, 2, none, labels),
               WithinRel(-std::log(std::numeric_limits<double>::epsilon()), 1e-14));
    const std::vector<float> none_f{0.0f, 1.0f};
    CHECK_THAT(
        loss_sum<float>(Loss::CrossEntropy, 2, none_f, labels),
        WithinRel(-std::log(static_cast<double>(std::numeric_limits<float>::epsilon())), 1e-6));
    // The label's share 0 and the other's 1: each costs -ln eps.
    CHECK_THAT(loss_sum<double>(Loss::BinaryCrossEntropy, 2, none, labels),
               WithinRel(-2.0 * std::log(std::numeric_limits<double>::epsilon()), 1e-14));
    const std::vector<double> broken{std::numeric_limits<double>::quiet_NaN(), 1.0};
    CHECK(std::isnan(loss_sum<double>(Loss::CrossEntropy, 2, broken, labels)));
    CHECK(std::isnan(loss_sum<double>(Loss::BinaryCrossEntropy, 2, broken, labels)));
    CHECK(std::isnan(loss_sum<double>(Loss::SquaredError, 2, broken, labels)));
}

TEST_CASE("the gradient at the logits is answer minus one-hot, shared among the rows", "[engine]") {
    const std::vector<double> answer{0.125, 0.25, 0.625, 0.5, 0.25, 0.25};
    const std::vector<std::uint8_t> labels{2, 0};
    for (const auto& loss : enum_names<Loss>()) {
        std::vector<double> dZ(6);
        loss_backward<double>(loss.value, 3, answer, labels, dZ);
        CHECK(dZ == std::vector<double>{0.0625, 0.125, -0.1875, -0.25, 0.125, 0.125});
        const double weights[] = {2.0, 8.0, 0.5};
        loss_backward<double>(loss.value, 3, answer, labels, dZ, weights);
        CHECK(dZ == std::vector<double>{0.03125, 0.0625, -0.09375, -0.5, 0.25, 0.25});
    }
}

TEST_CASE("the prediction is the largest answer, the first of equals", "[engine]") {
    CHECK(prediction_of<double>(std::vector<double>{0.1, 0.7, 0.2}) == 1);
    CHECK(prediction_of<float>(std::vector<float>{0.4f, 0.2f, 0.4f}) == 0);
}
