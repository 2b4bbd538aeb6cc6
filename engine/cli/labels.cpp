#include "engine/cli/labels.h"

#include <algorithm>

#include "engine/session/number_text.h"

namespace nn::cli {

namespace {

constexpr std::size_t kMaxClasses = 2000;  // the matrix is square

bool are_numbers(const std::vector<std::string>& labels) {
    return std::ranges::all_of(
        labels, [](const std::string& label) { return parse_integer(label).has_value(); });
}

// "07" and "7" are one label when labels are numbers.
std::vector<std::string> normalized(const std::vector<std::string>& labels) {
    std::vector<std::string> result;
    for (const std::string& label : labels) result.push_back(std::to_string(*parse_integer(label)));
    return result;
}

bool is_before_as_number(const std::string& a, const std::string& b) {
    return *parse_integer(a) < *parse_integer(b);
}

std::string_view trimmed(std::string_view line) {
    constexpr std::string_view kBlank = " \t\r";
    const std::size_t begin = line.find_first_not_of(kBlank);
    if (begin == std::string_view::npos) return {};
    return line.substr(begin, line.find_last_not_of(kBlank) - begin + 1);
}

}  // namespace

Outcome<std::vector<std::string>> parse_labels(std::string_view text) {
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);  // a byte order mark
    const std::size_t end = text.find_last_not_of(" \t\r\n");
    text = end == std::string_view::npos ? std::string_view() : text.substr(0, end + 1);
    std::vector<std::string> labels;
    while (!text.empty()) {
        const std::size_t line_end = std::min(text.find('\n'), text.size());
        const std::string_view label = trimmed(text.substr(0, line_end));
        if (label.empty())
            return Failure{"line " + std::to_string(labels.size() + 1) + " is empty"};
        labels.emplace_back(label);
        text.remove_prefix(std::min(line_end + 1, text.size()));
    }
    if (labels.empty()) return Failure{"no labels"};
    return labels;
}

Outcome<Comparison> compare_labels(const std::vector<std::string>& truth_as_written,
                                   const std::vector<std::string>& prediction_as_written) {
    if (truth_as_written.size() != prediction_as_written.size())
        return Failure{"there are " + std::to_string(truth_as_written.size()) +
                       " true labels but " + std::to_string(prediction_as_written.size()) +
                       " predictions"};
    const bool is_numeric = are_numbers(truth_as_written);
    if (is_numeric != are_numbers(prediction_as_written))
        return Failure{std::string("the true labels are ") + (is_numeric ? "numbers" : "names") +
                       " but the predictions are " + (is_numeric ? "names" : "numbers")};
    const auto truth = is_numeric ? normalized(truth_as_written) : truth_as_written;
    const auto prediction = is_numeric ? normalized(prediction_as_written) : prediction_as_written;

    std::vector<std::string> names = truth;
    names.insert(names.end(), prediction.begin(), prediction.end());
    if (is_numeric)
        std::ranges::sort(names, is_before_as_number);
    else
        std::ranges::sort(names);
    names.erase(std::unique(names.begin(), names.end()), names.end());
    if (names.size() > kMaxClasses)
        return Failure{"there are " + std::to_string(names.size()) +
                       " different labels, more than " + std::to_string(kMaxClasses)};

    const auto index_of = [&](const std::string& label) {
        const auto place = is_numeric ? std::ranges::lower_bound(names, label, is_before_as_number)
                                      : std::ranges::lower_bound(names, label);
        return static_cast<int>(place - names.begin());
    };
    Comparison comparison{.matrix = ConfusionMatrix(static_cast<int>(names.size())),
                          .names = names};
    for (std::size_t i = 0; i < truth.size(); ++i)
        comparison.matrix.add(index_of(truth[i]), index_of(prediction[i]));
    return comparison;
}

}  // namespace nn::cli
