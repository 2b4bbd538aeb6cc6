// Strokes: of all the segments that reach a pixel the one that covers most counts, so crossings and joints
// show no seam.
#include "shaders/embedded.h"
#include "web/render/gl_gpu.h"

namespace nn::ui::render {

namespace {

struct Request {
    InkPicture* ink;
    ImU32 color;
};

bool paint(const InkPicture& ink, Gpu& gpu, float ratio) {
    static Program program(shaders::kInkVert, shaders::kInkFrag);
    if (!gpu.ink.is_made()) {
        gpu.ink.make();
        gpu.ink.add_floats(0, 4, sizeof(InkSegment), offsetof(InkSegment, x0));
        gpu.ink.add_floats(1, 1, sizeof(InkSegment), offsetof(InkSegment, half_width));
    }
    gpu.ink.upload(ink.segments.data(), ink.segments.size() * sizeof(InkSegment),
                   sizeof(InkSegment));
    if (!gpu.picture.begin(ink.area, ratio, GL_R8, 0.0f)) return false;
    if (program.use()) {
        glBlendEquation(GL_MAX);
        set_view(program["view"], ink.area);
        glUniform1f(program["ratio"], ratio);
        gpu.ink.draw(4);
        glBlendEquation(GL_FUNC_ADD);
    }
    gpu.picture.end();
    return true;
}

void show(const ImDrawList*, const ImDrawCmd* command) {
    const Request& request = *static_cast<const Request*>(command->UserCallbackData);
    InkPicture& ink = *request.ink;
    if (generation() == 0) return;
    Gpu& gpu = gpu_of(ink.gpu);
    const Screen on = screen();
    if (gpu.ink_version != ink.version || gpu.ratio != on.ratio) {
        if (!paint(ink, gpu, on.ratio)) return;
        gpu.ink_version = ink.version;
        gpu.ratio = on.ratio;
    }
    set_clip(*command, on);
    glEnable(GL_BLEND);
    glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    put_picture(gpu.picture, ink.area, on, request.color);
}

}  // namespace

void draw_ink(ImDrawList* draw, InkPicture* ink, ImU32 color) {
    if (ink->segments.empty()) return;
    const Request request{ink, color};
    draw->AddCallback(show, const_cast<Request*>(&request), sizeof request);
    draw->AddCallback(ImDrawCallback_ResetRenderState, nullptr);
}

}  // namespace nn::ui::render
