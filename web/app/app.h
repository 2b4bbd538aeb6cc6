// The application: polls the trainer, keeps what panels read, draws one frame, turns what the reader
// and the host page ask for into commands. It knows no browser: everything of the machine comes
// through platform.h and the TrainerLink.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/data/ink.h"
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
    void step(int count);
    void epoch();
    void reset();
    std::string set(std::string_view name,
                    std::string_view value);         // a property of the table, or "speed"
    std::string load(std::string_view recipe_text);  // "hidden=32,16&seed=5"; warnings, if any
    void draw(const Ink& ink);
    std::string state_json()
        const;  // {dataset, epoch, step, trainLoss, testLoss, testAccuracy, running, …}
    std::string predict_json() const;  // {probabilities: […], prediction, number, doubt}
    std::string report_text() const;   // scikit-learn's classification report of the held-out part

private:
    void choose_language();

    std::unique_ptr<Session> session_;
    std::unique_ptr<ViewState> state_;
    std::vector<std::string> warnings_;  // of the last load
    double seconds_ = 0.0;
    bool has_theme_choice_ = false;  // the reader chose light or dark; else the system decides
};

}  // namespace nn::ui
