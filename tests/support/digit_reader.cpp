#include "tests/support/digit_reader.h"

#include <fstream>
#include <iterator>
#include <variant>
#include <vector>

namespace nn::test {

namespace {

std::unique_ptr<const Dataset> load(const std::string& key) {
    std::ifstream file(INKLING_BUILD_DATA_DIR "/" + key + ".inkd", std::ios::binary);
    const std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(file),
                                          std::istreambuf_iterator<char>()};
    return std::make_unique<const Dataset>(std::get<Dataset>(decode_dataset(bytes)));
}

TrainerSetup setup_of(int units, int epochs) {
    TrainerSetup setup;
    setup.hidden = {{units, Activation::Relu}};
    setup.stopping.max_epochs = epochs;
    return setup;
}

}  // namespace

DigitReader::DigitReader(const std::string& dataset, int units, int epochs)
    : dataset_(load(dataset)),
      trainer_(
          std::make_unique<Trainer<float>>(*dataset_, setup_of(units, epochs), LiveSettings{})),
      familiarity_(*dataset_, trainer_->split().train) {
    while (trainer_->can_step()) trainer_->step();
    workspace_.resize_for_inference(trainer_->network(), 1);
    while (!familiarity_.measure(1000)) {
    }
}

std::span<const float> DigitReader::answer_to(std::span<const std::uint8_t> image) {
    trainer_->scaler().apply(image, workspace_.A[0].data());
    forward(trainer_->network(), workspace_, 1);
    return {workspace_.A.back().data(), static_cast<std::size_t>(dataset_->classes)};
}

DigitReader::Answer DigitReader::read(const Ink& ink) {
    const auto image = image_of_ink(ink, style_of(*dataset_));
    const auto answer = answer_to(image);
    return {static_cast<int>(prediction_of(answer)),
            doubt_of_ink(ink, image, answer, familiarity_)};
}

DigitReader::Answer DigitReader::read(int sample) {
    const auto image = dataset_->image(sample);
    const auto answer = answer_to(image);
    return {static_cast<int>(prediction_of(answer)), doubt_of_image(image, answer, familiarity_)};
}

}  // namespace nn::test
