#include "engine/data/familiarity.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

namespace nn {

namespace {

// With fewer, more of what people write is unknown; of MNIST they take 6 MB, and a drawing a third of a
// millisecond. So many distances give the quantile of 0.95 to seven tenths of a percent.
constexpr std::size_t kMostKept = 6000, kMostMeasured = 1000;
// The nearest by the distortion model is nearly always among the few nearest by plain distance.
constexpr std::size_t kCandidates = 16;
constexpr int kMargin = 2;  // for a pixel's neighbour, one pixel away

}  // namespace

Familiarity::Familiarity(const Dataset& dataset, std::span<const std::int32_t> train)
    : width_(dataset.width),
      height_(dataset.height),
      max_value_(dataset.max_value),
      columns_(dataset.width + 2 * kMargin),
      rows_(dataset.height + 2 * kMargin),
      with_label_(static_cast<std::size_t>(dataset.classes)) {
    assert(dataset.has_pixels());
    const std::size_t count = std::min(train.size(), kMostKept);
    pixels_.reserve(count * static_cast<std::size_t>(rows_ * columns_));
    for (const std::int32_t sample : train.first(count)) {
        const std::uint8_t label = dataset.labels[static_cast<std::size_t>(sample)];
        with_label_[label].push_back(labels_.size());
        labels_.push_back(label);
        keep(dataset.image(sample), pixels_);
    }
    left_ = std::min(count, kMostMeasured);
}

void Familiarity::keep(std::span<const std::uint8_t> image, std::vector<std::uint8_t>& out) const {
    const auto begin = static_cast<std::ptrdiff_t>(out.size());
    out.resize(out.size() + static_cast<std::size_t>(rows_ * columns_));
    for (int y = 0; y < height_; ++y)
        std::copy_n(image.begin() + y * width_, width_,
                    out.begin() + begin + (y + kMargin) * columns_ + kMargin);
}

Familiarity::Image Familiarity::kept(std::size_t index) const {
    const auto size = static_cast<std::size_t>(rows_ * columns_);
    return std::span(pixels_).subspan(index * size, size);
}

// For every pixel the least squared difference of its surroundings to those of the nine places in the
// other image, added up, as the square of a distance in full pixels.
double Familiarity::distortion(Image from, Image to) const {
    const auto columns = static_cast<std::size_t>(columns_), size = from.size();
    constexpr std::int32_t kMost = std::numeric_limits<std::int32_t>::max();
    std::vector<std::int32_t> squares(size), row_sums(size), least(size, kMost);
    for (int dy = -1; dy <= 1; ++dy)
        for (int dx = -1; dx <= 1; ++dx) {
            const std::ptrdiff_t away = dy * columns_ + dx;
            // Neighbours need one pixel of the margin, the place compared to another one.
            for (std::size_t i = columns + 1; i + columns + 1 < size; ++i) {
                const std::int32_t difference =
                    from[i] - to[static_cast<std::size_t>(static_cast<std::ptrdiff_t>(i) + away)];
                squares[i] = difference * difference;
            }
            for (std::size_t i = columns + 2; i + columns + 2 < size; ++i)
                row_sums[i] = squares[i - 1] + squares[i] + squares[i + 1];
            for (std::size_t i = 2 * columns + 2; i + 2 * columns + 2 < size; ++i)
                least[i] =
                    std::min(least[i], row_sums[i - columns] + row_sums[i] + row_sums[i + columns]);
        }
    std::int64_t sum = 0;
    for (int y = kMargin; y < rows_ - kMargin; ++y)
        for (int x = kMargin; x < columns_ - kMargin; ++x)
            sum += least[static_cast<std::size_t>(y * columns_ + x)];
    return static_cast<double>(sum) / (9.0 * max_value_ * max_value_);
}

float Familiarity::nearest(Image image, int label, std::size_t without) const {
    std::vector<std::pair<std::int64_t, std::size_t>> candidates;
    for (const std::size_t index : with_label_[static_cast<std::size_t>(label)]) {
        if (index == without) continue;
        const Image other = kept(index);
        std::int32_t sum = 0;
        for (std::size_t i = 0; i < image.size(); ++i) {
            const std::int32_t difference = image[i] - other[i];
            sum += difference * difference;
        }
        candidates.emplace_back(sum, index);
    }
    const auto end =
        candidates.begin() + static_cast<std::ptrdiff_t>(std::min(candidates.size(), kCandidates));
    std::partial_sort(candidates.begin(), end, candidates.end());
    double least = std::numeric_limits<double>::infinity();
    for (auto at = candidates.begin(); at != end; ++at) {
        const Image other = kept(at->second);
        least = std::min(least,
                         std::sqrt(distortion(image, other)) + std::sqrt(distortion(other, image)));
    }
    return static_cast<float>(least);
}

float Familiarity::distance(std::span<const std::uint8_t> image, int label) const {
    std::vector<std::uint8_t> own;
    keep(image, own);
    return nearest(own, label, labels_.size());
}

bool Familiarity::measure(std::size_t count) {
    if (left_ == 0) return is_measured();
    for (; count > 0 && left_ > 0; --count) {
        --left_;
        const float distance = nearest(kept(left_), labels_[left_], left_);
        if (std::isfinite(distance) || (left_ == 0 && usual_.empty())) usual_.push_back(distance);
    }
    if (left_ == 0) std::sort(usual_.begin(), usual_.end());
    return is_measured();
}

float Familiarity::usual_distance(double share) const {
    assert(is_measured());
    const double last = static_cast<double>(usual_.size() - 1);
    return usual_[static_cast<std::size_t>(std::clamp(share, 0.0, 1.0) * last)];
}

}  // namespace nn
