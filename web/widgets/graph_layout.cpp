#include "web/widgets/graph_layout.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace nn::ui {

namespace {

constexpr int kMostColumns = 6;
constexpr float kLeastBetween = 40.0f, kBetween = 72.0f;  // layers, so that edges can be followed

// How a layer too large for images stands: small squares in a block rather tall than wide, or, where
// even that takes too much room, in columns of the full height.
struct SquareStyle {
    float side, gap;
    bool is_full_height;
};
constexpr SquareStyle kBlock{4.0f, 2.0f, false};
constexpr SquareStyle kColumns[] = {{4.0f, 2.0f, true}, {3.0f, 1.0f, true}, {2.0f, 1.0f, true}};

struct Gaps {
    float x, y;
};

Gaps gaps_of(float tile) {
    if (tile >= 24.0f) return {8.0f, 7.0f};
    if (tile >= 12.0f) return {5.0f, 4.0f};
    return {3.0f, 1.0f};
}

int rows_that_fit(float height, float tile, float gap) {
    return std::max(static_cast<int>(std::floor((height + gap + 0.5f) / (tile + gap))), 1);
}

float extent(int count, float tile, float gap) {
    return static_cast<float>(count) * (tile + gap) - gap;
}

LayerPlace squares(int units, const SquareStyle& style, float height) {
    LayerPlace out{.units = units,
                   .tile = style.side,
                   .gap_x = style.gap,
                   .gap_y = style.gap,
                   .is_squares = true};
    const int rows = rows_that_fit(height, style.side, style.gap);
    // A block is no needle.
    const int tall = static_cast<int>(std::ceil(std::sqrt(static_cast<float>(units) / 2.5f)));
    out.columns = std::max(style.is_full_height ? 1 : tall, (units + rows - 1) / rows);
    out.rows = (units + out.columns - 1) / out.columns;
    return out;
}

LayerPlace tiles(int units, float tile, float height) {
    const Gaps gaps = gaps_of(tile);
    LayerPlace out{.units = units, .tile = tile, .gap_x = gaps.x, .gap_y = gaps.y};
    const int rows = rows_that_fit(height, tile, gaps.y);
    out.columns = std::clamp((units + rows - 1) / rows, 1, kMostColumns);
    out.rows = (units + out.columns - 1) / out.columns;
    return out;
}

float width_of(const LayerPlace& place) {
    return extent(place.columns, place.tile, place.gap_x);
}
float height_of(const LayerPlace& place) {
    return extent(place.rows, place.tile, place.gap_y);
}

std::vector<LayerPlace> try_tile(std::span<const int> units, float tile, const SquareStyle& style,
                                 float height) {
    std::vector<LayerPlace> out;
    for (const int count : units)
        out.push_back(count > kMostTiles ? squares(count, style, height)
                                         : tiles(count, tile, height));
    return out;
}

bool fits(const std::vector<LayerPlace>& places, const Rect& room, float between) {
    float width = between * static_cast<float>(places.size() - 1);
    for (const LayerPlace& place : places) {
        width += width_of(place);
        if (!place.is_squares && height_of(place) > room.h + 1.0f) return false;
    }
    return width <= room.w + 1.0f;
}

}  // namespace

ImVec2 LayerPlace::center(int slot) const {
    const int row = slot / columns, column = slot % columns;
    const int in_row = row + 1 == rows ? units - row * columns : columns;
    const float missing = 0.5f * static_cast<float>(columns - in_row) * (tile + gap_x);
    return {bounds.x + missing + static_cast<float>(column) * (tile + gap_x) + 0.5f * tile,
            bounds.y + static_cast<float>(row) * (tile + gap_y) + 0.5f * tile};
}

float tile_side(float wish, int image_width) {
    const float width = static_cast<float>(std::max(image_width, 1));
    if (width <= wish) return std::floor(wish / width) * width;
    return std::max(std::round(width / std::ceil(width / wish)), 4.0f);
}

std::vector<LayerPlace> place_layers(const Rect& room, float center_y, float wish, int image_width,
                                     std::span<const int> units, float overhang) {
    std::vector<LayerPlace> places;
    if (units.empty()) return places;
    // Rather than shrinking, several layers come nearer to each other, to the image and to the answer.
    const Rect wide = units.size() > 1 ? room.inset(-overhang, 0.0f) : room;
    float before = 0.0f;
    bool is_wide = false;
    for (const float size : {wish, 24.0f, 16.0f, 8.0f}) {
        const float tile = tile_side(std::min(size, wish), image_width);
        if (tile == before) continue;
        before = tile;
        places = try_tile(units, tile, kBlock, room.h);
        is_wide = !fits(places, room, kBetween);
        if (!is_wide || fits(places, wide, kLeastBetween)) break;
    }
    for (const SquareStyle& style : kColumns) {
        if (fits(places, is_wide ? wide : room, kLeastBetween)) break;
        places = try_tile(units, before, style, room.h);
    }

    float width = 0.0f;
    for (const LayerPlace& place : places) width += width_of(place);
    const float between = places.size() < 2 ? 0.0f
                                            : std::max(((is_wide ? wide.w : room.w) - width) /
                                                           static_cast<float>(places.size() - 1),
                                                       kLeastBetween);
    const float total = width + between * static_cast<float>(places.size() - 1);
    float x = std::round(room.center().x - 0.5f * total);
    for (LayerPlace& place : places) {
        const float h = height_of(place);
        place.bounds = {std::round(x), std::round(center_y - 0.5f * h), width_of(place), h};
        x += width_of(place) + between;
    }
    return places;
}

}  // namespace nn::ui
