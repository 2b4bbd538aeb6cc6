// Commands and snapshots from any bytes: never a crash, and what was decoded encodes to bytes that
// decode to the same again. Compared as bytes, since NaN equals nothing.
#include <cstdlib>

#include "engine/session/wire.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::span<const std::uint8_t> bytes(data, size);
    if (const auto command = nn::decode_command(bytes)) {
        const auto encoded = nn::encode(*command);
        const auto again = nn::decode_command(encoded);
        if (!again || nn::encode(*again) != encoded) std::abort();
    }
    if (const auto snapshot = nn::decode_snapshot(bytes)) {
        const auto encoded = nn::encode(*snapshot);
        const auto again = nn::decode_snapshot(encoded);
        if (!again || nn::encode(*again) != encoded) std::abort();
    }
    return 0;
}
