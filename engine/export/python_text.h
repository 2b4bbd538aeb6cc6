// Pieces of Python that the scripts for scikit-learn and PyTorch have in common. Every number is exact:
// decimals are the shortest that read back to the same value, and long arrays are base64 of their bytes.
#pragma once

#include <string>
#include <string_view>

#include "engine/export/trained_model.h"

namespace nn {

std::string number_python(float value);
std::string number_python(double value);

// `"text"` with what Python would read as something else escaped.
std::string quoted_python(std::string_view text);

// "64 → 32 → 10"
template <class Scalar>
std::string shape_text(const Network<Scalar>& network);

// "pixels", or "features" of points: what a row of the network's input is.
std::string input_name(DatasetId dataset);

// Constants FACTOR and, where needed, OFFSET, CLASS_NAMES (not of a regression), WEIGHTS and BIASES,
// the function that decodes them, and scaled().
template <class Scalar>
std::string constants_python(const TrainedModel<Scalar>& model);

// The import of the data set's loader, and samples(): inputs and labels, or targets, of both parts,
// split as the session's were, with what was set aside for validation back in the training part.
// Points, which no loader has, are constants of the script.
std::string dataset_import_python(DatasetId dataset);
template <class Scalar>
std::string samples_python(const TrainedModel<Scalar>& model);

}  // namespace nn
