// A value, or the sentence that says why there is none.
#pragma once

#include <optional>
#include <string>
#include <utility>

namespace nn::cli {

struct Failure {
    std::string sentence;
};

template <class Value>
struct Outcome {
    Outcome(Value made) : value(std::move(made)) {}
    Outcome(Failure failure) : problem(std::move(failure.sentence)) {}

    std::optional<Value> value;
    std::string problem;
};

}  // namespace nn::cli
