// Several digits side by side on one pad, taken apart.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/data/ink.h"

namespace nn {

struct InkPart {
    Ink ink;     // one digit; of several, enlarged together until the tallest has the usual height
    InkBox box;  // where its lines lie in the whole drawing
    std::size_t newest = 0;  // index in the drawing of its stroke that was drawn last
};

// The digits of a drawing from left to right, each with its own strokes in the order they were drawn;
// nothing of an empty drawing. Strokes are never cut: those that lie over one another stay together (the
// bar of a 5, the two strokes of a 4, the line through a 7), those beside one another come apart, also
// where they overlap a little without touching. A part that is alone is the ink as it was. Strokes
// without a usable point are left out.
std::vector<InkPart> digits_of(const Ink& ink);

}  // namespace nn
