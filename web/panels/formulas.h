// What the numbers on the screen come from: formulas in the field's notation, with the numbers of the moment
// in them. Each may be empty where there is nothing to be said yet; lines are parted by '\n'.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "engine/network/activation.h"
#include "engine/session/property.h"
#include "web/panels/session_view.h"

namespace nn::ui {

std::string property_formula(const Property& property, const SessionView& view);

// Of the figures in the header, by their ids ("status.epoch").
std::string figure_formula(std::string_view id, const SessionView& view);

// Of the curves: the present loss of the training and the test part.
std::string loss_formula(const SessionView& view);

// How the answer for one class comes from the output layer's sum.
std::string answer_formula(const SessionView& view, std::size_t output);

// What every neuron of a hidden layer computes, and how many numbers it has for that.
std::string layer_formula(const SessionView& view, std::size_t layer);

// The first number that comes in, before and after scaling: that of the pixel with most ink.
std::string input_formula(const SessionView& view);

// The mean of a column of the report over its classes, each counting alike or by its support.
enum class ReportColumn { Precision, Recall, F1 };
std::string average_formula(const SessionView& view, ReportColumn column, bool is_weighted);

std::string accuracy_formula(const SessionView& view);

}  // namespace nn::ui
