// A surface: its values as a texture of floats, coloured where they are drawn.
#include "shaders/embedded.h"
#include "web/render/gl_gpu.h"

namespace nn::ui::render {

namespace {

void upload_values(const Surface& surface, Gpu& gpu) {
    if (gpu.values && gpu.surface_version == surface.version) return;
    gpu.surface_version = surface.version;
    if (!gpu.values || gpu.values_side != surface.side) {
        glDeleteTextures(1, &gpu.values);
        gpu.values = make_texture(GL_R32F, surface.side, surface.side);
        gpu.values_side = surface.side;
    }
    glBindTexture(GL_TEXTURE_2D, gpu.values);
    glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, surface.side, surface.side, GL_RED, GL_FLOAT,
                    surface.values.data());
}

void upload_ramp(const Surface& surface, Gpu& gpu) {
    if (gpu.ramp && gpu.ramp_version == surface.ramp_version) return;
    gpu.ramp_version = surface.ramp_version;
    const int colors = static_cast<int>(surface.ramp.size());
    if (!gpu.ramp) gpu.ramp = make_texture(GL_RGBA8, colors, 1);
    glBindTexture(GL_TEXTURE_2D, gpu.ramp);
    glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, colors, 1, GL_RGBA, GL_UNSIGNED_BYTE,
                    surface.ramp.data());
}

void show(const ImDrawList*, const ImDrawCmd* command) {
    static Program program(shaders::kSurfaceVert, shaders::kSurfaceFrag);
    const Surface& surface = *static_cast<const Surface*>(command->UserCallbackData);
    if (generation() == 0) return;
    Gpu& gpu = gpu_of(const_cast<Surface&>(surface).gpu);
    upload_values(surface, gpu);
    upload_ramp(surface, gpu);
    if (!program.use()) return;
    const Screen on = screen();
    set_clip(*command, on);
    glDisable(GL_BLEND);
    set_view(program["view"], on.view);
    const Box& area = surface.area;
    glUniform4f(program["area"], area.x, area.y, area.w, area.h);
    glUniform1i(program["values"], 0);
    glUniform1i(program["ramp"], 1);
    glUniform1i(program["side"], surface.side);
    glUniform1f(program["is_stepped"], surface.is_stepped ? 1.0f : 0.0f);
    glActiveTexture(GL_TEXTURE1);
    glBindTexture(GL_TEXTURE_2D, gpu.ramp);
    glActiveTexture(GL_TEXTURE0);  // as Dear ImGui's back end leaves it
    glBindTexture(GL_TEXTURE_2D, gpu.values);
    draw_quad();
}

}  // namespace

void draw_surface(ImDrawList* draw, Surface* surface) {
    const auto cells =
        static_cast<std::size_t>(surface->side) * static_cast<std::size_t>(surface->side);
    if (surface->side < 1 || surface->values.size() != cells) return;
    draw->AddCallback(show, surface);
    draw->AddCallback(ImDrawCallback_ResetRenderState, nullptr);
}

}  // namespace nn::ui::render
