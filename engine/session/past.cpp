#include "engine/session/past.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace nn {

namespace {

std::size_t bytes_of(const Glance& glance) {
    return sizeof(Glance) + glance.confusion.size() * sizeof(std::int32_t) +
           glance.answers.prediction.size() +
           (glance.answers.confidence.size() + glance.parameters.size()) * sizeof(float);
}

// Leaves the first and those that are multiples of the stride.
template <class Item>
void thin(std::vector<Item>& items, std::int64_t stride) {
    const auto is_between = [stride](const Item& item) { return item.epoch % stride != 0; };
    items.erase(std::remove_if(items.begin() + 1, items.end(), is_between), items.end());
}

}  // namespace

void Past::clear() {
    *this = {};
}

void Past::keep(const AnyTrainer& trainer) {
    const std::int64_t epoch = std::llround(trainer.epochs());
    keep_glance(trainer, epoch);
    keep_checkpoint(trainer, epoch);
}

void Past::keep_glance(const AnyTrainer& trainer, std::int64_t epoch) {
    const bool is_due =
        glances_.empty() || (epoch % glance_stride_ == 0 && glances_.back().step < trainer.steps());
    if (!is_due) return;
    const auto counts = trainer.confusion().counts();
    Glance glance{.epoch = epoch,
                  .step = trainer.steps(),
                  .digest = trainer.digest(),
                  .steps_per_epoch = trainer.steps_per_epoch(),
                  .learning_rate = trainer.learning_rate(),
                  .confusion = {counts.begin(), counts.end()},
                  .answers = trainer.test_answers(),
                  .figures = trainer.test_figures(),
                  .parameters = trainer.parameters()};
    const std::size_t bytes = bytes_of(glance);
    if (bytes > kGlanceBytes / 2) return;
    glances_.push_back(std::move(glance));
    glance_bytes_ += bytes;
    while (glance_bytes_ > kGlanceBytes) {
        thin(glances_, glance_stride_ *= 2);
        count_bytes();
    }
}

void Past::keep_checkpoint(const AnyTrainer& trainer, std::int64_t epoch) {
    const bool is_due =
        places_.empty() || (epoch % place_stride_ == 0 && places_.back().step < trainer.steps());
    if (!is_due) return;
    Place place{epoch, trainer.steps(), trainer.save()};
    if (place.bytes() > kCheckpointBytes / 2) return;
    checkpoint_bytes_ += place.bytes();
    places_.push_back(std::move(place));
    while (checkpoint_bytes_ > kCheckpointBytes || places_.size() > kMostCheckpoints) {
        thin(places_, place_stride_ *= 2);
        count_bytes();
    }
}

void Past::forget_after(std::int64_t step) {
    const auto is_after = [step](const auto& item) { return item.step > step; };
    std::erase_if(glances_, is_after);
    std::erase_if(places_, is_after);
    count_bytes();
}

void Past::count_bytes() {
    glance_bytes_ = checkpoint_bytes_ = 0;
    for (const Glance& glance : glances_) glance_bytes_ += bytes_of(glance);
    for (const Place& place : places_) checkpoint_bytes_ += place.bytes();
}

const Glance* Past::nearest(double epoch) const {
    const Glance* best = nullptr;
    const auto distance = [epoch](const Glance& glance) {
        return std::abs(static_cast<double>(glance.epoch) - epoch);
    };
    for (const Glance& glance : glances_)
        if (best == nullptr || distance(glance) < distance(*best)) best = &glance;
    return best;
}

const Checkpoint* Past::before(std::int64_t step) const {
    const auto after = std::ranges::upper_bound(places_, step, {}, &Place::step);
    return after == places_.begin() ? nullptr : &std::prev(after)->checkpoint;
}

}  // namespace nn
