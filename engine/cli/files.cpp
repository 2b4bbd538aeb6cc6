#include "engine/cli/files.h"

#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <span>
#include <system_error>
#include <utility>
#include <variant>

namespace nn::cli {

namespace {

struct Closer {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Closer>;

std::string size_text(std::size_t bytes) {
    return bytes % (std::size_t{1} << 20) == 0 ? std::to_string(bytes >> 20) + " MB"
                                               : std::to_string(bytes) + " bytes";
}

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

Outcome<std::string> read_file(const std::string& path, std::size_t most) {
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
        if (text.size() > most) return Failure{path + " is larger than " + size_text(most)};
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

std::optional<std::string> replace_file(const std::string& path, std::string_view text) {
    const std::string problem = "cannot write " + path;
    const std::string partial = path + '.' + std::to_string(std::random_device()()) + ".partial";
    File file(std::fopen(partial.c_str(), "wbx"));  // never that of another process
    if (file == nullptr) return problem;
    // On the disk before it has its name: a machine that stops leaves no empty file.
    const bool is_written = std::fwrite(text.data(), 1, text.size(), file.get()) == text.size() &&
                            std::fflush(file.get()) == 0 && fsync(fileno(file.get())) == 0;
    const bool is_closed = std::fclose(file.release()) == 0;
    if (is_written && is_closed && std::rename(partial.c_str(), path.c_str()) == 0)
        return std::nullopt;
    std::remove(partial.c_str());
    return problem;
}

std::optional<std::string> make_folder(const std::string& path) {
    std::error_code error;
    std::filesystem::create_directories(path, error);
    if (!std::filesystem::is_directory(path, error)) return "cannot make the folder " + path;
    return std::nullopt;
}

Outcome<std::vector<std::string>> files_in(const std::string& folder, std::string_view ending) {
    std::vector<std::string> paths;
    std::error_code error;
    std::filesystem::directory_iterator entry(folder, error);
    for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
        const std::string path = entry->path().string();
        std::error_code kind_error;
        if (path.ends_with(ending) && entry->is_regular_file(kind_error)) paths.push_back(path);
    }
    if (error) return Failure{"cannot read the folder " + folder};
    std::ranges::sort(paths);
    return paths;
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
