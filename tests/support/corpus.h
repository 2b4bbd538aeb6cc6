// The inputs that fuzzers start from, and every one that once failed: tests/fuzz/corpus/<name>/*.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace nn::test {

std::vector<std::vector<std::uint8_t>> read_corpus(std::string_view name);

}  // namespace nn::test
