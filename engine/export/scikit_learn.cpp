// The script assigns what MLPClassifier.fit would have learnt, private parts included: there is no
// public way to give it weights.
#include <algorithm>
#include <string>

#include "engine/export/python_text.h"
#include "engine/export/trained_model.h"

namespace nn {

namespace {

// Empty where MLPClassifier has no such activation.
std::string_view activation_name(Activation activation) {
    switch (activation) {
        case Activation::Relu:
            return "relu";
        case Activation::Tanh:
            return "tanh";
        case Activation::Sigmoid:
            return "logistic";
        case Activation::Linear:
            return "identity";
        case Activation::LeakyRelu:
        case Activation::Elu:
        case Activation::Gelu:
        case Activation::Softplus:
            break;
    }
    return {};
}

std::string_view output_name(Loss loss) {
    switch (loss) {
        case Loss::CrossEntropy:
            return "softmax";
        case Loss::BinaryCrossEntropy:
            return "logistic";
        case Loss::SquaredError:
            return "identity";
    }
    return {};
}

std::string solver_arguments(const OptimizerSettings& settings) {
    const std::string rate =
        "        learning_rate_init=" + number_python(settings.learning_rate) + ",\n";
    switch (settings.kind) {
        case Optimizer::Sgd:
            return "        solver=\"sgd\",\n" + rate +
                   "        momentum=0.0,\n        nesterovs_momentum=False,\n";
        case Optimizer::Momentum:
        case Optimizer::Nesterov:
            return "        solver=\"sgd\",\n" + rate +
                   "        momentum=" + number_python(settings.momentum) +
                   ",\n        nesterovs_momentum=" +
                   (settings.kind == Optimizer::Nesterov ? "True" : "False") + ",\n";
        case Optimizer::Adam:
        case Optimizer::AdamW:  // the nearest that it has
        case Optimizer::RmsProp:
        case Optimizer::Adagrad:
            return "        solver=\"adam\",\n" + rate +
                   "        beta_1=" + number_python(settings.beta1) +
                   ",\n        beta_2=" + number_python(settings.beta2) +
                   ",\n        epsilon=" + number_python(settings.epsilon) + ",\n";
    }
    return {};
}

// Of what MLPClassifier has, the rest that is not as by default.
template <class Scalar>
std::string training_arguments(const TrainedModel<Scalar>& model) {
    std::string text;
    const auto add = [&text](std::string_view name, const std::string& value) {
        text.append("        ").append(name).append("=").append(value).append(",\n");
    };
    const ScheduleSettings& schedule = model.live.schedule;
    if (schedule.kind == Schedule::InverseScaling) {
        add("learning_rate", "\"invscaling\"");
        add("power_t", number_python(schedule.power));
    } else if (schedule.kind == Schedule::Adaptive) {
        add("learning_rate", "\"adaptive\"");
    }
    if (!model.live.shuffle) add("shuffle", "False");
    if (model.stopping.max_epochs > 0) add("max_iter", std::to_string(model.stopping.max_epochs));
    if (!model.stopping.early_stopping) return text;
    add("tol", number_python(model.stopping.tolerance));
    add("n_iter_no_change", std::to_string(model.stopping.patience));
    if (model.validation_share > 0.0) {
        add("early_stopping", "True");
        add("validation_fraction", number_python(model.validation_share));
    }
    return text;
}

// What training had and MLPClassifier has not.
template <class Scalar>
std::string parts_without_counterpart(const TrainedModel<Scalar>& model) {
    std::string text;
    const auto add = [&text](bool is_there, std::string_view part) {
        if (is_there) text.append(text.empty() ? "" : ", ").append(part);
    };
    add(model.live.dropout > 0.0, "dropout");
    add(model.live.augmentation.is_on(), "augmentation");
    const Optimizer optimizer = model.live.optimizer.kind;
    add(has_epsilon(optimizer) && optimizer != Optimizer::Adam,
        std::string(title_of(optimizer)) + " (it says Adam)");
    const ScheduleSettings& schedule = model.live.schedule;
    add(schedule.kind == Schedule::Step || schedule.kind == Schedule::Cosine ||
            schedule.warm_up > 0.0,
        "the schedule of the learning rate");
    add(model.live.clip_norm > 0.0, "gradient clipping");
    add(model.live.l1 > 0.0, "the L1 penalty");
    add(!model.class_weights.empty(), "class weights");
    return text;
}

template <class Scalar>
std::string build_python(const TrainedModel<Scalar>& model) {
    const Network<Scalar>& network = model.network;
    std::string sizes;
    for (std::size_t l = 0; l + 1 < network.layers.size(); ++l)
        sizes += (l == 0 ? "" : ", ") + std::to_string(network.layers[l].units());
    if (network.layers.size() == 2) sizes += ',';  // else Python takes (64) for a number
    return "def build():\n"
           "    \"\"\"The classifier as if fit() had just ended; it takes scaled pixels.\"\"\"\n"
           "    model = MLPClassifier(\n"
           "        hidden_layer_sizes=(" +
           sizes + "),\n        activation=\"" +
           std::string(activation_name(network.layers.front().activation)) + "\",\n" +
           solver_arguments(model.live.optimizer) +
           "        alpha=" + number_python(model.live.l2) +
           ",\n        batch_size=" + std::to_string(model.live.batch) +
           ",\n        random_state=" + std::to_string(model.seed) + ",\n" +
           training_arguments(model) +
           "    )\n"
           "    model.coefs_ = [W.copy() for W in WEIGHTS]\n"
           "    model.intercepts_ = [b.copy() for b in BIASES]\n"
           "    model.classes_ = np.arange(len(CLASS_NAMES))\n"
           "    model.n_features_in_ = WEIGHTS[0].shape[0]\n"
           "    model.n_outputs_ = len(CLASS_NAMES)\n"
           "    model.n_layers_ = len(WEIGHTS) + 1\n"
           "    model.out_activation_ = \"" +
           std::string(output_name(network.loss)) +
           "\"\n"
           "    model.n_iter_ = " +
           std::to_string(static_cast<long long>(model.epochs)) +
           "\n"
           "    model.t_ = " +
           std::to_string(model.samples_seen) +
           "\n"
           "    model.loss_ = " +
           number_python(model.train_loss) +
           "\n"
           "    model._label_binarizer = LabelBinarizer().fit(model.classes_)\n"
           "    return model\n";
}

constexpr std::string_view kMain = R"(if __name__ == "__main__":
    model = build()
    _, pixels, _, labels = samples()
    print(classification_report(labels, model.predict(scaled(pixels)), target_names=CLASS_NAMES))
    if len(sys.argv) > 1:
        np.savetxt(sys.argv[1], model.predict_proba(scaled(pixels)), fmt="%.9g", delimiter=",")
)";

}  // namespace

template <class Scalar>
Exported scikit_learn_script(const TrainedModel<Scalar>& model) {
    const auto& layers = model.network.layers;
    const bool are_alike = std::all_of(layers.begin(), layers.end() - 1, [&](const auto& layer) {
        return layer.activation == layers.front().activation;
    });
    if (!are_alike)
        return {.content = {},
                .problem =
                    "scikit-learn's MLPClassifier has one activation for all hidden layers; "
                    "export to PyTorch or ONNX instead"};
    if (activation_name(layers.front().activation).empty())
        return {.content = {},
                .problem = "scikit-learn's MLPClassifier has no " +
                           std::string(title_of(layers.front().activation)) +
                           " activation; export to PyTorch or ONNX instead"};
    if (model.network.outputs() < 3)
        return {.content = {},
                .problem =
                    "scikit-learn's MLPClassifier gives two classes a single output; export "
                    "to PyTorch or ONNX instead"};
    const bool is_digits = model.dataset == DatasetId::Digits;
    std::string text =
        "\"\"\"A network trained by Inkling, rebuilt as scikit-learn's MLPClassifier.\n\n" +
        std::string(info(model.dataset).title) + ", " + shape_text(model.network) + ", " +
        std::to_string(model.steps) +
        " updates. Prints the classification report of the\n"
        "held-out samples; given a file name, also writes their class probabilities as CSV.\n";
    if (model.network.loss == Loss::SquaredError)
        text +=
            "\nIt was trained by the squared error, so its outputs are no probabilities: they may "
            "lie outside\n"
            "0 to 1, and the largest one decides.\n";
    if (model.network.loss == Loss::BinaryCrossEntropy)
        text +=
            "\nEach class was a yes-or-no question of its own (binary cross-entropy), so the "
            "probabilities of a\nsample need not add up to 1; the largest one decides.\n";
    if (const std::string parts = parts_without_counterpart(model); !parts.empty())
        text += "\nParts of its training without a counterpart here, nor a part in predictions:\n" +
                parts + ".\n";
    text += "\"\"\"\n\nimport base64\nimport sys\n\nimport numpy as np\n" +
            dataset_import_python(model.dataset) +
            "from sklearn.metrics import classification_report\n" +
            (is_digits ? "from sklearn.model_selection import train_test_split\n" : "") +
            "from sklearn.neural_network import MLPClassifier\n"
            "from sklearn.preprocessing import LabelBinarizer\n\n" +
            constants_python(model) + "\n\n" + build_python(model) + "\n\n" +
            samples_python(model) + "\n\n" + std::string(kMain);
    return {.content = std::move(text), .problem = {}};
}

template Exported scikit_learn_script(const TrainedModel<float>&);
template Exported scikit_learn_script(const TrainedModel<double>&);

}  // namespace nn
