// What is drawn by our own shaders instead of Dear ImGui's triangles: the network's edges and neurons, ink,
// and small images with crisp pixels. Each picture keeps what it shows as plain values and is drawn where
// its callback stands in a draw list; gl.cpp owns every GL object, null.cpp draws nothing.
//
// Coordinates are CSS pixels of the window. Bump `version` after changing what a picture shows.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include <imgui.h>

namespace nn::ui::render {

struct Box {
    float x = 0.0f, y = 0.0f, w = 0.0f, h = 0.0f;
};

struct Gpu;  // GL objects of one picture
struct GpuDeleter {
    void operator()(Gpu* gpu) const;
};
using GpuHandle = std::unique_ptr<Gpu, GpuDeleter>;

// --- The network -----------------------------------------------------------------------------------------

// A weight as a curve, horizontal at both ends.
struct Edge {
    float x0, y0, x1, y1;
    float alpha;  // below zero: in the colour of negative weights
    float width;
};

// Light around a neuron.
struct Glow {
    float x, y, half;  // centre and half the side of what glows
    float alpha;
};

struct Tile {
    float x, y, size;
    float pattern;  // row of the patterns; below zero: `fill` alone
    float field;    // share of the pattern's colour over `fill`
    float corner;
    float rim, rim_at;  // width of the rim, and where its middle lies outside the tile's edge
    ImU32 fill, rim_color;
};

struct Graph {
    Box area;  // where edges and light may reach; on whole device pixels
    bool is_dark = true;
    ImU32 positive = 0, negative = 0, light = 0;
    std::vector<Edge> edges;
    std::size_t strong_edges = 0;  // the first so many are drawn with more care
    std::vector<Glow> glows;
    std::uint64_t edges_version = 0;  // also of area and colours

    std::vector<Tile> tiles;
    std::uint64_t tiles_version = 0;
    // One image a row, 0…255: 128 is nothing, 1 and 255 the largest of either sign.
    std::vector<std::uint8_t> patterns;
    int image_width = 1, image_height = 1;
    bool is_smooth = false;  // between the pixels of an image, of which a tile has more
    std::uint64_t patterns_version = 0;
    std::array<ImU32, 256> ramp{};
    std::uint64_t ramp_version = 0;

    GpuHandle gpu;
};

// Edges and light are kept as a picture, so that a frame in which they did not change costs one rectangle:
// they are added to what is below on dark ground, multiplied on light.
void draw_edges(ImDrawList* draw, Graph* graph);
void draw_tiles(ImDrawList* draw, Graph* graph);

// --- Ink ---------------------------------------------------------------------------------------------------

struct InkSegment {
    float x0, y0, x1, y1, half_width;
};

// Round strokes that cover each pixel once, however they cross.
struct InkPicture {
    Box area;
    std::vector<InkSegment> segments;
    std::uint64_t version = 0;
    GpuHandle gpu;
};
void draw_ink(ImDrawList* draw, InkPicture* ink, ImU32 color);

// --- Surfaces ----------------------------------------------------------------------------------------------

// Values over a square, smooth between the centres of its cells, in the colours of the ramp.
struct Surface {
    Box area;
    std::vector<float> values;  // (side, side) from the top left, -1…1
    int side = 0;
    std::uint64_t version = 0;
    std::array<ImU32, 256> ramp{};  // from -1 to 1
    std::uint64_t ramp_version = 0;
    bool is_stepped = false;  // the colours of -1 and 1 alone, by the sign
    GpuHandle gpu;
};
void draw_surface(ImDrawList* draw, Surface* surface);

// --- Small images ------------------------------------------------------------------------------------------

inline constexpr int kMostSpriteSide = 32;

// A place in a texture that is read without smoothing; texture 0 where there is none.
struct Sprite {
    ImTextureID texture = 0;
    ImVec2 uv0, uv1;
};
bool has_sprites();
// The image kept under this key; false when it must be added first. Those not drawn for long make room.
bool find_sprite(std::uint64_t key, Sprite* sprite);
bool add_sprite(std::uint64_t key, int width, int height, std::span<const ImU32> colors,
                Sprite* sprite);

// --- The context ---------------------------------------------------------------------------------------------

// Pictures live outside GL: after these they are uploaded again when they are next drawn.
void on_context_lost();
void on_context_restored();

}  // namespace nn::ui::render
