#include "engine/session/runner.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/session/limits.h"
#include "engine/session/property.h"

namespace nn {

namespace {

constexpr double kPaceSlice =
    1.0 / 60.0;  // s; work at a chosen speed comes in portions of about this length
constexpr double kPaceMaxLag = 0.1;  // s; what a sleeping tab missed beyond this is not made up for
constexpr double kRateWindow = 0.5;  // s
constexpr double kFirstRateWindow =
    0.1;                                // s; so that the first figure is there soon after the start
constexpr double kMaxRateWindow = 5.0;  // s; at the slowest speeds a window may hold no update

// The training loss before the first update counts the penalty, which goes by these.
bool has_other_first_point(const Recipe& from, const Recipe& to) {
    return from.l1 != to.l1 || from.l2 != to.l2 || from.batch != to.batch;
}

// What leaves the present out of the reader's sight as it is.
bool leaves_look(const Command& command) {
    return !std::holds_alternative<command::Look>(command) &&
           !std::holds_alternative<command::Branch>(command) &&
           !std::holds_alternative<command::Pause>(command) &&
           !std::holds_alternative<command::SetSpeed>(command) &&
           !std::holds_alternative<command::LoadDataset>(command);
}

std::vector<Change> changes_before(std::span<const Change> changes, std::int64_t step) {
    const auto end = std::ranges::lower_bound(changes, step, {}, &Change::step);
    return {changes.begin(), end};
}

std::int64_t whole_epochs(double epochs) {
    return static_cast<std::int64_t>(epochs);
}

}  // namespace

// Commands

void Runner::carry_out(const NumberedCommand& command) {
    revision_ = command.revision;
    has_news_ = true;
    if (leaves_look(command.command)) looked_at_.reset();
    std::visit([this](const auto& body) { apply(body); }, command.command);
}

void Runner::apply(const command::LoadDataset& load) {
    const auto place = static_cast<std::size_t>(load.id);
    if (place >= datasets_.size() || load.dataset == nullptr || load.dataset->count() < 2) return;
    datasets_[place] = load.dataset;
    if (recipe_.dataset == load.id) restart();
}

void Runner::apply(const command::SetRecipe& set) {
    const Recipe recipe = within_limits(set.recipe);
    if (set.restart || needs_restart(recipe_, recipe)) {
        recipe_ = recipe;
        forget_pause();
        restart();
    } else if (recipe != recipe_) {
        if (replay_) forget_pause();  // from here on this run is another one
        change_live(recipe);
    }
}

// What is set before the first update is what the run begins with; later on it is a change, which waits
// for an evaluation under way, so that a replay can make it at the same point.
void Runner::change_live(const Recipe& recipe) {
    const Recipe before = std::exchange(recipe_, recipe);
    if (trainer_ == nullptr || trainer_->steps() == 0) {
        begin_with(first_recipe_, changes_, recipe_);
        if (trainer_ == nullptr) return;
        if (!trainer_->history().empty() && has_other_first_point(before, recipe_)) {
            std::vector<Edit> edits;
            if (!changes_.empty()) edits = std::move(changes_.front().edits);
            restart();
            edit(edits);
        } else {
            use_live_settings();
        }
        return;
    }
    if (!add_change(first_recipe_, changes_, trainer_->steps(), recipe_)) has_all_changes_ = false;
    has_settings_to_use_ = true;
    make_due_changes();
}

void Runner::apply(const command::EditNetwork& command) {
    if (trainer_ == nullptr || trainer_->state() == TrainingState::Diverged) return;
    std::vector<Edit> edits;
    for (const Edit& edit : command.edits)
        if (const auto possible = within_limits(edit, recipe_)) edits.push_back(*possible);
    if (edits.empty()) return;
    if (replay_) forget_pause();  // as for a changed setting
    edit(edits);
}

// They wait for an evaluation under way as live settings do.
void Runner::edit(std::span<const Edit> edits) {
    if (edits.empty()) return;
    if (!add_change(first_recipe_, changes_, trainer_->steps(), recipe_, edits))
        has_all_changes_ = false;
    edits_to_make_.insert(edits_to_make_.end(), edits.begin(), edits.end());
    make_due_changes();
}

void Runner::use_live_settings() {
    has_settings_to_use_ = false;
    trainer_->set_live(live_settings_of(recipe_));
    trainer_->set_stopping(stopping_rule_of(recipe_));
}

void Runner::make_due_changes() {
    if (trainer_->is_evaluating()) return;
    if (has_settings_to_use_) use_live_settings();
    if (!edits_to_make_.empty()) trainer_->edit(std::exchange(edits_to_make_, {}));
    while (replay_) {
        const Change* change = replay_->take_due_change(*trainer_);
        if (change == nullptr) return;
        recipe_ = change->recipe;
        add_change(first_recipe_, changes_, trainer_->steps(), recipe_, change->edits);
        make_change(*trainer_, *change);
    }
}

// Once training has ended by itself there is nothing to play: only a reset starts anew.
void Runner::apply(const command::Play&) {
    if (has_ended()) return;
    is_playing_ = true;
    pause_at_step_ = pause_at_epoch_ = -1;
    pace_is_set_ = false;
}

void Runner::apply(const command::Pause&) {
    was_playing_ = plays_on_ = false;
    pause();
}

// Steps asked for while earlier ones are still to be done add up: every click counts.
void Runner::apply(const command::Step& step) {
    if (step.count < 0) {
        if (trainer_ == nullptr) return;
        // Steps back while earlier ones are still under way add up, too.
        const std::int64_t from = replay_ ? replay_->replay().steps : trainer_->steps();
        const std::int64_t target = std::max<std::int64_t>(from + step.count, 0);
        if (replay_ && target > trainer_->steps()) return replay_->stop_at(target);
        return go_back(target, changes_before(changes_, target + 1));
    }
    if (has_ended()) return;
    const std::int64_t now = trainer_ != nullptr ? trainer_->steps() : 0;
    const std::int64_t from = std::max(now, pause_at_step_);
    const std::int64_t target = from + std::clamp(step.count, 0, limits::kMaxStepCount);
    if (target <= now) return pause();
    pause_at_step_ = target;
    pause_at_epoch_ = -1;
    is_playing_ = true;
    pace_is_set_ = false;
}

void Runner::apply(const command::Epoch&) {
    if (has_ended()) return;
    const std::int64_t now = trainer_ != nullptr ? whole_epochs(trainer_->epochs()) : 0;
    pause_at_epoch_ = std::max(now, pause_at_epoch_) + 1;
    pause_at_step_ = -1;
    is_playing_ = true;
    pace_is_set_ = false;
}

void Runner::apply(const command::Reset&) {
    forget_pause();
    restart();
}

void Runner::apply(const command::SetSpeed& speed) {
    const bool is_limit = speed.epochs_per_second > 0.0f;  // false for NaN, too
    epochs_per_second_ = is_limit ? std::min(static_cast<double>(speed.epochs_per_second),
                                             limits::kMaxEpochsPerSecond)
                                  : 0.0;
    pace_is_set_ = false;
}

void Runner::apply(const command::Replay& replay) {
    replay_.emplace(replay);
    is_playing_ = true;
    pause_at_step_ = pause_at_epoch_ = -1;
    restart();
}

void Runner::apply(const command::Look& look) {
    if (look.epoch < 0.0f) {
        if (looked_at_ && was_playing_) apply(command::Play{});
        looked_at_.reset();
        return;
    }
    const Glance* glance = past_.nearest(static_cast<double>(look.epoch));
    if (glance == nullptr) return;
    if (!looked_at_) was_playing_ = is_playing_ && !has_ended();
    looked_at_ = *glance;
    if (is_playing_) pause();
}

// What was changed at the very step came after what the reader looked at.
void Runner::apply(const command::Branch&) {
    if (!looked_at_) return;
    const std::int64_t step = std::exchange(looked_at_, std::nullopt)->step;
    go_back(step, changes_before(changes_, step));
    if (!was_playing_) return;
    if (replay_)
        plays_on_ = true;
    else
        apply(command::Play{});
}

// To the nearest checkpoint, and from there on as a replay does; from the beginning where there is none.
void Runner::go_back(std::int64_t step, std::vector<Change> changes) {
    const Checkpoint* checkpoint = past_.before(step);
    if (checkpoint == nullptr && !has_all_changes_) return;
    replay_.emplace(command::Replay{.recipe = first_recipe_, .steps = step, .changes = changes});
    is_playing_ = true;
    pause_at_step_ = pause_at_epoch_ = -1;
    plays_on_ = false;
    if (checkpoint == nullptr) return restart();
    ++run_;
    past_.forget_after(step);
    trainer_->resume(*checkpoint);
    changes_ = changes_before(changes, trainer_->steps());
    replay_->skip_before(trainer_->steps());
    recipe_ = changes_.empty() ? first_recipe_ : changes_.back().recipe;
    use_live_settings();
    edits_to_make_.clear();
    evaluated_step_ = trainer_->steps();
    pace_is_set_ = false;
    rate_window_is_open_ = false;
    make_due_changes();
    pause_where_asked();
}

void Runner::restart() {
    ++run_;
    past_.clear();
    looked_at_.reset();
    plays_on_ = false;
    if (replay_) {
        recipe_ = replay_->replay().recipe;
        replay_->rewind();
    }
    first_recipe_ = recipe_;
    changes_.clear();
    has_all_changes_ = true;
    has_settings_to_use_ = false;
    edits_to_make_.clear();
    pace_is_set_ = false;
    rate_window_is_open_ = false;
    samples_per_second_ = 0.0;
    evaluated_step_ = -1;
    trainer_.reset();  // before the next is made: two large networks need not fit at once
    const auto place = static_cast<std::size_t>(recipe_.dataset);
    dataset_ = taught_.of(recipe_, place < datasets_.size() ? datasets_[place] : nullptr);
    if (dataset_ != nullptr)
        trainer_ = std::make_unique<AnyTrainer>(recipe_.precision, *dataset_, setup_of(recipe_),
                                                live_settings_of(recipe_));
    if (trainer_ != nullptr && replay_ &&
        trainer_->restore(replay_->replay().parameters, replay_->replay().steps))
        has_all_changes_ = false;
}

// A reader who pauses looks closely: the figures are brought up to the weights that are shown.
void Runner::pause() {
    is_playing_ = false;
    pause_at_step_ = pause_at_epoch_ = -1;
    if (trainer_ != nullptr && !has_ended() && trainer_->steps() != evaluated_step_)
        trainer_->request_evaluation();
}

// A run that was only going on to the next pause, or to the end of a replay, does not go on after a
// restart.
void Runner::forget_pause() {
    const bool was_replaying = replay_.has_value();
    replay_.reset();
    if (was_replaying || pause_at_step_ >= 0 || pause_at_epoch_ >= 0) pause();
}

void Runner::pause_where_asked() {
    const bool is_there =
        (pause_at_step_ >= 0 && trainer_->steps() >= pause_at_step_) ||
        (pause_at_epoch_ >= 0 && whole_epochs(trainer_->epochs()) >= pause_at_epoch_);
    if (is_there) pause();
    if (replay_ ? replay_->has_arrived(*trainer_) : has_ended()) {
        forget_pause();
        if (std::exchange(plays_on_, false)) apply(command::Play{});
    }
}

// Training

double Runner::advance(double seconds, const std::function<bool()>& should_stop) {
    measure_rate(seconds);
    while (wants_training() || wants_evaluation()) {
        // An evaluation under way is finished even after a pause, and does not wait for the pace.
        if (!wants_evaluation()) {
            const double wait = seconds_until_due(seconds);
            if (wait > 0.0) return wait;
        }
        step();
        make_due_changes();
        pause_where_asked();
        if (should_stop()) return wants_training() || wants_evaluation() ? 0.0 : -1.0;
    }
    return -1.0;
}

void Runner::step() {
    const bool was_evaluating = wants_evaluation();
    const bool had_ended = has_ended();
    trainer_->step();
    has_news_ = true;
    if (was_evaluating && !wants_evaluation()) {
        evaluated_step_ = trainer_->steps();
        const double epochs = trainer_->epochs();
        if (epochs == std::floor(epochs) && trainer_->state() != TrainingState::Diverged)
            past_.keep(*trainer_);
    }
    // The weights are now those of before, and the figures are to be theirs.
    if (!had_ended && trainer_->state() == TrainingState::Diverged) trainer_->request_evaluation();
}

bool Runner::has_ended() const {
    if (trainer_ == nullptr) return false;
    const TrainingState state = trainer_->state();
    return state == TrainingState::Stopped || state == TrainingState::Finished ||
           state == TrainingState::Diverged;
}

bool Runner::wants_training() const {
    return trainer_ != nullptr && is_playing_ && trainer_->can_step();
}

bool Runner::wants_evaluation() const {
    return trainer_ != nullptr && trainer_->is_evaluating();
}

// How long the next update must wait to keep the chosen speed; 0 when it is due.
double Runner::seconds_until_due(double seconds) {
    if (epochs_per_second_ <= 0.0 || replay_) return 0.0;
    const double epochs = trainer_->epochs();
    if (!pace_is_set_) {
        pace_is_set_ = true;
        pace_start_seconds_ = seconds;
        pace_start_epoch_ = epochs;
    }
    double due = pace_start_seconds_ + (epochs - pace_start_epoch_) / epochs_per_second_;
    if (seconds - due > kPaceMaxLag) {
        pace_start_seconds_ += seconds - due - kPaceMaxLag;
        due = seconds - kPaceMaxLag;
    }
    return due <= seconds ? 0.0 : std::max(due - seconds, kPaceSlice);
}

void Runner::measure_rate(double seconds) {
    if (!wants_training()) {
        rate_window_is_open_ = false;
        samples_per_second_ = 0.0;
        return;
    }
    const double elapsed = seconds - rate_window_start_;
    const std::int64_t samples = trainer_->samples_seen() - rate_window_samples_;
    if (rate_window_is_open_ && elapsed >= 0.0) {
        const double wanted = samples_per_second_ > 0.0 ? kRateWindow : kFirstRateWindow;
        if (elapsed < wanted || (samples == 0 && elapsed < kMaxRateWindow)) return;
        samples_per_second_ = static_cast<double>(samples) / elapsed;
        has_news_ = true;
    }
    rate_window_is_open_ = true;
    rate_window_start_ = seconds;
    rate_window_samples_ = trainer_->samples_seen();
}

// Snapshots

RunState Runner::state() const {
    if (trainer_ == nullptr) return RunState::Loading;
    switch (trainer_->state()) {
        case TrainingState::Stopped:
            return RunState::Stopped;
        case TrainingState::Finished:
            return RunState::Finished;
        case TrainingState::Diverged:
            return RunState::Diverged;
        case TrainingState::Ready:
        case TrainingState::Training:
            break;
    }
    return is_playing_ ? RunState::Running : RunState::Paused;
}

bool Runner::has_news() const {
    return has_news_;
}

Snapshot Runner::snapshot(std::uint32_t run_known, std::uint32_t history_known) {
    has_news_ = false;
    Snapshot snapshot;
    snapshot.revision = revision_;
    snapshot.run = run_;
    snapshot.recipe = recipe_;
    snapshot.first_recipe = first_recipe_;
    snapshot.changes = changes_;
    snapshot.has_all_changes = has_all_changes_;
    if (replay_) snapshot.replay_steps = replay_->replay().steps;
    snapshot.is_evaluating = wants_evaluation();
    snapshot.state = state();
    if (trainer_ == nullptr) return snapshot;

    const AnyTrainer& trainer = *trainer_;
    snapshot.step = trainer.steps();
    snapshot.digest = trainer.digest();
    snapshot.epoch = static_cast<float>(trainer.epochs());
    snapshot.steps_per_epoch = trainer.steps_per_epoch();
    snapshot.learning_rate = trainer.learning_rate();
    if (snapshot.state == RunState::Running)
        snapshot.samples_per_second = static_cast<float>(samples_per_second_);

    const History& history = trainer.history();
    const std::size_t known =
        run_known == run_ ? std::min<std::size_t>(history_known, history.size()) : 0;
    snapshot.history_begin = static_cast<std::uint32_t>(known);
    snapshot.history.assign(history.begin() + static_cast<std::ptrdiff_t>(known), history.end());

    snapshot.classes = dataset_->classes;
    const auto counts = trainer.confusion().counts();
    snapshot.confusion.assign(counts.begin(), counts.end());
    snapshot.test_prediction = trainer.test_answers().prediction;
    snapshot.test_confidence = trainer.test_answers().confidence;
    snapshot.test_loss = trainer.test_figures().loss;
    snapshot.test_score = trainer.test_figures().score;

    snapshot.parameters = trainer.parameters();
    const Scaler<float> scaler = trainer.scaler();
    snapshot.scaler_offset.assign(scaler.offset.begin(), scaler.offset.end());
    snapshot.scaler_factor.assign(scaler.factor.begin(), scaler.factor.end());

    snapshot.kept_from = static_cast<std::int32_t>(past_.first());
    snapshot.kept_every = static_cast<std::int32_t>(past_.every());
    snapshot.present_step = snapshot.step;
    snapshot.present_epoch = snapshot.epoch;
    if (looked_at_) show_past(snapshot);
    return snapshot;
}

void Runner::show_past(Snapshot& snapshot) const {
    const Glance& then = *looked_at_;
    snapshot.is_past = true;
    snapshot.state = RunState::Paused;
    snapshot.is_evaluating = false;
    snapshot.changes = changes_before(changes_, then.step);
    snapshot.recipe = snapshot.changes.empty() ? first_recipe_ : snapshot.changes.back().recipe;
    snapshot.step = then.step;
    snapshot.digest = then.digest;
    snapshot.epoch = static_cast<float>(then.epoch);
    snapshot.steps_per_epoch = then.steps_per_epoch;
    snapshot.learning_rate = then.learning_rate;
    snapshot.samples_per_second = 0.0f;
    snapshot.confusion = then.confusion;
    snapshot.test_prediction = then.answers.prediction;
    snapshot.test_confidence = then.answers.confidence;
    snapshot.test_loss = then.figures.loss;
    snapshot.test_score = then.figures.score;
    snapshot.parameters = then.parameters;
}

}  // namespace nn
