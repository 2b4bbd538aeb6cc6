#include "engine/session/recipe.h"

namespace nn {

Recipe defaults_of(bool twin) {
    Recipe recipe;
    if (!twin) return recipe;
    recipe.twin = true;
    recipe.scaling = Scaling::None;
    recipe.initializer = Initializer::ScikitLearn;
    recipe.precision = Precision::Float64;
    recipe.batch = 200;
    recipe.early_stopping = true;
    recipe.max_epochs = 300;
    return recipe;
}

namespace {

PlaneSettings plane_settings_of(const Recipe& recipe) {
    return {.problem = recipe.dataset,
            .samples = recipe.points,
            .noise = recipe.noise,
            .seed = recipe.data_seed};
}

bool is_in_plane(const Recipe& recipe) {
    return info(recipe.dataset).is_plane;
}

}  // namespace

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
    return plane_points(plane_settings_of(recipe));
}

std::shared_ptr<const Dataset> generated_dataset(const Recipe& recipe) {
    if (!is_in_plane(recipe)) return nullptr;
    return std::make_shared<const Dataset>(
        plane_dataset(plane_settings_of(recipe), recipe.features));
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
    // scikit-learn's Adam pays no heed to its schedules.
    const bool is_of_scikit_learn =
        recipe.schedule == Schedule::InverseScaling || recipe.schedule == Schedule::Adaptive;
    if (!recipe.twin || recipe.optimizer != Optimizer::Adam || !is_of_scikit_learn)
        live.schedule = {.kind = recipe.schedule,
                         .power = recipe.schedule_power,
                         .epochs = recipe.schedule_epochs,
                         .factor = recipe.schedule_factor};
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
           from.test_share != to.test_share || from.split_seed != to.split_seed ||
           from.validation_share != to.validation_share || from.scaling != to.scaling ||
           from.hidden != to.hidden || from.loss != to.loss ||
           from.class_weights != to.class_weights || from.initializer != to.initializer ||
           from.seed != to.seed || from.precision != to.precision;
}

}  // namespace nn
