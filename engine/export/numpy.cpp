// A Python script that needs NumPy alone to answer.
#include "engine/export/python_text.h"

namespace nn {

namespace {

std::string_view activation_python(Activation activation) {
    switch (activation) {
        case Activation::Relu:
            return "np.maximum(z, 0)";
        case Activation::LeakyRelu:
            return "np.where(z > 0, z, TYPE(0.01) * z)";
        case Activation::Elu:
            return "np.where(z > 0, z, np.expm1(np.minimum(z, 0)))";
        case Activation::Gelu:
            return "z / 2 * (1 + np.tanh(TYPE(0.7978845608028654) * (z + TYPE(0.044715) * z**3)))";
        case Activation::Softplus:
            return "np.logaddexp(0, z)";
        case Activation::Tanh:
            return "np.tanh(z)";
        case Activation::Sigmoid:
            return "1 / (1 + np.exp(-z))";
        case Activation::Linear:
            return "z";
    }
    return {};
}

std::string_view answer_python(Loss loss) {
    switch (loss) {
        case Loss::CrossEntropy:
            return "    e = np.exp(z - z.max(axis=1, keepdims=True))\n"
                   "    return e / e.sum(axis=1, keepdims=True)\n";
        case Loss::BinaryCrossEntropy:
            return "    return 1 / (1 + np.exp(-z))\n";
        case Loss::SquaredError:
            return "    return z\n";
    }
    return {};
}

template <class Scalar>
std::string answers_python(const TrainedModel<Scalar>& model) {
    const std::string input = input_name(model.dataset);
    std::string text =
        "def answers(" + input +
        "):\n"
        "    \"\"\"A row for each row: " +
        (model.network.loss == Loss::SquaredError ? "the outputs" : "the probabilities") +
        ".\"\"\"\n    a = scaled(" + input + ")\n";
    const auto& layers = model.network.layers;
    for (std::size_t l = 0; l < layers.size(); ++l) {
        const std::string at = "[" + std::to_string(l) + "]";
        text += "    z = a @ WEIGHTS" + at + " + BIASES" + at + "\n";
        if (l + 1 < layers.size())
            text += "    a = " + std::string(activation_python(layers[l].activation)) + "\n";
    }
    return text + std::string(answer_python(model.network.loss));
}

std::string main_python(DatasetId dataset) {
    const std::string input = input_name(dataset);
    const bool is_regression = info(dataset).is_regression;
    return "if __name__ == \"__main__\":\n    from sklearn.metrics import " +
           std::string(is_regression ? "r2_score" : "classification_report") + "\n\n    _, " +
           input + ", _, truth = samples()\n    found = answers(" + input + ")\n" +
           (is_regression
                ? "    print(f\"R2 {r2_score(truth, found[:, 0]):.4f}\")\n"
                : "    print(\n"
                  "        classification_report(\n"
                  "            truth, found.argmax(axis=1), labels=range(len(CLASS_NAMES)), "
                  "target_names=CLASS_NAMES\n"
                  "        )\n"
                  "    )\n") +
           "    if len(sys.argv) > 1:\n"
           "        np.savetxt(sys.argv[1], found, fmt=\"%.9g\", delimiter=\",\")\n";
}

}  // namespace

template <class Scalar>
Exported numpy_script(const TrainedModel<Scalar>& model) {
    const bool is_digits = model.dataset == DatasetId::Digits;
    std::string text =
        "\"\"\"A network trained by Inkling, to answer with NumPy alone.\n\n" +
        std::string(info(model.dataset).title) + ", " + shape_text(model.network) + ", " +
        std::to_string(model.steps) +
        " updates. answers() is the whole of it. Run as a program it\njudges the held-out samples, "
        "for which it asks scikit-learn; given a file name, it writes its answers as "
        "CSV.\n\"\"\"\n\n"
        "import base64\nimport sys\n\nimport numpy as np\n" +
        dataset_import_python(model.dataset) +
        (is_digits ? "from sklearn.model_selection import train_test_split\n" : "") + "\n" +
        constants_python(model) + "\n\n" + answers_python(model) + "\n\n" + samples_python(model) +
        "\n\n" + main_python(model.dataset);
    return {.content = std::move(text), .problem = {}};
}

template Exported numpy_script(const TrainedModel<float>&);
template Exported numpy_script(const TrainedModel<double>&);

}  // namespace nn
