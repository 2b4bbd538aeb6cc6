// Geometry first, pixels last: ink stays a set of lines while it is scaled, sheared and moved, and is
// drawn once at the final size, so nothing is ever resampled.
#include "engine/data/ink.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>

namespace nn {

namespace {

// A dot or a short dash is not blown up to a whole digit: in scaling, no extent counts as less than
// these shares of the pad.
constexpr float kLeastHeight = 0.2f, kLeastWidth = 0.05f;
constexpr float kLeastPiece = 0.005f;  // lines need not be cut into shorter pieces than this

// Neither not a number nor so far away that a product of three lengths overflows.
bool is_usable(InkPoint p) {
    constexpr float kFarthest = 1e9f;
    return std::abs(p.x) <= kFarthest && std::abs(p.y) <= kFarthest;
}

// The lines of all strokes; a stroke of one point is a line of length 0.
struct Line {
    InkPoint from, to;
};

std::vector<Line> lines_of(const Ink& ink) {
    std::vector<Line> lines;
    for (const Stroke& stroke : ink) {
        const InkPoint* last = nullptr;
        bool is_dot = false;
        for (const InkPoint& point : stroke.points) {
            if (!is_usable(point)) continue;
            if (last != nullptr) lines.push_back({*last, point});
            is_dot = last == nullptr;
            last = &point;
        }
        if (is_dot) lines.push_back({*last, *last});
    }
    return lines;
}

InkBox box_of(std::span<const Line> lines) {
    constexpr float kMost = std::numeric_limits<float>::max();
    InkBox box{{kMost, kMost}, {-kMost, -kMost}};
    for (const Line& line : lines)
        for (const InkPoint p : {line.from, line.to}) {
            box.low = {std::min(box.low.x, p.x), std::min(box.low.y, p.y)};
            box.high = {std::max(box.high.x, p.x), std::max(box.high.y, p.y)};
        }
    return box;
}

template <class Function>
std::vector<Line> mapped(std::vector<Line> lines, Function function) {
    for (Line& line : lines) line = {function(line.from), function(line.to)};
    return lines;
}

float length_of(const Line& line) {
    const float dx = line.to.x - line.from.x, dy = line.to.y - line.from.y;
    return std::sqrt(dx * dx + dy * dy);
}

std::vector<Line> moved(std::vector<Line> lines, float dx, float dy) {
    return mapped(std::move(lines), [&](InkPoint p) { return InkPoint{p.x + dx, p.y + dy}; });
}

// Scaled about the middle of their box, which comes to the middle of an image of this size.
std::vector<Line> placed(std::vector<Line> lines, float scale_x, float scale_y, float width,
                         float height) {
    const InkPoint middle = box_of(lines).middle();
    return mapped(std::move(lines), [&](InkPoint p) {
        return InkPoint{(p.x - middle.x) * scale_x + 0.5f * width,
                        (p.y - middle.y) * scale_y + 0.5f * height};
    });
}

// Preparation, the same for every style

// How far the ink moves to the right on its way down, per unit: the regression of x on y along the
// lines.
float slant_of(std::span<const Line> lines) {
    constexpr float kMost = 0.8f;  // steeper than that is no slant, but a stroke across
    const InkPoint middle = box_of(lines).middle();
    float length = 0.0f, x_sum = 0.0f, y_sum = 0.0f, xy_sum = 0.0f, yy_sum = 0.0f;
    for (const Line& line : lines) {
        const float dx = line.to.x - line.from.x, dy = line.to.y - line.from.y;
        const float weight = length_of(line);
        const float x = 0.5f * (line.from.x + line.to.x) - middle.x;
        const float y = 0.5f * (line.from.y + line.to.y) - middle.y;
        length += weight;
        x_sum += weight * x;
        y_sum += weight * y;
        xy_sum += weight * (x * y + dx * dy / 12.0f);
        yy_sum += weight * (y * y + dy * dy / 12.0f);
    }
    if (length == 0.0f) return 0.0f;
    const float spread = yy_sum - y_sum * y_sum / length;
    if (spread <= 0.0f) return 0.0f;
    return std::clamp((xy_sum - x_sum * y_sum / length) / spread, -kMost, kMost);
}

// Sheared until its slant is this one.
std::vector<Line> leaning(std::vector<Line> lines, float slant) {
    const float shear = slant_of(lines) - slant;
    return mapped(std::move(lines), [shear](InkPoint p) {
        return InkPoint{p.x - shear * p.y, p.y};
    });
}

// What makes a row ask for more room: the length of the ink in it, or how many lines cross it.
enum class RowMeasure { Length, Crossings };

// How rows share the height of a drawing out among themselves.
struct Sharing {
    RowMeasure measure = RowMeasure::Length;
    float way = 1.0f;  // from 0, the rows as drawn, to 1, as they ask
};

// Moves the ink up and down, within its height, so that rows with much of it get more room and rows
// with little give some: the small loop of a 9 with a long tail becomes one that a low resolution can
// show. It is known as line density equalization.
class Evening {
public:
    Evening(std::span<const Line> lines, Sharing sharing) {
        const InkBox box = box_of(lines);
        top_ = box.low.y;
        height_ = box.height();
        // Each line counts for the two rows whose middles are next to its own.
        std::array<float, kRows> ink{};
        float total = 0.0f;
        for (const Line& line : lines) {
            const float length = sharing.measure == RowMeasure::Length
                                     ? length_of(line)
                                     : std::abs(line.to.y - line.from.y);
            const float at = rows_down(0.5f * (line.from.y + line.to.y)) - 0.5f;
            const auto row = static_cast<std::size_t>(std::clamp(at, 0.0f, kRows - 2.0f));
            const float below = std::clamp(at - static_cast<float>(row), 0.0f, 1.0f);
            ink[row] += (1.0f - below) * length;
            ink[row + 1] += below * length;
            total += length;
        }
        // What a row asks for is the ink about it, averaged in a triangle, and an even share.
        std::array<float, kRows> wanted{};
        float all = 0.0f;
        for (std::size_t row = 0; row < kRows; ++row) {
            float sum = 0.0f, weights = 0.0f;
            for (std::size_t at = 0; at < kRows; ++at) {
                const std::size_t away = at < row ? row - at : at - row;
                if (away >= kReach) continue;
                const auto weight = static_cast<float>(kReach - away);
                sum += weight * ink[at];
                weights += weight;
            }
            wanted[row] = sum / weights + kEvenShare * total / kRows;
            all += wanted[row];
        }
        for (std::size_t row = 0; row < kRows; ++row) {
            const float share = all > 0.0f ? wanted[row] / all : 1.0f / kRows;
            end_[row + 1] = end_[row] + sharing.way * share + (1.0f - sharing.way) / kRows;
        }
    }

    float operator()(float y) const {
        const float at = rows_down(y);
        const auto row = static_cast<std::size_t>(std::min(at, kRows - 1.0f));
        const float within = at - static_cast<float>(row);
        return top_ + height_ * (end_[row] + within * (end_[row + 1] - end_[row]));
    }

    static constexpr std::size_t kRows = 24;

private:
    static constexpr std::size_t kReach = 4;   // rows, where the triangle has come down to nothing
    static constexpr float kEvenShare = 0.5f;  // of the ink, as if it lay everywhere

    float rows_down(float y) const {
        return height_ > 0.0f ? std::clamp((y - top_) / height_ * kRows, 0.0f, float{kRows}) : 0.0f;
    }

    float top_ = 0.0f, height_ = 0.0f;
    std::array<float, kRows + 1> end_{};  // end_[i + 1]: of row i, as a share of the height
};

// The same lines, none of them longer than this in either direction.
std::vector<Line> in_pieces(std::span<const Line> lines, float longest) {
    constexpr float kMostPieces = 256.0f;  // of one line
    std::vector<Line> pieces;
    for (const Line& line : lines) {
        const float dx = line.to.x - line.from.x, dy = line.to.y - line.from.y;
        const float extent = std::max(std::abs(dx), std::abs(dy));
        const int count = extent > longest
                              ? static_cast<int>(std::min(std::ceil(extent / longest), kMostPieces))
                              : 1;
        const auto at = [&](int end) {
            const float share = static_cast<float>(end) / static_cast<float>(count);
            return InkPoint{line.from.x + share * dx, line.from.y + share * dy};
        };
        for (int i = 0; i < count; ++i) pieces.push_back({at(i), at(i + 1)});
    }
    return pieces;
}

std::vector<Line> evened(std::span<const Line> lines, Sharing sharing) {
    // A line longer than a row would cut a corner of the curve that it becomes.
    const float row = box_of(lines).height() / static_cast<float>(Evening::kRows);
    std::vector<Line> pieces = in_pieces(lines, std::max(row, kLeastPiece));
    const Evening evening(pieces, sharing);
    return mapped(std::move(pieces), [&evening](InkPoint p) {
        return InkPoint{p.x, evening(p.y)};
    });
}

// Pixels

float distance(InkPoint p, const Line& line) {
    const float dx = line.to.x - line.from.x, dy = line.to.y - line.from.y;
    const float square = dx * dx + dy * dy;
    const float along = (p.x - line.from.x) * dx + (p.y - line.from.y) * dy;
    const float t = square > 0.0f ? std::clamp(along / square, 0.0f, 1.0f) : 0.0f;
    const float ex = p.x - (line.from.x + t * dx), ey = p.y - (line.from.y + t * dy);
    return std::sqrt(ex * ex + ey * ey);
}

// For every pixel of a (height, width) image, how far its centre is from the nearest line. Distances
// beyond `reach` are not looked for and stay infinite.
struct DistanceMap {
    int width, height;
    std::vector<float> values;

    DistanceMap(int columns, int rows, std::span<const Line> lines, float reach)
        : width(columns),
          height(rows),
          values(static_cast<std::size_t>(columns * rows), std::numeric_limits<float>::infinity()) {
        const auto range = [&](float a, float b, int size) {
            const auto limit = static_cast<float>(size);
            return std::pair(
                static_cast<int>(std::clamp(std::floor(std::min(a, b) - reach), 0.0f, limit)),
                static_cast<int>(std::clamp(std::ceil(std::max(a, b) + reach), 0.0f, limit)));
        };
        for (const Line& line : lines) {
            const auto [left, right] = range(line.from.x, line.to.x, width);
            const auto [top, bottom] = range(line.from.y, line.to.y, height);
            for (int y = top; y < bottom; ++y)
                for (int x = left; x < right; ++x) {
                    const InkPoint center{static_cast<float>(x) + 0.5f,
                                          static_cast<float>(y) + 0.5f};
                    float& value = values[index(x, y)];
                    value = std::min(value, distance(center, line));
                }
        }
    }

    std::size_t index(int x, int y) const { return static_cast<std::size_t>(y * width + x); }
    float at(int x, int y) const { return values[index(x, y)]; }
};

// LeCun's MNIST: aspect kept, the longer side 20 of 28 pixels, the centre of mass in the middle.
std::vector<std::uint8_t> mnist_image(const std::vector<Line>& ink, const ImageStyle& style) {
    // The slant is that of the training images' own majority; size, stroke and the rows' sharing were
    // tried out.
    constexpr float kUsualSlant = 0.1f;
    constexpr Sharing kSharing = {RowMeasure::Crossings, 1.0f};
    constexpr float kSize = 19.5f, kStroke = 2.3f, kReach = 0.5f * kStroke + 0.5f;
    const auto width = static_cast<float>(style.width), height = static_cast<float>(style.height);
    const std::vector<Line> lines = evened(leaning(ink, kUsualSlant), kSharing);
    const InkBox box = box_of(lines);
    const float scale = (std::min(width, height) * kSize / 28.0f - kStroke) /
                        std::max({box.width(), box.height(), kLeastHeight});
    const std::vector<Line> drawn = placed(lines, scale, scale, width, height);

    // Coverage of each pixel: the edge of a stroke is softened over one pixel.
    const auto coverage = [](float distance) { return std::clamp(kReach - distance, 0.0f, 1.0f); };
    const DistanceMap map(style.width, style.height, drawn, kReach);
    float mass = 0.0f, x_sum = 0.0f, y_sum = 0.0f;
    for (int y = 0; y < style.height; ++y)
        for (int x = 0; x < style.width; ++x) {
            const float value = coverage(map.at(x, y));
            mass += value;
            x_sum += value * (static_cast<float>(x) + 0.5f);
            y_sum += value * (static_cast<float>(y) + 0.5f);
        }
    const std::vector<Line> centered =
        moved(drawn, 0.5f * width - x_sum / mass, 0.5f * height - y_sum / mass);
    std::vector<std::uint8_t> image;
    for (const float value : DistanceMap(style.width, style.height, centered, kReach).values)
        image.push_back(static_cast<std::uint8_t>(
            std::lround(coverage(value) * static_cast<float>(style.max_value))));
    return image;
}

// UCI's optical digits, which are bitmaps of 32×32 pixels whose 4×4 blocks were counted. Before, a
// form reader of NIST's had scaled every digit to the same box, both ways for itself, set it upright,
// and thinned or thickened its strokes to the usual amount of ink.
std::vector<std::uint8_t> block_image(const std::vector<Line>& ink, const ImageStyle& style) {
    constexpr int kBlock = 4;
    constexpr float kUsualWidth = 21.0f / 32.0f, kUsualInk = 310.0f / 1024.0f;
    constexpr float kThinnest = 3.0f, kThickest = 7.0f, kReach = 0.5f * kThickest;
    constexpr float kMostStretch = 1.6f;  // of one direction against the other
    constexpr Sharing kSharing = {RowMeasure::Length, 0.5f};
    const int columns = kBlock * style.width, rows = kBlock * style.height;
    const auto width = static_cast<float>(columns), height = static_cast<float>(rows);
    const std::vector<Line> lines = evened(leaning(ink, 0.0f), kSharing);
    const InkBox box = box_of(lines);

    // The box that the ink fills includes half a stroke on every side; how wide a stroke is depends
    // on the amount of ink, and that on the scale: two rounds are enough.
    float stroke = 0.5f * (kThinnest + kThickest);
    std::vector<float> distances;
    for (int round = 0; round < 2; ++round) {
        const float scale_y = (height - stroke) / std::max(box.height(), kLeastHeight);
        const float scale_x =
            std::clamp((kUsualWidth * width - stroke) / std::max(box.width(), kLeastWidth),
                       scale_y / kMostStretch, scale_y * kMostStretch);
        const std::vector<Line> scaled = placed(lines, scale_x, scale_y, width, height);
        distances = DistanceMap(columns, rows, scaled, kReach).values;
        std::vector<float> sorted = distances;
        const auto usual = sorted.begin() + static_cast<std::ptrdiff_t>(kUsualInk * width * height);
        std::nth_element(sorted.begin(), usual, sorted.end());
        stroke = std::clamp(2.0f * *usual, kThinnest, kThickest);
    }

    std::vector<int> lit(static_cast<std::size_t>(style.width * style.height));
    for (int y = 0; y < rows; ++y)
        for (int x = 0; x < columns; ++x)
            if (distances[static_cast<std::size_t>(y * columns + x)] <= 0.5f * stroke)
                ++lit[static_cast<std::size_t>(y / kBlock * style.width + x / kBlock)];
    std::vector<std::uint8_t> image;
    for (const int count : lit)
        image.push_back(static_cast<std::uint8_t>(count * style.max_value / (kBlock * kBlock)));
    return image;
}

}  // namespace

std::optional<InkBox> box_of(const Ink& ink) {
    const std::vector<Line> lines = lines_of(ink);
    if (lines.empty()) return std::nullopt;
    return box_of(std::span(lines));
}

ImageStyle style_of(const Dataset& dataset) {
    return {.width = dataset.width, .height = dataset.height, .max_value = dataset.max_value};
}

std::vector<std::uint8_t> image_of_ink(const Ink& ink, const ImageStyle& style) {
    const std::vector<Line> lines = lines_of(ink);
    if (lines.empty())
        return std::vector<std::uint8_t>(static_cast<std::size_t>(style.width * style.height), 0);
    return style.width <= 16 ? block_image(lines, style) : mnist_image(lines, style);
}

}  // namespace nn
