// What widgets said of themselves in this frame and in the one before, and what the page asked of them.
// Everything is kept in vectors that are reused from frame to frame; look-ups by id are linear, because what
// is looked up (questions of the page) is nearly always an empty list.
#include "web/widgets/mirror.h"

#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/numerics/decimal.h"

namespace nn::ui::mirror {

namespace {

struct Item {
    ImGuiID id = 0;
    Rect bounds;
};

enum class Ask { Click, Number, Text, Escape };

struct Post {
    Ask ask = Ask::Click;
    std::string id;
    double number = 0.0;
    std::string text;
    int frames_left = 2;
};

struct Mirror {
    std::vector<Node> nodes, previous;  // previous: complete, of the frame just ended
    std::size_t count = 0;              // of `nodes` used so far in this frame
    std::vector<Item> items, previous_items;
    std::vector<ImGuiID> undescribed, known;
    std::vector<Post> posts;
    std::string focus;
    bool must_reveal = false;  // the focus moved, and its widget was not drawn since
    bool has_changed = true;
};

Mirror mirror;

ImGuiID hash(std::string_view id) {
    return ImHashStr(id.data(), id.size());
}

bool take(Ask ask, std::string_view id, Post* out) {
    for (auto post = mirror.posts.begin(); post != mirror.posts.end(); ++post) {
        if (post->ask != ask || post->id != id) continue;
        if (out) *out = std::move(*post);
        mirror.posts.erase(post);
        return true;
    }
    return false;
}

// Off the screen, or as much of it as shows: what a pointer can reach of a half-scrolled widget.
void clip(Node& node) {
    const ImGuiContext& context = *ImGui::GetCurrentContext();
    if (!context.CurrentWindow) return;
    ImRect shown(node.bounds.min(), node.bounds.max());
    node.is_offscreen = !shown.Overlaps(context.CurrentWindow->ClipRect);
    if (node.is_offscreen) return;
    shown.ClipWithFull(context.CurrentWindow->ClipRect);
    node.bounds = {shown.Min.x, shown.Min.y, shown.GetWidth(), shown.GetHeight()};
}

// Items that no description names. Dear ImGui reports its windows as items too.
void find_undescribed() {
    mirror.undescribed.clear();
    mirror.known.clear();
    for (std::size_t i = 0; i < mirror.count; ++i) mirror.known.push_back(hash(mirror.nodes[i].id));
    std::sort(mirror.known.begin(), mirror.known.end());
    for (const Item& item : mirror.items)
        if (!std::binary_search(mirror.known.begin(), mirror.known.end(), item.id) &&
            !ImGui::FindWindowByID(item.id))
            mirror.undescribed.push_back(item.id);
}

std::string_view role_name(Role role) {
    static constexpr std::array<std::string_view, 13> kNames = {
        "button", "toggle", "slider", "select", "option", "tab", "textfield",
        "image",  "canvas", "text",   "status", "group",  "cell"};
    return kNames[static_cast<std::size_t>(role)];
}

void append_number(std::string& out, double value) {
    out += decimal_text(std::isfinite(value) ? value : 0.0);
}

// Coordinates to a tenth of a pixel: nobody reads finer, and the text stays short.
void append_coordinate(std::string& out, float value) {
    append_number(out, std::round(static_cast<double>(value) * 10.0) / 10.0);
}

void append_text(std::string& out, std::string_view text) {
    static constexpr std::string_view kDigits = "0123456789abcdef";
    out += '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20) {
            out += "\\u00";
            out += kDigits[byte >> 4];
            out += kDigits[byte & 15];
        } else {
            out += c;
        }
    }
    out += '"';
}

void append_node(std::string& out, const Node& node) {
    const auto flag = [&out](std::string_view name, bool is_set) {
        if (is_set) out.append(",\"").append(name).append("\":1");
    };
    out += "{\"id\":";
    append_text(out, node.id);
    out.append(",\"role\":\"").append(role_name(node.role)).append("\",\"name\":");
    append_text(out, node.name);
    if (!node.value.empty()) {
        out += ",\"value\":";
        append_text(out, node.value);
    }
    if (node.role == Role::Slider || node.role == Role::Select || node.minimum != node.maximum) {
        const auto number = [&out](std::string_view name, double value) {
            out.append(",\"").append(name).append("\":");
            append_number(out, value);
        };
        number("number", node.number);
        number("min", node.minimum);
        number("max", node.maximum);
        number("step", node.step);
    }
    flag("disabled", node.is_disabled);
    flag("selected", node.is_selected);
    flag("expanded", node.is_expanded);
    flag("invalid", node.is_invalid);
    flag("offscreen", node.is_offscreen);
    out += ",\"bounds\":[";
    append_coordinate(out, node.bounds.x);
    for (const float value : {node.bounds.y, node.bounds.w, node.bounds.h}) {
        out += ',';
        append_coordinate(out, value);
    }
    out += "]}";
}

}  // namespace

bool Node::operator==(const Node& other) const {
    return id == other.id && role == other.role && name == other.name && value == other.value &&
           number == other.number && minimum == other.minimum && maximum == other.maximum &&
           step == other.step && is_disabled == other.is_disabled &&
           is_selected == other.is_selected && is_expanded == other.is_expanded &&
           is_invalid == other.is_invalid && is_offscreen == other.is_offscreen &&
           bounds.x == other.bounds.x && bounds.y == other.bounds.y && bounds.w == other.bounds.w &&
           bounds.h == other.bounds.h;
}

void attach() {
    mirror = {};
    ImGui::GetCurrentContext()->TestEngineHookItems = true;
}

// --- For widgets ------------------------------------------------------------------------------------------

void describe(Node node) {
    if (node.bounds.w <= 0.0f && node.bounds.h <= 0.0f) {
        const ImGuiID id = hash(node.id);
        for (auto item = mirror.items.rbegin(); item != mirror.items.rend(); ++item)
            if (item->id == id) {
                node.bounds = item->bounds;
                break;
            }
    }
    clip(node);
    if (mirror.count < mirror.nodes.size())
        mirror.nodes[mirror.count] = std::move(node);
    else
        mirror.nodes.push_back(std::move(node));
    ++mirror.count;
}

bool take_click(std::string_view id) {
    return take(Ask::Click, id, nullptr);
}

bool take_number(std::string_view id, double* number) {
    Post post;
    if (!take(Ask::Number, id, &post)) return false;
    *number = post.number;
    return true;
}

bool take_text(std::string_view id, std::string* text) {
    Post post;
    if (!take(Ask::Text, id, &post)) return false;
    *text = std::move(post.text);
    return true;
}

bool take_escape() {
    return take(Ask::Escape, {}, nullptr);
}

bool is_focused(std::string_view id) {
    return !id.empty() && mirror.focus == id;
}

bool take_reveal(std::size_t from, Rect* bounds) {
    if (!mirror.must_reveal) return false;
    for (std::size_t i = from; i < mirror.count; ++i) {
        if (mirror.nodes[i].id != mirror.focus) continue;
        mirror.must_reveal = false;
        *bounds = mirror.nodes[i].bounds;
        return true;
    }
    return false;
}

std::size_t node_count() {
    return mirror.count;
}

bool is_on_another_item(ImVec2 point, ImGuiID but) {
    return std::any_of(
        mirror.previous_items.begin(), mirror.previous_items.end(), [&](const Item& item) {
            return item.id != but && item.bounds.contains(point) && !ImGui::FindWindowByID(item.id);
        });
}

// --- For the page --------------------------------------------------------------------------------------------

void begin_frame() {
    mirror.count = 0;
    mirror.previous_items.swap(mirror.items);
    mirror.items.clear();
}

void end_frame() {
    find_undescribed();
    mirror.nodes.resize(mirror.count);
    if (mirror.nodes != mirror.previous) mirror.has_changed = true;
    mirror.nodes.swap(mirror.previous);
    for (Post& post : mirror.posts) --post.frames_left;
    std::erase_if(mirror.posts, [](const Post& post) { return post.frames_left <= 0; });
    mirror.must_reveal = false;
}

const std::vector<Node>& nodes() {
    return mirror.previous;
}

bool has_changed() {
    return mirror.has_changed;
}

std::string nodes_json() {
    mirror.has_changed = false;
    std::string out = "[";
    out.reserve(160 * mirror.previous.size() + 2);
    for (const Node& node : mirror.previous) {
        if (out.size() > 1) out += ',';
        append_node(out, node);
    }
    out += ']';
    return out;
}

void post_click(std::string_view id) {
    mirror.posts.push_back({.ask = Ask::Click, .id = std::string(id)});
}

void post_number(std::string_view id, double number) {
    // A dragged DOM slider posts faster than frames are drawn: the newest position counts.
    for (Post& post : mirror.posts)
        if (post.ask == Ask::Number && post.id == id) {
            post.number = number;
            return;
        }
    mirror.posts.push_back({.ask = Ask::Number, .id = std::string(id), .number = number});
}

void post_text(std::string_view id, std::string_view text) {
    mirror.posts.push_back({.ask = Ask::Text, .id = std::string(id), .text = std::string(text)});
}

void post_focus(std::string_view id) {
    if (mirror.focus == id) return;
    mirror.focus = id;
    mirror.must_reveal = !id.empty();
}

void post_escape() {
    mirror.posts.push_back({.ask = Ask::Escape});
}

const std::vector<ImGuiID>& undescribed_items() {
    return mirror.undescribed;
}

}  // namespace nn::ui::mirror

// Dear ImGui calls these for every item (IMGUI_ENABLE_TEST_ENGINE).
void ImGuiTestEngineHook_ItemAdd(ImGuiContext*, ImGuiID id, const ImRect& bb,
                                 const ImGuiLastItemData*) {
    nn::ui::mirror::mirror.items.push_back(
        {id, {bb.Min.x, bb.Min.y, bb.GetWidth(), bb.GetHeight()}});
}

void ImGuiTestEngineHook_ItemInfo(ImGuiContext*, ImGuiID, const char*, ImGuiItemStatusFlags) {}

void ImGuiTestEngineHook_Log(ImGuiContext*, const char*, ...) {}

const char* ImGuiTestEngine_FindItemDebugLabel(ImGuiContext*, ImGuiID id) {
    using nn::ui::mirror::mirror;
    for (const nn::ui::mirror::Node& node : mirror.previous)
        if (nn::ui::mirror::hash(node.id) == id) return node.id.c_str();
    return nullptr;
}
