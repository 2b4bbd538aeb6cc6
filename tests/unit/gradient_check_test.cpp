// The gradient check finds right gradients right, and wrong ones wrong.
#include <catch2/catch_test_macros.hpp>

#include <vector>

#include "engine/explain/gradient_check.h"
#include "engine/network/initializer.h"

using namespace nn;

namespace {

const std::vector<float> kInput = {0.5f, -1.0f, 0.25f, 2.0f};

Network<float> network_of(Activation activation) {
    return make_network<float>(4, std::vector<LayerShape>{{5, activation}, {4, activation}}, 3,
                               Loss::CrossEntropy, Initializer::GlorotUniform, 3);
}

}  // namespace

TEST_CASE("Gradients agree with central differences for every activation", "[engine]") {
    for (const auto& entry : enum_names<Activation>()) {
        CAPTURE(entry.key);
        const Network<float> network = network_of(entry.value);
        const auto check =
            check_gradients<float>(network, kInput, 1, {.l1 = 0.01, .l2 = 0.1}, 1000, 0);
        CHECK(check.parameters == 5 * 5 + 6 * 4 + 5 * 3);
        CHECK(check.gradients.size() == check.parameters);  // all, each once
        CHECK(check.largest_error() < 1e-6);
        CHECK(check.largest_error() > 0.0);
    }
    const auto few = check_gradients<float>(network_of(Activation::Tanh), kInput, 1, {}, 7, 0);
    CHECK(few.gradients.size() == 21);
}

TEST_CASE("At the kink of a ReLU a gradient and the difference part, and the check says so",
          "[engine]") {
    Network<float> network = network_of(Activation::Relu);
    network.layers[0].W.setZero();  // z = 0 exactly: half of each step is on the flat side
    network.layers[0].b.setZero();
    network.layers[1].b.setConstant(0.5f);
    const auto check = check_gradients<float>(network, kInput, 1, {}, 1000, 0);
    CHECK(check.largest_error() > 0.1);
    CHECK(check.gradients.front().place.layer == 0);
}
