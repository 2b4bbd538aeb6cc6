// The way to the trainer, wherever it runs: in a Worker, or inline in small time slices where no Worker
// can be made. The only interface with inheritance.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/session/command.h"
#include "engine/session/snapshot.h"

namespace nn::ui {

class TrainerLink {
public:
    virtual ~TrainerLink() = default;

    // Numbers the command and sends it; returns its revision.
    virtual std::uint32_t send(Command command) = 0;

    // The newest snapshot that arrived since the last call, if any. Its history starts where this side's
    // knowledge ends (acknowledged through `run` and `history_size`, the run and the number of history
    // points held now). Called once a frame; an inline link trains for a few milliseconds in it.
    virtual std::optional<Snapshot> poll(std::uint32_t run, std::uint32_t history_size) = 0;

    // Whether it gets on only while it is polled, and has something to do.
    virtual bool waits_for_poll() const { return false; }

    virtual std::string_view transport() const = 0;  // "worker" or "inline"

    // Whether the trainer died (its Worker ended); what it had learned is then lost.
    virtual bool has_failed() const { return false; }

    // Whether other pages use the same trainer and this snapshot knows of all that was sent here: then what it
    // trains is what they all want.
    virtual bool is_shared(const Snapshot&) const { return false; }

    // Starts a new trainer in place of one that failed; it knows nothing yet.
    virtual void restart() {}
};

}  // namespace nn::ui
