// Drawings: digits, and what is none.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/data/ink.h"

namespace nn::test {

// A stroke through these points.
Stroke line(std::vector<InkPoint> points);

// The ten digits, written well and in the manner of the data set: a bar through the 7, narrow loops.
std::vector<Ink> well_drawn_digits();

Ink transformed(Ink ink, float scale, float dx, float dy);

struct LabelledInk {
    int label = 0;
    Ink ink;
};

// Digits of many writers, from ../shared/data/pen-strokes.json beside the checkout: [{"label": 7,
// "strokes": [[[x, y], ...], ...]}, ...], coordinates from 0 to 500; none when it is not there.
std::vector<LabelledInk> pen_strokes();

struct NamedInk {
    std::string_view name;
    Ink ink;  // about 0.6 of the pad high, in its middle
};

// Letters, figures and scribbles as a hand makes them. Each kind as often as asked for, every time a little different: leaning, turned, wider, its lines
// not quite straight. Kinds that look like a digit (O, S, Z, B, q, T) are not among them.
std::vector<NamedInk> drawings_of_no_digit(int of_each, std::uint32_t seed);

}  // namespace nn::test
