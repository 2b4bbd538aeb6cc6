// Arithmetic as a sentence: "z = w·x + b = 0.8·0.5 + (−0.4)·0.3 + 0.1 = 0.38". UTF-8.
#pragma once

#include <span>
#include <string>

#include "engine/explain/trace.h"

namespace nn {

// Four significant digits, with a true minus sign: "0.5939", "−0.4", "1.2e−05".
std::string number_words(double value);

// The same in brackets when negative, as a factor or an addend needs it.
std::string bracketed_words(double value);

// A neuron's sum with all its terms written out.
template <class Scalar>
std::string sum_words(std::span<const SumTerm<Scalar>> terms, Scalar b, Scalar z);

// "a = σ(z) = 0.5939"
std::string activation_words(Activation activation, double a);

}  // namespace nn
