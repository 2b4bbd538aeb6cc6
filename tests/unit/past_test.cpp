#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

#include <cstdio>
#include <map>
#include <string>

#include "engine/numerics/random.h"
#include "engine/session/past.h"
#include "engine/session/property.h"
#include "engine/session/replay.h"
#include "tests/support/session.h"

using namespace nn;
using namespace nn::test;

namespace {

Snapshot look_at(Session& session, float epoch) {
    session.send(command::Look{epoch});
    session.advance();
    return session.look();
}

// All that tells two runs apart, but for their numbers.
void check_same(const Snapshot& a, const Snapshot& b) {
    CHECK(a.step == b.step);
    CHECK(a.digest == b.digest);
    CHECK(a.parameters == b.parameters);
    CHECK(a.confusion == b.confusion);
    CHECK(a.test_prediction == b.test_prediction);
    CHECK(a.test_confidence == b.test_confidence);
    CHECK(a.test_loss == b.test_loss);
    CHECK(a.learning_rate == b.learning_rate);
    CHECK(a.recipe == b.recipe);
    CHECK(a.first_recipe == b.first_recipe);
    CHECK(a.changes == b.changes);
}

void check_link(const Snapshot& snapshot) {
    Session session;
    const SessionLink link = parse_link(link_text(link_of(snapshot))).link;
    session.send(replay_of(link));
    session.send(small_data());
    session.advance();
    CHECK(outcome_of(link, session.look()) == ReplayOutcome::Exact);
    check_same(session.look(), snapshot);
}

Recipe restless_recipe() {
    Recipe recipe = small_recipe();
    recipe.optimizer = Optimizer::Adam;
    recipe.dropout = 0.2;
    recipe.validation_share = 0.2;
    recipe.early_stopping = true;
    recipe.patience = 500;
    recipe.schedule = Schedule::Cosine;
    recipe.schedule_epochs = 50;
    recipe.augment_rotate = 10.0;
    return recipe;
}

}  // namespace

TEST_CASE("Any earlier epoch is seen as it was then", "[engine]") {
    Session session = ready_session(restless_recipe());
    std::map<int, Snapshot> then{{0, session.look()}};
    for (int epoch = 1; epoch <= 30; ++epoch) {
        if (epoch == 12) set(session, "learning-rate", "0.01");
        session.send(command::Epoch{});
        session.advance();
        then[epoch] = session.look();
    }
    const Snapshot present = session.look();
    CHECK(present.kept_from == 0);
    CHECK(present.kept_every == 1);
    for (const auto& [epoch, snapshot] : then) {
        CAPTURE(epoch);
        const Snapshot seen = look_at(session, static_cast<float>(epoch));
        CHECK(seen.is_past);
        CHECK(seen.epoch == snapshot.epoch);
        CHECK(seen.present_step == present.step);
        CHECK(seen.present_epoch == present.epoch);
        if (epoch != 11) check_same(seen, snapshot);
        if (epoch % 10 == 1) check_link(seen);
        CHECK(seen.history == present.history);
    }
    // The rate was changed where epoch 11 ended, after what is seen of it.
    CHECK(look_at(session, 11.0f).changes.empty());
    const Snapshot back = look_at(session, -1.0f);
    CHECK_FALSE(back.is_past);
    check_same(back, present);
}

TEST_CASE("So many steps back and forward again lead to the same bits", "[engine]") {
    const int count = GENERATE(1, 3, 11, 13, 14, 40, 200);
    const char* const precision = GENERATE("float32", "float64");
    Recipe recipe = restless_recipe();
    REQUIRE_FALSE(set_value(recipe, *find_property("precision"), precision));
    Session session = ready_session(recipe);
    step(session, 15);
    set(session, "learning-rate", "0.004");
    set(session, "batch", "7");
    step(session, 250);
    const Snapshot before = session.look();
    step(session, -count);
    const Snapshot there = session.look();
    CHECK(there.step == before.step - count);
    CHECK(there.state == RunState::Paused);
    check_link(there);
    step(session, count);
    check_same(session.look(), before);
    CHECK(session.look().history == before.history);
    check_link(session.look());
}

TEST_CASE("A step back keeps what was changed before it and forgets what came after", "[engine]") {
    Session session = ready_session();
    step(session, 20);
    set(session, "learning-rate", "0.01");
    session.send(
        command::EditNetwork{{{.kind = EditKind::Bias, .layer = 0, .unit = 2, .value = 3}}});
    step(session, 20);
    set(session, "learning-rate", "0.02");
    step(session, 5);
    const int back = GENERATE(4, 5, 24, 25, 26);
    CAPTURE(back);
    step(session, -back);
    const Snapshot there = session.look();
    CHECK(there.changes.size() == (back <= 5 ? 2u : back <= 25 ? 1u : 0u));
    check_link(there);
}

TEST_CASE("Steps back add up, and end at the beginning", "[engine]") {
    Session session = ready_session();
    const Snapshot first = session.look();
    step(session, 100);
    session.send(command::Step{-30});
    session.send(command::Step{-1});
    session.advance_by(3);
    session.send(command::Step{-1});
    session.advance();
    CHECK(session.look().step == 68);
    check_link(session.look());
    step(session, -1000);
    check_same(session.look(), first);
    CHECK(session.look().history == first.history);
}

TEST_CASE("A branch goes on from the epoch looked at, and its link is true", "[engine]") {
    Session session = ready_session(restless_recipe());
    step(session, 3 * kStepsPerEpoch);
    set(session, "learning-rate", "0.01");  // at the end of an epoch: after what is seen of it
    step(session, 10 * kStepsPerEpoch);
    const bool was_playing = GENERATE(false, true);
    CAPTURE(was_playing);
    if (was_playing) {
        session.send(command::Play{});
        session.advance_by(40);
    }
    const Snapshot seen = look_at(session, static_cast<float>(GENERATE(0, 3, 4, 9)));
    CHECK(seen.state == RunState::Paused);
    session.send(command::Branch{});
    if (was_playing) {
        CHECK(session.look().state == RunState::Running);
        session.advance_by(25);
        session.send(command::Pause{});
    }
    session.advance();
    const Snapshot branch = session.look();
    CHECK(branch.run != seen.run);
    CHECK_FALSE(branch.is_past);
    if (!was_playing) check_same(branch, seen);
    check_link(branch);
    set(session, "learning-rate", "0.05");
    step(session, 33);
    check_link(session.look());
    CHECK(session.look().kept_every == 1);
    CHECK(look_at(session, 1000.0f).step <= session.look().present_step);
}

TEST_CASE("Whoever asks for anything else is back in the present", "[engine]") {
    Session session = ready_session();
    step(session, 50);
    const Snapshot present = session.look();
    look_at(session, 1.0f);
    session.send(command::Pause{});
    CHECK(session.look().is_past);
    step(session, 1);
    CHECK_FALSE(session.look().is_past);
    CHECK(session.look().step == present.step + 1);
    look_at(session, 1.0f);
    set(session, "learning-rate", "0.01");
    CHECK_FALSE(session.look().is_past);
    CHECK(session.look().changes.size() == 1);
    CHECK(session.look().changes[0].step == present.step + 1);
    look_at(session, 1.0f);
    session.send(command::Branch{});
    session.send(command::Branch{});  // there is nothing looked at now
    CHECK(session.look().step == kStepsPerEpoch);
    session.send(command::Reset{});
    session.advance();
    CHECK(session.look().step == 0);
}

TEST_CASE("Training goes on after a look back where it was under way", "[engine]") {
    Session session = ready_session();
    session.send(command::Play{});
    session.advance_by(60);
    CHECK(look_at(session, 2.0f).is_past);
    session.send(command::Look{-1.0f});
    CHECK(session.look().state == RunState::Running);
    look_at(session, 2.0f);
    session.send(command::Pause{});
    session.send(command::Look{-1.0f});
    CHECK(session.look().state == RunState::Paused);
}

TEST_CASE("A run that diverged or ended can be taken up before its end", "[engine]") {
    Recipe recipe = small_recipe();
    const bool diverges = GENERATE(false, true);
    if (!diverges) recipe.max_epochs = 6;
    Session session = ready_session(recipe);
    step(session, 5 * kStepsPerEpoch);
    if (diverges) {
        set(session, "optimizer", "sgd");
        set(session, "learning-rate", "10");
        set(session, "l2", "10");
    }
    session.send(command::Play{});
    session.advance_by(5000);
    REQUIRE(session.look().state == (diverges ? RunState::Diverged : RunState::Finished));
    const Snapshot end = session.look();
    const Snapshot seen = look_at(session, 4.0f);
    session.send(command::Branch{});
    session.advance();
    check_same(session.look(), seen);
    CHECK(session.look().state == RunState::Paused);
    step(session, kStepsPerEpoch);
    CHECK(session.look().state == RunState::Paused);
    check_link(session.look());
    step(session, kStepsPerEpoch);
    if (!diverges) check_same(session.look(), end);
}

TEST_CASE("A run from the weights of a link goes back as far as these", "[engine]") {
    Session session = ready_session();
    step(session, 40);
    command::Replay replay{
        .recipe = small_recipe(), .steps = 40, .parameters = session.look().parameters};
    session.send(replay);
    session.advance();
    const Snapshot begin = session.look();
    step(session, 30);
    const Snapshot before = session.look();
    step(session, -7);
    step(session, 7);
    check_same(session.look(), before);
    step(session, -35);
    CHECK(session.look().parameters == before.parameters);  // there is nothing before the weights
    step(session, -30);
    CHECK(session.look().parameters == begin.parameters);
    CHECK_FALSE(session.look().has_all_changes);
}

TEST_CASE("Where the room is full every second epoch goes", "[engine]") {
    const Dataset dataset = pattern_dataset(kSamples);
    Recipe recipe = small_recipe();
    recipe.hidden = {{400, Activation::Tanh}};
    recipe.batch = 140;  // an update an epoch
    AnyTrainer trainer(Precision::Float32, dataset, setup_of(recipe), live_settings_of(recipe));
    Past past;
    std::map<std::int64_t, std::uint64_t> digests;
    for (int epoch = 0; epoch < 900; ++epoch) {
        while (trainer.is_evaluating()) trainer.step();
        past.keep(trainer);
        past.keep(trainer);  // twice is once
        digests[epoch] = trainer.digest();
        REQUIRE(past.bytes() <= Past::kGlanceBytes + Past::kCheckpointBytes);
        trainer.step();
    }
    const std::int64_t every = past.every();
    CHECK((every == 2 || every == 4));
    CHECK(past.first() == 0);
    for (std::int64_t epoch = 0; epoch < 900; epoch += every) {
        const Glance* glance =
            past.nearest(static_cast<double>(epoch) + 0.4 * static_cast<double>(every));
        REQUIRE(glance != nullptr);
        CHECK(glance->epoch == epoch);
        CHECK(glance->digest == digests[epoch]);
    }
    while (trainer.is_evaluating()) trainer.step();
    const Checkpoint* checkpoint = past.before(700);
    REQUIRE(checkpoint != nullptr);
    trainer.resume(*checkpoint);
    CHECK(trainer.steps() <= 700);
    CHECK(trainer.steps() > 700 - 64);
    CHECK(trainer.digest() == digests[trainer.steps()]);
    past.forget_after(500);
    CHECK(past.nearest(1e9)->epoch == 500);
    CHECK(past.before(1000000) == past.before(500));
    past.clear();
    CHECK(past.bytes() == 0);
    CHECK(past.nearest(0.0) == nullptr);
    CHECK(past.before(0) == nullptr);
    CHECK(past.every() == 0);
}

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)
namespace {

// As many images as the digits, of their size, with as many classes.
Dataset digits_sized_dataset() {
    RandomState random(3);
    Dataset dataset;
    dataset.width = dataset.height = 8;
    dataset.classes = 10;
    dataset.max_value = 16;
    for (int i = 0; i < 1797; ++i) {
        dataset.labels.push_back(static_cast<std::uint8_t>(i % 10));
        for (int pixel = 0; pixel < 64; ++pixel)
            dataset.pixels.push_back(
                static_cast<std::uint8_t>((pixel * (i % 10 + 1) + int(random.interval(7))) % 17));
    }
    return dataset;
}

}  // namespace

TEST_CASE("300 epochs of the default session are kept in at most 16 MB", "[engine][memory]") {
    const auto heap = [] {
        const auto now = mallinfo2();
        return now.uordblks + now.hblkhd;
    };
    Session session;
    session.send(command::SetRecipe{defaults_of(), false});
    session.send(command::LoadDataset{DatasetId::Digits,
                                      std::make_shared<const Dataset>(digits_sized_dataset())});
    session.advance();
    std::size_t most = 0;
    for (int epoch = 1; epoch <= 300; ++epoch) {
        session.send(command::Epoch{});
        session.advance();
        most = std::max(most, session.runner.bytes_of_past());
    }
    CHECK(session.look().kept_every == 1);
    CHECK(session.look().parameters.size() == 4810);
    const std::size_t counted = session.runner.bytes_of_past();
    const std::size_t with = heap();
    session.send(command::Reset{});
    session.advance();
    const std::size_t taken = with - heap();
    std::printf("300 epochs of the default session: %.1f MB kept, %.1f MB of the heap\n",
                static_cast<double>(counted) / 1e6, static_cast<double>(taken) / 1e6);
    CHECK(most <= 16'000'000);
    CHECK(taken <= 16'000'000);
    CHECK(static_cast<double>(counted) > 0.95 * static_cast<double>(taken));
}
#endif
