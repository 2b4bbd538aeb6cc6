#include "engine/sweep/texts.h"

#include <algorithm>
#include <cstdio>
#include <span>

#include "engine/session/digest.h"
#include "engine/session/number_text.h"

namespace nn {

namespace {

// Characters, of UTF-8.
std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (c & 0xc0) != 0x80; }));
}

std::string padded(std::string text, std::size_t width) {
    text.append(width - std::min(width, width_of(text)), ' ');
    return text;
}

std::string cell_text(const SweepCell& cell) {
    if (cell.score.count == 0) return "-";
    std::string text = fixed_text(cell.score.mean);
    if (cell.score.count > 1) text += " ± " + fixed_text(cell.score.spread);
    if (cell.done < cell.planned)
        text += " (" + std::to_string(cell.done) + " of " + std::to_string(cell.planned) + ")";
    return text;
}

class Csv {
public:
    Csv& field(std::string_view text) {
        if (!is_first_) text_ += ',';
        is_first_ = false;
        if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
            text_ += text;
            return *this;
        }
        text_ += '"';
        for (const char c : text) text_.append(c == '"' ? 2 : 1, c);
        text_ += '"';
        return *this;
    }
    Csv& field(double value) { return field(number_text(value)); }
    Csv& field(std::optional<double> value) {
        return value ? field(*value) : field(std::string_view());
    }
    Csv& field(std::size_t value) { return field(std::to_string(value)); }
    void end_row() {
        text_ += "\r\n";
        is_first_ = true;
    }
    std::string take() { return std::move(text_); }

private:
    std::string text_;
    bool is_first_ = true;
};

void put_axes(Csv& csv, const SweepPlan& plan) {
    for (const SweepAxis& axis : plan.axes) csv.field(axis.property->name);
}

void put_place(Csv& csv, const SweepPlan& plan, std::size_t column, std::size_t row) {
    if (plan.axes.empty()) return;
    csv.field(plan.axes[0].values[column]);
    for (const std::string& value : plan.rows[row]) csv.field(value);
}

void put_statistics(Csv& csv, const SweepStatistics& statistics) {
    const auto some = [&statistics](double value, std::size_t count) {
        return statistics.count < count ? std::nullopt : std::optional(value);
    };
    csv.field(some(statistics.mean, 1)).field(some(statistics.spread, 2));
    csv.field(some(statistics.least, 1)).field(some(statistics.greatest, 1));
}

}  // namespace

std::string row_label(const SweepPlan& plan, std::size_t row) {
    std::string text;
    for (const std::string& value : plan.rows[row]) text += (text.empty() ? "" : " · ") + value;
    return text;
}

std::string row_title(const SweepPlan& plan) {
    std::string text;
    for (std::size_t i = 1; i < plan.axes.size(); ++i)
        text.append(text.empty() ? "" : " · ").append(plan.axes[i].property->name);
    return text;
}

std::string fixed_text(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.4f", value);
    return text;
}

const char* score_key(const SweepPlan& plan) {
    const auto is_regression = [](const SessionLink& session) {
        return info(session.recipe.dataset).is_regression;
    };
    const auto count = std::ranges::count_if(plan.sessions, is_regression);
    if (count == 0) return "accuracy";
    return static_cast<std::size_t>(count) == plan.sessions.size() ? "r2" : "score";
}

std::string sweep_title(const SweepPlan& plan, const SweepCollection& collection) {
    const std::string_view key = score_key(plan);
    std::string text = key == "r2" ? "Test R²" : key == "score" ? "Test score" : "Test accuracy";
    std::size_t seeds = 0;
    for (const SweepCell& cell : collection.cells) seeds = std::max(seeds, cell.planned);
    if (seeds > 1) text += ", mean ± standard deviation of " + std::to_string(seeds) + " seeds";
    return text;
}

std::string table_text(const SweepPlan& plan, const SweepCollection& collection) {
    std::vector<std::string> cells;
    for (const SweepCell& cell : collection.cells) cells.push_back(cell_text(cell));
    std::string text = sweep_title(plan, collection) + '\n';
    if (plan.axes.empty()) return text + cells[0] + '\n';

    const std::string title = row_title(plan);
    std::size_t left = width_of(title);
    for (std::size_t row = 0; row < plan.rows.size(); ++row)
        left = std::max(left, width_of(row_label(plan, row)));
    left += left > 0 ? 2 : 0;
    std::vector<std::size_t> widths;
    for (std::size_t column = 0; column < plan.columns(); ++column) {
        widths.push_back(width_of(plan.axes[0].values[column]));
        for (std::size_t row = 0; row < plan.rows.size(); ++row)
            widths.back() = std::max(widths.back(), width_of(cells[row * plan.columns() + column]));
    }
    const auto put_row = [&](const std::string& label, const auto& value_of) {
        std::string line = padded(label, left);
        for (std::size_t column = 0; column < widths.size(); ++column)
            line += padded(value_of(column), widths[column] + 2);
        text += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
    };
    text += '\n' + std::string(left, ' ') + std::string(plan.axes[0].property->name) + '\n';
    put_row(title, [&](std::size_t column) { return plan.axes[0].values[column]; });
    for (std::size_t row = 0; row < plan.rows.size(); ++row)
        put_row(row_label(plan, row),
                [&](std::size_t column) { return cells[row * plan.columns() + column]; });
    return text;
}

std::string runs_csv(const SweepPlan& plan, const SweepCollection& collection) {
    Csv csv;
    csv.field("line");
    put_axes(csv, plan);
    for (const char* name : {"seed", score_key(plan), "macro_f1", "test_loss", "train_loss",
                             "epochs", "steps", "seconds", "end", "digest", "version", "link"})
        csv.field(name);
    csv.end_row();
    for (std::size_t i = 0; i < collection.results.size(); ++i) {
        if (!collection.results[i]) continue;
        const SweepResult& result = collection.results[i]->result;
        csv.field(i + 1);
        put_place(csv, plan, plan.places[i].column, plan.places[i].row);
        csv.field(std::size_t{plan.places[i].seed}).field(result.score).field(result.macro_f1);
        csv.field(result.loss).field(result.train_loss).field(result.epochs);
        csv.field(static_cast<std::size_t>(result.session.steps)).field(result.seconds);
        csv.field(result.session.end ? key_of(*result.session.end) : std::string_view());
        csv.field(digest_text(result.session.digest.value_or(0))).field(result.version);
        csv.field(link_text(result.session));
        csv.end_row();
    }
    return csv.take();
}

std::string cells_csv(const SweepPlan& plan, const SweepCollection& collection) {
    Csv csv;
    put_axes(csv, plan);
    for (const char* name : {"planned", "done", "diverged"}) csv.field(name);
    for (const char* figure :
         {score_key(plan), "macro_f1", "test_loss", "train_loss", "epochs", "seconds"})
        for (const char* what : {"_mean", "_spread", "_least", "_greatest"})
            csv.field(std::string(figure) + what);
    csv.end_row();
    for (std::size_t i = 0; i < collection.cells.size(); ++i) {
        const SweepCell& cell = collection.cells[i];
        if (cell.planned == 0) continue;
        put_place(csv, plan, i % plan.columns(), i / plan.columns());
        csv.field(cell.planned).field(cell.done).field(cell.diverged);
        for (const SweepStatistics* statistics : {&cell.score, &cell.macro_f1, &cell.loss,
                                                  &cell.train_loss, &cell.epochs, &cell.seconds})
            put_statistics(csv, *statistics);
        csv.end_row();
    }
    return csv.take();
}

}  // namespace nn
