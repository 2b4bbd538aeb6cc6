// The state of a session at one moment, as everything on the screen is drawn from it. Plain values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/session/change.h"
#include "engine/session/recipe.h"
#include "engine/training/history.h"
#include "engine/training/trainer.h"

namespace nn {

enum class RunState {
    Loading,  // no data yet
    Paused,
    Running,
    Stopped,   // early stopping decided
    Finished,  // max_epochs reached
    Diverged,  // the loss was no longer a number; the last good weights are kept
};

struct Snapshot {
    std::uint32_t revision = 0;  // of the last command carried out
    std::uint32_t run = 0;       // counts restarts: a new run has a new history
    Recipe recipe;
    Recipe first_recipe;          // that the run began with
    std::vector<Change> changes;  // of it since then
    // False after more than kMaxChanges of them, and when the run began with the weights of a link: then
    // recipe and changes do not tell how it came here.
    bool has_all_changes = true;
    std::int64_t replay_steps = 0;  // to which a replay under way will go; 0: there is none
    bool is_evaluating = false;     // what follows from this step is not decided yet
    RunState state = RunState::Loading;

    // Which epochs can be looked at again: kept_from and every multiple of kept_every after it; 0: none.
    std::int32_t kept_from = 0, kept_every = 0;
    // The reader looks at one of them: all that follows, recipe and changes are those of then, but for the
    // history; here is where the run has come to meanwhile.
    bool is_past = false;
    std::int64_t present_step = 0;
    float present_epoch = 0.0f;

    std::int64_t step = 0;
    std::uint64_t digest = 0;  // of the session up to this step; see training/digest.h
    float epoch = 0.0f;
    std::int32_t steps_per_epoch = 0;
    double learning_rate = 0.0;       // of the next update, as the schedule has it
    float samples_per_second = 0.0f;  // measured by the caller of advance; 0 while paused

    // The history from index history_begin on; the points before are those the receiver has said it
    // holds.
    std::uint32_t history_begin = 0;
    History history;

    // Of the last evaluation.
    std::int32_t classes = 0;
    std::vector<std::int32_t> confusion;        // (classes, classes), rows are truth
    std::vector<std::uint8_t> test_prediction;  // in the order of the split's test part
    std::vector<float> test_confidence;
    float test_loss = 0.0f, test_score = 0.0f;  // the score: accuracy, or R²

    // The network now: parameters as parameters_of gives them, scaler as (offset, factor) per
    // feature.
    std::vector<float> parameters;
    std::vector<float> scaler_offset, scaler_factor;
};

}  // namespace nn
