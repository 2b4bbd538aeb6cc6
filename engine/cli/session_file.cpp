#include "engine/cli/session_file.h"

#include "engine/cli/json_reader.h"
#include "engine/session/json.h"

namespace nn::cli {

namespace {

ParsedLink refused(std::string warning) {
    return {.link = {}, .is_readable = false, .warnings = {std::move(warning)}};
}

}  // namespace

std::string session_file_text(const SessionLink& link) {
    JsonWriter json;
    json.begin_object();
    json.key("inkling").value(1);
    json.key("session").value(link_text(link));
    json.end_object();
    return json.text() + '\n';
}

ParsedLink parse_session_file(std::string_view text) {
    const Outcome<JsonValue> json = parse_json(text);
    if (!json.value) return refused("this is not a saved session: " + json.problem);
    const JsonValue* version = json.value->find("inkling");
    if (version == nullptr || !version->is(JsonValue::Kind::Number))
        return refused("this is not a saved session, which has \"inkling\": 1");
    if (version->number != 1.0)
        return refused("the session was saved by a newer program, and this one cannot read it");
    const JsonValue* session = json.value->find("session");
    if (session == nullptr || !session->is(JsonValue::Kind::Text))
        return refused("the saved session has no \"session\" in it");
    return parse_link(session->text);
}

}  // namespace nn::cli
