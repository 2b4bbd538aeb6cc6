// What is said of the pad: the digit or the number read, or why the network's answer is not worth saying.
#pragma once

#include <string>

#include "web/panels/session_view.h"
#include "web/widgets/geometry.h"

namespace nn::ui {

// "unlike any 4 it was trained on"; empty without doubt.
std::string doubt_text(const SessionView& view, Doubt doubt, int label);

// "42", "4?" where a digit is doubted, "7" of one; empty where there is none, or no digits to be read.
std::string number_text(const SessionView& view);

// The verdict in one line: "read as 7, 98.1 %".
std::string pad_value(const SessionView& view);

// "Unsure" and why, "Its answer: 42" and which digit is shown; false where an answer as always will do.
bool verdict_caption(const SessionView& view, std::string& title, std::string& hint);

// Brackets under the digits of a number on the pad, with what each is read as.
void draw_parts(const Rect& pad, const SessionView& view);

// Which digit of a number the network sees, with buttons of this size to either side of it; the number
// in between, or above the buttons where the row is high enough.
void part_chooser(Rect row, float button, const SessionView& view, Requests& requests);

}  // namespace nn::ui
