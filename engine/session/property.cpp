#include "engine/session/property.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "engine/session/limits.h"
#include "engine/session/number_text.h"
#include "engine/session/texts.h"

namespace nn {

namespace {

// The table

template <class Enum>
std::vector<Choice> choices_of() {
    std::vector<Choice> choices;
    for (const auto& entry : enum_names<Enum>()) choices.push_back({entry.key, entry.title});
    return choices;
}

std::vector<Choice> dataset_choices() {
    std::vector<Choice> choices;
    for (const DatasetInfo& entry : dataset_table()) choices.push_back({entry.key, entry.title});
    return choices;
}

std::string_view dataset_key(const Recipe& recipe) {
    for (const DatasetInfo& entry : dataset_table())
        if (entry.id == recipe.dataset) return entry.key;
    return {};
}

// Accessors of one field, made from the pointer to it so that a row of the table cannot read one
// field and write another.
template <auto Field>
double number_of(const Recipe& recipe) {
    return static_cast<double>(recipe.*Field);
}

template <auto Field>
void set_number_of(Recipe& recipe, double value) {
    using Value = std::remove_reference_t<decltype(recipe.*Field)>;
    if constexpr (std::is_same_v<Value, bool>)
        recipe.*Field = value != 0.0;
    else
        recipe.*Field = static_cast<Value>(value);
}

template <auto Field>
std::string_view choice_of(const Recipe& recipe) {
    return key_of(recipe.*Field);
}

template <auto Field>
void set_choice_of(Recipe& recipe, std::string_view key) {
    using Enum = std::remove_reference_t<decltype(recipe.*Field)>;
    if (const auto value = from_key<Enum>(key)) recipe.*Field = *value;
}

void set_dataset(Recipe& recipe, std::string_view key);
void set_twin(Recipe& recipe, double value);

// From one default session to another: what stands where the first has it goes along to where the
// second has it, and what has been set otherwise stays.
void move_defaults(Recipe& recipe, DatasetId dataset, bool twin) {
    const Recipe before = recipe;
    const Recipe from = defaults_of(before.dataset, before.twin), to = defaults_of(dataset, twin);
    recipe.dataset = dataset;
    recipe.twin = twin;
    for (const Property& property : properties()) {
        if (property.set_choice == set_dataset || property.set_number == set_twin) continue;
        if (is_same_value(property, before, from) && !is_same_value(property, before, to))
            set_value(recipe, property, value_text(property, to));
    }
}

void set_dataset(Recipe& recipe, std::string_view key) {
    for (const DatasetInfo& entry : dataset_table())
        if (entry.key == key) move_defaults(recipe, entry.id, recipe.twin);
}

void set_twin(Recipe& recipe, double value) {
    move_defaults(recipe, recipe.dataset, value != 0.0);
}

template <auto Field>
Property number_property(Property property) {
    property.number = number_of<Field>;
    property.set_number = set_number_of<Field>;
    return property;
}

template <auto Field>
Property choice_property(Property property) {
    using Enum = std::remove_reference_t<decltype(std::declval<Recipe&>().*Field)>;
    property.kind = PropertyKind::Choice;
    property.choices = choices_of<Enum>();
    property.choice = choice_of<Field>;
    property.set_choice = set_choice_of<Field>;
    return property;
}

std::vector<Property> make_table() {
    using enum PropertyKind;
    return {
        {.name = "dataset",
         .title = "Data set",
         .help = "What the network learns from: labelled pictures, or points of the plane.",
         .kind = Choice,
         .choices = dataset_choices(),
         .choice = dataset_key,
         .set_choice = set_dataset},
        {.name = "twin",
         .title = "As scikit-learn",
         .help = "Whether to follow scikit-learn's MLPClassifier to the digit, and with the "
                 "article's program unless other settings say otherwise.",
         .kind = Flag,
         .maximum = 1,
         .number = number_of<&Recipe::twin>,
         .set_number = set_twin},
        number_property<&Recipe::points>(
            {.name = "samples",
             .title = "Points",
             .help = "How many points a problem in the plane has; of two classes each gets half.",
             .kind = Integer,
             .minimum = limits::kMinPoints,
             .maximum = limits::kMaxPoints,
             .is_logarithmic = true}),
        number_property<&Recipe::noise>(
            {.name = "noise",
             .title = "Noise",
             .help = "How far chance moves the points of a problem in the plane, or blurs the "
                     "border between their classes, in percent.",
             .kind = Real,
             .minimum = 0,
             .maximum = limits::kMaxNoise}),
        number_property<&Recipe::data_seed>(
            {.name = "data-seed",
             .title = "Data seed",
             .help = "Which points of a problem in the plane are drawn: the same number always "
                     "gives the same points.",
             .kind = Integer,
             .minimum = 0,
             .maximum = limits::kMaxSeed}),
        number_property<&Recipe::features>(
            {.name = "features",
             .title = "Features",
             .help = "What the network is told of each point of a problem in the plane: its "
                     "coordinates, their squares, their product and their sines.",
             .kind = Several,
             .minimum = 1,
             .maximum = kAllFeatures,
             .choices = choices_of<Feature>()}),
        number_property<&Recipe::label_shift>(
            {.name = "label-shift",
             .title = "Labels moved on by",
             .help =
                 "How many classes further every label is taught: with 5 a 3 is called 8 and a 7 "
                 "is called 2.",
             .kind = Integer,
             .minimum = 0,
             .maximum = limits::kMaxLabelShift}),
        number_property<&Recipe::test_share>(
            {.name = "test-share",
             .title = "Held out for testing",
             .help = "The share of samples that training never sees and that test accuracy is "
                     "measured on; MNIST and Fashion-MNIST bring their own test part.",
             .kind = Real,
             .minimum = limits::kMinTestShare,
             .maximum = limits::kMaxTestShare}),
        number_property<&Recipe::split_seed>(
            {.name = "split-seed",
             .title = "Split seed",
             .help = "Which samples are held out: the same number always gives the same split.",
             .kind = Integer,
             .minimum = 0,
             .maximum = limits::kMaxSeed}),
        number_property<&Recipe::sealed_share>(
            {.name = "sealed-share",
             .title = "Sealed",
             .help = "The share of the test part that no figure is taken of, so that the chosen "
                     "network can be judged once by samples that nobody has chosen by.",
             .kind = Real,
             .minimum = 0,
             .maximum = limits::kMaxSealedShare}),
        number_property<&Recipe::validation_share>(
            {.name = "validation-share",
             .title = "Held out for stopping",
             .help = "The share of the training samples that training does not see and early "
                     "stopping goes by; with 0 it goes by the training loss.",
             .kind = Real,
             .minimum = 0,
             .maximum = limits::kMaxValidationShare}),
        choice_property<&Recipe::scaling>(
            {.name = "scaling",
             .title = "Input scaling",
             .help = "How pixel values are brought into a range that suits learning."}),
        {.name = "hidden",
         .title = "Hidden layers",
         .help = "How many neurons each layer between input and output has; with none the network "
                 "is a linear classifier.",
         .kind = Layers},
        {.name = "activation",
         .title = "Activation",
         .help = "The function that bends each hidden neuron's sum, so that layers can learn more "
                 "than straight lines.",
         .kind = Activations,
         .choices = choices_of<Activation>()},
        choice_property<&Recipe::loss>(
            {.name = "loss",
             .title = "Loss",
             .help = "How wrong an answer counts: the number that training makes small."}),
        choice_property<&Recipe::class_weights>(
            {.name = "class-weights",
             .title = "Class weights",
             .help = "Whether samples of rare classes count more in the loss, so that all classes "
                     "count alike."}),
        choice_property<&Recipe::initializer>(
            {.name = "init",
             .title = "Initial weights",
             .help = "How the random weights that learning starts from are drawn."}),
        number_property<&Recipe::seed>({.name = "seed",
                                        .title = "Seed",
                                        .help = "Where the random numbers of weights and shuffling "
                                                "start: the same seed gives the same run.",
                                        .kind = Integer,
                                        .minimum = 0,
                                        .maximum = limits::kMaxSeed}),
        choice_property<&Recipe::precision>(
            {.name = "precision",
             .title = "Precision",
             .help = "How many bits each number of the network has: half as many compute about "
                     "twice as fast."}),
        choice_property<&Recipe::optimizer>(
            {.name = "optimizer",
             .title = "Optimiser",
             .help = "The rule that turns the gradient of the loss into a change of the weights.",
             .is_live = true}),
        number_property<&Recipe::learning_rate>(
            {.name = "learning-rate",
             .title = "Learning rate",
             .help = "How far each update moves the weights: too small learns slowly, too large "
                     "never settles.",
             .kind = Real,
             .minimum = limits::kMinLearningRate,
             .maximum = limits::kMaxLearningRate,
             .is_logarithmic = true,
             .is_live = true}),
        choice_property<&Recipe::schedule>(
            {.name = "schedule",
             .title = "Rate schedule",
             .help = "How the learning rate changes while training goes on: not at all, in steps, "
                     "along "
                     "half a cosine wave, with every sample seen, or whenever an epoch brings no "
                     "improvement for too long.",
             .is_live = true}),
        number_property<&Recipe::schedule_power>(
            {.name = "schedule-power",
             .title = "Power of the schedule",
             .help = "How fast a rate that falls with time does so: it is divided by the number of "
                     "samples seen to this power.",
             .kind = Real,
             .minimum = 0,
             .maximum = limits::kMaxSchedulePower,
             .is_live = true}),
        number_property<&Recipe::schedule_epochs>(
            {.name = "schedule-epochs",
             .title = "Span of the schedule",
             .help =
                 "After how many epochs a rate in steps is lowered, again and again, or a cosine "
                 "has reached its end; 0 means at the end of the session.",
             .kind = Integer,
             .minimum = 0,
             .maximum = limits::kMaxEpochs,
             .is_live = true}),
        number_property<&Recipe::schedule_factor>(
            {.name = "schedule-factor",
             .title = "Lowered to",
             .help = "The share of the learning rate that is left after the span of the schedule, "
                     "in one step or at the end of the cosine.",
             .kind = Real,
             .minimum = 0,
             .maximum = 1,
             .is_live = true}),
        number_property<&Recipe::warm_up>(
            {.name = "warm-up",
             .title = "Warm-up (epochs)",
             .help = "Over how many epochs the learning rate first grows from nearly nothing, in "
                     "even steps, before its schedule begins.",
             .kind = Real,
             .minimum = 0,
             .maximum = limits::kMaxWarmUp,
             .is_live = true}),
        number_property<&Recipe::momentum>({.name = "momentum",
                                            .title = "Momentum",
                                            .help = "How much of the update before is kept in the "
                                                    "next one, by the momentum optimisers.",
                                            .kind = Real,
                                            .minimum = 0,
                                            .maximum = limits::kMaxMomentum,
                                            .is_live = true}),
        number_property<&Recipe::beta1>(
            {.name = "beta1",
             .title = "Beta 1",
             .help = "Of Adam and AdamW: how much of the running mean of gradients each "
                     "update keeps.",
             .kind = Real,
             .minimum = 0,
             .maximum = limits::kMaxBeta,
             .is_live = true}),
        number_property<&Recipe::beta2>(
            {.name = "beta2",
             .title = "Beta 2",
             .help = "Of Adam and AdamW: how much of the running mean of squared gradients "
                     "each update keeps.",
             .kind = Real,
             .minimum = 0,
             .maximum = limits::kMaxBeta,
             .is_live = true}),
        number_property<&Recipe::epsilon>(
            {.name = "epsilon",
             .title = "Epsilon",
             .help = "What Adam, AdamW, RMSProp and Adagrad add to the root that they divide by, "
                     "so that it is never zero.",
             .kind = Real,
             .minimum = limits::kMinEpsilon,
             .maximum = limits::kMaxEpsilon,
             .is_logarithmic = true,
             .is_live = true}),
        number_property<&Recipe::smoothing>(
            {.name = "smoothing",
             .title = "Smoothing",
             .help = "RMSProp's memory: how much of the running mean of squared gradients each "
                     "update keeps.",
             .kind = Real,
             .minimum = 0,
             .maximum = limits::kMaxBeta,
             .is_live = true}),
        number_property<&Recipe::weight_decay>(
            {.name = "weight-decay",
             .title = "Weight decay",
             .help = "The share of itself, times the learning rate, that AdamW takes from each "
                     "weight in every update.",
             .kind = Real,
             .minimum = 0,
             .maximum = limits::kMaxWeightDecay,
             .is_logarithmic = true,
             .is_live = true}),
        number_property<&Recipe::clip_norm>(
            {.name = "clip-norm",
             .title = "Gradient clipping",
             .help = "The longest gradient, over all weights and biases together, that an update "
                     "follows; longer ones are shortened to it; 0 lets any length pass.",
             .kind = Real,
             .minimum = 0,
             .maximum = limits::kMaxClipNorm,
             .is_logarithmic = true,
             .is_live = true}),
        number_property<&Recipe::l1>({.name = "l1",
                                      .title = "L1 penalty",
                                      .help = "An even pull of all weights towards zero that "
                                              "switches off those which help little.",
                                      .kind = Real,
                                      .minimum = 0,
                                      .maximum = limits::kMaxL1,
                                      .is_logarithmic = true,
                                      .is_live = true}),
        number_property<&Recipe::l2>({.name = "l2",
                                      .title = "L2 penalty",
                                      .help = "A pull of all weights towards zero, stronger on "
                                              "large ones, that keeps the network from learning "
                                              "samples by heart.",
                                      .kind = Real,
                                      .minimum = 0,
                                      .maximum = limits::kMaxL2,
                                      .is_logarithmic = true,
                                      .is_live = true}),
        number_property<&Recipe::dropout>(
            {.name = "dropout",
             .title = "Dropout",
             .help = "The share of hidden neurons silenced at random in each update, so that no "
                     "neuron is relied on alone.",
             .kind = Real,
             .minimum = 0,
             .maximum = limits::kMaxDropout,
             .is_live = true}),
        number_property<&Recipe::batch>(
            {.name = "batch",
             .title = "Batch size",
             .help = "How many samples are looked at before the weights change once.",
             .kind = Integer,
             .minimum = limits::kMinBatch,
             .maximum = limits::kMaxBatch,
             .is_logarithmic = true,
             .is_live = true}),
        number_property<&Recipe::shuffle>(
            {.name = "shuffle",
             .title = "Shuffle",
             .help = "Whether the samples come in a new order in every epoch.",
             .kind = Flag,
             .maximum = 1,
             .is_live = true}),
        number_property<&Recipe::augment_shift>(
            {.name = "augment-shift",
             .title = "Shifted",
             .help = "How far a sample may lie off, in pixels along each axis, each time "
                     "it is trained on.",
             .kind = Real,
             .minimum = 0,
             .maximum = limits::kMaxShift,
             .is_live = true}),
        number_property<&Recipe::augment_rotate>(
            {.name = "augment-rotate",
             .title = "Rotated",
             .help = "How far a sample may be turned either way, in degrees, each time it "
                     "is trained on.",
             .kind = Real,
             .minimum = 0,
             .maximum = limits::kMaxRotation,
             .is_live = true}),
        number_property<&Recipe::augment_scale>(
            {.name = "augment-scale",
             .title = "Scaled",
             .help = "By what share width and height of a sample may differ, each for "
                     "itself, each time it is trained on.",
             .kind = Real,
             .minimum = 0,
             .maximum = limits::kMaxScale,
             .is_live = true}),
        number_property<&Recipe::augment_shear>(
            {.name = "augment-shear",
             .title = "Slanted",
             .help = "How far a sample may lean either way, in pixels per pixel of height, "
                     "each time it is trained on.",
             .kind = Real,
             .minimum = 0,
             .maximum = limits::kMaxShear,
             .is_live = true}),
        number_property<&Recipe::augment_elastic>(
            {.name = "augment-elastic",
             .title = "Bent",
             .help = "How far the points of a sample move in a smooth random bending, in "
                     "pixels, as a standard deviation, each time it is trained on.",
             .kind = Real,
             .minimum = 0,
             .maximum = limits::kMaxElastic,
             .is_live = true}),
        number_property<&Recipe::early_stopping>(
            {.name = "early-stopping",
             .title = "Early stopping",
             .help = "Whether training stops by itself once it brings no improvement: in the "
                     "training loss, or, where a validation part is held out, in its accuracy.",
             .kind = Flag,
             .maximum = 1,
             .is_live = true}),
        number_property<&Recipe::patience>(
            {.name = "patience",
             .title = "Patience",
             .help = "How many epochs without improvement early stopping waits for.",
             .kind = Integer,
             .minimum = 1,
             .maximum = limits::kMaxPatience,
             .is_live = true}),
        number_property<&Recipe::tolerance>(
            {.name = "tolerance",
             .title = "Tolerance",
             .help = "How much the loss must fall, or the validation accuracy rise, to count as an "
                     "improvement.",
             .kind = Real,
             .minimum = 0,
             .maximum = limits::kMaxTolerance,
             .is_logarithmic = true,
             .is_live = true}),
        number_property<&Recipe::max_epochs>(
            {.name = "max-epochs",
             .title = "Epochs at most",
             .help = "After how many passes over the training part to stop; 0 means never.",
             .kind = Integer,
             .minimum = 0,
             .maximum = limits::kMaxEpochs,
             .is_live = true}),
    };
}

// Texts

// "sgd, momentum or adam"
std::string listed(std::span<const Choice> choices) {
    std::string result;
    for (std::size_t i = 0; i < choices.size(); ++i) {
        if (i > 0) result += i + 1 == choices.size() ? " or " : ", ";
        result += choices[i].key;
    }
    return result;
}

// One value

std::string layers_text(const Recipe& recipe) {
    if (recipe.hidden.empty()) return "none";
    std::string text;
    for (const LayerShape& layer : recipe.hidden) {
        if (!text.empty()) text += ',';
        text += std::to_string(layer.units);
    }
    return text;
}

std::string activations_text(const Recipe& recipe) {
    if (recipe.hidden.empty()) return std::string(key_of(LayerShape{}.activation));
    const Activation first = recipe.hidden.front().activation;
    const bool are_alike = std::ranges::all_of(
        recipe.hidden, [first](const LayerShape& layer) { return layer.activation == first; });
    if (are_alike) return std::string(key_of(first));
    std::string text;
    for (const LayerShape& layer : recipe.hidden) {
        if (!text.empty()) text += ',';
        text += key_of(layer.activation);
    }
    return text;
}

bool set_layers(Recipe& recipe, std::string_view text) {
    std::vector<LayerShape> hidden;
    if (text != "none") {
        const auto parts = split_at(text, ',');
        if (parts.size() > std::size_t(limits::kMaxHiddenLayers)) return false;
        for (const std::string_view part : parts) {
            const auto units = parse_integer(part);
            if (!units || *units < 1 || *units > limits::kMaxUnits) return false;
            LayerShape layer = recipe.hidden.empty() ? LayerShape{} : recipe.hidden.back();
            if (hidden.size() < recipe.hidden.size()) layer = recipe.hidden[hidden.size()];
            layer.units = static_cast<int>(*units);
            hidden.push_back(layer);
        }
    }
    recipe.hidden = std::move(hidden);
    return true;
}

bool set_activations(Recipe& recipe, std::string_view text) {
    std::vector<Activation> activations;
    for (const std::string_view part : split_at(text, ',')) {
        const auto activation = from_key<Activation>(part);
        if (!activation) return false;
        activations.push_back(*activation);
    }
    if (activations.size() != 1 && activations.size() != recipe.hidden.size()) return false;
    for (std::size_t i = 0; i < recipe.hidden.size(); ++i)
        recipe.hidden[i].activation = activations.size() == 1 ? activations[0] : activations[i];
    return true;
}

std::string several_text(const Property& property, const Recipe& recipe) {
    const auto set = static_cast<std::uint32_t>(property.number(recipe));
    std::string text;
    for (std::size_t i = 0; i < property.choices.size(); ++i) {
        if ((set >> i & 1u) == 0) continue;
        if (!text.empty()) text += ',';
        text += property.choices[i].key;
    }
    return text;
}

bool set_several(Recipe& recipe, const Property& property, std::string_view text) {
    std::uint32_t set = 0;
    for (const std::string_view part : split_at(text, ',')) {
        const auto choice = std::ranges::find(property.choices, part, &Choice::key);
        if (choice == property.choices.end()) return false;
        set |= 1u << (choice - property.choices.begin());
    }
    property.set_number(recipe, set);
    return true;
}

bool set_number(Recipe& recipe, const Property& property, std::string_view text) {
    std::optional<double> value;
    if (property.kind == PropertyKind::Real)
        value = parse_number(text);
    else if (const auto whole = parse_integer(text))
        value = static_cast<double>(*whole);
    if (!value || *value < property.minimum || *value > property.maximum) return false;
    property.set_number(recipe, *value + 0.0);  // no zero is negative
    return true;
}

bool set_choice(Recipe& recipe, const Property& property, std::string_view text) {
    const bool is_known = std::ranges::any_of(
        property.choices, [text](const Choice& choice) { return choice.key == text; });
    if (is_known) property.set_choice(recipe, text);
    return is_known;
}

bool set_flag(Recipe& recipe, const Property& property, std::string_view text) {
    if (text != "on" && text != "off") return false;
    property.set_number(recipe, text == "on" ? 1.0 : 0.0);
    return true;
}

bool try_set_value(Recipe& recipe, const Property& property, std::string_view text) {
    switch (property.kind) {
        case PropertyKind::Choice:
            return set_choice(recipe, property, text);
        case PropertyKind::Integer:
        case PropertyKind::Real:
            return set_number(recipe, property, text);
        case PropertyKind::Flag:
            return set_flag(recipe, property, text);
        case PropertyKind::Layers:
            return set_layers(recipe, text);
        case PropertyKind::Activations:
            return set_activations(recipe, text);
        case PropertyKind::Several:
            return set_several(recipe, property, text);
    }
    return false;
}

}  // namespace

std::span<const Property> properties() {
    static const std::vector<Property> table = make_table();
    return table;
}

const Property* find_property(std::string_view name) {
    static const std::vector<const Property*> by_name = [] {
        std::vector<const Property*> sorted;
        for (const Property& property : properties()) sorted.push_back(&property);
        std::ranges::sort(sorted, {}, &Property::name);
        return sorted;
    }();
    const auto place = std::ranges::lower_bound(by_name, name, {}, &Property::name);
    return place != by_name.end() && (*place)->name == name ? *place : nullptr;
}

bool is_same_value(const Property& property, const Recipe& a, const Recipe& b) {
    if (property.choice != nullptr) return property.choice(a) == property.choice(b);
    if (property.number != nullptr) return property.number(a) == property.number(b);
    return value_text(property, a) == value_text(property, b);
}

std::string value_text(const Property& property, const Recipe& recipe) {
    switch (property.kind) {
        case PropertyKind::Choice:
            return std::string(property.choice(recipe));
        case PropertyKind::Integer:
        case PropertyKind::Real:
            return number_text(property.number(recipe));
        case PropertyKind::Flag:
            return property.number(recipe) != 0.0 ? "on" : "off";
        case PropertyKind::Layers:
            return layers_text(recipe);
        case PropertyKind::Activations:
            return activations_text(recipe);
        case PropertyKind::Several:
            return several_text(property, recipe);
    }
    return {};
}

std::string rule_text(const Property& property) {
    const std::string bounds =
        "from " + number_text(property.minimum) + " to " + number_text(property.maximum);
    switch (property.kind) {
        case PropertyKind::Choice:
            return listed(property.choices);
        case PropertyKind::Integer:
            return "a whole number " + bounds;
        case PropertyKind::Real:
            return "a number " + bounds;
        case PropertyKind::Flag:
            return "on or off";
        case PropertyKind::Layers:
            return "none or 1 to " + std::to_string(limits::kMaxHiddenLayers) +
                   " layer sizes from 1 to " + std::to_string(limits::kMaxUnits) +
                   ", such as 32,16";
        case PropertyKind::Activations:
            return listed(property.choices);
        case PropertyKind::Several:
            return "one or more of " + listed(property.choices) + ", with commas between";
    }
    return {};
}

std::optional<std::string> set_value(Recipe& recipe, const Property& property,
                                     std::string_view text) {
    if (try_set_value(recipe, property, text)) return std::nullopt;
    std::string rule = rule_text(property);
    if (property.kind == PropertyKind::Activations) {
        const std::size_t layers = recipe.hidden.size();
        if (layers > 1)
            rule +=
                ", or one of these for each of the " + std::to_string(layers) + " hidden layers";
        else if (text.find(',') != std::string_view::npos)
            rule +=
                layers == 1 ? ", and there is one hidden layer" : ", and there is no hidden layer";
    }
    return std::string(property.name) + " must be " + rule + ", not " + quoted(text);
}

Recipe within_limits(Recipe recipe) {
    if (key_of(recipe.dataset).empty()) recipe.dataset = defaults_of().dataset;
    const Recipe defaults = defaults_of(recipe.dataset, recipe.twin);
    for (const Property& property : properties()) {
        if (property.kind == PropertyKind::Integer || property.kind == PropertyKind::Real ||
            property.kind == PropertyKind::Several) {
            const double value = property.number(recipe);
            const double wanted = std::isnan(value) ? property.number(defaults) : value;
            property.set_number(recipe,
                                std::clamp(wanted, property.minimum, property.maximum) + 0.0);
        } else if (property.kind == PropertyKind::Choice && property.choice(recipe).empty()) {
            property.set_choice(recipe, property.choice(defaults));
        }
    }
    if (recipe.hidden.size() > std::size_t(limits::kMaxHiddenLayers))
        recipe.hidden.resize(limits::kMaxHiddenLayers);
    for (LayerShape& layer : recipe.hidden) {
        layer.units = std::clamp(layer.units, 1, limits::kMaxUnits);
        if (key_of(layer.activation).empty()) layer.activation = LayerShape{}.activation;
    }
    return recipe;
}

std::string recipe_text(const Recipe& recipe) {
    Recipe defaults = defaults_of(recipe.dataset, recipe.twin);
    defaults.dataset = defaults_of().dataset;
    defaults.twin = false;
    std::string text;
    for (const Property& property : properties()) {
        if (property.kind == PropertyKind::Activations && recipe.hidden.empty()) continue;
        if (is_same_value(property, recipe, defaults)) continue;
        if (!text.empty()) text += '&';
        text.append(property.name).append("=").append(value_text(property, recipe));
    }
    return text;
}

ParsedRecipe parse_recipe(std::string_view text, const Recipe& start) {
    ParsedRecipe parsed{.recipe = within_limits(start), .warnings = {}};
    const auto warn = [&parsed](std::string warning) {
        if (parsed.warnings.size() < limits::kMaxWarnings)
            parsed.warnings.push_back(std::move(warning));
    };
    if (text.size() > limits::kMaxRecipeText) {
        warn("the settings are longer than " + std::to_string(limits::kMaxRecipeText) +
             " characters and were left out");
        return parsed;
    }

    // Collected first and set in the order of the table: activations count the hidden layers, and
    // defaults go by data set and twin, so these must be there before them.
    const auto table = properties();
    std::vector<std::optional<std::string_view>> values(table.size());
    for (const std::string_view part : split_at(text, '&')) {
        if (part.empty()) continue;
        const std::size_t equals = part.find('=');
        const std::string_view key = part.substr(0, equals);
        const Property* property = find_property(key);
        if (property == nullptr) {
            warn(quoted(key) + " is not a setting and was left out");
        } else if (equals == std::string_view::npos) {
            warn(std::string(key) + " has no value and was left out");
        } else {
            auto& value = values[static_cast<std::size_t>(property - table.data())];
            if (value) warn(std::string(key) + " is given twice; the last counts");
            value = part.substr(equals + 1);
        }
    }
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (!values[i]) continue;
        if (auto problem = set_value(parsed.recipe, table[i], *values[i]))
            warn(std::move(*problem));
    }
    return parsed;
}

}  // namespace nn
