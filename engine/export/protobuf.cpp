#include "engine/export/protobuf.h"

namespace nn {

namespace {

enum WireType : std::uint32_t { kVarint = 0, kLengthDelimited = 2 };

std::uint64_t tag_of(std::uint32_t field, WireType type) {
    return std::uint64_t{field} << 3 | type;
}

}  // namespace

// Seven bits a byte, the lowest first; the eighth says that more follow.
void ProtobufMessage::varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_ += static_cast<char>(0x80 | (value & 0x7f));
    bytes_ += static_cast<char>(value);
}

ProtobufMessage& ProtobufMessage::integer(std::uint32_t field, std::uint64_t value) {
    varint(tag_of(field, kVarint));
    varint(value);
    return *this;
}

ProtobufMessage& ProtobufMessage::text(std::uint32_t field, std::string_view bytes) {
    varint(tag_of(field, kLengthDelimited));
    varint(bytes.size());
    bytes_ += bytes;
    return *this;
}

}  // namespace nn
