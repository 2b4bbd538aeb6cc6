#include "engine/cli/strokes.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>

#include "engine/cli/json_reader.h"

namespace nn::cli {

namespace {

constexpr float kUsualSize = 0.6f;   // of the pad, a drawing's longer side
constexpr float kSmallShare = 0.1f;  // of the median drawing
constexpr double kMostCoordinate = 1e6;

using Kind = JsonValue::Kind;

bool read_point(const JsonValue& value, InkPoint& point) {
    if (!value.is(Kind::Array) || value.items.size() < 2) return false;
    for (const JsonValue& number : std::span(value.items).first(2))
        if (!number.is(Kind::Number) || std::abs(number.number) > kMostCoordinate) return false;
    point = {static_cast<float>(value.items[0].number), static_cast<float>(value.items[1].number)};
    return true;
}

// The sentence that says what is wrong, if anything is.
std::string read_drawing(const JsonValue& value, int classes, Drawing& drawing) {
    if (!value.is(Kind::Object)) return "is not an object";
    const JsonValue* label = value.find("label");
    if (label != nullptr && !label->is(Kind::Null)) {
        const double number = label->number;
        if (!label->is(Kind::Number) || number != std::floor(number) || number < 0.0 ||
            number >= classes)
            return "has a label that is not a whole number from 0 to " +
                   std::to_string(classes - 1);
        drawing.label = static_cast<int>(number);
    }
    const JsonValue* strokes = value.find("strokes");
    if (strokes == nullptr || !strokes->is(Kind::Array)) return "has no list of strokes";
    for (const JsonValue& stroke : strokes->items) {
        if (!stroke.is(Kind::Array)) return "has a stroke that is not a list of points";
        drawing.ink.emplace_back();
        for (const JsonValue& point : stroke.items)
            if (!read_point(point, drawing.ink.back().points.emplace_back()))
                return "has a point that is not [x, y]";
    }
    return {};
}

float longer_side(const Ink& ink) {
    const std::optional<InkBox> box = box_of(ink);
    return box ? std::max(box->width(), box->height()) : 0.0f;
}

// To the middle of the pad, with this many units to a pixel.
void bring_to_pad(Ink& ink, float scale) {
    const std::optional<InkBox> box = box_of(ink);
    if (!box) return;
    const auto [x, y] = box->middle();
    for (Stroke& stroke : ink)
        for (InkPoint& p : stroke.points) p = {(p.x - x) * scale + 0.5f, (p.y - y) * scale + 0.5f};
}

}  // namespace

Outcome<std::vector<Drawing>> parse_drawings(std::string_view json, int classes) {
    const Outcome<JsonValue> file = parse_json(json);
    if (!file.value) return Failure{file.problem};
    if (!file.value->is(Kind::Array)) return Failure{"this is not a list of drawings"};
    std::vector<Drawing> drawings;
    std::vector<float> sizes;
    for (const JsonValue& value : file.value->items) {
        const std::string problem = read_drawing(value, classes, drawings.emplace_back());
        if (!problem.empty())
            return Failure{"drawing " + std::to_string(drawings.size()) + " " + problem};
        sizes.push_back(longer_side(drawings.back().ink));
    }
    if (drawings.empty()) return Failure{"there are no drawings in it"};

    std::vector<float> sorted = sizes;
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    const float least = kSmallShare * *middle;
    for (std::size_t i = 0; i < drawings.size(); ++i)
        bring_to_pad(drawings[i].ink, kUsualSize / std::max({sizes[i], least, 1e-6f}));
    return drawings;
}

}  // namespace nn::cli
