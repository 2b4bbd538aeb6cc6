// One page without dependencies: the JavaScript module, a pad, and the way from the pad's strokes to an image.
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "engine/export/python_text.h"
#include "export_page/embedded.h"

namespace nn {

namespace {

// Each "{{name}}" of the text is replaced by what it stands for; values are not looked into.
std::string filled(std::string_view text,
                   std::initializer_list<std::pair<std::string_view, std::string>> values) {
    std::string out;
    while (!text.empty()) {
        const std::size_t open = text.find("{{"), close = text.find("}}", open);
        out += text.substr(0, open);
        if (close == std::string_view::npos) break;
        const std::string_view name = text.substr(open + 2, close - open - 2);
        for (const auto& [key, value] : values)
            if (key == name) out += value;
        text.remove_prefix(close + 2);
    }
    return out;
}

}  // namespace

template <class Scalar>
Exported html_page(const TrainedModel<Scalar>& model) {
    const DatasetInfo& data = info(model.dataset);
    if (data.width == 0)
        return {.content = {},
                .problem = "a page with a pad reads images, and this data set has points"};
    const int most = data.width <= 16 ? 16 : 255;  // full ink, as the packed data sets have it
    const std::string shape = shape_text(model.network);
    return {.content = filled(
                embedded::kPageHtml,
                {{"title", "A network that reads what you draw"},
                 {"about", std::string(data.title) + ", " + shape + ", " +
                               std::to_string(model.steps) + " updates; trained by Inkling."},
                 {"module", javascript_module(model).content},
                 {"width", std::to_string(data.width)},
                 {"height", std::to_string(data.height)},
                 {"most", std::to_string(most)},
                 {"shares", model.network.loss == Loss::SquaredError ? "false" : "true"},
                 {"ink", std::string(embedded::kInkJs)},
                 {"pad", std::string(embedded::kPadJs)}}),
            .problem = {}};
}

template Exported html_page(const TrainedModel<float>&);
template Exported html_page(const TrainedModel<double>&);

}  // namespace nn
