#include "engine/cli/session_run.h"

#include <cstdio>

#include "engine/cli/progress.h"
#include "engine/cli/training_run.h"
#include "engine/session/limits.h"
#include "engine/session/runner.h"

namespace nn::cli {

namespace {

// The share of the way that is done, as far as it is known.
double share_of(const Snapshot& snapshot) {
    const int epochs = snapshot.recipe.max_epochs;
    const double by_epochs = epochs > 0 ? static_cast<double>(snapshot.epoch) / epochs : 0.0;
    if (snapshot.replay_steps == 0 || snapshot.replay_steps == limits::kMaxSteps) return by_epochs;
    return static_cast<double>(snapshot.step) / static_cast<double>(snapshot.replay_steps);
}

}  // namespace

Outcome<Snapshot> run_session(const command::Replay& session,
                              const std::vector<Argument>& arguments, std::string_view program) {
    const auto dataset = dataset_of(session.recipe, arguments, program);
    if (!dataset.value) return Failure{dataset.problem};
    Runner runner;
    runner.carry_out({1, command::LoadDataset{session.recipe.dataset, *dataset.value}});
    runner.carry_out({2, session});
    Progress progress;
    while (runner.advance(seconds_now(), [&] { return progress.is_due(); }) >= 0.0) {
        const Snapshot snapshot = runner.snapshot(0, 0);
        char note[80];
        std::snprintf(note, sizeof note, "step %lld, epoch %.1f",
                      static_cast<long long>(snapshot.step), static_cast<double>(snapshot.epoch));
        progress.show(share_of(snapshot), note);
    }
    return runner.snapshot(0, 0);
}

}  // namespace nn::cli
