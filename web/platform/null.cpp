// No machine: for tests that draw panels without a browser. Settings are forgotten, assets never come.
#include "web/platform/platform.h"

namespace nn::platform {

Frame current_frame() { return {.width = 1440.0f, .height = 900.0f}; }

void copy_text(std::string_view) {}
void set_title(std::string_view) {}
void set_language(std::string_view) {}
std::string preferred_language() { return "en"; }
std::string read_setting(std::string_view) { return {}; }
void write_setting(std::string_view, std::string_view) {}
void announce(std::string_view) {}

void request_asset(std::string_view) {}
void cancel_asset(std::string_view) {}
AssetProgress asset_progress(std::string_view) { return {}; }
std::vector<std::uint8_t> take_asset(std::string_view) { return {}; }

}  // namespace nn::platform
