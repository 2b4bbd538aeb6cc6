// The two palettes and the spacing that everything is drawn with. Chrome is ink, colour is data: blue
// and orange mean sign, rose means wrong, violet means what you can do or have chosen.
#pragma once

#include <array>

#include <imgui.h>

namespace nn::ui {

using Color = ImU32;

struct Theme {
    bool is_dark = true;
    // Surfaces and lines.
    Color ground, surface, raised, hover, line, control;
    Color segment, segment_chosen;  // a segmented control and its chosen part
    // Text.
    Color quiet, text;
    // The one accent.
    Color accent, on_accent, accent_hover, accent_pressed, accent_tint;
    // Data: sign.
    Color positive, negative, zero, positive_text, negative_text;
    // Data: magnitude, six stops away from the ground.
    std::array<Color, 6> magnitude;
    // Images: paper to ink.
    Color paper, ink;
    Color wrong, wrong_tint;
    // Runs: the present one is text; pinned runs.
    std::array<Color, 5> runs;
    Color shadow;
};

const Theme& dark_theme();
const Theme& light_theme();

// The theme in force; set once a frame (this also makes edges as fine as the display's pixels).
const Theme& theme();
void set_theme(bool is_dark);
// After it, where the system forces its colours: ground, text, what is chosen and the text on it, 0xRRGGBB. Those of the
// data stay, of the palette for such a ground.
void force_colors(const std::array<unsigned, 4>& colors);

Color with_alpha(Color color, float alpha);    // alpha times color's own
Color mix(Color from, Color to, float share);  // in OKLab
Color sign_color(float value);       // value in [-1, 1]; |v|^0.85 from zero to either sign
Color magnitude_color(float value);  // value in [0, 1]
Color image_color(float ink);        // value in [0, 1]: paper to ink
Color text_on(Color background);     // black or white, whichever contrasts more
float contrast(Color a, Color b);    // ratio as the accessibility guidelines define it

namespace space {
inline constexpr float kControl = 8.0f;  // between controls
inline constexpr float kPanel = 16.0f;   // inside a panel
inline constexpr float kGroup = 24.0f;   // between groups
inline constexpr float kStage = 32.0f;   // at the stage's edge
inline constexpr float kCorner = 6.0f, kPopupCorner = 8.0f, kTileCorner = 3.0f;
}  // namespace space

}  // namespace nn::ui
