// Reads the golden files: plain JSON without escapes other than \" \\ \/ \n \t. Throws
// std::runtime_error on anything else, which fails the test that asked.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace nn::test {

struct Json {
    enum class Kind { Null, Boolean, Number, Text, Array, Object };
    Kind kind = Kind::Null;
    double number = 0.0;  // also 0 and 1 of a boolean
    std::string text;
    std::vector<Json> array;
    std::map<std::string, Json, std::less<>> object;

    const Json& at(std::string_view key) const;
    std::vector<double> numbers() const;  // of an array of numbers
};

Json parse_json(std::string_view text);
Json read_golden(std::string_view name);  // tests/golden/<name>

}  // namespace nn::test
