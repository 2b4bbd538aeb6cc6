// Handles of the machine that is none, for tests.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nn::platform::null {

// From now on request_asset(name) finds these bytes; empty: it fails.
void provide_asset(std::string_view name, std::vector<std::uint8_t> bytes);

// What copy_text was last given.
const std::string& copied_text();

}  // namespace nn::platform::null
