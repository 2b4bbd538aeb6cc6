// Results of a sweep from any bytes: never a crash, always links within limits, and what we write
// ourselves we read back as the same.
#include <cstdlib>

#include "engine/cli/sweep_result_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto parsed = nn::cli::parse_result_file(text);
    if (!parsed.value) {
        if (parsed.problem.empty()) std::abort();
        return 0;
    }
    if (nn::within_limits(parsed.value->session) != parsed.value->session) std::abort();
    if (nn::within_limits(parsed.value->planned) != parsed.value->planned) std::abort();
    (void)nn::contradiction_in(*parsed.value);

    const auto again = nn::cli::parse_result_file(nn::cli::result_file_text(*parsed.value));
    if (again.value != parsed.value) std::abort();
    return 0;
}
