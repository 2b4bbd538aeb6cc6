#include "web/worker_link.h"

#include <emscripten.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <span>
#include <utility>
#include <variant>

#include "engine/session/wire.h"

// clang-format off
EM_JS(void, inkling_trainer_start, (), { Inkling.trainerStart(); });
EM_JS(int, inkling_trainer_state, (), { return Inkling.trainerState(); });
EM_JS(int, inkling_trainer_is_shared, (), { return Inkling.trainerIsShared() ? 1 : 0; });
EM_JS(int, inkling_trainer_is_inline, (), { return Inkling.trainerIsInline() ? 1 : 0; });
EM_JS(int, inkling_trainer_send, (std::uint32_t revision, const std::uint8_t* bytes, int size), {
    return Inkling.trainerSend(revision, HEAPU8.slice(bytes, bytes + size)) ? 1 : 0;
});
// A data set is put together on the other side of the border: it is large, and copied once.
EM_JS(void, inkling_trainer_send_dataset, (int id, std::uint32_t revision, const std::uint8_t* header, int header_size,
                                           const std::uint8_t* pixels, int pixels_size, const std::uint8_t* labels, int labels_size), {
    const bytes = new Uint8Array(header_size + pixels_size + labels_size);
    bytes.set(HEAPU8.subarray(header, header + header_size));
    bytes.set(HEAPU8.subarray(pixels, pixels + pixels_size), header_size);
    bytes.set(HEAPU8.subarray(labels, labels + labels_size), header_size + pixels_size);
    Inkling.trainerSendDataset(id, revision, bytes);
});
EM_JS(std::uint8_t*, inkling_trainer_poll, (std::uint32_t run, std::uint32_t history, int* size), {
    const bytes = Inkling.trainerPoll(run, history);
    if (!bytes) return 0;
    const copy = _malloc(bytes.length);
    HEAPU8.set(bytes, copy);
    HEAP32[size >> 2] = bytes.length;
    return copy;
});
// clang-format on

namespace nn::ui {

namespace {

// As decode_dataset reads it.
void send_dataset(std::uint32_t revision, const command::LoadDataset& load) {
    const Dataset& dataset = *load.dataset;
    std::array<std::uint32_t, 8> header{0, 1};
    std::memcpy(header.data(), "INKD", 4);
    std::size_t at = 2;
    for (const int field : {dataset.width, dataset.height, dataset.classes, dataset.max_value,
                            dataset.count(), dataset.official_test_count})
        header[at++] = static_cast<std::uint32_t>(field);
    inkling_trainer_send_dataset(static_cast<int>(load.id), revision,
                                 reinterpret_cast<const std::uint8_t*>(header.data()),
                                 static_cast<int>(sizeof header), dataset.pixels.data(),
                                 static_cast<int>(dataset.pixels.size()), dataset.labels.data(),
                                 static_cast<int>(dataset.labels.size()));
}

}  // namespace

WorkerLink::WorkerLink() {
    inkling_trainer_start();
}

std::string_view WorkerLink::transport() const {
    return inkling_trainer_is_inline() != 0 ? "inline" : "worker";
}

std::uint32_t WorkerLink::send(Command command) {
    waiting_.push_back({++revision_, std::move(command)});
    flush();
    return revision_;
}

void WorkerLink::deliver(const NumberedCommand& command) {
    const auto* load = std::get_if<command::LoadDataset>(&command.command);
    if (load && load->dataset) return send_dataset(command.revision, *load);
    const std::vector<std::uint8_t> bytes = encode(command);
    if (inkling_trainer_send(command.revision, bytes.data(), static_cast<int>(bytes.size())) != 0)
        sent_ = command.revision;
}

void WorkerLink::flush() {
    if (static_cast<State>(inkling_trainer_state()) != State::Ready) return;
    for (const NumberedCommand& command : waiting_) deliver(command);
    waiting_.clear();
}

std::optional<Snapshot> WorkerLink::poll(std::uint32_t run, std::uint32_t history_size) {
    flush();
    has_failed_ = static_cast<State>(inkling_trainer_state()) == State::Died;
    int size = 0;
    std::uint8_t* bytes = inkling_trainer_poll(run, history_size, &size);
    if (!bytes) return std::nullopt;
    std::optional<Snapshot> snapshot = decode_snapshot({bytes, static_cast<std::size_t>(size)});
    std::free(bytes);
    // Pages that share a trainer count on from one another's commands.
    if (snapshot) revision_ = std::max(revision_, snapshot->revision);
    return snapshot;
}

bool WorkerLink::is_shared(const Snapshot& snapshot) const {
    return inkling_trainer_is_shared() != 0 && waiting_.empty() && snapshot.revision >= sent_;
}

void WorkerLink::restart() {
    waiting_.clear();
    has_failed_ = false;
    inkling_trainer_start();
}

}  // namespace nn::ui
