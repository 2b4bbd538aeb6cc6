// How a session's digest (training/digest.h) is written.
#pragma once

#include <cstdint>
#include <string>

namespace nn {

std::string digest_text(std::uint64_t digest);  // 16 hexadecimal digits

}  // namespace nn
