#include "engine/sweep/heat_map.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "engine/sweep/texts.h"

namespace nn {

namespace {

constexpr int kLeastWidth = 84, kCellHeight = 46, kMargin = 16, kTitle = 22;  // pixels
constexpr int kScaleWidth = 14, kScaleSteps = 40;
constexpr double kLetter = 7.2;  // of 13 pixels' size, on the wide side

using Color = std::array<double, 3>;

// Dark to light, apart for every kind of colour vision: five points of matplotlib's viridis (CC0).
constexpr std::array<Color, 5> kColors = {
    {{68, 1, 84}, {59, 82, 139}, {33, 145, 140}, {94, 201, 98}, {253, 231, 37}}};

Color color_at(double share) {
    const double place = std::clamp(share, 0.0, 1.0) * double(kColors.size() - 1);
    const auto below = std::min(static_cast<std::size_t>(place), kColors.size() - 2);
    Color color{};
    for (std::size_t i = 0; i < color.size(); ++i)
        color[i] = kColors[below][i] +
                   (kColors[below + 1][i] - kColors[below][i]) * (place - double(below));
    return color;
}

std::string hex(const Color& color) {
    std::string text = "#";
    for (const double part : color) {
        const auto value = static_cast<unsigned>(std::lround(part));
        text += "0123456789abcdef"[value >> 4];
        text += "0123456789abcdef"[value & 15];
    }
    return text;
}

// Black or white, whichever is read better on the colour: WCAG's relative luminance, where both have the
// same contrast at 0.179.
std::string_view ink_on(const Color& color) {
    constexpr std::array<double, 3> kWeights = {0.2126, 0.7152, 0.0722};
    double luminance = 0.0;
    for (std::size_t i = 0; i < color.size(); ++i) {
        const double part = color[i] / 255.0;
        luminance +=
            kWeights[i] * (part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4));
    }
    return luminance > 0.179 ? "#000" : "#fff";
}

std::string escaped(std::string_view text) {
    std::string result;
    for (const char c : text) {
        if (c == '&')
            result += "&amp;";
        else if (c == '<')
            result += "&lt;";
        else if (c == '"')
            result += "&quot;";
        else
            result += c;
    }
    return result;
}

int text_width(std::string_view text) {
    return static_cast<int>(kLetter * static_cast<double>(text.size())) + 1;
}

struct Range {
    double least = 0.0, greatest = 0.0;
    double share(double value) const {
        return greatest > least ? (value - least) / (greatest - least) : 0.5;
    }
};

Range range_of(const SweepCollection& collection) {
    Range range;
    bool is_first = true;
    for (const SweepCell& cell : collection.cells) {
        if (cell.score.count == 0) continue;
        range.least = is_first ? cell.score.mean : std::min(range.least, cell.score.mean);
        range.greatest = is_first ? cell.score.mean : std::max(range.greatest, cell.score.mean);
        is_first = false;
    }
    return range;
}

class Drawing {
public:
    void rectangle(int x, int y, int width, int height, std::string_view fill) {
        text_ += "<rect x=\"" + std::to_string(x) + "\" y=\"" + std::to_string(y) + "\" width=\"" +
                 std::to_string(width) + "\" height=\"" + std::to_string(height) + "\" fill=\"" +
                 std::string(fill) + "\"/>\n";
    }
    void words(int x, int y, std::string_view text, std::string_view anchor = "middle",
               std::string_view more = {}) {
        text_ += "<text x=\"" + std::to_string(x) + "\" y=\"" + std::to_string(y) +
                 "\" text-anchor=\"" + std::string(anchor) + "\"" + std::string(more) + ">" +
                 escaped(text) + "</text>\n";
    }
    void raw(std::string_view text) { text_ += text; }

    std::string file(int width, int height, std::string_view title) const {
        const std::string size = std::to_string(width), other = std::to_string(height);
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + size + "\" height=\"" +
               other + "\" viewBox=\"0 0 " + size + " " + other +
               "\" role=\"img\" font-family=\"system-ui, sans-serif\" font-size=\"13\">\n<title>" +
               escaped(title) + "</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n" +
               text_ + "</svg>\n";
    }

private:
    std::string text_;
};

// Beside the grid: the scale of colours.
void draw_scale(Drawing& drawing, int x, int y, int height, const Range& range) {
    for (int i = 0; i < kScaleSteps; ++i) {
        const int top = y + height * i / kScaleSteps;
        const int bottom = y + height * (i + 1) / kScaleSteps;
        const double share = 1.0 - (i + 0.5) / kScaleSteps;
        drawing.rectangle(x, top, kScaleWidth, bottom - top, hex(color_at(share)));
    }
    const int right = x + kScaleWidth + 5;
    drawing.words(right, y + 10, fixed_text(range.greatest), "start");
    drawing.words(right, y + height, fixed_text(range.least), "start");
}

void draw_cell(Drawing& drawing, int x, int y, int width, const SweepCell& cell,
               const Range& range) {
    const int middle = x + width / 2;
    if (cell.score.count == 0) {
        drawing.rectangle(x, y, width, kCellHeight, "#eee");
        if (cell.planned > 0) drawing.words(middle, y + 27, "–", "middle", " fill=\"#555\"");
        return;
    }
    const Color color = color_at(range.share(cell.score.mean));
    const std::string ink = " fill=\"" + std::string(ink_on(color)) + "\"";
    drawing.rectangle(x, y, width, kCellHeight, hex(color));
    drawing.words(middle, y + 21, fixed_text(cell.score.mean), "middle", ink);
    std::string below;
    if (cell.score.count > 1) below = "± " + fixed_text(cell.score.spread);
    if (cell.done < cell.planned)
        below = std::to_string(cell.done) + " of " + std::to_string(cell.planned);
    if (!below.empty()) drawing.words(middle, y + 37, below, "middle", ink + " font-size=\"11\"");
}

}  // namespace

std::string heat_map_svg(const SweepPlan& plan, const SweepCollection& collection) {
    const int columns = static_cast<int>(plan.columns()), rows = static_cast<int>(plan.rows.size());
    const std::string title = sweep_title(plan, collection), rows_title = row_title(plan);
    int labels = text_width(rows_title);
    for (std::size_t row = 0; row < plan.rows.size(); ++row)
        labels = std::max(labels, text_width(row_label(plan, row)));
    int cell_width = kLeastWidth;
    if (!plan.axes.empty())
        for (const std::string& value : plan.axes[0].values)
            cell_width = std::max(cell_width, text_width(value) + 12);
    const int left = kMargin + labels + 8, top = kMargin + 2 * kTitle;
    const int right = left + columns * cell_width, bottom = top + rows * kCellHeight;
    const Range range = range_of(collection);

    Drawing drawing;
    drawing.words(kMargin, kMargin + 14, title, "start", " font-weight=\"600\"");
    drawing.words(left - 8, top - 8, rows_title, "end", " fill=\"#333\"");
    for (int row = 0; row < rows; ++row) {
        const int y = top + row * kCellHeight;
        drawing.words(left - 8, y + kCellHeight / 2 + 5, row_label(plan, std::size_t(row)), "end");
        for (int column = 0; column < columns; ++column)
            draw_cell(drawing, left + column * cell_width, y, cell_width,
                      collection.cells[std::size_t(row * columns + column)], range);
    }
    if (!plan.axes.empty()) {
        for (int column = 0; column < columns; ++column)
            drawing.words(left + column * cell_width + cell_width / 2, bottom + 18,
                          plan.axes[0].values[std::size_t(column)]);
        drawing.words((left + right) / 2, bottom + 40, plan.axes[0].property->name, "middle",
                      " fill=\"#333\"");
    }
    if (range.greatest > range.least) draw_scale(drawing, right + 18, top, bottom - top, range);
    const int width =
        std::max(right + 18 + kScaleWidth + 5 + text_width("0.0000"), kMargin + text_width(title)) +
        kMargin;
    return drawing.file(width, bottom + 40 + kMargin, title);
}

}  // namespace nn
