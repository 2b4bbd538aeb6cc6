// Training runs of scikit-learn and PyTorch, repeated from the same start weights: the losses and
// weights after 1, 10 and 100 epochs are the same. mlp_cases.py and torch_cases.py made the files.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <algorithm>
#include <span>
#include <vector>

#include "engine/network/network.h"
#include "engine/network/optimizer.h"
#include "tests/support/json.h"

using namespace nn;
using namespace nn::test;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

// One pass over the samples in their given order; the mean loss, each batch before its update.
double train_epoch(Network<double>& network, OptimizerState<double>& state,
                   Workspace<double>& workspace, const OptimizerSettings& settings,
                   const ObjectiveTerms& terms, double clip_norm, const std::vector<double>& x,
                   std::span<const std::uint8_t> labels, std::size_t batch) {
    const auto features = static_cast<std::size_t>(network.inputs());
    double sum = 0.0;
    for (std::size_t begin = 0; begin < labels.size(); begin += batch) {
        const std::size_t rows = std::min(batch, labels.size() - begin);
        const auto batch_labels = labels.subspan(begin, rows);
        std::copy_n(x.data() + begin * features, rows * features, workspace.A[0].data());
        forward(network, workspace, static_cast<Eigen::Index>(rows));
        sum += static_cast<double>(rows) * objective(network, workspace, batch_labels, terms);
        backward(network, workspace, batch_labels, terms);
        clip_gradient(workspace, clip_norm);
        state.update(settings, network, workspace);
    }
    return sum / static_cast<double>(labels.size());
}

double number_or(const Json& golden, std::string_view key, double otherwise) {
    const auto at = golden.object.find(key);
    return at == golden.object.end() ? otherwise : at->second.number;
}

void check_run(const Json& golden) {
    const std::string name = golden.at("name").text;
    CAPTURE(name);
    const Activation activation = from_key<Activation>(golden.at("activation").text).value();
    std::vector<LayerShape> hidden;
    for (const double units : golden.at("hidden").numbers())
        hidden.push_back({static_cast<int>(units), activation});
    Network<double> network =
        make_network<double>(static_cast<int>(golden.at("features").number), hidden,
                             static_cast<int>(golden.at("classes").number),
                             from_key<Loss>(golden.at("loss").text).value(), Initializer::Zeros, 0);
    set_parameters<double>(network, golden.at("start").numbers());

    std::vector<std::uint8_t> labels;
    for (const double label : golden.at("labels").numbers())
        labels.push_back(static_cast<std::uint8_t>(label));
    const std::vector<double> x = golden.at("x").numbers();
    const auto batch = static_cast<std::size_t>(golden.at("batch").number);
    const OptimizerSettings settings{
        .kind = from_key<Optimizer>(golden.at("optimizer").text).value(),
        .learning_rate = golden.at("learning_rate").number,
        .weight_decay = number_or(golden, "weight_decay", 0.0),
    };
    std::vector<double> class_weights;
    if (const auto at = golden.object.find("class_weights"); at != golden.object.end())
        class_weights = at->second.numbers();
    const ObjectiveTerms terms{.l1 = number_or(golden, "l1", 0.0),
                               .l2 = golden.at("l2").number,
                               .class_weights = class_weights};

    OptimizerState<double> state(network);
    Workspace<double> workspace;
    workspace.resize(network, static_cast<Eigen::Index>(batch));
    int epoch = 0;
    for (const Json& after : golden.at("after").array) {
        double loss = 0.0;
        for (; epoch < static_cast<int>(after.at("epochs").number); ++epoch)
            loss = train_epoch(network, state, workspace, settings, terms,
                               number_or(golden, "clip_norm", 0.0), x, labels, batch);
        CAPTURE(epoch);
        if (const auto at = after.object.find("loss"); at != after.object.end())
            CHECK_THAT(loss, WithinRel(at->second.number, 1e-9));
        const std::vector<double> expected = after.at("weights").numbers();
        const std::vector<double> weights = parameters_of(network);
        REQUIRE(weights.size() == expected.size());
        for (std::size_t i = 0; i < weights.size(); ++i) {
            CAPTURE(i);
            CHECK_THAT(weights[i], WithinRel(expected[i], 1e-9) || WithinAbs(expected[i], 1e-12));
        }
    }
}

}  // namespace

TEST_CASE("training runs equal scikit-learn's, step for step", "[engine]") {
    const Json cases = read_golden("mlp.json");
    REQUIRE(cases.array.size() == 21);
    for (const Json& golden : cases.array) check_run(golden);
}

TEST_CASE("training runs equal PyTorch's, step for step", "[engine]") {
    const Json cases = read_golden("torch_mlp.json");
    REQUIRE(cases.array.size() == 20);
    for (const Json& golden : cases.array) check_run(golden);
}
