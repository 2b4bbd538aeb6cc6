#include "engine/session/ink_text.h"

#include <algorithm>

#include "engine/session/base64url.h"
#include "engine/session/limits.h"
#include "engine/session/texts.h"

namespace nn {

namespace {

constexpr int kLast = 1023;  // the pad's far edge
constexpr int kMaxMove = 31, kNoMove = 32;
constexpr char kBrushMark = '~';

int grid_of(float coordinate) {
    if (!(coordinate > 0.0f)) return 0;  // NaN, too
    return static_cast<int>(std::min(coordinate, 1.0f) * kLast + 0.5f);
}

float coordinate_of(int grid) {
    return static_cast<float>(grid) / kLast;
}

// The brush in thousandths of the pad.
int brush_of(float width) {
    const float thousandths = 1000.0f * width;
    if (!(thousandths > limits::kMinBrush)) return limits::kMinBrush;  // NaN, too
    return static_cast<int>(std::min<float>(thousandths, limits::kMaxBrush) + 0.5f);
}

float width_of(int brush) {
    return static_cast<float>(brush) / 1000.0f;
}

void append(std::string& text, int value) {
    text += base64url_digit(static_cast<std::uint32_t>(value));
}

bool is_move(int step) {
    return step >= -kMaxMove && step <= kMaxMove;
}

// Reads digits one after another; past the end, or at another character, is_good turns false.
struct Digits {
    std::string_view text;
    bool is_good = true;

    int take() {
        const auto value = text.empty() ? std::nullopt : base64url_value(text[0]);
        is_good &= value.has_value();
        if (!value) return 0;
        text.remove_prefix(1);
        return static_cast<int>(*value);
    }
    int take_pair() {
        const int high = take();
        return high * 64 + take();
    }
    int take_grid() { return std::min(take_pair(), kLast); }
};

// `brush` is that of the stroke before, and then of this one.
bool parse_stroke(std::string_view text, int& brush, Stroke& stroke) {
    Digits digits{text};
    if (text.starts_with(kBrushMark)) {
        digits.text.remove_prefix(1);
        brush = std::clamp(digits.take_pair(), limits::kMinBrush, limits::kMaxBrush);
    }
    stroke.width = width_of(brush);
    int x = digits.take_grid(), y = digits.take_grid();
    while (digits.is_good) {
        stroke.points.push_back({coordinate_of(x), coordinate_of(y)});
        if (digits.text.empty()) return true;
        if (const int move = digits.take(); move > 0) {
            x = std::clamp(x + move - kNoMove, 0, kLast);
            y = std::clamp(y + digits.take() - kNoMove, 0, kLast);
        } else {
            x = digits.take_grid();
            y = digits.take_grid();
        }
    }
    return false;
}

}  // namespace

Ink ink_within_limits(const Ink& ink) {
    Ink result;
    std::size_t room = limits::kMaxLinkInkPoints;
    for (const Stroke& stroke : ink) {
        if (stroke.points.empty() || room == 0) continue;
        if (result.size() == std::size_t(limits::kMaxStrokes)) break;
        Stroke& kept = result.emplace_back();
        kept.width = width_of(brush_of(stroke.width));
        for (const InkPoint& p : stroke.points) {
            if (room == 0) break;
            --room;
            kept.points.push_back({coordinate_of(grid_of(p.x)), coordinate_of(grid_of(p.y))});
        }
    }
    return result;
}

std::string ink_text(const Ink& ink) {
    std::string text;
    int brush = brush_of(Stroke().width);
    for (const Stroke& stroke : ink) {
        if (stroke.points.empty()) continue;
        if (!text.empty()) text += '.';
        if (const int own = brush_of(stroke.width); own != brush) {
            brush = own;
            text += kBrushMark;
            for (const int value : {brush >> 6, brush}) append(text, value);
        }
        bool is_first = true;
        int x = 0, y = 0;
        for (const InkPoint& p : stroke.points) {
            const int to_x = grid_of(p.x), to_y = grid_of(p.y);
            if (!is_first && is_move(to_x - x) && is_move(to_y - y)) {
                append(text, to_x - x + kNoMove);
                append(text, to_y - y + kNoMove);
            } else {
                if (!is_first) append(text, 0);
                for (const int value : {to_x >> 6, to_x, to_y >> 6, to_y}) append(text, value);
            }
            x = to_x;
            y = to_y;
            is_first = false;
        }
    }
    return text;
}

std::optional<Ink> parse_ink(std::string_view text) {
    constexpr std::size_t kMaxText = 5 * limits::kMaxLinkInkPoints + 4 * limits::kMaxStrokes;
    if (text.size() > kMaxText) return std::nullopt;
    Ink ink;
    int brush = brush_of(Stroke().width);
    while (!text.empty())
        if (!parse_stroke(take_until(text, '.'), brush, ink.emplace_back())) return std::nullopt;
    return ink_within_limits(ink);
}

}  // namespace nn
