// A session without a screen: holds data, network and history, carries out commands, advances by
// time budgets and hands out snapshots. The clock stays with the caller.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/session/command.h"
#include "engine/session/past.h"
#include "engine/session/replay_course.h"
#include "engine/session/snapshot.h"
#include "engine/training/any_trainer.h"

namespace nn {

class Runner {
public:
    void carry_out(const NumberedCommand& command);

    // Trains until should_stop() says so or there is nothing to do now; asks it after every update.
    // `seconds` is the caller's clock, used only to keep to the chosen speed and to report samples
    // per second. Returns how long the caller may wait before the next call is of use: 0 at once, a
    // negative number: not before the next command.
    double advance(double seconds, const std::function<bool()>& should_stop);

    // True when something that a snapshot shows has changed since the last one taken.
    bool has_news() const;

    // history_known: how many points of this run's history (run as numbered in its last snapshot)
    // the receiver already holds.
    Snapshot snapshot(std::uint32_t run_known, std::uint32_t history_known);

    std::size_t bytes_of_past() const { return past_.bytes(); }

private:
    void apply(const command::LoadDataset& load);
    void apply(const command::SetRecipe& set);
    void apply(const command::Play&);
    void apply(const command::Pause&);
    void apply(const command::Step& step);
    void apply(const command::Epoch&);
    void apply(const command::Reset&);
    void apply(const command::SetSpeed& speed);
    void apply(const command::Replay& replay);
    void apply(const command::EditNetwork& edit);
    void apply(const command::Look& look);
    void apply(const command::Branch&);

    void go_back(std::int64_t step, std::vector<Change> changes);
    void show_past(Snapshot& snapshot) const;
    void restart();
    void change_live(const Recipe& recipe);
    void edit(std::span<const Edit> edits);
    void use_live_settings();
    void make_due_changes();
    void step();
    void pause();
    void pause_where_asked();
    void forget_pause();
    bool has_ended() const;  // by itself: stopped, finished or diverged
    bool wants_training() const;
    bool wants_evaluation() const;
    RunState state() const;
    double seconds_until_due(double seconds);
    void measure_rate(double seconds);

    std::array<std::shared_ptr<const Dataset>, kPackedDatasets> datasets_;  // by DatasetId
    TaughtDataset taught_;
    std::shared_ptr<const Dataset> dataset_;  // of this run; absent until it is loaded
    Recipe recipe_;
    Recipe first_recipe_;  // of this run
    std::vector<Change> changes_;
    bool has_all_changes_ = true;
    bool has_settings_to_use_ = false;     // the trainer has those of recipe_ yet to be given
    std::vector<Edit> edits_to_make_;      // likewise
    std::optional<ReplayCourse> replay_;   // until it has arrived
    std::unique_ptr<AnyTrainer> trainer_;  // absent until its data is loaded
    bool is_playing_ = false;
    std::int64_t pause_at_step_ = -1, pause_at_epoch_ = -1;  // negative: nowhere
    std::int64_t evaluated_step_ = -1;  // to which the figures of the last evaluation belong
    double epochs_per_second_ = 0.0;
    Past past_;
    std::optional<Glance> looked_at_;
    bool was_playing_ = false;  // when the reader looked back
    bool plays_on_ = false;     // once a replay under way has arrived
    std::uint32_t revision_ = 0;
    std::uint32_t run_ = 0;
    bool has_news_ = true;

    bool pace_is_set_ = false;
    double pace_start_seconds_ = 0.0;  // since when, and from which epoch, the chosen speed is kept
    double pace_start_epoch_ = 0.0;
    bool rate_window_is_open_ = false;  // samples per second over about half a second
    double rate_window_start_ = 0.0;
    std::int64_t rate_window_samples_ = 0;
    double samples_per_second_ = 0.0;
};

}  // namespace nn
