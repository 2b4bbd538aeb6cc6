#include "web/render/gl_kit.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>

#include "shaders/embedded.h"

namespace nn::ui::render {

namespace {

unsigned contexts = 1;
bool is_lost = false;

GLuint compile(GLenum kind, std::string_view source) {
    const GLuint shader = glCreateShader(kind);
    const char* text = source.data();
    const auto length = static_cast<GLint>(source.size());
    glShaderSource(shader, 1, &text, &length);
    glCompileShader(shader);
    return shader;
}

}  // namespace

unsigned generation() {
    return is_lost ? 0 : contexts;
}

void on_context_lost() {
    is_lost = true;
    ++contexts;
}

void on_context_restored() {
    is_lost = false;
}

Screen screen() {
    const ImDrawData& data = *ImGui::GetDrawData();
    return {.view = {data.DisplayPos.x, data.DisplayPos.y, data.DisplaySize.x, data.DisplaySize.y},
            .ratio = data.FramebufferScale.x,
            .width = static_cast<int>(data.DisplaySize.x * data.FramebufferScale.x),
            .height = static_cast<int>(data.DisplaySize.y * data.FramebufferScale.y)};
}

// --- Programs ------------------------------------------------------------------------------------------------

bool Program::use() {
    if (generation_ != generation()) {
        generation_ = generation();
        uniforms_.clear();
        name_ = glCreateProgram();
        for (const GLuint shader :
             {compile(GL_VERTEX_SHADER, vertex_), compile(GL_FRAGMENT_SHADER, fragment_)}) {
            glAttachShader(name_, shader);
            glDeleteShader(shader);
        }
        glLinkProgram(name_);
        GLint is_linked = 0;
        glGetProgramiv(name_, GL_LINK_STATUS, &is_linked);
        if (!is_linked) {
            char message[512] = {};
            glGetProgramInfoLog(name_, sizeof message, nullptr, message);
            std::fprintf(stderr, "A shader does not compile: %s\n", message);
            glDeleteProgram(name_);
            name_ = 0;
        }
    }
    if (name_) glUseProgram(name_);
    return name_ != 0;
}

GLint Program::operator[](const char* uniform) {
    for (const Uniform& known : uniforms_)
        if (std::strcmp(known.name, uniform) == 0) return known.location;
    uniforms_.push_back({uniform, glGetUniformLocation(name_, uniform)});
    return uniforms_.back().location;
}

void set_view(GLint location, const Box& view) {
    glUniform4f(location, view.x, view.y, 2.0f / view.w, 2.0f / view.h);
}

void set_color(GLint location, ImU32 color) {
    const auto channel = [color](int shift) {
        return static_cast<float>((color >> shift) & 255u) / 255.0f;
    };
    glUniform3f(location, channel(IM_COL32_R_SHIFT), channel(IM_COL32_G_SHIFT),
                channel(IM_COL32_B_SHIFT));
}

// --- Instances -------------------------------------------------------------------------------------------------

void Instances::make() {
    glGenVertexArrays(1, &array);
    glGenBuffers(1, &buffer);
    glBindVertexArray(array);
    glBindBuffer(GL_ARRAY_BUFFER, buffer);
}

void Instances::add_floats(GLuint attribute, GLint components, std::size_t stride,
                           std::size_t offset) const {
    glEnableVertexAttribArray(attribute);
    glVertexAttribPointer(attribute, components, GL_FLOAT, GL_FALSE, static_cast<GLsizei>(stride),
                          reinterpret_cast<const void*>(offset));
    glVertexAttribDivisor(attribute, 1);
}

void Instances::add_color(GLuint attribute, std::size_t stride, std::size_t offset) const {
    glEnableVertexAttribArray(attribute);
    glVertexAttribPointer(attribute, 4, GL_UNSIGNED_BYTE, GL_TRUE, static_cast<GLsizei>(stride),
                          reinterpret_cast<const void*>(offset));
    glVertexAttribDivisor(attribute, 1);
}

void Instances::upload(const void* data, std::size_t bytes, std::size_t stride) {
    glBindBuffer(GL_ARRAY_BUFFER, buffer);
    glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(bytes), data, GL_DYNAMIC_DRAW);
    count = static_cast<GLsizei>(bytes / stride);
}

void Instances::draw(GLsizei vertices) const {
    if (count == 0) return;
    glBindVertexArray(array);
    glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, vertices, count);
}

void Instances::free() {
    glDeleteVertexArrays(1, &array);
    glDeleteBuffers(1, &buffer);
    *this = {};
}

// --- Pictures ----------------------------------------------------------------------------------------------------

GLuint make_texture(GLenum format, int width, int height) {
    GLuint texture = 0;
    glGenTextures(1, &texture);
    glBindTexture(GL_TEXTURE_2D, texture);
    for (const GLenum filter : {GLenum{GL_TEXTURE_MIN_FILTER}, GLenum{GL_TEXTURE_MAG_FILTER}})
        glTexParameteri(GL_TEXTURE_2D, filter, GL_NEAREST);
    for (const GLenum wrap : {GLenum{GL_TEXTURE_WRAP_S}, GLenum{GL_TEXTURE_WRAP_T}})
        glTexParameteri(GL_TEXTURE_2D, wrap, GL_CLAMP_TO_EDGE);
    glTexStorage2D(GL_TEXTURE_2D, 1, format, width, height);
    return texture;
}

bool KeptPicture::begin(const Box& area, float ratio, GLenum format, float value) {
    const int w = static_cast<int>(std::lround(area.w * ratio)),
              h = static_cast<int>(std::lround(area.h * ratio));
    constexpr int kMostSide = 4096;
    if (w <= 0 || h <= 0 || w > kMostSide || h > kMostSide) return false;
    if (w != width || h != height || !texture) {
        free();
        width = w;
        height = h;
        texture = make_texture(format, w, h);
        glGenFramebuffers(1, &frame);
        glBindFramebuffer(GL_FRAMEBUFFER, frame);
        glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture, 0);
    } else {
        glBindFramebuffer(GL_FRAMEBUFFER, frame);
    }
    glDisable(GL_SCISSOR_TEST);
    glViewport(0, 0, w, h);
    const float clear[] = {value, value, value, 1.0f};
    glClearBufferfv(GL_COLOR, 0, clear);
    glEnable(GL_BLEND);
    return true;
}

void KeptPicture::end() const {
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
}

void KeptPicture::free() {
    glDeleteTextures(1, &texture);
    glDeleteFramebuffers(1, &frame);
    *this = {};
}

void set_clip(const ImDrawCmd& command, const Screen& screen) {
    const ImVec4& clip = command.ClipRect;
    const float x0 = (clip.x - screen.view.x) * screen.ratio,
                y0 = (clip.y - screen.view.y) * screen.ratio;
    const float x1 = (clip.z - screen.view.x) * screen.ratio,
                y1 = (clip.w - screen.view.y) * screen.ratio;
    glEnable(GL_SCISSOR_TEST);
    glScissor(static_cast<int>(x0), static_cast<int>(static_cast<float>(screen.height) - y1),
              std::max(static_cast<int>(x1 - x0), 0), std::max(static_cast<int>(y1 - y0), 0));
    glViewport(0, 0, screen.width, screen.height);
}

void draw_quad() {
    static Instances nothing;
    static unsigned made_in = 0;
    if (made_in != generation()) {
        made_in = generation();
        nothing = {};
        nothing.make();
    }
    glBindVertexArray(nothing.array);
    glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
}

void put_picture(const KeptPicture& picture, const Box& area, const Screen& screen, ImU32 tint) {
    static Program program(shaders::kPictureVert, shaders::kPictureFrag);
    if (!program.use()) return;
    set_view(program["view"], screen.view);
    glUniform4f(program["area"], area.x, area.y, area.w, area.h);
    const float left = (area.x - screen.view.x) * screen.ratio,
                bottom = (area.y + area.h - screen.view.y) * screen.ratio;
    glUniform2i(program["corner"], static_cast<int>(std::lround(left)),
                screen.height - static_cast<int>(std::lround(bottom)));
    const auto channel = [tint](int shift) {
        return static_cast<float>((tint >> shift) & 255u) / 255.0f;
    };
    glUniform4f(program["tint"], channel(IM_COL32_R_SHIFT), channel(IM_COL32_G_SHIFT),
                channel(IM_COL32_B_SHIFT), channel(IM_COL32_A_SHIFT));
    glUniform1f(program["is_cover"], tint ? 1.0f : 0.0f);
    glUniform1i(program["picture"], 0);
    glBindTexture(GL_TEXTURE_2D, picture.texture);
    draw_quad();
}

}  // namespace nn::ui::render
