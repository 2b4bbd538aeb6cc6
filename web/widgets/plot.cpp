// Lines are thinned to two points a device pixel and, where points are far apart, bent monotonically through
// them, which never shows a value that is not between its neighbours.
#include "web/widgets/plot.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "web/widgets/control_kit.h"
#include "web/widgets/plot_scale.h"
#include "web/widgets/text.h"

namespace nn::ui {

namespace {

constexpr float kAxisLeft = 36.0f, kAxisGap = 9.0f, kAxisBottom = 28.0f, kTop = 8.0f;
constexpr float kLabelGap = 10.0f, kRightMargin = 12.0f, kLabelPitch = 15.0f;
constexpr float kDash = 4.0f, kDashGap = 3.0f;
constexpr double kTickSpacingX = 56.0, kTickSpacingY = 24.0;
constexpr double kLogDepth = 1e-7;  // how far below the largest value a log axis reaches at most
constexpr float kEndDot = 3.5f;

struct Scales {
    Rect box;  // where lines are
    Range x, y;
    bool is_log = false;

    // Values far outside stay within some screens of the box: lines still leave it in the right
    // direction, and dashes on the way there can be counted.
    static float near(double share, float size) {
        constexpr double kFar = 4000.0;
        return static_cast<float>(std::clamp(share * static_cast<double>(size), -kFar, kFar));
    }
    float to_x(double value) const { return box.x + near((value - x.low) / x.span(), box.w); }
    float to_y(double value) const {
        double at = 0.0, low = y.low, high = y.high;
        if (is_log) {
            at = std::log(std::max(value, y.low * 1e-3));
            low = std::log(low);
            high = std::log(high);
        } else {
            at = value;
        }
        return box.bottom() - near((at - low) / (high - low), box.h);
    }
    double from_x(float pixel) const {
        return x.low + x.span() * static_cast<double>((pixel - box.x) / box.w);
    }
};

std::size_t size_of(const PlotLine& line) {
    return std::min(line.x.size(), line.y.size());
}

// The whole range of x, empty (span 0) while no line has two points.
Range range_of_x(std::span<const PlotLine> lines) {
    Range out{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
    for (const PlotLine& line : lines) {
        const std::size_t n = size_of(line);
        if (n < 2) continue;
        out.low = std::min(out.low, static_cast<double>(line.x[0]));
        out.high = std::max(out.high, static_cast<double>(line.x[n - 1]));
    }
    if (!(out.high > out.low)) return {0.0, 0.0};
    return out;
}

Range range_of_y(std::span<const PlotLine> lines, const Range& x, const PlotAxes& axes) {
    if (axes.y_min != 0.0 || axes.y_max != 0.0) return {axes.y_min, axes.y_max};
    double low = std::numeric_limits<double>::infinity(), high = -low;
    for (const PlotLine& line : lines)
        for (std::size_t i = 0; i < size_of(line); ++i) {
            const auto px = static_cast<double>(line.x[i]), value = static_cast<double>(line.y[i]);
            if (!std::isfinite(value) || px < x.low || px > x.high ||
                (axes.is_log_y && value <= 0.0))
                continue;
            low = std::min(low, value);
            high = std::max(high, value);
        }
    if (!(high >= low)) return {axes.is_log_y ? 0.1 : 0.0, 1.0};
    if (axes.is_log_y) {
        low = std::max(low, high * kLogDepth);
        const double margin = std::max(0.06 * std::log(high / low), 0.05);
        return {low * std::exp(-margin), high * std::exp(margin)};
    }
    if (!axes.is_percent) low = std::min(low, 0.0);
    const double margin = std::max(0.06 * (high - low), axes.is_percent ? 0.002 : 1e-9);
    return {axes.is_percent ? std::max(low - margin, 0.0) : low,
            axes.is_percent ? std::min(high + margin, 1.0) : high + margin};
}

// --- Lines ------------------------------------------------------------------------------------------------------

// Scratch of one frame, kept so that a frame allocates nothing.
struct Scratch {
    std::vector<ImVec2> points, curve, dash;
    std::vector<float> slopes;
};
Scratch scratch;

// At most the lowest and the highest point of each device pixel's column, in their order.
void add_thinned(std::vector<ImVec2>& points, ImVec2 point, int& in_column, float& column,
                 float ratio) {
    const float here = std::floor(point.x * ratio);
    if (points.empty() || here != column) {
        column = here;
        in_column = 1;
        points.push_back(point);
    } else if (in_column == 1) {
        in_column = 2;
        points.push_back(point);
    } else {
        ImVec2& a = points[points.size() - 2];
        ImVec2& b = points.back();
        if (point.y < std::min(a.y, b.y))
            (a.y < b.y ? a : b) = point;
        else if (point.y > std::max(a.y, b.y))
            (a.y > b.y ? a : b) = point;
        else
            return;
        if (a.x > b.x) std::swap(a, b);
    }
}

// Slopes that keep each piece between its ends (Fritsch and Carlson's condition, by harmonic means).
void make_slopes(const std::vector<ImVec2>& p, std::vector<float>& slopes) {
    const std::size_t n = p.size();
    slopes.assign(n, 0.0f);
    const auto secant = [&p](std::size_t i) {
        const float dx = p[i + 1].x - p[i].x;
        return dx > 1e-4f ? (p[i + 1].y - p[i].y) / dx : 0.0f;
    };
    slopes[0] = secant(0);
    slopes[n - 1] = secant(n - 2);
    for (std::size_t i = 1; i + 1 < n; ++i) {
        const float a = secant(i - 1), b = secant(i);
        if (a * b > 0.0f) slopes[i] = 2.0f * a * b / (a + b);
    }
}

const std::vector<ImVec2>& bent(const std::vector<ImVec2>& points) {
    const std::size_t n = points.size();
    if (n < 3 || (points.back().x - points.front().x) / static_cast<float>(n - 1) < 3.0f)
        return points;
    make_slopes(points, scratch.slopes);
    std::vector<ImVec2>& curve = scratch.curve;
    curve.clear();
    for (std::size_t i = 0; i + 1 < n; ++i) {
        const ImVec2 a = points[i], b = points[i + 1];
        const float dx = b.x - a.x;
        const int steps = std::clamp(static_cast<int>(std::hypot(dx, b.y - a.y) / 3.0f), 1, 32);
        for (int k = 0; k < steps; ++k) {
            const float t = static_cast<float>(k) / static_cast<float>(steps), s = 1.0f - t;
            const float y = s * s * (1.0f + 2.0f * t) * a.y + t * t * (3.0f - 2.0f * t) * b.y +
                            s * s * t * dx * scratch.slopes[i] -
                            t * t * s * dx * scratch.slopes[i + 1];
            curve.push_back({a.x + t * dx, y});
        }
    }
    curve.push_back(points.back());
    return curve;
}

void draw_dashed(const std::vector<ImVec2>& points, Color color, float width) {
    ImDrawList* draw = ImGui::GetWindowDrawList();
    std::vector<ImVec2>& dash = scratch.dash;
    dash.assign(1, points.front());
    float left = kDash;
    bool is_on = true;
    for (std::size_t i = 1; i < points.size(); ++i) {
        ImVec2 from = points[i - 1];
        const ImVec2 to = points[i];
        float length = std::hypot(to.x - from.x, to.y - from.y);
        while (length > left) {
            const float share = left / length;
            from = {from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share};
            length -= left;
            if (is_on) {
                dash.push_back(from);
                draw->AddPolyline(dash.data(), static_cast<int>(dash.size()), color, 0, width);
            }
            dash.assign(1, from);
            is_on = !is_on;
            left = is_on ? kDash : kDashGap;
        }
        left -= length;
        if (is_on) dash.push_back(to);
    }
    if (is_on && dash.size() > 1)
        draw->AddPolyline(dash.data(), static_cast<int>(dash.size()), color, 0, width);
}

void draw_piece(const PlotLine& line) {
    if (scratch.points.size() < 2) return;
    const std::vector<ImVec2>& points = bent(scratch.points);
    if (line.is_dashed)
        draw_dashed(points, line.color, line.width);
    else
        ImGui::GetWindowDrawList()->AddPolyline(points.data(), static_cast<int>(points.size()),
                                                line.color, 0, line.width);
}

void draw_line_of(const PlotLine& line, const Scales& scales) {
    const std::size_t n = size_of(line);
    const float ratio = device_ratio();
    scratch.points.clear();
    int in_column = 0;
    float column = 0.0f;
    // One point beyond each side, so that the line leaves the box and does not end in it.
    const float* const begin = line.x.data();
    const float* const end = begin + n;
    const float* first = std::lower_bound(begin, end, static_cast<float>(scales.x.low));
    if (first != begin) --first;
    for (auto i = static_cast<std::size_t>(first - begin); i < n; ++i) {
        const auto value = static_cast<double>(line.y[i]);
        if (std::isfinite(value)) {
            const ImVec2 point{scales.to_x(static_cast<double>(line.x[i])), scales.to_y(value)};
            add_thinned(scratch.points, point, in_column, column, ratio);
        } else {
            draw_piece(line);
            scratch.points.clear();
        }
        if (static_cast<double>(line.x[i]) > scales.x.high) break;
    }
    draw_piece(line);
}

// The last value in view, or false.
bool last_in_view(const PlotLine& line, const Range& x, double* at, double* value) {
    for (std::size_t i = size_of(line); i-- > 0;) {
        if (static_cast<double>(line.x[i]) > x.high || !std::isfinite(line.y[i])) continue;
        if (static_cast<double>(line.x[i]) < x.low) return false;
        *at = static_cast<double>(line.x[i]);
        *value = static_cast<double>(line.y[i]);
        return true;
    }
    return false;
}

bool is_faint(const PlotLine& line) {
    return line.width < 1.5f;
}

void draw_dot(ImVec2 at, Color color) {
    ImDrawList* draw = ImGui::GetWindowDrawList();
    draw->AddCircleFilled(at, kEndDot + 1.0f, theme().surface, 24);
    draw->AddCircleFilled(at, kEndDot, color, 24);
}

// --- Labels at the lines' ends ------------------------------------------------------------------------------------

struct EndLabel {
    const PlotLine* line;
    std::string_view text;
    float y;
};

TextStyle label_style(const PlotLine& line) {
    return {.face = line.is_strong ? Face::Semibold : Face::Regular,
            .size = 12.0f,
            .color = line.color == theme().control ? theme().quiet : line.color};
}

// Moves labels apart, as little as possible: from the top down, then back up from the bottom.
void spread(std::vector<EndLabel>& labels, float top, float bottom) {
    std::stable_sort(labels.begin(), labels.end(),
                     [](const EndLabel& a, const EndLabel& b) { return a.y < b.y; });
    float least = top;
    for (EndLabel& label : labels) {
        label.y = std::max(label.y, least);
        least = label.y + kLabelPitch;
    }
    float most = bottom;
    for (std::size_t i = labels.size(); i-- > 0;) {
        labels[i].y = std::min(labels[i].y, most);
        most = labels[i].y - kLabelPitch;
    }
}

void draw_ends(std::span<const PlotLine> lines, const Scales& scales, float right) {
    static std::vector<EndLabel> labels;
    labels.clear();
    for (const PlotLine& line : lines) {
        double at = 0.0, value = 0.0;
        if (!last_in_view(line, scales.x, &at, &value)) continue;
        const float y = std::clamp(scales.to_y(value), scales.box.y, scales.box.bottom());
        const bool is_end = at >= static_cast<double>(line.x[size_of(line) - 1]);
        if (is_end && !is_faint(line)) draw_dot({scales.to_x(at), y}, line.color);
        // The label tells the newest value: where the line leaves the view before it, its name must do.
        const std::string_view text = is_end ? line.label : line.card_label;
        if (!line.label.empty()) labels.push_back({&line, text, y});
    }
    spread(labels, scales.box.y + 2.0f, scales.box.bottom());
    const float x = scales.box.right() + kLabelGap;
    for (const EndLabel& label : labels)
        draw_text({x, label.y - 9.0f, right - x, 18.0f}, label.text, label_style(*label.line));
}

// --- Axes -----------------------------------------------------------------------------------------------------------

float label_room(std::span<const PlotLine> lines, const PlotAxes& axes) {
    float out = std::max(text_size(axes.x_unit, {.size = 12.0f}).x,
                         text_size(axes.widest_label, {.size = 12.0f}).x);
    for (const PlotLine& line : lines)
        if (!line.label.empty()) out = std::max(out, text_size(line.label, label_style(line)).x);
    return std::ceil(out) + kLabelGap + kRightMargin;
}

std::vector<Tick> ticks_of_y(const Scales& scales, const PlotAxes& axes) {
    const auto height = static_cast<double>(scales.box.h);
    return axes.is_log_y ? log_ticks(scales.y, height, kTickSpacingY)
                         : linear_ticks(scales.y, height, kTickSpacingY * 1.4, axes.is_percent);
}

void draw_grid(float y, float left, float right) {
    const float hair = std::max(1.0f, std::floor(device_ratio() + 0.25f)) / device_ratio();
    y = snap(y - 0.5f * hair);
    ImGui::GetWindowDrawList()->AddRectFilled({left, y}, {right, y + hair}, theme().line);
}

// Room for the longest number at the left of the box; a change of it moves every point, so it grows in steps.
float axis_room(std::span<const Tick> ticks) {
    float widest = 0.0f;
    for (const Tick& tick : ticks)
        widest = std::max(widest, text_size(tick.text, {.size = 12.0f}).x);
    return std::max(kAxisLeft, 8.0f * std::ceil((widest + kAxisGap) / 8.0f));
}

void draw_axes(const Scales& scales, std::span<const Tick> ticks_y, const PlotAxes& axes,
               float left, float right) {
    const TextStyle quiet{.size = 12.0f, .color = theme().quiet};
    for (const Tick& tick : ticks_y) {
        const float y = scales.to_y(tick.value);
        draw_grid(y, scales.box.x, scales.box.right());
        draw_text({left, y - 9.0f, scales.box.x - left - kAxisGap, 18.0f}, tick.text, quiet,
                  Align::Right);
    }
    const Rect row{scales.box.x, scales.box.bottom() + 7.0f, scales.box.w, 18.0f};
    float taken = row.x;
    for (const Tick& tick :
         integer_ticks(scales.x, static_cast<double>(scales.box.w), kTickSpacingX)) {
        const float x = scales.to_x(tick.value), width = text_size(tick.text, quiet).x;
        draw_text({x - 40.0f, row.y, 80.0f, row.h}, tick.text, quiet, Align::Center);
        taken = x + 0.5f * width;
    }
    const float unit_x = std::max(scales.box.right() + kLabelGap, taken + 8.0f);
    draw_text({unit_x, row.y, right - unit_x + 8.0f, row.h}, axes.x_unit, quiet);
}

// --- Pointing -------------------------------------------------------------------------------------------------------

// Index of the point nearest to x, or size_of(line) when x is beyond the line's ends by more than half a pixel.
std::size_t nearest(const PlotLine& line, double x, double tolerance) {
    const std::size_t n = size_of(line);
    if (n == 0) return n;
    const float* const begin = line.x.data();
    auto i =
        static_cast<std::size_t>(std::lower_bound(begin, begin + n, static_cast<float>(x)) - begin);
    if (i == n) i = n - 1;
    if (i > 0 && x - static_cast<double>(line.x[i - 1]) < static_cast<double>(line.x[i]) - x) --i;
    return std::abs(static_cast<double>(line.x[i]) - x) <= tolerance ? i : n;
}

std::string heading(std::string_view unit, double x) {
    std::string out(unit);
    if (!out.empty() && out[0] >= 'a' && out[0] <= 'z')
        out[0] = static_cast<char>(out[0] - 'a' + 'A');
    const bool is_whole = std::abs(x - std::round(x)) < 1e-4;
    return out + (out.empty() ? "" : " ") +
           (is_whole && std::abs(x) < 1000.0 ? plain_number(x, 0) : exact_value(x, false));
}

struct CardRow {
    const PlotLine* line;
    std::string value;
};

void draw_swatch(ImVec2 from, const PlotLine& line) {
    ImDrawList* draw = ImGui::GetWindowDrawList();
    const float width = std::max(line.width, 2.0f);
    if (!line.is_dashed) {
        draw->AddLine(from, {from.x + 16.0f, from.y}, line.color, width);
        return;
    }
    for (const float x : {0.0f, 6.0f, 12.0f})
        draw->AddLine({from.x + x, from.y}, {from.x + x + 4.0f, from.y}, line.color, width);
}

void draw_card(const Scales& scales, float x, const std::string& title,
               std::span<const CardRow> rows) {
    constexpr TextStyle kTitle{.face = Face::Semibold};
    constexpr TextStyle kValue{.face = Face::Mono, .size = 12.0f};
    constexpr TextStyle kName{.size = 12.0f};
    float names = 0.0f, values = 0.0f;
    for (const CardRow& row : rows) {
        names = std::max(names, text_size(row.line->card_label, kName).x);
        values = std::max(values, text_size(row.value, kValue).x);
    }
    const float inner =
        std::ceil(std::max(26.0f + names + 24.0f + values, text_size(title, kTitle).x));
    const ImVec2 size{inner + 28.0f, 44.0f + 22.0f * static_cast<float>(rows.size())};
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    float left = x + 14.0f;
    if (left + size.x > screen.x - 8.0f) left = x - 14.0f - size.x;
    const float top =
        std::clamp(scales.box.y - 4.0f, 8.0f, std::max(screen.y - 8.0f - size.y, 8.0f));
    const Rect box{snap(std::max(left, 8.0f)), snap(top), size.x, size.y};
    begin_layer("plot.card", box, false);
    draw_raised(box);
    Rect rest = box.inset(14.0f, 10.0f);
    draw_text(rest.take_top(22.0f), title, kTitle);
    for (const CardRow& row : rows) {
        Rect line = rest.take_top(22.0f);
        draw_swatch({line.x, snap(line.center().y)}, *row.line);
        line.take_left(26.0f);
        draw_text(line, row.line->card_label, kName);
        draw_text(line, row.value, kValue, Align::Right);
    }
    end_layer();
}

// Cross-line, dots and card at the point nearest to the pointer; returns its x.
double point_at(std::span<const PlotLine> lines, const Scales& scales, const PlotAxes& axes,
                float pointer) {
    // The present run, given last, says where points are.
    const double wished = std::clamp(scales.from_x(pointer), scales.x.low, scales.x.high);
    double x = wished, best = std::numeric_limits<double>::infinity();
    for (std::size_t i = lines.size(); i-- > 0;) {
        const std::size_t at = nearest(lines[i], wished, scales.x.span());
        if (at == size_of(lines[i])) continue;
        const auto candidate = static_cast<double>(lines[i].x[at]);
        if (candidate < scales.x.low || candidate > scales.x.high) continue;
        // Another line's point counts only where this one has none near.
        if (std::abs(candidate - wished) < best * 0.5) {
            best = std::abs(candidate - wished);
            x = candidate;
        }
    }
    const float at_x = snap(scales.to_x(x));
    const float hair = std::max(1.0f, std::floor(device_ratio() + 0.25f)) / device_ratio();
    ImDrawList* draw = ImGui::GetWindowDrawList();
    draw->AddRectFilled({at_x, scales.box.y - 4.0f}, {at_x + hair, scales.box.bottom()},
                        theme().quiet);
    static std::vector<CardRow> rows;
    rows.clear();
    const double tolerance = scales.x.span() / static_cast<double>(scales.box.w) * 6.0 +
                             0.5 * std::min(1.0, scales.x.span() * 0.05);
    for (std::size_t i = lines.size(); i-- > 0;) {
        const std::size_t at = nearest(lines[i], x, tolerance);
        if (at == size_of(lines[i]) || !std::isfinite(lines[i].y[at])) continue;
        const auto value = static_cast<double>(lines[i].y[at]);
        // Where one line goes on from another, its first point is the other's last.
        const auto is_same = [&](const CardRow& row) {
            return row.line->card_label == lines[i].card_label &&
                   row.value == exact_value(value, axes.is_percent);
        };
        if (std::ranges::any_of(rows, is_same)) continue;
        rows.push_back({&lines[i], exact_value(value, axes.is_percent)});
    }
    for (std::size_t i = rows.size(); i-- > 0;) {
        const std::size_t at = nearest(*rows[i].line, x, tolerance);
        const ImVec2 dot{at_x + 0.5f * hair, scales.to_y(static_cast<double>(rows[i].line->y[at]))};
        if (dot.y >= scales.box.y - 1.0f && dot.y <= scales.box.bottom() + 1.0f)
            draw_dot(dot, is_faint(*rows[i].line) ? theme().quiet : rows[i].line->color);
    }
    if (rows.empty()) return x;
    std::string title = heading(axes.x_unit, x);
    const std::size_t at = nearest(lines.back(), x, tolerance);
    if (at < axes.other_x.size())
        title += ", " + std::string(axes.other_x_unit) + " " +
                 heading({}, static_cast<double>(axes.other_x[at]));
    draw_card(scales, at_x, title, rows);
    return x;
}

bool move_view(const Interaction& state, bool is_pinched, const Scales& scales, const Range& whole,
               PlotView* view) {
    const ImGuiIO& io = ImGui::GetIO();
    if (state.is_hovered && view->is_zoomed && ImGui::IsMouseDoubleClicked(0)) {
        *view = {};
        return true;
    }
    Range x = scales.x;
    const auto zoom = [&](double factor, float around) {
        const double least = std::max(whole.span() / 1000.0, std::min(2.0, whole.span()));
        const double span = std::clamp(x.span() / factor, least, whole.span());
        const double share =
            std::clamp(static_cast<double>((around - scales.box.x) / scales.box.w), 0.0, 1.0);
        x.low += share * (x.span() - span);
        x.high = x.low + span;
    };
    const auto pan = [&](float pixels) {
        const double shift = -static_cast<double>(pixels / scales.box.w) * x.span();
        x = {x.low + shift, x.high + shift};
        claim_drag();
    };
    const float wheel = io.MouseWheel;
    if (is_pinched) {
        zoom(static_cast<double>(pinch().scale), pinch().middle.x);
        pan(pinch().shift.x);
    } else if (state.is_hovered && wheel != 0.0f) {
        zoom(std::pow(1.18, static_cast<double>(wheel)), io.MousePos.x);
    } else if (state.is_held && view->is_zoomed && io.MouseDelta.x != 0.0f) {
        pan(io.MouseDelta.x);
    } else {
        return false;
    }
    const double span = x.span();
    x.low = std::clamp(x.low, whole.low, whole.high - span);
    *view = {
        .is_zoomed = span < whole.span() * (1.0 - 1e-9), .x_min = x.low, .x_max = x.low + span};
    return true;
}

// --- Nothing to draw yet ---------------------------------------------------------------------------------------------

void draw_example(const Rect& rect, std::string_view text) {
    const float text_height =
        text.empty() ? 0.0f
                     : measure_paragraph(std::min(rect.w, 300.0f), text, {.size = 12.0f}) + 12.0f;
    const float height = std::min(rect.h - text_height - 8.0f, 120.0f),
                width = std::min(rect.w, 260.0f);
    if (height < 24.0f) return;
    const float left = snap(rect.center().x - 0.5f * width),
                top = snap(rect.center().y - 0.5f * (height + text_height));
    for (const float share : {0.15f, 0.55f, 0.95f})
        draw_grid(top + share * height, left, left + width);
    std::vector<ImVec2>& points = scratch.points;
    points.clear();
    for (float t = 0.0f; t <= 1.0f; t += 1.0f / 64.0f)
        points.push_back({left + t * width, top + height * (0.88f - 0.85f * std::exp(-4.2f * t))});
    draw_dashed(points, theme().quiet, 1.5f);
    if (!text.empty())
        draw_paragraph({left, top + height + 12.0f}, std::min(rect.w, 300.0f), text,
                       {.size = 12.0f, .color = theme().quiet});
}

std::string in_words(std::span<const PlotLine> lines, const PlotAxes& axes, const Range& x) {
    std::string out;
    for (std::size_t i = lines.size(); i-- > 0;) {
        if (lines[i].label.empty()) continue;
        out += out.empty() ? "" : ", ";
        out += lines[i].label;
    }
    return out + "; " + heading(axes.x_unit, x.high);
}

}  // namespace

bool plot(std::string_view id, const Rect& rect, std::string_view name,
          std::span<const PlotLine> lines, const PlotAxes& axes, PlotView* view, double* hovered_x,
          PlotSpan* in_view) {
    if (in_view) *in_view = {};
    if (hovered_x) *hovered_x = std::numeric_limits<double>::quiet_NaN();
    const Range whole = range_of_x(lines);
    const bool is_empty = whole.span() <= 0.0 || rect.w < 80.0f || rect.h < 60.0f;
    if (is_empty) {
        draw_example(rect, axes.empty_text);
        mirror::describe({.id = std::string(id),
                          .role = mirror::Role::Image,
                          .name = std::string(name),
                          .value = std::string(axes.empty_text),
                          .bounds = rect});
        return false;
    }

    Scales scales;
    scales.is_log = axes.is_log_y;
    scales.x = whole;
    if (view->is_zoomed) {
        const double span =
            std::clamp(view->x_max - view->x_min, whole.span() * 1e-6, whole.span());
        scales.x.low = std::clamp(view->x_min, whole.low, whole.high - span);
        scales.x.high = scales.x.low + span;
    }
    const float room = std::min(label_room(lines, axes), 0.45f * rect.w);
    scales.y = range_of_y(lines, scales.x, axes);
    scales.box = {snap(rect.x), snap(rect.y + kTop), rect.w - room, rect.h - kTop - kAxisBottom};
    const std::vector<Tick> ticks_y = ticks_of_y(scales, axes);
    const float axis = axis_room(ticks_y);
    scales.box.x = snap(rect.x + axis);
    scales.box.w -= axis;
    if (in_view) *in_view = {scales.box.x, scales.box.right(), scales.x.low, scales.x.high};

    const Rect reach{scales.box.x - 4.0f, rect.y, scales.box.w + 8.0f, rect.h};
    const Interaction state = interact(id, reach);
    const bool is_pinched = is_pinched_in(reach);
    const bool has_changed = move_view(state, is_pinched, scales, whole, view);
    mirror::describe({.id = std::string(id),
                      .role = mirror::Role::Image,
                      .name = std::string(name),
                      .value = in_words(lines, axes, whole),
                      .bounds = rect});

    draw_axes(scales, ticks_y, axes, rect.x, rect.right());
    const Rect& box = scales.box;
    ImGui::PushClipRect({box.x - 2.0f, box.y - 4.0f}, {box.right() + 2.0f, box.bottom() + 4.0f},
                        true);
    if (axes.marked_x) {
        const float x = snap(scales.to_x(*axes.marked_x)) + 0.5f;
        scratch.points.assign({{x, box.y - 4.0f}, {x, box.bottom() + 4.0f}});
        draw_dashed(scratch.points, theme().quiet, 1.0f);
    }
    for (const PlotLine& line : lines) draw_line_of(line, scales);
    ImGui::PopClipRect();
    draw_ends(lines, scales, rect.right());
    if (state.is_focused) draw_focus_ring(rect);
    if (state.is_hovered && !is_pinched && !(state.is_held && view->is_zoomed && !is_touch())) {
        const double x = point_at(lines, scales, axes, ImGui::GetIO().MousePos.x);
        if (hovered_x) *hovered_x = x;
    }
    return has_changed;
}

void smooth(std::span<const float> values, float weight, std::span<float> out) {
    float mean = std::numeric_limits<float>::quiet_NaN();
    const std::size_t n = std::min(values.size(), out.size());
    for (std::size_t i = 0; i < n; ++i) {
        if (!std::isfinite(values[i])) {
            out[i] = values[i];
            continue;
        }
        mean = std::isfinite(mean) ? weight * mean + (1.0f - weight) * values[i] : values[i];
        out[i] = mean;
    }
}

}  // namespace nn::ui
