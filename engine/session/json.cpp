#include "engine/session/json.h"

#include <cmath>

#include "engine/session/number_text.h"

namespace nn {

namespace {

std::string escaped(std::string_view text) {
    constexpr std::string_view kHex = "0123456789abcdef";
    std::string result = "\"";
    for (const char c : text) {
        const auto code = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            result.append("\\").append(1, c);
        else if (c == '\n')
            result += "\\n";
        else if (code < 0x20 || code == 0x7f)
            result.append("\\u00").append(1, kHex[code >> 4]).append(1, kHex[code & 15]);
        else
            result += c;
    }
    return result + '"';
}

}  // namespace

JsonWriter& JsonWriter::put(std::string_view written) {
    if (needs_comma_) text_ += ',';
    text_ += written;
    needs_comma_ = true;
    return *this;
}

JsonWriter& JsonWriter::begin_object() {
    put("{");
    needs_comma_ = false;
    return *this;
}

JsonWriter& JsonWriter::end_object() {
    text_ += '}';
    needs_comma_ = true;
    return *this;
}

JsonWriter& JsonWriter::begin_array() {
    put("[");
    needs_comma_ = false;
    return *this;
}

JsonWriter& JsonWriter::end_array() {
    text_ += ']';
    needs_comma_ = true;
    return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
    put(escaped(name));
    text_ += ':';
    needs_comma_ = false;
    return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
    return put(escaped(text));
}
JsonWriter& JsonWriter::value(double number) {
    return put(std::isfinite(number) ? number_text(number) : "null");
}
JsonWriter& JsonWriter::value(float number) {
    return put(std::isfinite(number) ? number_text(number) : "null");
}
JsonWriter& JsonWriter::value(bool flag) {
    return put(flag ? "true" : "false");
}

}  // namespace nn
