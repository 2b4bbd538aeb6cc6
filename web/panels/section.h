// Pieces that several panels share: section titles, pages of samples, the pager under them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "web/panels/session_view.h"
#include "web/widgets/geometry.h"

namespace nn::ui {

// A collapsible section's title row (40 high); returns what is left below it, inset by the padding.
Rect section_title(const Rect& area, std::string_view id, std::string_view title, bool* is_open);

// A quiet line that folds out what follows it.
void fold_row(std::string_view id, const Rect& row, std::string_view title, bool* is_open);

// Samples first … first + count - 1 of the data set (or of `indices` where given) in a grid; a click
// sends one to the pad. Each cell is `cell` wide and high, its image inset by a pixel or two.
void sample_grid(std::string_view id, const Rect& area, const SessionView& view, int first,
                 int count, int columns, float cell, Requests& requests,
                 const std::vector<int>* indices = nullptr);

// "‹ 1 of 113 ›" at the right, a quiet hint at the left.
void pager(std::string_view id, const Rect& row, std::string_view hint, int* page, int pages);

// Instead of what needs a data set that is not there yet: that it is on its way, or why it is not and a
// button to try again. False when it is there.
bool data_is_missing(std::string_view id, const Rect& area, const SessionView& view,
                     Requests& requests);

// The one of three texts that suits the network's output: softmax, sigmoid or bare sums.
std::string_view output_text(Loss loss, std::string_view softmax, std::string_view sigmoid,
                             std::string_view linear);

// The name of a class as the data set's table gives it.
std::string_view class_name(const SessionView& view, int label);
// What the network says of a class: a share, or, where the loss takes bare outputs, the number itself.
std::string answer_text(const SessionView& view, int label, int decimals = 1);

// What the network said of a sample at the last evaluation; -1 when it is not in the test part.
int test_prediction(const SessionView& view, int sample);

}  // namespace nn::ui
