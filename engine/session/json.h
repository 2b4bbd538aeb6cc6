// Writes JSON: values in, text out, commas and escapes taken care of. Numbers have the shortest
// digits that read back to the same value; what JSON cannot say (NaN, infinities) becomes null.
#pragma once

#include <concepts>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nn {

class JsonWriter {
public:
    JsonWriter& begin_object();
    JsonWriter& end_object();
    JsonWriter& begin_array();
    JsonWriter& end_array();
    JsonWriter& key(std::string_view name);  // before each value of an object

    JsonWriter& value(std::string_view text);
    JsonWriter& value(const char* text) { return value(std::string_view(text)); }
    JsonWriter& value(double number);
    JsonWriter& value(float number);
    JsonWriter& value(bool flag);
    template <std::integral Integer>
    requires(!std::same_as<Integer, bool>) JsonWriter& value(Integer number) {
        return put(std::to_string(number));
    }
    template <class Item>
    JsonWriter& value(std::span<const Item> items) {
        begin_array();
        for (const Item& item : items) value(item);
        return end_array();
    }
    template <class Item>
    JsonWriter& value(const std::vector<Item>& items) {
        return value(std::span<const Item>(items));
    }

    const std::string& text() const { return text_; }

private:
    JsonWriter& put(std::string_view written);

    std::string text_;
    bool needs_comma_ = false;
};

}  // namespace nn
