// The GL objects of one picture; which of them exist depends on what it shows.
#pragma once

#include "web/render/gl_kit.h"

namespace nn::ui::render {

struct Gpu {
    unsigned generation = 0;
    KeptPicture picture;
    float ratio = 0.0f;  // at which the picture was painted

    Instances edges, faint_edges, glows, tiles;
    std::uint64_t edges_version = ~0ull, tiles_version = ~0ull, patterns_version = ~0ull,
                  ramp_version = ~0ull;
    GLuint patterns = 0, ramp = 0;
    int patterns_width = 0, patterns_height = 0;

    Instances ink;
    std::uint64_t ink_version = ~0ull;

    GLuint values = 0;  // of a surface
    int values_side = 0;
    std::uint64_t surface_version = ~0ull;
};

// Made at first use and again in a new context.
Gpu& gpu_of(GpuHandle& handle);

}  // namespace nn::ui::render
