// Which samples train and which are held out.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/data/dataset.h"

namespace nn {

struct Split {
    std::vector<std::int32_t> train;  // indices into the data set, in order of the split
    std::vector<std::int32_t> test;
};

// The same parts in the same order as sklearn.model_selection.train_test_split(range(count),
// test_size=test_share, random_state=seed): test = ceil(count * test_share) of one permutation.
Split train_test_split(int count, double test_share, std::uint32_t seed);

// The data set's own test part where it has one (MNIST), else train_test_split.
Split split_of(const Dataset& dataset, double test_share, std::uint32_t seed);

}  // namespace nn
