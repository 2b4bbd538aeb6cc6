#include "engine/cli/json_reader.h"

#include <cstdint>
#include <optional>

#include "engine/session/number_text.h"

namespace nn::cli {

namespace {

constexpr int kMostDepth = 64;

class Parser {
public:
    explicit Parser(std::string_view text) : text_(text) {}

    Outcome<JsonValue> parse() {
        JsonValue value;
        if (read(value, 0)) {
            skip_space();
            if (at_ == text_.size()) return value;
            fail("there is more after the value");
        }
        return Failure{"line " + std::to_string(line()) + ": " + problem_};
    }

private:
    using Kind = JsonValue::Kind;

    bool fail(std::string_view problem) {
        if (problem_.empty()) problem_ = problem;
        return false;
    }

    std::size_t line() const {
        std::size_t lines = 1;
        for (const char c : text_.substr(0, at_)) lines += c == '\n' ? 1 : 0;
        return lines;
    }

    void skip_space() {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' ||
                                      text_[at_] == '\r' || text_[at_] == '\t'))
            ++at_;
    }

    bool take(char wanted) {
        skip_space();
        if (at_ == text_.size() || text_[at_] != wanted) return false;
        ++at_;
        return true;
    }

    bool take_word(std::string_view word) {
        if (!text_.substr(at_).starts_with(word)) return fail("this is not a value");
        at_ += word.size();
        return true;
    }

    bool read(JsonValue& value, int depth) {
        if (depth > kMostDepth) return fail("values are nested too deeply");
        skip_space();
        if (at_ == text_.size()) return fail("a value is missing");
        switch (text_[at_]) {
            case '[':
                return read_array(value, depth);
            case '{':
                return read_object(value, depth);
            case '"':
                value.kind = Kind::Text;
                return read_text(value.text);
            case 't':
                value.kind = Kind::Boolean;
                value.number = 1.0;
                return take_word("true");
            case 'f':
                value.kind = Kind::Boolean;
                return take_word("false");
            case 'n':
                return take_word("null");
            default:
                return read_number(value);
        }
    }

    bool read_array(JsonValue& value, int depth) {
        value.kind = Kind::Array;
        ++at_;
        if (take(']')) return true;
        do {
            if (!read(value.items.emplace_back(), depth + 1)) return false;
        } while (take(','));
        return take(']') || fail("a list is not closed");
    }

    bool read_object(JsonValue& value, int depth) {
        value.kind = Kind::Object;
        ++at_;
        if (take('}')) return true;
        do {
            skip_space();
            if (!read_text(value.names.emplace_back())) return false;
            if (!take(':')) return fail("a colon is missing");
            if (!read(value.items.emplace_back(), depth + 1)) return false;
        } while (take(','));
        return take('}') || fail("an object is not closed");
    }

    bool read_number(JsonValue& value) {
        const std::size_t end = text_.find_first_not_of("0123456789+-.eE", at_);
        const std::string_view digits = text_.substr(at_, end - at_);
        const std::optional<double> number = parse_number(digits);
        if (!number) return fail("this is not a value");
        value.kind = Kind::Number;
        value.number = *number;
        at_ += digits.size();
        return true;
    }

    bool read_text(std::string& text) {
        if (at_ == text_.size() || text_[at_] != '"') return fail("a text in quotes is missing");
        for (++at_; at_ < text_.size(); ++at_) {
            const char c = text_[at_];
            if (c == '"') {
                ++at_;
                return true;
            }
            if (static_cast<unsigned char>(c) < 0x20) break;
            if (c != '\\')
                text += c;
            else if (!read_escape(text))
                return false;
        }
        return fail("a text is not closed");
    }

    // Leaves at_ at the last character of the escape.
    bool read_escape(std::string& text) {
        constexpr std::string_view kEscapes = "\"\\/bfnrt", kMeanings = "\"\\/\b\f\n\r\t";
        if (++at_ == text_.size()) return fail("a text is not closed");
        const std::size_t known = kEscapes.find(text_[at_]);
        if (known != std::string_view::npos) {
            text += kMeanings[known];
            return true;
        }
        if (text_[at_] != 'u' || text_.size() - at_ < 5) return fail("an unknown escape in a text");
        std::uint32_t code = 0;
        for (int i = 0; i < 4; ++i) {
            const std::size_t digit =
                std::string_view("0123456789abcdef").find(static_cast<char>(text_[++at_] | 0x20));
            if (digit == std::string_view::npos) return fail("an unknown escape in a text");
            code = code * 16 + static_cast<std::uint32_t>(digit);
        }
        append_utf8(text, code);
        return true;
    }

    // Halves of surrogate pairs, which no text of ours needs, stay one replacement character each.
    static void append_utf8(std::string& text, std::uint32_t code) {
        if (code >= 0xd800 && code < 0xe000) code = 0xfffd;
        if (code < 0x80) {
            text += static_cast<char>(code);
        } else if (code < 0x800) {
            text += static_cast<char>(0xc0 | code >> 6);
            text += static_cast<char>(0x80 | (code & 0x3f));
        } else {
            text += static_cast<char>(0xe0 | code >> 12);
            text += static_cast<char>(0x80 | (code >> 6 & 0x3f));
            text += static_cast<char>(0x80 | (code & 0x3f));
        }
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::string problem_;
};

}  // namespace

const JsonValue* JsonValue::find(std::string_view name) const {
    const JsonValue* found = nullptr;
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == name) found = &items[i];
    return found;
}

Outcome<JsonValue> parse_json(std::string_view text) {
    return Parser(text).parse();
}

}  // namespace nn::cli
