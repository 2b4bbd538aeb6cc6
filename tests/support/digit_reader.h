// A network that has learnt a data set of digits for a few seconds' worth, and reads drawings.
#pragma once

#include <memory>
#include <string>

#include "engine/data/familiarity.h"
#include "engine/data/ink.h"
#include "engine/network/network.h"
#include "engine/training/doubt.h"
#include "engine/training/trainer.h"

namespace nn::test {

class DigitReader {
public:
    // One hidden layer of so many ReLU; the data set by its key. Throws when it was not packed.
    DigitReader(const std::string& dataset, int units, int epochs);

    struct Answer {
        int digit = 0;
        Doubt doubt = Doubt::None;
    };
    Answer read(const Ink& ink);
    Answer read(int sample);  // of the data set

    const Dataset& dataset() const { return *dataset_; }
    const Split& split() const { return trainer_->split(); }

private:
    std::span<const float> answer_to(std::span<const std::uint8_t> image);

    std::unique_ptr<const Dataset> dataset_;
    std::unique_ptr<Trainer<float>> trainer_;
    Workspace<float> workspace_;
    Familiarity familiarity_;
};

}  // namespace nn::test
