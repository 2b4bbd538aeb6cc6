// Every bound that a link, a flag, a panel or a message must respect.
#pragma once

#include <cstddef>
#include <cstdint>

namespace nn::limits {

inline constexpr int kMaxHiddenLayers = 6;
inline constexpr int kMaxUnits = 1024;
inline constexpr int kMinBatch = 1, kMaxBatch = 4096;
inline constexpr double kMinLearningRate = 1e-5, kMaxLearningRate = 10.0;
inline constexpr double kMaxL1 = 10.0, kMaxL2 = 10.0;
inline constexpr double kMaxMomentum = 0.999;
inline constexpr double kMaxBeta = 0.99999;                      // also of RMSProp's smoothing
inline constexpr double kMinEpsilon = 1e-12, kMaxEpsilon = 1.0;  // 0 / (0 + 0) is no number
inline constexpr double kMaxWeightDecay = 1.0;
inline constexpr double kMaxClipNorm = 1000.0;
inline constexpr double kMaxDropout = 0.9;
inline constexpr double kMaxShift = 8.0, kMaxRotation = 45.0, kMaxScale = 0.5, kMaxShear = 1.0,
                        kMaxElastic = 4.0;  // of augmentation
inline constexpr double kMinTestShare = 0.05, kMaxTestShare = 0.9;
inline constexpr double kMaxValidationShare = 0.9;
inline constexpr double kMaxSealedShare = 0.95;
inline constexpr int kMaxLabelShift = 9;
inline constexpr int kMinPoints = 20, kMaxPoints = 5000;  // of a problem in the plane
inline constexpr double kMaxNoise = 50.0;                 // percent
inline constexpr double kMaxSchedulePower = 4.0;
inline constexpr double kMaxWarmUp = 50.0;        // epochs
inline constexpr double kMaxSeed = 4294967295.0;  // 2^32 - 1, as NumPy's
inline constexpr int kMaxPatience = 1000;
inline constexpr double kMaxTolerance = 1.0;
inline constexpr int kMaxEpochs = 100000;
inline constexpr double kMaxEpochsPerSecond = 1e6;
inline constexpr int kMaxStepCount = 1000000000;     // of one Step command
inline constexpr std::size_t kMaxRecipeText = 8192;  // characters of a recipe as text
inline constexpr std::size_t kMaxWarnings = 16;      // of one parsed text
inline constexpr int kMaxImageSide = 256, kMaxClasses = 255,
                     kMaxSamples = 1 << 20;             // of a data set
inline constexpr std::size_t kMaxMessage = 256u << 20;  // bytes of one command or snapshot
inline constexpr int kMaxStrokes = 256, kMaxStrokePoints = 4096;

// Of a link. Its longest part by far are weights: those of the largest network that a recipe can name,
// 784 inputs and six layers of 1024 units, in a byte each are 6,062,206 bytes before they are deflated.
inline constexpr std::int64_t kMaxSteps = kMaxStepCount;
inline constexpr std::size_t kMaxChanges = 256;         // of live settings, in one run
inline constexpr std::size_t kMaxEdits = 4096;          // of the network, likewise
inline constexpr int kMaxEditPlace = 1 << 20;           // a number of a layer, unit or input
inline constexpr double kMaxEditValue = 1000.0;         // either sign
inline constexpr std::size_t kMaxLinkInkPoints = 4096;  // of all strokes together
inline constexpr int kMinBrush = 10, kMaxBrush = 250;   // thousandths of the pad
inline constexpr std::size_t kMaxViewValue = 160;       // characters
inline constexpr std::size_t kMaxWeightBytes = 6200000;
inline constexpr std::size_t kMaxLinkParts = 1024;    // key=value
inline constexpr std::size_t kMaxLinkText = 9000000;  // characters

// Of a sweep, and of the text of its plan.
inline constexpr std::size_t kMaxSweepSessions = 100000;  // and cells of the grid
inline constexpr std::size_t kMaxSweepValues = 1000;      // of an axis
inline constexpr std::size_t kMaxSweepText = 64u << 20;   // characters
inline constexpr std::size_t kMaxSweepResult = 1u << 20;  // bytes of the file of one result

}  // namespace nn::limits
