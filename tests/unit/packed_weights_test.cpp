#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/numerics/random.h"
#include "engine/session/limits.h"
#include "engine/session/packed_weights.h"
#include "engine/session/property.h"
#include "tests/support/corpus.h"

// The fuzzer's property, which aborts where it fails, under a name of its own.
#define LLVMFuzzerTestOneInput fuzz_weights
#include "tests/fuzz/fuzz_weights.cpp"
#undef LLVMFuzzerTestOneInput

using namespace nn;

namespace {

Recipe recipe_of(std::string_view text) {
    return parse_recipe(text).recipe;
}

// Two inputs, one layer of one unit, two classes: 2 + 1 + 2 + 2 parameters in four tensors.
const Recipe kTiny = recipe_of("dataset=xor&hidden=1");

std::vector<float> unpacked(const std::vector<std::uint8_t>& bytes, const Recipe& recipe) {
    auto result = unpacked_weights(bytes, recipe);
    REQUIRE(std::holds_alternative<std::vector<float>>(result));
    return std::get<std::vector<float>>(result);
}

std::string refusal(const std::vector<std::uint8_t>& bytes, const Recipe& recipe) {
    const auto result = unpacked_weights(bytes, recipe);
    REQUIRE(std::holds_alternative<std::string>(result));
    return std::get<std::string>(result);
}

}  // namespace

TEST_CASE("Weights are packed as the format says", "[engine]") {
    const std::vector<float> parameters = {-1.0f, 1.0f, 0.5f, 0.0f, 255.0f, 1.4f, 1.6f};
    const std::vector<std::uint8_t> bytes = packed_weights(parameters, kTiny);
    CHECK(bytes.size() == packed_weights_size(kTiny));
    const std::vector<std::uint8_t> expected = {
        0,    0,    0x80, 0xbf, 0,    0,    0x80, 0x3f, 0, 255,  // -1 to 1
        0,    0,    0,    0x3f, 0,    0,    0,    0x3f, 0,       // 0.5, alone
        0,    0,    0,    0,    0,    0,    0x7f, 0x43, 0, 255,  // 0 to 255
        0x33, 0x33, 0xb3, 0x3f, 0xcd, 0xcc, 0xcc, 0x3f, 0, 255,  // 1.4 to 1.6
        0x97, 0x9b, 0x35, 0x7b};                                 // zlib.crc32
    CHECK(bytes == expected);
    CHECK(unpacked(bytes, kTiny) == parameters);
}

TEST_CASE("Each weight comes back within half a step, and stays there", "[engine]") {
    const Recipe recipe = recipe_of("hidden=20,7");
    RandomState random(3);
    std::vector<float> parameters(64 * 20 + 20 + 20 * 7 + 7 + 7 * 10 + 10);
    for (float& value : parameters) value = static_cast<float>(random.standard_normal());
    const std::vector<std::uint8_t> bytes = packed_weights(parameters, recipe);
    const std::vector<float> rounded = unpacked(bytes, recipe);
    REQUIRE(rounded.size() == parameters.size());
    const auto [low, high] = std::ranges::minmax(parameters);
    for (std::size_t i = 0; i < parameters.size(); ++i)
        REQUIRE(std::abs(rounded[i] - parameters[i]) <= (high - low) / 510.0f + 1e-6f);
    CHECK(packed_weights(rounded, recipe) == bytes);
}

TEST_CASE("Bytes that are no weights of such a network say why", "[engine]") {
    const std::vector<std::uint8_t> bytes =
        packed_weights(std::vector<float>{1, 2, 3, 4, 5, 6, 7}, kTiny);
    CHECK(refusal({}, kTiny) == "the weights are not those of such a network");
    CHECK(refusal(bytes, recipe_of("dataset=xor&hidden=2")).find("such a network") !=
          std::string::npos);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        std::vector<std::uint8_t> damaged = bytes;
        damaged[i] ^= 4;
        CHECK(refusal(damaged, kTiny) == "the weights are damaged");
    }
}

TEST_CASE("Only finite parameters of the network are packed", "[engine]") {
    CHECK(packed_weights(std::vector<float>(6), kTiny).empty());
    std::vector<float> parameters(7);
    parameters[4] = std::numeric_limits<float>::infinity();
    CHECK(packed_weights(parameters, kTiny).empty());
    parameters[4] = std::numeric_limits<float>::max();
    parameters[3] = -std::numeric_limits<float>::max();
    CHECK(unpacked(packed_weights(parameters, kTiny), kTiny) == parameters);
}

TEST_CASE("The largest network's weights fit into a link", "[engine]") {
    const Recipe recipe = recipe_of("dataset=mnist&hidden=1024,1024,1024,1024,1024,1024");
    CHECK(packed_weights_size(recipe) == 6062206);
    CHECK(packed_weights_size(recipe) + packed_weights_size(recipe) / 1000 <
          limits::kMaxWeightBytes);
    CHECK(limits::kMaxWeightBytes * 4 / 3 + 400000 < limits::kMaxLinkText);
}

TEST_CASE("The fuzzer's corpus of weights holds its property", "[engine]") {
    const auto corpus = nn::test::read_corpus("weights");
    CHECK(corpus.size() >= 10);
    for (const auto& bytes : corpus) fuzz_weights(bytes.data(), bytes.size());
}
