// The page's side of a session: what arrived from the trainer made ready for panels, what panels asked
// for made into commands, with undo. No drawing here.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/data/familiarity.h"
#include "engine/network/network.h"
#include "web/app/plane_sweep.h"
#include "web/app/trainer_link.h"
#include "web/panels/session_view.h"

namespace nn::ui {

class Session {
public:
    explicit Session(std::unique_ptr<TrainerLink> link);

    // Takes in the newest snapshot and arrived assets; true when something to be drawn changed.
    bool poll();
    bool waits_for_poll()
        const;  // whether the next one has work to go on with, though nothing arrives

    // Long work that is done beside the frames, a slice of about so many seconds at a time; true when
    // something to be drawn came of it.
    bool has_work() const;
    bool work(double seconds_to_take);

    // Carries out what panels asked for in the frame.
    void carry_out(const Requests& requests, double seconds);

    // Undo what the last toast told of.
    void undo();
    void redo();

    void send(Command command) { link_->send(std::move(command)); }
    void set_ink(Ink ink);
    void show_sample(int sample);
    // Of all parameters, as parameters_of has them; none: the weights again. False where they do not fit.
    bool show_gradients(std::span<const float> gradients, GraphPath path);
    void want_sample(int sample);  // likewise, once its data set is there
    void show_part(int part);      // of several digits on the pad
    void set_probe(std::optional<ImVec2> probe);
    // Goes over once the data is there: what stands at its default goes along, or to a whole recipe.
    void want_dataset(DatasetId id);
    void want_recipe(const Recipe& recipe);
    // Trains to where the link's session was once the data is there, or goes on from its weights at once.
    void open_link(OpenedLink opened, std::vector<float> parameters);
    void set_speed(double epochs_per_second);
    void change_recipe(const Recipe& recipe, std::string_view undo_name, double seconds);
    void edit(std::vector<Edit> edits, std::string_view undo_name, double seconds);
    // At the nearest epoch that is kept; a negative number: at the present.
    void look(float epoch);
    void branch();  // from the epoch looked at
    void step_back(int count);

    const SessionView& view() const { return view_; }

private:
    // A state of the session that undo returns to.
    struct Step {
        Recipe before, after;
        std::string name;      // of the control; quick changes of one control are one step
        double seconds = 0.0;  // of its last change
        std::vector<Edit> edits = {},
                          inverse = {};       // of this run's network, and what takes them back
        std::optional<SessionLink> run = {};  // that was left for a branch
    };

    void take_snapshot(Snapshot snapshot);
    void take_history(Snapshot& snapshot);
    void follow_look();
    void take_dataset(DatasetId id, std::vector<std::uint8_t> bytes);
    bool poll_assets();
    bool has_data(DatasetId id) const;
    void adopt_wanted();
    void cancel_download();
    void begin_replay();
    void follow_replay();
    void restart_trainer();
    void archive_run();
    void follow_others();
    void apply(const Recipe& recipe);
    void forget_edits();
    std::vector<Edit> inverse_of(const Edit& edit) const;
    std::shared_ptr<const Dataset> dataset_of(const Recipe& recipe);
    void prepare_run();
    bool sweep_plane();
    bool can_infer() const;
    void read_parts();
    void take_apart();
    void show_wanted_sample();
    bool take_input();
    void scale_input();
    std::span<const float> answer_to_input();
    void rate_regression();
    void refresh_image();
    void infer();

    std::unique_ptr<TrainerLink> link_;
    SessionView view_;
    std::array<std::shared_ptr<const Dataset>, kPackedDatasets> datasets_;
    TaughtDataset taught_;
    Recipe trained_recipe_;  // with which the present run took its last step
    std::vector<Step> done_, undone_;
    Workspace<float> workspace_;
    Familiarity familiarity_;                   // with the images of
    std::vector<std::int32_t> familiar_train_;  // these samples
    std::shared_ptr<const Dataset> familiar_dataset_;
    PlaneSweep sweep_;
    std::uint64_t swept_version_ = 0;  // the network's, of the sweep under way or the last one
    bool digits_requested_ = false;
    std::optional<Recipe> wanted_recipe_;  // with the data set on its way
    bool is_link_wanted_ = false;          // likewise view_.opened
    std::vector<float> link_parameters_;
    std::optional<int> wanted_sample_;
    std::uint64_t gradients_of_ = 0;  // the digest of the network that the shown gradients are of
    std::uint32_t replay_revision_ = 0;
    std::uint32_t look_revision_ = 0;
    std::uint32_t left_revision_ = 0;    // of what made another recipe the wanted one
    std::uint32_t return_revision_ = 0;  // of a way back: what the recipe was there is wanted now
    bool is_stepping_back_ = false;      // the run goes on, though by another number
    SessionLink present_;                // of what was left to look back
};

}  // namespace nn::ui
