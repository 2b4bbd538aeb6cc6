// Recipes from any text: never a crash, always within limits, and what we write ourselves we read
// back without a warning.
#include <cstdlib>

#include "engine/session/limits.h"
#include "engine/session/property.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const nn::ParsedRecipe parsed = nn::parse_recipe(text);
    if (parsed.warnings.size() > nn::limits::kMaxWarnings) std::abort();
    if (nn::within_limits(parsed.recipe) != parsed.recipe) std::abort();

    const nn::ParsedRecipe again = nn::parse_recipe(nn::recipe_text(parsed.recipe));
    if (again.recipe != parsed.recipe || !again.warnings.empty()) std::abort();
    return 0;
}
