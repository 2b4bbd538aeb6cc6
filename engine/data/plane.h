// Problems in the plane: points drawn at random from a formula, and what the network is told of each.
// TensorFlow Playground's, by its formulas, and scikit-learn's moons. The same settings give the same
// points everywhere, to the bit: trainer and page both make them from the recipe.
// https://github.com/tensorflow/playground/blob/master/src/dataset.ts
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/data/dataset.h"
#include "engine/numerics/enum_names.h"

namespace nn {

enum class Feature { X1, X2, X1Squared, X2Squared, X1X2, SinX1, SinX2 };
inline constexpr int kFeatures = 7;

template <>
std::span<const EnumName<Feature>> enum_names<Feature>();

using FeatureSet = std::uint32_t;  // bit i: the Feature of that number
inline constexpr FeatureSet kPlainFeatures = 0b11, kAllFeatures = (1u << kFeatures) - 1;

float feature_of(Feature feature, float x1, float x2);
int feature_count(FeatureSet features);

// Those of the set, in the order of the enumerators.
void write_features(FeatureSet features, float x1, float x2, float* out);

// Both coordinates of the plane that is looked at go from -kPlaneReach to kPlaneReach; Gaussian noise
// may throw a point beyond.
inline constexpr float kPlaneReach = 6.0f;

struct PlanePoint {
    float x1 = 0.0f, x2 = 0.0f;
    std::uint8_t label = 0;  // 0: orange, 1: blue
    float target = 0.0f;     // of a regression, -1 to 1

    bool operator==(const PlanePoint&) const = default;
};

struct PlaneSettings {
    DatasetId problem = DatasetId::Circle;  // one whose info() says is_plane
    int samples = 500;                      // of two classes half each
    double noise = 0.0;                     // percent
    std::uint32_t seed = 42;
};

std::vector<PlanePoint> plane_points(const PlaneSettings& settings);

// The points as samples to train on.
Dataset plane_dataset(const PlaneSettings& settings, FeatureSet features);

}  // namespace nn
