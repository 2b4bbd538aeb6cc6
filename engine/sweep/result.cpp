#include "engine/sweep/result.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/session/limits.h"
#include "engine/session/replay.h"
#include "engine/training/evaluation.h"

namespace nn {

namespace {

std::optional<double> finite(float value) {
    if (!std::isfinite(value)) return std::nullopt;
    return static_cast<double>(value);
}

}  // namespace

const char* score_key(const Recipe& recipe) {
    return info(recipe.dataset).is_regression ? "r2" : "accuracy";
}

command::Replay replay_of_plan(const SessionLink& planned) {
    command::Replay replay = replay_of(planned);
    if (replay.steps == 0) replay.steps = limits::kMaxSteps;
    return replay;
}

SweepResult result_of(const SessionLink& planned, const Snapshot& snapshot, double seconds,
                      std::string version) {
    SweepResult result{.planned = planned,
                       .session = link_of(snapshot),
                       .loss = finite(snapshot.test_loss),
                       .epochs = static_cast<double>(snapshot.epoch),
                       .seconds = seconds,
                       .version = std::move(version)};
    if (!snapshot.history.empty()) result.train_loss = finite(snapshot.history.back().train_loss);
    if (info(planned.recipe.dataset).is_regression) {
        result.score = static_cast<double>(snapshot.test_score);
        return result;
    }
    const ClassificationReport report =
        classification_report(ConfusionMatrix(snapshot.classes, snapshot.confusion));
    result.score = report.accuracy;
    result.macro_f1 = report.macro.f1;
    return result;
}

std::optional<std::string> contradiction_in(const SweepResult& result) {
    const SessionLink &planned = result.planned, &session = result.session;
    if (!session.digest) return "it has no digest";
    if (session.recipe != planned.recipe) return "it is of other settings than its plan";
    const bool has_arrived = planned.steps > 0 && session.steps == planned.steps;
    const bool is_beyond = planned.steps > 0 && session.steps > planned.steps;
    if (is_beyond || (!has_arrived && !session.end)) return "it is not of the end of its session";
    const auto made = std::ranges::mismatch(session.changes, planned.changes);
    if (made.in1 != session.changes.end() ||
        (made.in2 != planned.changes.end() && made.in2->step < session.steps))
        return "it is of other changes on the way than its plan";
    return std::nullopt;
}

bool is_same_outcome(const SweepResult& a, const SweepResult& b) {
    SweepResult other = b;
    other.seconds = a.seconds;
    other.version = a.version;
    return a == other;
}

}  // namespace nn
