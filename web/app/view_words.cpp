#include "web/app/view_words.h"

#include <algorithm>
#include <cmath>

#include "engine/session/limits.h"
#include "engine/session/number_text.h"
#include "engine/session/texts.h"

namespace nn::ui {

namespace {

struct Word {
    std::string_view word;
    bool (*is_said)(const ViewState&);
    void (*say)(ViewState&, bool);
};

constexpr Word kWords[] = {
    {"samples", [](const ViewState& state) { return state.stage_tab == StageTab::Samples; },
     [](ViewState& state, bool is_said) {
         state.stage_tab = is_said ? StageTab::Samples : StageTab::Network;
     }},
    {"weights", [](const ViewState& state) { return state.edges == EdgesShow::Weights; },
     [](ViewState& state, bool is_said) {
         state.edges = is_said ? EdgesShow::Weights : EdgesShow::Signals;
     }},
    {"accuracy", [](const ViewState& state) { return state.shows_accuracy; },
     [](ViewState& state, bool is_said) { state.shows_accuracy = is_said; }},
    {"linear", [](const ViewState& state) { return !state.is_log_loss; },
     [](ViewState& state, bool is_said) { state.is_log_loss = !is_said; }},
    {"by-step", [](const ViewState& state) { return state.x_is_step; },
     [](ViewState& state, bool is_said) { state.x_is_step = is_said; }},
    {"test-points", [](const ViewState& state) { return state.shows_test_points; },
     [](ViewState& state, bool is_said) { state.shows_test_points = is_said; }},
    {"no-training-points", [](const ViewState& state) { return !state.shows_train_points; },
     [](ViewState& state, bool is_said) { state.shows_train_points = !is_said; }},
    {"stepped", [](const ViewState& state) { return state.is_plane_stepped; },
     [](ViewState& state, bool is_said) { state.is_plane_stepped = is_said; }},
};

constexpr double kMostSmoothing = 95.0;  // percent

int percent_of(double share) {
    return static_cast<int>(std::lround(100.0 * share));
}
int thousandths_of(float share) {
    return static_cast<int>(std::lround(1000.0f * share));
}

}  // namespace

std::string view_words(const ViewState& state, int sample) {
    std::string text;
    const auto put = [&text](std::string_view word) {
        if (!text.empty()) text += ',';
        text += word;
    };
    for (const Word& word : kWords)
        if (word.is_said(state)) put(word.word);
    if (const int smoothing = percent_of(state.smoothing); smoothing > 0)
        put("smooth-" + std::to_string(smoothing));
    if (const int brush = thousandths_of(state.brush); brush != thousandths_of(ViewState().brush))
        put("brush-" + std::to_string(brush));
    if (sample >= 0) put("sample-" + std::to_string(sample));
    return text;
}

std::optional<int> use_view_words(std::string_view words, ViewState& state) {
    for (const Word& word : kWords) word.say(state, false);
    state.smoothing = 0.0;
    state.brush = ViewState().brush;
    std::optional<int> sample;
    while (!words.empty()) {
        const std::string_view word = take_until(words, ',');
        for (const Word& known : kWords)
            if (known.word == word) known.say(state, true);
        const std::size_t dash = std::min(word.find('-'), word.size());
        const auto number = parse_integer(word.substr(std::min(dash + 1, word.size())));
        if (!number || *number < 0) continue;
        const auto value = static_cast<double>(*number);
        if (word.starts_with("smooth-"))
            state.smoothing = std::min(value, kMostSmoothing) / 100.0;
        else if (word.starts_with("brush-"))
            state.brush = static_cast<float>(
                              std::clamp<double>(value, limits::kMinBrush, limits::kMaxBrush)) /
                          1000.0f;
        else if (word.starts_with("sample-") && *number < limits::kMaxSamples)
            sample = static_cast<int>(*number);
    }
    return sample;
}

}  // namespace nn::ui
