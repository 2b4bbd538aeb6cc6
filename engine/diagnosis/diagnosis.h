// Names what is wrong with a session, from evidence alone, and what to change.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/diagnosis/evidence.h"

namespace nn::diagnosis {

// Causes stand before what may follow from them; findings come in this order.
enum class Kind {
    SymmetricStart,      // all units of a layer have the same weights, zero or not
    UnscaledInputs,      // the network is given large numbers
    ExplodingGradients,  // the run diverges, and with short gradients it would not
    RateTooHigh,
    RateTooLow,
    DeadRelus,
    SaturatedUnits,  // sigmoids, or tanh, on their flat ends
    VanishingGradients,
    LabelImbalance,
    TooLittleData,
    Overfitting,
    Plateau,
};

enum class Severity {
    Hinders,   // it learns, less well than it could
    Prevents,  // as it stands it does not learn
};

// A number that speaks for a finding: {"dead", 61}.
struct Fact {
    std::string_view name;
    double value = 0.0;
};

// A setting of the recipe, as properties name it: {"learning-rate", "0.002"}.
struct Setting {
    std::string_view name;
    std::string value;

    bool operator==(const Setting&) const = default;
};

struct Finding {
    Kind kind = Kind::Plateau;
    Severity severity = Severity::Hinders;
    std::vector<Fact> facts;
    std::vector<Setting> fix;  // to be made together, and the run begun anew

    double fact(std::string_view name) const;  // 0 where there is none
};

// Empty where nothing is known to be wrong: that is not to say that all is well.
std::vector<Finding> diagnose(const Evidence& evidence);

}  // namespace nn::diagnosis

namespace nn {

template <>
std::span<const EnumName<diagnosis::Kind>> enum_names<diagnosis::Kind>();
template <>
std::span<const EnumName<diagnosis::Severity>> enum_names<diagnosis::Severity>();

}  // namespace nn
