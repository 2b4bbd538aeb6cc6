// Writes Protocol Buffers messages, as much as ONNX needs: fields one after another, nested messages
// by their bytes. https://protobuf.dev/programming-guides/encoding/
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace nn {

class ProtobufMessage {
public:
    ProtobufMessage& integer(std::uint32_t field, std::uint64_t value);
    ProtobufMessage& text(std::uint32_t field, std::string_view bytes);  // strings and bytes alike
    ProtobufMessage& message(std::uint32_t field, const ProtobufMessage& nested) {
        return text(field, nested.bytes_);
    }

    const std::string& bytes() const { return bytes_; }

private:
    void varint(std::uint64_t value);

    std::string bytes_;
};

}  // namespace nn
