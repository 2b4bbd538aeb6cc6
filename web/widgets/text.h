// Text: five sizes, two weights, one monospaced face and the icons, crisp at every pixel ratio.
// Strings are UTF-8. Sizes are CSS pixels of the em, as a designer states them.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include <imgui.h>

#include "web/widgets/geometry.h"
#include "web/widgets/theme.h"

namespace nn::ui {

enum class Face { Regular, Semibold, Mono, Icons };
enum class Align { Left, Center, Right };

struct TextStyle {
    Face face = Face::Regular;
    float size = 14.0f;  // 12, 14, 16, 20, 28
    Color color = 0;     // 0: the theme's text colour
};

// Font files as they come from the site's assets; they are copied. Chinese may be added later (merged
// behind the Latin faces), also while the page runs, between frames.
struct FontFiles {
    std::span<const std::uint8_t> regular, semibold, mono, icons;
};
void load_fonts(const FontFiles& files);
void add_chinese_font(std::span<const std::uint8_t> file);

ImVec2 text_size(std::string_view text, const TextStyle& style);

// One line, its cap height centred vertically in the rectangle; longer text ends in an ellipsis (the
// whole text then shows as a tooltip on hover). Returns the width drawn.
float draw_text(const Rect& rect, std::string_view text, const TextStyle& style,
                Align align = Align::Left);

// Wrapped at the width, line height 1.4 (Chinese 1.75, breaking between characters). Returns the
// height; measure_paragraph tells it beforehand.
float draw_paragraph(ImVec2 position, float width, std::string_view text, const TextStyle& style);
float measure_paragraph(float width, std::string_view text, const TextStyle& style);

// An icon of "icons.h" centred in the rectangle.
void draw_icon(const Rect& rect, const char* icon, float size = 16.0f, Color color = 0);

}  // namespace nn::ui
