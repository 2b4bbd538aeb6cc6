// What the GL passes share: programs compiled at first use, pictures kept in textures, and the frame they
// are drawn into. A lost context takes all names with it; each owner compares generations and starts anew.
#pragma once

#include <GLES3/gl3.h>

#include <cstddef>
#include <string_view>
#include <vector>

#include "web/render/render.h"

namespace nn::ui::render {

// Counts contexts; 0 while there is none.
unsigned generation();

struct Screen {
    Box view;  // the window, in CSS pixels
    float ratio = 1.0f;
    int width = 0, height = 0;  // device pixels
};
Screen screen();  // of the frame that is being drawn

class Program {
public:
    Program(std::string_view vertex, std::string_view fragment)
        : vertex_(vertex), fragment_(fragment) {}
    bool use();  // false when it does not compile: then nothing is drawn
    GLint operator[](const char* uniform);

private:
    struct Uniform {
        const char* name;
        GLint location;
    };
    std::string_view vertex_, fragment_;
    GLuint name_ = 0;
    unsigned generation_ = 0;
    std::vector<Uniform> uniforms_;
};

void set_view(GLint location, const Box& view);
void set_color(GLint location, ImU32 color);  // vec3

// Instances of `stride` bytes that a vertex array reads; each attribute a step per instance.
struct Instances {
    GLuint array = 0, buffer = 0;
    GLsizei count = 0;

    bool is_made() const { return array != 0; }
    void make();
    void add_floats(GLuint attribute, GLint components, std::size_t stride,
                    std::size_t offset) const;
    void add_color(GLuint attribute, std::size_t stride, std::size_t offset) const;
    void upload(const void* data, std::size_t bytes, std::size_t stride);
    void draw(GLsizei vertices) const;  // a strip for each
    void free();
};

// A texture that is drawn into and put on the screen pixel by pixel.
struct KeptPicture {
    GLuint texture = 0, frame = 0;
    int width = 0, height = 0;

    // Begins drawing into it, cleared to `value`; false where that is impossible. `format` as glTexStorage2D takes it.
    bool begin(const Box& area, float ratio, GLenum format, float value);
    void end() const;
    void free();
};

GLuint make_texture(GLenum format, int width, int height);
void set_clip(const ImDrawCmd& command, const Screen& screen);
// A strip of four vertices without attributes: the corners of a square.
void draw_quad();
// Draws a kept picture over its area; the blend mode is set. `tint` 0: the picture is a colour, else it covers.
void put_picture(const KeptPicture& picture, const Box& area, const Screen& screen, ImU32 tint);

}  // namespace nn::ui::render
