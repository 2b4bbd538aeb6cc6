#include "web/app/session.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "engine/data/scaling.h"
#include "engine/session/property.h"

namespace nn::ui {

namespace {

constexpr std::size_t kMostEarlierRuns = 3;
constexpr float kWorthKeeping = 2.0f;  // epochs a run must have lasted to stay in the chart
constexpr double kMergeSeconds = 1.0;  // changes of one control this close are one undo step
constexpr std::size_t kMostUndoSteps = 100;
constexpr std::size_t kDeviationSamples = 2000;
constexpr double kSweepWork = 2e6;     // multiplications a frame, one to three milliseconds
constexpr std::size_t kMostParts = 8;  // more are no number, but flecks

// Whether both are judged by the same samples.
bool is_tested_alike(const Recipe& a, const Recipe& b) {
    return a.dataset == b.dataset && a.points == b.points && a.noise == b.noise &&
           a.data_seed == b.data_seed && a.test_share == b.test_share &&
           a.split_seed == b.split_seed && a.sealed_share == b.sealed_share;
}

std::string_view asset_of(DatasetId id) {
    return info(id).key;
}

bool fits(const Network<float>& network, const Snapshot& snapshot, const Dataset& dataset) {
    if (network.layers.empty() || network.inputs() != dataset.features() ||
        network.outputs() != dataset.classes)
        return false;
    if (network.layers.size() != snapshot.recipe.hidden.size() + 1) return false;
    for (std::size_t i = 0; i < snapshot.recipe.hidden.size(); ++i) {
        const LayerShape& shape = snapshot.recipe.hidden[i];
        if (network.layers[i].units() != shape.units ||
            network.layers[i].activation != shape.activation)
            return false;
    }
    return network.loss == loss_of(snapshot.recipe);
}

// How much each scaled input varies over (at most some) training samples; of points nobody asks.
std::vector<float> deviation_of(const Dataset& dataset, const Split& split,
                                const Snapshot& snapshot) {
    if (!dataset.has_pixels()) return {};
    const auto features = static_cast<std::size_t>(dataset.features());
    std::vector<double> sum(features), squares(features);
    const std::size_t count = std::min(split.train.size(), kDeviationSamples);
    for (std::size_t i = 0; i < count; ++i) {
        const auto image = dataset.image(split.train[i]);
        for (std::size_t j = 0; j < features; ++j) {
            const double x = image[j];
            sum[j] += x;
            squares[j] += x * x;
        }
    }
    std::vector<float> out(features);
    for (std::size_t j = 0; j < features && count > 0; ++j) {
        const double mean = sum[j] / static_cast<double>(count);
        const double variance =
            std::max(squares[j] / static_cast<double>(count) - mean * mean, 0.0);
        out[j] = static_cast<float>(std::sqrt(variance)) * std::abs(snapshot.scaler_factor[j]);
    }
    return out;
}

}  // namespace

Session::Session(std::unique_ptr<TrainerLink> link) : link_(std::move(link)) {
    view_.transport = link_->transport();
    link_->send(command::SetRecipe{.recipe = view_.recipe});
    set_speed(view_.speed);
    link_->send(command::Play{});
}

bool Session::poll() {
    bool has_changed = poll_assets();
    if (auto snapshot =
            link_->poll(view_.snapshot.run,
                        static_cast<std::uint32_t>(view_.history.size() + view_.later.size()))) {
        take_snapshot(std::move(*snapshot));
        has_changed = true;
    }
    if (view_.has_trainer_failed != link_->has_failed()) {
        view_.has_trainer_failed = link_->has_failed();
        has_changed = true;
    }
    view_.transport = link_->transport();
    has_changed |= sweep_plane();
    return has_changed;
}

bool Session::waits_for_poll() const {
    return link_->waits_for_poll() || sweep_.is_under_way();
}

bool Session::has_work() const {
    return familiarity_.has_to_measure();
}

// What is usual is measured; true when it became known.
bool Session::work(double seconds_to_take) {
    if (!has_work()) return false;
    using Clock = std::chrono::steady_clock;
    const auto seconds = [](Clock::duration time) {
        return std::chrono::duration<double>(time).count();
    };
    const Clock::time_point begin = Clock::now();
    bool is_done = false;
    while (!is_done && seconds(Clock::now() - begin) < seconds_to_take)
        is_done = familiarity_.measure(4);
    if (!is_done) return false;
    infer();
    return view_.pad.has_image();
}

// A slice of the sweep under way, or of the next one when there is something new; true when one was completed.
bool Session::sweep_plane() {
    if (!view_.is_plane() || view_.network.layers.empty()) return false;
    if (!sweep_.is_under_way()) {
        if (swept_version_ == view_.network_version) return false;
        swept_version_ = view_.network_version;
        sweep_.start(view_.network, view_.snapshot);
    }
    if (!sweep_.advance(kSweepWork)) return false;
    sweep_.put_into(view_.plane);
    return true;
}

bool Session::poll_assets() {
    if (!digits_requested_) {
        platform::request_asset(asset_of(DatasetId::Digits));
        digits_requested_ = true;
    }
    bool has_changed = false;
    for (const DatasetInfo& entry : packed_datasets()) {
        if (datasets_[static_cast<std::size_t>(entry.id)]) continue;
        const platform::AssetProgress progress = platform::asset_progress(entry.key);
        if (progress.state == platform::AssetState::Ready) {
            take_dataset(entry.id, platform::take_asset(entry.key));
            has_changed = true;
        } else if (progress.state == platform::AssetState::Failed && !view_.wanted_dataset &&
                   view_.recipe.dataset == entry.id) {
            view_.wanted_dataset =
                entry.id;  // what the page opens with: to be told, and tried again
            view_.download = progress;
            has_changed = true;
        } else if (view_.wanted_dataset == entry.id &&
                   progress.state != platform::AssetState::Absent) {
            has_changed |= progress.bytes_loaded != view_.download.bytes_loaded ||
                           progress.state != view_.download.state;
            view_.download = progress;
        }
    }
    return has_changed;
}

void Session::take_dataset(DatasetId id, std::vector<std::uint8_t> bytes) {
    auto decoded = decode_dataset(bytes);
    if (auto* error = std::get_if<std::string>(&decoded)) {
        view_.wanted_dataset = id;
        view_.download = {.state = platform::AssetState::Failed, .error = *error};
        return;
    }
    auto dataset = std::make_shared<const Dataset>(std::move(std::get<Dataset>(decoded)));
    datasets_[static_cast<std::size_t>(id)] = dataset;
    link_->send(command::LoadDataset{.id = id, .dataset = dataset});
    if (view_.wanted_dataset == id) {
        adopt_wanted();
    }
}

bool Session::has_data(DatasetId id) const {
    return info(id).is_plane || datasets_[static_cast<std::size_t>(id)] != nullptr;
}

void Session::adopt_wanted() {
    if (is_link_wanted_) {
        view_.wanted_dataset.reset();
        return begin_replay();
    }
    Recipe recipe = view_.recipe;
    if (wanted_recipe_)
        recipe = *wanted_recipe_;
    else
        set_value(recipe, *find_property("dataset"), info(*view_.wanted_dataset).key);
    view_.wanted_dataset.reset();
    wanted_recipe_.reset();
    change_recipe(recipe, "dataset", 0.0);
}

void Session::want_dataset(DatasetId id) {
    if (view_.wanted_dataset != id) {
        cancel_download();
        wanted_recipe_.reset();
    }
    view_.wanted_dataset = id;
    if (has_data(id)) return adopt_wanted();
    view_.download = {.state = platform::AssetState::Loading};
    platform::request_asset(asset_of(id));
}

void Session::want_recipe(const Recipe& recipe) {
    if (recipe.dataset == view_.recipe.dataset) return change_recipe(recipe, "load", 0.0);
    cancel_download();
    wanted_recipe_ = recipe;
    view_.wanted_dataset = recipe.dataset;
    want_dataset(recipe.dataset);
}

void Session::cancel_download() {
    if (!view_.wanted_dataset) return;
    platform::cancel_asset(asset_of(*view_.wanted_dataset));
    view_.wanted_dataset.reset();
    wanted_recipe_.reset();
    wanted_sample_.reset();
    if (is_link_wanted_) view_.opened.reset();
    is_link_wanted_ = false;
}

void Session::open_link(OpenedLink opened, std::vector<float> parameters) {
    cancel_download();
    set_ink(opened.link.ink);
    const DatasetId id = opened.link.recipe.dataset;
    view_.opened = std::move(opened);
    link_parameters_ = std::move(parameters);
    is_link_wanted_ = true;
    view_.wanted_dataset = id;
    want_dataset(id);
}

void Session::begin_replay() {
    is_link_wanted_ = false;
    view_.recipe = last_recipe(view_.opened->link);
    view_.present.reset();
    done_.clear();
    undone_.clear();
    left_revision_ = replay_revision_ =
        link_->send(replay_of(view_.opened->link, std::exchange(link_parameters_, {})));
}

// What became of the link, and whether its reader went on.
void Session::follow_replay() {
    const Snapshot& snapshot = view_.snapshot;
    if (!view_.opened || is_link_wanted_ || snapshot.revision < replay_revision_ ||
        snapshot.is_past)
        return;
    OpenedLink& opened = *view_.opened;
    if (opened.outcome == ReplayOutcome::UnderWay) {
        opened.outcome = outcome_of(opened.link, snapshot);
        opened.digest = snapshot.digest;
    } else if (snapshot.digest != opened.digest) {
        view_.opened.reset();
    }
}

void Session::archive_run() {
    view_.history.insert(view_.history.end(), view_.later.begin(), view_.later.end());
    view_.later.clear();
    if (std::exchange(is_stepping_back_, false)) return;
    if (view_.history.size() < 2 || view_.history.back().epoch < kWorthKeeping) return;
    view_.earlier.push_back({trained_recipe_, std::move(view_.history)});
    if (view_.earlier.size() > kMostEarlierRuns) view_.earlier.erase(view_.earlier.begin());
}

// What another page that shares the trainer asked for is what this one wants too.
void Session::follow_others() {
    const Recipe& recipe = view_.snapshot.recipe;
    if (view_.snapshot.is_past || recipe == view_.recipe || view_.wanted_dataset ||
        !link_->is_shared(view_.snapshot))
        return;
    view_.recipe = recipe;
    if (!has_data(recipe.dataset)) want_dataset(recipe.dataset);
}

void Session::take_snapshot(Snapshot snapshot) {
    const bool is_new_run = snapshot.run != view_.snapshot.run || !view_.dataset;
    if (snapshot.run != view_.snapshot.run) {
        view_.looks =
            is_tested_alike(snapshot.recipe, view_.snapshot.recipe) ? view_.looks_so_far() : 0;
        // Losses of different data sets say nothing about each other.
        if (snapshot.recipe.dataset == view_.snapshot.recipe.dataset)
            archive_run();
        else
            view_.earlier.clear();
        view_.history.clear();
        view_.later.clear();
        forget_edits();
    }
    take_history(snapshot);
    if (is_new_run || snapshot.step > view_.snapshot.step) trained_recipe_ = snapshot.recipe;
    view_.snapshot = std::move(snapshot);
    follow_look();
    follow_others();
    follow_replay();

    if (!view_.is_plane() || is_new_run) view_.dataset = dataset_of(view_.snapshot.recipe);
    if (!view_.dataset || view_.snapshot.parameters.empty()) return;
    if (is_new_run) prepare_run();
    if (!fits(view_.network, view_.snapshot, *view_.dataset)) {
        const Recipe& recipe = view_.snapshot.recipe;
        view_.network =
            make_network<float>(view_.dataset->features(), recipe.hidden, view_.dataset->classes,
                                loss_of(recipe), Initializer::Zeros, 0);
        workspace_.resize(view_.network, 1);
    }
    if (view_.snapshot.digest != gradients_of_) view_.gradients.reset();
    set_parameters<float>(view_.network, view_.snapshot.parameters);
    ++view_.network_version;

    const int classes = view_.snapshot.classes;
    if (classes > 0 && view_.snapshot.confusion.size() ==
                           static_cast<std::size_t>(classes) * static_cast<std::size_t>(classes)) {
        view_.confusion = ConfusionMatrix(classes, view_.snapshot.confusion);
        view_.report = classification_report(view_.confusion);
    }
    if (view_.is_regression()) rate_regression();
    show_wanted_sample();
    infer();
}

// What it brings, and where it is cut: an earlier epoch knows nothing of what came after it.
void Session::take_history(Snapshot& snapshot) {
    History& history = view_.history;
    history.insert(history.end(), view_.later.begin(), view_.later.end());
    history.resize(std::min<std::size_t>(history.size(), snapshot.history_begin));
    history.insert(history.end(), snapshot.history.begin(), snapshot.history.end());
    snapshot.history.clear();
    view_.later.clear();
    if (!snapshot.is_past) return;
    const auto cut = std::ranges::upper_bound(history, snapshot.step, {}, &HistoryPoint::step);
    view_.later.assign(cut, history.end());
    history.erase(cut, history.end());
}

// Whether the trainer has answered what was asked for, and which recipe a way back led to.
void Session::follow_look() {
    const Snapshot& snapshot = view_.snapshot;
    if (!snapshot.is_past || snapshot.revision >= look_revision_) view_.looked.reset();
    if (!snapshot.is_past) {
        present_ = link_of(snapshot);
        if (view_.present) view_.recipe = *std::exchange(view_.present, std::nullopt);
    } else if (snapshot.revision >= left_revision_) {
        if (!view_.present) view_.present = view_.recipe;
        view_.recipe = snapshot.recipe;
    }
    if (return_revision_ == 0 || snapshot.revision < return_revision_ || snapshot.replay_steps > 0)
        return;
    return_revision_ = 0;
    view_.recipe = snapshot.recipe;
}

void Session::look(float epoch) {
    if (view_.snapshot.kept_every == 0) return;
    look_revision_ = link_->send(command::Look{epoch});
    view_.looked.reset();
    if (epoch >= 0.0f) view_.looked = epoch;
}

void Session::branch() {
    if (!view_.snapshot.is_past) return;
    if (view_.snapshot.has_all_changes) {
        const Recipe recipe = view_.present.value_or(view_.recipe);
        Step step{recipe, recipe, "branch", 0.0, {}, {}, present_};
        step.run->steps = view_.snapshot.present_step;
        done_.push_back(std::move(step));
        undone_.clear();
    }
    view_.opened.reset();
    view_.recipe = view_.snapshot.recipe;
    view_.present.reset();
    left_revision_ = return_revision_ = link_->send(command::Branch{});
}

void Session::step_back(int count) {
    view_.opened.reset();
    is_stepping_back_ = true;
    return_revision_ = link_->send(command::Step{-count});
}

bool Session::show_gradients(std::span<const float> gradients, GraphPath path) {
    view_.gradients.reset();
    view_.path = std::move(path);
    if (gradients.empty()) return true;
    if (gradients.size() != view_.network.parameter_count()) return false;
    view_.gradients = view_.network;
    set_parameters<float>(*view_.gradients, gradients);
    gradients_of_ = view_.snapshot.digest;
    ++view_.gradients_version;
    return true;
}

std::shared_ptr<const Dataset> Session::dataset_of(const Recipe& recipe) {
    const auto place = static_cast<std::size_t>(recipe.dataset);
    return taught_.of(recipe, place < datasets_.size() ? datasets_[place] : nullptr);
}

// What depends on data and split alone.
void Session::prepare_run() {
    const Recipe& recipe = view_.snapshot.recipe;
    const Dataset& dataset = *view_.dataset;
    view_.split = split_of(dataset, recipe.test_share, recipe.split_seed, recipe.sealed_share);
    sweep_.stop();
    view_.plane.points = points_of(recipe);
    view_.plane.surface.clear();
    view_.plane.side = 0;
    view_.regression = {};
    view_.test_position.clear();
    for (std::size_t i = 0; i < view_.split.test.size(); ++i)
        view_.test_position[view_.split.test[i]] = static_cast<int>(i);
    view_.input_deviation = deviation_of(dataset, view_.split, view_.snapshot);
    view_.confusion = {};
    if (familiar_dataset_ != view_.dataset || familiar_train_ != view_.split.train) {
        familiar_dataset_ = view_.dataset;
        familiar_train_ = view_.split.train;
        familiarity_ =
            dataset.has_pixels() ? Familiarity(dataset, view_.split.train) : Familiarity();
    }
    const bool fits_pad = dataset.has_pixels() &&
                          view_.pad.pixels.size() == static_cast<std::size_t>(dataset.features());
    if (view_.pad.sample >= dataset.count() || (view_.pad.sample >= 0 && !fits_pad)) view_.pad = {};
    refresh_image();
}

void Session::refresh_image() {
    if (!view_.dataset || !view_.dataset->has_pixels()) return;
    const Dataset& dataset = *view_.dataset;
    PadContent& pad = view_.pad;
    take_apart();
    if (pad.sample >= 0) {
        const auto image = dataset.image(pad.sample);
        pad.pixels.assign(image.begin(), image.end());
    } else if (!pad.parts.empty()) {
        pad.pixels = pad.parts[static_cast<std::size_t>(pad.part)].pixels;
    } else if (!pad.ink.empty()) {
        pad.pixels = image_of_ink(pad.ink, style_of(dataset));
    } else {
        pad.pixels.clear();
    }
}

// The pad's ink as several digits, where the data set has digits and there are several.
void Session::take_apart() {
    PadContent& pad = view_.pad;
    pad.parts.clear();
    if (pad.sample < 0 && info(view_.snapshot.recipe.dataset).has_digits()) {
        std::vector<InkPart> parts = digits_of(pad.ink);
        if (parts.size() > 1 && parts.size() <= kMostParts)
            for (InkPart& part : parts) {
                auto pixels = image_of_ink(part.ink, style_of(*view_.dataset));
                pad.parts.push_back({.ink = std::move(part), .pixels = std::move(pixels)});
            }
    }
    pad.part = std::clamp(pad.part, 0, std::max(static_cast<int>(pad.parts.size()) - 1, 0));
}

void Session::infer() {
    ++view_.activations_version;
    view_.prediction = -1;
    view_.doubt = Doubt::None;
    if (!can_infer()) return;
    read_parts();
    if (!take_input()) return;
    const std::span<const float> out = answer_to_input();
    const PadContent& pad = view_.pad;
    if (!pad.parts.empty())
        view_.doubt = pad.parts[static_cast<std::size_t>(pad.part)].doubt;
    else if (!view_.is_plane())
        view_.doubt = pad.sample >= 0 ? doubt_of_image(pad.pixels, out, familiarity_)
                                      : doubt_of_ink(pad.ink, pad.pixels, out, familiarity_);
    view_.activations.resize(view_.network.layers.size());
    for (std::size_t i = 0; i < view_.activations.size(); ++i) {
        const Matrix<float>& A = workspace_.A[i + 1];
        view_.activations[i].assign(A.data(), A.data() + A.cols());
    }
    const std::vector<float>& answer = view_.activations.back();
    view_.prediction =
        static_cast<int>(std::max_element(answer.begin(), answer.end()) - answer.begin());
}

bool Session::can_infer() const {
    if (view_.network.layers.empty() || !view_.dataset) return false;
    const auto features = static_cast<std::size_t>(view_.dataset->features());
    return view_.snapshot.scaler_offset.size() == features &&
           static_cast<std::size_t>(view_.network.inputs()) == features;
}

// Each of several digits on the pad by itself.
void Session::read_parts() {
    for (PadPart& part : view_.pad.parts) {
        if (part.pixels.size() != static_cast<std::size_t>(view_.dataset->features())) continue;
        view_.input.assign(part.pixels.begin(), part.pixels.end());
        scale_input();
        const std::span<const float> out = answer_to_input();
        part.digit = static_cast<int>(prediction_of(out));
        part.doubt = doubt_of_ink(part.ink.ink, part.pixels, out, familiarity_);
    }
}

std::span<const float> Session::answer_to_input() {
    std::copy(view_.input.begin(), view_.input.end(), workspace_.A[0].data());
    forward(view_.network, workspace_, 1);
    return first_rows(std::as_const(workspace_.A.back()), 1);
}

void Session::scale_input() {
    for (std::size_t i = 0; i < view_.input.size(); ++i)
        view_.input[i] =
            (view_.input[i] - view_.snapshot.scaler_offset[i]) * view_.snapshot.scaler_factor[i];
}

// What the network receives of the pad or the probe, scaled; false when there is neither.
bool Session::take_input() {
    const auto features = static_cast<std::size_t>(view_.dataset->features());
    view_.input.resize(features);
    if (view_.is_plane()) {
        if (!view_.plane.probe) return false;
        write_features(view_.snapshot.recipe.features, view_.plane.probe->x, view_.plane.probe->y,
                       view_.input.data());
    } else {
        if (view_.pad.pixels.size() != features) return false;
        for (std::size_t i = 0; i < features; ++i)
            view_.input[i] = static_cast<float>(view_.pad.pixels[i]);
    }
    scale_input();
    return true;
}

// How near the answers of the last evaluation come to the test part's targets.
void Session::rate_regression() {
    view_.regression = {};
    const auto& answers = view_.snapshot.test_confidence;
    for (std::size_t i = 0; i < answers.size() && i < view_.split.test.size(); ++i) {
        const auto sample = static_cast<std::size_t>(view_.split.test[i]);
        view_.regression.add(static_cast<double>(answers[i]),
                             static_cast<double>(view_.dataset->targets[sample]));
    }
}

void Session::set_probe(std::optional<ImVec2> probe) {
    view_.plane.probe = probe;
    infer();
}

void Session::set_ink(Ink ink) {
    view_.pad.ink = std::move(ink);
    view_.pad.sample = -1;
    wanted_sample_.reset();
    refresh_image();
    // The digit under the pen is the one to look at.
    const auto newest = [](const PadPart& a, const PadPart& b) {
        return a.ink.newest < b.ink.newest;
    };
    const auto& parts = view_.pad.parts;
    if (!parts.empty())
        show_part(
            static_cast<int>(std::max_element(parts.begin(), parts.end(), newest) - parts.begin()));
    else
        infer();
}

void Session::show_part(int part) {
    if (part < 0 || part >= static_cast<int>(view_.pad.parts.size())) return;
    view_.pad.part = part;
    view_.pad.pixels = view_.pad.parts[static_cast<std::size_t>(part)].pixels;
    infer();
}

void Session::show_sample(int sample) {
    if (!view_.dataset || !view_.dataset->has_pixels() || sample < 0 ||
        sample >= view_.dataset->count())
        return;
    wanted_sample_.reset();
    view_.pad.ink.clear();
    view_.pad.sample = sample;
    refresh_image();
    infer();
}

void Session::want_sample(int sample) {
    wanted_sample_ = sample;
    show_wanted_sample();
}

void Session::show_wanted_sample() {
    if (!wanted_sample_ || !view_.dataset || view_.wanted_dataset ||
        view_.snapshot.recipe.dataset != view_.recipe.dataset)
        return;
    show_sample(*std::exchange(wanted_sample_, std::nullopt));
}

void Session::set_speed(double epochs_per_second) {
    view_.speed = epochs_per_second;
    link_->send(command::SetSpeed{static_cast<float>(epochs_per_second)});
}

void Session::apply(const Recipe& recipe) {
    view_.recipe = recipe;
    view_.present.reset();
    left_revision_ = link_->send(command::SetRecipe{.recipe = recipe});
}

void Session::change_recipe(const Recipe& recipe, std::string_view undo_name, double seconds) {
    if (recipe == view_.recipe) return;
    const bool continues = !done_.empty() && done_.back().name == undo_name &&
                           done_.back().edits.empty() && done_.back().after == view_.recipe &&
                           seconds - done_.back().seconds < kMergeSeconds;
    if (continues) {
        done_.back().after = recipe;
        done_.back().seconds = seconds;
    } else {
        done_.push_back({view_.present.value_or(view_.recipe),
                         recipe,
                         std::string(undo_name),
                         seconds,
                         {},
                         {}});
        if (done_.size() > kMostUndoSteps) done_.erase(done_.begin());
    }
    undone_.clear();
    view_.opened.reset();
    return_revision_ = 0;
    apply(recipe);
}

// What brings back the network as the page knows it.
std::vector<Edit> Session::inverse_of(const Edit& edit) const {
    Edit back = edit;
    const auto layer = static_cast<std::size_t>(edit.layer);
    const auto& layers = view_.network.layers;
    switch (edit.kind) {
        case EditKind::Weight:
            back.value = static_cast<double>(layers[layer].W(edit.other, edit.unit));
            return {back};
        case EditKind::Bias:
            back.value = static_cast<double>(layers[layer].b(edit.unit));
            return {back};
        case EditKind::Swap:
            return {back};
        case EditKind::Silence:
            break;
    }
    std::vector<Edit> out;
    for (Eigen::Index unit = 0; unit < layers[layer + 1].units(); ++unit)
        out.push_back({.kind = EditKind::Weight,
                       .layer = edit.layer + 1,
                       .unit = static_cast<int>(unit),
                       .other = edit.unit,
                       .value = static_cast<double>(layers[layer + 1].W(edit.unit, unit))});
    return out;
}

void Session::edit(std::vector<Edit> edits, std::string_view undo_name, double seconds) {
    if (edits.empty() || view_.network.layers.empty() || !view_.dataset || view_.snapshot.is_past ||
        !fits(view_.network, view_.snapshot, *view_.dataset))
        return;
    const auto sets_the_same = [](const std::vector<Edit>& a, const std::vector<Edit>& b) {
        return a.size() == 1 && b.size() == 1 && has_value(a[0].kind) && a[0].kind == b[0].kind &&
               a[0].layer == b[0].layer && a[0].unit == b[0].unit && a[0].other == b[0].other;
    };
    const bool continues = !done_.empty() && sets_the_same(done_.back().edits, edits) &&
                           seconds - done_.back().seconds < kMergeSeconds;
    if (continues) {
        done_.back().edits = edits;
        done_.back().seconds = seconds;
    } else {
        Step step{view_.recipe, view_.recipe, std::string(undo_name), seconds, edits, {}};
        Network<float> after = view_.network;
        for (const Edit& each : edits) {
            std::vector<Edit> inverse = inverse_of(each);
            step.inverse.insert(step.inverse.begin(), inverse.begin(), inverse.end());
            apply_edit(each, view_.network);  // the inverse of the next goes by it
        }
        view_.network = std::move(after);
        done_.push_back(std::move(step));
        if (done_.size() > kMostUndoSteps) done_.erase(done_.begin());
    }
    undone_.clear();
    view_.opened.reset();
    link_->send(command::EditNetwork{std::move(edits)});
}

// Another run's network has other weights.
void Session::forget_edits() {
    const auto is_edit = [](const Step& step) { return !step.edits.empty(); };
    std::erase_if(done_, is_edit);
    std::erase_if(undone_, is_edit);
}

void Session::undo() {
    if (done_.empty()) return;
    Step step = std::move(done_.back());
    done_.pop_back();
    return_revision_ = 0;
    if (step.run) {
        view_.recipe = last_recipe(*step.run);
        view_.present.reset();
        left_revision_ = link_->send(replay_of(*step.run));
        return;  // the branch is not kept
    }
    if (step.edits.empty())
        apply(step.before);
    else
        link_->send(command::EditNetwork{step.inverse});
    undone_.push_back(std::move(step));
}

void Session::redo() {
    if (undone_.empty()) return;
    Step step = std::move(undone_.back());
    undone_.pop_back();
    if (step.edits.empty())
        apply(step.after);
    else
        link_->send(command::EditNetwork{step.edits});
    done_.push_back(std::move(step));
}

void Session::carry_out(const Requests& requests, double seconds) {
    if (requests.undo) undo();
    if (requests.redo) redo();
    if (requests.recipe) change_recipe(*requests.recipe, requests.undo_name, seconds);
    edit(requests.edits, requests.undo_name, seconds);
    if (requests.dataset) want_dataset(*requests.dataset);
    if (requests.cancel_download) cancel_download();
    if (requests.speed) set_speed(*requests.speed);
    if (requests.dismiss_link) view_.opened.reset();
    if (requests.retrain_link && view_.opened)
        open_link({.link = view_.opened->link, .warnings = view_.opened->warnings}, {});
    if (requests.reset) {
        view_.opened.reset();
        link_->send(command::Reset{});
    }
    if (requests.play) link_->send(command::Play{});
    if (requests.pause) link_->send(command::Pause{});
    if (requests.step) link_->send(command::Step{1});
    if (requests.epoch) link_->send(command::Epoch{});
    if (requests.look) look(*requests.look);
    if (requests.branch) branch();
    if (requests.step_back) step_back(1);
    if (requests.sample) show_sample(*requests.sample);
    if (requests.ink) set_ink(*requests.ink);
    if (requests.part) show_part(*requests.part);
    if (requests.probe) set_probe(*requests.probe);
    if (requests.forget_earlier_runs) view_.earlier.clear();
    if (requests.restart_trainer) restart_trainer();
    view_.can_undo = !done_.empty();
    view_.can_redo = !undone_.empty();
}

// A new trainer knows nothing: data, recipe and speed are said again.
void Session::restart_trainer() {
    link_->restart();
    for (const DatasetInfo& entry : packed_datasets())
        if (const auto& dataset = datasets_[static_cast<std::size_t>(entry.id)])
            link_->send(command::LoadDataset{.id = entry.id, .dataset = dataset});
    view_.opened.reset();
    view_.history.clear();
    view_.later.clear();
    view_.snapshot.run = 0;
    link_->send(command::SetRecipe{.recipe = view_.recipe});
    set_speed(view_.speed);
    link_->send(command::Play{});
}

}  // namespace nn::ui
