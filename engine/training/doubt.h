// Whether a network's answer is worth saying. A softmax is certain of scribbles too, so certainty alone
// does not tell; this looks at the ink and at the training images as well.
#pragma once

#include <cstdint>
#include <span>

#include "engine/data/dataset.h"
#include "engine/data/familiarity.h"
#include "engine/data/ink.h"
#include "engine/numerics/enum_names.h"

namespace nn {

enum class Doubt {
    None,
    Empty,  // next to nothing is drawn
    Flat,   // no class stands out in the answer
    Far,  // unlike the training images of the class in the answer, or more line than any digit has
};

template <>
std::span<const EnumName<Doubt>> enum_names<Doubt>();

// Of the answer (classes), as answer_of_logits left it, for one digit's ink and its image as the data
// set would have it. Before the familiarity is measured the image is not compared.
Doubt doubt_of_ink(const Ink& ink, std::span<const std::uint8_t> image,
                   std::span<const float> answer, const Familiarity& familiarity);

// Of the answer for an image of the data set itself.
Doubt doubt_of_image(std::span<const std::uint8_t> image, std::span<const float> answer,
                     const Familiarity& familiarity);

}  // namespace nn
