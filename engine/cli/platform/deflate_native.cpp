#include <zlib.h>

#include "engine/cli/deflate.h"

namespace nn::cli {

namespace {

constexpr int kRawWindow = -15;  // the largest, without a header
constexpr int kMemoryLevel = 8;  // zlib's default

using Call = int (*)(z_stream*, int);

// All in one call, into the room given; nothing unless the stream came to its end.
std::optional<std::vector<std::uint8_t>> run(Call call, z_stream& stream,
                                             std::span<const std::uint8_t> bytes,
                                             std::size_t room) {
    std::vector<std::uint8_t> result(room);
    stream.next_in = const_cast<Bytef*>(bytes.data());  // zlib only reads it
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = result.data();
    stream.avail_out = static_cast<uInt>(room);
    if (call(&stream, Z_FINISH) != Z_STREAM_END) return std::nullopt;
    result.resize(room - stream.avail_out);
    return result;
}

}  // namespace

std::optional<std::vector<std::uint8_t>> deflated(std::span<const std::uint8_t> bytes) {
    z_stream stream{};
    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kRawWindow, kMemoryLevel,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        return std::nullopt;
    auto result = run(deflate, stream, bytes, deflateBound(&stream, bytes.size()));
    deflateEnd(&stream);
    return result;
}

std::optional<std::vector<std::uint8_t>> inflated(std::span<const std::uint8_t> bytes,
                                                  std::size_t most) {
    z_stream stream{};
    if (inflateInit2(&stream, kRawWindow) != Z_OK) return std::nullopt;
    auto result = run(inflate, stream, bytes, most);
    inflateEnd(&stream);
    return result;
}

}  // namespace nn::cli
