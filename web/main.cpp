// The page program: window, fonts, frame loop, and the functions that the page's scripts call. A frame is
// drawn only when something changed: input, a snapshot, an animation, a resize.
#include <SDL.h>
#include <SDL_opengles2.h>
#include <emscripten.h>
#include <emscripten/html5.h>
#include <imgui.h>
#include <imgui_impl_opengl3.h>
#include <imgui_impl_sdl2.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/session/limits.h"
#include "engine/session/number_text.h"
#include "web/app/app.h"
#include "web/platform/platform.h"
#include "web/render/render.h"
#include "web/widgets/controls.h"
#include "web/widgets/mirror.h"
#include "web/widgets/text.h"
#include "web/widgets/theme.h"
#include "web/worker_link.h"

// clang-format off
EM_JS(void, inkling_mirror, (const char* json), { Inkling.mirror(UTF8ToString(json)); });
EM_JS(void, inkling_text_entry, (const char* json), { Inkling.textEntry(UTF8ToString(json)); });
EM_JS(void, inkling_frame_done, (double milliseconds), { Inkling.frameDone(milliseconds); });
EM_JS(void, inkling_started, (), { Inkling.started(); });
EM_JS(void, inkling_fatal, (const char* text), { Inkling.fatal(UTF8ToString(text)); });
// clang-format on

namespace {

using namespace nn;

constexpr int kSettleFrames = 3;  // drawn after an event, so that hover and focus come to rest
constexpr double kMirrorSeconds = 0.1;
// With nothing to do for so long the program sleeps, and only looks up now and then: what would have to
// wake it and does not is late by that, not lost.
constexpr double kAwakeMilliseconds = 500.0;
constexpr int kAsleepMilliseconds = 250;
// Long work goes on beside the frames, a fifth of the time in slices that nobody feels.
constexpr double kSliceSeconds = 0.004;
constexpr int kSlicesApartMilliseconds = 16;
constexpr std::int64_t kMostSteps = 1'000'000;

struct Page {
    SDL_Window* window = nullptr;
    SDL_GLContext context = nullptr;
    std::unique_ptr<ui::App> app;
    std::vector<std::uint8_t> fonts, chinese;  // containers; ImGui reads them where they lie
    int frames_due = kSettleFrames;
    bool is_awake = false, is_look_due = false, is_working = false;
    double active_at = 0.0;     // ms
    int width = 0, height = 0;  // CSS pixels of the window
    bool has_context = true;
    bool has_started = false;
    double mirror_seconds = 0.0;
    std::string entry_shown;  // the text entry as the page was last told
};

Page page;

std::uint32_t read_u32(const std::uint8_t* at) {
    std::uint32_t value = 0;
    std::memcpy(&value, at, sizeof value);
    return value;
}

// A font of a container ("INKF", version, count, then name, offset and length of each).
std::span<const std::uint8_t> font_in(std::span<const std::uint8_t> container,
                                      std::string_view name) {
    constexpr std::size_t kHeader = 12, kEntry = 24, kName = 16;
    if (container.size() < kHeader || std::memcmp(container.data(), "INKF", 4) != 0) return {};
    const std::uint32_t count = read_u32(container.data() + 8);
    for (std::size_t i = 0; i < count && kHeader + (i + 1) * kEntry <= container.size(); ++i) {
        const std::uint8_t* entry = container.data() + kHeader + i * kEntry;
        if (std::string_view(reinterpret_cast<const char*>(entry),
                             strnlen(reinterpret_cast<const char*>(entry), kName)) != name)
            continue;
        const std::size_t offset = read_u32(entry + kName), length = read_u32(entry + kName + 4);
        if (offset + length <= container.size()) return container.subspan(offset, length);
    }
    return {};
}

void load_chinese() {
    if (!page.chinese.empty()) return;
    if (platform::asset_progress("font-zh").state != platform::AssetState::Ready) return;
    page.chinese = platform::take_asset("font-zh");
    ui::add_chinese_font(font_in(page.chinese, "zh"));
    page.frames_due = kSettleFrames;
}

bool open_window() {
    // Without this SDL takes the keys of the whole document, text fields of the host included.
    SDL_SetHint(SDL_HINT_EMSCRIPTEN_KEYBOARD_ELEMENT, "#canvas");
    SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "1");
    if (SDL_Init(SDL_INIT_VIDEO) != 0) return false;
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_ES);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 0);
    SDL_GL_SetAttribute(SDL_GL_DEPTH_SIZE, 0);
    const platform::Frame frame = platform::current_frame();
    page.window = SDL_CreateWindow("Inkling", 0, 0, static_cast<int>(frame.width),
                                   static_cast<int>(frame.height),
                                   SDL_WINDOW_OPENGL | SDL_WINDOW_ALLOW_HIGHDPI);
    if (!page.window) return false;
    page.context = SDL_GL_CreateContext(page.window);
    return page.context != nullptr;
}

void start_imgui() {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.MouseDoubleClickTime = 0.5f;  // seconds, as systems have it; a slow frame may lie between
    io.LogFilename = nullptr;
    ImGui::GetStyle().WindowPadding = {0.0f, 0.0f};
    ImGui::GetStyle().WindowBorderSize = 0.0f;
    ImGui_ImplSDL2_InitForOpenGL(page.window, page.context);
    ImGui_ImplOpenGL3_Init("#version 300 es");
    ui::mirror::attach();
}

// SDL's own high-density path misses changes made by CSS alone, so the sizes are set by hand.
void resize(const platform::Frame& frame) {
    const int width = static_cast<int>(std::lround(frame.width)),
              height = static_cast<int>(std::lround(frame.height));
    if (width != page.width || height != page.height) {
        SDL_SetWindowSize(page.window, width, height);
        page.width = width;
        page.height = height;
    }
    int buffer_width = 0, buffer_height = 0;
    emscripten_get_canvas_element_size("#canvas", &buffer_width, &buffer_height);
    if (buffer_width != frame.device_width || buffer_height != frame.device_height)
        emscripten_set_canvas_element_size("#canvas", frame.device_width, frame.device_height);
}

void append_json(std::string& out, std::string_view text) {
    out += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (static_cast<unsigned char>(c) >= 0x20) out += c;
    }
    out += '"';
}

void tell_text_entry() {
    std::string json;
    if (const ui::TextEntryRequest* entry = ui::text_entry()) {
        const ui::Rect& box = entry->bounds;
        json = "{\"id\":";
        append_json(json, entry->id);
        json += ",\"x\":" + std::to_string(box.x) + ",\"y\":" + std::to_string(box.y) +
                ",\"w\":" + std::to_string(box.w) + ",\"h\":" + std::to_string(box.h) +
                ",\"text\":";
        append_json(json, entry->text);
        json += std::string(",\"numeric\":") + (entry->is_numeric ? "true" : "false") +
                ",\"invalid\":" + (entry->is_invalid ? "true" : "false") + "}";
    }
    if (json == page.entry_shown) return;
    page.entry_shown = json;
    inkling_text_entry(json.c_str());
}

void draw_frame() {
    const platform::Frame frame = platform::current_frame();
    if (frame.width < 1.0f || frame.height < 1.0f) return;
    resize(frame);

    ImGui_ImplOpenGL3_NewFrame();
    ImGui_ImplSDL2_NewFrame();
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {frame.width, frame.height};
    // A CSS size may be a fraction (1251 device pixels at 1.25 are 1000.8), and the back end multiplies and
    // cuts off: a little more than the exact scale keeps it from losing the last pixel.
    constexpr float kSlack = 0.02f;
    io.DisplayFramebufferScale = {
        (static_cast<float>(frame.device_width) + kSlack) / frame.width,
        (static_cast<float>(frame.device_height) + kSlack) / frame.height};
    ImGui::NewFrame();
    ui::mirror::begin_frame();
    ImGui::SetNextWindowPos({0.0f, 0.0f});
    ImGui::SetNextWindowSize(io.DisplaySize);
    constexpr ImGuiWindowFlags kFlags =
        ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
        ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoNav |
        ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoScrollWithMouse;
    ImGui::Begin("page", nullptr, kFlags);
    page.app->frame(frame);
    ImGui::End();
    ui::mirror::end_frame();
    ImGui::Render();

    const ImVec4 ground = ImGui::ColorConvertU32ToFloat4(ui::theme().ground);
    glViewport(0, 0, frame.device_width, frame.device_height);
    glClearColor(ground.x, ground.y, ground.z, 1.0f);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());

    tell_text_entry();
    if (!page.has_started) {
        page.has_started = true;
        inkling_started();
    }
}

// The mirror is told in batches: a screen reader gains nothing from sixty lists a second.
void tell_mirror() {
    const double seconds = emscripten_get_now() / 1000.0;
    if (!ui::mirror::has_changed() || seconds - page.mirror_seconds < kMirrorSeconds) return;
    page.mirror_seconds = seconds;
    inkling_mirror(ui::mirror::nodes_json().c_str());
}

// Two fingers as one movement. SDL tells each finger alone, in shares of the window, and only the first is
// a pointer to Dear ImGui.
struct Fingers {
    struct Finger {
        SDL_FingerID id;
        ImVec2 now, before;  // CSS pixels; before: at the last frame
    };
    std::vector<Finger> down;
    bool was_pinched = false;  // until all are lifted

    void take(const SDL_Event& event) {
        const SDL_TouchFingerEvent& touch = event.tfinger;
        const auto same = [&](const Finger& finger) { return finger.id == touch.fingerId; };
        const ImVec2 at{touch.x * static_cast<float>(page.width),
                        touch.y * static_cast<float>(page.height)};
        if (event.type == SDL_FINGERUP) {
            std::erase_if(down, same);
        } else if (const auto known = std::find_if(down.begin(), down.end(), same);
                   known != down.end()) {
            known->now = at;
        } else if (event.type == SDL_FINGERDOWN) {
            down.push_back({touch.fingerId, at, at});
        }
    }

    // What the first two did since it was asked last.
    ui::Pinch pinch() {
        if (down.empty()) was_pinched = false;
        ui::Pinch out{.is_active = was_pinched};
        if (down.size() >= 2) {
            Finger &a = down[0], &b = down[1];
            const auto middle = [](ImVec2 p, ImVec2 q) {
                return ImVec2{0.5f * (p.x + q.x), 0.5f * (p.y + q.y)};
            };
            const auto distance = [](ImVec2 p, ImVec2 q) {
                constexpr float kLeast = 8.0f;  // CSS pixels: nearer, a factor means nothing
                return std::max(std::hypot(p.x - q.x, p.y - q.y), kLeast);
            };
            const ImVec2 from = middle(a.before, b.before), to = middle(a.now, b.now);
            out = {.is_active = true,
                   .middle = to,
                   .shift = {to.x - from.x, to.y - from.y},
                   .scale = distance(a.now, b.now) / distance(a.before, b.before)};
            was_pinched = true;
        } else if (down.size() == 1) {
            out.middle = down[0].now;  // the last finger moves nothing
        }
        for (Finger& finger : down) finger.before = finger.now;
        return out;
    }
};

Fingers fingers;

void wake();

void work(void*) {
    if (page.app->work(kSliceSeconds)) {
        page.frames_due = std::max(page.frames_due, 1);
        wake();
    }
    page.is_working = page.app->has_work();
    if (page.is_working) emscripten_async_call(work, nullptr, kSlicesApartMilliseconds);
}

// One turn: events, what arrived, and a frame when something changed. True when it is worth while to come
// back at the display's next frame.
bool turn() {
    const double begin = emscripten_get_now();
    bool has_drawn = false;
    SDL_Event event;
    while (SDL_PollEvent(&event)) {
        ImGui_ImplSDL2_ProcessEvent(&event);
        if (event.type == SDL_FINGERDOWN || event.type == SDL_FINGERMOTION ||
            event.type == SDL_FINGERUP)
            fingers.take(event);
        page.frames_due = kSettleFrames;
    }
    load_chinese();
    if (page.app->poll()) page.frames_due = std::max(page.frames_due, 1);
    if (ui::wants_frame()) page.frames_due = std::max(page.frames_due, 1);
    if (page.frames_due > 0 && page.has_context) {
        --page.frames_due;
        ui::set_pinch(fingers.pinch());
        draw_frame();
        has_drawn = true;
        // Dear ImGui takes a press and a release in two frames: of two quick clicks some are left.
        if (ImGui::GetCurrentContext()->InputEventsQueue.Size > 0) page.frames_due = kSettleFrames;
    }
    tell_mirror();
    // All of it, taking in a snapshot included: what keeps the browser from the reader's next move.
    if (has_drawn) inkling_frame_done(emscripten_get_now() - begin);
    if (page.app->has_work() && !page.is_working) {
        page.is_working = true;
        emscripten_async_call(work, nullptr, kSlicesApartMilliseconds);
    }
    if (has_drawn || page.frames_due > 0 || ui::mirror::has_changed() || page.app->waits_for_poll())
        page.active_at = begin;
    return begin - page.active_at < kAwakeMilliseconds;
}

void look_up(void*);

void sleep() {
    page.is_awake = false;
    if (page.is_look_due) return;
    page.is_look_due = true;
    emscripten_async_call(look_up, nullptr, kAsleepMilliseconds);
}

EM_BOOL tick(double, void*) {
    if (turn()) return EM_TRUE;
    sleep();
    return EM_FALSE;
}

void look_up(void*) {
    page.is_look_due = false;
    if (page.is_awake) return;
    page.is_awake = true;
    if (turn())
        emscripten_request_animation_frame_loop(tick, nullptr);
    else
        sleep();
}

void wake() {
    page.active_at = emscripten_get_now();
    if (page.is_awake || !page.app) return;
    page.is_awake = true;
    emscripten_request_animation_frame_loop(tick, nullptr);
}

void ask_for_frames(int count) {
    page.frames_due = std::max(page.frames_due, count);
    wake();
}

// "x,y x,y;x,y x,y" in pad units: strokes parted by ';', points by ' '.
Ink parse_ink(std::string_view text) {
    Ink ink;
    const auto next = [](std::string_view& rest, char mark) {  // up to the mark, which is dropped
        const std::size_t at = std::min(rest.find(mark), rest.size());
        const std::string_view part = rest.substr(0, at);
        rest.remove_prefix(std::min(at + 1, rest.size()));
        return part;
    };
    while (!text.empty()) {
        std::string_view line = next(text, ';');
        Stroke stroke;
        while (!line.empty()) {
            std::string_view pair = next(line, ' ');
            if (pair.empty()) continue;
            const std::optional<double> x = parse_number(next(pair, ',')), y = parse_number(pair);
            if (!x || !y) return {};
            if (stroke.points.size() < limits::kMaxStrokePoints)
                stroke.points.push_back({static_cast<float>(*x), static_cast<float>(*y)});
        }
        if (!stroke.points.empty() && ink.size() < limits::kMaxStrokes) ink.push_back(stroke);
    }
    return ink;
}

std::string answer(const std::string& error) {
    if (error.empty()) return "{\"ok\":true}";
    std::string out = "{\"ok\":false,\"error\":";
    append_json(out, error);
    return out + "}";
}

std::string call_api(std::string_view verb, std::string_view argument) {
    ui::App& app = *page.app;
    // Questions change nothing; everything else may, and is to be seen.
    if (verb == "state") return app.state_json();
    if (verb == "predict") return app.predict_json();
    if (verb == "link") return app.link_json(argument);
    if (verb == "packed") return app.packed_json();
    if (verb == "classes") return app.classes_json();
    if (verb == "pixels") return app.pixels_json();
    if (verb == "parameters") return app.parameters_json(argument);
    if (verb == "csv") return app.csv_json();
    if (verb == "report") return app.report_json();
    ask_for_frames(kSettleFrames);
    if (verb == "open") return app.open_json(argument);
    if (verb == "play")
        app.play();
    else if (verb == "pause")
        app.pause();
    else if (verb == "epoch")
        app.epoch();
    else if (verb == "reset")
        app.reset();
    else if (verb == "step") {
        app.step(static_cast<int>(std::clamp<std::int64_t>(parse_integer(argument).value_or(1),
                                                           -kMostSteps, kMostSteps)));
    } else if (verb == "look") {
        return answer(app.look(argument));
    } else if (verb == "branch") {
        return answer(app.branch());
    } else if (verb == "set" || verb == "view") {
        const std::size_t at = argument.find('=');
        if (at == std::string_view::npos) return answer("set takes a name and a value");
        const std::string_view name = argument.substr(0, at), value = argument.substr(at + 1);
        return answer(verb == "set" ? app.set(name, value) : app.set_view(name, value));
    } else if (verb == "tell") {
        ui::show_toast(argument);
    } else if (verb == "weights") {
        return answer(app.open_weights(argument));
    } else if (verb == "sample") {
        return answer(app.show_sample(static_cast<int>(parse_integer(argument).value_or(-1))));
    } else if (verb == "select") {
        return answer(app.select(argument));
    } else if (verb == "gradients") {
        return answer(app.show_gradients(platform::take_asset("gradients"), argument));
    } else if (verb == "edit") {
        return answer(app.edit(argument));
    } else if (verb == "load")
        return answer(app.load(argument));
    else if (verb == "ink") {
        app.draw_text(argument);
    } else if (verb == "draw") {
        const Ink ink = parse_ink(argument);
        if (ink.empty() && !argument.empty())
            return answer("draw takes strokes as lists of points, each [x, y] from 0 to 1");
        app.draw(ink);
    } else
        return answer("there is no command \"" + std::string(verb.substr(0, 32)) + "\"");
    return answer({});
}

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE void inkling_request_frame() {
    ask_for_frames(1);
}

// Something came from the reader: SDL has taken it down, and the next turn will find it.
EMSCRIPTEN_KEEPALIVE void inkling_wake() {
    wake();
}

EMSCRIPTEN_KEEPALIVE void inkling_click(const char* id) {
    ui::mirror::post_click(id);
    ask_for_frames(kSettleFrames);
}

EMSCRIPTEN_KEEPALIVE void inkling_number(const char* id, double number) {
    ui::mirror::post_number(id, number);
    ask_for_frames(kSettleFrames);
}

EMSCRIPTEN_KEEPALIVE void inkling_text(const char* id, const char* text) {
    ui::mirror::post_text(id, text);
    ask_for_frames(kSettleFrames);
}

EMSCRIPTEN_KEEPALIVE void inkling_escape() {
    ui::mirror::post_escape();
    ask_for_frames(kSettleFrames);
}

EMSCRIPTEN_KEEPALIVE void inkling_focus(const char* id) {
    ui::mirror::post_focus(id);
    ask_for_frames(kSettleFrames);
}

EMSCRIPTEN_KEEPALIVE const char* inkling_api(const char* verb, const char* argument) {
    static std::string result;
    result = page.app ? call_api(verb, argument) : answer("the page is not ready yet");
    return result.c_str();
}

// The number of clickable items that the accessibility mirror does not know; tests want none.
// Inside somebody's page: whether a finger that moves by `dy` (down: positive) from a point (CSS pixels) is for the
// program; if not, it is dropped and scrolls that page.
EMSCRIPTEN_KEEPALIVE int inkling_takes_swipe(double x, double y, double dy) {
    return ui::takes_swipe({static_cast<float>(x), static_cast<float>(y)}, static_cast<float>(dy));
}

EMSCRIPTEN_KEEPALIVE void inkling_drop_finger() {
    ui::drop_finger();
    ask_for_frames(kSettleFrames);
}

EMSCRIPTEN_KEEPALIVE int inkling_undescribed() {
    return static_cast<int>(ui::mirror::undescribed_items().size());
}

EMSCRIPTEN_KEEPALIVE void inkling_context_lost() {
    page.has_context = false;
    ui::render::on_context_lost();
    ImGui_ImplOpenGL3_DestroyDeviceObjects();
}

EMSCRIPTEN_KEEPALIVE void inkling_context_restored() {
    ui::render::on_context_restored();
    page.has_context = true;
    ask_for_frames(kSettleFrames);
}

}  // extern "C"

int main() {
    if (!open_window()) {
        inkling_fatal("webgl");
        return 1;
    }
    start_imgui();
    page.fonts = platform::take_asset("fonts");
    ui::load_fonts({.regular = font_in(page.fonts, "inter400"),
                    .semibold = font_in(page.fonts, "inter600"),
                    .mono = font_in(page.fonts, "mono"),
                    .icons = font_in(page.fonts, "icons")});
    ui::add_chinese_font(font_in(page.fonts, "zhname"));
    page.app = std::make_unique<ui::App>(std::make_unique<ui::WorkerLink>());
    wake();
    return 0;
}
