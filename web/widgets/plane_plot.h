// A square of the plane: what a network answers everywhere as a coloured surface, the points that it learnt
// from and those that it is tested on, and the line where it cannot decide. Plain values in, the place that
// the reader points at out.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/data/plane.h"
#include "web/widgets/geometry.h"

namespace nn::ui {

struct PlanePlot {
    std::span<const float> surface;  // (side, side) from the top left, -1…1; empty: not known yet
    int side = 0;
    std::uint64_t version = 0;  // of the surface
    std::span<const PlanePoint> points;
    std::span<const std::int32_t> train, test;  // indices of the points to show
    std::span<const std::uint8_t>
        test_labels;             // what the network says of the test points; may be empty
    bool is_regression = false;  // points show their target, and there is no line
    bool is_stepped = false;
    std::optional<ImVec2> probe;  // a place held fast
    std::string_view name;        // spoken
    std::string_view value;       // likewise: what is said of the probe
};

struct PlanePlotCache;
struct PlanePlotState {  // kept by the caller
    std::shared_ptr<PlanePlotCache> cache;
};

struct PlanePointer {
    std::optional<ImVec2> hovered;  // coordinates of the plane
    bool is_clicked = false;
};

PlanePointer plane_plot(std::string_view id, const Rect& square, const PlanePlot& plot,
                        PlanePlotState* state);

// The surface at a place, between the middles of its cells.
float surface_at(const PlanePlot& plot, ImVec2 place);

// The line on which a surface is 0, as pairs of points in the unit square from the top left: one piece for
// each cell between four middles that it crosses, two where it crosses twice.
std::vector<ImVec2> zero_line(std::span<const float> surface, int side);

// A small picture of points alone, for choosing between problems.
void plane_thumbnail(const Rect& square, std::span<const PlanePoint> points, bool is_regression);

// The coordinate of the middle of a cell, of so many from -kPlaneReach to kPlaneReach.
float middle_of_cell(int cell, int cells);

// A feature over the plane, (side, side) from the top left, its largest size 1.
std::vector<float> feature_surface(Feature feature, int side);

// A small surface, such as a feature's; kept by its owner.
struct PlaneTile;
std::shared_ptr<PlaneTile> make_plane_tile(std::span<const float> values, int side);
void draw_plane_tile(const Rect& square, PlaneTile& tile, bool is_faded);

}  // namespace nn::ui
