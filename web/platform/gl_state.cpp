// Answers for Dear ImGui's back end, which asks for the GL state before each frame so that it can put it back.
// A browser answers most such questions only when the graphics process has caught up with everything queued:
// with software GL that is the whole drawing time of the last frame, spent waiting on the main thread. The page
// changes this state within the back end's drawing alone, so that outside of it the defaults stand.
#include <GLES3/gl3.h>
#include <webgl/webgl1.h>

extern "C" void glGetIntegerv(GLenum name, GLint* values) {
    switch (name) {
        case GL_BLEND_SRC_RGB:
        case GL_BLEND_SRC_ALPHA:
            values[0] = GL_ONE;
            return;
        case GL_BLEND_DST_RGB:
        case GL_BLEND_DST_ALPHA:
            values[0] = GL_ZERO;
            return;
        case GL_BLEND_EQUATION_RGB:
        case GL_BLEND_EQUATION_ALPHA:
            values[0] = GL_FUNC_ADD;
            return;
        // Counts only while the scissor test is on, and who switches that on sets the box too. The viewport,
        // which the browser knows without asking, is as good.
        case GL_SCISSOR_BOX:
            emscripten_glGetIntegerv(GL_VIEWPORT, values);
            return;
        default:
            emscripten_glGetIntegerv(name, values);
    }
}
