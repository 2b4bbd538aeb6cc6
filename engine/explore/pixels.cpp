#include "engine/explore/pixels.h"

#include <algorithm>
#include <cmath>

namespace nn::explore {

namespace {

constexpr int kMostSteps = 60;
constexpr int kHalvings = 30;

using Row = RowVector<double>;

struct Pass {
    std::vector<Row> z, a;  // by layer
};

Row scaled(const Subject& subject, std::span<const double> pixels) {
    Row x = Eigen::Map<const Row>(pixels.data(), static_cast<Eigen::Index>(pixels.size()));
    x -= subject.scaler.offset.cast<double>();
    return x.cwiseProduct(subject.scaler.factor.cast<double>());
}

std::span<double> span_of(Row& row) {
    return {row.data(), static_cast<std::size_t>(row.size())};
}
std::span<const double> span_of(const Row& row) {
    return {row.data(), static_cast<std::size_t>(row.size())};
}

Pass pass_through(const Subject& subject, std::span<const double> pixels) {
    Pass pass;
    Row x = scaled(subject, pixels);
    for (const DenseLayer<float>& layer : subject.network.layers) {
        pass.z.push_back(x * layer.W.cast<double>() + layer.b.cast<double>());
        x = pass.z.back();
        activate<double>(layer.activation, span_of(x));
        pass.a.push_back(x);
    }
    return pass;
}

// The slope of sum(weights · outputs' sums) by every pixel.
Row slope_by_pixels(const Subject& subject, const Pass& pass, Row delta) {
    const auto& layers = subject.network.layers;
    for (std::size_t l = layers.size(); l-- > 0;) {
        activate_backward<double>(layers[l].activation, span_of(pass.z[l]), span_of(pass.a[l]),
                                  span_of(delta));
        delta = (delta * layers[l].W.cast<double>().transpose()).eval();
    }
    return delta.cwiseProduct(subject.scaler.factor.cast<double>());
}

Row unit_row(Eigen::Index size, Eigen::Index place) {
    Row row = Row::Zero(size);
    row(place) = 1.0;
    return row;
}

// The strongest output but `target`.
Eigen::Index rival_of(const Row& sums, int target) {
    Eigen::Index rival = target == 0 ? 1 : 0;
    for (Eigen::Index k = 0; k < sums.size(); ++k)
        if (k != target && sums(k) > sums(rival)) rival = k;
    return rival;
}

}  // namespace

Saliency saliency(const Subject& subject, std::span<const double> pixels, int output) {
    const Pass pass = pass_through(subject, pixels);
    const Row slope = slope_by_pixels(subject, pass, unit_row(pass.z.back().size(), output));
    Saliency out{.sum = pass.z.back()(output)};
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        out.slope.push_back(slope(static_cast<Eigen::Index>(i)));
        out.contribution.push_back(out.slope.back() * pixels[i]);
    }
    return out;
}

std::vector<double> answers(const Subject& subject, std::span<const double> pixels) {
    Row sums = pass_through(subject, pixels).z.back();
    answer_of_logits<double>(subject.network.loss, static_cast<std::size_t>(sums.size()),
                             span_of(sums));
    return {sums.begin(), sums.end()};
}

Nudge nudge(const Subject& subject, std::span<const double> pixels, int target) {
    const double most = subject.dataset->max_value;
    std::vector<double> x(pixels.begin(), pixels.end());
    const auto lead = [&](std::span<const double> image) {
        const Row sums = pass_through(subject, image).z.back();
        return sums(target) - sums(rival_of(sums, target));
    };
    Nudge out;
    for (int step = 0; step < kMostSteps; ++step) {
        const Pass pass = pass_through(subject, x);
        const Row& sums = pass.z.back();
        const Eigen::Index rival = rival_of(sums, target);
        const double needed = sums(rival) - sums(target);
        if (needed < 0.0) {
            out.is_reached = true;
            break;
        }
        const Row slope = slope_by_pixels(
            subject, pass, unit_row(sums.size(), target) - unit_row(sums.size(), rival));
        // Pixels that stand at an edge and would have to leave it do not count.
        double squares = 0.0;
        const auto is_free = [&](std::size_t i) {
            const double s = slope(static_cast<Eigen::Index>(i));
            return (s > 0.0 && x[i] < most) || (s < 0.0 && x[i] > 0.0);
        };
        for (std::size_t i = 0; i < x.size(); ++i)
            if (is_free(i)) squares += std::pow(slope(static_cast<Eigen::Index>(i)), 2);
        if (squares <= 0.0) break;
        const double way = (needed * 1.02 + 1e-6) / squares;
        for (std::size_t i = 0; i < x.size(); ++i)
            if (is_free(i))
                x[i] = std::clamp(x[i] + way * slope(static_cast<Eigen::Index>(i)), 0.0, most);
    }
    const auto between = [&](double share) {
        std::vector<double> image(x.size());
        for (std::size_t i = 0; i < x.size(); ++i)
            image[i] = pixels[i] + share * (x[i] - pixels[i]);
        return image;
    };
    if (out.is_reached) {
        double low = 0.0, high = 1.0;  // the target leads at `high`
        for (int i = 0; i < kHalvings; ++i) {
            const double middle = 0.5 * (low + high);
            (lead(between(middle)) > 0.0 ? high : low) = middle;
        }
        x = between(high);
    }
    out.pixels = x;
    for (std::size_t i = 0; i < x.size(); ++i) {
        out.length += std::pow(x[i] - pixels[i], 2);
        out.changed += std::abs(x[i] - pixels[i]) > 0.5 ? 1 : 0;
    }
    out.length = std::sqrt(out.length);
    return out;
}

}  // namespace nn::explore
