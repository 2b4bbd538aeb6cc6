#include "engine/cli/sweep_result_file.h"

#include <limits>
#include <optional>
#include <variant>

#include "engine/cli/json_reader.h"
#include "engine/session/digest.h"
#include "engine/session/json.h"
#include "engine/session/limits.h"
#include "engine/sweep/plan.h"

namespace nn::cli {

namespace {

constexpr std::size_t kMaxVersion = 40;  // characters
constexpr double kMost = 1e15;           // of what has no bound of its own

// Members by their names; what is wrong first is kept.
class Reader {
public:
    explicit Reader(const JsonValue& object) : object_(object) {}

    std::string text(const char* name) {
        const JsonValue* value = object_.find(name);
        if (value != nullptr && value->is(JsonValue::Kind::Text)) return value->text;
        fail(name, "a text");
        return {};
    }

    std::optional<double> optional_number(const char* name) {
        const JsonValue* value = object_.find(name);
        if (value != nullptr && value->is(JsonValue::Kind::Number)) return value->number;
        if (value == nullptr || !value->is(JsonValue::Kind::Null)) fail(name, "a number or null");
        return std::nullopt;
    }

    double number(const char* name, double minimum, double maximum) {
        const JsonValue* value = object_.find(name);
        if (value != nullptr && value->is(JsonValue::Kind::Number) && value->number >= minimum &&
            value->number <= maximum)
            return value->number;
        fail(name, "a number that can be one");
        return 0.0;
    }

    const std::string& problem() const { return problem_; }

private:
    void fail(const char* name, const char* wanted) {
        if (problem_.empty())
            problem_ = std::string("this is no result: \"") + name + "\" must be " + wanted;
    }

    const JsonValue& object_;
    std::string problem_;
};

double number_or_nan(const std::optional<double>& value) {
    return value.value_or(std::numeric_limits<double>::quiet_NaN());
}

// What else the link may say is no part of a result.
SessionLink bare_session(const SessionLink& link) {
    SessionLink session;
    session.recipe = link.recipe;
    session.steps = link.steps;
    session.changes = link.changes;
    session.end = link.end;
    session.digest = link.digest;
    return session;
}

}  // namespace

std::string result_file_text(const SweepResult& result) {
    JsonWriter json;
    json.begin_object();
    json.key("inkling").value(1);
    json.key("session").value(link_text(result.session));
    json.key("planned").value(link_text(result.planned));
    json.key("digest").value(digest_text(result.session.digest.value_or(0)));
    json.key(score_key(result.planned.recipe)).value(result.score);
    if (result.macro_f1) json.key("macro_f1").value(*result.macro_f1);
    json.key("test_loss").value(number_or_nan(result.loss));
    json.key("train_loss").value(number_or_nan(result.train_loss));
    json.key("epochs").value(result.epochs);
    json.key("seconds").value(result.seconds);
    json.key("version").value(result.version);
    json.end_object();
    return json.text() + '\n';
}

Outcome<SweepResult> parse_result_file(std::string_view text) {
    if (text.size() > limits::kMaxSweepResult)
        return Failure{"this is no result, which has at most " +
                       std::to_string(limits::kMaxSweepResult) + " bytes"};
    const Outcome<JsonValue> json = parse_json(text);
    if (!json.value) return Failure{"this is no result: " + json.problem};
    Reader reader(*json.value);
    const std::string planned_text = reader.text("planned"), session_text = reader.text("session"),
                      digest = reader.text("digest");
    if (!reader.problem().empty()) return Failure{reader.problem()};

    auto planned = plan_session(planned_text, 1);
    if (const auto* problem = std::get_if<std::string>(&planned))
        return Failure{"\"planned\": " + *problem};
    const ParsedLink session = parse_link(session_text);
    if (!session.warnings.empty()) return Failure{"\"session\": " + session.warnings.front()};
    SweepResult result{.planned = std::get<SessionLink>(std::move(planned)),
                       .session = bare_session(session.link)};
    if (!result.session.digest || digest_text(*result.session.digest) != digest)
        return Failure{"this is no result: \"digest\" must be that of the session"};

    const bool is_regression = info(result.planned.recipe.dataset).is_regression;
    result.score =
        reader.number(score_key(result.planned.recipe), is_regression ? -kMost : 0.0, 1.0);
    if (!is_regression) result.macro_f1 = reader.number("macro_f1", 0.0, 1.0);
    result.loss = reader.optional_number("test_loss");
    result.train_loss = reader.optional_number("train_loss");
    result.epochs = reader.number("epochs", 0.0, limits::kMaxSteps);
    result.seconds = reader.number("seconds", 0.0, kMost);
    result.version = reader.text("version").substr(0, kMaxVersion);
    if (!reader.problem().empty()) return Failure{reader.problem()};
    return result;
}

}  // namespace nn::cli
