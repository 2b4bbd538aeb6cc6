#include "engine/session/digest.h"

namespace nn {

std::string digest_text(std::uint64_t digest) {
    std::string text;
    for (int shift = 60; shift >= 0; shift -= 4)
        text += "0123456789abcdef"[(digest >> shift) & 0xfu];
    return text;
}

}  // namespace nn
