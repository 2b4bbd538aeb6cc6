#include "engine/session/link.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "engine/session/base64url.h"
#include "engine/session/digest.h"
#include "engine/session/edit_text.h"
#include "engine/session/ink_text.h"
#include "engine/session/limits.h"
#include "engine/session/number_text.h"
#include "engine/session/property.h"
#include "engine/session/texts.h"

namespace nn {

namespace {

// Sessions with a name; "dataset=" names the others.
std::optional<Recipe> preset_of(std::string_view name) {
    if (name == "article") return defaults_of(DatasetId::Digits, true);
    return std::nullopt;
}

constexpr std::string_view kNoPreset = "preset must be article, not ";

bool is_view_value(std::string_view text) {
    return text.size() <= limits::kMaxViewValue && std::ranges::all_of(text, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == ',' || c == '-';
           });
}

std::string* find_view_option(SessionLink& link, std::string_view key) {
    const auto place = std::ranges::find(kViewKeys, key);
    return place == kViewKeys.end() ? nullptr : &link.view[std::size_t(place - kViewKeys.begin())];
}

// Writing

// "learning-rate=0.0005;l2=0.01": what differs.
std::string change_text(const Recipe& before, const Recipe& after) {
    std::string text;
    for (const Property& property : properties()) {
        if (!property.is_live || is_same_value(property, before, after)) continue;
        if (!text.empty()) text += ';';
        text.append(property.name).append("=").append(value_text(property, after));
    }
    return text;
}

// Reading

std::optional<std::uint32_t> hex_value(char digit) {
    const std::size_t value = std::string_view("0123456789abcdefABCDEF").find(digit);
    if (value == std::string_view::npos) return std::nullopt;
    return static_cast<std::uint32_t>(value < 16 ? value : value - 6);
}

std::optional<std::uint64_t> parse_digest(std::string_view text) {
    if (text.size() != 16) return std::nullopt;
    std::uint64_t digest = 0;
    for (const char c : text) {
        const auto value = hex_value(c);
        if (!value) return std::nullopt;
        digest = digest << 4 | *value;
    }
    return digest;
}

// Without percent-encoding, blanks, line ends and what stands before the first '#'.
std::string bare_text(std::string_view text) {
    std::string bare;
    bare.reserve(text.size());
    bool is_behind_hash = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%' && i + 2 < text.size()) {
            const auto high = hex_value(text[i + 1]), low = hex_value(text[i + 2]);
            if (high && low) {
                c = static_cast<char>(*high << 4 | *low);
                i += 2;
            }
        }
        if (c == '#' && !is_behind_hash) {
            is_behind_hash = true;
            bare.clear();
        } else if (static_cast<unsigned char>(c) > ' ') {
            bare += c;
        }
    }
    return bare;
}

struct ChangeText {
    std::int64_t step;
    std::string_view settings;
};

class LinkParser {
public:
    explicit LinkParser(ParsedLink& parsed) : parsed_(parsed), link_(parsed.link) {}

    // Of "key=value&key=value"; key by key, and then in the order in which they build on one another.
    void parse(std::string_view text) {
        for (std::size_t count = 0; !text.empty(); ++count) {
            if (count == limits::kMaxLinkParts) {
                warn("the link has more than " + std::to_string(limits::kMaxLinkParts) +
                     " parts; the rest was left out");
                break;
            }
            std::string_view value = take_until(text, '&');
            if (value.starts_with("amp;")) value.remove_prefix(4);  // "&" as HTML writes it
            if (value.empty()) continue;
            const bool has_value = value.find('=') != std::string_view::npos;
            const std::string_view key = take_until(value, '=');
            if (find_property(key) != nullptr)
                settings_.append("&").append(key).append(has_value ? "=" : "").append(value);
            else if (!take(key, value))
                warn(quoted(key) + " is nothing that a link can say and was left out");
        }
        take_settings();
        take_changes();
    }

private:
    void warn(std::string warning) {
        if (parsed_.warnings.size() < limits::kMaxWarnings)
            parsed_.warnings.push_back(std::move(warning));
    }

    bool take(std::string_view key, std::string_view value) {
        if (key == "steps") {
            take_steps(value);
        } else if (key == "at") {
            take_change(value);
        } else if (key == "preset") {
            if (const auto preset = preset_of(value))
                link_.recipe = *preset;
            else
                warn(std::string(kNoPreset) + quoted(value));
        } else if (key == "end") {
            link_.end = from_key<RunEnd>(value);
            if (!link_.end) warn("end must be diverged, stopped or finished, not " + quoted(value));
        } else if (key == "digest") {
            link_.digest = parse_digest(value);
            if (!link_.digest) warn("digest must be 16 hexadecimal digits, not " + quoted(value));
        } else if (key == "ink") {
            const auto ink = parse_ink(value);
            if (!ink) warn("the drawing in the link is damaged and was left out");
            link_.ink = ink.value_or(Ink());
        } else if (key == "weights") {
            auto weights = parse_base64url(value);
            if (!weights || weights->size() > limits::kMaxWeightBytes)
                warn("the weights in the link are damaged and were left out");
            else
                link_.weights = std::move(*weights);
        } else if (find_view_option(link_, key) == nullptr) {
            return false;
        } else if (!set_view_option(link_, key, value)) {
            warn(std::string(key) + " cannot be " + quoted(value) + " and was left out");
        }
        return true;
    }

    void take_steps(std::string_view value) {
        const auto steps = parse_integer(value);
        if (!steps || *steps < 0 || *steps > limits::kMaxSteps)
            warn("steps must be a whole number from 0 to " + std::to_string(limits::kMaxSteps) +
                 ", not " + quoted(value));
        else
            link_.steps = *steps;
    }

    void take_change(std::string_view value) {
        if (changes_.size() == limits::kMaxChanges) {
            warn("the link has more than " + std::to_string(limits::kMaxChanges) +
                 " changes; the rest was left out");
            return;
        }
        const std::string_view all = value;
        const auto step = parse_integer(take_until(value, ':'));
        if (!step || *step < 0 || *step > limits::kMaxSteps || value.empty())
            warn("at must be like 1200:learning-rate=0.0005;l2=0, not " + quoted(all));
        else
            changes_.insert(place_of(*step), {*step, value});
    }

    // Behind all that come no later. There are few, and mostly they come in order.
    std::vector<ChangeText>::iterator place_of(std::int64_t step) {
        auto place = changes_.end();
        while (place != changes_.begin() && std::prev(place)->step > step) --place;
        return place;
    }

    void take_settings() {
        ParsedRecipe recipe = parse_recipe(settings_, link_.recipe);
        link_.recipe = std::move(recipe.recipe);
        for (std::string& warning : recipe.warnings) warn(std::move(warning));
    }

    void take_changes() {
        Recipe now = link_.recipe;
        for (const ChangeText& change : changes_) {
            if (change.step > link_.steps) {
                warn("a change at step " + std::to_string(change.step) +
                     " comes after the last step and was left out");
                continue;
            }
            std::vector<Edit> edits;
            take_change(change.settings, now, edits);
            if (change.step == 0) begin_with(link_.recipe, link_.changes, now);
            if (!add_change(link_.recipe, link_.changes, change.step, now, edits))
                warn("the link has more than " + std::to_string(limits::kMaxEdits) +
                     " edits of the network; the rest was left out");
        }
    }

    void take_change(std::string_view settings, Recipe& recipe, std::vector<Edit>& edits) {
        while (!settings.empty()) {
            std::string_view value = take_until(settings, ';');
            const std::string_view key = take_until(value, '=');
            if (const auto kind = from_key<EditKind>(key)) {
                take_edit(*kind, key, value, edits);
                continue;
            }
            const Property* property = find_property(key);
            if (property == nullptr || !property->is_live)
                warn(quoted(key) +
                     " is no setting that can change during training and was left out");
            else if (auto problem = set_value(recipe, *property, value))
                warn(std::move(*problem));
        }
    }

    void take_edit(EditKind kind, std::string_view key, std::string_view value,
                   std::vector<Edit>& edits) {
        if (const auto edit = parse_edit(kind, value, link_.recipe))
            edits.push_back(*edit);
        else
            warn(std::string(key) + " cannot be " + quoted(value) + " in this network");
    }

    ParsedLink& parsed_;
    SessionLink& link_;
    std::string settings_;
    std::vector<ChangeText> changes_;
};

}  // namespace

template <>
std::span<const EnumName<RunEnd>> enum_names<RunEnd>() {
    static constexpr std::array<EnumName<RunEnd>, 3> kNames{{
        {RunEnd::Diverged, "diverged", "Diverged"},
        {RunEnd::Stopped, "stopped", "Stopped early"},
        {RunEnd::Finished, "finished", "Finished"},
    }};
    return kNames;
}

std::string_view view_option(const SessionLink& link, std::string_view key) {
    const auto place = std::ranges::find(kViewKeys, key);
    return place == kViewKeys.end() ? std::string_view()
                                    : link.view[std::size_t(place - kViewKeys.begin())];
}

const Recipe& last_recipe(const SessionLink& link) {
    return link.changes.empty() ? link.recipe : link.changes.back().recipe;
}

bool set_view_option(SessionLink& link, std::string_view key, std::string_view value) {
    std::string* option = find_view_option(link, key);
    if (option == nullptr || !is_view_value(value)) return false;
    *option = value;
    return true;
}

SessionLink within_limits(SessionLink link) {
    link.recipe = within_limits(link.recipe);
    link.steps = std::clamp<std::int64_t>(link.steps, 0, limits::kMaxSteps);
    link.changes = changes_within_limits(link.recipe, link.changes, link.steps);
    if (link.end && key_of(*link.end).empty()) link.end.reset();
    link.ink = ink_within_limits(link.ink);
    for (std::string& value : link.view)
        if (!is_view_value(value)) value.clear();
    if (link.weights.size() > limits::kMaxWeightBytes) link.weights.clear();
    return link;
}

std::string link_text(const SessionLink& link) {
    std::string text = "#1";
    const auto put = [&text](std::string_view key, std::string_view value) {
        text.append("&").append(key).append("=").append(value);
    };
    if (const std::string settings = recipe_text(link.recipe); !settings.empty())
        text.append("&").append(settings);
    if (link.steps > 0) put("steps", std::to_string(link.steps));
    const Recipe* before = &link.recipe;
    for (const Change& change : link.changes) {
        std::string what = change_text(*before, change.recipe);
        for (const Edit& edit : change.edits) {
            if (!what.empty()) what += ';';
            what += edit_text(edit);
        }
        put("at", std::to_string(change.step) + ':' + what);
        before = &change.recipe;
    }
    if (link.end) put("end", key_of(*link.end));
    if (link.digest) put("digest", digest_text(*link.digest));
    if (!link.ink.empty()) put("ink", ink_text(link.ink));
    for (std::size_t i = 0; i < kViewKeys.size(); ++i)
        if (!link.view[i].empty()) put(kViewKeys[i], link.view[i]);
    if (!link.weights.empty()) put("weights", base64url_text(link.weights));
    return text;
}

ParsedLink parse_link(std::string_view text) {
    ParsedLink parsed;
    const auto refuse = [&parsed](std::string warning) {
        parsed.is_readable = false;
        parsed.warnings.push_back(std::move(warning));
        return parsed;
    };
    if (text.size() > limits::kMaxLinkText)
        return refuse("the link is longer than " + std::to_string(limits::kMaxLinkText) +
                      " characters and was left out");
    const std::string bare = bare_text(text);
    std::string_view rest = bare;
    const std::string_view version = take_until(rest, '&');
    if (version == "1")
        LinkParser(parsed).parse(rest);
    else if (!version.empty() && version.find_first_not_of("0123456789") == std::string_view::npos)
        return refuse("the link is of version " + quoted(version) +
                      ", which is newer than this program; it was left out");
    else if (!bare.empty())
        return refuse(quoted(bare) + " is no link to a session, which begins with #1");
    return parsed;
}

}  // namespace nn
