// A runner and its sender, for tests: a small network on a small data set.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include <catch2/catch_test_macros.hpp>

#include "engine/session/property.h"
#include "engine/session/runner.h"
#include "tests/support/small_network.h"

namespace nn::test {

inline constexpr int kSamples = 200;  // 140 of them train
inline constexpr int kStepsPerEpoch = 14;

inline Recipe small_recipe() {
    Recipe recipe;
    recipe.hidden = {{6, Activation::Tanh}};
    recipe.batch = 10;
    return recipe;
}

inline bool never() {
    return false;
}

// Numbers its commands and owns the clock.
struct Session {
    Runner runner;
    std::uint32_t revision = 0;
    double clock = 100.0;

    void send(const Command& command) { runner.carry_out({++revision, command}); }
    double advance(const std::function<bool()>& should_stop = never) {
        return runner.advance(clock, should_stop);
    }
    // So many updates and blocks of evaluations at most.
    void advance_by(int count) {
        runner.advance(clock, [count]() mutable { return --count <= 0; });
    }
    Snapshot look() { return runner.snapshot(0, 0); }
};

inline command::LoadDataset small_data(DatasetId id = DatasetId::Digits) {
    return {id, std::make_shared<const Dataset>(pattern_dataset(kSamples))};
}

inline Session ready_session(const Recipe& recipe = small_recipe()) {
    Session session;
    session.send(command::SetRecipe{recipe, false});
    session.send(small_data());
    session.advance();  // the evaluation before training
    return session;
}

// Moves one setting of a run under way.
inline void set(Session& session, std::string_view name, std::string_view value) {
    Recipe recipe = session.look().recipe;
    REQUIRE_FALSE(set_value(recipe, *find_property(name), value));
    session.send(command::SetRecipe{recipe, false});
}

inline void step(Session& session, int count) {
    session.send(command::Step{count});
    session.advance();
}

}  // namespace nn::test
