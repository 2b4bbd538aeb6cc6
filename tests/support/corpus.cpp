#include "tests/support/corpus.h"

#include <filesystem>
#include <fstream>
#include <iterator>

namespace nn::test {

std::vector<std::vector<std::uint8_t>> read_corpus(std::string_view name) {
    std::vector<std::vector<std::uint8_t>> corpus;
    const auto folder =
        std::filesystem::path(INKLING_SOURCE_DIR) / "tests" / "fuzz" / "corpus" / name;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        std::ifstream file(entry.path(), std::ios::binary);
        corpus.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    return corpus;
}

}  // namespace nn::test
