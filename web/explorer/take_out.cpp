#include "web/explorer/take_out.h"

#include <cmath>

#include "engine/export/trained_model.h"
#include "engine/session/base64url.h"
#include "web/explorer/json.h"

namespace nn::explore {

namespace {

TrainedModel<float> model_of(const Snapshot& snapshot, const Subject& subject) {
    const Recipe& recipe = subject.recipe;
    return {.network = subject.network,
            .scaler = subject.scaler,
            .dataset = recipe.dataset,
            .points = subject.dataset->has_pixels() ? nullptr : subject.dataset,
            .test_share = recipe.test_share,
            .split_seed = recipe.split_seed,
            .sealed_share = recipe.sealed_share,
            .label_shift = recipe.label_shift,
            .seed = recipe.seed,
            .validation_share = recipe.validation_share,
            .stopping = stopping_rule_of(recipe),
            .live = live_settings_of(recipe),
            .learning_rate = snapshot.learning_rate,
            .class_weights = subject.class_weights,
            .epochs = static_cast<double>(snapshot.epoch),
            .steps = snapshot.step,
            .samples_seen = std::llround(static_cast<double>(snapshot.epoch) *
                                         static_cast<double>(subject.split.train.size())),
            .train_loss = snapshot.history.empty()
                              ? 0.0
                              : static_cast<double>(snapshot.history.back().train_loss)};
}

}  // namespace

std::string exported_json(const Snapshot& snapshot, const Subject& subject,
                          std::string_view format) {
    struct Format {
        std::string_view name;
        Exported (*make)(const TrainedModel<float>&);
    };
    static constexpr Format kFormats[] = {
        {"sklearn", scikit_learn_script<float>},
        {"pytorch", pytorch_script<float>},
        {"onnx", onnx_model<float>},
        {"numpy", numpy_script<float>},
        {"javascript", javascript_module<float>},
        {"html", html_page<float>},
    };
    for (const Format& entry : kFormats) {
        if (entry.name != format) continue;
        const Exported made = entry.make(model_of(snapshot, subject));
        Json json;
        json.open('{');
        if (!made.problem.empty()) return json.name("problem").text(made.problem).close('}').take();
        const auto* bytes = reinterpret_cast<const std::uint8_t*>(made.content.data());
        json.name("content").text(base64url_text({bytes, made.content.size()}));
        return json.close('}').take();
    }
    return sorry("format");
}

}  // namespace nn::explore
