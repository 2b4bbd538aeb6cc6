#include "engine/explain/article.h"

#include "engine/explain/words.h"

namespace nn {

namespace {

double sigmoid_of(double z) {
    activate(Activation::Sigmoid, std::span(&z, 1));
    return z;
}

}  // namespace

// A network must end in a layer without activation, so the neuron hands its output to one more that
// passes it on.
ArticleNeuron article_neuron() {
    const LayerShape neuron{1, Activation::Sigmoid};
    ArticleNeuron article;
    article.network = make_network<double>(2, std::span(&neuron, 1), 1, Loss::SquaredError,
                                           Initializer::Zeros, 0);
    article.network.layers[0].W << 0.8, -0.4;
    article.network.layers[0].b << 0.1;
    article.network.layers[1].W << 1.0;
    const double x[] = {0.5, 0.3};
    article.trace = trace_step<double>(article.network, x, 0, {});
    return article;
}

std::string article_text() {
    const ArticleNeuron article = article_neuron();
    const std::vector<SumTerm<double>> terms = sum_terms(article.network, article.trace, 0, 0);
    return "The article's neuron: x = (0.5, 0.3), w = (0.8, \u22120.4), b = 0.1\n\n  " +
           sum_words<double>(terms, article.network.layers[0].b[0], article.z()) + "\n  " +
           activation_words(Activation::Sigmoid, article.a()) +
           "\n\nThe article prints 0.5744. That is \u03C3(0.3) = " + number_words(sigmoid_of(0.3)) +
           ", but z is not 0.3 here: the products\nare 0.4 and "
           "\u22120.12, and with the bias 0.1 they add up to " +
           number_words(article.z()) + ". So a = \u03C3(" + number_words(article.z()) +
           ") = " + number_words(article.a()) +
           ".\n(0.3 is what the sum gives for x = (0.5, 0.5): 0.4 \u2212 0.2 + 0.1.)\n";
}

}  // namespace nn
