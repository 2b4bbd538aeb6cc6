// The engine beside PyTorch, for what scikit-learn does not have. torch_cases.py made the files.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <vector>

#include "engine/network/activation.h"
#include "tests/support/json.h"

using namespace nn;
using namespace nn::test;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

TEST_CASE("activations and their slopes are PyTorch's", "[engine]") {
    const Json cases = read_golden("activations.json");
    REQUIRE(cases.array.size() == enum_names<Activation>().size());
    for (const Json& golden : cases.array) {
        const std::string name = golden.at("activation").text;
        CAPTURE(name);
        const Activation activation = from_key<Activation>(name).value();
        const std::vector<double> z = golden.at("z").numbers();
        const std::vector<double> expected = golden.at("a").numbers();
        const std::vector<double> slopes = golden.at("slope").numbers();
        std::vector<double> a = z, da(z.size(), 1.0);
        activate<double>(activation, a);
        activate_backward<double>(activation, z, a, da);
        // Where it nearly vanishes, GELU has lost digits of 1 + tanh; a slope by way of the output, of
        // 1 - a^2 and the like.
        const double absolute = activation == Activation::Gelu ? 1e-15 : 1e-300;
        for (std::size_t i = 0; i < z.size(); ++i) {
            CAPTURE(z[i]);
            CHECK_THAT(a[i], WithinRel(expected[i], 1e-13) || WithinAbs(expected[i], absolute));
            CHECK_THAT(da[i], WithinRel(slopes[i], 1e-13) || WithinAbs(slopes[i], 1e-15));
        }
    }
}
