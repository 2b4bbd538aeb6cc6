#include "engine/data/plane.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cmath>

#include "engine/numerics/functions.h"
#include "engine/numerics/random.h"

namespace nn {

namespace {

constexpr std::array<EnumName<Feature>, kFeatures> kNames = {{
    {Feature::X1, "x1", "x\u2081"},
    {Feature::X2, "x2", "x\u2082"},
    {Feature::X1Squared, "x1-squared", "x\u2081\u00B2"},
    {Feature::X2Squared, "x2-squared", "x\u2082\u00B2"},
    {Feature::X1X2, "x1x2", "x\u2081x\u2082"},
    {Feature::SinX1, "sin-x1", "sin x\u2081"},
    {Feature::SinX2, "sin-x2", "sin x\u2082"},
}};

constexpr double kPi = 3.14159265358979323846;
constexpr std::uint8_t kOrange = 0, kBlue = 1;

struct Place {
    double x1 = 0.0, x2 = 0.0;
};

PlanePoint labelled(Place place, std::uint8_t label) {
    return {.x1 = static_cast<float>(place.x1),
            .x2 = static_cast<float>(place.x2),
            .label = label,
            .target = 0.0f};
}

// At so many half-turns from the second axis.
Place on_circle(double radius, double half_turns) {
    return {radius * sin_of_pi(half_turns), radius * sin_of_pi(half_turns + 0.5)};
}

Place uniform_place(double reach, RandomState& random) {
    const double x1 = random.uniform(-reach, reach);
    return {x1, random.uniform(-reach, reach)};
}

Place moved(Place place, Place by, double share) {
    return {place.x1 + share * by.x1, place.x2 + share * by.x2};
}

double distance(Place a, Place b) {
    const double x1 = a.x1 - b.x1, x2 = a.x2 - b.x2;
    return std::sqrt(x1 * x1 + x2 * x2);
}

// Half of the points of one class, then the others: draw(i, count, label) is point i of `count`.
template <class Draw>
std::vector<PlanePoint> two_classes(int samples, std::uint8_t first, Draw draw) {
    std::vector<PlanePoint> points;
    const int half = samples / 2;
    const auto second = static_cast<std::uint8_t>(1 - first);
    for (int i = 0; i < half; ++i) points.push_back(draw(i, half, first));
    for (int i = 0; i < samples - half; ++i) points.push_back(draw(i, samples - half, second));
    return points;
}

// A disc and a ring about it. Noise moves a point before its label is decided, not on the picture.
std::vector<PlanePoint> circle(int samples, double noise, RandomState& random) {
    constexpr double kRadius = 5.0;
    return two_classes(samples, kBlue, [&](int, int, std::uint8_t kind) {
        const double radius = kind == kBlue ? random.uniform(0.0, 0.5 * kRadius)
                                            : random.uniform(0.7 * kRadius, kRadius);
        const Place place = on_circle(radius, random.uniform(0.0, 2.0));
        const Place decides = moved(place, uniform_place(kRadius, random), noise);
        return labelled(place, distance(decides, {}) < 0.5 * kRadius ? kBlue : kOrange);
    });
}

// Four squares in the corners, kept clear of the axes.
std::vector<PlanePoint> exclusive_or(int samples, double noise, RandomState& random) {
    constexpr double kReach = 5.0, kPadding = 0.3;
    std::vector<PlanePoint> points;
    for (int i = 0; i < samples; ++i) {
        Place place = uniform_place(kReach, random);
        for (double* x : {&place.x1, &place.x2}) *x += *x > 0.0 ? kPadding : -kPadding;
        const Place decides = moved(place, uniform_place(kReach, random), noise);
        points.push_back(labelled(place, decides.x1 * decides.x2 >= 0.0 ? kBlue : kOrange));
    }
    return points;
}

// About (2, 2) and (-2, -2), of variance 0.5 without noise to 4 with the most.
std::vector<PlanePoint> two_gaussians(int samples, double noise, RandomState& random) {
    const double deviation = std::sqrt(0.5 + 7.0 * noise);
    return two_classes(samples, kBlue, [&](int, int, std::uint8_t label) {
        const double center = label == kBlue ? 2.0 : -2.0;
        const double x1 = center + deviation * random.standard_normal();
        return labelled({x1, center + deviation * random.standard_normal()}, label);
    });
}

std::vector<PlanePoint> spiral(int samples, double noise, RandomState& random) {
    return two_classes(samples, kBlue, [&](int i, int count, std::uint8_t label) {
        const double share = static_cast<double>(i) / count;
        const Place place = on_circle(5.0 * share, 3.5 * share + (label == kBlue ? 0.0 : 1.0));
        return labelled(moved(place, uniform_place(1.0, random), noise), label);
    });
}

// sklearn.datasets.make_moons(shuffle=False), moved to the middle and three times as large.
std::vector<PlanePoint> moons(int samples, double noise, RandomState& random) {
    constexpr double kSize = 3.0;
    return two_classes(samples, kOrange, [&](int i, int count, std::uint8_t label) {
        const double turn = count > 1 ? static_cast<double>(i) / (count - 1) : 0.0;
        const double cosine = sin_of_pi(turn + 0.5), sine = sin_of_pi(turn);
        Place place = label == kOrange ? Place{cosine, sine} : Place{1.0 - cosine, 0.5 - sine};
        place.x1 += noise * random.standard_normal();
        place.x2 += noise * random.standard_normal();
        return labelled({kSize * (place.x1 - 0.5), kSize * (place.x2 - 0.25)}, label);
    });
}

// Points anywhere, their targets by a function of the place that noise moves them to.
template <class Target>
std::vector<PlanePoint> regression(int samples, double noise, RandomState& random, Target target) {
    constexpr double kReach = kPlaneReach;
    std::vector<PlanePoint> points;
    for (int i = 0; i < samples; ++i) {
        const Place place = uniform_place(kReach, random);
        PlanePoint point = labelled(place, 0);
        point.target =
            static_cast<float>(target(moved(place, uniform_place(kReach, random), noise)));
        points.push_back(point);
    }
    return points;
}

double slope_target(Place place) {
    return (place.x1 + place.x2) / 10.0;
}

// Six cones of height 1 or -1, two wide; where they meet, the one that stands out more.
double cones_target(Place place) {
    constexpr struct {
        Place center;
        double sign;
    } kCones[] = {{{-4.0, 2.5}, 1.0},   {{0.0, 2.5}, -1.0}, {{4.0, 2.5}, 1.0},
                  {{-4.0, -2.5}, -1.0}, {{0.0, -2.5}, 1.0}, {{4.0, -2.5}, -1.0}};
    double target = 0.0;
    for (const auto& [center, sign] : kCones) {
        const double height = std::max(1.0 - 0.5 * distance(place, center), 0.0);
        if (height > std::abs(target)) target = sign * height;
    }
    return target;
}

}  // namespace

template <>
std::span<const EnumName<Feature>> enum_names<Feature>() {
    return kNames;
}

float feature_of(Feature feature, float x1, float x2) {
    const auto sine = [](float x) {
        return static_cast<float>(sin_of_pi(static_cast<double>(x) * (1.0 / kPi)));
    };
    switch (feature) {
        case Feature::X1:
            return x1;
        case Feature::X2:
            return x2;
        case Feature::X1Squared:
            return x1 * x1;
        case Feature::X2Squared:
            return x2 * x2;
        case Feature::X1X2:
            return x1 * x2;
        case Feature::SinX1:
            return sine(x1);
        case Feature::SinX2:
            return sine(x2);
    }
    return 0.0f;
}

int feature_count(FeatureSet features) {
    return std::popcount(features & kAllFeatures);
}

void write_features(FeatureSet features, float x1, float x2, float* out) {
    for (int i = 0; i < kFeatures; ++i)
        if (features >> i & 1u) *out++ = feature_of(static_cast<Feature>(i), x1, x2);
}

std::vector<PlanePoint> plane_points(const PlaneSettings& settings) {
    RandomState random(settings.seed);
    const int samples = settings.samples;
    const double noise = settings.noise / 100.0;
    switch (settings.problem) {
        case DatasetId::Circle:
            return circle(samples, noise, random);
        case DatasetId::Xor:
            return exclusive_or(samples, noise, random);
        case DatasetId::Gauss:
            return two_gaussians(samples, noise, random);
        case DatasetId::Spiral:
            return spiral(samples, noise, random);
        case DatasetId::Moons:
            return moons(samples, noise, random);
        case DatasetId::Slope:
            return regression(samples, noise, random, slope_target);
        case DatasetId::MultiGauss:
            return regression(samples, noise, random, cones_target);
        case DatasetId::Digits:
        case DatasetId::Mnist:
        case DatasetId::Fashion:
            break;
    }
    assert(false);
    return {};
}

Dataset plane_dataset(const PlaneSettings& settings, FeatureSet features) {
    const std::vector<PlanePoint> points = plane_points(settings);
    const DatasetInfo& problem = info(settings.problem);
    const int width = feature_count(features);
    Dataset dataset{.width = width,
                    .height = 1,
                    .classes = static_cast<int>(problem.class_names.size()),
                    .max_value = 1};
    dataset.values.resize(points.size() * static_cast<std::size_t>(width));
    float* next = dataset.values.data();
    for (const PlanePoint& point : points) {
        write_features(features, point.x1, point.x2, next);
        next += width;
        dataset.labels.push_back(point.label);
        if (problem.is_regression) dataset.targets.push_back(point.target);
    }
    return dataset;
}

}  // namespace nn
