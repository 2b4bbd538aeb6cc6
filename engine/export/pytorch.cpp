// The script states Inkling's loss and regulariser in PyTorch's terms, so that training goes on with
// the same gradients.
#include <string>
#include <type_traits>

#include "engine/export/python_text.h"
#include "engine/export/pytorch_training.h"
#include "engine/export/trained_model.h"

namespace nn {

namespace {

std::string_view module_of(Activation activation) {
    switch (activation) {
        case Activation::Relu:
            return "nn.ReLU()";
        case Activation::LeakyRelu:
            return "nn.LeakyReLU(0.01)";
        case Activation::Elu:
            return "nn.ELU()";
        case Activation::Gelu:
            return "nn.GELU(approximate=\"tanh\")";
        case Activation::Softplus:
            return "nn.Softplus()";
        case Activation::Tanh:
            return "nn.Tanh()";
        case Activation::Sigmoid:
            return "nn.Sigmoid()";
        case Activation::Linear:
            return {};
    }
    return {};
}

template <class Scalar>
std::string build_python(const TrainedModel<Scalar>& model) {
    const Network<Scalar>& network = model.network;
    std::string modules;
    const auto add = [&modules](std::string_view module) {
        modules.append("        ").append(module).append(",\n");
    };
    for (std::size_t l = 0; l < network.layers.size(); ++l) {
        const DenseLayer<Scalar>& layer = network.layers[l];
        add("nn.Linear(" + std::to_string(layer.inputs()) + ", " + std::to_string(layer.units()) +
            ")");
        if (const std::string_view module = module_of(layer.activation); !module.empty())
            add(module);
        if (model.live.dropout > 0.0 && l + 1 < network.layers.size())
            add("nn.Dropout(" + number_python(model.live.dropout) + ")");
    }
    return "def build():\n"
           "    \"\"\"The network as Inkling left it; it takes scaled " +
           input_name(model.dataset) + " and gives " +
           (network.loss == Loss::SquaredError ? "outputs" : "logits") +
           ".\"\"\"\n"
           "    model = nn.Sequential(\n" +
           modules +
           "    )\n"
           "    with torch.no_grad():\n"
           "        for layer, W, b in zip(linear_layers(model), WEIGHTS, BIASES):\n"
           "            layer.weight.copy_(torch.tensor(W.T))  # PyTorch keeps one row a neuron\n"
           "            layer.bias.copy_(torch.tensor(b))\n"
           "    return model\n";
}

// The expression of the network's answer.
std::string_view answer_python(Loss loss) {
    switch (loss) {
        case Loss::CrossEntropy:
            return "torch.softmax(model(X), 1)";
        case Loss::BinaryCrossEntropy:
            return "torch.sigmoid(model(X))";
        case Loss::SquaredError:
            return "model(X)";
    }
    return {};
}

// Statements that leave a loss for each sample in `losses`.
std::string_view losses_python(Loss loss, bool is_regression) {
    if (is_regression) return "    losses = (model(X).squeeze(1) - y) ** 2 / 2\n";
    switch (loss) {
        case Loss::CrossEntropy:
            return "    losses = nn.functional.cross_entropy(model(X), y, reduction=\"none\")\n";
        case Loss::BinaryCrossEntropy:
            return "    Z = model(X)\n"
                   "    target = nn.functional.one_hot(y, len(CLASS_NAMES)).to(Z.dtype)\n"
                   "    losses = nn.functional.binary_cross_entropy_with_logits(\n"
                   "        Z, target, reduction=\"none\"\n"
                   "    ).sum(1)\n";
        case Loss::SquaredError:
            return "    target = nn.functional.one_hot(y, len(CLASS_NAMES))\n"
                   "    losses = ((model(X) - target) ** 2).sum(1) / 2\n";
    }
    return {};
}

std::string objective_python(const LiveSettings& live, bool has_class_weights) {
    std::string text;
    if (has_class_weights) text += "    losses = losses * CLASS_WEIGHTS[y]\n";
    text +=
        "    weights = [layer.weight for layer in linear_layers(model)]\n"
        "    penalty = L2 / 2 * sum((W**2).sum() for W in weights)\n";
    if (live.l1 > 0.0) text += "    penalty = penalty + L1 * sum(W.abs().sum() for W in weights)\n";
    return text + "    return losses.mean() + penalty / len(y)\n";
}

std::string class_weights_python(std::span<const double> weights) {
    std::string text;
    for (const double weight : weights) text += (text.empty() ? "" : ", ") + number_python(weight);
    return text.empty() ? text : "CLASS_WEIGHTS = torch.tensor([" + text + "])\n";
}

}  // namespace

template <class Scalar>
Exported pytorch_script(const TrainedModel<Scalar>& model) {
    const bool is_double = std::is_same_v<Scalar, double>;
    const bool is_digits = model.dataset == DatasetId::Digits;
    const bool is_regression = info(model.dataset).is_regression;
    std::string text = "\"\"\"A network trained by Inkling, rebuilt in PyTorch to train on.\n\n" +
                       std::string(info(model.dataset).title) + ", " + shape_text(model.network) +
                       ", " + std::to_string(model.steps) +
                       " updates so far. Trains five more epochs, or as\n"
                       "many as are given, with the same loss, batch size and optimiser. The "
                       "optimiser's moments start\n"
                       "from zero again";
    if (model.live.optimizer.kind == Optimizer::Adam)
        text +=
            ", and PyTorch's Adam adds epsilon to the corrected moment, Inkling's (as "
            "scikit-learn's)\n"
            "to the uncorrected one: a difference far below what training notices.\n";
    else
        text += ".\n";
    if (model.validation_share > 0.0)
        text +=
            "\nThe samples that were held out for early stopping are among those it is trained on "
            "now.\n";
    text +=
        "\"\"\"\n\nimport base64\n" +
        std::string(is_scheduled(model.live.schedule) ? "import math\n" : "") +
        "import sys\n\nimport numpy as np\nimport torch\n" + dataset_import_python(model.dataset) +
        (is_digits ? "from sklearn.model_selection import train_test_split\n" : "") +
        "from torch import nn\n\n" + (is_double ? "torch.set_default_dtype(torch.float64)\n" : "") +
        "SEED = " + std::to_string(model.seed) + "\nBATCH = " + std::to_string(model.live.batch) +
        (model.live.clip_norm > 0.0 ? "\nCLIP_NORM = " + number_python(model.live.clip_norm) : "") +
        (model.live.l1 > 0.0 ? "\nL1 = " + number_python(model.live.l1) : "") +
        "\nL2 = " + number_python(model.live.l2) + "\n" +
        class_weights_python(model.class_weights) + schedule_python(model) +
        constants_python(model) +
        "\n\n"
        "def linear_layers(model):\n"
        "    return [layer for layer in model if isinstance(layer, nn.Linear)]\n\n\n" +
        build_python(model) +
        "\n\n"
        "def make_optimizer(model):\n"
        "    return " +
        optimizer_python(model.live.optimizer, model.learning_rate) +
        "\n\n\n"
        "def answers(model, X):\n"
        "    model.eval()\n"
        "    with torch.no_grad():\n"
        "        return " +
        std::string(answer_python(model.network.loss)) +
        "\n\n\n"
        "def objective(model, X, y):\n"
        "    \"\"\"The mean loss, and the penalty on weights (not on biases).\"\"\"\n" +
        std::string(losses_python(model.network.loss, is_regression)) +
        objective_python(model.live, !model.class_weights.empty()) + "\n\n" +
        samples_python(model) + "\n" + train_python(model.live, is_regression);
    return {.content = std::move(text), .problem = {}};
}

template Exported pytorch_script(const TrainedModel<float>&);
template Exported pytorch_script(const TrainedModel<double>&);

}  // namespace nn
