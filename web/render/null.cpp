// Where there is no screen: pictures keep their values and are not drawn.
#include "web/render/render.h"

namespace nn::ui::render {

struct Gpu {};
void GpuDeleter::operator()(Gpu* gpu) const {
    delete gpu;
}

void draw_edges(ImDrawList*, Graph*) {}
void draw_tiles(ImDrawList*, Graph*) {}
void draw_ink(ImDrawList*, InkPicture*, ImU32) {}
void draw_surface(ImDrawList*, Surface*) {}

bool has_sprites() {
    return false;
}
bool find_sprite(std::uint64_t, Sprite*) {
    return false;
}
bool add_sprite(std::uint64_t, int, int, std::span<const ImU32>, Sprite*) {
    return false;
}

void on_context_lost() {}
void on_context_restored() {}

}  // namespace nn::ui::render
