#include "web/explorer/diagnosis.h"

#include <array>

#include "engine/diagnosis/breakages.h"
#include "engine/session/number_text.h"
#include "engine/session/texts.h"
#include "web/explorer/json.h"

namespace nn::explore {

namespace {

// The columns step, epoch, train_loss, test_loss; what is no row of numbers is left out, as the heading is.
History history_of(std::string_view csv) {
    History history;
    while (!csv.empty()) {
        std::string_view row = take_until(csv, '\n');
        std::array<double, 4> values{};
        bool is_row = true;
        for (double& value : values) {
            const auto number = parse_number(take_until(row, ','));
            is_row = is_row && number;
            value = number.value_or(0.0);
        }
        if (!is_row) continue;
        history.push_back({.step = static_cast<std::int64_t>(values[0]),
                           .epoch = static_cast<float>(values[1]),
                           .train_loss = static_cast<float>(values[2]),
                           .test_loss = static_cast<float>(values[3])});
    }
    return history;
}

void put(Json& json, const diagnosis::Finding& finding) {
    json.open('{').name("kind").text(key_of(finding.kind));
    json.name("severity").text(key_of(finding.severity)).name("facts").open('{');
    for (const auto& fact : finding.facts) json.number(fact.name, fact.value);
    json.close('}').name("fix").open('[');
    for (const auto& setting : finding.fix)
        json.open('[').text(setting.name).text(setting.value).close(']');
    json.close(']').close('}');
}

}  // namespace

std::string diagnosis_json(const Snapshot& snapshot, const Dataset& dataset, std::string_view csv) {
    const History history = history_of(csv);
    const auto evidence =
        diagnosis::evidence_of(snapshot, history.empty() ? snapshot.history : history, dataset);
    if (!evidence) return sorry("none");
    Json json;
    json.open('{').number("step", static_cast<double>(evidence->step));
    json.number("loss", evidence->train_loss).number("chance", evidence->chance_loss);
    json.flag("learnt", diagnosis::has_learnt(*evidence));
    json.flag("regression", dataset.is_regression()).name("findings").open('[');
    for (const auto& finding : diagnosis::diagnose(*evidence)) put(json, finding);
    json.close(']').name("breakages").open('[');
    for (const auto& breakage : diagnosis::breakages()) {
        json.open('{').name("kind").text(key_of(breakage.kind));
        json.name("recipe").text(breakage.recipe).number("steps", breakage.steps).close('}');
    }
    return json.close(']').close('}').take();
}

}  // namespace nn::explore
