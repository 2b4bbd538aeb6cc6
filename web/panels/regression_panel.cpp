// What stands in the places of confusion matrix and report when the network learns numbers instead of classes.
#include <algorithm>
#include <array>
#include <string>

#include "web/panels/format.h"
#include "web/panels/panels.h"
#include "web/panels/strings.h"
#include "web/widgets/controls.h"
#include "web/widgets/mirror.h"

namespace nn::ui {

namespace {

constexpr float kReach = 1.25f;  // of both axes

ImVec2 place_of(const Rect& square, float target, float answer) {
    const auto share = [](float v) { return 0.5f + 0.5f * std::clamp(v / kReach, -1.0f, 1.0f); };
    return {square.x + square.w * share(target), square.bottom() - square.h * share(answer)};
}

// Light behind the points: where answer and target are equal, and the zeros.
void draw_axes(const Rect& square) {
    ImDrawList* draw = ImGui::GetWindowDrawList();
    draw->AddRectFilled(square.min(), square.max(), theme().zero, space::kTileCorner);
    const ImVec2 middle = square.center();
    draw->AddLine({square.x, middle.y}, {square.right(), middle.y}, theme().line);
    draw->AddLine({middle.x, square.y}, {middle.x, square.bottom()}, theme().line);
    draw->AddLine({square.x, square.bottom()}, {square.right(), square.y}, theme().control, 1.0f);
}

}  // namespace

void scatter_panel(const Rect& area, const SessionView& view) {
    const Strings& s = strings();
    Rect rest = area.inset(space::kPanel, 0.0f);
    Rect title = rest.take_top(40.0f);
    draw_text(title, s.scatter, {.face = Face::Semibold});
    if (view.regression.count == 0) {
        draw_paragraph({rest.x, rest.y + 8.0f}, rest.w, s.report_waits, {.color = theme().quiet});
        return;
    }
    const float side = std::floor(std::min(rest.w - 20.0f, rest.h - 28.0f));
    const Rect square{std::round(rest.center().x - 0.5f * side + 10.0f), rest.y, side, side};
    draw_axes(square);
    ImDrawList* draw = ImGui::GetWindowDrawList();
    ImGui::PushClipRect(square.min(), square.max(), true);
    const auto& answers = view.snapshot.test_confidence;
    for (std::size_t i = 0; i < answers.size() && i < view.split.test.size(); ++i) {
        const float target = view.dataset->targets[static_cast<std::size_t>(view.split.test[i])];
        draw->AddCircleFilled(place_of(square, target, answers[i]), 2.5f,
                              with_alpha(theme().text, 0.75f), 10);
    }
    ImGui::PopClipRect();
    const TextStyle quiet{.size = 12.0f, .color = theme().quiet};
    draw_text({square.x, square.bottom() + 4.0f, side, 18.0f}, s.scatter_target, quiet,
              Align::Center);
    draw_text({square.x + 6.0f, square.y + 4.0f, side, 18.0f}, s.scatter_answer, quiet);
    mirror::describe({.id = "scatter",
                      .role = mirror::Role::Image,
                      .name = std::string(s.scatter),
                      .value = std::string(s.r2) + " " + fixed(view.regression.r2(), 3),
                      .bounds = square});
}

void regression_report(const Rect& area, const SessionView& view) {
    const Strings& s = strings();
    Rect rest = area.inset(space::kPanel, 0.0f);
    Rect title = rest.take_top(40.0f);
    draw_text(title, s.report, {.face = Face::Semibold});
    const RegressionScores& scores = view.regression;
    if (scores.count == 0) {
        draw_paragraph({rest.x, rest.y + 8.0f}, rest.w, s.report_waits, {.color = theme().quiet});
        return;
    }
    draw_text(title, fill(s.test_points_count, {with_thousands(scores.count)}),
              {.size = 12.0f, .color = theme().quiet}, Align::Right);
    struct Row {
        std::string_view id, name, help;
        double value;
        std::string formula;
    };
    const double n = static_cast<double>(scores.count);
    const double spread = scores.target_squares - scores.targets * scores.targets / n;
    const std::array<Row, 3> rows = {{
        {"report.r2", s.r2, s.r2_help, scores.r2(),
         "1 \u2212 \u03A3(y \u2212 t)\u00B2 / \u03A3(t \u2212 t\u0305)\u00B2\n= 1 \u2212 " +
             fixed(scores.squares, 3) + " / " + fixed(spread, 3) + " = " + fixed(scores.r2(), 3)},
        {"report.mae", s.mae, s.mae_help, scores.mean_absolute_error(),
         "\u03A3|y \u2212 t| / n\n= " + fixed(scores.sizes, 3) + " / " +
             std::to_string(scores.count) + " = " + fixed(scores.mean_absolute_error(), 3)},
        {"report.rmse", s.rmse, s.rmse_help, scores.root_mean_square_error(),
         "\u221A(\u03A3(y \u2212 t)\u00B2 / n)\n= \u221A(" + fixed(scores.squares, 3) + " / " +
             std::to_string(scores.count) + ") = " + fixed(scores.root_mean_square_error(), 3)},
    }};
    for (const Row& row : rows) {
        const Rect line = rest.take_top(28.0f);
        const std::string value = fixed(row.value, 3);
        draw_text(line, row.name, {});
        draw_text(line, value, {.face = Face::Mono}, Align::Right);
        next_tip({.title = row.name, .sentence = row.help, .formula = row.formula});
        tip_area(row.id, line, std::string(row.name) + " " + value);
    }
}

}  // namespace nn::ui
