// A session as text that fits behind the # of an address: "#1&hidden=32,16&seed=5&steps=1200&…".
// docs/link-format.md specifies it. The keys are the flags of the command line.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/data/ink.h"
#include "engine/session/change.h"
#include "engine/session/recipe.h"

namespace nn {

// By itself, before anyone paused it.
enum class RunEnd { Diverged, Stopped, Finished };

template <>
std::span<const EnumName<RunEnd>> enum_names<RunEnd>();

// What is shown and how, in words that only the page understands.
inline constexpr std::array<std::string_view, 10> kViewKeys = {
    "view", "hide", "lock", "lang", "theme", "autoplay", "chapter", "show", "session", "fresh"};

struct SessionLink {
    Recipe recipe = defaults_of();        // that the run began with
    std::int64_t steps = 0;               // updates done
    std::vector<Change> changes;          // in the order of their steps, which are 1 to `steps`
    std::optional<RunEnd> end;            // how the run ended at that step, if it did
    std::optional<std::uint64_t> digest;  // at that step; see training/digest.h
    Ink ink;
    std::array<std::string, kViewKeys.size()> view;  // by key; empty: as usual
    std::vector<std::uint8_t> weights;  // packed_weights.h, deflated without a header; empty: none

    bool operator==(const SessionLink&) const = default;
};

// Empty for a key that is none of kViewKeys.
std::string_view view_option(const SessionLink& link, std::string_view key);

// In force after the last change.
const Recipe& last_recipe(const SessionLink& link);

// False, and nothing set, for such a key and for a value that is not of at most kMaxViewValue
// characters out of a-z, 0-9, comma and hyphen.
bool set_view_option(SessionLink& link, std::string_view key, std::string_view value);

// The nearest link that its text can say. Weights that are too long are left out.
SessionLink within_limits(SessionLink link);

// The one normal form, beginning with "#1", of a link within limits.
std::string link_text(const SessionLink& link);

// Any bytes give a link within limits, and a list of warnings. The text may be a whole address,
// of which what stands before the first # is left out, or its fragment with or without #; characters may
// be percent-encoded, and blanks and line ends between them do not count.
struct ParsedLink {
    SessionLink link;
    bool is_readable =
        true;  // false: of another version or no link at all, and so the default session
    std::vector<std::string> warnings;
};
ParsedLink parse_link(std::string_view text);

}  // namespace nn
