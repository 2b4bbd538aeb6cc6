// One texture of small images, each in a cell of its own, found by key; when all cells are taken, the image
// that was not drawn for longest goes.
#include <algorithm>
#include <unordered_map>

#include "web/render/gl_kit.h"

namespace nn::ui::render {

namespace {

constexpr int kCell = kMostSpriteSide, kCellsAcross = 32, kSide = kCell * kCellsAcross;

struct Cell {
    std::uint64_t key = 0;
    int width = 0, height = 0;
    int drawn_frame = -1;
};

struct Sprites {
    unsigned generation = 0;
    GLuint texture = 0;
    std::vector<Cell> cells;
    std::unordered_map<std::uint64_t, std::size_t> cell_of;
};

Sprites sprites;

Sprite sprite_of(std::size_t index) {
    const Cell& cell = sprites.cells[index];
    const float x = static_cast<float>(index % kCellsAcross) * kCell,
                y = static_cast<float>(index / kCellsAcross) * kCell;
    constexpr float kTexel = 1.0f / kSide;
    return {.texture = static_cast<ImTextureID>(sprites.texture),
            .uv0 = {x * kTexel, y * kTexel},
            .uv1 = {(x + static_cast<float>(cell.width)) * kTexel,
                    (y + static_cast<float>(cell.height)) * kTexel}};
}

void begin_anew() {
    sprites = {};
    sprites.generation = generation();
    sprites.texture = make_texture(GL_RGBA8, kSide, kSide);
    sprites.cells.reserve(kCellsAcross * kCellsAcross);
}

// A free cell, or that of the image drawn longest ago; cells.size() when all were drawn in this frame.
std::size_t cell_to_use() {
    if (sprites.cells.size() < kCellsAcross * kCellsAcross) {
        sprites.cells.emplace_back();
        return sprites.cells.size() - 1;
    }
    const auto oldest = std::min_element(
        sprites.cells.begin(), sprites.cells.end(),
        [](const Cell& a, const Cell& b) { return a.drawn_frame < b.drawn_frame; });
    if (oldest->drawn_frame >= ImGui::GetFrameCount()) return sprites.cells.size();
    sprites.cell_of.erase(oldest->key);
    return static_cast<std::size_t>(oldest - sprites.cells.begin());
}

}  // namespace

bool has_sprites() {
    return generation() != 0;
}

bool find_sprite(std::uint64_t key, Sprite* sprite) {
    if (sprites.generation != generation()) return false;
    const auto found = sprites.cell_of.find(key);
    if (found == sprites.cell_of.end()) return false;
    sprites.cells[found->second].drawn_frame = ImGui::GetFrameCount();
    *sprite = sprite_of(found->second);
    return true;
}

bool add_sprite(std::uint64_t key, int width, int height, std::span<const ImU32> colors,
                Sprite* sprite) {
    if (generation() == 0 || width > kCell || height > kCell) return false;
    if (sprites.generation != generation()) begin_anew();
    const std::size_t index = cell_to_use();
    if (index >= sprites.cells.size()) return false;
    sprites.cells[index] = {key, width, height, ImGui::GetFrameCount()};
    sprites.cell_of[key] = index;
    glBindTexture(GL_TEXTURE_2D, sprites.texture);
    glTexSubImage2D(GL_TEXTURE_2D, 0, static_cast<int>(index % kCellsAcross) * kCell,
                    static_cast<int>(index / kCellsAcross) * kCell, width, height, GL_RGBA,
                    GL_UNSIGNED_BYTE, colors.data());
    *sprite = sprite_of(index);
    return true;
}

}  // namespace nn::ui::render
