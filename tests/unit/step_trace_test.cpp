#include "engine/session/step_trace.h"

#include <catch2/catch_test_macros.hpp>

#include <string>

#include "engine/session/property.h"

using namespace nn;

namespace {

StepTrace trace_of(std::string_view recipe, int steps) {
    StepTrace trace;
    trace.session.recipe = parse_recipe(recipe).recipe;
    const auto dataset = TaughtDataset().of(trace.session.recipe, nullptr);
    AnyTrainer trainer(trace.session.recipe.precision, *dataset, setup_of(trace.session.recipe),
                       live_settings_of(trace.session.recipe));
    record_step(trace, trainer);
    while (trainer.steps() < steps) {
        const auto before = trainer.steps();
        trainer.step();
        if (trainer.steps() > before) record_step(trace, trainer);
    }
    trace.digest = trainer.digest();
    return trace;
}

constexpr std::string_view kSession = "dataset=xor&samples=40&hidden=3&seed=2";

}  // namespace

TEST_CASE("a trace survives being written and read", "[engine]") {
    const StepTrace trace = trace_of(kSession, 12);
    REQUIRE(trace.steps.size() == 13);
    CHECK(trace.steps[0].size() == 4);
    const std::string text = trace_text(trace);
    const auto read = parse_trace(text);
    REQUIRE(read);
    CHECK(read->session == trace.session);
    CHECK(read->digest == trace.digest);
    CHECK(trace_text(*read) == text);
    CHECK_FALSE(first_difference(trace, *read));
}

TEST_CASE("the first difference of two traces is named", "[engine]") {
    const StepTrace one = trace_of(kSession, 12);
    StepTrace other = one;
    other.steps[9][1] ^= 1;
    other.steps[4][2] ^= 1;
    other.steps[4][3] ^= 1;
    CHECK(first_difference(one, other) ==
          "the two differ first after step 4, in the weights of layer 2, the biases of layer 2");
    // Another rate: the same beginning.
    const StepTrace faster = trace_of(std::string(kSession) + "&learning-rate=0.02", 12);
    CHECK(first_difference(one, faster)->starts_with("the two differ first after step 1, in"));
    const StepTrace seed = trace_of("dataset=xor&samples=40&hidden=3&seed=3", 12);
    CHECK(first_difference(one, seed) ==
          "the two differ first before the first step, in the weights of layer 1, the weights of "
          "layer 2");
    const StepTrace longer = trace_of(kSession, 15);
    CHECK(first_difference(one, longer)->find("up to step 12, where the other ends") !=
          std::string::npos);
    CHECK(first_difference(longer, one)->find("this session ends") != std::string::npos);
    other = one;
    other.digest ^= 1;
    CHECK(first_difference(one, other)->find("end with other weights") != std::string::npos);
}

TEST_CASE("what is no trace is refused", "[engine]") {
    const std::string text = trace_text(trace_of(kSession, 3));
    for (std::size_t size = 0; size + 1 < text.size(); ++size) {
        CAPTURE(size);
        // Cut in the last digest it is a shorter number still; anywhere else it is nothing.
        if (size < text.rfind("end ") + 5) CHECK_FALSE(parse_trace(text.substr(0, size)));
    }
    CHECK_FALSE(parse_trace(text + "more"));
    std::string other = text;
    other[other.find("\n1 ") + 1] = '2';
    CHECK_FALSE(parse_trace(other));
    CHECK_FALSE(parse_trace("inkling-trace 1\nrecipe hiden=3\n0 0 0 0 0\nend 0\n"));
}
