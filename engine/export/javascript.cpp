// An ECMAScript module without dependencies, for browsers and Node alike.
#include <string>
#include <type_traits>
#include <vector>

#include "engine/export/base64.h"
#include "engine/export/little_endian.h"
#include "engine/export/python_text.h"
#include "engine/numerics/decimal.h"

namespace nn {

namespace {

// The right side of an arrow function of z.
std::string_view activation_script(Activation activation) {
    switch (activation) {
        case Activation::Relu:
            return "Math.max(z, 0)";
        case Activation::LeakyRelu:
            return "z > 0 ? z : 0.01 * z";
        case Activation::Elu:
            return "z > 0 ? z : Math.expm1(z)";
        case Activation::Gelu:
            return "z / 2 * (1 + Math.tanh(0.7978845608028654 * (z + 0.044715 * z ** 3)))";
        case Activation::Softplus:
            return "Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)))";
        case Activation::Tanh:
            return "Math.tanh(z)";
        case Activation::Sigmoid:
            return "1 / (1 + Math.exp(-z))";
        case Activation::Linear:
            return "z";
    }
    return {};
}

std::string_view answer_script(Loss loss) {
    switch (loss) {
        case Loss::CrossEntropy:
            return "  const largest = Math.max(...a), e = a.map((z) => Math.exp(z - largest));\n"
                   "  const sum = e.reduce((total, value) => total + value, 0);\n"
                   "  return e.map((value) => value / sum);\n";
        case Loss::BinaryCrossEntropy:
            return "  return a.map((z) => 1 / (1 + Math.exp(-z)));\n";
        case Loss::SquaredError:
            return "  return a;\n";
    }
    return {};
}

template <class Scalar>
std::string numbers_script(const Scalar* values, Eigen::Index count) {
    std::vector<std::uint8_t> bytes;
    for (Eigen::Index i = 0; i < count; ++i) append_little_endian(bytes, values[i]);
    return "numbers('" + base64_text(bytes) + "')";
}

template <class Scalar>
std::string layers_script(const Network<Scalar>& network) {
    std::string text = "const layers = [\n";
    for (std::size_t l = 0; l < network.layers.size(); ++l) {
        const DenseLayer<Scalar>& layer = network.layers[l];
        const Activation activation =
            l + 1 < network.layers.size() ? layer.activation : Activation::Linear;
        text += "  {\n    units: " + std::to_string(layer.units()) + ",\n    activation: (z) => " +
                std::string(activation_script(activation)) +
                ",\n    W: " + numbers_script(layer.W.data(), layer.W.size()) +
                ",\n    b: " + numbers_script(layer.b.data(), layer.b.size()) + ",\n  },\n";
    }
    return text + "];\n";
}

}  // namespace

template <class Scalar>
Exported javascript_module(const TrainedModel<Scalar>& model) {
    const DatasetInfo& data = info(model.dataset);
    const bool is_double = std::is_same_v<Scalar, double>;
    const std::string input = input_name(model.dataset);
    std::string names;
    if (!data.is_regression)
        for (const std::string_view name : data.class_names)
            names += (names.empty() ? "" : ", ") + quoted_python(name);
    std::string text =
        "// A network trained by Inkling, in one file without dependencies, for browsers and "
        "Node:\n"
        "//   import { predict } from './network.mjs';\n"
        "//   predict(" +
        input + ")" + (data.is_regression ? "[0]" : ".label") + "\n// " + std::string(data.title) +
        ", " + shape_text(model.network) + ", " + std::to_string(model.steps) + " updates.\n\n" +
        "const numbers = (text) => new " + (is_double ? "Float64Array" : "Float32Array") +
        "(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer);\n\n";
    if (!data.is_regression) text += "export const classNames = [" + names + "];\n\n";
    text +=
        "// How " + input + " become what the network was trained on: (x - offset) * factor.\n" +
        "const offset = " + numbers_script(model.scaler.offset.data(), model.scaler.offset.size()) +
        ";\nconst factor = " +
        numbers_script(model.scaler.factor.data(), model.scaler.factor.size()) +
        ";\n\n// W holds a row of `units` weights for each input.\n" +
        layers_script(model.network) + "\n// The " + std::to_string(model.network.inputs()) + " " +
        input + (data.is_plane ? " of a point" : ", row by row, as the data set has them") +
        ". Gives " +
        (model.network.loss == Loss::SquaredError ? "the outputs" : "the probabilities") +
        ".\nexport function answers(" + input +
        ") {\n"
        "  if (" +
        input + ".length !== offset.length) throw new Error(`${offset.length} " + input +
        " are needed, not ${" + input +
        ".length}`);\n"
        "  let a = Array.from(" +
        input +
        ", (x, i) => (x - offset[i]) * factor[i]);\n"
        "  for (const { units, activation, W, b } of layers) {\n"
        "    const z = Array.from(b);\n"
        "    a.forEach((x, i) => {\n"
        "      if (x !== 0) for (let unit = 0; unit < units; unit++) z[unit] += x * W[i * units "
        "+ unit];\n"
        "    });\n"
        "    a = z.map(activation);\n"
        "  }\n" +
        std::string(answer_script(model.network.loss)) + "}\n\n";
    text += data.is_regression
                ? "export const predict = answers;\n"
                : "export function predict(" + input + ") {\n  const all = answers(" + input +
                      ");\n"
                      "  const label = all.indexOf(Math.max(...all));\n"
                      "  return { label, name: classNames[label], answers: all };\n}\n";
    return {.content = std::move(text), .problem = {}};
}

template Exported javascript_module(const TrainedModel<float>&);
template Exported javascript_module(const TrainedModel<double>&);

}  // namespace nn
