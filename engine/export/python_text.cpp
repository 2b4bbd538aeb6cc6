#include "engine/export/python_text.h"

#include <algorithm>
#include <cassert>
#include <span>
#include <type_traits>
#include <vector>

#include "engine/export/base64.h"
#include "engine/export/little_endian.h"
#include "engine/numerics/decimal.h"

namespace nn {

namespace {

constexpr Eigen::Index kMaxDecimals = 128;  // longer arrays are written as base64
constexpr std::size_t kLineLength = 100;

// Words separated by ", ", broken into lines.
std::string wrapped_list(std::span<const std::string> words, std::string_view indent) {
    std::string text, line(indent);
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string word = words[i] + (i + 1 < words.size() ? "," : "");
        if (line.size() > indent.size() && line.size() + 1 + word.size() > kLineLength) {
            text += line + "\n";
            line = indent;
        }
        if (line.size() > indent.size()) line += ' ';
        line += word;
    }
    return text + line + "\n";
}

std::string wrapped_letters(std::string_view letters, std::string_view indent) {
    const std::size_t width = kLineLength - indent.size();
    std::string text;
    for (std::size_t at = 0; at < letters.size(); at += width)
        text.append(indent).append(letters.substr(at, width)).append("\n");
    return text;
}

// An expression that gives the array, of `rows` rows where that is not 0.
template <class Scalar>
std::string array_python(const Scalar* values, Eigen::Index count, Eigen::Index rows,
                         std::string_view indent) {
    const std::string inner = std::string(indent) + "    ";
    const std::string shape = rows == 0
                                  ? std::to_string(count)
                                  : std::to_string(rows) + ", " + std::to_string(count / rows);
    std::string text(indent);
    if (count <= kMaxDecimals) {
        std::vector<std::string> words;
        for (Eigen::Index i = 0; i < count; ++i) words.push_back(decimal_text(values[i]));
        text += "np.array([\n" + wrapped_list(words, inner);
        return text + std::string(indent) + "], TYPE).reshape(" + shape + ")";
    }
    std::vector<std::uint8_t> bytes;
    for (Eigen::Index i = 0; i < count; ++i) append_little_endian(bytes, values[i]);
    text += "decoded(\"\"\"\n" + wrapped_letters(base64_text(bytes), inner);
    return text + std::string(indent) + "\"\"\", " + shape + ")";
}

// A constant for one per-feature vector: a number where all are equal.
template <class Scalar>
std::string vector_python(std::string_view name, const RowVector<Scalar>& values) {
    std::string text = std::string(name) + " = ";
    if ((values.array() == values[0]).all())
        return text + "TYPE(" + decimal_text(values[0]) + ")\n";
    return text + array_python(values.data(), values.size(), 0, "") + "\n";
}

template <class Scalar>
std::string scaling_python(const Scaler<Scalar>& scaler, const std::string& input) {
    const bool has_offset = (scaler.offset.array() != Scalar(0)).any();
    const bool has_factor = (scaler.factor.array() != Scalar(1)).any();
    std::string text, expression = "np.asarray(" + input + ", TYPE)";
    if (has_offset) {
        text += vector_python("OFFSET", scaler.offset);
        expression = "(" + expression + " - OFFSET)";
    }
    if (has_factor) {
        text += vector_python("FACTOR", scaler.factor);
        expression += " * FACTOR";
    }
    return text + "\n\ndef scaled(" + input +
           "):\n"
           "    \"\"\"The " +
           input +
           " as the network was trained on them.\"\"\"\n"
           "    return " +
           expression + "\n";
}

// Constants for one part of the split: what the network is told of its points, and what it is to
// answer.
template <class Scalar>
std::string points_python(const std::string& part, const Dataset& points,
                          std::span<const std::int32_t> samples) {
    std::vector<Scalar> features, truths;
    for (const std::int32_t sample : samples) {
        const std::span<const float> point = points.point(sample);
        features.insert(features.end(), point.begin(), point.end());
        const auto at = static_cast<std::size_t>(sample);
        truths.push_back(points.is_regression() ? static_cast<Scalar>(points.targets[at])
                                                : static_cast<Scalar>(points.labels[at]));
    }
    const auto count = static_cast<Eigen::Index>(samples.size());
    return part +
           "_FEATURES = " + array_python(features.data(), count * points.features(), count, "") +
           "\n" + part + (points.is_regression() ? "_TARGETS = " : "_LABELS = ") +
           array_python(truths.data(), count, 0, "") +
           (points.is_regression() ? "\n" : ".astype(int)\n");
}

// The split is worked out anew, since the session's may have set a part aside for validation.
template <class Scalar>
std::string carried_samples_python(const TrainedModel<Scalar>& model) {
    assert(model.points != nullptr);
    const Split split =
        split_of(*model.points, model.test_share, model.split_seed, model.sealed_share);
    const std::string truth = model.points->is_regression() ? "targets" : "labels";
    const std::string constant = model.points->is_regression() ? "_TARGETS" : "_LABELS";
    return "# Points as the network is told of them, before scaling: a row each, in the order of "
           "the "
           "split.\n" +
           points_python<Scalar>("TRAIN", *model.points, split.train) +
           points_python<Scalar>("TEST", *model.points, split.test) +
           "\n\ndef samples():\n"
           "    \"\"\"Training features, test features, training " +
           truth + ", test " + truth +
           ": the parts of the session.\"\"\"\n"
           "    return TRAIN_FEATURES, TEST_FEATURES, TRAIN" +
           constant + ", TEST" + constant + "\n";
}

// Labels as the session teaches them.
template <class Scalar>
std::string taught_python(const std::string& labels, const TrainedModel<Scalar>& model) {
    if (model.label_shift == 0) return labels;
    return "(" + labels + " + " + std::to_string(model.label_shift) + ") % " +
           std::to_string(info(model.dataset).class_names.size());
}

// Returns the four parts, the test parts without what is sealed, by the lots of split_of.
template <class Scalar>
std::string returned_python(const std::string& parts, const TrainedModel<Scalar>& model) {
    if (model.sealed_share == 0.0) return "    return " + parts + "\n";
    Dataset samples;
    samples.labels.resize(static_cast<std::size_t>(info(model.dataset).count));
    samples.official_test_count = info(model.dataset).official_test_count;
    const Split split = split_of(samples, model.test_share, model.split_seed, model.sealed_share);
    return "    X_train, X_test, y_train, y_test = " + parts +
           "\n    # The others of the test part are sealed.\n"
           "    lots = np.random.RandomState(" +
           std::to_string(~model.split_seed) +
           ").permutation(len(y_test))\n"
           "    seen = np.sort(lots[" +
           std::to_string(split.sealed.size()) +
           ":])\n"
           "    return X_train, X_test[seen], y_train, y_test[seen]\n";
}

}  // namespace

std::string number_python(float value) {
    return decimal_text(value);
}
std::string number_python(double value) {
    return decimal_text(value);
}

std::string quoted_python(std::string_view text) {
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return quoted + '"';
}

template <class Scalar>
std::string shape_text(const Network<Scalar>& network) {
    std::string text = std::to_string(network.inputs());
    for (const DenseLayer<Scalar>& layer : network.layers)
        text += " \u2192 " + std::to_string(layer.units());
    return text;
}

std::string input_name(DatasetId dataset) {
    return info(dataset).is_plane ? "features" : "pixels";
}

template <class Scalar>
std::string constants_python(const TrainedModel<Scalar>& model) {
    const bool is_double = std::is_same_v<Scalar, double>;
    std::string classes, weights, biases;
    if (!info(model.dataset).is_regression) {
        std::vector<std::string> names;
        for (const std::string_view name : info(model.dataset).class_names)
            names.push_back(quoted_python(name));
        classes = "CLASS_NAMES = [\n" + wrapped_list(names, "    ") + "]\n";
    }
    for (const DenseLayer<Scalar>& layer : model.network.layers) {
        weights += array_python(layer.W.data(), layer.W.size(), layer.inputs(), "    ") + ",\n";
        biases += array_python(layer.b.data(), layer.b.size(), 0, "    ") + ",\n";
    }
    return std::string("TYPE = ") + (is_double ? "np.float64" : "np.float32") +
           "\n\n\n"
           "def decoded(letters, *shape):\n"
           "    \"\"\"An array whose little-endian bytes are written in base64.\"\"\"\n"
           "    return np.frombuffer(base64.b64decode(letters), \"" +
           (is_double ? "<f8" : "<f4") + "\").reshape(shape)\n\n\n" + classes +
           "# Layer by layer: a weight's row is its input, its column the neuron.\n"
           "WEIGHTS = [\n" +
           weights + "]\nBIASES = [\n" + biases + "]\n" +
           scaling_python(model.scaler, input_name(model.dataset));
}

std::string dataset_import_python(DatasetId dataset) {
    if (info(dataset).is_plane) return {};
    if (dataset == DatasetId::Digits) return "from sklearn.datasets import load_digits\n";
    return "from sklearn.datasets import fetch_openml\n";
}

template <class Scalar>
std::string samples_python(const TrainedModel<Scalar>& model) {
    if (info(model.dataset).is_plane) return carried_samples_python(model);
    const DatasetInfo& data = info(model.dataset);
    std::string text =
        "def samples():\n"
        "    \"\"\"Training pixels, test pixels, training labels, test labels: the parts of the "
        "session.\"\"\"\n";
    if (model.dataset == DatasetId::Digits) {
        const std::string labels = taught_python("digits.target", model);
        return text + "    digits = load_digits()\n" +
               returned_python("train_test_split(\n        digits.data, " + labels +
                                   ", test_size=" + number_python(model.test_share) +
                                   ", random_state=" + std::to_string(model.split_seed) + "\n    )",
                               model);
    }
    const std::string name = model.dataset == DatasetId::Mnist ? "mnist_784" : "Fashion-MNIST";
    const std::string tests = std::to_string(data.official_test_count);
    return text + "    X, y = fetch_openml(\"" + name +
           "\", version=1, return_X_y=True, as_frame=False)\n"
           "    y = " +
           taught_python("y.astype(int)", model) + "\n" +
           returned_python(
               "X[:-" + tests + "], X[-" + tests + ":], y[:-" + tests + "], y[-" + tests + ":]",
               model);
}

template std::string shape_text(const Network<float>&);
template std::string shape_text(const Network<double>&);
template std::string constants_python(const TrainedModel<float>&);
template std::string constants_python(const TrainedModel<double>&);
template std::string samples_python(const TrainedModel<float>&);
template std::string samples_python(const TrainedModel<double>&);

}  // namespace nn
