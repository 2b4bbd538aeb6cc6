#include "engine/cli/deflate.h"

// In deflate_node.js: writes to `to` and returns how many bytes, or -1 when it failed or there was not room
// enough.
extern "C" int inkling_deflate(const std::uint8_t* from, std::size_t size, std::uint8_t* to,
                               std::size_t room);
extern "C" int inkling_inflate(const std::uint8_t* from, std::size_t size, std::uint8_t* to,
                               std::size_t room);

namespace nn::cli {

namespace {

std::optional<std::vector<std::uint8_t>> run(decltype(inkling_deflate)* call,
                                             std::span<const std::uint8_t> bytes,
                                             std::size_t room) {
    std::vector<std::uint8_t> result(room);
    const int size = call(bytes.data(), bytes.size(), result.data(), room);
    if (size < 0) return std::nullopt;
    result.resize(static_cast<std::size_t>(size));
    return result;
}

}  // namespace

std::optional<std::vector<std::uint8_t>> deflated(std::span<const std::uint8_t> bytes) {
    return run(inkling_deflate, bytes,
               bytes.size() + bytes.size() / 512 + 64);  // for the incompressible
}

std::optional<std::vector<std::uint8_t>> inflated(std::span<const std::uint8_t> bytes,
                                                  std::size_t most) {
    return run(inkling_inflate, bytes, most);
}

}  // namespace nn::cli
