#include "engine/training/any_trainer.h"

#include <array>

namespace nn {

namespace {

using Variant = std::variant<Trainer<float>, Trainer<double>>;

Variant trainer_of(Precision precision, const Dataset& dataset, const TrainerSetup& setup,
                   const LiveSettings& live) {
    if (precision == Precision::Float64)
        return Variant(std::in_place_type<Trainer<double>>, dataset, setup, live);
    return Variant(std::in_place_type<Trainer<float>>, dataset, setup, live);
}

}  // namespace

template <>
std::span<const EnumName<Precision>> enum_names<Precision>() {
    static constexpr std::array<EnumName<Precision>, 2> kNames{{
        {Precision::Float32, "float32", "32 bits"},
        {Precision::Float64, "float64", "64 bits"},
    }};
    return kNames;
}

AnyTrainer::AnyTrainer(Precision precision, const Dataset& dataset, const TrainerSetup& setup,
                       const LiveSettings& live)
    : trainer_(trainer_of(precision, dataset, setup, live)) {}

void AnyTrainer::step() {
    visit([](auto& trainer) { trainer.step(); });
}
bool AnyTrainer::can_step() const {
    return visit([](const auto& trainer) { return trainer.can_step(); });
}
bool AnyTrainer::is_evaluating() const {
    return visit([](const auto& trainer) { return trainer.is_evaluating(); });
}
void AnyTrainer::set_live(const LiveSettings& live) {
    visit([&](auto& trainer) { trainer.set_live(live); });
}
void AnyTrainer::set_stopping(const StoppingRule& rule) {
    visit([&](auto& trainer) { trainer.set_stopping(rule); });
}
void AnyTrainer::edit(std::span<const Edit> edits) {
    visit([&](auto& trainer) { trainer.edit(edits); });
}
void AnyTrainer::request_evaluation() {
    visit([](auto& trainer) { trainer.request_evaluation(); });
}
bool AnyTrainer::restore(std::span<const float> parameters, std::int64_t steps) {
    return visit([&](auto& trainer) { return trainer.restore(parameters, steps); });
}
Checkpoint AnyTrainer::save() const {
    return visit([](const auto& trainer) { return trainer.save(); });
}
void AnyTrainer::resume(const Checkpoint& checkpoint) {
    visit([&](auto& trainer) { trainer.resume(checkpoint); });
}
const Split& AnyTrainer::split() const {
    return visit([](const auto& trainer) -> const Split& { return trainer.split(); });
}
const LiveSettings& AnyTrainer::live() const {
    return visit([](const auto& trainer) -> const LiveSettings& { return trainer.live(); });
}
const History& AnyTrainer::history() const {
    return visit([](const auto& trainer) -> const History& { return trainer.history(); });
}
std::span<const double> AnyTrainer::loss_curve() const {
    return visit([](const auto& trainer) { return trainer.loss_curve(); });
}
std::span<const double> AnyTrainer::validation_scores() const {
    return visit([](const auto& trainer) { return trainer.validation_scores(); });
}
const ConfusionMatrix& AnyTrainer::confusion() const {
    return visit([](const auto& trainer) -> const ConfusionMatrix& { return trainer.confusion(); });
}
const TestAnswers& AnyTrainer::test_answers() const {
    return visit([](const auto& trainer) -> const TestAnswers& { return trainer.test_answers(); });
}
TestFigures AnyTrainer::test_figures() const {
    return visit([](const auto& trainer) { return trainer.test_figures(); });
}
TrainingState AnyTrainer::state() const {
    return visit([](const auto& trainer) { return trainer.state(); });
}
std::int64_t AnyTrainer::steps() const {
    return visit([](const auto& trainer) { return trainer.steps(); });
}
double AnyTrainer::epochs() const {
    return visit([](const auto& trainer) { return trainer.epochs(); });
}
int AnyTrainer::steps_per_epoch() const {
    return visit([](const auto& trainer) { return trainer.steps_per_epoch(); });
}
double AnyTrainer::learning_rate() const {
    return visit([](const auto& trainer) { return trainer.optimizer_settings().learning_rate; });
}
std::int64_t AnyTrainer::samples_seen() const {
    return visit([](const auto& trainer) { return trainer.samples_seen(); });
}
std::uint64_t AnyTrainer::digest() const {
    return visit([](const auto& trainer) { return trainer.digest(); });
}

std::vector<float> AnyTrainer::parameters() const {
    return visit([](const auto& trainer) {
        const auto parameters = parameters_of(trainer.network());
        return std::vector<float>(parameters.begin(), parameters.end());
    });
}

Scaler<float> AnyTrainer::scaler() const {
    return visit([](const auto& trainer) {
        return Scaler<float>{trainer.scaler().offset.template cast<float>(),
                             trainer.scaler().factor.template cast<float>()};
    });
}

}  // namespace nn
