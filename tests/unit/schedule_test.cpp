// Tables worked by hand from the formulas in scikit-learn's SGDOptimizer.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include "engine/training/schedule.h"

using namespace nn;
using Catch::Matchers::WithinRel;

TEST_CASE("a constant learning rate stays", "[engine]") {
    CHECK(scheduled_rate({}, 0.3, {.epochs = 7, .samples = 700, .times_lowered = 3}) == 0.3);
    CHECK_FALSE(can_lower({}, 0.3, {}));
}

TEST_CASE("inverse scaling divides by a power of the samples seen in whole epochs", "[engine]") {
    const ScheduleSettings root{.kind = Schedule::InverseScaling};
    CHECK(scheduled_rate(root, 0.3, {}) == 0.3);
    CHECK(scheduled_rate(root, 0.3, {.epochs = 1, .samples = 99}) == 0.3 / 10.0);
    CHECK(scheduled_rate(root, 0.3, {.epochs = 3, .samples = 399}) == 0.3 / 20.0);
    // 81^0.25 = 3, 10^1.5 = 31.622776601683793
    const ScheduleSettings slow{.kind = Schedule::InverseScaling, .power = 0.25};
    const ScheduleSettings steep{.kind = Schedule::InverseScaling, .power = 1.5};
    CHECK_THAT(scheduled_rate(slow, 0.3, {.epochs = 2, .samples = 80}), WithinRel(0.1, 1e-15));
    CHECK_THAT(scheduled_rate(steep, 1.0, {.epochs = 1, .samples = 9}),
               WithinRel(1.0 / 31.622776601683793, 1e-15));
    CHECK_FALSE(can_lower(root, 0.3, {}));
}

TEST_CASE("an adaptive rate is divided by five until it is too low to matter", "[engine]") {
    const ScheduleSettings adaptive{.kind = Schedule::Adaptive};
    CHECK(scheduled_rate(adaptive, 0.5, {.epochs = 30, .samples = 3000}) == 0.5);
    CHECK(scheduled_rate(adaptive, 0.5, {.times_lowered = 1}) == 0.5 / 5.0);
    CHECK(scheduled_rate(adaptive, 0.5, {.times_lowered = 3}) == 0.5 / 5.0 / 5.0 / 5.0);
    // 1e-3 -> 2e-4 -> 4e-5 -> 8e-6 -> 1.6e-6 -> 3.2e-7
    CHECK(can_lower(adaptive, 1e-3, {.times_lowered = 4}));
    CHECK_FALSE(can_lower(adaptive, 1e-3, {.times_lowered = 5}));
    CHECK_FALSE(can_lower(adaptive, 1e-6, {}));
}
