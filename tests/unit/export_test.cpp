// What exports are made of, and the ONNX file read back by a reader of the test's own. That others can
// run the results is checked in tests/cli/export.test.mjs.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <bit>
#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "engine/data/plane.h"
#include "engine/export/base64.h"
#include "engine/export/little_endian.h"
#include "engine/export/protobuf.h"
#include "engine/export/python_text.h"
#include "engine/export/trained_model.h"
#include "tests/support/small_network.h"

using namespace nn;
using namespace nn::test;
using Catch::Matchers::ContainsSubstring;

namespace {

std::string base64_of(std::string_view text) {
    return base64_text({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

// A protobuf message as its fields in order: numbers, or bytes that may be a message again.
struct Field {
    std::uint32_t number = 0;
    std::uint64_t integer = 0;
    std::string bytes;
};

std::uint64_t read_varint(std::string_view bytes, std::size_t& at) {
    std::uint64_t value = 0;
    for (int shift = 0;; shift += 7) {
        REQUIRE(at < bytes.size());
        const auto byte = static_cast<unsigned char>(bytes[at++]);
        value |= std::uint64_t{byte & 0x7fu} << shift;
        if (byte < 0x80) return value;
    }
}

std::vector<Field> read_message(std::string_view bytes) {
    std::vector<Field> fields;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::uint64_t tag = read_varint(bytes, at);
        Field field{.number = static_cast<std::uint32_t>(tag >> 3), .integer = 0, .bytes = {}};
        if ((tag & 7) == 0) {
            field.integer = read_varint(bytes, at);
        } else {
            REQUIRE((tag & 7) == 2);
            const std::uint64_t size = read_varint(bytes, at);
            REQUIRE(size <= bytes.size() - at);
            field.bytes = bytes.substr(at, static_cast<std::size_t>(size));
            at += size;
        }
        fields.push_back(field);
    }
    return fields;
}

std::vector<Field> all_of(const std::vector<Field>& fields, std::uint32_t number) {
    std::vector<Field> found;
    for (const Field& field : fields)
        if (field.number == number) found.push_back(field);
    return found;
}

Field one_of(const std::vector<Field>& fields, std::uint32_t number) {
    const std::vector<Field> found = all_of(fields, number);
    REQUIRE(found.size() == 1);
    return found.front();
}

struct OnnxFile {
    std::vector<std::string> operations, inputs, outputs;
    std::map<std::string, std::vector<float>> constants;
};

OnnxFile read_onnx(const std::string& bytes) {
    const std::vector<Field> model = read_message(bytes);
    CHECK(one_of(model, 1).integer == 7);
    CHECK(one_of(read_message(one_of(model, 8).bytes), 2).integer == 13);
    const std::vector<Field> graph = read_message(one_of(model, 7).bytes);
    OnnxFile file;
    for (const Field& node : all_of(graph, 1))
        file.operations.push_back(one_of(read_message(node.bytes), 4).bytes);
    for (const Field& input : all_of(graph, 11))
        file.inputs.push_back(one_of(read_message(input.bytes), 1).bytes);
    for (const Field& output : all_of(graph, 12))
        file.outputs.push_back(one_of(read_message(output.bytes), 1).bytes);
    for (const Field& initializer : all_of(graph, 5)) {
        const std::vector<Field> tensor = read_message(initializer.bytes);
        CHECK(one_of(tensor, 2).integer == 1);
        const std::string raw = one_of(tensor, 9).bytes;
        std::vector<float> values(raw.size() / 4);
        std::memcpy(values.data(), raw.data(), raw.size());  // tests run on little-endian machines
        std::size_t size = 1;
        for (const Field& dimension : all_of(tensor, 1)) size *= dimension.integer;
        CHECK(values.size() == size);
        file.constants[one_of(tensor, 8).bytes] = values;
    }
    return file;
}

Scaler<double> plain_scaler(Eigen::Index features) {
    return {RowVector<double>::Zero(features), RowVector<double>::Ones(features)};
}

const std::vector<LayerShape> kHidden = {{5, Activation::Relu}, {4, Activation::Tanh}};
const std::vector<LayerShape> kAlike = {{5, Activation::Sigmoid}, {4, Activation::Sigmoid}};

}  // namespace

TEST_CASE("base64 has the test vectors of RFC 4648", "[engine]") {
    CHECK(base64_of("") == "");
    CHECK(base64_of("f") == "Zg==");
    CHECK(base64_of("fo") == "Zm8=");
    CHECK(base64_of("foo") == "Zm9v");
    CHECK(base64_of("foob") == "Zm9vYg==");
    CHECK(base64_of("fooba") == "Zm9vYmE=");
    CHECK(base64_of("foobar") == "Zm9vYmFy");
    CHECK(base64_of("\xfb\xff\xfe") == "+//+");
}

TEST_CASE("numbers become little-endian bytes", "[engine]") {
    std::vector<std::uint8_t> bytes;
    append_little_endian(bytes, 1.0f);  // 0x3f800000
    append_little_endian(bytes, -2.0);  // 0xc000000000000000
    CHECK(bytes == std::vector<std::uint8_t>{0, 0, 0x80, 0x3f, 0, 0, 0, 0, 0, 0, 0, 0xc0});
}

TEST_CASE("protobuf fields have the bytes of its documentation", "[engine]") {
    CHECK(ProtobufMessage().integer(1, 150).bytes() == "\x08\x96\x01");
    CHECK(ProtobufMessage().text(2, "testing").bytes() == "\x12\x07testing");
    ProtobufMessage inner;
    inner.integer(1, 150);
    CHECK(ProtobufMessage().message(3, inner).bytes() == "\x1a\x03\x08\x96\x01");
    CHECK(ProtobufMessage().integer(16, 0).bytes() == std::string("\x80\x01\x00", 3));
    std::size_t at = 1;
    CHECK(read_varint(ProtobufMessage().integer(1, ~std::uint64_t{0}).bytes(), at) ==
          ~std::uint64_t{0});
}

TEST_CASE("an ONNX file holds scaling, layers and softmax in order", "[engine]") {
    const Problem problem = random_problem(6, kHidden, 10, Loss::CrossEntropy, 1, 4);
    Scaler<double> scaler = plain_scaler(6);
    scaler.offset[2] = 3.0;
    scaler.factor[1] = 0.25;
    const Exported exported =
        onnx_model<double>({.network = problem.network, .scaler = scaler, .live = {}});
    REQUIRE(exported.problem.empty());
    const OnnxFile file = read_onnx(exported.content);
    CHECK(file.operations == std::vector<std::string>{"Sub", "Mul", "Gemm", "Relu", "Gemm", "Tanh",
                                                      "Gemm", "Softmax"});
    CHECK(file.inputs == std::vector<std::string>{"pixels"});
    CHECK(file.outputs == std::vector<std::string>{"probabilities"});
    CHECK(file.constants.at("offset")[2] == 3.0f);
    CHECK(file.constants.at("factor")[1] == 0.25f);
    for (std::size_t l = 0; l < problem.network.layers.size(); ++l) {
        const auto& layer = problem.network.layers[l];
        const std::vector<float>& W = file.constants.at("W" + std::to_string(l + 1));
        REQUIRE(W.size() == static_cast<std::size_t>(layer.W.size()));
        for (std::size_t i = 0; i < W.size(); ++i)
            CHECK(W[i] == static_cast<float>(layer.W.data()[i]));
        CHECK(file.constants.at("b" + std::to_string(l + 1)).size() ==
              static_cast<std::size_t>(layer.units()));
    }
}

TEST_CASE("an ONNX file has the operator of each activation, and GELU's arithmetic", "[engine]") {
    const std::vector<LayerShape> hidden{{5, Activation::LeakyRelu},
                                         {4, Activation::Elu},
                                         {3, Activation::Softplus},
                                         {2, Activation::Gelu}};
    const Problem problem = random_problem(6, hidden, 10, Loss::SquaredError, 1, 4);
    const Scaler<double> scaler = plain_scaler(6);
    const OnnxFile file = read_onnx(
        onnx_model<double>({.network = problem.network, .scaler = scaler, .live = {}}).content);
    CHECK(file.operations == std::vector<std::string>{"Gemm", "LeakyRelu", "Gemm", "Elu", "Gemm",
                                                      "Softplus", "Gemm", "Mul", "Mul", "Add",
                                                      "Mul", "Tanh", "Add", "Mul", "Mul", "Gemm"});
    CHECK(file.constants.at("gelu_scale4") == std::vector<float>{0.7978846f});
}

TEST_CASE("without scaling and softmax an ONNX file has neither", "[engine]") {
    const Problem problem = random_problem(6, {}, 10, Loss::SquaredError, 1, 4);
    const Scaler<double> scaler = plain_scaler(6);
    const OnnxFile file = read_onnx(
        onnx_model<double>({.network = problem.network, .scaler = scaler, .live = {}}).content);
    CHECK(file.operations == std::vector<std::string>{"Gemm"});
    CHECK(file.outputs == std::vector<std::string>{"outputs"});
}

TEST_CASE("numbers in scripts read back to the same value", "[engine]") {
    CHECK(number_python(0.1f) == "0.1");
    CHECK(number_python(0.1) == "0.1");
    CHECK(number_python(1.0f / 3.0f) == "0.33333334");
    CHECK(std::stod(number_python(1.0 / 3.0)) == 1.0 / 3.0);
    CHECK(quoted_python("a \"b\" \\") == "\"a \\\"b\\\" \\\\\"");
}

TEST_CASE("the scikit-learn script states what fit would have learnt", "[engine]") {
    const Problem problem = random_problem(6, kAlike, 10, Loss::CrossEntropy, 1, 4);
    const Scaler<double> scaler = plain_scaler(6);
    LiveSettings live;
    live.optimizer.kind = Optimizer::Momentum;
    const Exported exported = scikit_learn_script<double>({.network = problem.network,
                                                           .scaler = scaler,
                                                           .test_share = 0.25,
                                                           .split_seed = 7,
                                                           .live = live,
                                                           .steps = 40,
                                                           .samples_seen = 1200});
    REQUIRE(exported.problem.empty());
    for (const char* part :
         {"hidden_layer_sizes=(5, 4)", "activation=\"logistic\"", "solver=\"sgd\"", "momentum=0.9",
          "nesterovs_momentum=False", "model.n_layers_ = len(WEIGHTS) + 1", "TYPE = np.float64",
          "out_activation_ = \"softmax\"", "test_size=0.25, random_state=7", "model.t_ = 1200"})
        CHECK_THAT(exported.content, ContainsSubstring(part));
}

TEST_CASE("a scikit-learn script trains as the session did, as far as it can", "[engine]") {
    const Problem problem = random_problem(6, kAlike, 10, Loss::CrossEntropy, 1, 4);
    const Scaler<double> scaler = plain_scaler(6);
    TrainedModel<double> model{.network = problem.network, .scaler = scaler, .live = {}};
    const std::string plain = scikit_learn_script(model).content;
    for (const char* part : {"learning_rate=", "power_t", "shuffle", "max_iter",
                             "tol=", "n_iter_no_change", "early_stopping", "validation_fraction"})
        CHECK_THAT(plain, !ContainsSubstring(part));

    model.live.schedule = {.kind = Schedule::InverseScaling, .power = 0.25};
    model.live.shuffle = false;
    model.stopping = {.early_stopping = true, .patience = 7, .tolerance = 0.25, .max_epochs = 90};
    model.validation_share = 0.125;
    const std::string script = scikit_learn_script(model).content;
    for (const char* part :
         {"learning_rate=\"invscaling\",", "power_t=0.25,", "shuffle=False,", "max_iter=90,",
          "tol=0.25,", "n_iter_no_change=7,", "early_stopping=True,", "validation_fraction=0.125,"})
        CHECK_THAT(script, ContainsSubstring(part));
}

TEST_CASE("scripts name Nesterov's momentum, and PyTorch's only where it has any", "[engine]") {
    const Problem problem = random_problem(6, kAlike, 10, Loss::CrossEntropy, 1, 4);
    const Scaler<double> scaler = plain_scaler(6);
    TrainedModel<double> model{.network = problem.network, .scaler = scaler, .live = {}};
    model.live.optimizer.kind = Optimizer::Nesterov;
    CHECK_THAT(scikit_learn_script(model).content, ContainsSubstring("nesterovs_momentum=True"));
    CHECK_THAT(pytorch_script(model).content, ContainsSubstring("momentum=0.9, nesterov=True)"));
    model.live.optimizer.momentum = 0.0;
    CHECK_THAT(pytorch_script(model).content, !ContainsSubstring("nesterov"));
}

TEST_CASE("what scikit-learn cannot hold is told in a sentence", "[engine]") {
    const Scaler<double> scaler = plain_scaler(6);
    const Problem mixed = random_problem(6, kHidden, 10, Loss::CrossEntropy, 1, 4);
    const Problem squared = random_problem(6, {}, 2, Loss::SquaredError, 1, 4);
    const Problem binary = random_problem(6, {}, 2, Loss::BinaryCrossEntropy, 1, 4);
    const std::vector<LayerShape> unknown_hidden{{4, Activation::Elu}};
    const Problem unknown = random_problem(6, unknown_hidden, 10, Loss::CrossEntropy, 1, 4);
    for (const Problem* problem : {&mixed, &squared, &binary, &unknown}) {
        const TrainedModel<double> model{.network = problem->network, .scaler = scaler, .live = {}};
        const Exported exported = scikit_learn_script(model);
        CHECK(exported.content.empty());
        CHECK_THAT(exported.problem, ContainsSubstring("MLPClassifier"));
        CHECK_THAT(exported.problem, !ContainsSubstring("\n"));
        CHECK(pytorch_script(model).problem.empty());
        CHECK(onnx_model(model).problem.empty());
    }
}

TEST_CASE("two classes become the one output that scikit-learn gives them", "[engine]") {
    const Scaler<double> scaler = plain_scaler(6);
    for (const int classes : {2, 3}) {
        const Problem problem = random_problem(6, kAlike, classes, Loss::CrossEntropy, 1, 4);
        const std::string script =
            scikit_learn_script<double>({.network = problem.network, .scaler = scaler, .live = {}})
                .content;
        CHECK((script.find("np.diff(model.coefs_[-1])") != std::string::npos) == (classes == 2));
        CHECK_THAT(script, ContainsSubstring(classes == 2 ? "out_activation_ = \"logistic\""
                                                          : "out_activation_ = \"softmax\""));
    }
}

TEST_CASE("scripts carry the points of problems in the plane", "[engine]") {
    const Dataset points = plane_dataset({.problem = DatasetId::Slope, .samples = 4}, kAllFeatures);
    const Problem problem = random_problem(kFeatures, kAlike, 1, Loss::SquaredError, 1, 4);
    const Scaler<double> scaler = plain_scaler(kFeatures);
    const TrainedModel<double> model{.network = problem.network,
                                     .scaler = scaler,
                                     .dataset = DatasetId::Slope,
                                     .points = &points,
                                     .test_share = 0.5,
                                     .split_seed = 3,
                                     .validation_share = 0.5,
                                     .live = {}};
    const std::string fitted = scikit_learn_script(model).content;
    const std::string training = pytorch_script(model).content;
    CHECK_THAT(fitted, ContainsSubstring("MLPRegressor(") && ContainsSubstring("r2_score(") &&
                           !ContainsSubstring("CLASS_NAMES"));
    CHECK_THAT(training, ContainsSubstring("def r2(") && ContainsSubstring("squeeze(1) - y"));
    const Split split = train_test_split(4, 0.5, 3);
    const auto targets = [&](const std::vector<std::int32_t>& samples) {
        const auto target = [&](std::int32_t sample) {
            return static_cast<double>(points.targets[static_cast<std::size_t>(sample)]);
        };
        return "np.array([\n    " + number_python(target(samples[0])) + ", " +
               number_python(target(samples[1])) + "\n]";
    };
    for (const std::string& script : {fitted, training}) {
        CHECK_THAT(script, !ContainsSubstring("fetch_openml") && !ContainsSubstring("load_"));
        CHECK_THAT(script, ContainsSubstring("TRAIN_TARGETS = " + targets(split.train)));
        CHECK_THAT(script, ContainsSubstring("TEST_TARGETS = " + targets(split.test)));
        CHECK_THAT(script, ContainsSubstring("TYPE).reshape(2, 7)\n"));
    }
}

TEST_CASE("the PyTorch script goes on with the same settings", "[engine]") {
    const Problem problem = random_problem(6, kHidden, 10, Loss::SquaredError, 1, 4);
    const Scaler<double> scaler = plain_scaler(6);
    LiveSettings live;
    live.dropout = 0.25;
    live.batch = 17;
    live.l2 = 0.5;
    const std::string text =
        pytorch_script<double>({.network = problem.network, .scaler = scaler, .live = live})
            .content;
    for (const char* part :
         {"nn.Linear(6, 5),\n        nn.ReLU(),\n        nn.Dropout(0.25),", "nn.Tanh()",
          "nn.Linear(4, 10),\n    )", "BATCH = 17", "L2 = 0.5", "one_hot", "torch.optim.Adam(",
          "torch.set_default_dtype(torch.float64)"})
        CHECK_THAT(text, ContainsSubstring(part));
}
