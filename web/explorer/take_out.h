// What the reader takes out: the network as a file for something else.
#pragma once

#include <string>
#include <string_view>

#include "engine/explore/subject.h"

namespace nn::explore {

// "FORMAT", as `inkling export` names them: {"content": base64url} or {"problem": a sentence}.
std::string exported_json(const Snapshot& snapshot, const Subject& subject,
                          std::string_view format);

}  // namespace nn::explore
