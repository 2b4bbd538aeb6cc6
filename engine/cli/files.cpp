#include "engine/cli/files.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <span>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

namespace nn::cli {

namespace {

constexpr std::size_t kMaxFile = std::size_t{256} << 20;

struct Closer {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Closer>;

// The folder of the program. Found on PATH, its name has no folder, and the system is asked.
std::filesystem::path program_folder(std::string_view program) {
    std::filesystem::path path(program);
    std::error_code error;
    if (!path.has_parent_path()) path = std::filesystem::read_symlink("/proc/self/exe", error);
    return path.parent_path();
}

std::vector<std::filesystem::path> data_folders(const std::optional<std::string>& folder,
                                                std::string_view program) {
    if (folder) return {*folder};
    std::vector<std::filesystem::path> folders;
    if (const char* named = std::getenv("INKLING_DATA"); named != nullptr && *named != '\0')
        folders.push_back(named);
    const std::filesystem::path beside = program_folder(program);
    if (!beside.empty()) folders.push_back(beside / ".." / "data");
    folders.push_back(std::filesystem::path("build") / "data");
    return folders;
}

}  // namespace

Outcome<std::string> read_file(const std::string& path) {
    std::error_code error;
    if (!std::filesystem::exists(path, error)) return Failure{"there is no file " + path};
    if (std::filesystem::is_directory(path, error)) return Failure{path + " is a folder"};
    const File file(std::fopen(path.c_str(), "rb"));
    if (file == nullptr) return Failure{"cannot read " + path};
    std::string text;
    char buffer[1 << 16];
    std::size_t count = 0;
    while ((count = std::fread(buffer, 1, sizeof buffer, file.get())) > 0) {
        text.append(buffer, count);
        if (text.size() > kMaxFile) return Failure{path + " is larger than 256 MB"};
    }
    if (std::ferror(file.get()) != 0) return Failure{"cannot read " + path};
    return text;
}

std::optional<std::string> write_file(const std::string& path, std::string_view text) {
    File file(std::fopen(path.c_str(), "wb"));
    const bool is_written = file != nullptr &&
                            std::fwrite(text.data(), 1, text.size(), file.get()) == text.size() &&
                            std::fclose(file.release()) == 0;
    if (!is_written) return "cannot write " + path;
    return std::nullopt;
}

Outcome<std::shared_ptr<const Dataset>> load_dataset(DatasetId id,
                                                     const std::optional<std::string>& folder,
                                                     std::string_view program) {
    const std::string name = std::string(info(id).key) + ".inkd";
    const auto folders = data_folders(folder, program);
    std::error_code error;
    for (const std::filesystem::path& candidate : folders) {
        const std::filesystem::path path = candidate / name;
        if (!std::filesystem::exists(path, error)) continue;
        const Outcome<std::string> bytes = read_file(path.string());
        if (!bytes.value) return Failure{bytes.problem};
        auto decoded = decode_dataset(std::span(
            reinterpret_cast<const std::uint8_t*>(bytes.value->data()), bytes.value->size()));
        if (const std::string* problem = std::get_if<std::string>(&decoded))
            return Failure{path.string() + ": " + *problem};
        return std::shared_ptr<const Dataset>(
            std::make_shared<Dataset>(std::get<Dataset>(std::move(decoded))));
    }
    return Failure{"there is no " + name + " in " + folders.back().string() +
                   "; name the folder of the packed data sets with --data"};
}

}  // namespace nn::cli
