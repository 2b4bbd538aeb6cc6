#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <limits>
#include <string>
#include <utility>

#include "engine/session/limits.h"
#include "engine/session/property.h"
#include "engine/session/replay.h"
#include "tests/support/session.h"

using namespace nn;
using namespace nn::test;

namespace {

// What another program makes of the link's text.
Snapshot replayed(const SessionLink& link) {
    Session session;
    session.send(command::SetSpeed{0.001f});  // no replay goes by it
    const ParsedLink parsed = parse_link(link_text(link));
    CHECK(parsed.warnings.empty());
    session.send(replay_of(parsed.link));
    session.send(small_data());
    session.advance();
    return session.look();
}

// Replays the session as it stands, and finds it the same in all that is shown.
SessionLink check_replay(Session& session) {
    session.advance();
    const Snapshot snapshot = session.look();
    const SessionLink link = link_of(snapshot);
    CAPTURE(link_text(link));
    const Snapshot again = replayed(link);
    CHECK(outcome_of(link, again) == ReplayOutcome::Exact);
    CHECK(again.step == snapshot.step);
    CHECK(again.digest == snapshot.digest);
    CHECK(again.history == snapshot.history);
    CHECK(again.parameters == snapshot.parameters);
    CHECK(again.test_confidence == snapshot.test_confidence);
    CHECK(again.recipe == snapshot.recipe);
    CHECK(again.first_recipe == snapshot.first_recipe);
    CHECK(again.changes == snapshot.changes);
    CHECK(again.state == snapshot.state);
    CHECK(link_of(again) == link);
    return link;
}

}  // namespace

TEST_CASE("A link replays to the same weights and curves, at any step", "[engine]") {
    const int steps = GENERATE(0, 1, kStepsPerEpoch - 1, kStepsPerEpoch, 3 * kStepsPerEpoch + 5);
    Session session = ready_session();
    step(session, steps);
    const SessionLink link = check_replay(session);
    CHECK(link.steps == steps);
    CHECK(link.changes.empty());
}

TEST_CASE("Live changes are noted at their steps, and made there again", "[engine]") {
    Session session = ready_session();
    step(session, 5);
    set(session, "learning-rate", "0.01");
    step(session, kStepsPerEpoch - 5);  // to the end of the epoch
    set(session, "batch", "33");
    set(session, "optimizer", "sgd");
    step(session, 9);
    set(session, "dropout", "0.25");
    step(session, 4);
    set(session, "l1", "0.001");
    const SessionLink link = check_replay(session);
    CHECK(link_text(link).find("&at=5:learning-rate=0.01&at=14:optimizer=sgd;batch=33&at=23:"
                               "dropout=0.25&at=27:l1=0.001&") != std::string::npos);
}

TEST_CASE("Edits of the network are noted at their steps, and made there again", "[engine]") {
    const auto edit = [](Session& session, std::vector<Edit> edits) {
        session.send(command::EditNetwork{std::move(edits)});
    };
    const Edit weight{.kind = EditKind::Weight, .layer = 0, .unit = 2, .other = 3, .value = 0.1};
    const Edit bias{.kind = EditKind::Bias, .layer = 1, .unit = 1, .value = -0.5};
    const Edit swap{.kind = EditKind::Swap, .layer = 0, .unit = 0, .other = 5};
    const Edit silence{.kind = EditKind::Silence, .layer = 0, .unit = 4};
    Recipe recipe = small_recipe();
    recipe.precision = GENERATE(Precision::Float32, Precision::Float64);
    Session session;
    session.send(command::SetRecipe{recipe, false});
    session.send(small_data());
    SECTION("paused, running and before the first update") {
        session.advance_by(1);
        edit(session, {weight});  // waits for the first evaluation
        session.advance();
        step(session, 5);
        edit(session, {swap});
        edit(session, {silence, bias});
        set(session, "learning-rate", "0.01");
        session.advance();
        session.send(command::Play{});
        session.advance_by(kStepsPerEpoch - 5);
        REQUIRE(session.look().is_evaluating);
        edit(session, {bias, weight});
        session.send(command::Pause{});
        session.advance();
        step(session, 7);
        edit(session, {swap});
        const SessionLink link = check_replay(session);
        REQUIRE(link.changes.size() == 4);
        CHECK(link.changes[0].step == 0);
        CHECK(link.changes[1].edits == std::vector{swap, silence, bias});
        CHECK(link.changes[3].step == link.steps);
    }
    SECTION("a setting that takes the first point anew keeps them") {
        session.advance();
        edit(session, {weight});
        set(session, "l2", "1");
        session.advance();
        step(session, 3);
        CHECK(check_replay(session).changes.front().edits == std::vector{weight});
    }
    SECTION("after training has ended") {
        set(session, "max-epochs", "1");
        session.send(command::Play{});
        session.advance();
        REQUIRE(session.look().state == RunState::Finished);
        edit(session, {silence});
        session.advance();
        CHECK(check_replay(session).changes.front().step == kStepsPerEpoch);
    }
    SECTION("none that do not fit, and none of a network that has diverged") {
        session.advance();
        edit(session, {{.kind = EditKind::Bias, .layer = 2}, {.kind = EditKind::Swap, .layer = 1}});
        CHECK(session.look().changes.empty());
        recipe.learning_rate = 10.0;
        recipe.optimizer = Optimizer::Sgd;
        recipe.hidden[0].activation = Activation::Linear;
        recipe.loss = Loss::SquaredError;
        session.send(command::SetRecipe{recipe, true});
        session.send(command::Play{});
        session.advance();
        REQUIRE(session.look().state == RunState::Diverged);
        const std::uint64_t digest = session.look().digest;
        edit(session, {silence});
        session.advance();
        CHECK(session.look().digest == digest);
        CHECK(check_replay(session).changes.empty());
    }
}

TEST_CASE("A run with more edits than a link holds says so", "[engine]") {
    Session session = ready_session();
    const Edit swap{.kind = EditKind::Swap, .layer = 0, .unit = 0, .other = 1};
    session.send(command::EditNetwork{std::vector<Edit>(limits::kMaxEdits, swap)});
    CHECK(session.look().has_all_changes);
    session.send(command::EditNetwork{{swap}});
    CHECK_FALSE(session.look().has_all_changes);
}

TEST_CASE("A change in the midst of an evaluation waits for its end", "[engine]") {
    Session session = ready_session();
    session.send(command::Play{});
    session.advance_by(kStepsPerEpoch);  // the epoch's last update is done, its evaluation is not
    REQUIRE(session.look().is_evaluating);
    set(session, "early-stopping", "on");
    set(session, "patience", "1");
    set(session, "tolerance", "1");  // no epoch is an improvement
    session.advance();
    CHECK(session.look().state == RunState::Stopped);
    CHECK(check_replay(session).end == RunEnd::Stopped);
}

TEST_CASE("What is set before the first update is what the run begins with", "[engine]") {
    Session session = ready_session();
    const std::uint32_t run = session.look().run;
    set(session, "learning-rate", "0.01");
    CHECK(session.look().run == run);
    // The first point of the curve counts the penalty, so it is taken anew.
    const auto [name, value] = GENERATE(table<std::string, std::string>(
        {{"l2", "1"}, {"l1", "0.5"}, {"batch", "20"}, {"momentum", "0.5"}}));
    set(session, name, value);
    session.advance();
    CHECK(session.look().history.size() == 1);
    step(session, 3);
    CHECK(check_replay(session).changes.empty());

    Session early;  // set while the first evaluation is under way
    early.send(command::SetRecipe{small_recipe(), false});
    early.send(small_data());
    set(early, name, value);
    step(early, 3);
    CHECK(check_replay(early).changes.empty());
}

TEST_CASE("A run that ended by itself does so again", "[engine]") {
    Recipe recipe = small_recipe();
    RunEnd end = RunEnd::Finished;
    SECTION("after its last epoch") {
        recipe.max_epochs = 2;
    }
    SECTION("early, with the weights of an earlier epoch") {
        recipe.validation_share = 0.2;
        recipe.early_stopping = true;
        recipe.patience = 2;
        recipe.learning_rate = 0.1;
        end = RunEnd::Stopped;
    }
    SECTION("because it diverged") {
        recipe.loss = Loss::SquaredError;
        recipe.optimizer = Optimizer::Sgd;
        recipe.learning_rate = 10.0;
        end = RunEnd::Diverged;
    }
    Session session = ready_session(recipe);
    session.send(command::Play{});
    session.advance();
    CHECK(check_replay(session).end == end);
}

TEST_CASE("A run that ended and was allowed to go on does so again", "[engine]") {
    Recipe recipe = small_recipe();
    recipe.max_epochs = 1;
    Session session = ready_session(recipe);
    session.send(command::Play{});
    session.advance();
    // Back and forth: the rule let it go on in between, and it goes to the end of the next epoch.
    set(session, "max-epochs", "3");
    set(session, "max-epochs", "1");
    session.send(command::Play{});
    session.advance();
    CHECK(session.look().step == 2 * kStepsPerEpoch);
    CHECK(check_replay(session).changes.size() == 2);
}

TEST_CASE("A replay pauses at its end, whatever speed is set", "[engine]") {
    Session session = ready_session();
    step(session, 30);
    const SessionLink link = link_of(session.look());
    Session other = ready_session();
    other.send(replay_of(link));
    other.advance_by(20);
    CHECK(other.look().state == RunState::Running);
    CHECK(other.look().replay_steps == 30);
    CHECK(outcome_of(link, other.look()) == ReplayOutcome::UnderWay);

    other.send(command::Pause{});
    other.advance();
    CHECK(other.look().state == RunState::Paused);
    CHECK(other.look().replay_steps == 30);
    CHECK(outcome_of(link, other.look()) == ReplayOutcome::UnderWay);

    SECTION("it goes on after a pause") {
        other.send(command::Play{});
        other.advance();
        CHECK(other.look().state == RunState::Paused);
        CHECK(other.look().replay_steps == 0);
        CHECK(outcome_of(link, other.look()) == ReplayOutcome::Exact);
        other.send(command::Play{});  // and then the session is the reader's
        other.advance_by(40);
        CHECK(other.look().step > 30);
    }
    SECTION("a change gives it up, and is noted") {
        set(other, "learning-rate", "0.5");
        CHECK(other.look().replay_steps == 0);
        CHECK(other.look().state == RunState::Paused);
        CHECK(other.look().changes.size() == 1);
        step(other, 3);
        check_replay(other);
    }
    SECTION("so does a reset") {
        other.send(command::Play{});
        other.send(command::Reset{});
        other.advance();
        CHECK(other.look().step == 0);
        CHECK(other.look().replay_steps == 0);
        CHECK(other.look().state == RunState::Paused);
    }
}

TEST_CASE("A replay says what came of it", "[engine]") {
    Session session = ready_session();
    step(session, 20);
    SessionLink link = link_of(session.look());

    SessionLink unchecked = link;
    unchecked.digest.reset();
    CHECK(outcome_of(unchecked, replayed(unchecked)) == ReplayOutcome::Unchecked);
    SessionLink other = link;
    *other.digest ^= 1;
    CHECK(outcome_of(other, replayed(other)) == ReplayOutcome::Different);
    SessionLink ended = link;
    ended.end = RunEnd::Finished;
    CHECK(outcome_of(ended, replayed(ended)) == ReplayOutcome::Different);
    SessionLink unstable = link;
    unstable.end = RunEnd::Diverged;  // goes on behind the last update, once
    CHECK(replayed(unstable).step == 21);
    CHECK(outcome_of(unstable, replayed(unstable)) == ReplayOutcome::Different);
    SessionLink longer = link;
    longer.recipe.max_epochs = 1;
    CHECK(outcome_of(longer, replayed(longer)) == ReplayOutcome::EndedEarly);
    CHECK(outcome_of(link, Snapshot{}) == ReplayOutcome::UnderWay);
    CHECK(outcome_of(link, replayed(link)) == ReplayOutcome::Exact);
}

TEST_CASE("While an evaluation may still decide, a link has no digest", "[engine]") {
    Session session = ready_session();
    session.send(command::Play{});
    session.advance_by(kStepsPerEpoch);
    REQUIRE(session.look().is_evaluating);
    CHECK_FALSE(link_of(session.look()).digest);
    session.send(command::Pause{});
    session.advance();
    CHECK(link_of(session.look()).digest);
}

TEST_CASE("A run with more changes than a link holds says so", "[engine]") {
    Session session = ready_session();
    for (std::size_t i = 0; i <= limits::kMaxChanges; ++i) {
        step(session, 1);
        CHECK(session.look().has_all_changes);
        set(session, "learning-rate", i % 2 == 0 ? "0.002" : "0.003");
    }
    CHECK_FALSE(session.look().has_all_changes);
    CHECK(link_of(session.look()).steps == 0);
    CHECK(link_of(session.look()).recipe == session.look().recipe);
    session.send(command::Reset{});
    CHECK(session.look().has_all_changes);
}

TEST_CASE("A run begins with given weights as if it had trained", "[engine]") {
    Recipe recipe = small_recipe();
    recipe.precision = GENERATE(Precision::Float32, Precision::Float64);
    recipe.validation_share = GENERATE(0.0, 0.2);
    Session session = ready_session(recipe);
    step(session, 30);
    set(session, "learning-rate", "0.01");
    const Snapshot before = session.look();
    SessionLink link = link_of(before);

    Session other;
    other.send(replay_of(link, before.parameters));
    other.send(small_data());
    other.advance();
    const Snapshot after = other.look();
    CHECK(after.state == RunState::Paused);
    CHECK(after.step == 30);
    CHECK(after.parameters == before.parameters);
    CHECK(after.recipe == before.recipe);
    CHECK(after.test_prediction == before.test_prediction);
    REQUIRE(after.history.size() == 1);
    CHECK(after.history[0].step == 30);
    CHECK(after.history[0].test_loss > 0.0f);
    CHECK_FALSE(after.has_all_changes);
    CHECK(outcome_of(link, after) == ReplayOutcome::Restored);

    other.send(command::Play{});  // and goes on learning, over the ends of epochs
    other.advance_by(60);
    CHECK(other.look().step > 60);
    CHECK(other.look().history.size() > 2);
    CHECK(other.look().history.back().train_loss < after.history[0].train_loss);
    other.send(command::Reset{});
    other.send(command::Pause{});
    other.advance();
    CHECK(other.look().step == 0);
    CHECK(other.look().has_all_changes);
}

TEST_CASE("Weights that do not fit do not count: the session is trained again", "[engine]") {
    Session session = ready_session();
    step(session, 20);
    const SessionLink link = link_of(session.look());
    std::vector<float> parameters = session.look().parameters;
    SECTION("too few") {
        parameters.pop_back();
    }
    SECTION("no number") {
        parameters[3] = std::numeric_limits<float>::quiet_NaN();
    }
    Session other = ready_session();
    other.send(replay_of(link, parameters));
    other.advance();
    CHECK(outcome_of(link, other.look()) == ReplayOutcome::Exact);
}

TEST_CASE("Weights of a session that had ended stay as they are", "[engine]") {
    Recipe recipe = small_recipe();
    recipe.max_epochs = 2;
    Session session = ready_session(recipe);
    session.send(command::Play{});
    session.advance();
    Session other = ready_session();
    other.send(replay_of(link_of(session.look()), session.look().parameters));
    other.advance();
    CHECK(other.look().state == RunState::Finished);
    CHECK(other.look().parameters == session.look().parameters);
    other.send(command::Play{});
    other.advance();
    CHECK(other.look().step == 2 * kStepsPerEpoch);
}
