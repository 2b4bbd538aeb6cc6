// What came of one session of a sweep.
#pragma once

#include <optional>
#include <string>

#include "engine/session/command.h"
#include "engine/session/link.h"
#include "engine/session/snapshot.h"

namespace nn {

struct SweepResult {
    SessionLink planned;  // as plan_session gives it
    SessionLink session;  // how it went: the same with the steps done, the end and the digest

    // By the network as it stood at the end, or, where training diverged, as it last was sound.
    double score = 0.0;              // of the test part: accuracy, or R² of a regression
    std::optional<double> macro_f1;  // none of a regression
    std::optional<double> loss;      // of the test part; none where it is no number
    std::optional<double> train_loss;
    double epochs = 0.0;

    double seconds = 0.0;
    std::string version;  // of the program

    bool operator==(const SweepResult&) const = default;
};

// "accuracy" or "r2": what the score is.
const char* score_key(const Recipe& recipe);

// What trains a session of a plan.
command::Replay replay_of_plan(const SessionLink& planned);

// Of the snapshot of the run that did so.
SweepResult result_of(const SessionLink& planned, const Snapshot& snapshot, double seconds,
                      std::string version);

// Why such a result cannot have come of its session, if it cannot: of other settings, or not at its end.
std::optional<std::string> contradiction_in(const SweepResult& result);

// Whether both say the same of the session, whoever ran it for however long.
bool is_same_outcome(const SweepResult& a, const SweepResult& b);

}  // namespace nn
