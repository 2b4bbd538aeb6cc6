// Tables worked by hand, from the formulas in scikit-learn's SGDOptimizer where it has the schedule.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include "engine/training/schedule.h"

using namespace nn;
using Catch::Matchers::WithinRel;

namespace {

// Four updates an epoch; `quarters` are done.
double rate_after(const ScheduleSettings& settings, int quarters, double rate = 0.8) {
    return scheduled_rate(
        settings, rate,
        {.epochs = quarters / 4, .of_epoch = (quarters % 4) / 4.0, .steps_per_epoch = 4});
}

}  // namespace

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

TEST_CASE("a rate in steps is multiplied after every so many epochs", "[engine]") {
    const ScheduleSettings steps{.kind = Schedule::Step, .epochs = 3, .factor = 0.5};
    CHECK(rate_after(steps, 0) == 0.8);
    CHECK(rate_after(steps, 11) == 0.8);
    CHECK(rate_after(steps, 12) == 0.4);
    CHECK(rate_after(steps, 23) == 0.4);
    CHECK(rate_after(steps, 24) == 0.2);
    CHECK(rate_after(steps, 4 * 3 * 10) == 0.8 / 1024.0);
    const ScheduleSettings off{.kind = Schedule::Step, .epochs = 1, .factor = 0.0};
    CHECK(rate_after(off, 3) == 0.8);
    CHECK(rate_after(off, 4) == 0.0);
    CHECK(rate_after(steps, 2000000000) == 0.0);  // below what a double holds, and soon worked out
    CHECK_FALSE(can_lower(steps, 0.8, {}));
}

TEST_CASE("a cosine falls slowly, then fast, then slowly to its end", "[engine]") {
    // factor + (1 - factor) (1 + cos(pi x)) / 2 at x = 0, 1/6, 1/3, 1/2, 2/3, 1: the cosines are
    // 1, 0.8660254037844386, 1/2, 0, -1/2, -1
    const ScheduleSettings wave{.kind = Schedule::Cosine, .epochs = 6, .factor = 0.0};
    CHECK(rate_after(wave, 0) == 0.8);
    CHECK_THAT(rate_after(wave, 4), WithinRel(0.8 * 0.9330127018922193, 1e-15));
    CHECK_THAT(rate_after(wave, 8), WithinRel(0.6, 1e-15));
    CHECK_THAT(rate_after(wave, 12), WithinRel(0.4, 1e-15));
    CHECK_THAT(rate_after(wave, 16), WithinRel(0.2, 1e-15));
    CHECK(rate_after(wave, 24) == 0.0);
    CHECK(rate_after(wave, 100) == 0.0);
    const ScheduleSettings to_a_fifth{.kind = Schedule::Cosine, .epochs = 6, .factor = 0.2};
    CHECK_THAT(rate_after(to_a_fifth, 12), WithinRel(0.8 * 0.6, 1e-15));
    CHECK_THAT(rate_after(to_a_fifth, 99), WithinRel(0.8 * 0.2, 1e-15));
}

TEST_CASE("a warm-up grows in even steps and pushes the schedule back", "[engine]") {
    // Half an epoch is two updates, two epochs are eight.
    const ScheduleSettings half{.warm_up = 0.5};
    CHECK(rate_after(half, 0) == 0.4);
    CHECK(rate_after(half, 1) == 0.8);
    CHECK(rate_after(half, 2) == 0.8);
    const ScheduleSettings steps{
        .kind = Schedule::Step, .epochs = 1, .factor = 0.5, .warm_up = 2.0};
    for (int update = 0; update < 8; ++update) {
        CAPTURE(update);
        CHECK_THAT(rate_after(steps, update), WithinRel(0.1 * (update + 1), 1e-15));
    }
    CHECK(rate_after(steps, 8) == 0.8);
    CHECK(rate_after(steps, 11) == 0.8);
    CHECK(rate_after(steps, 12) == 0.4);
    const ScheduleSettings wave{
        .kind = Schedule::Cosine, .epochs = 6, .factor = 0.0, .warm_up = 2.0};
    CHECK(rate_after(wave, 8) == 0.8);
    CHECK_THAT(rate_after(wave, 8 + 12), WithinRel(0.4, 1e-15));
    const ScheduleSettings falling{.kind = Schedule::InverseScaling, .warm_up = 1.0};
    CHECK(scheduled_rate(falling, 0.8, {.of_epoch = 0.25, .steps_per_epoch = 4}) == 0.4);
}
