#include "tests/support/drawings.h"

#include <cmath>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <utility>

#include "engine/numerics/random.h"
#include "tests/support/json.h"

namespace nn::test {

namespace {

using Lines = std::vector<std::vector<InkPoint>>;

constexpr float kPi = 3.14159265f;

struct Template {
    std::string_view name;
    Lines lines;  // in a box of 0…1
};

std::vector<InkPoint> ellipse(float x, float y, float rx, float ry, float from = 0.0f,
                              float turns = 1.0f) {
    std::vector<InkPoint> points;
    for (int i = 0; i <= 32; ++i) {
        const float angle = 2.0f * kPi * (from + turns * static_cast<float>(i) / 32.0f);
        points.push_back({x + rx * std::cos(angle), y + ry * std::sin(angle)});
    }
    return points;
}

// Part of an ellipse; angles in degrees, 0 to the right, growing clockwise since y points down.
std::vector<InkPoint> arc(InkPoint middle, float radius_x, float radius_y, float from, float to) {
    constexpr int kSteps = 24;
    std::vector<InkPoint> points;
    for (int i = 0; i <= kSteps; ++i) {
        const float angle =
            (from + (to - from) * static_cast<float>(i) / kSteps) * 3.14159265f / 180.0f;
        points.push_back(
            {middle.x + radius_x * std::cos(angle), middle.y + radius_y * std::sin(angle)});
    }
    return points;
}

std::vector<InkPoint> joined(std::vector<InkPoint> a, const std::vector<InkPoint>& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

const std::vector<Template>& templates() {
    static const std::vector<Template> all = {
        {"A", {{{0.1f, 1}, {0.5f, 0}, {0.9f, 1}}, {{0.25f, 0.6f}, {0.75f, 0.6f}}}},
        {"E",
         {{{0.15f, 0}, {0.15f, 1}},
          {{0.15f, 0}, {0.8f, 0}},
          {{0.15f, 0.5f}, {0.7f, 0.5f}},
          {{0.15f, 1}, {0.8f, 1}}}},
        {"F", {{{0.2f, 0}, {0.2f, 1}}, {{0.2f, 0}, {0.85f, 0}}, {{0.2f, 0.5f}, {0.7f, 0.5f}}}},
        {"H", {{{0.15f, 0}, {0.15f, 1}}, {{0.85f, 0}, {0.85f, 1}}, {{0.15f, 0.5f}, {0.85f, 0.5f}}}},
        {"K", {{{0.2f, 0}, {0.2f, 1}}, {{0.8f, 0}, {0.2f, 0.55f}, {0.85f, 1}}}},
        {"M", {{{0.05f, 1}, {0.15f, 0}, {0.5f, 0.7f}, {0.85f, 0}, {0.95f, 1}}}},
        {"N", {{{0.15f, 1}, {0.15f, 0}, {0.85f, 1}, {0.85f, 0}}}},
        {"R",
         {{{0.2f, 1},
           {0.2f, 0},
           {0.6f, 0},
           {0.8f, 0.12f},
           {0.8f, 0.35f},
           {0.6f, 0.5f},
           {0.2f, 0.5f},
           {0.85f, 1}}}},
        {"W", {{{0, 0}, {0.25f, 1}, {0.5f, 0.3f}, {0.75f, 1}, {1, 0}}}},
        {"X", {{{0.1f, 0}, {0.9f, 1}}, {{0.9f, 0}, {0.1f, 1}}}},
        {"plus", {{{0.5f, 0}, {0.5f, 1}}, {{0, 0.5f}, {1, 0.5f}}}},
        {"grid",
         {{{0.33f, 0}, {0.33f, 1}},
          {{0.67f, 0}, {0.67f, 1}},
          {{0, 0.33f}, {1, 0.33f}},
          {{0, 0.67f}, {1, 0.67f}}}},
        {"star", {{{0.2f, 1}, {0.5f, 0}, {0.8f, 1}, {0.02f, 0.38f}, {0.98f, 0.38f}, {0.2f, 1}}}},
        {"triangle", {{{0.5f, 0}, {1, 1}, {0, 1}, {0.5f, 0}}}},
        {"house",
         {{{0.1f, 1}, {0.1f, 0.45f}, {0.5f, 0}, {0.9f, 0.45f}, {0.9f, 1}, {0.1f, 1}},
          {{0.1f, 0.45f}, {0.9f, 0.45f}}}},
        {"face",
         {ellipse(0.5f, 0.5f, 0.5f, 0.5f), ellipse(0.3f, 0.35f, 0.04f, 0.04f),
          ellipse(0.7f, 0.35f, 0.04f, 0.04f), ellipse(0.5f, 0.5f, 0.25f, 0.25f, 0.05f, 0.4f)}},
        {"spiral", {[] {
             std::vector<InkPoint> points;
             for (int i = 0; i <= 96; ++i) {
                 const float t = static_cast<float>(i) / 96.0f, angle = 6.0f * kPi * t;
                 points.push_back(
                     {0.5f + 0.5f * t * std::cos(angle), 0.5f + 0.5f * t * std::sin(angle)});
             }
             return points;
         }()}},
        {"arrow", {{{0, 0.5f}, {1, 0.5f}}, {{0.65f, 0.2f}, {1, 0.5f}, {0.65f, 0.8f}}}},
    };
    return all;
}

// Kinds that chance makes.
Lines zigzag(RandomState& random) {
    std::vector<InkPoint> points;
    const auto peaks = static_cast<int>(random.randint(6, 11));
    for (int i = 0; i <= peaks; ++i)
        points.push_back({static_cast<float>(i) / static_cast<float>(peaks),
                          static_cast<float>(i % 2 == 0 ? random.uniform(0.0, 0.25)
                                                        : random.uniform(0.75, 1.0))});
    return {points};
}

Lines scribble(RandomState& random) {
    float phase[6];
    for (float& value : phase) value = static_cast<float>(random.uniform(0.0, 2.0 * kPi));
    std::vector<InkPoint> points;
    for (int i = 0; i <= 160; ++i) {
        const float t = static_cast<float>(i) / 160.0f * 2.0f * kPi;
        points.push_back(
            {0.5f + 0.3f * std::sin(3 * t + phase[0]) + 0.2f * std::sin(5 * t + phase[1]),
             0.5f + 0.3f * std::sin(4 * t + phase[2]) + 0.2f * std::sin(7 * t + phase[3])});
    }
    return {points};
}

Lines noise(RandomState& random) {
    const auto at = [&random] {
        return InkPoint{static_cast<float>(random.random_sample()),
                        static_cast<float>(random.random_sample())};
    };
    Lines lines;
    const auto count = random.randint(5, 10);
    for (int i = 0; i < count; ++i) lines.push_back({at(), at()});
    return lines;
}

Lines fleck(RandomState& random) {
    Lines lines;
    const auto count = random.randint(10, 20);
    for (int i = 0; i < count; ++i)
        lines.push_back({{static_cast<float>(random.random_sample()),
                          static_cast<float>(random.random_sample())}});
    return lines;
}

// As a hand would draw it: no corner quite where it should be, no line quite straight.
Ink by_hand(const Lines& lines, RandomState& random) {
    const auto between = [&random](double low, double high) {
        return static_cast<float>(random.uniform(low, high));
    };
    const float turn = between(-0.12, 0.12), lean = between(-0.15, 0.15);
    const float width = 0.6f * between(0.6, 1.0), height = 0.6f;
    Ink ink;
    for (const std::vector<InkPoint>& line : lines) {
        Stroke& stroke = ink.emplace_back();
        const bool is_curve = line.size() > 12;
        const float bend = is_curve ? 0.0f : between(-0.03, 0.03);
        std::vector<InkPoint> corners;
        for (const InkPoint& p : line) {
            const float off = is_curve ? 0.004f : 0.03f;
            const float x = (p.x - 0.5f + between(-off, off)) * width,
                        y = (p.y - 0.5f + between(-off, off)) * height;
            corners.push_back({0.5f + x - lean * y - turn * y, 0.5f + y + turn * x});
        }
        for (std::size_t i = 0; i + 1 < corners.size(); ++i) {
            const InkPoint a = corners[i], b = corners[i + 1];
            const int steps = is_curve ? 1 : 8;
            for (int step = 0; step < steps; ++step) {
                const float t = static_cast<float>(step) / static_cast<float>(steps);
                const float out = 4.0f * bend * t * (1.0f - t);
                stroke.points.push_back({a.x + t * (b.x - a.x) - out * (b.y - a.y),
                                         a.y + t * (b.y - a.y) + out * (b.x - a.x)});
            }
        }
        stroke.points.push_back(corners.back());
    }
    return ink;
}

}  // namespace

Stroke line(std::vector<InkPoint> points) {
    return {.points = std::move(points)};
}

std::vector<Ink> well_drawn_digits() {
    return {
        {line(arc({0.5f, 0.5f}, 0.2f, 0.32f, -90.0f, 270.0f))},
        {line({{0.4f, 0.3f}, {0.53f, 0.18f}, {0.53f, 0.84f}})},
        {line(joined(arc({0.5f, 0.34f}, 0.18f, 0.17f, -170.0f, 30.0f),
                     {{0.3f, 0.82f}, {0.72f, 0.82f}}))},
        {line(joined(arc({0.48f, 0.33f}, 0.17f, 0.16f, -150.0f, 90.0f),
                     arc({0.48f, 0.66f}, 0.19f, 0.17f, -90.0f, 150.0f)))},
        {line({{0.45f, 0.16f}, {0.28f, 0.56f}, {0.72f, 0.56f}}),
         line({{0.6f, 0.36f}, {0.56f, 0.86f}})},
        {line(joined({{0.4f, 0.18f}, {0.37f, 0.46f}},
                     arc({0.48f, 0.63f}, 0.18f, 0.19f, -120.0f, 130.0f))),
         line({{0.4f, 0.18f}, {0.66f, 0.18f}})},
        {line(joined({{0.52f, 0.15f}, {0.42f, 0.4f}, {0.38f, 0.65f}},
                     arc({0.5f, 0.68f}, 0.12f, 0.14f, 180.0f, -180.0f)))},
        {line({{0.3f, 0.2f}, {0.68f, 0.2f}, {0.44f, 0.84f}}),
         line({{0.38f, 0.52f}, {0.64f, 0.52f}})},
        {line(joined(joined(arc({0.5f, 0.32f}, 0.15f, 0.14f, -40.0f, -225.0f), {{0.58f, 0.54f}}),
                     joined(arc({0.5f, 0.68f}, 0.14f, 0.15f, -30.0f, 200.0f),
                            {{0.44f, 0.5f}, {0.66f, 0.26f}})))},
        {line(joined(arc({0.5f, 0.34f}, 0.16f, 0.17f, 0.0f, -360.0f),
                     {{0.65f, 0.5f}, {0.6f, 0.84f}}))},
    };
}

Ink transformed(Ink ink, float scale, float dx, float dy) {
    for (Stroke& stroke : ink)
        for (InkPoint& p : stroke.points) p = {p.x * scale + dx, p.y * scale + dy};
    return ink;
}

std::vector<LabelledInk> pen_strokes() {
    std::ifstream file(INKLING_SOURCE_DIR "/../shared/data/pen-strokes.json", std::ios::binary);
    if (!file) return {};
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    std::vector<LabelledInk> drawings;
    for (const Json& sample : parse_json(text).array) {
        LabelledInk& drawing = drawings.emplace_back();
        drawing.label = static_cast<int>(sample.at("label").number);
        for (const Json& stroke : sample.at("strokes").array) {
            drawing.ink.emplace_back();
            for (const Json& point : stroke.array) {
                const std::vector<double> xy = point.numbers();
                drawing.ink.back().points.push_back(
                    {static_cast<float>(xy.at(0) / 500.0), static_cast<float>(xy.at(1) / 500.0)});
            }
        }
    }
    return drawings;
}

std::vector<NamedInk> drawings_of_no_digit(int of_each, std::uint32_t seed) {
    RandomState random(seed);
    const std::pair<std::string_view, std::function<Lines(RandomState&)>> kChances[] = {
        {"zigzag", zigzag}, {"scribble", scribble}, {"noise", noise}, {"flecks", fleck}};
    std::vector<NamedInk> all;
    for (int i = 0; i < of_each; ++i) {
        for (const Template& shape : templates())
            all.push_back({shape.name, by_hand(shape.lines, random)});
        for (const auto& [name, make] : kChances)
            all.push_back({name, by_hand(make(random), random)});
    }
    return all;
}

}  // namespace nn::test
