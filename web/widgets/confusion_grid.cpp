// The cells are one item for the pointer; the mirror names each that is not empty, which is how the keyboard gets there.
#include "web/widgets/confusion_grid.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>

#include "web/widgets/control_kit.h"
#include "web/widgets/text.h"

namespace nn::ui {

namespace {

constexpr float kMostCell = 24.0f, kGap = 2.0f;
constexpr float kCaption = 17.0f, kHeader = 15.0f;        // above the grid
constexpr float kSideCaption = 16.0f, kRowLabel = 19.0f;  // left of it
constexpr TextStyle kNumber{.size = 12.0f};
// So few classes have room for their names, and larger cells.
constexpr int kFewClasses = 3;
constexpr float kMostRoomyCell = 72.0f, kMostRowLabel = 90.0f;

struct Grid {
    std::span<const std::int32_t> counts;
    int classes = 0;
    float x = 0.0f, y = 0.0f, cell = 0.0f;
    float row_label = kRowLabel;

    float pitch() const { return cell + kGap; }
    float side() const { return pitch() * static_cast<float>(classes) - kGap; }
    std::int32_t at(Cell c) const {
        return counts[static_cast<std::size_t>(c.truth * classes + c.prediction)];
    }
    Rect rect(Cell c) const {
        return {x + pitch() * static_cast<float>(c.prediction),
                y + pitch() * static_cast<float>(c.truth), cell, cell};
    }
    Cell under(ImVec2 point) const {
        const auto index = [this](float offset) {
            const int i = static_cast<int>(std::floor((offset + 0.5f * kGap) / pitch()));
            return i >= 0 && i < classes ? i : -1;
        };
        const Cell out{index(point.y - y), index(point.x - x)};
        return out.truth >= 0 && out.prediction >= 0 ? out : Cell{};
    }
};

Grid lay_out(const Rect& rect, std::span<const std::int32_t> counts, int classes,
             std::span<const std::string_view> names) {
    float row_label = kRowLabel;
    if (classes <= kFewClasses)
        for (const std::string_view name : names)
            row_label = std::max(row_label, text_size(name, kNumber).x + 8.0f);
    row_label = std::min(row_label, kMostRowLabel);
    const float left = kSideCaption + row_label, top = kCaption + kHeader;
    const float room = std::min(rect.w - left, rect.h - top);
    const float ratio = device_ratio();
    const float cell =
        std::floor(((room + kGap) / static_cast<float>(classes) - kGap) * ratio) / ratio;
    return {.counts = counts,
            .classes = classes,
            .x = snap(rect.x + left),
            .y = snap(rect.y + top),
            .cell = std::clamp(cell, 4.0f, classes <= kFewClasses ? kMostRoomyCell : kMostCell),
            .row_label = row_label};
}

struct Depth {
    std::int32_t right = 1, wrong = 1;  // the largest counts
};

Depth depth_of(const Grid& grid) {
    Depth out;
    for (int t = 0; t < grid.classes; ++t)
        for (int p = 0; p < grid.classes; ++p) {
            std::int32_t& most = t == p ? out.right : out.wrong;
            most = std::max(most, grid.at({t, p}));
        }
    return out;
}

Color empty_color() {
    return theme().is_dark ? mix(theme().surface, theme().raised, 0.6f) : theme().hover;
}

// Wrong counts span from one to hundreds: each doubling is a step deeper.
Color cell_color(Cell cell, std::int32_t count, const Depth& depth) {
    const Theme& t = theme();
    if (count == 0) return empty_color();
    if (cell.truth == cell.prediction) {
        const float share = static_cast<float>(count) / static_cast<float>(depth.right);
        return mix(empty_color(), t.quiet, 0.14f + 0.38f * share);
    }
    const float doublings = std::log2(static_cast<float>(count)) /
                            std::log2(static_cast<float>(std::max(depth.wrong, 8)));
    const Color least =
        t.is_dark ? mix(t.wrong_tint, t.wrong, 0.16f) : mix(t.wrong_tint, t.wrong, 0.2f);
    return mix(least, t.wrong, 0.6f * doublings);
}

std::string_view number(std::int32_t value, std::array<char, 12>& buffer) {
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    return {buffer.data(), static_cast<std::size_t>(end - buffer.data())};
}

// "1.1k"
std::string_view thousands(std::int32_t value, std::array<char, 12>& buffer) {
    const auto tenths = (static_cast<std::int64_t>(value) + 50) / 100;
    char* end = std::to_chars(buffer.data(), buffer.data() + buffer.size() - 3, tenths / 10).ptr;
    *end++ = '.';
    *end++ = static_cast<char>('0' + tenths % 10);
    *end++ = 'k';
    return {buffer.data(), static_cast<std::size_t>(end - buffer.data())};
}

void draw_cell(const Grid& grid, Cell cell, const Depth& depth, bool is_hovered) {
    const std::int32_t count = grid.at(cell);
    Rect rect = grid.rect(cell);
    Color color = cell_color(cell, count, depth);
    if (is_hovered && count > 0) color = mix(color, theme().text, 0.14f);
    fill_round(rect, 2.0f, color);
    if (count == 0) return;
    std::array<char, 12> buffer;
    std::string_view text = number(count, buffer);
    TextStyle style = kNumber;
    const auto fits = [&] { return text_size(text, style).x <= rect.w + 1.0f; };
    if (!fits()) text = thousands(count, buffer);
    // What does not fit even so is left to tip and mirror: smaller nobody could read it.
    if (!fits()) return;
    style.color = contrast(color, theme().text) >= 4.5f ? theme().text : text_on(color);
    rect = rect.inset(-2.0f, 0.0f);
    draw_text(rect, text, style, Align::Center);
}

// Text that runs upwards: laid out flat around the same centre, then turned.
void draw_upward_text(ImVec2 center, std::string_view text, const TextStyle& style) {
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const float width = std::ceil(text_size(text, style).x);
    center = snap(center);
    const int first = draw->VtxBuffer.Size;
    draw_text({center.x - std::floor(0.5f * width), center.y - 8.0f, width + 1.0f, 16.0f}, text,
              style);
    for (int i = first; i < draw->VtxBuffer.Size; ++i) {
        ImVec2& at = draw->VtxBuffer[i].pos;
        at = {center.x + (at.y - center.y), center.y - (at.x - center.x)};
    }
}

// Long class names have no room beside the cells: there their numbers stand.
std::string_view short_name(std::span<const std::string_view> names, int index,
                            std::array<char, 12>& buffer) {
    const bool is_short = std::all_of(names.begin(), names.end(),
                                      [](std::string_view name) { return name.size() <= 2; });
    if (is_short && index < static_cast<int>(names.size()))
        return names[static_cast<std::size_t>(index)];
    return number(index, buffer);
}

void draw_labels(const Grid& grid, std::span<const std::string_view> names,
                 std::string_view read_as, std::string_view truth, Cell hovered) {
    const TextStyle quiet{.size = 12.0f, .color = theme().quiet};
    draw_text({grid.x, grid.y - kCaption - kHeader - 1.0f, grid.side(), kCaption}, read_as, quiet,
              Align::Center);
    draw_upward_text({grid.x - grid.row_label - 0.5f * kSideCaption, grid.y + 0.5f * grid.side()},
                     truth, quiet);
    std::array<char, 12> buffer;
    for (int i = 0; i < grid.classes; ++i) {
        const bool has_name = grid.classes <= kFewClasses && i < static_cast<int>(names.size());
        const std::string_view name =
            has_name ? names[static_cast<std::size_t>(i)] : short_name(names, i, buffer);
        TextStyle style = quiet;
        style.color = hovered.prediction == i ? theme().text : theme().quiet;
        const Rect top = grid.rect({0, i});
        draw_text({top.x - 4.0f, grid.y - kHeader - 2.0f, top.w + 8.0f, kHeader}, name, style,
                  Align::Center);
        style.color = hovered.truth == i ? theme().text : theme().quiet;
        const Rect left = grid.rect({i, 0});
        draw_text({grid.x - grid.row_label, left.y, grid.row_label - 7.0f, left.h}, name, style,
                  Align::Right);
    }
}

std::string cell_name(Cell cell, std::int32_t count, std::span<const std::string_view> names,
                      std::string_view read_as) {
    const auto name = [&](int index) {
        return index < static_cast<int>(names.size())
                   ? std::string(names[static_cast<std::size_t>(index)])
                   : std::to_string(index);
    };
    return name(cell.truth) + " " + std::string(read_as) + " " + name(cell.prediction) + ": " +
           std::to_string(count);
}

}  // namespace

bool confusion_grid(std::string_view id, const Rect& rect, std::span<const std::int32_t> counts,
                    int classes, std::span<const std::string_view> class_names,
                    std::string_view read_as, std::string_view truth, Cell* chosen, Rect* anchor) {
    if (classes <= 0 ||
        counts.size() < static_cast<std::size_t>(classes) * static_cast<std::size_t>(classes))
        return false;
    const Grid grid = lay_out(rect, counts, classes, class_names);
    const Depth depth = depth_of(grid);

    const bool is_over = is_pointer_in({grid.x, grid.y, grid.side(), grid.side()});
    Cell hovered = is_over ? grid.under(ImGui::GetIO().MousePos) : Cell{};
    if (hovered.is_some() && grid.at(hovered) == 0) hovered = {};
    const Interaction state = interact(id, {grid.x, grid.y, grid.side(), grid.side()});
    if (is_touch() && !state.is_held && !state.is_clicked) hovered = {};
    if (hovered.is_some() && state.is_hovered) {
        ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
        const auto index = static_cast<ImGuiID>(hovered.truth * classes + hovered.prediction);
        consume_tip(state.id + 1 + index, grid.rect(hovered),
                    cell_name(hovered, grid.at(hovered), class_names, read_as), true);
    }

    mirror::describe({.id = std::string(id),
                      .role = mirror::Role::Group,
                      .name = std::string(truth) + ", " + std::string(read_as),
                      .bounds = {grid.x, grid.y, grid.side(), grid.side()}});
    Cell picked = state.is_clicked ? hovered : Cell{};
    Cell focused;
    draw_labels(grid, class_names, read_as, truth, hovered);
    for (int t = 0; t < classes; ++t)
        for (int p = 0; p < classes; ++p) {
            const Cell cell{t, p};
            draw_cell(grid, cell, depth, cell == hovered);
            if (grid.at(cell) == 0) continue;
            std::string name = std::string(id) + "." + std::to_string(t) + "." + std::to_string(p);
            if (mirror::take_click(name)) picked = cell;
            if (mirror::is_focused(name)) focused = cell;
            mirror::describe({.id = std::move(name),
                              .role = mirror::Role::Cell,
                              .name = cell_name(cell, grid.at(cell), class_names, read_as),
                              .is_selected = *chosen == cell,
                              .bounds = grid.rect(cell)});
        }
    if (focused.is_some()) draw_focus_ring(grid.rect(focused), 2.0f);
    const bool is_inside = chosen->truth < classes && chosen->prediction < classes;
    if (chosen->is_some() && is_inside)
        stroke_round(grid.rect(*chosen).inset(-2.0f, -2.0f), 4.0f, theme().accent, 2.0f);

    if (picked.is_some()) {
        *chosen = picked;
        *anchor = grid.rect(picked);
        return true;
    }
    if (chosen->is_some() && is_inside)
        *anchor = grid.rect(*chosen);
    else if (hovered.is_some())
        *anchor = grid.rect(hovered);
    return false;
}

}  // namespace nn::ui
