// The confusion matrix, and the images behind a cell.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "web/panels/format.h"
#include "web/panels/panels.h"
#include "web/panels/section.h"
#include "web/panels/strings.h"
#include "web/widgets/controls.h"
#include "web/widgets/mirror.h"
#include "web/widgets/pixel_image.h"

namespace nn::ui {

namespace {

constexpr int kCellColumns = 4, kCellSamples = 8;
constexpr float kCellImage = 56.0f;

struct CellSample {
    int sample;
    float confidence;
};

std::vector<CellSample> samples_of(const Cell& cell, const SessionView& view) {
    std::vector<CellSample> out;
    const auto& predictions = view.snapshot.test_prediction;
    for (std::size_t i = 0; i < view.split.test.size() && i < predictions.size(); ++i) {
        const int sample = view.split.test[i];
        if (predictions[i] == cell.prediction &&
            view.dataset->labels[static_cast<std::size_t>(sample)] == cell.truth)
            out.push_back({sample, view.snapshot.test_confidence[i]});
    }
    return out;
}

}  // namespace

void confusion_panel(const Rect& area, const SessionView& view, ViewState& state, Requests&) {
    if (view.is_regression()) return scatter_panel(area, view);
    const Strings& s = strings();
    Rect rest = area.inset(space::kPanel, 0.0f);
    rest.h -= 4.0f;  // the last row does not touch the window's edge
    Rect title = rest.take_top(40.0f);
    draw_text(title, s.confusion, {.face = Face::Semibold});
    const std::int64_t total = view.confusion.total();
    if (total == 0) {
        draw_paragraph({rest.x, rest.y + 8.0f}, rest.w, s.report_waits, {.color = theme().quiet});
        return;
    }
    draw_text(
        title,
        fill(s.wrong_of, {with_thousands(total - view.confusion.correct()), with_thousands(total)}),
        {.size = 12.0f, .color = theme().quiet}, Align::Right);

    const int classes = view.confusion.classes();
    std::vector<std::string_view> names;
    for (int i = 0; i < classes; ++i) names.push_back(class_name(view, i));
    Cell chosen = state.cell;
    Rect anchor;
    if (confusion_grid("confusion", rest, view.confusion.counts(), classes, names, s.read_as,
                       s.true_class, &chosen, &anchor) &&
        !view.is_plane()) {
        state.cell = chosen;
        state.cell_page = 0;
        state.cell_anchor = anchor;
        open_popover("confusion.cell");
    }
    if (!is_popover_open("confusion.cell")) state.cell = {};
}

void cell_samples_popover(const SessionView& view, ViewState& state, Requests& requests) {
    if (!state.cell.is_some() || !view.dataset || view.is_plane()) return;
    const Strings& s = strings();
    const std::vector<CellSample> samples = samples_of(state.cell, view);
    const int count = static_cast<int>(samples.size());
    const int pages = std::max((count + kCellSamples - 1) / kCellSamples, 1);
    state.cell_page = std::clamp(state.cell_page, 0, pages - 1);
    const int first = state.cell_page * kCellSamples;
    const int shown = std::min(count - first, kCellSamples);
    // The same size on every page.
    const int on_first = std::min(count, kCellSamples);
    const int rows = std::max((on_first + kCellColumns - 1) / kCellColumns, 1);
    const int columns = std::clamp(on_first, 3, kCellColumns);
    const float width = 32.0f + static_cast<float>(columns) * (kCellImage + 12.0f) - 12.0f;
    const float height = 16.0f + 28.0f + static_cast<float>(rows) * (kCellImage + 28.0f) + 28.0f;
    Rect box = begin_popover("confusion.cell", state.cell_anchor, {width, height});
    if (box.w <= 0.0f) return;
    box = box.inset(16.0f, 12.0f);
    Rect title = box.take_top(28.0f);
    draw_text(title,
              fill(s.cell_title,
                   {class_name(view, state.cell.truth), class_name(view, state.cell.prediction)}),
              {.face = Face::Semibold});
    std::int64_t support = 0;
    for (int i = 0; i < view.confusion.classes(); ++i)
        support += view.confusion.at(state.cell.truth, i);
    draw_text(title,
              fill(s.cell_count, {with_thousands(static_cast<std::int64_t>(samples.size())),
                                  with_thousands(support)}),
              {.size = 12.0f, .color = theme().quiet}, Align::Right);
    const bool is_wrong = state.cell.truth != state.cell.prediction;
    // Training may have emptied the cell meanwhile.
    if (samples.empty()) {
        draw_paragraph({box.x, box.y + 8.0f}, box.w, s.cell_empty, {.color = theme().quiet});
        mirror::describe({.id = "confusion.none",
                          .role = mirror::Role::Status,
                          .name = std::string(s.cell_empty),
                          .bounds = {box.x, box.y + 8.0f, box.w, 22.0f}});
        return end_popover();
    }
    for (int i = 0; i < shown; ++i) {
        const CellSample& entry = samples[static_cast<std::size_t>(first + i)];
        const Rect image{box.x + static_cast<float>(i % kCellColumns) * (kCellImage + 12.0f),
                         box.y + static_cast<float>(i / kCellColumns) * (kCellImage + 28.0f),
                         kCellImage, kCellImage};
        draw_pixels(image, view.dataset->image(entry.sample), view.dataset->width,
                    view.dataset->height, view.dataset->max_value);
        const std::string name = fill(
            s.sample_read_as, {std::to_string(entry.sample), class_name(view, state.cell.truth),
                               class_name(view, state.cell.prediction)});
        if (image_button("confusion.sample." + std::to_string(i), image, name,
                         view.pad.sample == entry.sample))
            requests.sample = entry.sample;
        Rect below{image.x, image.bottom() + 2.0f, kCellImage, 20.0f};
        const TextStyle read{.face = Face::Semibold,
                             .size = 12.0f,
                             .color = is_wrong ? theme().wrong : theme().text};
        const std::string_view read_name = class_name(view, state.cell.prediction);
        if (read_name.size() <= 2) below.take_left(draw_text(below, read_name, read) + 4.0f);
        draw_text(below, percent(entry.confidence, 0), {.size = 12.0f, .color = theme().quiet});
    }
    const Rect foot = box.take_bottom(pages > 1 ? 24.0f : 20.0f);
    if (pages > 1)
        pager("confusion.cell", foot, s.send_to_pad, &state.cell_page, pages);
    else
        draw_text(foot, s.click_to_pad, {.size = 12.0f, .color = theme().quiet});
    end_popover();
}

float wrong_samples(const Rect& area, const SessionView& view, ViewState&, Requests& requests) {
    const Strings& s = strings();
    if (!view.dataset || view.is_plane() || view.confusion.total() == 0) return 0.0f;
    Rect rest = area.inset(space::kPanel, 0.0f);
    const std::int64_t total = view.confusion.total();
    draw_line({area.x, area.y}, {area.right(), area.y});
    draw_text(
        rest.take_top(40.0f),
        fill(s.wrong_of, {with_thousands(total - view.confusion.correct()), with_thousands(total)}),
        {.face = Face::Semibold});
    constexpr float kImage = 48.0f;
    const int columns = std::max(static_cast<int>((rest.w + 8.0f) / (kImage + 8.0f)), 1);
    int shown = 0;
    const auto& predictions = view.snapshot.test_prediction;
    for (std::size_t i = 0;
         i < predictions.size() && i < view.split.test.size() && shown < 2 * columns; ++i) {
        const int sample = view.split.test[i];
        const int label = view.dataset->labels[static_cast<std::size_t>(sample)];
        if (predictions[i] == label) continue;
        const Rect image{rest.x + static_cast<float>(shown % columns) * (kImage + 8.0f),
                         rest.y + static_cast<float>(shown / columns) * (kImage + 28.0f), kImage,
                         kImage};
        draw_pixels(image, view.dataset->image(sample), view.dataset->width, view.dataset->height,
                    view.dataset->max_value);
        const std::string name = fill(
            s.sample_read_as,
            {std::to_string(sample), class_name(view, label), class_name(view, predictions[i])});
        if (image_button("wrong." + std::to_string(shown), image, name, view.pad.sample == sample))
            requests.sample = sample;
        Rect below{image.x, image.bottom() + 2.0f, kImage, 20.0f};
        if (view.recipe.dataset != DatasetId::Fashion) {
            below.take_left(draw_text(below, std::string(class_name(view, label)) + " \u2192 ",
                                      {.size = 12.0f, .color = theme().quiet}));
            draw_text(below, class_name(view, predictions[i]),
                      {.face = Face::Semibold, .size = 12.0f, .color = theme().wrong});
        } else {
            draw_text(below, class_name(view, predictions[i]),
                      {.size = 12.0f, .color = theme().wrong});
        }
        ++shown;
    }
    const int rows = (shown + columns - 1) / columns;
    return 40.0f + static_cast<float>(rows) * (kImage + 28.0f) + 16.0f;
}

}  // namespace nn::ui
