#include "engine/data/split.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <utility>

#include "engine/numerics/random.h"

namespace nn {

namespace {

// Of two parts, at least one sample each.
int size_of_part(std::size_t count, double share) {
    const int wished = static_cast<int>(std::ceil(static_cast<double>(count) * share));
    return std::clamp(wished, 1, static_cast<int>(count) - 1);
}

// How many of `draws` samples to take of each class, in proportion: scikit-learn's _approximate_mode.
// Those left over after rounding down go to the largest remainders, a draw deciding between equals.
std::vector<int> draws_by_class(const std::vector<int>& counts, int draws, RandomState& random) {
    const double total = std::accumulate(counts.begin(), counts.end(), 0.0);
    std::vector<int> result;
    std::vector<double> remainders;
    for (const int count : counts) {
        const double exact = count / total * draws;
        result.push_back(static_cast<int>(std::floor(exact)));
        remainders.push_back(exact - std::floor(exact));
    }
    int missing = draws - std::accumulate(result.begin(), result.end(), 0);
    std::vector<double> values = remainders;
    std::ranges::sort(values, std::greater());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    for (std::size_t i = 0; i < values.size() && missing > 0; ++i) {
        std::vector<std::size_t> equals;
        for (std::size_t c = 0; c < counts.size(); ++c)
            if (remainders[c] == values[i]) equals.push_back(c);
        const auto order = random.permutation(static_cast<std::int32_t>(equals.size()));
        for (std::size_t k = 0; k < equals.size() && missing > 0; ++k, --missing)
            ++result[equals[static_cast<std::size_t>(order[k])]];
    }
    return result;
}

// The samples of each class that occurs, in their order; none if stratifying is impossible.
std::vector<std::vector<std::int32_t>> classes_to_stratify(std::span<const std::int32_t> samples,
                                                           std::span<const std::uint8_t> labels,
                                                           int smaller_part) {
    std::vector<std::vector<std::int32_t>> by_class(256);
    for (const std::int32_t sample : samples)
        by_class[labels[static_cast<std::size_t>(sample)]].push_back(sample);
    std::erase_if(by_class, [](const auto& members) { return members.empty(); });
    const bool has_single =
        std::ranges::any_of(by_class, [](const auto& members) { return members.size() == 1; });
    if (has_single || smaller_part < static_cast<int>(by_class.size())) by_class.clear();
    return by_class;
}

}  // namespace

Split train_test_split(int count, double test_share, std::uint32_t seed) {
    const int tests = size_of_part(static_cast<std::size_t>(count), test_share);
    RandomState random(seed);
    const std::vector<std::int32_t> order = random.permutation(count);
    return {.train = {order.begin() + tests, order.end()},
            .test = {order.begin(), order.begin() + tests},
            .validation = {},
            .sealed = {}};
}

void set_validation_aside(Split& split, std::span<const std::uint8_t> labels, double share,
                          bool is_stratified, RandomState& random) {
    if (split.train.size() < 2) return;
    const std::vector<std::int32_t> all = std::move(split.train);
    const int validations = size_of_part(all.size(), share);
    const int trains = static_cast<int>(all.size()) - validations;
    split.train.clear();
    const auto by_class = is_stratified
                              ? classes_to_stratify(all, labels, std::min(validations, trains))
                              : std::vector<std::vector<std::int32_t>>();
    if (by_class.empty()) {
        const auto order = random.permutation(static_cast<std::int32_t>(all.size()));
        for (std::size_t i = 0; i < order.size(); ++i)
            (i < static_cast<std::size_t>(validations) ? split.validation : split.train)
                .push_back(all[static_cast<std::size_t>(order[i])]);
        return;
    }

    std::vector<int> counts;
    for (const auto& members : by_class) counts.push_back(static_cast<int>(members.size()));
    const std::vector<int> to_train = draws_by_class(counts, trains, random);
    for (std::size_t c = 0; c < counts.size(); ++c) counts[c] -= to_train[c];
    const std::vector<int> to_validation = draws_by_class(counts, validations, random);
    for (std::size_t c = 0; c < by_class.size(); ++c) {
        const auto order = random.permutation(static_cast<std::int32_t>(by_class[c].size()));
        for (int i = 0; i < to_train[c] + to_validation[c]; ++i) {
            const auto at = static_cast<std::size_t>(order[static_cast<std::size_t>(i)]);
            (i < to_train[c] ? split.train : split.validation).push_back(by_class[c][at]);
        }
    }
    random.shuffle(split.train);
    random.shuffle(split.validation);
}

void seal(Split& split, double share, RandomState& random) {
    if (split.test.size() < 2) return;
    const std::vector<std::int32_t> all = std::move(split.test);
    const auto seals = static_cast<std::size_t>(size_of_part(all.size(), share));
    const auto lots = random.permutation(static_cast<std::int32_t>(all.size()));
    std::vector<bool> is_sealed(all.size());
    for (std::size_t i = 0; i < seals; ++i) is_sealed[static_cast<std::size_t>(lots[i])] = true;
    split.test.clear();
    for (std::size_t i = 0; i < all.size(); ++i)
        (is_sealed[i] ? split.sealed : split.test).push_back(all[i]);
}

Split split_of(const Dataset& dataset, double test_share, std::uint32_t seed, double sealed_share) {
    Split out;
    if (dataset.official_test_count == 0) {
        out = train_test_split(dataset.count(), test_share, seed);
    } else {
        const int tests_begin = dataset.count() - dataset.official_test_count;
        for (std::int32_t i = 0; i < dataset.count(); ++i)
            (i < tests_begin ? out.train : out.test).push_back(i);
    }
    RandomState lots(~seed);
    if (sealed_share > 0.0) seal(out, sealed_share, lots);
    return out;
}

}  // namespace nn
