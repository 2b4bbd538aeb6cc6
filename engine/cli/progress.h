// A progress bar on a terminal; silence anywhere else.
#pragma once

#include <string_view>

namespace nn::cli {

class Progress {
public:
    Progress();
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    // Redraws at most twenty times a second; share is from 0 to 1.
    void show(double share, std::string_view note);
    bool is_due() const;  // so that a caller need not compose notes that are not drawn

private:
    bool is_visible_ = false;
    bool is_drawn_ = false;
    double last_seconds_ = -1.0;
};

double seconds_now();  // of a steady clock

}  // namespace nn::cli
