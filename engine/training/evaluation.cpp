// scikit-learn works these figures out in double precision with NumPy, and the last digit printed can
// hang on a last bit: so every formula here has its order of operations, every sum NumPy's.
#include "engine/training/evaluation.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

namespace nn {

namespace {

// numpy.add.reduce of contiguous doubles: up to 128 in eight running sums, which are then added in
// pairs, and one by one what is left; longer ones by halves.
double numpy_sum(std::span<const double> values) {
    constexpr std::size_t kLanes = 8, kLongest = 128;
    if (values.size() > kLongest) {
        const std::size_t half = values.size() / 2 / kLanes * kLanes;
        return numpy_sum(values.first(half)) + numpy_sum(values.subspan(half));
    }
    double sum = 0.0;
    std::size_t at = 0;
    if (values.size() >= kLanes) {
        double lanes[kLanes];
        std::copy_n(values.begin(), kLanes, lanes);
        for (at = kLanes; at + kLanes <= values.size(); at += kLanes)
            for (std::size_t i = 0; i < kLanes; ++i) lanes[i] += values[at + i];
        sum = ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) +
              ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
    }
    for (; at < values.size(); ++at) sum += values[at];
    return sum;
}

double ratio(std::int64_t part, std::int64_t whole) {
    return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

double f1_of(double precision, double recall) {
    const double sum = precision + recall;
    return sum == 0.0 ? 0.0 : 2.0 * precision * recall / sum;
}

std::int64_t predicted(const ConfusionMatrix& matrix, int label) {
    std::int64_t sum = 0;
    for (int truth = 0; truth < matrix.classes(); ++truth) sum += matrix.at(truth, label);
    return sum;
}

std::int64_t support(const ConfusionMatrix& matrix, int label) {
    std::int64_t sum = 0;
    for (int prediction = 0; prediction < matrix.classes(); ++prediction)
        sum += matrix.at(label, prediction);
    return sum;
}

bool occurs(const ConfusionMatrix& matrix, int label) {
    return support(matrix, label) > 0 || predicted(matrix, label) > 0;
}

std::size_t code_points(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u;
    }));
}

std::string right_aligned(std::string_view text, std::size_t width) {
    const std::size_t length = code_points(text);
    return std::string(length < width ? width - length : 0, ' ').append(text);
}

std::string number(double value, int digits) {
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, "%.*f", digits, value);
    return buffer;
}

}  // namespace

std::int64_t ConfusionMatrix::total() const {
    std::int64_t sum = 0;
    for (const std::int32_t count : counts_) sum += count;
    return sum;
}

std::int64_t ConfusionMatrix::correct() const {
    std::int64_t sum = 0;
    for (int i = 0; i < classes_; ++i) sum += at(i, i);
    return sum;
}

ConfusionMatrix confusion_matrix(std::span<const std::uint8_t> truth,
                                 std::span<const std::uint8_t> prediction, int classes) {
    ConfusionMatrix matrix(classes);
    for (std::size_t i = 0; i < std::min(truth.size(), prediction.size()); ++i)
        matrix.add(truth[i], prediction[i]);
    return matrix;
}

ClassificationReport classification_report(const ConfusionMatrix& matrix) {
    ClassificationReport report;
    std::vector<double> precision, recall, f1, weight;  // of the classes that occur
    for (int label = 0; label < matrix.classes(); ++label) {
        ClassScores scores;
        scores.support = support(matrix, label);
        scores.precision = ratio(matrix.at(label, label), predicted(matrix, label));
        scores.recall = ratio(matrix.at(label, label), scores.support);
        scores.f1 = f1_of(scores.precision, scores.recall);
        report.classes.push_back(scores);
        if (!occurs(matrix, label)) continue;
        precision.push_back(scores.precision);
        recall.push_back(scores.recall);
        f1.push_back(scores.f1);
        weight.push_back(static_cast<double>(scores.support));
    }
    const std::int64_t total = matrix.total();
    report.macro.support = report.weighted.support = total;
    if (total == 0) return report;
    const double share_right = ratio(matrix.correct(), total);
    report.accuracy =
        f1_of(share_right, share_right);  // the micro average that scikit-learn prints

    const auto macro = [&](const std::vector<double>& values) {
        return numpy_sum(values) / static_cast<double>(values.size());
    };
    const double weight_sum = numpy_sum(weight);
    const auto weighted = [&](std::vector<double> values) {
        for (std::size_t i = 0; i < values.size(); ++i) values[i] *= weight[i];
        return numpy_sum(values) / weight_sum;
    };
    report.macro.precision = macro(precision);
    report.macro.recall = macro(recall);
    report.macro.f1 = macro(f1);
    report.weighted.precision = weighted(precision);
    report.weighted.recall = weighted(recall);
    report.weighted.f1 = weighted(f1);
    return report;
}

void RegressionScores::add(double answer, double target) {
    const double error = answer - target;
    ++count;
    squares += error * error;
    sizes += std::abs(error);
    targets += target;
    target_squares += target * target;
}

double RegressionScores::r2() const {
    if (count == 0) return 0.0;
    const auto n = static_cast<double>(count);
    const double spread = target_squares - targets * targets / n;
    // What rounding leaves of the difference is no spread.
    const bool is_constant =
        spread <= 4.0 * n * std::numeric_limits<double>::epsilon() * target_squares;
    if (is_constant) return squares == 0.0 ? 1.0 : 0.0;
    return 1.0 - squares / spread;
}

double RegressionScores::mean_absolute_error() const {
    return count == 0 ? 0.0 : sizes / static_cast<double>(count);
}

double RegressionScores::root_mean_square_error() const {
    return count == 0 ? 0.0 : std::sqrt(squares / static_cast<double>(count));
}

std::string report_text(const ConfusionMatrix& matrix, std::span<const std::string> names,
                        int digits) {
    constexpr std::string_view kLongestHeading = "weighted avg";
    constexpr std::size_t kColumn = 9;
    std::vector<int> labels;
    for (int label = 0; label < matrix.classes(); ++label)
        if (occurs(matrix, label)) labels.push_back(label);
    const auto name = [&](int label) {
        const auto at = static_cast<std::size_t>(label);
        return at < names.size() ? names[at] : std::to_string(label);
    };
    std::size_t width = std::max(kLongestHeading.size(), static_cast<std::size_t>(digits));
    for (const int label : labels) width = std::max(width, code_points(name(label)));

    // Where no answer is right, scikit-learn's supports turn into floating point.
    const std::string_view after_support = matrix.correct() == 0 ? ".0" : "";
    std::string text;
    const auto cell = [&](std::string_view content) {
        text += ' ' + right_aligned(content, kColumn);
    };
    const auto begin_row = [&](std::string_view title) {
        text += right_aligned(title, width) + ' ';
    };
    const auto end_row = [&](std::int64_t support) {
        cell(std::to_string(support).append(after_support));
        text += '\n';
    };
    const auto row = [&](std::string_view title, const ClassScores& scores) {
        begin_row(title);
        for (const double value : {scores.precision, scores.recall, scores.f1})
            cell(number(value, digits));
        end_row(scores.support);
    };

    const ClassificationReport report = classification_report(matrix);
    begin_row("");
    for (const std::string_view heading : {"precision", "recall", "f1-score", "support"})
        cell(heading);
    text += "\n\n";
    for (const int label : labels)
        row(name(label), report.classes[static_cast<std::size_t>(label)]);
    text += '\n';
    begin_row("accuracy");
    cell("");
    cell("");
    cell(number(report.accuracy, digits));
    end_row(matrix.total());
    row("macro avg", report.macro);
    row(kLongestHeading, report.weighted);
    return text;
}

}  // namespace nn
