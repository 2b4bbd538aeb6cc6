#include "engine/data/split.h"

#include <algorithm>
#include <cmath>

#include "engine/numerics/random.h"

namespace nn {

Split train_test_split(int count, double test_share, std::uint32_t seed) {
    const int wished = static_cast<int>(std::ceil(static_cast<double>(count) * test_share));
    const int tests = std::clamp(wished, 1, count - 1);
    RandomState random(seed);
    const std::vector<std::int32_t> order = random.permutation(count);
    return {.train = {order.begin() + tests, order.end()},
            .test = {order.begin(), order.begin() + tests}};
}

Split split_of(const Dataset& dataset, double test_share, std::uint32_t seed) {
    if (dataset.official_test_count == 0)
        return train_test_split(dataset.count(), test_share, seed);
    Split out;
    const int tests_begin = dataset.count() - dataset.official_test_count;
    for (std::int32_t i = 0; i < dataset.count(); ++i)
        (i < tests_begin ? out.train : out.test).push_back(i);
    return out;
}

}  // namespace nn
