// No machine: for tests that draw the page without a browser. Settings are forgotten; assets are those
// that the test provides.
#include "web/platform/null.h"

#include <map>

#include "web/platform/platform.h"

namespace nn::platform {

namespace {

std::map<std::string, std::vector<std::uint8_t>, std::less<>> assets;
std::map<std::string, AssetState, std::less<>> states;
std::string copied;

}  // namespace

namespace null {

void provide_asset(std::string_view name, std::vector<std::uint8_t> bytes) {
    assets.insert_or_assign(std::string(name), std::move(bytes));
}

const std::string& copied_text() {
    return copied;
}

}  // namespace null

Frame current_frame() {
    return {.width = 1440.0f, .height = 900.0f};
}

void copy_text(std::string_view text) {
    copied = text;
}
void set_title(std::string_view) {}
void show_share(float, float, float) {}
void show_course() {}
void show_tools() {}
void set_language(std::string_view) {}
std::string preferred_language() {
    return "en";
}
std::string read_setting(std::string_view) {
    return {};
}
void write_setting(std::string_view, std::string_view) {}
void announce(std::string_view) {}

void request_asset(std::string_view name) {
    const bool is_there = assets.contains(name);
    states.insert_or_assign(std::string(name), is_there ? AssetState::Ready : AssetState::Failed);
}

void cancel_asset(std::string_view name) {
    states.insert_or_assign(std::string(name), AssetState::Cancelled);
}

AssetProgress asset_progress(std::string_view name) {
    const auto found = states.find(name);
    if (found == states.end()) return {};
    return {.state = found->second,
            .error = found->second == AssetState::Failed ? "there is no network" : ""};
}

std::vector<std::uint8_t> take_asset(std::string_view name) {
    states.erase(std::string(name));
    const auto found = assets.find(name);
    return found == assets.end() ? std::vector<std::uint8_t>{} : found->second;
}

}  // namespace nn::platform
