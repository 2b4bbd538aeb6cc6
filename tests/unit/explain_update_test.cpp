// One number's update against OptimizerState and against a training run, bit for bit.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>
#include <vector>

#include "engine/explain/upcoming_update.h"
#include "engine/explain/update.h"
#include "tests/support/small_network.h"

using namespace nn;
using namespace nn::test;
using Catch::Matchers::WithinRel;

namespace {

// A one-weight network through `steps` updates with gradients of both signs and many sizes.
template <class Scalar>
void check_against_state(const OptimizerSettings& settings, int steps) {
    Network<Scalar> network =
        make_network<Scalar>(1, {}, 1, Loss::SquaredError, Initializer::Zeros, 0);
    network.layers[0].W(0, 0) = Scalar(0.37);
    Workspace<Scalar> workspace;
    workspace.resize(network, 1);
    workspace.db[0].setZero();
    OptimizerState<Scalar> state(network);
    Moments<Scalar> moments;
    RandomState random(5);
    for (int i = 0; i < steps; ++i) {
        const auto gradient = static_cast<Scalar>(random.standard_normal() *
                                                  std::pow(10.0, random.uniform(-6.0, 1.0)));
        const ParameterUpdate<Scalar> update =
            update_of(settings, moments, network.layers[0].W(0, 0), gradient);
        workspace.dW[0](0, 0) = gradient;
        state.update(settings, network, workspace);
        REQUIRE(update.after == network.layers[0].W(0, 0));
        REQUIRE(update.kept + update.step == update.after);
        REQUIRE((update.kept == update.before) == (settings.kind != Optimizer::AdamW));
        moments = update.moments_after;
    }
    CHECK(moments.steps == state.steps());
}

Trainer<float> small_trainer(const Dataset& dataset, const LiveSettings& live) {
    TrainerSetup setup;
    setup.hidden = {{6, Activation::Relu}, {5, Activation::Tanh}};
    setup.seed = 9;
    return Trainer<float>(dataset, setup, live);
}

}  // namespace

TEST_CASE("an update taken apart is the optimiser's own", "[engine]") {
    for (const auto& entry : enum_names<Optimizer>()) {
        CAPTURE(entry.key);
        const OptimizerSettings settings{.kind = entry.value, .learning_rate = 0.03};
        check_against_state<float>(settings, 200);
        check_against_state<double>(settings, 200);
    }
}

TEST_CASE("Adam's first update is one learning rate long, whatever the gradient", "[engine]") {
    // m = 0.1 g, v = 0.001 g², rate = lr · sqrt(0.001) / 0.1: step = -lr · g / (|g| + eps · 31.6)
    const OptimizerSettings settings{.kind = Optimizer::Adam, .learning_rate = 0.01};
    const ParameterUpdate<double> update = update_of(settings, Moments<double>{}, 1.0, -0.002);
    CHECK_THAT(update.moments_after.first, WithinRel(-0.0002, 1e-12));
    CHECK_THAT(update.moments_after.second, WithinRel(4e-9, 1e-12));
    CHECK_THAT(update.rate, WithinRel(0.01 * std::sqrt(0.001) / 0.1, 1e-12));
    CHECK_THAT(update.after, WithinRel(1.01, 1e-5));
}

TEST_CASE(
    "the next update of a training run is foretold to the bit, whatever is changed on the way",
    "[engine]") {
    const Dataset dataset = pattern_dataset(90);
    for (const auto& entry : enum_names<Optimizer>()) {
        for (const double dropout : {0.0, 0.3}) {
            CAPTURE(entry.key, dropout);
            LiveSettings live;
            live.optimizer.kind = entry.value;
            live.optimizer.learning_rate = 0.02;
            live.dropout = dropout;
            live.batch = 16;  // 63 samples: the last batch of an epoch has 15
            live.l2 = 0.01;
            live.augmentation.shift = 0.5;
            live.clip_norm = 0.4;  // shorter than many of the gradients
            live.schedule.kind = Schedule::InverseScaling;
            Trainer<float> trainer = small_trainer(dataset, live);
            while (trainer.steps() < 50) {
                if (trainer.is_evaluating()) {
                    trainer.step();
                    continue;
                }
                if (trainer.steps() == 20) {  // the moments of another rule are zero
                    live.optimizer.kind =
                        entry.value == Optimizer::Adam ? Optimizer::Momentum : Optimizer::Adam;
                    live.batch = 9;
                    trainer.set_live(live);
                }
                if (trainer.steps() == 30) {
                    const Edit swap{.kind = EditKind::Swap, .layer = 1, .unit = 3, .other = 1};
                    trainer.edit({&swap, 1});
                    trainer.evaluate();
                }
                std::vector<ParameterUpdate<float>> foretold;
                for (std::size_t i = 0; i < 6; ++i)
                    foretold.push_back(upcoming_update(trainer, dataset, {1, i, 3}));
                const auto bias = upcoming_update(trainer, dataset, {1, ParameterPlace::kBias, 3});
                trainer.step();
                const DenseLayer<float>& layer = trainer.network().layers[1];
                for (std::size_t i = 0; i < 6; ++i)
                    REQUIRE(foretold[i].after == layer.W(static_cast<Eigen::Index>(i), 3));
                REQUIRE(bias.after == layer.b(3));
                const auto after = trainer.optimizer().moments_of(live.optimizer.kind, 1,
                                                                  OptimizerState<float>::kBias, 3);
                REQUIRE(bias.moments_after == after);
            }
        }
    }
}
