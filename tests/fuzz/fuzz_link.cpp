// Links from any text: never a crash, always within limits, and the normal form reads back to the same
// link without a warning.
#include <cstdlib>

#include "engine/session/limits.h"
#include "engine/session/link.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const nn::ParsedLink parsed = nn::parse_link(text);
    if (parsed.warnings.size() > nn::limits::kMaxWarnings) std::abort();
    if (nn::within_limits(parsed.link) != parsed.link) std::abort();
    if (!parsed.is_readable && parsed.link != nn::SessionLink()) std::abort();
    for (const std::string& warning : parsed.warnings)
        for (const char c : warning)
            if (c < ' ' || c > '~') std::abort();

    const std::string normal = nn::link_text(parsed.link);
    const nn::ParsedLink again = nn::parse_link(normal);
    if (again.link != parsed.link || !again.warnings.empty()) std::abort();
    return 0;
}
