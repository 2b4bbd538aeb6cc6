#include "engine/explain/upcoming_update.h"

#include <algorithm>
#include <cassert>
#include <vector>

namespace nn {

template <class Scalar>
ParameterUpdate<Scalar> upcoming_update(const Trainer<Scalar>& trainer, const Dataset& dataset,
                                        const ParameterPlace& place) {
    assert(trainer.can_step() && !trainer.is_evaluating());
    const LiveSettings& live = trainer.live();
    const Network<Scalar>& network = trainer.network();
    std::vector<std::int32_t> order(trainer.order().begin(), trainer.order().end());
    RandomState shuffling = trainer.shuffling(), dropout = trainer.dropout(),
                augmenting = trainer.augmenting();
    if (trainer.position() == 0 && live.shuffle) shuffling.shuffle(order);
    const std::size_t rows =
        std::min(static_cast<std::size_t>(live.batch), order.size() - trainer.position());

    Workspace<Scalar> workspace;
    workspace.resize(network, live.batch);
    Augmenter augmenter(dataset.width, dataset.height, dataset.max_value);
    std::vector<std::uint8_t> labels;
    std::vector<float> targets;
    for (std::size_t row = 0; row < rows; ++row) {
        const std::int32_t sample = order[trainer.position() + row];
        Scalar* const x = workspace.A[0].row(static_cast<Eigen::Index>(row)).data();
        if (live.augmentation.is_on() && dataset.has_pixels())
            trainer.scaler().apply(
                augmenter.variant(dataset.image(sample), live.augmentation, augmenting), x);
        else
            trainer.scaler().apply(dataset, sample, x);
        labels.push_back(dataset.labels[static_cast<std::size_t>(sample)]);
        if (dataset.is_regression())
            targets.push_back(dataset.targets[static_cast<std::size_t>(sample)]);
    }
    ObjectiveTerms terms = trainer.objective_terms();
    terms.targets = targets;
    forward(network, workspace, static_cast<Eigen::Index>(rows),
            live.dropout > 0.0 ? &dropout : nullptr);
    backward(network, workspace, labels, terms);
    clip_gradient(workspace, live.clip_norm);

    OptimizerSettings settings = trainer.optimizer_settings();
    if (place.is_bias()) settings.weight_decay = 0.0;
    const auto unit = static_cast<Eigen::Index>(place.neuron),
               input = place.is_bias() ? OptimizerState<Scalar>::kBias
                                       : static_cast<Eigen::Index>(place.input);
    const Scalar gradient =
        place.is_bias() ? workspace.db[place.layer](unit) : workspace.dW[place.layer](input, unit);
    return update_of(settings,
                     trainer.optimizer().moments_of(settings.kind, place.layer, input, unit),
                     parameter_at(network, place), gradient);
}

template ParameterUpdate<float> upcoming_update(const Trainer<float>&, const Dataset&,
                                                const ParameterPlace&);
template ParameterUpdate<double> upcoming_update(const Trainer<double>&, const Dataset&,
                                                 const ParameterPlace&);

}  // namespace nn
