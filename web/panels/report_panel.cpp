// scikit-learn's classification report, live.
#include <algorithm>
#include <array>
#include <span>
#include <string>

#include "icons.h"
#include "web/panels/format.h"
#include "web/panels/formulas.h"
#include "web/panels/panels.h"
#include "web/panels/section.h"
#include "web/panels/strings.h"
#include "web/widgets/controls.h"
#include "web/widgets/mirror.h"

namespace nn::ui {

namespace {

constexpr double kWeak = 0.90;  // values below are drawn in rose
constexpr std::size_t kColumns = 5;

struct Table {
    Rect area;
    float row_height;
    std::array<float, kColumns>
        right;  // right edge of each column; the first is left-aligned at area.x
};

constexpr std::size_t kHeads = kColumns - 1;

// The columns of numbers share what the averages' names leave; where that is too narrow for a heading, each is as wide as its own.
Table table_in(const Rect& area, int rows, std::span<const std::string_view, kHeads> heads) {
    Table out{.area = area,
              .row_height = std::clamp((area.h - 4.0f) / static_cast<float>(rows), 15.0f, 24.0f),
              .right = {}};
    const float first = std::min(136.0f, 0.34f * area.w);
    constexpr float kGap = 8.0f, kNumber = 30.0f;
    std::array<float, kHeads> widths;
    float sum = 0.0f, widest = 0.0f;
    for (std::size_t i = 0; i < kHeads; ++i) {
        widths[i] = std::max(text_size(heads[i], {.size = 12.0f}).x, kNumber) + kGap;
        sum += widths[i];
        widest = std::max(widest, widths[i]);
    }
    const float share = (area.w - first) / static_cast<float>(kHeads);
    if (share >= widest) {
        widths.fill(share);
        sum = area.w - first;
    }
    float right = area.right() - sum;
    for (std::size_t i = 0; i < kColumns; ++i) {
        out.right[i] = right;
        if (i < kHeads) right += widths[i];
    }
    return out;
}

Rect cell_of(const Table& table, float y, std::size_t column) {
    const float left = column == 0 ? table.area.x : table.right[column - 1];
    return {left, y, table.right[column] - left, table.row_height};
}

std::string ratio_formula(std::string_view what, std::int64_t right, std::int64_t all,
                          double value) {
    return std::string(what) + "\n= " + std::to_string(right) + " / " + std::to_string(all) +
           " = " + fixed(value, 3);
}

struct Value {
    std::string text;
    bool is_weak = false;
    bool is_quiet = false;
    bool is_strong = false;
};

void draw_value(const Table& table, float y, std::size_t column, const Value& value) {
    const Color color = value.is_weak    ? theme().wrong
                        : value.is_quiet ? theme().quiet
                                         : theme().text;
    const Face face = Face::Mono;
    draw_text(cell_of(table, y, column), value.text, {.face = face, .size = 12.0f, .color = color},
              Align::Right);
}

void describe_row(std::string_view id, const Rect& row, std::string_view name,
                  const std::string& values) {
    mirror::describe({.id = std::string(id),
                      .role = mirror::Role::Text,
                      .name = std::string(name),
                      .value = values,
                      .bounds = row});
}

Value ratio(double value) {
    return {.text = fixed(value, 2), .is_weak = value < kWeak};
}

void scores_row(const Table& table, float y, std::string_view id, std::string_view name,
                const ClassScores& scores) {
    draw_text(cell_of(table, y, 0), name, {.size = 12.0f});
    draw_value(table, y, 1, ratio(scores.precision));
    draw_value(table, y, 2, ratio(scores.recall));
    draw_value(table, y, 3, ratio(scores.f1));
    draw_value(table, y, 4, {.text = with_thousands(scores.support), .is_quiet = true});
    const Strings& s = strings();
    describe_row(id, {table.area.x, y, table.area.w, table.row_height}, name,
                 std::string(s.precision) + " " + fixed(scores.precision, 2) + ", " +
                     std::string(s.recall) + " " + fixed(scores.recall, 2) + ", " +
                     std::string(s.f1) + " " + fixed(scores.f1, 2) + ", " + std::string(s.support) +
                     " " + std::to_string(scores.support));
}

// What each number of a class's row means, with the counts behind it.
void class_tips(const Table& table, float y, int label, std::string_view name,
                const SessionView& view) {
    const Strings& s = strings();
    const ConfusionMatrix& matrix = view.confusion;
    std::int64_t read = 0, real = 0;
    for (int i = 0; i < matrix.classes(); ++i) {
        read += matrix.at(i, label);
        real += matrix.at(label, i);
    }
    const std::int64_t right = matrix.at(label, label);
    const ClassScores& scores = view.report.classes[static_cast<std::size_t>(label)];
    const std::string id = "report." + std::to_string(label);
    const auto tip = [&](std::size_t column, std::string_view title, std::string_view help,
                         const std::string& formula, const std::string& value) {
        const std::string sentence = fill(help, {name});
        next_tip({.title = title, .sentence = sentence, .formula = formula});
        tip_area(id + "." + std::to_string(column), cell_of(table, y, column),
                 std::string(title) + " " + value);
    };
    tip(1, s.precision, s.precision_help,
        ratio_formula("right / read as it", right, read, scores.precision),
        fixed(scores.precision, 2));
    tip(2, s.recall, s.recall_help, ratio_formula("right / really it", right, real, scores.recall),
        fixed(scores.recall, 2));
    tip(3, s.f1, s.f1_help,
        "2 \u00B7 P \u00B7 R / (P + R)\n= 2 \u00B7 " + fixed(scores.precision, 3) + " \u00B7 " +
            fixed(scores.recall, 3) + " / " + fixed(scores.precision + scores.recall, 3) + " = " +
            fixed(scores.f1, 3),
        fixed(scores.f1, 2));
    tip(4, s.support, s.support_help, std::to_string(real), std::to_string(real));
}

}  // namespace

void report_panel(const Rect& area, const SessionView& view, ViewState&, Requests& requests) {
    if (view.is_regression()) return regression_report(area, view);
    const Strings& s = strings();
    Rect rest = area.inset(space::kPanel, 0.0f);
    Rect title = rest.take_top(40.0f);
    const std::int64_t total = view.confusion.total();
    draw_text(title, s.report, {.face = Face::Semibold});
    const Rect copy = title.take_right(32.0f);
    begin_disabled(total == 0);
    if (icon_button("report.copy", {copy.x + 4.0f, copy.y + 4.0f, 32.0f, 32.0f}, icon::kCopy,
                    s.copy))
        requests.copy_report = true;
    end_disabled();
    if (total == 0) {
        draw_paragraph({rest.x, rest.y + 8.0f}, rest.w, s.report_waits, {.color = theme().quiet});
        return;
    }
    title.take_right(4.0f);
    draw_text(title,
              fill(view.is_plane() ? s.test_points_count : s.test_images, {with_thousands(total)}),
              {.size = 12.0f, .color = theme().quiet}, Align::Right);

    rest.take_bottom(8.0f);
    const int classes = view.confusion.classes();
    const std::array<std::string_view, kHeads> heads = {s.precision, s.recall, s.f1, s.support};
    const Table table = table_in(rest, classes + 4, heads);
    float y = rest.y;
    const TextStyle head{.size = 12.0f, .color = theme().quiet};
    draw_text(cell_of(table, y, 0), s.class_name, head);
    for (std::size_t i = 0; i < heads.size(); ++i)
        draw_text(cell_of(table, y, i + 1), heads[i], head, Align::Right);
    y += table.row_height + 1.0f;
    for (int i = 0; i < classes; ++i, y += table.row_height) {
        const std::string_view name = class_name(view, i);
        scores_row(table, y, "report.class." + std::to_string(i), name,
                   view.report.classes[static_cast<std::size_t>(i)]);
        class_tips(table, y, i, name, view);
    }
    y += 2.0f;
    draw_line({rest.x, y}, {rest.right(), y});
    y += 1.0f;
    const auto tip = [&](std::string_view id, float top, std::size_t column, std::string_view name,
                         std::string_view help, const std::string& formula) {
        next_tip({.title = name, .sentence = help, .formula = formula});
        tip_area(id, cell_of(table, top, column), name, formula);
    };
    tip("report.accuracy.tip", y, 3, s.accuracy, s.accuracy_help, accuracy_formula(view));
    draw_text(cell_of(table, y, 0), s.accuracy_row, {.size = 12.0f});
    draw_value(table, y, 3, ratio(view.report.accuracy));
    draw_value(table, y, 4, {.text = with_thousands(total), .is_quiet = true});
    describe_row("report.accuracy", {table.area.x, y, table.area.w, table.row_height}, s.accuracy,
                 fixed(view.report.accuracy, 4));
    y += table.row_height;
    constexpr std::array kAveraged = {ReportColumn::Precision, ReportColumn::Recall,
                                      ReportColumn::F1};
    const auto average_tips = [&](std::string_view id, std::string_view name, std::string_view help,
                                  bool is_weighted) {
        for (std::size_t i = 0; i < kAveraged.size(); ++i)
            tip(std::string(id) + "." + std::to_string(i + 1), y, i + 1,
                std::string(name) + ", " + std::string(heads[i]), help,
                average_formula(view, kAveraged[i], is_weighted));
    };
    average_tips("report.macro", s.macro, s.macro_help, false);
    scores_row(table, y, "report.macro", s.macro, view.report.macro);
    y += table.row_height;
    average_tips("report.weighted", s.weighted, s.weighted_help, true);
    scores_row(table, y, "report.weighted", s.weighted, view.report.weighted);
}

}  // namespace nn::ui
