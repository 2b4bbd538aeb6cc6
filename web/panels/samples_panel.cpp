// All samples of the data set, by pages: filtered by part, by class, or only those it reads wrongly.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "web/panels/format.h"
#include "web/panels/panels.h"
#include "web/panels/section.h"
#include "web/panels/strings.h"
#include "web/widgets/controls.h"

namespace nn::ui {

namespace {

std::vector<int> chosen_samples(const SessionView& view, const ViewState& state) {
    std::vector<int> out;
    const Dataset& data = *view.dataset;
    const auto keep = [&](int sample) {
        const int label = data.labels[static_cast<std::size_t>(sample)];
        if (state.sample_class >= 0 && label != state.sample_class) return;
        if (state.sample_filter == SampleFilter::Wrong) {
            const int read_as = test_prediction(view, sample);
            if (read_as < 0 || read_as == label) return;
        }
        out.push_back(sample);
    };
    std::vector<std::int32_t> sealed = view.split.sealed;
    std::ranges::sort(sealed);
    switch (state.sample_filter) {
        case SampleFilter::All:
            for (int i = 0; i < data.count(); ++i)
                if (!std::ranges::binary_search(sealed, i)) keep(i);
            break;
        case SampleFilter::Training:
            for (const std::int32_t i : view.split.train) keep(i);
            break;
        case SampleFilter::Test:
        case SampleFilter::Wrong:
            for (const std::int32_t i : view.split.test) keep(i);
            break;
    }
    return out;
}

}  // namespace

void samples_panel(const Rect& area, const SessionView& view, ViewState& state,
                   Requests& requests) {
    const Strings& s = strings();
    Rect rest = area.inset(state.is_phone ? space::kPanel : space::kStage, 0.0f);
    rest.take_bottom(16.0f);
    if (data_is_missing("samples", rest, view, requests)) return;
    Rect row = rest.take_top(44.0f);
    const std::string_view filters[] = {s.all, s.training_part, s.test_part, s.wrong};
    int filter = static_cast<int>(state.sample_filter);
    const Rect segment = row.take_left(std::min(segmented_width(filters), row.w));
    if (segmented("samples.filter", {segment.x, segment.y + 6.0f, segment.w, 32.0f}, s.tab_samples,
                  filters, &filter)) {
        state.sample_filter = static_cast<SampleFilter>(filter);
        state.sample_page = 0;
    }
    row.take_left(16.0f);
    std::vector<std::string_view> classes = {s.any_class};
    for (int i = 0; i < view.dataset->classes; ++i) classes.push_back(class_name(view, i));
    int chosen = state.sample_class + 1;
    if (row.w < 140.0f) row = rest.take_top(44.0f);
    if (select("samples.class", {row.x, row.y + 6.0f, 140.0f, 32.0f}, s.class_name, classes,
               &chosen)) {
        state.sample_class = chosen - 1;
        state.sample_page = 0;
    }
    const std::vector<int> samples = chosen_samples(view, state);
    row.take_left(156.0f);
    if (row.w > 120.0f)
        draw_text(row,
                  fill(s.images_count, {with_thousands(static_cast<std::int64_t>(samples.size()))}),
                  {.color = theme().quiet});
    rest.take_top(8.0f);
    if (samples.empty()) {
        draw_text(rest, s.no_samples, {.color = theme().quiet}, Align::Center);
        return;
    }
    const Rect foot = rest.take_bottom(32.0f);
    const float cell = 60.0f;
    const int columns = std::max(static_cast<int>(rest.w / cell), 1);
    const int rows = std::max(static_cast<int>(rest.h / cell), 1);
    const int per_page = columns * rows;
    const int pages = (static_cast<int>(samples.size()) + per_page - 1) / per_page;
    state.sample_page = std::clamp(state.sample_page, 0, pages - 1);
    sample_grid("samples", rest, view, state.sample_page * per_page, per_page, columns, cell,
                requests, &samples);
    pager("samples",
          {foot.x, foot.y + 4.0f, std::min(foot.w, static_cast<float>(columns) * cell), 24.0f},
          s.send_to_pad, &state.sample_page, pages);
}

}  // namespace nn::ui
