// Dear ImGui's back end asks for the GL state before each frame, to put it back afterwards. In a browser
// some of these questions wait until the graphics process has drawn all that it was given, which costs
// tens of milliseconds on a slow GPU. Nobody else draws with this context between frames, so the
// questions about state are answered with what GL begins with; those about limits are passed on.
#include <GLES3/gl3.h>
#include <emscripten.h>

#include <algorithm>
#include <array>

// clang-format off
EM_JS(int, inkling_gl_limit, (GLenum name), { return GLctx.getParameter(name); });
// clang-format on

extern "C" void inkling_get_integer(GLenum name, GLint* out) {
    constexpr std::array<GLenum, 6> kNothingBound = {
        GL_CURRENT_PROGRAM,      GL_TEXTURE_BINDING_2D,           GL_SAMPLER_BINDING,
        GL_ARRAY_BUFFER_BINDING, GL_ELEMENT_ARRAY_BUFFER_BINDING, GL_VERTEX_ARRAY_BINDING};
    switch (name) {
        case GL_VIEWPORT:
        case GL_SCISSOR_BOX:
            std::fill_n(out, 4, 0);
            return;
        case GL_ACTIVE_TEXTURE:
            *out = GL_TEXTURE0;
            return;
        case GL_BLEND_SRC_RGB:
        case GL_BLEND_SRC_ALPHA:
            *out = GL_ONE;
            return;
        case GL_BLEND_DST_RGB:
        case GL_BLEND_DST_ALPHA:
            *out = GL_ZERO;
            return;
        case GL_BLEND_EQUATION_RGB:
        case GL_BLEND_EQUATION_ALPHA:
            *out = GL_FUNC_ADD;
            return;
        case GL_MAJOR_VERSION:
            *out = 3;
            return;
        case GL_MINOR_VERSION:
            *out = 0;
            return;
        case GL_NUM_EXTENSIONS:
            *out = 0;
            return;  // none that the back end looks for exists here
        default:
            break;
    }
    const bool is_binding =
        std::find(kNothingBound.begin(), kNothingBound.end(), name) != kNothingBound.end();
    *out = is_binding ? 0 : inkling_gl_limit(name);
}
