// Files of the command line program: all the reading and writing there is. Problems are sentences
// that name the file.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/cli/outcome.h"
#include "engine/data/dataset.h"

namespace nn::cli {

Outcome<std::string> read_file(const std::string& path);
std::optional<std::string> write_file(const std::string& path,
                                      std::string_view text);  // a problem, if any

// Where packed data sets are looked for when no folder is given: $INKLING_DATA, then "../data"
// beside the program (given as argv[0]), then build/data.
Outcome<std::shared_ptr<const Dataset>> load_dataset(DatasetId id,
                                                     const std::optional<std::string>& folder,
                                                     std::string_view program);

}  // namespace nn::cli
