// What the network learns from: data set, samples, split.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "engine/data/augment.h"
#include "engine/session/property.h"
#include "icons.h"
#include "web/panels/format.h"
#include "web/panels/panels.h"
#include "web/panels/property_controls.h"
#include "web/panels/section.h"
#include "web/panels/strings.h"
#include "web/widgets/controls.h"
#include "web/widgets/mirror.h"
#include "web/widgets/pixel_image.h"

namespace nn::ui {

namespace {

constexpr int kGalleryColumns = 8, kGalleryRows = 2;

void dataset_select(const Rect& rect, const SessionView& view, Requests& requests) {
    std::vector<std::string> titles;  // images, then points
    std::vector<std::string_view> options;
    int selected = 0;
    const DatasetId shown = view.wanted_dataset.value_or(view.recipe.dataset);
    for (const DatasetInfo& entry : dataset_table()) {
        if (entry.id == shown) selected = static_cast<int>(titles.size());
        std::string title(choice_title("dataset", entry.key));
        if (!entry.is_plane) title += " \u00B7 " + with_thousands(entry.count);
        titles.push_back(std::move(title));
    }
    options.assign(titles.begin(), titles.end());
    next_tip({.title = strings().dataset, .sentence = strings().dataset_help});
    const SelectGroups groups{.second_at = static_cast<int>(kPackedDatasets),
                              .first = strings().group_images,
                              .second = strings().group_plane};
    if (select("recipe.dataset", rect, strings().dataset, options, &selected, false, groups))
        requests.dataset = dataset_table()[static_cast<std::size_t>(selected)].id;
}

// Whole sessions to start from: the data set's own, the article's, or what the reader has made of it.
void session_select(const Rect& rect, const SessionView& view, Requests& requests) {
    const Strings& s = strings();
    struct Session {
        std::string_view title;
        Recipe recipe;
    };
    const Session sessions[] = {
        {s.default_session, defaults_of(view.recipe.dataset)},
        {s.article_session, defaults_of(DatasetId::Digits, true)},
    };
    std::vector<std::string_view> titles;
    int selected = 2;
    for (const Session& session : sessions) {
        if (session.recipe == view.recipe) selected = static_cast<int>(titles.size());
        titles.push_back(session.title);
    }
    if (selected == 2) titles.push_back(s.own_session);
    Rect row = rect;
    const Rect field = row.take_right(180.0f);
    draw_text(row, s.session, {});
    next_tip({.title = s.session, .sentence = s.session_help});
    if (!select("data.session", field, s.session, titles, &selected) || selected == 2) return;
    const Session& chosen = sessions[selected];
    requests.recipe = chosen.recipe;
    requests.undo_name = "session";
    requests.toast = fill(s.new_run_toast, {chosen.title});
}

float download_row(Rect area, const SessionView& view, Requests& requests) {
    const Strings& s = strings();
    const platform::AssetProgress& load = view.download;
    const std::string_view title = choice_title("dataset", info(*view.wanted_dataset).key);
    if (load.state == platform::AssetState::Failed) {
        const std::string text = fill(s.download_failed, {load.error});
        const float height = draw_paragraph(area.min(), area.w, text, {.color = theme().wrong});
        area.take_top(height + 8.0f);
        Rect row = area.take_top(kRowHeight);
        if (button("data.retry", row.take_left(button_width(s.retry)), s.retry))
            requests.dataset = view.wanted_dataset;
        row.take_left(8.0f);
        if (view.dataset == nullptr) return height + 8.0f + kRowHeight;  // nothing to stay with
        if (button("data.cancel", row.take_left(button_width(s.cancel)), s.cancel,
                   {.style = ButtonStyle::Quiet}))
            requests.cancel_download = true;
        return height + 8.0f + kRowHeight;
    }
    constexpr double kMegabyte = 1e6;
    const double share = load.bytes_total > 0.0 ? load.bytes_loaded / load.bytes_total : 0.0;
    Rect row = area.take_top(24.0f);
    const Rect close = row.take_right(24.0f);
    draw_text(row, title, {.face = Face::Semibold});
    if (icon_button("data.cancel", close, icon::kX, s.cancel)) requests.cancel_download = true;
    draw_progress(area.take_top(2.0f), static_cast<float>(share));
    area.take_top(4.0f);
    const Rect below = area.take_top(18.0f);
    const TextStyle quiet{.size = 12.0f, .color = theme().quiet};
    const std::string amount = fill(s.download_of, {fixed(load.bytes_loaded / kMegabyte, 1),
                                                    fixed(load.bytes_total / kMegabyte, 1)});
    draw_text(below, amount, quiet);
    if (load.bytes_per_second > 0.0) {
        const double left =
            std::ceil((load.bytes_total - load.bytes_loaded) / load.bytes_per_second);
        draw_text(
            below,
            fill(s.download_left, {fixed(load.bytes_per_second / kMegabyte, 1), fixed(left, 0)}),
            quiet, Align::Right);
    }
    mirror::describe({.id = "data.progress",
                      .role = mirror::Role::Status,
                      .name = std::string(title),
                      .value = amount,
                      .bounds = below});
    return 48.0f;
}

float gallery(Rect area, const SessionView& view, ViewState& state, Requests& requests) {
    const Strings& s = strings();
    const Dataset& data = *view.dataset;
    const float cell = std::floor(area.w / static_cast<float>(kGalleryColumns));
    const int per_page = kGalleryColumns * kGalleryRows;
    const int pages = (data.count() + per_page - 1) / per_page;
    state.gallery_page = std::clamp(state.gallery_page, 0, pages - 1);
    const Rect images = area.take_top(cell * static_cast<float>(kGalleryRows));
    sample_grid("data.gallery", images, view, state.gallery_page * per_page, per_page,
                kGalleryColumns, cell, requests);
    area.take_top(4.0f);
    pager("data.gallery", area.take_top(24.0f), s.send_to_pad, &state.gallery_page, pages);
    return cell * static_cast<float>(kGalleryRows) + 28.0f;
}

// How samples are varied in training, on one of them: itself, and what may become of it.
float augmentation_rows(Rect area, const SessionView& view, ViewState& state, Requests& requests) {
    const Strings& s = strings();
    const float top = area.y;
    const Dataset& data = *view.dataset;
    const Recipe& recipe = view.recipe;
    area.take_top(draw_paragraph(area.min(), area.w, s.augmentation_help,
                                 {.size = 12.0f, .color = theme().quiet}) +
                  8.0f);
    const int first = state.gallery_page * kGalleryColumns * kGalleryRows;
    const auto image = data.image(view.pad.sample >= 0 ? view.pad.sample : first);
    Augmenter augmenter(data.width, data.height, data.max_value);
    RandomState random(state.variant_seed);
    const Augmentation augmentation = live_settings_of(recipe).augmentation;
    const float cell = std::floor(area.w / static_cast<float>(kGalleryColumns));
    Rect row = area.take_top(cell);
    mirror::describe({.id = "data.variants",
                      .role = mirror::Role::Image,
                      .name = std::string(s.variants_name),
                      .bounds = row});
    for (int i = 0; i < kGalleryColumns; ++i) {
        const Rect place = row.take_left(cell).inset(1.0f, 1.0f);
        draw_pixels(place, i == 0 ? image : augmenter.variant(image, augmentation, random),
                    data.width, data.height, data.max_value);
        if (i == 0)
            ImGui::GetWindowDrawList()->AddRect(place.min(), place.max(), theme().accent, 2.0f);
    }
    area.take_top(4.0f);
    Rect foot = area.take_top(24.0f);
    begin_disabled(!augmentation.is_on());
    if (icon_button("data.other-variants", foot.take_right(24.0f), icon::kDices, s.other_variants,
                    false, 14.0f))
        ++state.variant_seed;
    end_disabled();
    draw_text(foot, s.variants_hint, {.size = 12.0f, .color = theme().quiet});
    area.take_top(4.0f);
    const auto slider = [&](std::string_view name, double value, std::string shown) {
        property_slider(area.take_top(room_for(name, kSliderHeight)), name, view, requests,
                        value > 0.0 ? shown : std::string(s.off));
        area.take_top(2.0f);
    };
    const auto in_pixels = [&s](double value) { return fill(s.pixel_count, {shortest(value)}); };
    slider("augment-shift", recipe.augment_shift, in_pixels(recipe.augment_shift));
    slider("augment-rotate", recipe.augment_rotate, shortest(recipe.augment_rotate) + "\u00B0");
    slider("augment-scale", recipe.augment_scale, percent(recipe.augment_scale, 0));
    slider("augment-shear", recipe.augment_shear, shortest(recipe.augment_shear));
    slider("augment-elastic", recipe.augment_elastic, in_pixels(recipe.augment_elastic));
    return area.y - top;
}

// What the samples are called, and how many of them nobody is to look at.
void truth_rows(Rect& area, const SessionView& view, Requests& requests) {
    const Recipe& recipe = view.recipe;
    property_slider(area.take_top(room_for("label-shift", kSliderHeight)), "label-shift", view,
                    requests);
    property_slider(
        area.take_top(room_for("sealed-share", kSliderHeight)), "sealed-share", view, requests,
        recipe.sealed_share == 0.0 ? std::string(strings().off) : percent(recipe.sealed_share, 0));
}

// Pictures of the problems, and how the points of the chosen one are drawn.
float plane_rows(Rect area, const SessionView& view, ViewState& state, Requests& requests) {
    const Strings& s = strings();
    const float top = area.y;
    const Recipe& recipe = view.recipe;
    area.take_top(plane_gallery(area, view, requests) + 8.0f);
    property_slider(area.take_top(room_for("noise", kSliderHeight)), "noise", view, requests,
                    percent(recipe.noise / 100.0, 0));
    property_slider(area.take_top(room_for("samples", kSliderHeight)), "samples", view, requests,
                    fill(s.points_count, {with_thousands(recipe.points)}));
    property_slider(area.take_top(room_for("test-share", kSliderHeight)), "test-share", view,
                    requests, percent(recipe.test_share, 0));
    fold_row("data.more", area.take_top(kRowHeight), s.more_plane, &state.shows_more_data);
    if (state.shows_more_data) {
        if (!info(recipe.dataset)
                 .is_regression) {  // the page's tools and its labels are of classes
            area.take_top(8.0f);
            truth_rows(area, view, requests);
        }
        for (const std::string_view seed : {"data-seed", "split-seed"}) {
            area.take_top(8.0f);
            property_number(area.take_top(room_for(seed, kRowHeight)), seed, view, requests);
        }
        area.take_top(8.0f);
        property_select(area.take_top(room_for("scaling", kRowHeight)), "scaling", view, requests,
                        132.0f);
    }
    return area.y - top;
}

}  // namespace

float data_panel(const Rect& area, const SessionView& view, ViewState& state, Requests& requests) {
    const Strings& s = strings();
    bool& is_open = state.is_open[0];
    if (state.is_phone) is_open = true;  // the place's own title stands above
    Rect rest = state.is_phone ? area.inset(space::kPanel, 0.0f)
                               : section_title(area, "data", s.data, &is_open);
    const float top = area.y;
    if (is_open) {
        dataset_select(rest.take_top(kRowHeight), view, requests);
        rest.take_top(8.0f);
        session_select(rest.take_top(kRowHeight), view, requests);
        rest.take_top(12.0f);
        if (view.wanted_dataset) {
            rest.take_top(download_row(rest, view, requests) + 8.0f);
        }
        if (info(view.recipe.dataset).is_plane) {
            rest.take_top(plane_rows(rest, view, state, requests));
        } else if (view.dataset && !view.is_plane()) {
            rest.take_top(gallery(rest, view, state, requests) + 8.0f);
            if (view.dataset->official_test_count > 0) {
                const std::string text =
                    fill(s.official_split, {with_thousands(view.dataset->official_test_count)});
                rest.take_top(draw_paragraph(rest.min(), rest.w, text,
                                             {.size = 12.0f, .color = theme().quiet}) +
                              8.0f);
            } else {
                property_slider(rest.take_top(room_for("test-share", kSliderHeight)), "test-share",
                                view, requests, percent(view.recipe.test_share, 0));
            }
            fold_row("data.augmentation", rest.take_top(kRowHeight), s.augmentation,
                     &state.shows_augmentation);
            if (state.shows_augmentation)
                rest.take_top(augmentation_rows(rest, view, state, requests) + 4.0f);
            fold_row("data.more", rest.take_top(kRowHeight), s.more_data, &state.shows_more_data);
            if (state.shows_more_data) {
                rest.take_top(8.0f);
                if (view.dataset->official_test_count == 0) {
                    property_number(rest.take_top(room_for("split-seed", kRowHeight)), "split-seed",
                                    view, requests);
                    rest.take_top(8.0f);
                }
                property_select(rest.take_top(room_for("scaling", kRowHeight)), "scaling", view,
                                requests, 132.0f);
                rest.take_top(8.0f);
                truth_rows(rest, view, requests);
            }
        }
        rest.take_top(8.0f);
    }
    return rest.y - top;
}

}  // namespace nn::ui
