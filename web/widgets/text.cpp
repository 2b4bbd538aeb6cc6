// Text is laid out and emitted here glyph by glyph, not by ImGui's own text functions, for three reasons: those
// round the size of a font and the place of a line to whole CSS pixels, which shows at every ratio but 1; they
// know line heights where a design states ems; and they break Chinese only at spaces. Dear ImGui still loads,
// rasterises and caches the glyphs. Kerning and shaping there is none.
#include "web/widgets/text.h"

#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "web/widgets/control_kit.h"

namespace nn::ui {

namespace {

constexpr float kLine = 1.4f, kChineseLine = 1.75f;
constexpr ImWchar kEllipsis = 0x2026;
constexpr float kFakeBold =
    0.028f;  // Chinese has one weight: a second impression, this many ems to the right

// In ems, from the font file itself.
struct Metrics {
    float line = 1.2f;  // ascender to descender: what ImGui calls a font's size
    float ascent = 0.95f, descent = -0.25f, cap = 0.72f;
};

struct LoadedFace {
    ImFont* font = nullptr;
    Metrics metrics;
};

std::array<LoadedFace, 4> faces;  // by Face

LoadedFace& loaded(Face face) {
    return faces[static_cast<std::size_t>(face)];
}

// --- Font files ---------------------------------------------------------------------------------------------

int big_endian_16(std::span<const std::uint8_t> file, std::size_t at) {
    if (at + 2 > file.size()) return 0;
    return static_cast<std::int16_t>((file[at] << 8) | file[at + 1]);
}

std::size_t big_endian_32(std::span<const std::uint8_t> file, std::size_t at) {
    if (at + 4 > file.size()) return 0;
    return (std::size_t{file[at]} << 24) | (std::size_t{file[at + 1]} << 16) |
           (std::size_t{file[at + 2]} << 8) | file[at + 3];
}

// The offset of a table in an OpenType file, 0 when there is none.
std::size_t find_table(std::span<const std::uint8_t> file, const char* tag) {
    const int count = big_endian_16(file, 4);
    for (int i = 0; i < count; ++i) {
        const std::size_t entry = 12 + 16 * static_cast<std::size_t>(i);
        if (entry + 16 <= file.size() && std::memcmp(file.data() + entry, tag, 4) == 0)
            return big_endian_32(file, entry + 8);
    }
    return 0;
}

Metrics read_metrics(std::span<const std::uint8_t> file) {
    const std::size_t head = find_table(file, "head"), hhea = find_table(file, "hhea"),
                      os2 = find_table(file, "OS/2");
    const auto em = static_cast<float>(head ? big_endian_16(file, head + 18) : 0);
    if (em <= 0.0f || !hhea) return {};
    Metrics out;
    out.ascent = static_cast<float>(big_endian_16(file, hhea + 4)) / em;
    out.descent = static_cast<float>(big_endian_16(file, hhea + 6)) / em;
    out.line = out.ascent - out.descent;
    const bool has_cap = os2 && big_endian_16(file, os2) >= 2;
    const float cap = has_cap ? static_cast<float>(big_endian_16(file, os2 + 88)) / em : 0.0f;
    if (cap > 0.3f && cap < 1.0f) out.cap = cap;
    return out;
}

ImFont* add_font(std::span<const std::uint8_t> file, ImFontConfig config) {
    config.FontDataOwnedByAtlas = false;  // Dear ImGui copies it
    return ImGui::GetIO().Fonts->AddFontFromMemoryTTF(const_cast<std::uint8_t*>(file.data()),
                                                      static_cast<int>(file.size()),
                                                      config.SizePixels, &config);
}

constexpr float kReferenceSize = 16.0f;  // only its ratio to merged fonts' sizes means anything

// --- Glyphs ---------------------------------------------------------------------------------------------------

// A face at a size: where to find its glyphs, and how they are scaled.
struct Run {
    ImFontBaked* baked = nullptr;
    float scale = 1.0f;  // from the baked size to CSS pixels
    float em = 14.0f;
    float step = 0.5f;  // glyphs stand at multiples of this, where pixels meet texels
    float shift_error = 0.0f;
    float ratio = 1.0f;
    Metrics metrics;
};

Run run_of(const TextStyle& style) {
    const LoadedFace& face = loaded(style.face);
    Run run;
    run.em = style.size;
    run.ratio = device_ratio();
    run.metrics = face.metrics;
    if (!face.font) return run;
    // ImGui bakes whole sizes only. The density makes up for the rest, so that a glyph's bitmap has exactly
    // the wanted size in device pixels.
    const float line = style.size * face.metrics.line;
    const float size = std::max(std::round(line), 1.0f);
    run.scale = line / size;
    // Four samples a pixel put glyphs at quarters of a pixel without blur; on dense displays two are enough.
    const int samples = run.ratio * style.size < 24.0f ? 4 : 2;
    for (ImFontConfig* source : face.font->Sources)
        source->OversampleH = static_cast<ImS8>(samples);
    run.step = 1.0f / (static_cast<float>(samples) * run.ratio);
    // ImGui forgets the density where it undoes the shift of oversampling (in X0).
    const float shift = -0.5f * static_cast<float>(samples - 1) / static_cast<float>(samples);
    run.shift_error = shift / run.ratio - shift * run.scale;
    run.baked = face.font->GetFontBaked(size, run.scale * run.ratio);
    return run;
}

float advance(const Run& run, ImWchar c) {
    return run.baked->GetCharAdvance(c) * run.scale;
}

// Decodes one character; invalid bytes become U+FFFD, one each.
ImWchar next_character(const char*& at, const char* end) {
    const auto byte = static_cast<unsigned char>(*at);
    if (byte < 0x80) {
        ++at;
        return byte;
    }
    unsigned int c = 0;
    const int length = ImTextCharFromUtf8(&c, at, end);
    at += std::max(length, 1);
    return static_cast<ImWchar>(c);
}

float measure(const Run& run, std::string_view text) {
    if (!run.baked) return 0.0f;
    float width = 0.0f;
    for (const char *at = text.data(), *end = at + text.size(); at < end;)
        width += advance(run, next_character(at, end));
    return width;
}

// Draws one line with its baseline at y (CSS pixels, any fraction); returns its width.
float emit(const Run& run, ImVec2 position, std::string_view text, Color color, bool is_bold) {
    if (!run.baked || text.empty()) return 0.0f;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const float y = std::round(position.y * run.ratio) / run.ratio;
    const ImVec4 clip = draw->_CmdHeader.ClipRect;
    const bool is_visible =
        (color & IM_COL32_A_MASK) != 0 && y - run.em < clip.w && y + run.em > clip.y;

    // Glyphs met for the first time may make the atlas grow and move all of them: load before emitting.
    const char* const end = text.data() + text.size();
    int quads = 0;
    float width = 0.0f;
    for (const char* at = text.data(); at < end;) {
        const ImWchar c = next_character(at, end);
        const ImFontGlyph* glyph = is_visible ? run.baked->FindGlyph(c) : nullptr;
        if (glyph && glyph->Visible) quads += is_bold && glyph->SourceIdx > 0 ? 2 : 1;
        width += glyph ? glyph->AdvanceX * run.scale : advance(run, c);
    }
    if (!is_visible || quads == 0) return width;

    draw->PrimReserve(6 * quads, 4 * quads);
    const float top = std::round(run.baked->Ascent);  // the baseline in the glyphs' own coordinates
    float x = position.x;
    for (const char* at = text.data(); at < end;) {
        const ImFontGlyph& glyph = *run.baked->FindGlyph(next_character(at, end));
        if (glyph.Visible) {
            const float pen = std::round(x / run.step) * run.step + run.shift_error;
            const int impressions = is_bold && glyph.SourceIdx > 0 ? 2 : 1;
            for (int i = 0; i < impressions; ++i) {
                const float left =
                    pen + static_cast<float>(i) * kFakeBold * run.em + glyph.X0 * run.scale;
                const float right = left + (glyph.X1 - glyph.X0) * run.scale;
                draw->PrimRectUV({left, y + (glyph.Y0 - top) * run.scale},
                                 {right, y + (glyph.Y1 - top) * run.scale}, {glyph.U0, glyph.V0},
                                 {glyph.U1, glyph.V1}, color);
            }
        }
        x += glyph.AdvanceX * run.scale;
    }
    return width;
}

Color color_of(const TextStyle& style) {
    return style.color ? style.color : theme().text;
}

// The longest start of the text that fits the width together with an ellipsis.
std::string_view fitting(const Run& run, std::string_view text, float width) {
    float used = advance(run, kEllipsis);
    const char* const end = text.data() + text.size();
    const char* fits = text.data();
    for (const char* at = text.data(); at < end;) {
        used += advance(run, next_character(at, end));
        if (used > width) break;
        fits = at;
    }
    std::string_view out = text.substr(0, static_cast<std::size_t>(fits - text.data()));
    while (!out.empty() && out.back() == ' ') out.remove_suffix(1);
    return out;
}

// --- Breaking lines ---------------------------------------------------------------------------------------------

bool is_wide(ImWchar c) {
    return c >= 0x2E80 && c < 0xE000;
}  // Chinese characters and their punctuation
bool is_fullwidth(ImWchar c) {
    return is_wide(c) || (c >= 0xFF00 && c < 0xFFF0);
}

template <std::size_t N>
bool is_among(ImWchar c, const std::array<ImWchar, N>& set) {
    return std::find(set.begin(), set.end(), c) != set.end();
}

// What may not begin a line, and what may not end one.
bool is_closing(ImWchar c) {
    static constexpr std::array<ImWchar, 24> kSet = {0xFF0C, 0x3002, 0x3001, 0xFF1B, 0xFF1A, 0xFF1F,
                                                     0xFF01, 0xFF09, 0x300B, 0x300D, 0x300F, 0x3011,
                                                     0x201D, 0x2019, 0x2026, 0x2014, 0x00B7, ',',
                                                     '.',    ';',    ':',    '!',    ')',    '%'};
    return is_among(c, kSet);
}

bool is_opening(ImWchar c) {
    static constexpr std::array<ImWchar, 8> kSet = {0xFF08, 0x300A, 0x300C, 0x300E,
                                                    0x3010, 0x201C, 0x2018, '('};
    return is_among(c, kSet);
}

bool may_break_between(ImWchar before, ImWchar after) {
    if (is_closing(after) || is_opening(before)) return false;
    return is_fullwidth(before) || is_fullwidth(after);
}

bool has_chinese(std::string_view text) {
    for (const char *at = text.data(), *end = at + text.size(); at < end;)
        if (is_fullwidth(next_character(at, end))) return true;
    return false;
}

// Cuts the first line off the text; what is left begins with no space.
std::string_view take_line(const Run& run, float width, std::string_view& text) {
    const char* const begin = text.data();
    const char* const end = begin + text.size();
    const char* line_end = nullptr;  // of the line if broken at the last opportunity
    const char* next = nullptr;
    float used = 0.0f;
    ImWchar before = 0;
    const auto cut = [&](const char* stop, const char* rest) {
        text.remove_prefix(static_cast<std::size_t>(rest - begin));
        return std::string_view(begin, static_cast<std::size_t>(stop - begin));
    };
    for (const char* at = begin; at < end;) {
        const char* const here = at;
        const ImWchar c = next_character(at, end);
        if (c == '\n') return cut(here, at);
        if (c == ' ') {
            line_end = here;
            next = at;
        } else {
            if (before != 0 && before != ' ' && may_break_between(before, c))
                line_end = next = here;
            if (used + advance(run, c) > width + 0.01f && here != begin) {
                if (!line_end) line_end = next = here;  // a word longer than the line
                while (next < end && *next == ' ') ++next;
                return cut(line_end, next);
            }
        }
        used += advance(run, c);
        before = c;
    }
    return cut(end, end);
}

float line_height(std::string_view text, const TextStyle& style) {
    return std::round(style.size * (has_chinese(text) ? kChineseLine : kLine));
}

}  // namespace

// The files come in the order of Face.
void load_fonts(const FontFiles& files) {
    const std::array<std::span<const std::uint8_t>, 4> in_order = {files.regular, files.semibold,
                                                                   files.mono, files.icons};
    for (std::size_t i = 0; i < in_order.size(); ++i) {
        faces[i] = {};
        if (in_order[i].empty()) continue;
        ImFontConfig config;
        config.SizePixels = kReferenceSize;
        faces[i] = {add_font(in_order[i], config), read_metrics(in_order[i])};
    }
}

void add_chinese_font(std::span<const std::uint8_t> file) {
    if (file.empty()) return;
    const Metrics chinese = read_metrics(file);
    for (const Face face : {Face::Regular, Face::Semibold, Face::Mono}) {
        const LoadedFace& into = loaded(face);
        if (!into.font) continue;
        ImFontConfig config;
        config.MergeMode = true;
        config.SizePixels = kReferenceSize * chinese.line / into.metrics.line;  // equal ems
        // ImGui merges into its last font only.
        ImFontAtlas* atlas = ImGui::GetIO().Fonts;
        ImFont*& place = *std::find(atlas->Fonts.begin(), atlas->Fonts.end(), into.font);
        std::swap(place, atlas->Fonts.back());
        add_font(file, config);
        std::swap(place, atlas->Fonts.back());
        ImFontAtlasFontDiscardBakes(atlas, into.font,
                                    0);  // they remember which characters were missing
    }
}

ImVec2 text_size(std::string_view text, const TextStyle& style) {
    return {measure(run_of(style), text), std::round(style.size * kLine)};
}

float draw_text(const Rect& rect, std::string_view text, const TextStyle& style, Align align) {
    const Run run = run_of(style);
    if (!run.baked || text.empty()) return 0.0f;
    const float baseline = rect.y + 0.5f * (rect.h + run.metrics.cap * run.em);
    const bool is_bold = style.face == Face::Semibold;
    const Color color = color_of(style);
    const float width = measure(run, text);
    if (width > rect.w + 0.5f) {
        const std::string_view start = fitting(run, text, rect.w);
        const float used = emit(run, {rect.x, baseline}, start, color, is_bold);
        const float dots = emit(run, {rect.x + used, baseline}, "\u2026", color, is_bold);
        tip_for_cut_text(rect, text);
        return used + dots;
    }
    const float space = rect.w - width;
    const float x = rect.x + (align == Align::Left     ? 0.0f
                              : align == Align::Center ? 0.5f * space
                                                       : space);
    emit(run, {x, baseline}, text, color, is_bold);
    return width;
}

float draw_paragraph(ImVec2 position, float width, std::string_view text, const TextStyle& style) {
    const Run run = run_of(style);
    if (!run.baked) return 0.0f;
    const float line = line_height(text, style);
    const Color color = color_of(style);
    float y = position.y + 0.5f * (line + run.metrics.cap * run.em);
    float height = 0.0f;
    for (std::string_view rest = text; !rest.empty(); y += line, height += line)
        emit(run, {position.x, y}, take_line(run, width, rest), color,
             style.face == Face::Semibold);
    return height;
}

float measure_paragraph(float width, std::string_view text, const TextStyle& style) {
    const Run run = run_of(style);
    if (!run.baked) return 0.0f;
    float height = 0.0f;
    const float line = line_height(text, style);
    for (std::string_view rest = text; !rest.empty(); height += line) take_line(run, width, rest);
    return height;
}

void draw_icon(const Rect& rect, const char* icon, float size, Color color) {
    const TextStyle style{.face = Face::Icons, .size = size, .color = color};
    const Run run = run_of(style);
    if (!run.baked || !icon) return;
    // The em square of an icon spans ascender to descender; its strokes keep to the grid of 24 in it.
    const ImVec2 center = rect.center();
    const float x = std::round((center.x - 0.5f * size) * run.ratio) / run.ratio;
    const float baseline = center.y + 0.5f * (run.metrics.ascent + run.metrics.descent) * size;
    emit(run, {x, baseline}, icon, color_of(style), false);
}

}  // namespace nn::ui
