// Commands and snapshots as bytes: little-endian, length-prefixed, versioned. Decoding is total:
// any bytes give a value within limits or nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/session/command.h"
#include "engine/session/snapshot.h"

namespace nn {

std::vector<std::uint8_t> encode(const NumberedCommand& command);
std::optional<NumberedCommand> decode_command(std::span<const std::uint8_t> bytes);

std::vector<std::uint8_t> encode(const Snapshot& snapshot);
std::optional<Snapshot> decode_snapshot(std::span<const std::uint8_t> bytes);

}  // namespace nn
