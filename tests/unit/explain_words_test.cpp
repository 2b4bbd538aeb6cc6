// Arithmetic as text, and the article's neuron.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cmath>
#include <limits>

#include "engine/explain/article.h"
#include "engine/explain/words.h"

using namespace nn;
using Catch::Matchers::WithinAbs;

TEST_CASE("numbers are told with four significant digits", "[engine]") {
    CHECK(number_words(0.5) == "0.5");
    CHECK(number_words(0.593873) == "0.5939");
    CHECK(number_words(-0.4) == "\u22120.4");
    CHECK(number_words(0.0) == "0");
    CHECK(number_words(-0.0) == "0");
    CHECK(number_words(123.456) == "123.5");
    // Of what is near 1 the distance to 1 counts.
    CHECK(number_words(0.9999070156) == "0.99990702");
    CHECK(number_words(1.0000930) == "1.000093");
    CHECK(number_words(0.9989) == "0.9989");
    CHECK(number_words(1.0) == "1");
    CHECK(number_words(0.0000123456) == "1.235e\u221205");
    CHECK(bracketed_words(-2.0) == "(\u22122)");
    CHECK(bracketed_words(2.0) == "2");
    CHECK(number_words(std::numeric_limits<double>::infinity()) == "inf");
}

TEST_CASE("the article's neuron has z = 0.38 and a = 0.5939", "[engine]") {
    const ArticleNeuron article = article_neuron();
    CHECK_THAT(article.z(), WithinAbs(0.38, 1e-15));
    CHECK_THAT(article.a(), WithinAbs(1.0 / (1.0 + std::exp(-0.38)), 1e-15));

    const auto terms = sum_terms(article.network, article.trace, 0, 0);
    CHECK(sum_words<double>(terms, 0.1, article.z()) ==
          "z = w\u00B7x + b = 0.8\u00B70.5 + (\u22120.4)\u00B70.3 + 0.1 = 0.38");
    CHECK(activation_words(Activation::Sigmoid, article.a()) == "a = \u03C3(z) = 0.5939");
}

TEST_CASE("the article's text says what the printed value really is", "[engine]") {
    const std::string text = article_text();
    CHECK(text.find("prints 0.5744. That is \u03C3(0.3) = 0.5744") != std::string::npos);
    CHECK(text.find("a = \u03C3(z) = 0.5939") != std::string::npos);
}
