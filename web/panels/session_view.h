// What panels read (SessionView), what they remember between frames (ViewState) and what they ask for
// (Requests). Plain data: a panel is a function of these and a rectangle.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/data/dataset.h"
#include "engine/data/ink.h"
#include "engine/data/parts.h"
#include "engine/data/split.h"
#include "engine/network/network.h"
#include "engine/session/link.h"
#include "engine/session/recipe.h"
#include "engine/session/replay.h"
#include "engine/session/snapshot.h"
#include "engine/training/doubt.h"
#include "engine/training/evaluation.h"
#include "web/platform/platform.h"
#include "web/widgets/confusion_grid.h"
#include "web/widgets/network_graph.h"
#include "web/widgets/plane_plot.h"
#include "web/widgets/plot.h"

namespace nn::ui {

// A run that came before the present one, kept faintly in the charts.
struct EarlierRun {
    Recipe recipe;
    History history;
};

// One of several digits side by side on the pad.
struct PadPart {
    InkPart ink;
    std::vector<std::uint8_t> pixels;
    int digit = -1;  // what the network reads; -1: there is no network yet
    Doubt doubt = Doubt::None;
};

// What is on the pad: a drawing, or a sample of the data set.
struct PadContent {
    Ink ink;
    int sample = -1;                   // index into the data set; -1: the ink
    std::vector<std::uint8_t> pixels;  // what the network sees; empty: nothing on the pad
    std::vector<PadPart> parts;        // from left to right; empty: the whole is one digit
    int part = 0;                      // the one that the network sees
    bool has_image() const { return !pixels.empty(); }
};

// Of a problem in the plane.
struct PlaneView {
    std::vector<PlanePoint> points;  // of the present data set, in its order
    // What the network answers in the middles of side × side cells, from the top left, -1…1: of two
    // classes what blue has more than orange, of a regression the value.
    std::vector<float> surface;
    int side = 0;
    NeuronPictures pictures;
    std::uint64_t version = 0;    // of the surface and the pictures
    std::optional<ImVec2> probe;  // the place whose way through the network is shown
};

// A link that was opened, until its reader goes on from where it led.
struct OpenedLink {
    SessionLink link;
    std::vector<std::string> warnings;
    ReplayOutcome outcome = ReplayOutcome::UnderWay;
    std::uint64_t digest = 0;  // that this trainer came to
};

struct SessionView {
    // As wanted; the snapshot's may still be the one before. Of an earlier epoch as it was then, and here
    // is what it is at present.
    Recipe recipe = defaults_of();
    std::optional<Recipe> present;
    Snapshot snapshot;                // the newest one, its history moved to `history`
    History history;                  // up to the snapshot's step
    History later;                    // than that: while an earlier epoch is looked at
    std::optional<float> looked;      // the epoch asked for, whose snapshot may be on its way
    std::vector<EarlierRun> earlier;  // newest last
    int looks = 0;  // earlier runs, back to back, whose score on these test samples was shown
    // Epochs per second; 0: as fast as it goes. At this one the digits are learnt a second after opening.
    double speed = 16.0;

    std::shared_ptr<const Dataset> dataset;  // of the snapshot's run
    Split split;
    std::unordered_map<int, int> test_position;  // sample -> its place in the split's test part
    ConfusionMatrix confusion;
    ClassificationReport report;
    RegressionScores regression;  // of the test part, instead of those two

    Network<float> network;
    std::uint64_t network_version = 0;  // counts snapshots that changed it
    // Drawn in the place of the weights, until the network changes: the gradients of what is looked into.
    std::optional<Network<float>> gradients;
    std::uint64_t gradients_version = 0;  // counts them
    GraphPath path;  // that the chain rule is followed along, with the gradients
    std::vector<float> input_deviation;  // (features) of the training part, after scaling

    PadContent pad;
    PlaneView plane;
    std::vector<float> input;                     // what the network receives, scaled
    std::vector<std::vector<float>> activations;  // hidden layers, then the answer
    std::uint64_t activations_version = 0;
    int prediction = -1;        // -1: nothing on the pad
    Doubt doubt = Doubt::None;  // of the prediction

    // A data set on its way; is_wanted until it arrived, failed or was cancelled.
    std::optional<DatasetId> wanted_dataset;
    platform::AssetProgress download;

    std::optional<OpenedLink> opened;

    bool can_undo = false, can_redo = false;
    std::string_view transport;
    bool has_trainer_failed = false;

    // Is the snapshot's run one of points in the plane? Is it a regression?
    bool is_plane() const { return info(snapshot.recipe.dataset).is_plane; }
    bool is_regression() const { return info(snapshot.recipe.dataset).is_regression; }

    // What the picture's edges and images are of, and a number that changes with it.
    const Network<float>& drawn_network() const { return gradients ? *gradients : network; }
    std::uint64_t drawn_version() const { return gradients ? ~gradients_version : network_version; }

    // The same with the present run, once it has a score.
    int looks_so_far() const {
        return looks + (!history.empty() && history.back().epoch > 0.0f ? 1 : 0);
    }

    // Is the prediction worth saying?
    bool is_sure() const { return prediction >= 0 && doubt == Doubt::None; }

    std::span<const float> answer() const {
        return prediction < 0 ? std::span<const float>()
                              : std::span<const float>(activations.back());
    }
};

enum class Place { Draw, Train, Network, Report, Data };  // of the phone's bottom bar
enum class StageTab { Network, Samples };
enum class SampleFilter { All, Training, Test, Wrong };

struct ViewState {
    bool is_dark = true;
    bool is_chinese = false;
    bool is_phone = false, is_compact = false;  // set by the layout each frame
    bool reduces_motion = false;
    bool has_figures_strip = false;  // under the header; set by the layout each frame
    int figures_shown = 0;           // by the header or the run bar, in the frame before
    Rect menu_anchor;                // phone
    // As a link says, in its words: what is shown alone, and what is left out.
    std::vector<std::string> shown, hidden;
    bool is_part = false;  // of the page: no menu, no places
    bool hides(std::string_view name) const {
        return std::ranges::find(hidden, name) != hidden.end();
    }

    Place place = Place::Draw;
    StageTab stage_tab = StageTab::Network;
    bool is_drawer_open = false;                       // tablet: the left column
    int band_tab = 0;                                  // tablet: curves, matrix, report
    int report_tab = 0;                                // phone: report, confusion
    std::array<bool, 3> is_open = {true, true, true};  // sections of the left column
    bool shows_more_data = false, shows_more_rates = false, shows_more_training = false,
         shows_augmentation = false;

    float pressure = 0.5f;  // of the pen, 0 to 1
    float brush = 0.09f;
    int gallery_page = 0;
    std::uint32_t variant_seed = 1;  // of the variants that the data panel shows
    SampleFilter sample_filter = SampleFilter::All;
    int sample_page = 0;
    int sample_class = -1;  // -1: all

    bool shows_accuracy = false;
    bool is_log_loss = true;
    bool x_is_step = false;
    double smoothing = 0.0;
    PlotView plot_view;

    EdgesShow edges = EdgesShow::Signals;
    GraphState graph;

    struct {
        int layer = 0;  // whose popover is open; the number of hidden layers: the outputs
        int unit = 0, input = 0, other = 1;
        std::int64_t step = -1;  // at which there were edits, and the figures from before them
        float loss = 0.0f, score = 0.0f;
        Rect anchor;
    } edit;

    PlanePlotState plane_plot;
    std::vector<std::shared_ptr<PlaneTile>> feature_tiles;  // made at their first use
    bool shows_train_points = true, shows_test_points = false;
    bool is_plane_stepped = false;

    Cell cell;  // of the confusion matrix, whose samples are shown
    Rect cell_anchor;
    int cell_page = 0;

    Ink cleared_ink;  // what Clear took from the pad, for its Undo
};

struct Requests {
    bool play = false, pause = false, step = false, epoch = false, reset = false;
    bool undo = false, redo = false;
    std::optional<float> look;  // at this epoch; negative: at the present
    bool branch = false, step_back = false;
    bool copy_report = false;
    bool cancel_download = false;
    bool restart_trainer = false;
    bool dismiss_link = false, retrain_link = false;
    std::string copied_text;    // to the clipboard
    std::optional<Rect> share;  // the share panel is wanted, under this
    bool course = false;        // the list of its chapters is
    bool tools = false;
    bool forget_earlier_runs = false;
    std::optional<double> speed;
    std::optional<DatasetId> dataset;
    std::optional<Recipe> recipe;  // the whole recipe as it should be now
    std::vector<Edit> edits;       // of the network, to be made now
    std::string undo_name;         // groups changes of one control; with a toast when toast is set
    std::string toast;
    std::optional<int> sample;  // to the pad
    std::optional<Ink> ink;     // the pad's ink from now on
    std::optional<int> part;    // of the ink, to be seen by the network
    // The plane's probe from now on; the inner one empty: none.
    std::optional<std::optional<ImVec2>> probe;
};

}  // namespace nn::ui
