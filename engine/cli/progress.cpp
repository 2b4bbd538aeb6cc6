#include "engine/cli/progress.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>

namespace nn::cli {

namespace {

constexpr int kWidth = 30;
constexpr double kInterval = 0.05;  // s

// isatty alone would do natively; Emscripten's answers yes for every standard stream under Node,
// where the kind of the file tells a pipe from a terminal (emscripten issue 22264).
bool is_terminal(int descriptor) {
    struct stat status {};
    return isatty(descriptor) == 1 && fstat(descriptor, &status) == 0 && S_ISCHR(status.st_mode);
}

}  // namespace

double seconds_now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

Progress::Progress() : is_visible_(is_terminal(STDERR_FILENO)) {}

Progress::~Progress() {
    if (is_drawn_) std::fputs("\r\x1b[K", stderr);
}

bool Progress::is_due() const {
    return is_visible_ && seconds_now() - last_seconds_ >= kInterval;
}

void Progress::show(double share, std::string_view note) {
    if (!is_due()) return;
    last_seconds_ = seconds_now();
    is_drawn_ = true;
    const int filled = std::clamp(static_cast<int>(share * kWidth), 0, kWidth);
    const std::string bar = std::string(static_cast<std::size_t>(filled), '#') +
                            std::string(static_cast<std::size_t>(kWidth - filled), '.');
    std::fprintf(stderr, "\r[%s] %.*s\x1b[K", bar.c_str(), static_cast<int>(note.size()),
                 note.data());
    std::fflush(stderr);
}

}  // namespace nn::cli
