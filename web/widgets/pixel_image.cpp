// An image is one textured quad: its colours are kept in a texture under a hash of what it shows, so that a
// gallery costs a few draw calls. Where there is no such texture, or the image is large, each run of equal
// pixels is a rectangle.
#include "web/widgets/pixel_image.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "web/render/render.h"
#include "web/widgets/control_kit.h"

namespace nn::ui {

namespace {

using Palette = std::array<Color, 256>;

std::uint64_t mix_in(std::uint64_t hash, std::uint64_t word) {
    hash = (hash ^ word) * 0x9E3779B97F4A7C15ull;
    return hash ^ (hash >> 29);
}

std::uint64_t hash_of(std::span<const std::uint8_t> values, std::uint64_t seed) {
    std::uint64_t hash = mix_in(0x243F6A8885A308D3ull, seed);
    std::size_t at = 0;
    for (; at + 8 <= values.size(); at += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, values.data() + at, 8);
        hash = mix_in(hash, word);
    }
    for (; at < values.size(); ++at) hash = mix_in(hash, values[at]);
    return hash;
}

void draw_runs(const Rect& rect, std::span<const std::uint8_t> values, int width, int height,
               const Palette& palette) {
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const float w = rect.w / static_cast<float>(width), h = rect.h / static_cast<float>(height);
    const auto value = [&](int x, int y) {
        return values[static_cast<std::size_t>(y * width + x)];
    };
    for (int y = 0; y < height; ++y) {
        const float top = snap(rect.y + h * static_cast<float>(y)),
                    bottom = snap(rect.y + h * static_cast<float>(y + 1));
        for (int x = 0; x < width;) {
            int end = x + 1;
            while (end < width && value(end, y) == value(x, y)) ++end;
            draw->AddRectFilled({snap(rect.x + w * static_cast<float>(x)), top},
                                {snap(rect.x + w * static_cast<float>(end)), bottom},
                                palette[value(x, y)]);
            x = end;
        }
    }
}

void draw_values(const Rect& rect, std::span<const std::uint8_t> values, int width, int height,
                 const Palette& palette, std::uint64_t seed) {
    const auto size = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
    if (width <= 0 || height <= 0 || values.size() < size) return;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const ImVec4& clip = draw->_CmdHeader.ClipRect;
    if (rect.right() <= clip.x || rect.x >= clip.z || rect.bottom() <= clip.y || rect.y >= clip.w)
        return;
    values = values.first(size);
    const bool fits = width <= render::kMostSpriteSide && height <= render::kMostSpriteSide;
    render::Sprite sprite;
    bool is_there = false;
    if (fits && render::has_sprites()) {
        const std::uint64_t key = hash_of(values, seed * 1024 + static_cast<std::uint64_t>(width));
        is_there = render::find_sprite(key, &sprite);
        if (!is_there) {
            std::array<Color, render::kMostSpriteSide * render::kMostSpriteSide> colors;
            for (std::size_t i = 0; i < size; ++i) colors[i] = palette[values[i]];
            is_there =
                render::add_sprite(key, width, height, std::span(colors).first(size), &sprite);
        }
    }
    const ImVec2 min = snap(rect.min()), max = snap(rect.max());
    if (is_there)
        draw->AddImage(sprite.texture, min, max, sprite.uv0, sprite.uv1);
    else
        draw_runs(rect, values, width, height, palette);
}

// Palettes are made once a theme and scale, not once an image.
const Palette& image_palette(int max_value) {
    static Palette palette;
    static int made_for = 0;
    const int wanted = max_value * 2 + (theme().is_dark ? 1 : 0);
    if (made_for != wanted) {
        made_for = wanted;
        for (int i = 0; i < 256; ++i)
            palette[static_cast<std::size_t>(i)] =
                image_color(std::min(static_cast<float>(i) / static_cast<float>(max_value), 1.0f));
    }
    return palette;
}

const Palette& sign_palette() {
    static Palette palette;
    static int made_for = -1;
    const int wanted = theme().is_dark ? 1 : 0;
    if (made_for != wanted) {
        made_for = wanted;
        for (int i = 0; i < 256; ++i)
            palette[static_cast<std::size_t>(i)] = sign_color(static_cast<float>(i - 128) / 127.0f);
    }
    return palette;
}

}  // namespace

void draw_pixels(const Rect& rect, std::span<const std::uint8_t> pixels, int width, int height,
                 int max_value, bool grid) {
    if (max_value <= 0) return;
    const std::uint64_t seed =
        static_cast<std::uint64_t>(max_value) * 4 + (theme().is_dark ? 1 : 0);
    draw_values(rect, pixels, width, height, image_palette(max_value), seed);
    if (!grid) return;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const float hair = std::max(1.0f, std::floor(device_ratio() + 0.25f)) / device_ratio();
    const Color color = with_alpha(
        theme().is_dark ? theme().line : mix(theme().line, theme().control, 0.25f), 0.8f);
    for (int i = 1; i < width; ++i) {
        const float x = snap(rect.x + rect.w * static_cast<float>(i) / static_cast<float>(width));
        draw->AddRectFilled({x, rect.y}, {x + hair, rect.bottom()}, color);
    }
    for (int i = 1; i < height; ++i) {
        const float y = snap(rect.y + rect.h * static_cast<float>(i) / static_cast<float>(height));
        draw->AddRectFilled({rect.x, y}, {rect.right(), y + hair}, color);
    }
}

void draw_signed_pixels(const Rect& rect, std::span<const std::uint8_t> values, int width,
                        int height) {
    draw_values(rect, values, width, height, sign_palette(), theme().is_dark ? 3 : 2);
}

}  // namespace nn::ui
