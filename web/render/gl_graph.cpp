// The network's edges, light and neurons.
#include <algorithm>

#include "shaders/embedded.h"
#include "web/render/gl_gpu.h"

namespace nn::ui::render {

namespace {

// Faint edges are many, and nobody sees how round each is.
constexpr int kSteps = 28, kFaintSteps = 12;

// Colours add up (or multiply) beyond what the screen's eight bits can tell apart; two more keep faint
// edges from vanishing one by one.
constexpr GLenum kPictureFormat = GL_RGB10_A2;

Program& edge_program() {
    static Program program(shaders::kEdgesVert, shaders::kEdgesFrag);
    return program;
}
Program& glow_program() {
    static Program program(shaders::kGlowVert, shaders::kGlowFrag);
    return program;
}
Program& tile_program() {
    static Program program(shaders::kTilesVert, shaders::kTilesFrag);
    return program;
}

void upload_edges(const Graph& graph, Gpu& gpu) {
    if (!gpu.edges.is_made()) {
        for (Instances* edges : {&gpu.edges, &gpu.faint_edges}) {
            edges->make();
            edges->add_floats(0, 4, sizeof(Edge), offsetof(Edge, x0));
            edges->add_floats(1, 2, sizeof(Edge), offsetof(Edge, alpha));
        }
        gpu.glows.make();
        gpu.glows.add_floats(0, 4, sizeof(Glow), offsetof(Glow, x));
    }
    const std::size_t strong = std::min(graph.strong_edges, graph.edges.size());
    gpu.edges.upload(graph.edges.data(), strong * sizeof(Edge), sizeof(Edge));
    gpu.faint_edges.upload(graph.edges.data() + strong,
                           (graph.edges.size() - strong) * sizeof(Edge), sizeof(Edge));
    gpu.glows.upload(graph.glows.data(), graph.glows.size() * sizeof(Glow), sizeof(Glow));
}

bool paint_edges(const Graph& graph, Gpu& gpu, float ratio) {
    upload_edges(graph, gpu);
    if (!gpu.picture.begin(graph.area, ratio, kPictureFormat, graph.is_dark ? 0.0f : 1.0f))
        return false;
    glBlendEquation(GL_FUNC_ADD);
    if (graph.is_dark)
        glBlendFunc(GL_ONE, GL_ONE);
    else
        glBlendFunc(GL_DST_COLOR, GL_ZERO);
    if (graph.is_dark && gpu.glows.count > 0 && glow_program().use()) {
        set_view(glow_program()["view"], graph.area);
        set_color(glow_program()["light"], graph.light);
        gpu.glows.draw(4);
    }
    Program& program = edge_program();
    if (program.use()) {
        set_view(program["view"], graph.area);
        glUniform1f(program["ratio"], ratio);
        set_color(program["positive"], graph.positive);
        set_color(program["negative"], graph.negative);
        glUniform1f(program["is_dark"], graph.is_dark ? 1.0f : 0.0f);
        glUniform1f(program["steps"], static_cast<float>(kFaintSteps));
        gpu.faint_edges.draw(2 * (kFaintSteps + 1));
        glUniform1f(program["steps"], static_cast<float>(kSteps));
        gpu.edges.draw(2 * (kSteps + 1));
    }
    gpu.picture.end();
    return true;
}

void show_edges(const ImDrawList*, const ImDrawCmd* command) {
    Graph& graph = *static_cast<Graph*>(command->UserCallbackData);
    if (generation() == 0) return;
    Gpu& gpu = gpu_of(graph.gpu);
    const Screen on = screen();
    if (gpu.edges_version != graph.edges_version || gpu.ratio != on.ratio) {
        if (!paint_edges(graph, gpu, on.ratio)) return;
        gpu.edges_version = graph.edges_version;
        gpu.ratio = on.ratio;
    }
    set_clip(*command, on);
    glEnable(GL_BLEND);
    // What the canvas covers stays as it is: alpha is left alone.
    if (graph.is_dark)
        glBlendFuncSeparate(GL_ONE, GL_ONE, GL_ZERO, GL_ONE);
    else
        glBlendFuncSeparate(GL_DST_COLOR, GL_ZERO, GL_ZERO, GL_ONE);
    put_picture(gpu.picture, graph.area, on, 0);
}

void upload_patterns(const Graph& graph, Gpu& gpu) {
    if (gpu.patterns_version == graph.patterns_version && gpu.patterns) return;
    gpu.patterns_version = graph.patterns_version;
    const int width = graph.image_width * graph.image_height;
    const int height = static_cast<int>(graph.patterns.size()) / std::max(width, 1);
    const bool is_empty = width <= 0 || height <= 0;
    const int wanted_width = is_empty ? 1 : width, wanted_height = is_empty ? 1 : height;
    if (!gpu.patterns || gpu.patterns_width != wanted_width ||
        gpu.patterns_height != wanted_height) {
        glDeleteTextures(1, &gpu.patterns);
        gpu.patterns = make_texture(GL_R8, wanted_width, wanted_height);
        gpu.patterns_width = wanted_width;
        gpu.patterns_height = wanted_height;
    }
    if (is_empty) return;
    glBindTexture(GL_TEXTURE_2D, gpu.patterns);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, width, height, GL_RED, GL_UNSIGNED_BYTE,
                    graph.patterns.data());
    glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
}

void upload_ramp(const Graph& graph, Gpu& gpu) {
    if (gpu.ramp_version == graph.ramp_version && gpu.ramp) return;
    gpu.ramp_version = graph.ramp_version;
    if (!gpu.ramp) gpu.ramp = make_texture(GL_RGBA8, static_cast<int>(graph.ramp.size()), 1);
    glBindTexture(GL_TEXTURE_2D, gpu.ramp);
    glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, static_cast<int>(graph.ramp.size()), 1, GL_RGBA,
                    GL_UNSIGNED_BYTE, graph.ramp.data());
}

void upload_tiles(const Graph& graph, Gpu& gpu) {
    if (gpu.tiles.is_made() && gpu.tiles_version == graph.tiles_version) return;
    gpu.tiles_version = graph.tiles_version;
    if (!gpu.tiles.is_made()) {
        gpu.tiles.make();
        gpu.tiles.add_floats(0, 4, sizeof(Tile), offsetof(Tile, x));
        gpu.tiles.add_floats(1, 4, sizeof(Tile), offsetof(Tile, field));
        gpu.tiles.add_color(2, sizeof(Tile), offsetof(Tile, fill));
        gpu.tiles.add_color(3, sizeof(Tile), offsetof(Tile, rim_color));
    }
    gpu.tiles.upload(graph.tiles.data(), graph.tiles.size() * sizeof(Tile), sizeof(Tile));
}

void show_tiles(const ImDrawList*, const ImDrawCmd* command) {
    Graph& graph = *static_cast<Graph*>(command->UserCallbackData);
    if (generation() == 0 || graph.tiles.empty()) return;
    Gpu& gpu = gpu_of(graph.gpu);
    upload_patterns(graph, gpu);
    upload_ramp(graph, gpu);
    upload_tiles(graph, gpu);
    Program& program = tile_program();
    if (!program.use()) return;
    const Screen on = screen();
    set_clip(*command, on);
    glEnable(GL_BLEND);
    glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    set_view(program["view"], on.view);
    glUniform1f(program["ratio"], on.ratio);
    glUniform2i(program["image"], graph.image_width, graph.image_height);
    glUniform1i(program["is_smooth"], graph.is_smooth ? 1 : 0);
    glUniform1i(program["patterns"], 0);
    glUniform1i(program["ramp"], 1);
    glActiveTexture(GL_TEXTURE1);
    glBindTexture(GL_TEXTURE_2D, gpu.ramp);
    glActiveTexture(GL_TEXTURE0);  // as Dear ImGui's back end leaves it
    glBindTexture(GL_TEXTURE_2D, gpu.patterns);
    gpu.tiles.draw(4);
}

}  // namespace

void draw_edges(ImDrawList* draw, Graph* graph) {
    draw->AddCallback(show_edges, graph);
    draw->AddCallback(ImDrawCallback_ResetRenderState, nullptr);
}

void draw_tiles(ImDrawList* draw, Graph* graph) {
    draw->AddCallback(show_tiles, graph);
    draw->AddCallback(ImDrawCallback_ResetRenderState, nullptr);
}

}  // namespace nn::ui::render
