// Files of the command line program: all the reading and writing there is. Problems are sentences
// that name the file.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/cli/outcome.h"
#include "engine/data/dataset.h"

namespace nn::cli {

inline constexpr std::size_t kMaxFile = std::size_t{256} << 20;  // bytes

Outcome<std::string> read_file(const std::string& path, std::size_t most = kMaxFile);
std::optional<std::string> write_file(const std::string& path,
                                      std::string_view text);  // a problem, if any

// The same, but at no moment is there half a file of that name: whoever stops the program, and whoever else
// writes it, it is as it was or as it shall be. What is not done yet has a name that ends in ".partial".
std::optional<std::string> replace_file(const std::string& path, std::string_view text);

std::optional<std::string> make_folder(const std::string& path);  // a problem, if any

// The paths of the files in a folder, not below it, whose names end so, in their order.
Outcome<std::vector<std::string>> files_in(const std::string& folder, std::string_view ending);

// Where packed data sets are looked for when no folder is given: $INKLING_DATA, then "../data"
// beside the program (given as argv[0]), then build/data.
Outcome<std::shared_ptr<const Dataset>> load_dataset(DatasetId id,
                                                     const std::optional<std::string>& folder,
                                                     std::string_view program);

}  // namespace nn::cli
