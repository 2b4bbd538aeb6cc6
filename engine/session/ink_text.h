// A drawing as a link has it. Coordinates become whole numbers from 0 to 1023, the width of the brush
// thousandths of the pad. Strokes are separated by '.'; within, in base64url digits: where the width is
// another than that of the stroke before, or of the usual brush, '~' and two digits of it; the first
// point as two digits of x and two of y, high before low, each further one as 32 plus the step in x and
// 32 plus the step in y, where both steps lie from -31 to 31, or else as "A" and a point like the first.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/data/ink.h"

namespace nn {

// The drawing as its text can say it: coordinates rounded, empty strokes and all beyond the limits left
// out.
Ink ink_within_limits(const Ink& ink);

std::string ink_text(const Ink& ink);
std::optional<Ink> parse_ink(std::string_view text);  // nothing when it is no drawing

}  // namespace nn
