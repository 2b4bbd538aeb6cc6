// The one table of hyper-parameters: name, kind, bounds, default, explanation. CLI flags, JSON,
// links, the page's API and the hyper-parameter panel are all made from it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/session/recipe.h"

namespace nn {

enum class PropertyKind {
    Choice,  // one of the keys of choices()
    Integer,
    Real,
    Flag,    // on, off
    Layers,  // "64" or "32,16": sizes of the hidden layers; "none" for no hidden layer. Layers that
             // stay keep their activation, new ones take that of the last
    Activations,  // "relu", or one per hidden layer: "relu,tanh"
    Several,      // "x1,sin-x2": one or more of the keys of choices(), in any order
};

struct Choice {
    std::string_view key;
    std::string_view title;
};

struct Property {
    std::string_view name;   // "learning-rate": link key, CLI flag without dashes, JSON name
    std::string_view title;  // "Learning rate"
    std::string_view help;   // one plain sentence
    PropertyKind kind = PropertyKind::Choice;
    double minimum = 0.0, maximum = 0.0;  // Integer, Real
    bool is_logarithmic = false;          // of a slider
    bool is_live = false;                 // applies without a restart
    std::vector<Choice> choices = {};     // Choice, Activations, Several

    double (*number)(const Recipe&) = nullptr;            // Integer, Real, Flag; Several: bit i for
                                                          // the i-th choice
    void (*set_number)(Recipe&, double) = nullptr;        // within bounds already
    std::string_view (*choice)(const Recipe&) = nullptr;  // Choice: the key
    void (*set_choice)(Recipe&, std::string_view) = nullptr;
};

std::span<const Property> properties();
const Property* find_property(std::string_view name);

// The value as text in its shortest exact form: "0.001", "adam", "64,32", "on".
std::string value_text(const Property& property, const Recipe& recipe);

// Whether both recipes have the same value, without writing it out where that is possible.
bool is_same_value(const Property& property, const Recipe& a, const Recipe& b);

// What the value must be: "a number from 0 to 0.9", "sgd, momentum or adam".
std::string rule_text(const Property& property);

// Sets from text. On success nothing is returned; otherwise a sentence that names the property, the
// value and the bounds, and the recipe is as before. With another data set, or with the twin, all that
// stands at its default goes to the new default.
std::optional<std::string> set_value(Recipe& recipe, const Property& property,
                                     std::string_view text);

// The nearest recipe that every bound allows: numbers clamped, unknown enumerators and NaN replaced
// by their defaults.
Recipe within_limits(Recipe recipe);

// key=value&key=value with the defaults of data set and twin omitted; and back. Parsing is total: any
// text gives a valid recipe (start's values where a part is missing or could not be used) and a list of
// warnings. The order of the parts does not matter; a key given twice counts as given last.
std::string recipe_text(const Recipe& recipe);
struct ParsedRecipe {
    Recipe recipe;
    std::vector<std::string> warnings;
};
ParsedRecipe parse_recipe(std::string_view text, const Recipe& start = defaults_of());

}  // namespace nn
