// Where values stand in memory: what is copied byte by byte, to be put back there later.
#pragma once

#include <cstddef>
#include <span>
#include <type_traits>
#include <vector>

namespace nn {

using Memory = std::vector<std::span<std::byte>>;

template <class Item>
void add_items(Memory& memory, Item* items, std::size_t count) {
    static_assert(std::is_trivially_copyable_v<Item>);
    memory.push_back(std::as_writable_bytes(std::span(items, count)));
}

template <class Value>
void add_value(Memory& memory, Value& value) {
    add_items(memory, &value, 1);
}

// Of a vector or a matrix, which must keep its size.
template <class Container>
void add_contents(Memory& memory, Container& container) {
    add_items(memory, container.data(), static_cast<std::size_t>(container.size()));
}

}  // namespace nn
