#include "engine/explain/words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string_view>

namespace nn {

namespace {

constexpr std::string_view kMinus = "\u2212", kTimes = "\u00B7";
constexpr int kDigits = 4;

std::string_view formula_of(Activation activation) {
    switch (activation) {
        case Activation::Relu:
            return "max(0, z)";
        case Activation::LeakyRelu:
            return "max(0.01\u00B7z, z)";
        case Activation::Elu:
            return "z, or e^z \u2212 1 below zero,";
        case Activation::Gelu:
            return "z/2\u00B7(1 + tanh(0.7979\u00B7(z + 0.044715\u00B7z\u00B3)))";
        case Activation::Softplus:
            return "ln(1 + e^z)";
        case Activation::Tanh:
            return "tanh(z)";
        case Activation::Sigmoid:
            return "\u03C3(z)";
        case Activation::Linear:
            return "z";
    }
    return {};
}

// Four digits; as many more as a probability near 1 needs so that four remain of its distance to 1, on which
// its logarithm and its error depend.
int digits_of(double value) {
    constexpr double kNear = 1e-3;
    constexpr int kMost = 12;
    const double distance = std::abs(std::abs(value) - 1.0);
    if (distance == 0.0 || distance >= kNear) return kDigits;
    return std::min(kDigits + static_cast<int>(-std::log10(distance)), kMost);
}

}  // namespace

std::string number_words(double value) {
    if (value == 0.0) return "0";  // of either sign
    std::array<char, 64> digits;
    std::snprintf(digits.data(), digits.size(), "%.*g", digits_of(value), value);
    std::string text;
    for (const char* c = digits.data(); *c != '\0'; ++c) {
        if (*c == '-')
            text += kMinus;
        else
            text += *c;
    }
    return text;
}

std::string bracketed_words(double value) {
    return value < 0.0 ? "(" + number_words(value) + ")" : number_words(value);
}

template <class Scalar>
std::string sum_words(std::span<const SumTerm<Scalar>> terms, Scalar b, Scalar z) {
    std::string text = "z = w" + std::string(kTimes) + "x + b = ";
    for (const SumTerm<Scalar>& term : terms) {
        text += bracketed_words(static_cast<double>(term.w));
        text += kTimes;
        text += bracketed_words(static_cast<double>(term.x)) + " + ";
    }
    text += bracketed_words(static_cast<double>(b));
    return text + " = " + number_words(static_cast<double>(z));
}

std::string activation_words(Activation activation, double a) {
    return "a = " + std::string(formula_of(activation)) + " = " + number_words(a);
}

template std::string sum_words(std::span<const SumTerm<float>>, float, float);
template std::string sum_words(std::span<const SumTerm<double>>, double, double);

}  // namespace nn
