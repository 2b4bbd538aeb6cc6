#include "engine/session/ink_text.h"

#include <algorithm>

#include "engine/session/base64url.h"
#include "engine/session/limits.h"
#include "engine/session/texts.h"

namespace nn {

namespace {

constexpr int kLast = 1023;  // the pad's far edge
constexpr int kMaxMove = 31, kNoMove = 32;

int grid_of(float coordinate) {
    if (!(coordinate > 0.0f)) return 0;  // NaN, too
    return static_cast<int>(std::min(coordinate, 1.0f) * kLast + 0.5f);
}

float coordinate_of(int grid) {
    return static_cast<float>(grid) / kLast;
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
    int take_grid() {
        const int high = take();
        return std::min(high * 64 + take(), kLast);
    }
};

bool parse_stroke(std::string_view text, Stroke& stroke) {
    Digits digits{text};
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
    for (const Stroke& stroke : ink) {
        if (stroke.points.empty()) continue;
        if (!text.empty()) text += '.';
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
    constexpr std::size_t kMaxText = 5 * limits::kMaxLinkInkPoints + limits::kMaxStrokes;
    if (text.size() > kMaxText) return std::nullopt;
    Ink ink;
    while (!text.empty())
        if (!parse_stroke(take_until(text, '.'), ink.emplace_back())) return std::nullopt;
    return ink_within_limits(ink);
}

}  // namespace nn
