#include "web/app/plane_sweep.h"

#include <algorithm>
#include <cmath>

#include "web/widgets/graph_layout.h"

namespace nn::ui {

namespace {

// Cells along a side, and pixels of a neuron's picture: its pixel is the middle of as many cells as fit.
struct Grid {
    int cells, pixels;
    double most_work;  // up to which it is taken
};
constexpr Grid kGrids[] = {{96, 32, 4e7}, {32, 32, 8e7}, {16, 16, 1e300}};
constexpr double kWorkOfActivation = 12.0;  // multiplications that an exponential costs

double work_per_point(const Network<float>& network) {
    double work = 0.0;
    for (const DenseLayer<float>& layer : network.layers)
        work += static_cast<double>(layer.W.size()) +
                kWorkOfActivation * static_cast<double>(layer.units());
    return work;
}

Grid grid_for(double work) {
    for (const Grid& grid : kGrids)
        if (work * grid.cells * grid.cells <= grid.most_work) return grid;
    return kGrids[std::size(kGrids) - 1];
}

std::uint8_t to_byte(float share) {
    return static_cast<std::uint8_t>(std::clamp(128.0f + 127.0f * share + 0.5f, 1.0f, 255.0f));
}

bool is_bounded(Activation activation) {
    return activation == Activation::Tanh || activation == Activation::Sigmoid;
}

}  // namespace

float plane_answer(std::span<const float> answer, bool is_regression) {
    const float value = is_regression ? answer[0] : answer[1] - answer[0];
    return std::clamp(value, -1.0f, 1.0f);
}

void PlaneSweep::start(const Network<float>& network, const Snapshot& snapshot) {
    network_ = network;
    offset_ = snapshot.scaler_offset;
    factor_ = snapshot.scaler_factor;
    features_ = snapshot.recipe.features;
    is_regression_ = info(snapshot.recipe.dataset).is_regression;
    const Grid grid = grid_for(work_per_point(network_));
    side_ = grid.cells;
    picture_side_ = grid.pixels;
    row_ = 0;
    work_per_row_ = work_per_point(network_) * side_;
    workspace_.resize_for_inference(network_, side_);
    surface_.resize(static_cast<std::size_t>(side_) * static_cast<std::size_t>(side_));
    units_.clear();
    first_row_.clear();
    int rows = 0;
    for (std::size_t l = 0; l + 1 < network_.layers.size(); ++l) {
        const auto units = static_cast<int>(network_.layers[l].units());
        units_.push_back(units);
        first_row_.push_back(units > kMostTiles ? -1 : rows);
        if (units <= kMostTiles) rows += units;
    }
    activations_.resize(static_cast<std::size_t>(rows) * static_cast<std::size_t>(picture_side_) *
                        static_cast<std::size_t>(picture_side_));
}

bool PlaneSweep::advance(double work) {
    if (!is_under_way()) return false;
    do {
        sweep_row();
        work -= work_per_row_;
    } while (is_under_way() && work > 0.0);
    return !is_under_way();
}

// One row of cells, the uppermost first.
void PlaneSweep::sweep_row() {
    const float x2 = -middle_of_cell(row_, side_);
    Matrix<float>& X = workspace_.A[0];
    for (int column = 0; column < side_; ++column) {
        float* const x = X.row(column).data();
        write_features(features_, middle_of_cell(column, side_), x2, x);
        for (std::size_t i = 0; i < offset_.size(); ++i) x[i] = (x[i] - offset_[i]) * factor_[i];
    }
    forward(network_, workspace_, side_);
    const Matrix<float>& answers = workspace_.A.back();
    for (int column = 0; column < side_; ++column)
        surface_[static_cast<std::size_t>(row_ * side_ + column)] = plane_answer(
            {answers.row(column).data(), static_cast<std::size_t>(answers.cols())}, is_regression_);
    const int stride = side_ / picture_side_;
    if (row_ % stride == stride / 2) keep_pictures();
    ++row_;
}

void PlaneSweep::keep_pictures() {
    const int stride = side_ / picture_side_;
    const auto pixels = static_cast<std::size_t>(picture_side_ * picture_side_);
    for (std::size_t l = 0; l < units_.size(); ++l) {
        if (first_row_[l] < 0) continue;
        const Matrix<float>& A = workspace_.A[l + 1];
        for (int unit = 0; unit < units_[l]; ++unit) {
            float* const picture = activations_.data() +
                                   static_cast<std::size_t>(first_row_[l] + unit) * pixels +
                                   static_cast<std::size_t>(row_ / stride * picture_side_);
            for (int i = 0; i < picture_side_; ++i) picture[i] = A(i * stride + stride / 2, unit);
        }
    }
}

// Each neuron is shown on its own scale, or on that of its activation where it has one; but one that hardly
// answers anywhere stays pale.
void PlaneSweep::put_into(PlaneView& plane) {
    constexpr float kLeastShare = 0.05f;  // of the layer's largest answer
    plane.surface = surface_;
    plane.side = side_;
    NeuronPictures& pictures = plane.pictures;
    pictures.side = picture_side_;
    pictures.units = units_;
    pictures.first_row = first_row_;
    pictures.values.resize(activations_.size());
    const auto pixels = static_cast<std::size_t>(picture_side_ * picture_side_);
    const auto largest = [](std::span<const float> values) {
        float most = 1e-6f;
        for (const float v : values) most = std::max(most, std::abs(v));
        return most;
    };
    for (std::size_t l = 0; l < units_.size(); ++l) {
        if (first_row_[l] < 0) continue;
        const auto all = std::span(activations_)
                             .subspan(static_cast<std::size_t>(first_row_[l]) * pixels,
                                      static_cast<std::size_t>(units_[l]) * pixels);
        const float of_layer = largest(all);
        for (std::size_t at = 0; at < all.size(); at += pixels) {
            const auto own = all.subspan(at, pixels);
            const float scale = is_bounded(network_.layers[l].activation)
                                    ? 1.0f
                                    : std::max(largest(own), kLeastShare * of_layer);
            std::uint8_t* const out =
                pictures.values.data() + static_cast<std::size_t>(first_row_[l]) * pixels + at;
            for (std::size_t i = 0; i < pixels; ++i) out[i] = to_byte(own[i] / scale);
        }
    }
    ++plane.version;
    pictures.version = plane.version;
}

}  // namespace nn::ui
