// One step on one sample, taken apart, against scikit-learn's own sums, deltas and gradients.
// explain_cases.py made the file.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <vector>

#include "engine/explain/trace.h"
#include "tests/support/json.h"

using namespace nn;
using namespace nn::test;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

void check_equal(const std::vector<double>& values, const std::vector<double>& expected) {
    REQUIRE(values.size() == expected.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        CAPTURE(i);
        CHECK_THAT(values[i], WithinRel(expected[i], 1e-10) || WithinAbs(expected[i], 1e-13));
    }
}

std::vector<double> all_gradients(const Network<double>& network, const Trace<double>& trace) {
    std::vector<double> gradients;
    for (std::size_t l = 0; l < network.layers.size(); ++l) {
        const auto inputs = static_cast<std::size_t>(network.layers[l].inputs());
        const auto units = static_cast<std::size_t>(network.layers[l].units());
        for (std::size_t i = 0; i < inputs; ++i)
            for (std::size_t n = 0; n < units; ++n)
                gradients.push_back(gradient_at(network, trace, {l, i, n}).total);
        for (std::size_t n = 0; n < units; ++n)
            gradients.push_back(gradient_at(network, trace, {l, ParameterPlace::kBias, n}).total);
    }
    return gradients;
}

}  // namespace

TEST_CASE("a step taken apart has scikit-learn's values", "[engine]") {
    const Json cases = read_golden("explain.json");
    REQUIRE(cases.array.size() == 7);
    for (const Json& golden : cases.array) {
        const std::string name = golden.at("activation").text;
        CAPTURE(name);
        std::vector<LayerShape> hidden;
        for (const double units : golden.at("hidden").numbers())
            hidden.push_back({static_cast<int>(units), from_key<Activation>(name).value()});
        Network<double> network = make_network<double>(
            static_cast<int>(golden.at("features").number), hidden,
            static_cast<int>(golden.at("classes").number),
            from_key<Loss>(golden.at("loss").text).value(), Initializer::Zeros, 0);
        set_parameters<double>(network, golden.at("start").numbers());
        const std::vector<double> x = golden.at("x").numbers();
        const auto label = static_cast<std::uint8_t>(golden.at("label").number);

        const Trace<double> trace =
            trace_step<double>(network, x, label, {.l2 = golden.at("l2").number});
        REQUIRE(trace.layers.size() == golden.at("activations").array.size());
        for (std::size_t l = 0; l < trace.layers.size(); ++l) {
            CAPTURE(l);
            check_equal(trace.layers[l].a, golden.at("activations").array[l].numbers());
            check_equal(trace.layers[l].dz, golden.at("deltas").array[l].numbers());
        }
        check_equal(trace.layers.back().a, golden.at("probabilities").numbers());
        CHECK_THAT(trace.objective(), WithinRel(golden.at("objective").number, 1e-12));
        check_equal(all_gradients(network, trace), golden.at("gradient").numbers());
    }
}
