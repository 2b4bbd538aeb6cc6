// The script assigns what fit() of MLPClassifier or MLPRegressor would have learnt, private parts
// included: there is no public way to give them weights.
#include <algorithm>
#include <string>

#include "engine/export/python_text.h"
#include "engine/export/trained_model.h"

namespace nn {

namespace {

// Empty where scikit-learn has no such activation.
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

// MLPClassifier gives two classes a single output, the logit of the second. That is what softmax makes
// of two: exp(b) / (exp(a) + exp(b)) = 1 / (1 + exp(-(b - a))).
template <class Scalar>
bool has_two_classes(const Network<Scalar>& network) {
    return network.outputs() == 2;
}

template <class Scalar>
std::string_view output_name(const Network<Scalar>& network) {
    switch (network.loss) {
        case Loss::CrossEntropy:
            return has_two_classes(network) ? "logistic" : "softmax";
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

// Of what scikit-learn has, the rest that is not as by default.
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

// What training had and scikit-learn has not.
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
std::string estimator_name(const TrainedModel<Scalar>& model) {
    return info(model.dataset).is_regression ? "MLPRegressor" : "MLPClassifier";
}

template <class Scalar>
std::string build_python(const TrainedModel<Scalar>& model) {
    const Network<Scalar>& network = model.network;
    const bool is_regression = info(model.dataset).is_regression;
    std::string sizes;
    for (std::size_t l = 0; l + 1 < network.layers.size(); ++l)
        sizes += (l == 0 ? "" : ", ") + std::to_string(network.layers[l].units());
    if (network.layers.size() == 2) sizes += ',';  // else Python takes (64) for a number
    return std::string("def build():\n    \"\"\"The ") +
           (is_regression ? "regressor" : "classifier") +
           " as if fit() had just ended; it takes scaled " + input_name(model.dataset) +
           ".\"\"\"\n"
           "    model = " +
           estimator_name(model) +
           "(\n"
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
           "    model.intercepts_ = [b.copy() for b in BIASES]\n" +
           (has_two_classes(network)
                ? "    # Two classes have a single output here, a logistic one: the softmax of two "
                  "is the\n"
                  "    # logistic function of their difference.\n"
                  "    model.coefs_[-1] = np.diff(model.coefs_[-1])\n"
                  "    model.intercepts_[-1] = np.diff(model.intercepts_[-1])\n"
                : "") +
           (is_regression ? "" : "    model.classes_ = np.arange(len(CLASS_NAMES))\n") +
           "    model.n_features_in_ = WEIGHTS[0].shape[0]\n"
           "    model.n_outputs_ = len(model.intercepts_[-1])\n"
           "    model.n_layers_ = len(WEIGHTS) + 1\n"
           "    model.out_activation_ = \"" +
           std::string(output_name(network)) +
           "\"\n"
           "    model.n_iter_ = " +
           std::to_string(static_cast<long long>(model.epochs)) +
           "\n"
           "    model.t_ = " +
           std::to_string(model.samples_seen) +
           "\n"
           "    model.loss_ = " +
           number_python(model.train_loss) + "\n" +
           (is_regression ? ""
                          : "    model._label_binarizer = LabelBinarizer().fit(model.classes_)\n") +
           "    return model\n";
}

// A part may lack a class, so the report is told which there are.
std::string main_python(DatasetId dataset) {
    const std::string input = input_name(dataset);
    const std::string head =
        "if __name__ == \"__main__\":\n"
        "    model = build()\n"
        "    _, " +
        input;
    if (info(dataset).is_regression)
        return head + R"(, _, targets = samples()
    predictions = model.predict(scaled(features))
    print(f"R2 {r2_score(targets, predictions):.4f}")
    if len(sys.argv) > 1:
        np.savetxt(sys.argv[1], predictions, fmt="%.9g", delimiter=",")
)";
    return head + ", _, labels = samples()\n    predictions = model.predict(scaled(" + input +
           "))\n" +
           R"(    print(
        classification_report(
            labels, predictions, labels=model.classes_, target_names=CLASS_NAMES
        )
    )
    if len(sys.argv) > 1:
        np.savetxt(sys.argv[1], model.predict_proba(scaled()" +
           input + R"()), fmt="%.9g", delimiter=",")
)";
}

// A sentence that says why there can be no script; empty where there can.
template <class Scalar>
std::string problem_of(const TrainedModel<Scalar>& model) {
    const auto& layers = model.network.layers;
    const std::string whose = "scikit-learn's " + estimator_name(model) + " ",
                      instead = "; export to PyTorch or ONNX instead";
    const bool are_alike = std::all_of(layers.begin(), layers.end() - 1, [&](const auto& layer) {
        return layer.activation == layers.front().activation;
    });
    if (!are_alike) return whose + "has one activation for all hidden layers" + instead;
    if (activation_name(layers.front().activation).empty())
        return whose + "has no " + std::string(title_of(layers.front().activation)) +
               " activation" + instead;
    if (has_two_classes(model.network) && model.network.loss != Loss::CrossEntropy)
        return whose + "tells two classes apart by cross-entropy alone, not by " +
               (model.network.loss == Loss::SquaredError ? "the squared error"
                                                         : "a yes or no for each") +
               instead;
    return {};
}

// The text at the head of the script.
template <class Scalar>
std::string description(const TrainedModel<Scalar>& model) {
    const bool is_regression = info(model.dataset).is_regression;
    std::string text = "A network trained by Inkling, rebuilt as scikit-learn's " +
                       estimator_name(model) + ".\n\n" + std::string(info(model.dataset).title) +
                       ", " + shape_text(model.network) + ", " + std::to_string(model.steps);
    text += is_regression
                ? " updates. Prints R², the coefficient of determination, of\nthe held-out "
                  "samples; given a file name, also writes their predictions as CSV.\n"
                : " updates. Prints the classification report of the\nheld-out samples; given a "
                  "file name, also writes their class probabilities as CSV.\n";
    if (!is_regression && model.network.loss == Loss::SquaredError)
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
    return text;
}

}  // namespace

template <class Scalar>
Exported scikit_learn_script(const TrainedModel<Scalar>& model) {
    if (std::string problem = problem_of(model); !problem.empty())
        return {.content = {}, .problem = std::move(problem)};
    const bool is_regression = info(model.dataset).is_regression;
    const bool is_digits = model.dataset == DatasetId::Digits;
    std::string text = "\"\"\"" + description(model) +
                       "\"\"\"\n\nimport base64\nimport sys\n\nimport numpy as np\n" +
                       dataset_import_python(model.dataset) + "from sklearn.metrics import " +
                       (is_regression ? "r2_score" : "classification_report") + "\n" +
                       (is_digits ? "from sklearn.model_selection import train_test_split\n" : "") +
                       "from sklearn.neural_network import " + estimator_name(model) + "\n" +
                       (is_regression ? "" : "from sklearn.preprocessing import LabelBinarizer\n") +
                       "\n" + constants_python(model) + "\n\n" + build_python(model) + "\n\n" +
                       samples_python(model) + "\n\n" + main_python(model.dataset);
    return {.content = std::move(text), .problem = {}};
}

template Exported scikit_learn_script(const TrainedModel<float>&);
template Exported scikit_learn_script(const TrainedModel<double>&);

}  // namespace nn
