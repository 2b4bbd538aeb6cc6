// Both languages say everything: no text is missing, none has lost a field, and every setting and each of
// its choices has a Chinese name.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <set>
#include <string>
#include <vector>

#include "engine/session/property.h"
#include "web/panels/strings.h"

namespace nn::ui::test {

namespace {

// The texts in the order of their declaration: Strings holds nothing else.
std::vector<std::string_view> all_texts(const Strings& strings) {
    using Texts = std::array<std::string_view, sizeof(Strings) / sizeof(std::string_view)>;
    const auto texts = std::bit_cast<Texts>(strings);
    return {texts.begin(), texts.end()};
}

// "{0}", "{1}", "{}": what is filled in.
std::multiset<std::string> fields_of(std::string_view text) {
    std::multiset<std::string> fields;
    for (std::size_t at = text.find('{'); at != std::string_view::npos; at = text.find('{', at + 1))
        fields.insert(std::string(text.substr(at, text.find('}', at) - at + 1)));
    return fields;
}

bool has_chinese(std::string_view text) {
    return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

struct InChinese {
    InChinese() { set_language(true); }
    ~InChinese() { set_language(false); }
};

}  // namespace

TEST_CASE("Every text is there in both languages, with the same fields", "[panels]") {
    const auto english = all_texts(kEnglish), chinese = all_texts(kChinese);
    for (std::size_t i = 0; i < english.size(); ++i) {
        CAPTURE(i, english[i], chinese[i]);
        CHECK_FALSE(english[i].empty());
        CHECK_FALSE(chinese[i].empty());
        const auto fields = fields_of(english[i]), theirs = fields_of(chinese[i]);
        CHECK(std::set(fields.begin(), fields.end()) == std::set(theirs.begin(), theirs.end()));
    }
}

TEST_CASE("Every setting and each of its choices has a Chinese name", "[panels]") {
    // Names that Chinese texts write in Latin letters, too.
    const std::set<std::string_view> latin{"fashion",  "relu",  "leaky-relu", "elu",    "gelu",
                                           "softplus", "tanh",  "sigmoid",    "sgd",    "nesterov",
                                           "adam",     "adamw", "rmsprop",    "adagrad"};
    const InChinese language;
    for (const Property& property : properties()) {
        CAPTURE(property.name);
        CHECK(has_chinese(property_title(property.name)));
        CHECK(has_chinese(property_help(property.name)));
        for (const Choice& choice : property.choices) {
            CAPTURE(choice.key);
            const std::string_view title = choice_title(property.name, choice.key);
            CHECK_FALSE(title.empty());
            CHECK(has_chinese(title) != latin.contains(choice.key));
        }
    }
}

}  // namespace nn::ui::test
