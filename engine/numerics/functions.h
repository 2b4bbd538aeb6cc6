// exp, log, tanh and sine whose bits are the same on every platform: no libm, no contraction, one order of
// operations. Any argument will do; NaN gives NaN.
//
// In float they are correctly rounded for each of the 2^32 arguments: their bits are a mathematical
// fact, and other code may find them in another way. In double the error is stated in units in the
// last place.
#pragma once

#include <span>

namespace nn {

float exp_of(float x);
float log_of(float x);  // -infinity at 0, NaN below
float tanh_of(float x);
double exp_of(double x);   // < 1 ulp
double log_of(double x);   // < 1 ulp
double tanh_of(double x);  // < 3 ulp

// sin(pi x), < 3 ulp, also near its zeros: half-turns are counted exactly, whatever their number. NaN
// at the infinities.
double sin_of_pi(double x);

// In place over a whole row or matrix; the same bits as the functions above, in vector code.
void exp_in_place(std::span<float> values);
void exp_in_place(std::span<double> values);
void tanh_in_place(std::span<float> values);
void tanh_in_place(std::span<double> values);

}  // namespace nn
