// The network as an ONNX graph. Field numbers are those of onnx.proto3, each named where it is used:
// https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/export/little_endian.h"
#include "engine/export/protobuf.h"
#include "engine/export/trained_model.h"

namespace nn {

namespace {

constexpr std::uint64_t kIrVersion = 7,
                        kOperatorSet = 13;  // both of 2020: every runtime reads them
constexpr std::uint64_t kFloat = 1;         // TensorProto.DataType

// A graph under construction: nodes in the order of computation, each reading what `last` names.
class Graph {
public:
    explicit Graph(std::string input) : last_(std::move(input)) {}

    // last = operation(last, further inputs…)
    void add(std::string_view operation, std::string output,
             std::span<const std::string> further = {}) {
        ProtobufMessage node;
        node.text(1, last_);  // NodeProto.input
        for (const std::string& name : further) node.text(1, name);
        node.text(2, output);            // .output
        node.text(3, "make_" + output);  // .name
        node.text(4, operation);         // .op_type
        message_.message(1, node);       // GraphProto.node
        last_ = std::move(output);
    }

    template <class Scalar>
    void add_constant(std::string_view name, std::span<const Eigen::Index> shape,
                      const Scalar* values, Eigen::Index count) {
        ProtobufMessage tensor;
        for (const Eigen::Index size : shape)
            tensor.integer(1, static_cast<std::uint64_t>(size));  // TensorProto.dims
        tensor.integer(2, kFloat);                                // .data_type
        tensor.text(8, name);                                     // .name
        std::vector<std::uint8_t> bytes;
        for (Eigen::Index i = 0; i < count; ++i)
            append_little_endian(bytes, static_cast<float>(values[i]));
        tensor.text(9, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});  // .raw_data
        message_.message(5, tensor);  // GraphProto.initializer
    }

    const std::string& last() const { return last_; }
    ProtobufMessage& message() { return message_; }

private:
    std::string last_;
    ProtobufMessage message_;
};

// A value of shape (N, columns).
ProtobufMessage value_info(std::string_view name, Eigen::Index columns) {
    ProtobufMessage rows, width, shape, tensor, type, info;
    rows.text(2, "N");                                      // Dimension.dim_param
    width.integer(1, static_cast<std::uint64_t>(columns));  // Dimension.dim_value
    shape.message(1, rows).message(1, width);               // TensorShapeProto.dim
    tensor.integer(1, kFloat).message(2, shape);            // TypeProto.Tensor.elem_type, .shape
    type.message(1, tensor);                                // TypeProto.tensor_type
    info.text(1, name).message(2, type);                    // ValueInfoProto.name, .type
    return info;
}

// The operator set's own operation, whose default parameters are ours; none for GELU, which came in
// a later set, and for Linear.
std::string_view operation_of(Activation activation) {
    switch (activation) {
        case Activation::Relu:
            return "Relu";
        case Activation::LeakyRelu:
            return "LeakyRelu";  // alpha 0.01
        case Activation::Elu:
            return "Elu";  // alpha 1
        case Activation::Softplus:
            return "Softplus";
        case Activation::Tanh:
            return "Tanh";
        case Activation::Sigmoid:
            return "Sigmoid";
        case Activation::Gelu:
        case Activation::Linear:
            return {};
    }
    return {};
}

// z/2 (1 + tanh(z (sqrt(2/pi) + sqrt(2/pi) 0.044715 z^2))), an operation a node.
void add_gelu(Graph& graph, const std::string& number) {
    const std::string z = graph.last();
    const auto node = [&](std::string_view operation, std::string_view output,
                          std::string further) {
        graph.add(operation, std::string(output) + number, std::vector<std::string>{further});
    };
    const auto constant = [&](std::string_view name, double value) {
        graph.add_constant(std::string(name) + number, {}, &value, 1);
        return std::string(name) + number;
    };
    constexpr double kScale = 0.79788456080286535588;
    node("Mul", "square", z);
    node("Mul", "cubic", constant("gelu_cubic", kScale * 0.044715));
    node("Add", "factor", constant("gelu_scale", kScale));
    node("Mul", "inner", z);
    graph.add("Tanh", "tanh" + number);
    node("Add", "gate", constant("gelu_one", 1.0));
    node("Mul", "gated", z);
    node("Mul", "a", constant("gelu_half", 0.5));
}

template <class Scalar>
void add_scaling(Graph& graph, const Scaler<Scalar>& scaler) {
    const Eigen::Index features[] = {scaler.offset.size()};
    if ((scaler.offset.array() != Scalar(0)).any()) {
        graph.add_constant("offset", features, scaler.offset.data(), features[0]);
        graph.add("Sub", "centred", std::vector<std::string>{"offset"});
    }
    if ((scaler.factor.array() != Scalar(1)).any()) {
        graph.add_constant("factor", features, scaler.factor.data(), features[0]);
        graph.add("Mul", "scaled", std::vector<std::string>{"factor"});
    }
}

// The last node takes the name of the graph's output.
template <class Scalar>
void add_layers(Graph& graph, const Network<Scalar>& network, const std::string& output) {
    const std::string_view last_operation = network.loss == Loss::CrossEntropy         ? "Softmax"
                                            : network.loss == Loss::BinaryCrossEntropy ? "Sigmoid"
                                                                                       : "";
    for (std::size_t l = 0; l < network.layers.size(); ++l) {
        const DenseLayer<Scalar>& layer = network.layers[l];
        const std::string number = std::to_string(l + 1);
        const bool is_last = l + 1 == network.layers.size();
        const std::string W = "W" + number, b = "b" + number;
        const Eigen::Index sizes[] = {layer.inputs(), layer.units()};
        graph.add_constant(W, sizes, layer.W.data(), layer.W.size());
        graph.add_constant(b, std::span(sizes).last(1), layer.b.data(), layer.b.size());
        graph.add("Gemm", is_last && last_operation.empty() ? output : "z" + number,
                  std::vector<std::string>{W, b});
        const std::string_view operation = operation_of(layer.activation);
        if (!operation.empty()) graph.add(operation, "a" + number);
        if (layer.activation == Activation::Gelu) add_gelu(graph, number);
    }
    // Softmax goes along the last axis, unless told otherwise.
    if (!last_operation.empty()) graph.add(last_operation, output);
}

ProtobufMessage metadata(std::string_view key, std::string_view value) {
    ProtobufMessage entry;
    entry.text(1, key).text(2, value);  // StringStringEntryProto.key, .value
    return entry;
}

std::string listed_classes(DatasetId dataset) {
    std::string text;
    for (const std::string_view name : info(dataset).class_names)
        text.append(text.empty() ? "" : ",").append(name);
    return text;
}

}  // namespace

template <class Scalar>
Exported onnx_model(const TrainedModel<Scalar>& model) {
    const Network<Scalar>& network = model.network;
    const std::string input = info(model.dataset).is_plane ? "features" : "pixels";
    const std::string output = network.loss == Loss::SquaredError ? "outputs" : "probabilities";
    Graph graph(input);
    add_scaling(graph, model.scaler);
    add_layers(graph, network, output);
    graph.message().text(2, "inkling");                                  // GraphProto.name
    graph.message().message(11, value_info(input, network.inputs()));    // .input
    graph.message().message(12, value_info(output, network.outputs()));  // .output

    ProtobufMessage operator_set, file;
    operator_set.text(1, "").integer(2, kOperatorSet);  // OperatorSetIdProto.domain, .version
    file.integer(1, kIrVersion);                        // ModelProto.ir_version
    file.text(2, "Inkling");                            // .producer_name
    file.message(7, graph.message());                   // .graph
    file.message(8, operator_set);                      // .opset_import
    file.message(14, metadata("dataset", info(model.dataset).key));  // .metadata_props
    file.message(14, metadata("classes", listed_classes(model.dataset)));
    return {.content = file.bytes(), .problem = {}};
}

template Exported onnx_model(const TrainedModel<float>&);
template Exported onnx_model(const TrainedModel<double>&);

}  // namespace nn
