#include "web/render/gl_gpu.h"

namespace nn::ui::render {

Gpu& gpu_of(GpuHandle& handle) {
    if (!handle) handle.reset(new Gpu);
    if (handle->generation != generation()) {
        *handle = {};
        handle->generation = generation();
    }
    return *handle;
}

void GpuDeleter::operator()(Gpu* gpu) const {
    if (gpu->generation != 0 && gpu->generation == generation()) {
        gpu->picture.free();
        for (Instances* instances :
             {&gpu->edges, &gpu->faint_edges, &gpu->glows, &gpu->tiles, &gpu->ink})
            instances->free();
        glDeleteTextures(1, &gpu->patterns);
        glDeleteTextures(1, &gpu->ramp);
    }
    delete gpu;
}

}  // namespace nn::ui::render
