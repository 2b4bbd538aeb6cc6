// The trainer in a Web Worker: commands and snapshots travel as bytes in transferred buffers. Until it is
// known whether a Worker can be made, commands wait; when it cannot, an inline trainer takes over.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "web/app/inline_link.h"
#include "web/app/trainer_link.h"

namespace nn::ui {

class WorkerLink final : public TrainerLink {
public:
    WorkerLink();

    std::uint32_t send(Command command) override;
    std::optional<Snapshot> poll(std::uint32_t run, std::uint32_t history_size) override;
    bool waits_for_poll() const override { return inline_ && inline_->waits_for_poll(); }
    std::string_view transport() const override {
        return inline_ ? inline_->transport() : "worker";
    }
    bool has_failed() const override { return has_failed_; }
    void restart() override;

private:
    enum class State {
        Starting,
        Ready,
        Impossible,
        Died
    };  // as web/page/trainer_link.js counts them

    void deliver(const NumberedCommand& command);
    void flush();

    std::uint32_t revision_ = 0;
    std::vector<NumberedCommand> waiting_;
    std::unique_ptr<InlineLink> inline_;
    bool has_failed_ = false;
};

}  // namespace nn::ui
