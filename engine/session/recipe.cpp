#include "engine/session/recipe.h"

namespace nn {

namespace {

void follow_scikit_learn(Recipe& recipe) {
    recipe.scaling = Scaling::None;
    recipe.initializer = Initializer::ScikitLearn;
    recipe.precision = Precision::Float64;
    recipe.batch = 200;
    recipe.early_stopping = true;
    recipe.max_epochs = 300;
}

void suit_points(Recipe& recipe) {
    recipe.scaling = Scaling::None;
    recipe.hidden = {{8, Activation::Tanh}, {6, Activation::Tanh}};
    recipe.learning_rate = 0.01;
    recipe.batch = 10;
}

// The augmentation of this and the next makes drawn digits read as well as the training images:
// docs/ink.md has the figures.
void suit_small_digits(Recipe& recipe) {
    recipe.learning_rate = 0.002;
    recipe.augment_shift = 0.3;
    recipe.augment_rotate = 5.0;
    recipe.augment_scale = 0.06;
    recipe.augment_shear = 0.1;
    recipe.augment_elastic = 0.15;
}

void suit_mnist(Recipe& recipe) {
    recipe.hidden = {{256, Activation::Relu}, {128, Activation::Relu}};
    recipe.learning_rate = 0.002;
    recipe.schedule = Schedule::Cosine;
    recipe.schedule_epochs = 0;
    recipe.schedule_factor = 0.01;
    recipe.batch = 64;
    recipe.augment_shift = 1.5;
    recipe.augment_rotate = 12.0;
    recipe.augment_scale = 0.15;
    recipe.augment_shear = 0.3;
    recipe.augment_elastic = 1.0;
    recipe.max_epochs = 25;
}

void suit_fashion(Recipe& recipe) {
    recipe.hidden = {{256, Activation::Relu}};
    recipe.batch = 64;
}

// A rate that falls up to the end of a session without one never falls, and scikit-learn's Adam pays no
// heed to its schedules.
ScheduleSettings schedule_of(const Recipe& recipe) {
    const bool has_span = recipe.schedule == Schedule::Step || recipe.schedule == Schedule::Cosine;
    const bool is_of_scikit_learn =
        recipe.schedule == Schedule::InverseScaling || recipe.schedule == Schedule::Adaptive;
    const int epochs = recipe.schedule_epochs > 0 ? recipe.schedule_epochs : recipe.max_epochs;
    if (has_span && epochs == 0) return {};
    if (is_of_scikit_learn && recipe.twin && recipe.optimizer == Optimizer::Adam) return {};
    return {.kind = recipe.schedule,
            .power = recipe.schedule_power,
            .epochs = epochs > 0 ? epochs : ScheduleSettings{}.epochs,
            .factor = recipe.schedule_factor};
}

PlaneSettings plane_settings_of(const Recipe& recipe) {
    return {.problem = recipe.dataset,
            .samples = recipe.points,
            .noise = recipe.noise,
            .seed = recipe.data_seed};
}

bool is_in_plane(const Recipe& recipe) {
    return info(recipe.dataset).is_plane;
}

std::uint8_t shifted(std::uint8_t label, int shift, int classes) {
    return static_cast<std::uint8_t>((label + shift) % classes);
}

void shift_labels(Dataset& dataset, int shift) {
    for (std::uint8_t& label : dataset.labels) label = shifted(label, shift, dataset.classes);
}

}  // namespace

Recipe defaults_of(DatasetId dataset, bool twin) {
    Recipe recipe;
    recipe.dataset = dataset;
    recipe.twin = twin;
    if (twin)
        follow_scikit_learn(recipe);
    else if (info(dataset).is_plane)
        suit_points(recipe);
    else if (dataset == DatasetId::Digits)
        suit_small_digits(recipe);
    else if (dataset == DatasetId::Mnist)
        suit_mnist(recipe);
    else
        suit_fashion(recipe);
    return recipe;
}

int inputs_of(const Recipe& recipe) {
    if (is_in_plane(recipe)) return feature_count(recipe.features);
    return info(recipe.dataset).width * info(recipe.dataset).height;
}

int outputs_of(const Recipe& recipe) {
    return static_cast<int>(info(recipe.dataset).class_names.size());
}

Loss loss_of(const Recipe& recipe) {
    return info(recipe.dataset).is_regression ? Loss::SquaredError : recipe.loss;
}

std::vector<PlanePoint> points_of(const Recipe& recipe) {
    if (!is_in_plane(recipe)) return {};
    std::vector<PlanePoint> points = plane_points(plane_settings_of(recipe));
    for (PlanePoint& point : points)
        point.label = shifted(point.label, recipe.label_shift, outputs_of(recipe));
    return points;
}

std::shared_ptr<const Dataset> TaughtDataset::of(const Recipe& recipe,
                                                 std::shared_ptr<const Dataset> packed) {
    if (is_in_plane(recipe)) {
        Dataset points = plane_dataset(plane_settings_of(recipe), recipe.features);
        shift_labels(points, recipe.label_shift);
        return std::make_shared<const Dataset>(std::move(points));
    }
    if (packed == nullptr || recipe.label_shift == 0) return packed;
    if (packed != packed_ || recipe.label_shift != shift_) {
        Dataset copy = *packed;
        shift_labels(copy, recipe.label_shift);
        taught_ = std::make_shared<const Dataset>(std::move(copy));
        packed_ = std::move(packed);
        shift_ = recipe.label_shift;
    }
    return taught_;
}

TrainerSetup setup_of(const Recipe& recipe) {
    return {.scaling = recipe.scaling,
            .hidden = recipe.hidden,
            .loss = loss_of(recipe),
            .class_weights = recipe.class_weights,
            .initializer = recipe.initializer,
            .seed = recipe.seed,
            .test_share = recipe.test_share,
            .split_seed = recipe.split_seed,
            .sealed_share = recipe.sealed_share,
            .validation_share = recipe.validation_share,
            // Its documentation says stratified, but with more than two classes it is not.
            .is_stratified = !recipe.twin,
            .shares_generator = recipe.twin,
            .stopping = stopping_rule_of(recipe)};
}

LiveSettings live_settings_of(const Recipe& recipe) {
    LiveSettings live;
    live.optimizer.kind = recipe.optimizer;
    live.optimizer.learning_rate = recipe.learning_rate;
    live.optimizer.momentum = recipe.momentum;
    live.optimizer.beta1 = recipe.beta1;
    live.optimizer.beta2 = recipe.beta2;
    live.optimizer.epsilon = recipe.epsilon;
    live.optimizer.smoothing = recipe.smoothing;
    live.optimizer.weight_decay = recipe.weight_decay;
    live.clip_norm = recipe.clip_norm;
    live.schedule = schedule_of(recipe);
    live.schedule.warm_up = recipe.warm_up;
    live.l1 = recipe.l1;
    live.l2 = recipe.l2;
    live.dropout = recipe.dropout;
    live.batch = recipe.batch;
    live.shuffle = recipe.shuffle;
    live.augmentation = {.shift = recipe.augment_shift,
                         .rotate = recipe.augment_rotate,
                         .scale = recipe.augment_scale,
                         .shear = recipe.augment_shear,
                         .elastic = recipe.augment_elastic};
    return live;
}

StoppingRule stopping_rule_of(const Recipe& recipe) {
    return {.early_stopping = recipe.early_stopping,
            .patience = recipe.patience,
            .tolerance = recipe.tolerance,
            .max_epochs = recipe.max_epochs};
}

bool needs_restart(const Recipe& from, const Recipe& to) {
    return from.points != to.points || from.noise != to.noise || from.data_seed != to.data_seed ||
           from.features != to.features || from.dataset != to.dataset || from.twin != to.twin ||
           from.label_shift != to.label_shift || from.test_share != to.test_share ||
           from.split_seed != to.split_seed || from.sealed_share != to.sealed_share ||
           from.validation_share != to.validation_share || from.scaling != to.scaling ||
           from.hidden != to.hidden || from.loss != to.loss ||
           from.class_weights != to.class_weights || from.initializer != to.initializer ||
           from.seed != to.seed || from.precision != to.precision;
}

}  // namespace nn
