#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/numerics/random.h"
#include "engine/session/limits.h"
#include "engine/session/wire.h"
#include "tests/support/corpus.h"

// The fuzzer's property, which aborts where it fails, under a name of its own.
#define LLVMFuzzerTestOneInput fuzz_wire
#include "tests/fuzz/fuzz_wire.cpp"
#undef LLVMFuzzerTestOneInput

using namespace nn;

namespace {

using Bytes = std::vector<std::uint8_t>;

Dataset small_dataset() {
    Dataset dataset;
    dataset.width = 2;
    dataset.height = 3;
    dataset.classes = 3;
    dataset.max_value = 16;
    dataset.official_test_count = 1;
    dataset.pixels = {0, 1, 2, 3, 4, 5, 16, 15, 14, 13, 12, 11};
    dataset.labels = {0, 2};
    return dataset;
}

Recipe lively_recipe() {
    Recipe recipe = defaults_of();
    recipe.dataset = DatasetId::Fashion;
    recipe.hidden = {{2, Activation::Tanh}, {4, Activation::Linear}};
    recipe.seed = 4294967295u;
    recipe.learning_rate = 1.0 / 3.0;
    recipe.early_stopping = true;
    recipe.twin = true;
    recipe.precision = Precision::Float64;
    recipe.validation_share = 0.125;
    return recipe;
}

Recipe changed_recipe() {
    Recipe recipe = lively_recipe();
    recipe.l2 = 0.25;
    recipe.optimizer = Optimizer::AdamW;
    return recipe;
}

std::vector<Edit> some_edits() {
    return {{.kind = EditKind::Weight, .layer = 1, .unit = 3, .other = 1, .value = 1.0 / 3.0},
            {.kind = EditKind::Silence, .layer = 0, .unit = 1}};
}

std::vector<Command> all_commands() {
    return {
        command::LoadDataset{DatasetId::Mnist, std::make_shared<const Dataset>(small_dataset())},
        command::LoadDataset{DatasetId::Digits, nullptr},
        command::SetRecipe{lively_recipe(), true},
        command::Play{},
        command::Pause{},
        command::Step{17},
        command::Epoch{},
        command::Reset{},
        command::SetSpeed{2.5f},
        command::Replay{.recipe = lively_recipe(),
                        .steps = 40,
                        .changes = {{7, changed_recipe(), some_edits()}},
                        .until_end = true,
                        .parameters = {0.5f, -1.0f}},
        command::EditNetwork{some_edits()},
        command::Look{36.0f},
        command::Branch{}};
}

Snapshot full_snapshot() {
    Snapshot snapshot;
    snapshot.revision = 7;
    snapshot.run = 3;
    snapshot.recipe = changed_recipe();
    snapshot.first_recipe = lively_recipe();
    snapshot.changes = {{7, changed_recipe(), some_edits()}};
    snapshot.has_all_changes = false;
    snapshot.replay_steps = 2000;
    snapshot.is_evaluating = true;
    snapshot.state = RunState::Diverged;
    snapshot.kept_from = 3;
    snapshot.kept_every = 4;
    snapshot.is_past = true;
    snapshot.present_step = (std::int64_t{1} << 40) + 1;
    snapshot.present_epoch = 77.5f;
    snapshot.step = std::int64_t{1} << 40;
    snapshot.digest = 0xfedcba9876543210u;
    snapshot.epoch = 1.25f;
    snapshot.steps_per_epoch = 40;
    snapshot.learning_rate = 0.0125;
    snapshot.samples_per_second = 123456.7f;
    snapshot.history_begin = 9;
    snapshot.history = {{10, 0.5f, 2.0f, std::numeric_limits<float>::infinity(), 0.25f, 0.125f},
                        {20, 1.0f, 1.0f, 0.5f, 0.5f, 0.75f}};
    snapshot.classes = 3;
    snapshot.confusion = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    snapshot.test_prediction = {2, 0};
    snapshot.test_confidence = {0.5f, std::numeric_limits<float>::quiet_NaN()};
    snapshot.test_loss = 0.25f;
    snapshot.test_score = 0.75f;
    snapshot.scaler_offset = {0.0f, 1.0f};
    snapshot.scaler_factor = {0.5f, -0.0f};
    snapshot.parameters.assign(2 * 2 + 2 + 2 * 4 + 4 + 4 * 3 + 3, 0.1f);
    return snapshot;
}

}  // namespace

TEST_CASE("Every command survives the wire", "[engine]") {
    for (const Command& command : all_commands()) {
        CAPTURE(command.index());
        const Bytes bytes = encode(NumberedCommand{41, command});
        const auto decoded = decode_command(bytes);
        REQUIRE(decoded);
        CHECK(decoded->revision == 41);
        CHECK(decoded->command.index() == command.index());
        CHECK(encode(*decoded) == bytes);
    }
}

TEST_CASE("A command arrives with what it was sent with", "[engine]") {
    const auto through = [](const Command& command) {
        return decode_command(encode(NumberedCommand{1, command}))->command;
    };
    const auto load = std::get<command::LoadDataset>(through(all_commands()[0]));
    CHECK(load.id == DatasetId::Mnist);
    REQUIRE(load.dataset != nullptr);
    CHECK(load.dataset->width == 2);
    CHECK(load.dataset->height == 3);
    CHECK(load.dataset->classes == 3);
    CHECK(load.dataset->max_value == 16);
    CHECK(load.dataset->official_test_count == 1);
    CHECK(load.dataset->pixels == small_dataset().pixels);
    CHECK(load.dataset->labels == small_dataset().labels);
    CHECK(std::get<command::LoadDataset>(through(all_commands()[1])).dataset == nullptr);
    const auto set =
        std::get<command::SetRecipe>(through(command::SetRecipe{lively_recipe(), true}));
    CHECK(set.recipe == lively_recipe());
    CHECK(set.restart);
    CHECK(std::get<command::Step>(through(command::Step{-3})).count == -3);
    CHECK(std::get<command::SetSpeed>(through(command::SetSpeed{2.5f})).epochs_per_second == 2.5f);
    const auto edit = std::get<command::EditNetwork>(through(all_commands().rbegin()[2]));
    CHECK(edit.edits == some_edits());
    const auto replay = std::get<command::Replay>(through(all_commands().rbegin()[3]));
    CHECK(std::get<command::Look>(through(command::Look{36.0f})).epoch == 36.0f);
    CHECK(replay.recipe == lively_recipe());
    CHECK(replay.steps == 40);
    CHECK(replay.changes == std::vector<Change>{{7, changed_recipe(), some_edits()}});
    CHECK(replay.until_end);
    CHECK(replay.parameters == std::vector<float>{0.5f, -1.0f});
}

TEST_CASE("A snapshot survives the wire", "[engine]") {
    const Snapshot sent = full_snapshot();
    const Bytes bytes = encode(sent);
    const auto received = decode_snapshot(bytes);
    REQUIRE(received);
    CHECK(received->revision == sent.revision);
    CHECK(received->run == sent.run);
    CHECK(received->recipe == sent.recipe);
    CHECK(received->first_recipe == sent.first_recipe);
    CHECK(received->changes == sent.changes);
    CHECK_FALSE(received->has_all_changes);
    CHECK(received->replay_steps == sent.replay_steps);
    CHECK(received->is_evaluating);
    CHECK(received->state == sent.state);
    CHECK(received->kept_from == 3);
    CHECK(received->kept_every == 4);
    CHECK(received->is_past);
    CHECK(received->present_step == sent.present_step);
    CHECK(received->present_epoch == 77.5f);
    CHECK(received->step == sent.step);
    CHECK(received->digest == sent.digest);
    CHECK(received->epoch == sent.epoch);
    CHECK(received->steps_per_epoch == sent.steps_per_epoch);
    CHECK(received->learning_rate == sent.learning_rate);
    CHECK(received->samples_per_second == sent.samples_per_second);
    CHECK(received->history_begin == sent.history_begin);
    REQUIRE(received->history.size() == 2);
    CHECK(received->history[0].step == 10);
    CHECK(std::isinf(received->history[0].test_loss));
    CHECK(received->history[1].test_accuracy == 0.75f);
    CHECK(received->classes == 3);
    CHECK(received->confusion == sent.confusion);
    CHECK(received->test_prediction == sent.test_prediction);
    CHECK(received->test_confidence[0] == 0.5f);
    CHECK(received->test_loss == 0.25f);
    CHECK(received->test_score == 0.75f);
    CHECK(std::isnan(received->test_confidence[1]));
    CHECK(received->parameters == sent.parameters);
    CHECK(received->scaler_offset == sent.scaler_offset);
    CHECK(std::signbit(received->scaler_factor[1]));
    CHECK(encode(*received) == bytes);
    CHECK(decode_snapshot(encode(Snapshot{})));
}

TEST_CASE("The wire begins with its name, its version and its kind, low byte first", "[engine]") {
    const Bytes expected = {'I', 'N', 'K', 'W', 4, 0, 1, 0,  // header
                            4,   3,   2,   1,   4,           // revision, tag of Step
                            17,  0,   0,   0};
    CHECK(encode(NumberedCommand{0x01020304, command::Step{17}}) == expected);
    CHECK_FALSE(decode_snapshot(expected));
    for (std::size_t i = 0; i < 8; ++i) {
        Bytes wrong = expected;
        wrong[i] ^= 0x40;
        CHECK_FALSE(decode_command(wrong));
    }
    Bytes older = expected;
    older[4] = 1;
    CHECK_FALSE(decode_command(older));
}

TEST_CASE("Cut or lengthened messages are refused", "[engine]") {
    const auto is_refused = [](const Bytes& bytes) {
        return !decode_command(bytes) && !decode_snapshot(bytes);
    };
    std::vector<Bytes> messages = {encode(full_snapshot())};
    for (const Command& command : all_commands())
        messages.push_back(encode(NumberedCommand{1, command}));
    for (const Bytes& message : messages) {
        std::size_t refused = 0;
        for (std::size_t size = 0; size < message.size(); ++size)
            refused += is_refused(
                Bytes(message.begin(), message.begin() + static_cast<std::ptrdiff_t>(size)));
        CHECK(refused == message.size());
        Bytes longer = message;
        longer.push_back(0);
        CHECK(is_refused(longer));
    }
}

TEST_CASE("A recipe beyond its limits arrives within them", "[engine]") {
    Recipe recipe = defaults_of();
    recipe.batch = 1 << 20;
    recipe.learning_rate = std::numeric_limits<double>::quiet_NaN();
    recipe.loss = static_cast<Loss>(50);
    const auto decoded =
        decode_command(encode(NumberedCommand{1, command::SetRecipe{recipe, false}}));
    REQUIRE(decoded);
    const Recipe& received = std::get<command::SetRecipe>(decoded->command).recipe;
    CHECK(received.batch == limits::kMaxBatch);
    CHECK(received.learning_rate == defaults_of().learning_rate);
    CHECK(received.loss == defaults_of().loss);
}

TEST_CASE("A data set that contradicts itself is refused", "[engine]") {
    const auto is_accepted = [](const Dataset& dataset) {
        const command::LoadDataset load{DatasetId::Digits,
                                        std::make_shared<const Dataset>(dataset)};
        return decode_command(encode(NumberedCommand{1, load})).has_value();
    };
    CHECK(is_accepted(small_dataset()));
    Dataset dataset = small_dataset();
    dataset.pixels.pop_back();
    CHECK_FALSE(is_accepted(dataset));
    dataset = small_dataset();
    dataset.labels[0] = 3;
    CHECK_FALSE(is_accepted(dataset));
    dataset = small_dataset();
    dataset.official_test_count = 3;
    CHECK_FALSE(is_accepted(dataset));
    dataset = small_dataset();
    dataset.width = -2;
    dataset.height = -3;
    CHECK_FALSE(is_accepted(dataset));
    dataset = small_dataset();
    dataset.max_value = 0;
    CHECK_FALSE(is_accepted(dataset));
}

TEST_CASE("A snapshot whose parts do not fit together is refused", "[engine]") {
    const auto is_accepted = [](const auto& change) {
        Snapshot snapshot = full_snapshot();
        change(snapshot);
        return decode_snapshot(encode(snapshot)).has_value();
    };
    CHECK(is_accepted([](Snapshot&) {}));
    CHECK(is_accepted([](Snapshot& s) { s.parameters.clear(); }));
    CHECK_FALSE(is_accepted([](Snapshot& s) { s.parameters.pop_back(); }));
    CHECK_FALSE(is_accepted([](Snapshot& s) { s.scaler_factor.pop_back(); }));
    CHECK_FALSE(is_accepted([](Snapshot& s) { s.confusion.pop_back(); }));
    CHECK_FALSE(is_accepted([](Snapshot& s) { s.confusion[4] = -1; }));
    CHECK_FALSE(is_accepted([](Snapshot& s) { s.test_prediction[0] = 3; }));
    CHECK_FALSE(is_accepted([](Snapshot& s) { s.test_confidence.pop_back(); }));
    CHECK_FALSE(is_accepted([](Snapshot& s) { s.classes = -1; }));
    CHECK_FALSE(is_accepted([](Snapshot& s) { s.step = -1; }));
    CHECK_FALSE(is_accepted([](Snapshot& s) { s.replay_steps = -1; }));
    CHECK_FALSE(is_accepted([](Snapshot& s) { s.state = static_cast<RunState>(6); }));
}

TEST_CASE("Mutated messages decode to something that encodes again, or to nothing", "[engine]") {
    RandomState random(1);
    std::vector<Bytes> messages = {encode(full_snapshot())};
    for (const Command& command : all_commands())
        messages.push_back(encode(NumberedCommand{1, command}));
    for (const Bytes& message : messages) {
        for (int round = 0; round < 2000; ++round) {
            Bytes bytes = message;
            const std::uint32_t changes = 1 + random.interval(3);
            for (std::uint32_t i = 0; i < changes; ++i)
                bytes[random.interval(static_cast<std::uint32_t>(bytes.size() - 1))] =
                    static_cast<std::uint8_t>(random.interval(255));
            if (random.interval(7) == 0)
                bytes.resize(random.interval(static_cast<std::uint32_t>(bytes.size())));
            fuzz_wire(bytes.data(), bytes.size());
        }
    }
}

TEST_CASE("The fuzzer's corpus of wire messages holds its property", "[engine]") {
    const auto corpus = nn::test::read_corpus("wire");
    CHECK(corpus.size() >= 10);
    const auto is_snapshot = [](const Bytes& bytes) { return decode_snapshot(bytes).has_value(); };
    CHECK(std::ranges::any_of(corpus, is_snapshot));  // else the fuzzer would start outside
    for (const Bytes& bytes : corpus) fuzz_wire(bytes.data(), bytes.size());
}
