#include "engine/training/digest.h"

#include <catch2/catch_test_macros.hpp>

#include <bit>
#include <limits>

#include "engine/session/digest.h"
#include "engine/training/trainer.h"
#include "tests/support/small_network.h"

using namespace nn;
using namespace nn::test;

namespace {

template <class Scalar>
std::uint64_t fingerprint(std::initializer_list<Scalar> numbers) {
    Fingerprint fingerprint;
    fingerprint.add(std::span<const Scalar>(numbers.begin(), numbers.size()));
    return fingerprint.value();
}

}  // namespace

// The constants are from a few lines of NumPy after the description in digest.h.
TEST_CASE("A fingerprint is FNV-1a over words of 32 bits", "[engine]") {
    CHECK(digest_text(Fingerprint().value()) == "cbf29ce484222325");
    CHECK(fingerprint({1.0f, -2.5f}) == 0x283327010ecb6fedu);
    CHECK(fingerprint({1.0, -2.5}) == 0x9a24474da85213f5u);
    CHECK(fingerprint({0.0f}) != fingerprint({-0.0f}));
    CHECK(fingerprint({1.0f, 2.0f}) != fingerprint({2.0f, 1.0f}));
    Fingerprint pieces;
    const float one = 1.0f, other = -2.5f;
    pieces.add(std::span(&one, 1));
    pieces.add(std::span(&other, 1));
    CHECK(pieces.value() == fingerprint({1.0f, -2.5f}));
}

TEST_CASE("A fingerprint knows one NaN", "[engine]") {
    const float quiet = std::bit_cast<float>(0x7fc00000u),
                other = std::bit_cast<float>(0xffc00123u);
    CHECK(fingerprint({quiet}) == fingerprint({other}));
    CHECK(fingerprint({-std::numeric_limits<double>::quiet_NaN()}) ==
          fingerprint({std::bit_cast<double>(std::uint64_t{0x7ff8000000000001u})}));
    CHECK(fingerprint({quiet}) != fingerprint({std::numeric_limits<float>::infinity()}));
}

TEST_CASE("A digest is chained per epoch", "[engine]") {
    DigestChain chain;
    const Network<float> first = scalar_network<float>(0.5f, -0.25f),
                         second = scalar_network<float>(1.0f, -2.5f);
    CHECK(digest_text(chain.digest(first)) == "ad2bb8e45deadc9e");
    chain.end_epoch(first);
    CHECK(digest_text(chain.digest(second)) == "a63a041b21ae39a8");
    CHECK(chain.digest(first) != DigestChain().digest(first));
}

TEST_CASE("A trainer's digest has every epoch in it", "[engine]") {
    const Dataset dataset = nn::test::pattern_dataset(60);
    TrainerSetup setup;
    setup.hidden = {{5, Activation::Tanh}};
    Trainer<float> trainer(dataset, setup, LiveSettings{});
    DigestChain chain;
    std::int64_t epochs = 0;
    CHECK(trainer.digest() == chain.digest(trainer.network()));
    while (epochs < 3) {
        trainer.step();
        if (static_cast<std::int64_t>(trainer.epochs()) > epochs) {
            ++epochs;
            chain.end_epoch(trainer.network());
        }
        CHECK(trainer.digest() == chain.digest(trainer.network()));
    }
}
