// A line chart as Inkling draws it: horizontal grid only, labels at the lines' ends, cross-line and card
// with exact values on hover, zoom by wheel or pinch and pan by drag.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "web/widgets/geometry.h"
#include "web/widgets/theme.h"

namespace nn::ui {

struct PlotLine {
    std::string label;            // at the line's end: "test 0.099"; hover card uses card_label
    std::string card_label;       // "test"
    std::span<const float> x, y;  // x ascending; non-finite y breaks the line
    Color color = 0;
    float width = 2.0f;
    bool is_dashed = false;
    bool is_strong = false;  // label in semibold text colour
};

// What the reader has zoomed to; kept by the caller. The whole range unless is_zoomed.
struct PlotView {
    bool is_zoomed = false;
    double x_min = 0.0, x_max = 1.0;
};

struct PlotAxes {
    std::string_view x_unit;  // "epoch"
    // The same points of the last line on another scale ("step"), for the card; may be empty.
    std::string_view other_x_unit = {};
    std::span<const float> other_x = {};
    bool is_log_y = false;
    bool is_percent = false;              // y is a share, ticks as "95 %"
    double y_min = 0.0, y_max = 0.0;      // both 0: from the data
    std::optional<double> marked_x = {};  // a dotted line stands there
    std::string_view widest_label =
        {};  // as much room labels have at least, so that lines stay put
    std::string_view
        empty_text;  // shown with a dashed example curve while there is nothing to draw
};

// What of x is in view, and from where to where it is drawn; empty while there is nothing to draw.
struct PlotSpan {
    float left = 0.0f, right = 0.0f;
    double low = 0.0, high = 0.0;
    float at(double x) const {
        return left + static_cast<float>((x - low) / (high - low)) * (right - left);
    }
};

// Returns true when the view changed. `hovered_x` receives the x under the pointer (NaN when none).
// Lines given later are drawn above, and stand first in the card.
bool plot(std::string_view id, const Rect& rect, std::string_view name,
          std::span<const PlotLine> lines, const PlotAxes& axes, PlotView* view,
          double* hovered_x = nullptr, PlotSpan* in_view = nullptr);

// Exponential moving average, weight in [0, 1): 0 leaves the values as they are.
void smooth(std::span<const float> values, float weight, std::span<float> out);

}  // namespace nn::ui
