// One constexpr table per enum: link, CLI, JSON and panels all read it.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace nn {

template <class Enum>
struct EnumName {
    Enum value;
    std::string_view key;    // as written in links, flags and JSON: lower case, no spaces
    std::string_view title;  // as a person reads it
};

// Specialised beside each enum: std::span<const EnumName<Enum>> enum_names<Enum>().
template <class Enum>
std::span<const EnumName<Enum>> enum_names();

template <class Enum>
std::string_view key_of(Enum value) {
    for (const auto& entry : enum_names<Enum>())
        if (entry.value == value) return entry.key;
    return {};
}

template <class Enum>
std::string_view title_of(Enum value) {
    for (const auto& entry : enum_names<Enum>())
        if (entry.value == value) return entry.title;
    return {};
}

template <class Enum>
std::optional<Enum> from_key(std::string_view key) {
    for (const auto& entry : enum_names<Enum>())
        if (entry.key == key) return entry.value;
    return std::nullopt;
}

}  // namespace nn
