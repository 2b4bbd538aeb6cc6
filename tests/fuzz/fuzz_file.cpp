// Saved sessions from any bytes: never a crash, always a link within limits, and what we write ourselves
// we read back without a warning.
#include <cstdlib>

#include "engine/cli/session_file.h"
#include "engine/session/limits.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const nn::ParsedLink parsed = nn::cli::parse_session_file(text);
    if (parsed.warnings.size() > nn::limits::kMaxWarnings) std::abort();
    if (nn::within_limits(parsed.link) != parsed.link) std::abort();
    if (!parsed.is_readable && parsed.link != nn::SessionLink()) std::abort();

    const nn::ParsedLink again =
        nn::cli::parse_session_file(nn::cli::session_file_text(parsed.link));
    if (again.link != parsed.link || !again.warnings.empty()) std::abort();
    return 0;
}
