// What a classifier got right and wrong: confusion matrix and scikit-learn's classification report.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nn {

class ConfusionMatrix {
public:
    ConfusionMatrix() = default;
    explicit ConfusionMatrix(int classes) : classes_(classes), counts_(static_cast<std::size_t>(classes * classes)) {}
    ConfusionMatrix(int classes, std::vector<std::int32_t> counts) : classes_(classes), counts_(std::move(counts)) {}  // (classes, classes)

    void add(int truth, int prediction) { ++counts_[index(truth, prediction)]; }
    std::int32_t at(int truth, int prediction) const { return counts_[index(truth, prediction)]; }
    int classes() const { return classes_; }
    std::int64_t total() const;
    std::int64_t correct() const;
    std::span<const std::int32_t> counts() const { return counts_; }  // (classes, classes), rows are truth

private:
    std::size_t index(int truth, int prediction) const { return static_cast<std::size_t>(truth * classes_ + prediction); }
    int classes_ = 0;
    std::vector<std::int32_t> counts_;
};

ConfusionMatrix confusion_matrix(std::span<const std::uint8_t> truth, std::span<const std::uint8_t> prediction, int classes);

struct ClassScores {
    double precision = 0.0, recall = 0.0, f1 = 0.0;
    std::int64_t support = 0;
};

// Undefined ratios (division by zero) are 0, as scikit-learn's zero_division default prints them.
struct ClassificationReport {
    std::vector<ClassScores> classes;
    double accuracy = 0.0;
    ClassScores macro, weighted;
};

ClassificationReport classification_report(const ConfusionMatrix& matrix);

// The text of sklearn.metrics.classification_report, character by character (scikit-learn 1.2). Classes
// that occur neither in truth nor in prediction are left out, as there.
std::string report_text(const ConfusionMatrix& matrix, std::span<const std::string> names, int digits = 2);

}  // namespace nn
