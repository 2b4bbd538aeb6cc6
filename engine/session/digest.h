// A 64-bit fingerprint of trained weights: FNV-1a over their little-endian bytes. Two runs of the
// same recipe to the same step must agree in it on every platform. Not meant to withstand forgery.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace nn {

std::uint64_t digest_of(std::span<const float> parameters);
std::string digest_text(std::uint64_t digest);  // 16 hexadecimal digits

}  // namespace nn
