// The question "what is wrong?".
#pragma once

#include <string>
#include <string_view>

#include "engine/session/snapshot.h"

namespace nn::explore {

// The findings of engine/diagnosis, and the sessions that may be broken on purpose. The run's curve comes as the page
// writes it to CSV, since a snapshot has but its end; without, that end is all that is looked at.
std::string diagnosis_json(const Snapshot& snapshot, const Dataset& dataset, std::string_view csv);

}  // namespace nn::explore
