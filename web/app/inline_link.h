// The trainer inside the page, for where no Worker can be made: it trains for a few milliseconds a frame.
#pragma once

#include <functional>

#include "engine/session/runner.h"
#include "web/app/trainer_link.h"

namespace nn::ui {

class InlineLink final : public TrainerLink {
public:
    // `clock` tells seconds; `budget` is how long one poll may train.
    InlineLink(std::function<double()> clock, double budget_seconds);

    std::uint32_t send(Command command) override;
    std::optional<Snapshot> poll(std::uint32_t run, std::uint32_t history_size) override;
    bool waits_for_poll() const override { return has_work_; }
    std::string_view transport() const override { return "inline"; }
    void restart() override;

private:
    std::function<double()> clock_;
    double budget_seconds_;
    std::uint32_t revision_ = 0;
    bool has_work_ = true;
    Runner runner_;
};

}  // namespace nn::ui
