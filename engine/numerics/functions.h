// exp, log and tanh whose bits are the same on every platform: no libm, no contraction, one order of
// operations. Arguments may be any float; NaN gives NaN. Accuracy is stated per function and tested.
#pragma once

#include <span>

namespace nn {

float exp_of(float x);    // < 1 ulp; 0 below -104, infinity above 88.73
float log_of(float x);    // < 1 ulp; -infinity at 0, NaN below
float tanh_of(float x);   // < 2 ulp
double exp_of(double x);
double log_of(double x);
double tanh_of(double x);

// In place over a whole row or matrix; the same bits as the scalar functions.
void exp_in_place(std::span<float> values);
void exp_in_place(std::span<double> values);

}  // namespace nn
