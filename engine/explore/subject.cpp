#include "engine/explore/subject.h"

#include <algorithm>

#include "engine/data/class_weights.h"
#include "engine/training/trainer.h"

namespace nn::explore {

namespace {

constexpr std::size_t kBlock = 64;  // rows at once

void gather(const Subject& subject, std::span<const std::int32_t> samples,
            Workspace<float>& workspace) {
    for (std::size_t row = 0; row < samples.size(); ++row)
        subject.scaler.apply(*subject.dataset, samples[row],
                             workspace.A[0].row(static_cast<Eigen::Index>(row)).data());
}

// Calls visit(first row, rows) after each forward pass.
void forward_all(const Subject& subject, const Network<float>& network,
                 std::span<const std::int32_t> samples, Workspace<float>& workspace,
                 const auto& visit) {
    workspace.resize_for_inference(network, static_cast<Eigen::Index>(kBlock));
    for (std::size_t first = 0; first < samples.size(); first += kBlock) {
        const std::size_t rows = std::min(kBlock, samples.size() - first);
        gather(subject, samples.subspan(first, rows), workspace);
        forward(network, workspace, static_cast<Eigen::Index>(rows));
        visit(first, rows);
    }
}

}  // namespace

std::optional<Subject> subject_of(const Snapshot& snapshot, const Dataset& dataset) {
    const Recipe& recipe = snapshot.recipe;
    Network<float> network = make_network<float>(dataset.features(), recipe.hidden, dataset.classes,
                                                 loss_of(recipe), Initializer::Zeros, 0);
    if (snapshot.parameters.size() != network.parameter_count() ||
        snapshot.scaler_offset.size() != static_cast<std::size_t>(dataset.features()) ||
        snapshot.scaler_factor.size() != snapshot.scaler_offset.size() || dataset.count() < 2)
        return std::nullopt;
    set_parameters<float>(network, snapshot.parameters);
    Subject subject{
        .dataset = &dataset,
        .recipe = recipe,
        .split = split_of(dataset, recipe.test_share, recipe.split_seed, recipe.sealed_share),
        .scaler = {},
        .network = std::move(network),
        .class_weights = {}};
    // As the trainer does, but for a twin, whose one generator has drawn the weights before.
    if (recipe.validation_share > 0.0 && !recipe.twin) {
        RandomState random(stream_seed(recipe.split_seed, RandomStream::Validation));
        set_validation_aside(subject.split, dataset.labels, recipe.validation_share, true, random);
    }
    if (!dataset.is_regression())
        subject.class_weights = class_weights_of(recipe.class_weights, dataset.classes,
                                                 dataset.labels, subject.split.train);
    const auto row = [](const std::vector<float>& values) {
        return Eigen::Map<const RowVector<float>>(values.data(),
                                                  static_cast<Eigen::Index>(values.size()));
    };
    subject.scaler.offset = row(snapshot.scaler_offset);
    subject.scaler.factor = row(snapshot.scaler_factor);
    return subject;
}

Matrix<float> outputs_of(const Subject& subject, std::span<const std::int32_t> samples, int layer) {
    const std::size_t place =
        layer < 0 ? subject.network.layers.size() : static_cast<std::size_t>(layer) + 1;
    Matrix<float> out(static_cast<Eigen::Index>(samples.size()),
                      subject.network.layers[place - 1].units());
    Workspace<float> workspace;
    forward_all(
        subject, subject.network, samples, workspace, [&](std::size_t first, std::size_t rows) {
            out.middleRows(static_cast<Eigen::Index>(first), static_cast<Eigen::Index>(rows)) =
                workspace.A[place].topRows(static_cast<Eigen::Index>(rows));
        });
    return out;
}

ObjectiveTerms objective_terms(const Subject& subject, std::span<const float> targets) {
    return {.l1 = subject.recipe.l1,
            .l2 = subject.recipe.l2,
            .class_weights = subject.class_weights,
            .targets = targets};
}

double loss_of_row(const Subject& subject, std::int32_t sample, std::span<const float> answer,
                   std::span<const double> class_weights) {
    const auto place = static_cast<std::size_t>(sample);
    if (subject.dataset->is_regression())
        return regression_loss_sum<float>(answer,
                                          std::span(subject.dataset->targets).subspan(place, 1));
    return loss_sum<float>(subject.network.loss, answer.size(), answer,
                           std::span(subject.dataset->labels).subspan(place, 1), class_weights);
}

double mean_loss(const Subject& subject, const Network<float>& network,
                 std::span<const std::int32_t> samples, std::span<const double> class_weights) {
    Workspace<float> workspace;
    double sum = 0.0;
    forward_all(subject, network, samples, workspace, [&](std::size_t first, std::size_t rows) {
        const Matrix<float>& answers = workspace.A.back();
        for (std::size_t row = 0; row < rows; ++row)
            sum += loss_of_row(subject, samples[first + row],
                               {answers.row(static_cast<Eigen::Index>(row)).data(),
                                static_cast<std::size_t>(answers.cols())},
                               class_weights);
    });
    return samples.empty() ? 0.0 : sum / static_cast<double>(samples.size());
}

Batch put_batch(const Subject& subject, std::span<const std::int32_t> samples,
                Workspace<float>& workspace) {
    const Dataset& dataset = *subject.dataset;
    Batch batch;
    for (std::size_t row = 0; row < samples.size(); ++row) {
        subject.scaler.apply(dataset, samples[row],
                             workspace.A[0].row(static_cast<Eigen::Index>(row)).data());
        const auto sample = static_cast<std::size_t>(samples[row]);
        batch.labels.push_back(dataset.labels[sample]);
        if (dataset.is_regression()) batch.targets.push_back(dataset.targets[sample]);
    }
    return batch;
}

}  // namespace nn::explore
