// The trainer program: a Runner behind a handful of functions that web/worker/worker.js calls. Bytes in
// and out stand in two buffers that grow as needed.
#include <emscripten.h>

#include <cstdint>
#include <memory>
#include <utility>
#include <variant>
#include <vector>

#include "engine/data/dataset.h"
#include "engine/session/runner.h"
#include "engine/session/wire.h"

namespace {

nn::Runner runner;
std::vector<std::uint8_t> incoming, outgoing;

double now() {
    return emscripten_get_now() / 1000.0;
}

}  // namespace

extern "C" {

// Room for `size` bytes of the next command or data set.
EMSCRIPTEN_KEEPALIVE std::uint8_t* trainer_buffer(std::size_t size) {
    incoming.resize(size);
    return incoming.data();
}

EMSCRIPTEN_KEEPALIVE int trainer_command(std::size_t size) {
    incoming.resize(size);
    const auto command = nn::decode_command(incoming);
    if (command) runner.carry_out(*command);
    incoming = {};
    return command ? 1 : 0;
}

// A packed data set, as the site carries it.
EMSCRIPTEN_KEEPALIVE int trainer_dataset(int id, std::uint32_t revision, std::size_t size) {
    incoming.resize(size);
    auto decoded = nn::decode_dataset(incoming);
    incoming = {};
    auto* dataset = std::get_if<nn::Dataset>(&decoded);
    if (!dataset || id < 0 || id >= static_cast<int>(nn::kPackedDatasets)) return 0;
    runner.carry_out(
        {revision, nn::command::LoadDataset{
                       .id = static_cast<nn::DatasetId>(id),
                       .dataset = std::make_shared<const nn::Dataset>(std::move(*dataset))}});
    return 1;
}

// Trains for at most `budget` seconds. How long the caller may wait before the next call is of use: 0 at
// once, a negative number: not before the next command.
EMSCRIPTEN_KEEPALIVE double trainer_advance(double budget) {
    const double begin = now();
    return runner.advance(begin, [&] { return now() - begin >= budget; });
}

EMSCRIPTEN_KEEPALIVE int trainer_has_news() {
    return runner.has_news() ? 1 : 0;
}

// Encodes a snapshot for a receiver that holds `history` points of `run`; returns its length.
EMSCRIPTEN_KEEPALIVE std::size_t trainer_snapshot(std::uint32_t run, std::uint32_t history) {
    outgoing = nn::encode(runner.snapshot(run, history));
    return outgoing.size();
}

EMSCRIPTEN_KEEPALIVE const std::uint8_t* trainer_snapshot_pointer() {
    return outgoing.data();
}

}  // extern "C"
