// Everything that determines a training session, in one plain struct.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/data/dataset.h"
#include "engine/data/plane.h"
#include "engine/data/scaling.h"
#include "engine/network/activation.h"
#include "engine/network/initializer.h"
#include "engine/network/loss.h"
#include "engine/network/network.h"
#include "engine/network/optimizer.h"
#include "engine/training/any_trainer.h"

namespace nn {

struct Recipe {
    DatasetId dataset = DatasetId::Digits;
    bool twin = false;   // one generator for all that is random, and other defaults: defaults_of
    int points = 500;    // this and the next three: of problems in the plane
    double noise = 0.0;  // percent
    std::uint32_t data_seed = 42;
    FeatureSet features = kPlainFeatures;
    int label_shift = 0;  // class c is taught as c + label_shift, modulo the number of classes
    double test_share = 0.3;
    std::uint32_t split_seed = 42;
    double sealed_share = 0.0;      // of the test part; 0: nothing is sealed
    double validation_share = 0.0;  // of the training part; 0: no validation part
    Scaling scaling = Scaling::Unit;

    std::vector<LayerShape> hidden = {{64, Activation::Relu}};
    Loss loss = Loss::CrossEntropy;
    ClassWeights class_weights = ClassWeights::Equal;
    Initializer initializer = Initializer::Auto;
    std::uint32_t seed = 0;
    Precision precision = Precision::Float32;

    Optimizer optimizer = Optimizer::Adam;
    double learning_rate = 0.001;
    Schedule schedule = Schedule::Constant;
    double schedule_power = 0.5;
    int schedule_epochs = 30;  // 0: up to max_epochs
    double schedule_factor = 0.1;
    double warm_up = 0.0;  // epochs
    double momentum = 0.9;
    double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;
    double smoothing = 0.99;
    double weight_decay = 0.01;
    double clip_norm = 0.0;  // 0: any length
    double l1 = 0.0;
    double l2 = 1e-4;
    double dropout = 0.0;
    int batch = 32;
    bool shuffle = true;
    double augment_shift = 0.0;  // see Augmentation
    double augment_rotate = 0.0;
    double augment_scale = 0.0;
    double augment_shear = 0.0;
    double augment_elastic = 0.0;

    bool early_stopping = false;
    int patience = 10;
    double tolerance = 1e-4;
    int max_epochs = 0;  // 0: until stopped

    bool operator==(const Recipe&) const = default;
};

// What a setting is when nobody has said otherwise: each data set has a session of its own, which learns
// it well and, where it is of digits, reads drawn ones too. For the twin this is, whatever the data set,
// the program that it reproduces to the digit: scikit-learn's MLPClassifier(hidden_layer_sizes=(64,),
// max_iter=300) on the bare pixels of load_digits.
Recipe defaults_of(DatasetId dataset = DatasetId::Digits, bool twin = false);

// The size of the network's two ends.
int inputs_of(const Recipe& recipe);
int outputs_of(const Recipe& recipe);

// The loss that is trained with: a regression knows the squared error alone.
Loss loss_of(const Recipe& recipe);

// The points of a problem in the plane, with the labels that are taught; of other data sets none.
std::vector<PlanePoint> points_of(const Recipe& recipe);

// What a recipe's network is taught: of a packed data set that one, of a problem in the plane its points,
// with other labels where the recipe shifts them. Remembers the last that it made.
class TaughtDataset {
public:
    // Null where the packed data set is needed and null.
    std::shared_ptr<const Dataset> of(const Recipe& recipe, std::shared_ptr<const Dataset> packed);

private:
    std::shared_ptr<const Dataset> packed_, taught_;
    int shift_ = 0;
};

TrainerSetup setup_of(const Recipe& recipe);
LiveSettings live_settings_of(const Recipe& recipe);
StoppingRule stopping_rule_of(const Recipe& recipe);

// True when going from one recipe to the other needs new weights or new data; otherwise the change
// applies to the training that is under way.
bool needs_restart(const Recipe& from, const Recipe& to);

}  // namespace nn
