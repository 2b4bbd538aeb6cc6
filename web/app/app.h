// The application: polls the trainer, keeps what panels read, draws one frame, turns what the reader
// and the host page ask for into commands. It knows no browser: everything of the machine comes
// through platform.h and the TrainerLink.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/data/ink.h"
#include "engine/session/link.h"
#include "web/app/trainer_link.h"
#include "web/platform/platform.h"

namespace nn::ui {

class Session;
struct ViewState;

class App {
public:
    explicit App(std::unique_ptr<TrainerLink> link);
    ~App();

    // Takes in what arrived (snapshots, assets). True when the screen must be drawn again.
    bool poll();
    // Whether there is work to go on with at the next poll, though nothing may arrive.
    bool waits_for_poll() const;
    // Long work beside the frames, in slices; true when the screen must be drawn again.
    bool has_work() const;
    bool work(double seconds_to_take);

    // Builds the whole screen; called between ImGui::NewFrame and ImGui::Render.
    void frame(const platform::Frame& frame);

    // --- The page's API (design: the same for tests, embedding pages and the console) ---------------
    // Those that can fail return a sentence for the caller, empty on success.
    void play();
    void pause();
    void step(int count);                      // negative: so many back
    std::string look(std::string_view epoch);  // empty: at the present
    std::string branch();                      // from the epoch looked at
    void epoch();
    void reset();
    std::string set(std::string_view name,
                    std::string_view value);         // a property of the table, or "speed"
    std::string load(std::string_view recipe_text);  // "hidden=32,16&seed=5"; warnings, if any
    // "#1&…" or a whole address; the answer as JSON, with the deflated weights that the caller must
    // inflate to at most `limit` bytes and hand to open_weights: {ok, warnings, weights, limit}.
    std::string open_json(std::string_view link_text);
    std::string open_weights(std::string_view base64url);  // empty: none came of it
    // One of kViewKeys, for links from here on; "name=" takes it back. The words of "view" are shown at once.
    std::string set_view(std::string_view name, std::string_view value);
    // What a link to the session says, and of what it is made; `parts` names what goes in beside the
    // recipe: "ink", "changes", "view"; "weights" if the caller will append them.
    std::string link_json(std::string_view parts) const;
    // {inputs, units, activation, weights, biases} of a layer, counted from 1; weights input by input.
    std::string parameters_json(std::string_view layer) const;
    std::string pixels_json() const;   // {width, height, maxValue, pixels}: what the network sees
    std::string classes_json() const;  // {names}
    std::string packed_json() const;   // {bytes}: the weights, packed, in base64url
    std::string csv_json() const;      // {text}: the history
    // "LAYER,UNIT" of the network's picture, layers from 1; empty: none. Its error otherwise.
    std::string select(std::string_view place);
    // See Session. The path is "INPUT,UNIT,…,OUTPUT;words;…", words for each of these places.
    std::string show_gradients(std::span<const std::uint8_t> floats, std::string_view path);
    // On the pad, once its data set is there. Its error where that has no such picture.
    std::string show_sample(int sample);
    std::string edit(std::string_view edits);  // as edit_text.h has them
    void draw(const Ink& ink);
    void draw_text(std::string_view ink_text);  // as in a link
    std::string state_json()
        const;  // {dataset, epoch, step, trainLoss, testLoss, testAccuracy, running, …}
    std::string predict_json() const;  // {probabilities: […], prediction, number, doubt}
    std::string report_json() const;   // {text}
    std::string report_text() const;   // scikit-learn's classification report of the held-out part

private:
    void choose_language();
    void use_view_options(const SessionLink& link);
    void show_words(std::string_view words);  // of a link's `view`
    void begin_link(std::vector<float> parameters);

    std::unique_ptr<Session> session_;
    std::unique_ptr<ViewState> state_;
    std::vector<std::string> warnings_;  // of the last load
    SessionLink opening_;                // its weights are being inflated
    SessionLink view_options_;           // of its view options: those that links carry on
    double seconds_ = 0.0;
    bool has_theme_choice_ = false;  // the reader chose light or dark; else the system decides
};

}  // namespace nn::ui
