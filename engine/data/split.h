// Which samples train and which are held out.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/data/dataset.h"
#include "engine/numerics/random.h"

namespace nn {

struct Split {
    std::vector<std::int32_t> train;  // indices into the data set, in order of the split
    std::vector<std::int32_t> test;
    std::vector<std::int32_t> validation;  // set aside from the training part; usually empty
    std::vector<std::int32_t> sealed;      // set aside from the test part: no figure is of it
};

// The same parts in the same order as sklearn.model_selection.train_test_split(range(count),
// test_size=test_share, random_state=seed): test = ceil(count * test_share) of one permutation.
Split train_test_split(int count, double test_share, std::uint32_t seed);

// Moves ceil(share * train) samples of the training part to the validation part, in the orders in
// which scikit-learn's train_test_split(train, test_size=share, random_state=random) has them, at
// least one on either side. Stratified: with stratify=labels, so that every class has its share;
// where a class has a single sample or a part would have fewer samples than there are classes,
// scikit-learn refuses and this does without.
void set_validation_aside(Split& split, std::span<const std::uint8_t> labels, double share,
                          bool is_stratified, RandomState& random);

// Moves ceil(share * test) samples of the test part, chosen by lot, to the sealed part, at least one on
// either side. Both keep the order that they had.
void seal(Split& split, double share, RandomState& random);

// The data set's own test part where it has one (MNIST), else train_test_split, of which sealed_share is
// then sealed. The lots come from RandomState(~seed), so that neither train nor test depends on them.
Split split_of(const Dataset& dataset, double test_share, std::uint32_t seed,
               double sealed_share = 0.0);

}  // namespace nn
