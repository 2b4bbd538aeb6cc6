#include "web/widgets/plane_plot.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "web/render/render.h"
#include "web/widgets/control_kit.h"

namespace nn::ui {

namespace {

constexpr float kSurfaceShare = 0.73f;  // of the surface's colour over the ground
constexpr std::size_t kManyPoints = 1200;
constexpr float kPointRadius = 4.0f, kSmallRadius = 2.5f;

std::array<ImU32, 256> ramp_over_ground(float share) {
    std::array<ImU32, 256> ramp{};
    for (std::size_t i = 0; i < ramp.size(); ++i)
        ramp[i] = mix(theme().ground, sign_color(static_cast<float>(i) / 127.5f - 1.0f), share);
    return ramp;
}

void place(render::Surface& surface, const Rect& square) {
    surface.area = {square.x, square.y, square.w, square.h};
}

ImVec2 to_screen(const Rect& square, ImVec2 at) {
    return {square.x + square.w * (0.5f + 0.5f * at.x / kPlaneReach),
            square.y + square.h * (0.5f - 0.5f * at.y / kPlaneReach)};
}

ImVec2 to_plane(const Rect& square, ImVec2 at) {
    return {kPlaneReach * (2.0f * (at.x - square.x) / square.w - 1.0f),
            kPlaneReach * (1.0f - 2.0f * (at.y - square.y) / square.h)};
}

Color class_color(std::uint8_t label) {
    return label != 0 ? theme().positive : theme().negative;
}

struct PointLook {
    float radius;
    Color rim;
    float rim_width;
};

// Classes differ by shape, too: blue is round, orange square. Values of a regression are round.
void draw_point(ImDrawList* draw, ImVec2 at, const PlanePoint& point, bool is_regression,
                const PointLook& look) {
    const Color base = is_regression ? sign_color(point.target) : class_color(point.label);
    const Color fill = mix(base, theme().is_dark ? theme().text : theme().ground,
                           is_regression     ? 0.0f
                           : theme().is_dark ? 0.45f
                                             : 0.6f);
    if (is_regression || point.label != 0) {
        draw->AddCircleFilled(at, look.radius, fill, 16);
        if (look.rim_width > 0.0f) draw->AddCircle(at, look.radius, look.rim, 16, look.rim_width);
        return;
    }
    const float half = 0.89f * look.radius;  // as large an area as the disc
    draw->AddRectFilled({at.x - half, at.y - half}, {at.x + half, at.y + half}, fill);
    if (look.rim_width > 0.0f)
        draw->AddRect({at.x - half, at.y - half}, {at.x + half, at.y + half}, look.rim, 0.0f, 0,
                      look.rim_width);
}

}  // namespace

struct PlanePlotCache {
    render::Surface surface;
    std::uint64_t version_of = ~0ull;
    bool is_dark = true;
    std::vector<ImVec2> line;
};

struct PlaneTile {
    render::Surface surface;
    bool is_dark = true, is_faded = false;
};

float surface_at(const PlanePlot& plot, ImVec2 at) {
    if (plot.side < 1 || plot.surface.empty()) return 0.0f;
    const auto side = static_cast<float>(plot.side);
    const auto cell = [&](float share) {
        return std::clamp(share * side - 0.5f, 0.0f, side - 1.0f);
    };
    const float x = cell(0.5f + 0.5f * at.x / kPlaneReach),
                y = cell(0.5f - 0.5f * at.y / kPlaneReach);
    const int column = static_cast<int>(x), row = static_cast<int>(y);
    const auto value = [&](int r, int c) {
        return plot.surface[static_cast<std::size_t>(std::min(r, plot.side - 1) * plot.side +
                                                     std::min(c, plot.side - 1))];
    };
    const float u = x - static_cast<float>(column), v = y - static_cast<float>(row);
    return (1.0f - v) * ((1.0f - u) * value(row, column) + u * value(row, column + 1)) +
           v * ((1.0f - u) * value(row + 1, column) + u * value(row + 1, column + 1));
}

std::vector<ImVec2> zero_line(std::span<const float> surface, int side) {
    std::vector<ImVec2> line;
    const auto value = [&](int row, int column) {
        return surface[static_cast<std::size_t>(row * side + column)];
    };
    const auto middle = [side](float cell) { return (cell + 0.5f) / static_cast<float>(side); };
    for (int row = 0; row + 1 < side; ++row) {
        for (int column = 0; column + 1 < side; ++column) {
            const float a = value(row, column), b = value(row, column + 1),
                        c = value(row + 1, column + 1), d = value(row + 1, column);
            const int corners = (a > 0) + (b > 0) + (c > 0) + (d > 0);
            if (corners == 0 || corners == 4) continue;
            const auto x = static_cast<float>(column), y = static_cast<float>(row);
            // Where the line crosses the edges, clockwise from the upper one.
            ImVec2 crossings[4];
            int count = 0;
            const auto cross = [&](float from, float to, ImVec2 start, ImVec2 step) {
                if ((from > 0) == (to > 0)) return;
                const float share = from / (from - to);
                crossings[count++] = {middle(start.x + share * step.x),
                                      middle(start.y + share * step.y)};
            };
            cross(a, b, {x, y}, {1.0f, 0.0f});
            cross(b, c, {x + 1.0f, y}, {0.0f, 1.0f});
            cross(c, d, {x + 1.0f, y + 1.0f}, {-1.0f, 0.0f});
            cross(d, a, {x, y + 1.0f}, {0.0f, -1.0f});
            const auto join = [&](int from, int to) {
                line.push_back(crossings[from]);
                line.push_back(crossings[to]);
            };
            if (count == 2) {
                join(0, 1);
                continue;
            }
            // Crossed twice: the mean tells which two corners are joined across the cell.
            const bool joins_first = (a + b + c + d > 0) == (a > 0);
            join(0, joins_first ? 1 : 3);
            join(2, joins_first ? 3 : 1);
        }
    }
    return line;
}

PlanePointer plane_plot(std::string_view id, const Rect& square, const PlanePlot& plot,
                        PlanePlotState* state) {
    if (!state->cache) state->cache = std::make_shared<PlanePlotCache>();
    PlanePlotCache& cache = *state->cache;
    render::Surface& surface = cache.surface;
    place(surface, square);
    if (surface.ramp_version == 0 || cache.is_dark != theme().is_dark) {
        cache.is_dark = theme().is_dark;
        surface.ramp = ramp_over_ground(kSurfaceShare);
        ++surface.ramp_version;
    }
    if (cache.version_of != plot.version || surface.side != plot.side) {
        cache.version_of = plot.version;
        surface.values.assign(plot.surface.begin(), plot.surface.end());
        surface.side = plot.side;
        ++surface.version;
        cache.line =
            plot.is_regression ? std::vector<ImVec2>() : zero_line(plot.surface, plot.side);
    }
    surface.is_stepped = plot.is_stepped;

    const Interaction action = interact(id, square);
    ImDrawList* draw = ImGui::GetWindowDrawList();
    draw->AddRectFilled(square.min(), square.max(), theme().zero);
    render::draw_surface(draw, &surface);
    ImGui::PushClipRect(square.min(), square.max(), true);
    const auto on_square = [&square](ImVec2 share) {
        return ImVec2{square.x + share.x * square.w, square.y + share.y * square.h};
    };
    const Color line_color = with_alpha(theme().text, theme().is_dark ? 0.9f : 0.8f);
    for (std::size_t i = 0; i + 1 < cache.line.size(); i += 2)
        draw->AddLine(on_square(cache.line[i]), on_square(cache.line[i + 1]), line_color, 1.25f);

    const bool are_many = plot.train.size() + plot.test.size() > kManyPoints;
    const PointLook train{.radius = are_many ? kSmallRadius : kPointRadius,
                          .rim = with_alpha(theme().is_dark ? theme().ground : theme().text, 0.65f),
                          .rim_width = are_many ? 0.0f : 1.0f};
    const auto draw_at = [&](std::int32_t index, const PointLook& look) {
        const PlanePoint& point = plot.points[static_cast<std::size_t>(index)];
        draw_point(draw, to_screen(square, {point.x1, point.x2}), point, plot.is_regression, look);
    };
    for (const std::int32_t index : plot.train) draw_at(index, train);
    for (std::size_t i = 0; i < plot.test.size(); ++i) {
        const auto at = static_cast<std::size_t>(plot.test[i]);
        const bool is_wrong = !plot.is_regression && i < plot.test_labels.size() &&
                              plot.test_labels[i] != plot.points[at].label;
        draw_at(plot.test[i], {.radius = train.radius + 0.5f,
                               .rim = is_wrong ? theme().wrong : theme().text,
                               .rim_width = is_wrong ? 2.0f : 1.25f});
    }
    if (plot.probe) {
        const ImVec2 at = to_screen(square, *plot.probe);
        draw->AddCircle(at, 7.0f, theme().ground, 32, 4.0f);
        draw->AddCircle(at, 7.0f, theme().text, 32, 2.0f);
    }
    ImGui::PopClipRect();
    draw->AddRect({square.x - 0.5f, square.y - 0.5f},
                  {square.right() + 0.5f, square.bottom() + 0.5f}, theme().control,
                  space::kTileCorner);
    if (action.is_focused) draw_focus_ring(square, space::kTileCorner);
    mirror::describe({.id = std::string(id),
                      .role = mirror::Role::Image,
                      .name = std::string(plot.name),
                      .value = std::string(plot.value),
                      .bounds = square});

    PlanePointer pointer;
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    if ((action.is_hovered || action.is_clicked) && square.contains(mouse)) {
        pointer.hovered = to_plane(square, mouse);
        pointer.is_clicked = action.is_clicked && !action.is_asked;
    }
    return pointer;
}

void plane_thumbnail(const Rect& square, std::span<const PlanePoint> points, bool is_regression) {
    ImDrawList* draw = ImGui::GetWindowDrawList();
    draw->AddRectFilled(square.min(), square.max(), theme().ground, space::kTileCorner);
    ImGui::PushClipRect(square.min(), square.max(), true);
    for (const PlanePoint& point : points) {
        const ImVec2 at = to_screen(square.inset(2.0f, 2.0f), {point.x1, point.x2});
        const Color color = is_regression ? sign_color(point.target) : class_color(point.label);
        draw->AddCircleFilled(at, 1.6f, color, 10);
    }
    ImGui::PopClipRect();
    draw->AddRect(square.min(), square.max(), theme().line, space::kTileCorner);
}

float middle_of_cell(int cell, int cells) {
    return kPlaneReach *
           ((2.0f * static_cast<float>(cell) + 1.0f) / static_cast<float>(cells) - 1.0f);
}

std::vector<float> feature_surface(Feature feature, int side) {
    std::vector<float> out;
    float most = 0.0f;
    for (int row = 0; row < side; ++row)
        for (int column = 0; column < side; ++column) {
            out.push_back(
                feature_of(feature, middle_of_cell(column, side), -middle_of_cell(row, side)));
            most = std::max(most, std::abs(out.back()));
        }
    for (float& value : out) value /= most;
    return out;
}

std::shared_ptr<PlaneTile> make_plane_tile(std::span<const float> values, int side) {
    auto tile = std::make_shared<PlaneTile>();
    tile->surface.values.assign(values.begin(), values.end());
    tile->surface.side = side;
    tile->surface.version = 1;
    return tile;
}

void draw_plane_tile(const Rect& square, PlaneTile& tile, bool is_faded) {
    render::Surface& surface = tile.surface;
    place(surface, square);
    if (surface.ramp_version == 0 || tile.is_dark != theme().is_dark || tile.is_faded != is_faded) {
        tile.is_dark = theme().is_dark;
        tile.is_faded = is_faded;
        surface.ramp = ramp_over_ground(is_faded ? 0.3f : 1.0f);
        ++surface.ramp_version;
    }
    render::draw_surface(ImGui::GetWindowDrawList(), &surface);
}

}  // namespace nn::ui
