// What a classifier got right and wrong: confusion matrix and scikit-learn's classification report.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/numerics/memory.h"

namespace nn {

class ConfusionMatrix {
public:
    ConfusionMatrix() = default;
    explicit ConfusionMatrix(int classes)
        : classes_(classes), counts_(static_cast<std::size_t>(classes * classes)) {}
    ConfusionMatrix(int classes, std::vector<std::int32_t> counts)  // (classes, classes)
        : classes_(classes), counts_(std::move(counts)) {}

    void add(int truth, int prediction) { ++counts_[index(truth, prediction)]; }
    void add_to(Memory& memory) { add_contents(memory, counts_); }
    std::int32_t at(int truth, int prediction) const { return counts_[index(truth, prediction)]; }
    int classes() const { return classes_; }
    std::int64_t total() const;
    std::int64_t correct() const;
    std::span<const std::int32_t> counts() const {
        return counts_;
    }  // (classes, classes), rows are truth

private:
    std::size_t index(int truth, int prediction) const {
        return static_cast<std::size_t>(truth * classes_ + prediction);
    }
    int classes_ = 0;
    std::vector<std::int32_t> counts_;
};

// Labels below `classes`; the longer list is cut to the length of the other.
ConfusionMatrix confusion_matrix(std::span<const std::uint8_t> truth,
                                 std::span<const std::uint8_t> prediction, int classes);

struct ClassScores {
    double precision = 0.0, recall = 0.0, f1 = 0.0;
    std::int64_t support = 0;  // samples of this class, or of all classes in an average
};

// A ratio whose denominator is 0 counts as 0, as with scikit-learn's zero_division default. The
// averages leave out classes that occur neither in truth nor in prediction.
struct ClassificationReport {
    std::vector<ClassScores> classes;  // one for each row of the matrix
    double accuracy = 0.0;
    ClassScores macro, weighted;
};

ClassificationReport classification_report(const ConfusionMatrix& matrix);

// How near the answers of a regression come to their targets, by sums over the samples.
struct RegressionScores {
    std::int64_t count = 0;
    double squares = 0.0, sizes = 0.0;  // of the errors
    double targets = 0.0, target_squares = 0.0;

    void add(double answer, double target);
    // 1 - squares of the errors / squares of the targets' distances from their mean: 1 is perfect, 0
    // no better than always saying the mean. Of targets that do not vary 1 where all answers are right,
    // else 0, as sklearn.metrics.r2_score.
    double r2() const;
    double mean_absolute_error() const;
    double root_mean_square_error() const;
};

// The text of sklearn.metrics.classification_report (scikit-learn 1.2), character by character. It
// has no row for a class that occurs neither in truth nor in prediction. Without a name a class
// goes by its number.
std::string report_text(const ConfusionMatrix& matrix, std::span<const std::string> names,
                        int digits = 2);

}  // namespace nn
