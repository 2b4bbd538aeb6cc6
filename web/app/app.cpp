#include "web/app/app.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "engine/numerics/decimal.h"
#include "engine/session/base64url.h"
#include "engine/session/digest.h"
#include "engine/session/edit_text.h"
#include "engine/session/limits.h"
#include "engine/session/number_text.h"
#include "engine/session/packed_weights.h"
#include "engine/session/property.h"
#include "engine/session/replay.h"
#include "engine/session/texts.h"
#include "web/app/layout.h"
#include "web/app/parts.h"
#include "web/app/session.h"
#include "web/app/view_words.h"
#include "web/panels/format.h"
#include "web/panels/property_controls.h"
#include "web/panels/strings.h"
#include "web/panels/verdict.h"
#include "web/widgets/controls.h"
#include "web/widgets/mirror.h"
#include "web/widgets/theme.h"

namespace nn::ui {

namespace {

constexpr double kMostEpochsPerSecond = 1000.0;
constexpr float kFlowLimit = 4.0f;  // epochs per second up to which bright dots run along the edges
constexpr float kFlowPerSecond = 0.4f;  // of an edge's length

std::vector<std::string> class_names(DatasetId id) {
    const auto names = info(id).class_names;
    return {names.begin(), names.end()};
}

void append_number(std::string& out, double value) {
    if (!std::isfinite(value)) {
        out += "null";
        return;
    }
    out += decimal_text(value);
}

void append_text(std::string& out, std::string_view text) {
    out += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (c == '\n') out += "\\n";
        if (static_cast<unsigned char>(c) >= 0x20) out += c;
    }
    out += '"';
}

class JsonObject {
public:
    JsonObject& number(std::string_view name, double value) {
        key(name);
        append_number(text_, value);
        return *this;
    }
    JsonObject& text(std::string_view name, std::string_view value) {
        key(name);
        append_text(text_, value);
        return *this;
    }
    JsonObject& flag(std::string_view name, bool value) {
        key(name);
        text_ += value ? "true" : "false";
        return *this;
    }
    JsonObject& numbers(std::string_view name, std::span<const float> values) {
        key(name);
        text_ += '[';
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (i > 0) text_ += ',';
            append_number(text_, static_cast<double>(values[i]));
        }
        text_ += ']';
        return *this;
    }
    JsonObject& texts(std::string_view name, std::span<const std::string> values) {
        key(name);
        text_ += '[';
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (i > 0) text_ += ',';
            append_text(text_, values[i]);
        }
        text_ += ']';
        return *this;
    }
    std::string done() { return text_ + "}"; }

private:
    void key(std::string_view name) {
        if (text_.size() > 1) text_ += ',';
        append_text(text_, name);
        text_ += ':';
    }
    std::string text_ = "{";
};

// How long a processor of today trains such a run again, roughly: 15 billion operations a second, and a
// microsecond a sample for all that is no product.
double seconds_to_train(const Recipe& recipe, std::int64_t steps, std::size_t parameters) {
    const double samples = static_cast<double>(steps) * recipe.batch;
    return samples * (6.0 * static_cast<double>(parameters) / 1.5e10 + 1e-6);
}

// "digits, 64 ReLU, Adam"
std::string summary_of(const Recipe& recipe) {
    std::string out(choice_title("dataset", info(recipe.dataset).key));
    for (const LayerShape& layer : recipe.hidden)
        out += ", " + std::to_string(layer.units) + " " +
               std::string(title_of<Activation>(layer.activation));
    return out + ", " + std::string(title_of<Optimizer>(recipe.optimizer));
}

// Of "ink,changes,view".
bool has_part(std::string_view parts, std::string_view part) {
    return parts.find(part) != std::string_view::npos;
}

std::string_view phase_name(RunState state) {
    switch (state) {
        case RunState::Loading:
            return "loading";
        case RunState::Paused:
            return "paused";
        case RunState::Running:
            return "running";
        case RunState::Stopped:
            return "stopped";
        case RunState::Finished:
            return "finished";
        case RunState::Diverged:
            return "diverged";
    }
    return {};
}

}  // namespace

App::App(std::unique_ptr<TrainerLink> link)
    : session_(std::make_unique<Session>(std::move(link))), state_(std::make_unique<ViewState>()) {
    const std::string language = platform::read_setting("language");
    state_->is_chinese = (language.empty() ? platform::preferred_language() : language) == "zh";
    const std::string choice = platform::read_setting("theme");
    has_theme_choice_ = !choice.empty();
    state_->is_dark = choice != "light";
    platform::set_language(state_->is_chinese ? "zh" : "en");
}

App::~App() = default;

bool App::poll() {
    return session_->poll();
}

bool App::waits_for_poll() const {
    return session_->waits_for_poll();
}

bool App::has_work() const {
    return session_->has_work();
}

bool App::work(double seconds_to_take) {
    return session_->work(seconds_to_take);
}

// Chinese once its font is there; where it does not come, English says so.
void App::choose_language() {
    const platform::AssetState font = platform::asset_progress("font-zh").state;
    if (state_->is_chinese && font == platform::AssetState::Failed) {
        state_->is_chinese = false;
        platform::set_language("en");
        set_language(false);
        show_toast(strings().no_chinese_font);
    }
    set_language(state_->is_chinese && font != platform::AssetState::Loading);
}

void App::frame(const platform::Frame& frame) {
    ViewState& state = *state_;
    const double elapsed = std::min(frame.seconds - seconds_, 0.1);
    seconds_ = frame.seconds;
    if (!has_theme_choice_) state.is_dark = frame.prefers_dark;
    state.reduces_motion = frame.prefers_reduced_motion;
    set_theme(state.is_dark);
    if (frame.forced_colors) force_colors(*frame.forced_colors);
    choose_language();
    set_touch(frame.is_touch);
    state_->pressure = frame.pressure;
    set_reduced_motion(frame.prefers_reduced_motion);
    set_control_words(
        {.bounds = strings().bounds, .reset = strings().back_to, .locked = strings().locked});

    const SessionView& view = session_->view();
    const bool flows = view.snapshot.state == RunState::Running && view.speed > 0.0 &&
                       view.speed <= kFlowLimit && view.prediction >= 0 && !state.reduces_motion;
    if (flows) {
        state.graph.flow_phase =
            std::fmod(state.graph.flow_phase + static_cast<float>(elapsed) * kFlowPerSecond, 1.0f);
        request_frame();
    }

    const bool was_dark = state.is_dark, was_chinese = state.is_chinese;
    Requests requests = draw_screen(frame, view, state);
    if (state.is_dark != was_dark) {
        has_theme_choice_ = true;
        platform::write_setting("theme", state.is_dark ? "dark" : "light");
        request_frame();
    }
    if (state.is_chinese != was_chinese) {
        platform::write_setting("language", state.is_chinese ? "zh" : "en");
        platform::set_language(state.is_chinese ? "zh" : "en");
        request_frame();
    }
    if (!requests.toast.empty()) show_toast(requests.toast, strings().undo);
    if (requests.course) platform::show_course();
    if (std::exchange(state.graph.is_looked_into, false)) requests.tools = !state.is_part;
    if (requests.tools) platform::show_tools();
    if (requests.share)
        platform::show_share(requests.share->x, requests.share->bottom(), requests.share->right());
    if (!requests.copied_text.empty()) {
        platform::copy_text(requests.copied_text);
        show_toast(strings().copied);
    }
    if (requests.copy_report) {
        platform::copy_text(report_text());
        show_toast(strings().copied);
    }
    session_->carry_out(requests, frame.seconds);
}

void App::play() {
    session_->send(command::Play{});
}
void App::pause() {
    session_->send(command::Pause{});
}
void App::step(int count) {
    if (count < 0)
        session_->step_back(-count);
    else
        session_->send(command::Step{std::max(count, 1)});
}
std::string App::look(std::string_view epoch) {
    const auto number = epoch.empty() ? std::optional(-1.0) : parse_number(epoch);
    if (!number || (!epoch.empty() && *number < 0.0)) return "look takes an epoch, from 0";
    if (session_->view().snapshot.kept_every == 0) return "no earlier epoch is kept";
    session_->look(static_cast<float>(*number));
    return {};
}
std::string App::branch() {
    if (!session_->view().snapshot.is_past) return "there is no earlier epoch looked at";
    session_->branch();
    return {};
}
void App::epoch() {
    session_->send(command::Epoch{});
}
void App::reset() {
    session_->send(command::Reset{});
}

std::string App::set(std::string_view name, std::string_view value) {
    if (name == "speed") {
        const std::optional<double> speed = parse_number(value);
        if (!speed || *speed < 0.0 || *speed > kMostEpochsPerSecond)
            return "speed takes epochs per second, 0 for full speed";
        session_->set_speed(*speed);
        return {};
    }
    const Property* property = find_property(name);
    if (!property) return "there is no property \"" + std::string(name.substr(0, 64)) + "\"";
    Recipe recipe = session_->view().recipe;
    if (auto error = set_value(recipe, *property, value)) return *error;
    if (session_->view().present)
        return "to change an earlier epoch's session, continue from there first";
    if (recipe.dataset != session_->view().recipe.dataset)
        session_->want_dataset(recipe.dataset);
    else
        session_->change_recipe(recipe, name, seconds_);
    return {};
}

std::string App::load(std::string_view recipe_text) {
    ParsedRecipe parsed = parse_recipe(recipe_text);
    session_->want_recipe(parsed.recipe);
    warnings_ = parsed.warnings;
    std::string text;
    for (const std::string& warning : warnings_) text += (text.empty() ? "" : "\n") + warning;
    return text;
}

void App::use_view_options(const SessionLink& link) {
    view_options_.view = link.view;
    const std::string_view theme = view_option(link, "theme"), language = view_option(link, "lang");
    if (theme == "dark" || theme == "light") {
        has_theme_choice_ = true;
        state_->is_dark = theme == "dark";
    }
    if (language == "en" || language == "zh") {
        state_->is_chinese = language == "zh";
        platform::set_language(language);
    }
    const auto words = [&](std::string_view key) {
        std::vector<std::string> out;
        std::string_view rest = view_option(link, key);
        while (!rest.empty()) {
            const std::size_t end = std::min(rest.find(','), rest.size());
            if (end > 0) out.emplace_back(rest.substr(0, end));
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        return out;
    };
    state_->shown = words("show");
    std::erase_if(state_->shown, [](const std::string& name) { return !is_part_name(name); });
    state_->hidden = words("hide");
    set_hidden(state_->hidden);
    std::vector<std::string> locked;
    for (const std::string& name : words("lock")) {
        if (name == "all")
            locked.insert(locked.end(), {"recipe", "network", "data"});
        else if (name == "hidden" || name == "activation")
            locked.emplace_back("network");
        else
            locked.insert(locked.end(), {name, "recipe." + name, "data." + name});
    }
    set_locked(std::move(locked));
}

void App::show_words(std::string_view words) {
    if (const auto sample = use_view_words(words, *state_)) session_->want_sample(*sample);
}

std::string App::set_view(std::string_view name, std::string_view value) {
    if (set_view_option(view_options_, name, value)) {
        use_view_options(view_options_);
        if (name == "view") show_words(value);
        return {};
    }
    return "there is no view option \"" + std::string(name.substr(0, 32)) + "\" of that value";
}

std::string App::open_json(std::string_view link_text) {
    ParsedLink parsed = parse_link(link_text);
    warnings_ = std::move(parsed.warnings);
    opening_ = std::move(parsed.link);
    use_view_options(opening_);
    JsonObject out;
    out.flag("ok", true).texts("warnings", warnings_);
    if (opening_.weights.empty()) {
        begin_link({});
        return out.done();
    }
    return out.text("weights", base64url_text(opening_.weights))
        .number("limit", static_cast<double>(packed_weights_size(last_recipe(opening_))))
        .done();
}

std::string App::open_weights(std::string_view base64url) {
    std::vector<float> parameters;
    const auto bytes = parse_base64url(base64url);
    auto unpacked =
        unpacked_weights(bytes ? *bytes : std::vector<std::uint8_t>(), last_recipe(opening_));
    if (auto* error = std::get_if<std::string>(&unpacked)) {
        warnings_.push_back(*error);
        opening_.weights.clear();
    } else {
        parameters = std::move(std::get<std::vector<float>>(unpacked));
    }
    begin_link(std::move(parameters));
    return {};
}

// A link without steps is a recipe to be trained; one with steps leads to where its sender was.
void App::begin_link(std::vector<float> parameters) {
    const std::string words(view_option(opening_, "view"));
    if (opening_.steps == 0 && parameters.empty()) {
        if (!warnings_.empty()) show_toast(warnings_.front());
        session_->want_recipe(opening_.recipe);
        session_->set_ink(opening_.ink);
        if (view_option(opening_, "autoplay") == "off") pause();
    } else {
        session_->open_link({.link = std::move(opening_), .warnings = warnings_},
                            std::move(parameters));
        opening_ = {};
    }
    if (!words.empty()) show_words(words);
}

std::string App::link_json(std::string_view parts) const {
    const SessionView& view = session_->view();
    SessionLink link = link_of(view.snapshot);
    const std::size_t changes = link.changes.size();
    const bool can_replay = view.snapshot.has_all_changes;
    // What cannot be trained again leads on from weights, or to the settings alone.
    if (!can_replay && has_part(parts, "weights")) link.steps = view.snapshot.step;
    if (!has_part(parts, "changes") && changes > 0) {
        link.recipe = last_recipe(link);
        link.changes.clear();
        link.digest.reset();
    }
    link.view = view_options_.view;
    const std::string words = view_words(*state_, view.pad.sample);
    set_view_option(link, "view", has_part(parts, "view") ? words : std::string());
    const std::string bare = nn::link_text(link);
    link.ink = view.pad.ink;
    const std::string with_ink = nn::link_text(link);
    const std::size_t parameters = view.snapshot.parameters.size();
    return JsonObject{}
        .text("link", has_part(parts, "ink") ? with_ink : bare)
        .number("ink", static_cast<double>(with_ink.size() - bare.size()))
        .number("changes", static_cast<double>(changes))
        .text("view", words)
        .flag("canReplay", can_replay)
        .text("recipe", summary_of(view.snapshot.recipe))
        .number("steps", static_cast<double>(view.snapshot.step))
        .number("parameters", static_cast<double>(parameters))
        .text("digest", link.digest ? digest_text(*link.digest) : std::string())
        .number("seconds", seconds_to_train(view.snapshot.recipe, view.snapshot.step, parameters))
        .done();
}

std::string App::packed_json() const {
    const Snapshot& snapshot = session_->view().snapshot;
    return JsonObject{}
        .text("bytes", base64url_text(packed_weights(snapshot.parameters, snapshot.recipe)))
        .done();
}

std::string App::csv_json() const {
    std::string text =
        "step,epoch,train_loss,test_loss,train_accuracy,test_accuracy,validation_loss,"
        "validation_accuracy\n";
    for (const HistoryPoint& point : session_->view().history) {
        text += std::to_string(point.step);
        for (const float value :
             {point.epoch, point.train_loss, point.test_loss, point.train_accuracy,
              point.test_accuracy, point.validation_loss, point.validation_accuracy})
            text += "," + decimal_text(value);
        text += '\n';
    }
    return JsonObject{}.text("text", text).done();
}

void App::draw_text(std::string_view ink_text) {
    draw(parse_link("#1&ink=" + std::string(ink_text)).link.ink);
}

std::string App::show_sample(int sample) {
    const SessionView& view = session_->view();
    if (view.dataset && !view.wanted_dataset &&
        view.snapshot.recipe.dataset == view.recipe.dataset) {
        const int count = view.dataset->has_pixels() ? view.dataset->count() : 0;
        if (count == 0) return "the data have no pictures for the pad";
        if (sample < 0 || sample >= count)
            return "samples are numbered 0 to " + std::to_string(count - 1);
    }
    session_->want_sample(sample);
    return {};
}

std::string App::pixels_json() const {
    const SessionView& view = session_->view();
    const bool is_there = view.dataset && view.dataset->has_pixels();
    const std::vector<float> pixels(view.pad.pixels.begin(), view.pad.pixels.end());
    return JsonObject{}
        .number("width", is_there ? view.dataset->width : 0)
        .number("height", is_there ? view.dataset->height : 0)
        .number("maxValue", is_there ? view.dataset->max_value : 0)
        .number("label", is_there && view.pad.sample >= 0
                             ? view.dataset->labels[static_cast<std::size_t>(view.pad.sample)]
                             : -1)
        .numbers("pixels", pixels)
        .done();
}

std::string App::classes_json() const {
    return JsonObject{}
        .texts("names", class_names(session_->view().snapshot.recipe.dataset))
        .done();
}

std::string App::edit(std::string_view edits) {
    auto parsed = parse_edits(edits, session_->view().snapshot.recipe);
    if (auto* problem = std::get_if<std::string>(&parsed)) return *problem;
    if (session_->view().snapshot.state == RunState::Diverged)
        return "a network that has diverged takes no edits";
    if (session_->view().snapshot.is_past)
        return "to change an earlier network, continue from there first";
    session_->edit(std::move(std::get<std::vector<Edit>>(parsed)), "edit", seconds_);
    return {};
}

std::string App::select(std::string_view place) {
    state_->graph.selected = {};
    if (place.empty()) return {};
    const std::size_t comma = std::min(place.find(','), place.size() - 1);
    const auto layer = parse_integer(place.substr(0, comma)),
               unit = parse_integer(place.substr(comma + 1));
    const auto& layers = session_->view().network.layers;
    if (!layer || !unit || *layer < 1 || *layer > static_cast<std::int64_t>(layers.size()) ||
        *unit < 0 || *unit >= layers[static_cast<std::size_t>(*layer - 1)].units())
        return "select takes a layer, from 1, and a unit of it, from 0: \"1,12\"";
    state_->graph.selected = {.layer = static_cast<int>(*layer - 1),
                              .unit = static_cast<int>(*unit)};
    return {};
}

std::string App::show_gradients(std::span<const std::uint8_t> floats, std::string_view path) {
    std::vector<float> gradients(floats.size() / sizeof(float));
    std::memcpy(gradients.data(), floats.data(), gradients.size() * sizeof(float));
    GraphPath way;
    const std::vector<std::string_view> words = split_at(path, ';');
    for (const std::string_view place : split_at(words.front(), ','))
        way.places.push_back(static_cast<int>(std::clamp<std::int64_t>(
            parse_integer(place).value_or(-1), -1, limits::kMaxEditPlace)));
    way.marks.assign(words.begin() + 1, words.end());
    return session_->show_gradients(gradients, std::move(way))
               ? std::string()
               : "there is one gradient for each parameter";
}

// Where parameters_of has it: layer by layer the weights, input by input, then the biases.
std::string App::parameters_json(std::string_view layer_text) const {
    const Network<float>& network = session_->view().network;
    const auto number = parse_integer(layer_text);
    if (!number || *number < 1 || *number > static_cast<std::int64_t>(network.layers.size()))
        return JsonObject{}.flag("ok", false).text("error", "there is no such layer").done();
    const DenseLayer<float>& layer = network.layers[static_cast<std::size_t>(*number - 1)];
    const auto numbers = [](const auto& values) {
        return std::span<const float>(values.data(), static_cast<std::size_t>(values.size()));
    };
    return JsonObject{}
        .number("inputs", static_cast<double>(layer.inputs()))
        .number("units", static_cast<double>(layer.units()))
        .text("activation", key_of(layer.activation))
        .numbers("weights", numbers(layer.W))
        .numbers("biases", numbers(layer.b))
        .done();
}

void App::draw(const Ink& ink) {
    session_->set_ink(ink);
}

namespace {

// As App::select takes it.
std::string selected_text(const GraphPick& pick) {
    if (!pick.is_some()) return {};
    return std::to_string(pick.layer + 1) + "," + std::to_string(pick.unit);
}

}  // namespace

std::string App::state_json() const {
    const SessionView& view = session_->view();
    const Snapshot& snapshot = view.snapshot;
    JsonObject out;
    out.text("dataset", info(snapshot.recipe.dataset).key)
        .number("epoch", static_cast<double>(snapshot.epoch))
        .number("step", static_cast<double>(snapshot.step));
    const double none = std::nan("");
    const bool has_history = !view.history.empty();
    out.number("trainLoss",
               has_history ? static_cast<double>(view.history.back().train_loss) : none)
        .number("trainAccuracy",
                has_history ? static_cast<double>(view.history.back().train_accuracy) : none)
        .number("testLoss", has_history ? static_cast<double>(snapshot.test_loss) : none)
        .number("testAccuracy", has_history ? static_cast<double>(snapshot.test_score) : none)
        .flag("running", snapshot.state == RunState::Running)
        .text("phase", phase_name(snapshot.state))
        .flag("evaluating", snapshot.is_evaluating)
        .flag("past", snapshot.is_past)
        .number("presentStep", static_cast<double>(snapshot.present_step))
        .number("presentEpoch", static_cast<double>(snapshot.present_epoch))
        .number("keptFrom", snapshot.kept_from)
        .number("keptEvery", snapshot.kept_every)
        .number("learningRate", snapshot.learning_rate)
        .number("batch", snapshot.recipe.batch)
        .number("trainCount", static_cast<double>(view.split.train.size()))
        .number("testCount", static_cast<double>(view.split.test.size()))
        .number("samplesPerSecond", static_cast<double>(snapshot.samples_per_second))
        .number("revision", snapshot.revision)
        .number("run", snapshot.run)
        .number("looks", view.looks_so_far())
        .text("selected", selected_text(state_->graph.selected))
        .text("digest", snapshot.parameters.empty() ? std::string() : digest_text(snapshot.digest))
        .text("transport", view.transport)
        .text("recipe", recipe_text(view.recipe))
        .texts("warnings", warnings_)
        .text("replay", view.opened ? key_of(view.opened->outcome) : std::string_view());
    return out.done();
}

std::string App::predict_json() const {
    const SessionView& view = session_->view();
    return JsonObject{}
        .number("prediction", view.prediction)
        .numbers("probabilities", view.answer())
        .text("number", number_text(view))
        .text("doubt", key_of(view.doubt))
        .done();
}

std::string App::report_json() const {
    return JsonObject{}.text("text", report_text()).done();
}

std::string App::report_text() const {
    const SessionView& view = session_->view();
    return nn::report_text(view.confusion, class_names(view.snapshot.recipe.dataset));
}

}  // namespace nn::ui
