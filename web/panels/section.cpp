#include "web/panels/section.h"

#include <algorithm>
#include <string>

#include "icons.h"
#include "web/panels/format.h"
#include "web/panels/property_controls.h"
#include "web/panels/strings.h"
#include "web/widgets/controls.h"
#include "web/widgets/mirror.h"
#include "web/widgets/pixel_image.h"

namespace nn::ui {

namespace {

constexpr float kLargeCell = 60.0f;

}  // namespace

Rect section_title(const Rect& area, std::string_view id, std::string_view title, bool* is_open) {
    Rect rest = area;
    Rect row = rest.take_top(44.0f).inset(space::kPanel, 0.0f);
    draw_text(row, title, {.face = Face::Semibold});
    const Rect fold = row.take_right(24.0f);
    if (icon_button("section." + std::string(id), {fold.x + 4.0f, fold.y + 10.0f, 24.0f, 24.0f},
                    *is_open ? icon::kChevronDown : icon::kChevronRight, title, false, 14.0f))
        *is_open = !*is_open;
    return {rest.x + space::kPanel, rest.y, rest.w - 2.0f * space::kPanel, rest.h};
}

void fold_row(std::string_view id, const Rect& row, std::string_view title, bool* is_open) {
    const ButtonLook look{.style = ButtonStyle::Quiet,
                          .icon = *is_open ? icon::kChevronDown : icon::kChevronRight};
    // A quiet button's icon lines up with the text above it, so its padding hangs out to the left.
    const Rect rect{row.x - 12.0f, row.y, button_width(title, look), row.h};
    if (button(id, rect, title, look)) *is_open = !*is_open;
}

void pager(std::string_view id, const Rect& row, std::string_view hint, int* page, int pages) {
    const Strings& s = strings();
    const TextStyle quiet{.size = 12.0f, .color = theme().quiet};
    Rect rest = row;
    const Rect next = rest.take_right(24.0f);
    const std::string text = fill(s.page_of, {with_thousands(*page + 1), with_thousands(pages)});
    const Rect middle = rest.take_right(text_size(text, quiet).x + 4.0f);
    const Rect previous = rest.take_right(24.0f);
    draw_text(rest, hint, quiet);
    draw_text(middle, text, quiet, Align::Center);
    begin_disabled(*page <= 0);
    if (icon_button(std::string(id) + ".previous", previous, icon::kChevronLeft, s.previous, false,
                    14.0f))
        --*page;
    end_disabled();
    begin_disabled(*page + 1 >= pages);
    if (icon_button(std::string(id) + ".next", next, icon::kChevronRight, s.next, false, 14.0f))
        ++*page;
    end_disabled();
}

bool data_is_missing(std::string_view id, const Rect& area, const SessionView& view,
                     Requests& requests) {
    if (view.dataset && !view.network.layers.empty()) return false;
    const Strings& s = strings();
    const TextStyle quiet{.color = theme().quiet};
    if (!view.wanted_dataset || view.download.state != platform::AssetState::Failed) {
        draw_text(area, s.loading, quiet, Align::Center);
        return true;
    }
    const std::string text = fill(s.download_failed, {view.download.error});
    const float width = std::min(area.w, std::max(text_size(text, quiet).x + 2.0f, 200.0f));
    const float height = measure_paragraph(width, text, quiet) + 12.0f + kRowHeight;
    Rect box{std::round(area.center().x - 0.5f * width),
             std::round(area.center().y - 0.5f * height), width, height};
    box.take_top(draw_paragraph(box.min(), width, text, {}) + 12.0f);
    if (button(std::string(id) + ".retry", box.take_left(button_width(s.retry)), s.retry))
        requests.dataset = view.wanted_dataset;
    return true;
}

std::string_view output_text(Loss loss, std::string_view softmax, std::string_view sigmoid,
                             std::string_view linear) {
    switch (loss) {
        case Loss::CrossEntropy:
            return softmax;
        case Loss::BinaryCrossEntropy:
            return sigmoid;
        case Loss::SquaredError:
            return linear;
    }
    return linear;
}

std::string_view class_name(const SessionView& view, int label) {
    if (view.is_plane() && !view.is_regression())
        return label == 1 ? strings().blue : strings().orange;
    const auto names = info(view.snapshot.recipe.dataset).class_names;
    return label >= 0 && static_cast<std::size_t>(label) < names.size()
               ? names[static_cast<std::size_t>(label)]
               : std::string_view("?");
}

std::string answer_text(const SessionView& view, int label, int decimals) {
    const auto value = static_cast<double>(view.answer()[static_cast<std::size_t>(label)]);
    return view.network.loss == Loss::SquaredError ? fixed(value, decimals + 1)
                                                   : percent(value, decimals);
}

int test_prediction(const SessionView& view, int sample) {
    const auto at = view.test_position.find(sample);
    if (at == view.test_position.end()) return -1;
    const auto position = static_cast<std::size_t>(at->second);
    return position < view.snapshot.test_prediction.size() ? view.snapshot.test_prediction[position]
                                                           : -1;
}

void sample_grid(std::string_view id, const Rect& area, const SessionView& view, int first,
                 int count, int columns, float cell, Requests& requests,
                 const std::vector<int>* indices) {
    const Strings& s = strings();
    const Dataset& data = *view.dataset;
    const int total = indices ? static_cast<int>(indices->size()) : data.count();
    ImDrawList* draw = ImGui::GetWindowDrawList();
    for (int i = 0; i < count && first + i < total; ++i) {
        const int sample = indices ? (*indices)[static_cast<std::size_t>(first + i)] : first + i;
        const Rect box{area.x + static_cast<float>(i % columns) * cell,
                       area.y + static_cast<float>(i / columns) * cell, cell, cell};
        // Large cells leave room for whole pixels: 56 is seven a pixel at 8×8, two at 28×28.
        const float margin = cell >= kLargeCell ? 0.5f * (cell - 56.0f) : 1.0f;
        const Rect image = box.inset(margin, margin);
        const int label = data.labels[static_cast<std::size_t>(sample)];
        const int read_as = test_prediction(view, sample);
        const bool is_wrong = read_as >= 0 && read_as != label;
        draw_pixels(image, data.image(sample), data.width, data.height, data.max_value);

        const std::string name =
            is_wrong ? fill(s.sample_read_as, {std::to_string(sample), class_name(view, label),
                                               class_name(view, read_as)})
                     : fill(s.sample_label, {std::to_string(sample), class_name(view, label)});
        const std::string widget = std::string(id) + "." + std::to_string(i);
        next_tip({.title = name, .sentence = s.send_to_pad});
        if (image_button(widget, box, name, view.pad.sample == sample)) requests.sample = sample;
        if (is_wrong)
            draw->AddRectFilled({image.x, image.bottom() - 2.0f}, image.max(), theme().wrong);
    }
}

}  // namespace nn::ui
