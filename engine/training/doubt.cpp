// The bounds were chosen with 400 drawings of digits and a few hundred of letters, figures and scribbles,
// so that at most one in twenty digits that are read rightly is doubted.
#include "engine/training/doubt.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/network/loss.h"

namespace nn {

namespace {

constexpr std::array<EnumName<Doubt>, 4> kNames = {{
    {Doubt::None, "none", "None"},
    {Doubt::Empty, "empty", "Nearly empty"},
    {Doubt::Flat, "flat", "Flat"},
    {Doubt::Far, "far", "Far"},
}};

// Of the pad. A 1 is 0.3 and longer; image_of_ink blows nothing up that is less than 0.2 high.
constexpr float kLeastLine = 0.15f;
// Of the diagonal of the ink's box. The longest of the 400 digits, a 9, has 3.1; a star has 3.6, a spiral of
// three turns 3.9.
constexpr float kMostLine = 3.4f;
// Steps shorter than this share of the diagonal do not count: a trembling hand is no longer line.
constexpr float kLeastStep = 0.02f;

// Less likely than not; or two classes nearly as likely.
constexpr float kLeastProbability = 0.5f, kLeastMargin = 0.1f;

// Distances that few images of the data set itself exceed.
constexpr double kUsualShare = 0.95, kRareShare = 0.99;
// A drawing is farther than that from UCI's digits, 8 × 8, which somebody's form reader had evened out
// in ways that image_of_ink can only imitate; on MNIST's it is nearer, since all pens are equally thick.
constexpr int kWidestBlockImage = 16;
constexpr float kBlockAllowance = 1.15f, kAllowance = 1.02f;

struct Line {
    float length = 0.0f;    // of all strokes, pad units
    float diagonal = 0.0f;  // of their box
};

Line line_of(const Ink& ink) {
    Line line;
    const auto box = box_of(ink);
    if (!box) return line;
    line.diagonal = std::hypot(box->width(), box->height());
    for (const Stroke& stroke : ink) {
        const InkPoint* last = nullptr;
        for (const InkPoint& p : stroke.points) {
            if (!std::isfinite(p.x) || !std::isfinite(p.y)) continue;
            const float step = last == nullptr ? 0.0f : std::hypot(p.x - last->x, p.y - last->y);
            if (last != nullptr && step < kLeastStep * line.diagonal) continue;
            line.length += step;
            last = &p;
        }
    }
    return line;
}

bool is_flat(std::span<const float> answer) {
    const std::size_t best = prediction_of(answer);
    float second = 0.0f;
    for (std::size_t i = 0; i < answer.size(); ++i)
        if (i != best) second = std::max(second, answer[i]);
    return !(answer[best] >= kLeastProbability && answer[best] - second >= kLeastMargin);
}

bool is_beyond(float distance, std::span<const std::uint8_t> image, std::span<const float> answer,
               const Familiarity& familiarity) {
    return familiarity.distance(image, static_cast<int>(prediction_of(answer))) > distance;
}

}  // namespace

template <>
std::span<const EnumName<Doubt>> enum_names<Doubt>() {
    return kNames;
}

Doubt doubt_of_ink(const Ink& ink, std::span<const std::uint8_t> image,
                   std::span<const float> answer, const Familiarity& familiarity) {
    const Line line = line_of(ink);
    if (line.length < kLeastLine) return Doubt::Empty;
    if (line.length > kMostLine * line.diagonal) return Doubt::Far;
    if (is_flat(answer)) return Doubt::Flat;
    if (!familiarity.is_measured()) return Doubt::None;
    const float allowance =
        familiarity.image_width() <= kWidestBlockImage ? kBlockAllowance : kAllowance;
    const float usual = allowance * familiarity.usual_distance(kUsualShare);
    return is_beyond(usual, image, answer, familiarity) ? Doubt::Far : Doubt::None;
}

Doubt doubt_of_image(std::span<const std::uint8_t> image, std::span<const float> answer,
                     const Familiarity& familiarity) {
    if (is_flat(answer)) return Doubt::Flat;
    if (!familiarity.is_measured()) return Doubt::None;
    const float rare = familiarity.usual_distance(kRareShare);
    return is_beyond(rare, image, answer, familiarity) ? Doubt::Far : Doubt::None;
}

}  // namespace nn
