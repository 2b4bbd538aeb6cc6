// What the app needs of the machine it runs on; one .cpp a platform (web.cpp; null.cpp for tests).
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nn::platform {

struct Frame {
    float width = 0.0f, height = 0.0f;  // CSS pixels of the canvas
    float pixel_ratio = 1.0f;
    int device_width = 0, device_height = 0;  // the canvas in device pixels, exactly
    double seconds = 0.0;                     // since the program started
    bool is_touch = false;                    // the last pointer was a finger
    float pressure = 0.5f;                    // of a pen, 0 to 1
    bool prefers_dark = true;
    bool prefers_reduced_motion = false;
    // Where the system forces its colours (0xRRGGBB): ground, text, what is chosen and the text on it.
    std::optional<std::array<unsigned, 4>> forced_colors;
    float safe_top = 0.0f, safe_bottom = 0.0f, safe_left = 0.0f, safe_right = 0.0f;
};

Frame current_frame();

void copy_text(std::string_view text);  // clipboard, with the page's fallback
// The panel that shares the session, HTML over the canvas, under an anchor from x to right whose lower edge
// is at y.
void show_share(float x, float y, float right);
void show_tools();   // HTML likewise
void show_course();  // the list of its chapters, HTML beside the canvas
void set_title(std::string_view title);
void set_language(
    std::string_view language);    // "en" or "zh": <html lang>, and the Chinese font is fetched
std::string preferred_language();  // from the browser: "en" or "zh"
std::string read_setting(std::string_view key);  // local storage; empty where denied
void write_setting(std::string_view key, std::string_view value);
void announce(std::string_view text);  // polite live region

// Assets of the site by name ("digits", "mnist", "fashion", "fonts", "font-zh"): fetched in chunks.
enum class AssetState { Absent, Loading, Ready, Failed, Cancelled };
struct AssetProgress {
    AssetState state = AssetState::Absent;
    double bytes_loaded = 0.0, bytes_total = 0.0;  // compressed, as transferred
    double bytes_per_second = 0.0;
    std::string error;  // what failed, in plain words
};
void request_asset(std::string_view name);
void cancel_asset(std::string_view name);
AssetProgress asset_progress(std::string_view name);
std::vector<std::uint8_t> take_asset(std::string_view name);  // once, when Ready

}  // namespace nn::platform
