#include "engine/diagnosis/breakages.h"

#include <array>

namespace nn::diagnosis {

std::span<const Breakage> breakages() {
    static constexpr std::array<Breakage, 11> kBreakages{{
        {Kind::SymmetricStart, "dataset=digits&activation=sigmoid&init=zeros", 120},
        {Kind::UnscaledInputs, "dataset=digits&scaling=none&optimizer=sgd&learning-rate=0.1", 120},
        {Kind::ExplodingGradients,
         "dataset=digits&hidden=64,64,64,64,64,64&activation=linear&init=he-normal&optimizer=sgd"
         "&learning-rate=0.1",
         40},
        {Kind::RateTooHigh, "dataset=digits&activation=leaky-relu&learning-rate=3", 120},
        {Kind::RateTooLow, "dataset=digits&learning-rate=0.00001", 120},
        {Kind::DeadRelus, "dataset=digits&hidden=64,64,64&learning-rate=0.1", 120},
        {Kind::SaturatedUnits, "dataset=digits&activation=tanh&learning-rate=0.5", 120},
        {Kind::VanishingGradients,
         "dataset=digits&hidden=32,32,32,32,32,32&activation=sigmoid&optimizer=sgd"
         "&learning-rate=0.1",
         120},
        {Kind::TooLittleData, "dataset=digits&hidden=256&test-share=0.9", 240},
        {Kind::Overfitting, "dataset=circle&noise=40&samples=400&test-share=0.6&hidden=64,64",
         1600},
        {Kind::Plateau, "dataset=xor&hidden=none", 1050},
    }};
    return kBreakages;
}

}  // namespace nn::diagnosis
