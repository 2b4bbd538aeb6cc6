// The browser's side of platform.h: short calls into web/page/*.js, which own the DOM.
#include <emscripten.h>

#include <cstdlib>
#include <string>

#include "web/platform/platform.h"

// clang-format off
EM_JS(void, inkling_request_asset, (const char* name), { Inkling.requestAsset(UTF8ToString(name)); });
EM_JS(void, inkling_cancel_asset, (const char* name), { Inkling.cancelAsset(UTF8ToString(name)); });
// Numbers go to values[0…3], the sentence (if any) is returned and freed by the caller.
EM_JS(char*, inkling_asset_progress, (const char* name, double* values), {
    const progress = Inkling.assetProgress(UTF8ToString(name));
    HEAPF64.set([progress.state, progress.loaded, progress.total, progress.rate], values >> 3);
    return progress.error ? stringToNewUTF8(progress.error) : 0;
});
// Taking is two calls, so that the bytes (55 MB for some) are copied once, to where they stay.
EM_JS(int, inkling_asset_size, (const char* name), { return Inkling.assetSize(UTF8ToString(name)); });
EM_JS(void, inkling_take_asset, (const char* name, std::uint8_t* to), { HEAPU8.set(Inkling.takeAsset(UTF8ToString(name)), to); });
EM_JS(void, inkling_copy_text, (const char* text), { Inkling.copyText(UTF8ToString(text)); });
EM_JS(void, inkling_show_share, (double x, double y, double right), { Inkling.showShare(x, y, right); });
EM_JS(void, inkling_show_tools, (), { Inkling.showTools(); });
EM_JS(void, inkling_show_course, (), { Inkling.showCourse(); });
EM_JS(void, inkling_set_title, (const char* text), { Inkling.setTitle(UTF8ToString(text)); });
EM_JS(void, inkling_set_language, (const char* language), { Inkling.setLanguage(UTF8ToString(language)); });
EM_JS(char*, inkling_preferred_language, (), { return stringToNewUTF8(Inkling.preferredLanguage()); });
EM_JS(char*, inkling_read_setting, (const char* key), { return stringToNewUTF8(Inkling.readSetting(UTF8ToString(key))); });
EM_JS(void, inkling_write_setting, (const char* key, const char* value), {
    Inkling.writeSetting(UTF8ToString(key), UTF8ToString(value));
});
EM_JS(void, inkling_announce, (const char* text), { Inkling.announce(UTF8ToString(text)); });
EM_JS(void, inkling_canvas_box, (double* values), {
    const box = Inkling.canvasBox();
    HEAPF64.set([box.width, box.height, box.ratio, box.deviceWidth, box.deviceHeight], values >> 3);
});
EM_JS(int, inkling_forced_colors, (unsigned* colors), {
    const forced = Inkling.forcedColors();
    if (forced) HEAPU32.set(forced, colors >> 2);
    return forced ? 1 : 0;
});
EM_JS(int, inkling_media, (), { return Inkling.media(); });
EM_JS(int, inkling_is_touch, (), { return Inkling.isTouch() ? 1 : 0; });
EM_JS(double, inkling_pressure, (), { return Inkling.pressure(); });
EM_JS(void, inkling_safe_area, (double* values), {
    const area = Inkling.safeArea();
    HEAPF64.set([area.top, area.bottom, area.left, area.right], values >> 3);
});
// clang-format on

namespace nn::platform {

namespace {

std::string c_string(std::string_view text) {
    return std::string(text);
}

std::string take(char* text) {
    std::string out = text ? text : "";
    std::free(text);
    return out;
}

}  // namespace

Frame current_frame() {
    double box[5] = {}, safe[4] = {};
    inkling_canvas_box(box);
    inkling_safe_area(safe);
    const int media = inkling_media();
    std::optional<std::array<unsigned, 4>> forced(std::in_place);
    if (inkling_forced_colors(forced->data()) == 0) forced.reset();
    return {
        .width = static_cast<float>(box[0]),
        .height = static_cast<float>(box[1]),
        .pixel_ratio = static_cast<float>(box[2]),
        .device_width = static_cast<int>(box[3]),
        .device_height = static_cast<int>(box[4]),
        .seconds = emscripten_get_now() / 1000.0,
        .is_touch = inkling_is_touch() != 0,
        .pressure = static_cast<float>(inkling_pressure()),
        .prefers_dark = (media & 1) != 0,
        .prefers_reduced_motion = (media & 2) != 0,
        .forced_colors = forced,
        .safe_top = static_cast<float>(safe[0]),
        .safe_bottom = static_cast<float>(safe[1]),
        .safe_left = static_cast<float>(safe[2]),
        .safe_right = static_cast<float>(safe[3]),
    };
}

void copy_text(std::string_view text) {
    inkling_copy_text(c_string(text).c_str());
}
void show_share(float x, float y, float right) {
    inkling_show_share(static_cast<double>(x), static_cast<double>(y), static_cast<double>(right));
}
void show_tools() {
    inkling_show_tools();
}
void show_course() {
    inkling_show_course();
}
void set_title(std::string_view title) {
    inkling_set_title(c_string(title).c_str());
}
void set_language(std::string_view language) {
    inkling_set_language(c_string(language).c_str());
}
std::string preferred_language() {
    return take(inkling_preferred_language());
}
std::string read_setting(std::string_view key) {
    return take(inkling_read_setting(c_string(key).c_str()));
}
void write_setting(std::string_view key, std::string_view value) {
    inkling_write_setting(c_string(key).c_str(), c_string(value).c_str());
}
void announce(std::string_view text) {
    inkling_announce(c_string(text).c_str());
}

void request_asset(std::string_view name) {
    inkling_request_asset(c_string(name).c_str());
}
void cancel_asset(std::string_view name) {
    inkling_cancel_asset(c_string(name).c_str());
}

AssetProgress asset_progress(std::string_view name) {
    double values[4] = {};
    std::string error = take(inkling_asset_progress(c_string(name).c_str(), values));
    return {.state = static_cast<AssetState>(static_cast<int>(values[0])),
            .bytes_loaded = values[1],
            .bytes_total = values[2],
            .bytes_per_second = values[3],
            .error = std::move(error)};
}

std::vector<std::uint8_t> take_asset(std::string_view name) {
    std::vector<std::uint8_t> out(
        static_cast<std::size_t>(inkling_asset_size(c_string(name).c_str())));
    if (!out.empty()) inkling_take_asset(c_string(name).c_str(), out.data());
    return out;
}

}  // namespace nn::platform
