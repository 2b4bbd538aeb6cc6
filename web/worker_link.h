// The trainer's program, in a Web Worker or in time slices of the page's own thread, as trainer_link.js manages it:
// commands and snapshots travel as bytes in transferred buffers. Until it is ready, commands wait.
#pragma once

#include <string>
#include <vector>

#include "web/app/trainer_link.h"

namespace nn::ui {

class WorkerLink final : public TrainerLink {
public:
    WorkerLink();

    std::uint32_t send(Command command) override;
    std::optional<Snapshot> poll(std::uint32_t run, std::uint32_t history_size) override;
    std::string_view transport() const override;
    bool has_failed() const override { return has_failed_; }
    bool is_shared(const Snapshot& snapshot) const override;
    void restart() override;

private:
    enum class State { Starting, Ready, Died };  // as web/page/trainer_link.js counts them

    void deliver(const NumberedCommand& command);
    void flush();

    std::uint32_t revision_ = 0;
    std::uint32_t sent_ = 0;  // the newest that reached the trainer
    std::vector<NumberedCommand> waiting_;
    bool has_failed_ = false;
};

}  // namespace nn::ui
