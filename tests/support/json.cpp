#include "tests/support/json.h"

#include <cctype>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace nn::test {

namespace {

class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}

    Json document() {
        Json value = read_value();
        skip_space();
        if (position_ != text_.size()) fail("something after the end");
        return value;
    }

private:
    [[noreturn]] void fail(const std::string& what) const {
        throw std::runtime_error("JSON: " + what + " at character " + std::to_string(position_));
    }
    void skip_space() {
        while (position_ < text_.size() &&
               std::isspace(static_cast<unsigned char>(text_[position_])))
            ++position_;
    }
    char peek() {
        skip_space();
        return position_ < text_.size() ? text_[position_] : '\0';
    }
    bool take(char c) {
        if (peek() != c) return false;
        ++position_;
        return true;
    }
    void expect(char c) {
        if (!take(c)) fail(std::string("expected ") + c);
    }
    bool take_word(std::string_view word) {
        if (text_.substr(position_, word.size()) != word) return false;
        position_ += word.size();
        return true;
    }

    Json read_value() {
        Json value;
        switch (peek()) {
            case '{':
                value.kind = Json::Kind::Object;
                expect('{');
                if (take('}')) return value;
                do {
                    std::string key = read_text();
                    expect(':');
                    value.object.emplace(std::move(key), read_value());
                } while (take(','));
                expect('}');
                return value;
            case '[':
                value.kind = Json::Kind::Array;
                expect('[');
                if (take(']')) return value;
                do value.array.push_back(read_value());
                while (take(','));
                expect(']');
                return value;
            case '"':
                value.kind = Json::Kind::Text;
                value.text = read_text();
                return value;
            default:
                break;
        }
        if (take_word("null")) return value;
        value.kind = Json::Kind::Boolean;
        if (take_word("true")) return value.number = 1.0, value;
        if (take_word("false")) return value;
        value.kind = Json::Kind::Number;
        const std::string rest(text_.substr(position_, 40));
        char* end = nullptr;
        value.number = std::strtod(rest.c_str(), &end);
        if (end == rest.c_str()) fail("no value");
        position_ += static_cast<std::size_t>(end - rest.c_str());
        return value;
    }

    std::string read_text() {
        expect('"');
        std::string text;
        while (position_ < text_.size() && text_[position_] != '"') {
            char c = text_[position_++];
            if (c == '\\') {
                c = position_ < text_.size() ? text_[position_++] : '\0';
                if (c == 'n')
                    c = '\n';
                else if (c == 't')
                    c = '\t';
                else if (c != '"' && c != '\\' && c != '/')
                    fail("an escape that is not known here");
            }
            text += c;
        }
        if (position_ == text_.size()) fail("a text without end");
        ++position_;
        return text;
    }

    std::string_view text_;
    std::size_t position_ = 0;
};

}  // namespace

const Json& Json::at(std::string_view key) const {
    const auto found = object.find(key);
    if (found == object.end()) throw std::runtime_error("JSON: no member " + std::string(key));
    return found->second;
}

std::vector<double> Json::numbers() const {
    std::vector<double> values;
    for (const Json& value : array) {
        if (value.kind != Kind::Number) throw std::runtime_error("JSON: not a number");
        values.push_back(value.number);
    }
    return values;
}

Json parse_json(std::string_view text) {
    return Reader(text).document();
}

Json read_golden(std::string_view name) {
    const std::string path = std::string(INKLING_SOURCE_DIR "/tests/golden/") + std::string(name);
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("cannot read " + path);
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    return parse_json(text);
}

}  // namespace nn::test
