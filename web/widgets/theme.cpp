// The palettes' values, and colours made of them. Colours are mixed in OKLab, where equal steps look equal;
// since that takes cube roots, the two scales that pictures are painted with come from tables of 257 steps.
#include "web/widgets/theme.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>

namespace nn::ui {

namespace {

constexpr Color rgb(unsigned hex) {
    return IM_COL32((hex >> 16) & 255u, (hex >> 8) & 255u, hex & 255u, 255u);
}

constexpr Theme kDark = {
    .is_dark = true,
    .ground = rgb(0x0B0F14),
    .surface = rgb(0x12181F),
    .raised = rgb(0x1C242D),
    .hover = rgb(0x232D38),
    .line = rgb(0x232C36),
    .control = rgb(0x66758A),
    .segment = rgb(0x1C242D),
    .segment_chosen = rgb(0x3A4653),
    .quiet = rgb(0x9AA7B4),
    .text = rgb(0xE8EDF2),
    .accent = rgb(0xA594FF),
    .on_accent = rgb(0x120B2E),
    .accent_hover = rgb(0xB7A9FF),
    .accent_pressed = rgb(0x8E7BF2),
    .accent_tint = rgb(0x272245),
    .positive = rgb(0x4F9BFF),
    .negative = rgb(0xFF8238),
    .zero = rgb(0x161D25),
    .positive_text = rgb(0x5AA2FF),
    .negative_text = rgb(0xFF8F4A),
    .magnitude = {rgb(0x151C24), rgb(0x1F3A54), rgb(0x2F6377), rgb(0x6E9A86), rgb(0xC6C88A),
                  rgb(0xFBF0B4)},
    .paper = rgb(0x070A0E),
    .ink = rgb(0xF4F7FA),
    .wrong = rgb(0xFF7D92),
    .wrong_tint = rgb(0x3A1C26),
    .runs = {rgb(0xE8EDF2), rgb(0x5BC8AF), rgb(0xE58BC4), rgb(0xE3C34F), rgb(0xC79A78)},
    .shadow = IM_COL32(0, 0, 0, 128),
};

constexpr Theme kLight = {
    .is_dark = false,
    .ground = rgb(0xFFFFFF),
    .surface = rgb(0xF5F7F9),
    .raised = rgb(0xFFFFFF),
    .hover = rgb(0xE9EDF1),
    .line = rgb(0xDDE3E9),
    .control = rgb(0x7A8897),
    .segment = rgb(0xE9EDF1),
    .segment_chosen = rgb(0xFFFFFF),
    .quiet = rgb(0x566472),
    .text = rgb(0x15202B),
    .accent = rgb(0x5B45DE),
    .on_accent = rgb(0xFFFFFF),
    .accent_hover = rgb(0x6C58E8),
    .accent_pressed = rgb(0x4933C4),
    .accent_tint = rgb(0xE9E5FC),
    .positive = rgb(0x1F66D6),
    .negative = rgb(0xD4570F),
    .zero = rgb(0xEFF2F5),
    .positive_text = rgb(0x1A62CF),
    .negative_text = rgb(0xB84A0C),
    .magnitude = {rgb(0xF1F4F7), rgb(0xC9DDDF), rgb(0x8DB9BF), rgb(0x4E8AA3), rgb(0x24578A),
                  rgb(0x10295C)},
    .paper = rgb(0xFFFFFF),
    .ink = rgb(0x15202B),
    .wrong = rgb(0xBF2548),
    .wrong_tint = rgb(0xFBE6EB),
    .runs = {rgb(0x15202B), rgb(0x0B7F6B), rgb(0xB0347F), rgb(0x806000), rgb(0x7A4B2A)},
    .shadow = IM_COL32(0x14, 0x20, 0x2C, 41),
};

struct Lab {
    float l, a, b;
};

float channel(Color color, int shift) {
    return static_cast<float>((color >> shift) & 255u) / 255.0f;
}

float to_linear(float v) {
    return v <= 0.04045f ? v / 12.92f : std::pow((v + 0.055f) / 1.055f, 2.4f);
}

Color to_byte(float linear) {
    const float v = std::clamp(linear, 0.0f, 1.0f);
    const float s = v <= 0.0031308f ? 12.92f * v : 1.055f * std::pow(v, 1.0f / 2.4f) - 0.055f;
    return static_cast<Color>(std::lround(s * 255.0f));
}

Lab to_lab(Color color) {
    const float r = to_linear(channel(color, IM_COL32_R_SHIFT)),
                g = to_linear(channel(color, IM_COL32_G_SHIFT)),
                b = to_linear(channel(color, IM_COL32_B_SHIFT));
    const float l = std::cbrt(0.4122214708f * r + 0.5363325363f * g + 0.0514459929f * b);
    const float m = std::cbrt(0.2119034982f * r + 0.6806995451f * g + 0.1073969566f * b);
    const float s = std::cbrt(0.0883024619f * r + 0.2817188376f * g + 0.6299787005f * b);
    return {0.2104542553f * l + 0.7936177850f * m - 0.0040720468f * s,
            1.9779984951f * l - 2.4285922050f * m + 0.4505937099f * s,
            0.0259040371f * l + 0.7827717662f * m - 0.8086757660f * s};
}

Color from_lab(const Lab& c, Color alpha) {
    const auto cube = [](float v) { return v * v * v; };
    const float l = cube(c.l + 0.3963377774f * c.a + 0.2158037573f * c.b);
    const float m = cube(c.l - 0.1055613458f * c.a - 0.0638541728f * c.b);
    const float s = cube(c.l - 0.0894841775f * c.a - 1.2914855480f * c.b);
    return IM_COL32(to_byte(4.0767416621f * l - 3.3077115913f * m + 0.2309699292f * s),
                    to_byte(-1.2684380046f * l + 2.6097574011f * m - 0.3413193965f * s),
                    to_byte(-0.0041960863f * l - 0.7034186147f * m + 1.7076147010f * s), alpha);
}

constexpr std::size_t kSteps = 256;
using Table = std::array<Color, kSteps + 1>;

struct Tables {
    Table positive, negative, magnitude, image;
};

Tables make_tables(const Theme& colors) {
    Tables out;
    for (std::size_t i = 0; i <= kSteps; ++i) {
        const float t = static_cast<float>(i) / static_cast<float>(kSteps);
        const float strength = std::pow(t, 0.85f);
        out.positive[i] = mix(colors.zero, colors.positive, strength);
        out.negative[i] = mix(colors.zero, colors.negative, strength);
        const float place = t * static_cast<float>(colors.magnitude.size() - 1);
        const std::size_t stop =
            std::min(static_cast<std::size_t>(place), colors.magnitude.size() - 2);
        out.magnitude[i] = mix(colors.magnitude[stop], colors.magnitude[stop + 1],
                               place - static_cast<float>(stop));
        out.image[i] = mix(colors.paper, colors.ink, t);
    }
    return out;
}

struct Present {
    const Theme* theme = &kDark;
    const Tables* tables = nullptr;
};
Present present;  // what is in force; changed by set_theme alone

const Tables& tables_of(bool is_dark) {
    static const Tables dark = make_tables(kDark), light = make_tables(kLight);
    return is_dark ? dark : light;
}

const Tables& tables() {
    if (!present.tables) present.tables = &tables_of(present.theme->is_dark);
    return *present.tables;
}

Color look_up(const Table& table, float value) {
    if (!(value > 0.0f)) return table.front();  // also what is not a number
    return table[static_cast<std::size_t>(std::min(value, 1.0f) * static_cast<float>(kSteps) +
                                          0.5f)];
}

float luminance(Color color) {
    return 0.2126f * to_linear(channel(color, IM_COL32_R_SHIFT)) +
           0.7152f * to_linear(channel(color, IM_COL32_G_SHIFT)) +
           0.0722f * to_linear(channel(color, IM_COL32_B_SHIFT));
}

// Dear ImGui smooths edges over one CSS pixel; on a dense display that would blur them over two of its own.
void sharpen_edges() {
    ImGuiContext* context = ImGui::GetCurrentContext();
    if (!context) return;
    const float ratio = context->IO.DisplayFramebufferScale.x;
    const float fringe = ratio > 0.0f ? 1.0f / ratio : 1.0f;
    context->DrawListSharedData.InitialFringeScale =
        fringe;  // of windows begun later in this frame
    if (context->CurrentWindow) context->CurrentWindow->DrawList->_FringeScale = fringe;
}

}  // namespace

const Theme& dark_theme() {
    return kDark;
}
const Theme& light_theme() {
    return kLight;
}
const Theme& theme() {
    return *present.theme;
}

void set_theme(bool is_dark) {
    present = {is_dark ? &kDark : &kLight, &tables_of(is_dark)};
    sharpen_edges();
}

void force_colors(const std::array<unsigned, 4>& colors) {
    static Theme forced;
    const Color ground = rgb(colors[0]), text = rgb(colors[1]), chosen = rgb(colors[2]),
                on_chosen = rgb(colors[3]);
    const bool is_dark = luminance(ground) < luminance(text);
    forced = is_dark ? kDark : kLight;
    forced.ground = forced.surface = forced.raised = forced.segment = ground;
    forced.text = forced.quiet = forced.control = forced.line = text;
    forced.accent = forced.accent_hover = forced.accent_pressed = chosen;
    forced.on_accent = on_chosen;
    forced.hover = forced.segment_chosen = mix(ground, text, 0.25f);
    forced.accent_tint = mix(ground, chosen, 0.4f);
    forced.runs[0] = text;
    present = {&forced, &tables_of(is_dark)};
}

Color with_alpha(Color color, float alpha) {
    const float own = static_cast<float>(color >> IM_COL32_A_SHIFT);
    const auto byte = static_cast<Color>(std::clamp(own * alpha + 0.5f, 0.0f, 255.0f));
    return (color & ~IM_COL32_A_MASK) | (byte << IM_COL32_A_SHIFT);
}

Color mix(Color from, Color to, float share) {
    if (!(share > 0.0f)) return from;
    if (share >= 1.0f) return to;
    const Lab p = to_lab(from), q = to_lab(to);
    const float alpha_from = static_cast<float>(from >> IM_COL32_A_SHIFT),
                alpha_to = static_cast<float>(to >> IM_COL32_A_SHIFT);
    const auto alpha = static_cast<Color>(alpha_from + (alpha_to - alpha_from) * share + 0.5f);
    return from_lab(
        {p.l + (q.l - p.l) * share, p.a + (q.a - p.a) * share, p.b + (q.b - p.b) * share}, alpha);
}

Color sign_color(float value) {
    return value < 0.0f ? look_up(tables().negative, -value) : look_up(tables().positive, value);
}

Color magnitude_color(float value) {
    return look_up(tables().magnitude, value);
}

Color image_color(float ink) {
    return look_up(tables().image, ink);
}

float contrast(Color a, Color b) {
    const float x = luminance(a), y = luminance(b);
    return (std::max(x, y) + 0.05f) / (std::min(x, y) + 0.05f);
}

Color text_on(Color background) {
    return contrast(background, IM_COL32_WHITE) >= contrast(background, IM_COL32_BLACK)
               ? IM_COL32_WHITE
               : IM_COL32_BLACK;
}

}  // namespace nn::ui
