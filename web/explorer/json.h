// What the explorer answers with.
#pragma once

#include <cmath>
#include <concepts>
#include <string>
#include <string_view>
#include <utility>

#include "engine/numerics/decimal.h"

namespace nn::explore {

// A JSON text from names and values.
class Json {
public:
    Json& name(std::string_view key) {
        comma();
        text_.append("\"").append(key).append("\":");
        is_first_ = true;
        return *this;
    }
    Json& value(double number) {
        comma();
        text_ += std::isfinite(number) ? decimal_text(number) : "null";
        return *this;
    }
    Json& flag(std::string_view key, bool is_so) {
        name(key).comma();
        text_ += is_so ? "true" : "false";
        return *this;
    }
    Json& number(std::string_view key, double value_of) { return name(key).value(value_of); }
    Json& open(char bracket) {
        comma();
        text_ += bracket;
        is_first_ = true;
        return *this;
    }
    Json& close(char bracket) {
        text_ += bracket;
        is_first_ = false;
        return *this;
    }
    // A name of ours, which needs no escapes.
    Json& text(std::string_view word) {
        comma();
        text_.append("\"").append(word).append("\"");
        return *this;
    }
    // Floats with the fewest digits that read back to them.
    Json& list_of(const std::same_as<float> auto... values) {
        open('[');
        ((comma(), text_ += std::isfinite(values) ? decimal_text(values) : "null"), ...);
        return close(']');
    }
    Json& list(std::string_view key, const auto& values) {
        name(key).open('[');
        for (const auto& each : values) value(static_cast<double>(each));
        return close(']');
    }
    std::string take() { return std::move(text_); }

private:
    void comma() {
        if (!is_first_) text_ += ',';
        is_first_ = false;
    }
    std::string text_;
    bool is_first_ = true;
};

// The answer where there is none, and why.
inline std::string sorry(std::string_view what) {
    return "{\"error\":\"" + std::string(what) + "\"}";
}

}  // namespace nn::explore
