// Every panel of the page: free functions over plain data. A panel fills its rectangle; those that can
// be longer than the screen return the height they used.
#pragma once

#include "web/panels/session_view.h"
#include "web/widgets/geometry.h"

namespace nn::ui {

void header_bar(const Rect& area, const SessionView& view, ViewState& state, Requests& requests);
void run_bar(const Rect& area, const SessionView& view, ViewState& state,
             Requests& requests);  // phone
// Of a page that shows parts alone: train or pause, start over, and the figures.
void part_bar(const Rect& area, const SessionView& view, ViewState& state, Requests& requests);
// The session's figures (epoch, test accuracy, samples a second or the training state, step) from `first`
// on, as many as fit; returns the first that did not, 4 when all did.
int figures(const Rect& row, const SessionView& view, int first, float size = 14.0f);
// All of them, under a header that has no room for them.
void figures_strip(const Rect& area, const SessionView& view);
// A phone on its side has parts beside each other; a low, narrow strip of the screen, as beside a chapter of
// the course, has not.
constexpr bool is_on_its_side(const Rect& area) {
    return area.w > area.h && area.w >= 480.0f && area.h < 480.0f;
}
// Phone: what has no place of its own, at the right of each place's title, and what it opens.
void menu_button(Rect& title, ViewState& state);
void menu_popover(const SessionView& view, ViewState& state, Requests& requests);
void pace_row(const Rect& area, const SessionView& view,
              Requests& requests);  // phone: one epoch, speed

// Above everything else while a link is being trained again, and until its reader goes on.
float link_strip_height(float width, const SessionView& view);  // 0: there is none
void link_strip(const Rect& area, const SessionView& view, Requests& requests);

// While an earlier epoch is looked at: which, and the ways on from it.
void past_strip(const Rect& area, const SessionView& view, Requests& requests);

float data_panel(const Rect& area, const SessionView& view, ViewState& state, Requests& requests);
float network_panel(const Rect& area, const SessionView& view, ViewState& state,
                    Requests& requests);
// The size of the first hidden layer alone, 48 high; nothing where there is none.
void hidden_slider(const Rect& rect, const SessionView& view, Requests& requests);
float training_panel(const Rect& area, const SessionView& view, ViewState& state,
                     Requests& requests);

void stage_panel(const Rect& area, const SessionView& view, ViewState& state, Requests& requests);
void samples_panel(const Rect& area, const SessionView& view, ViewState& state, Requests& requests);
float draw_place(const Rect& area, const SessionView& view, ViewState& state,
                 Requests& requests);  // phone
void network_place(const Rect& area, const SessionView& view, ViewState& state,
                   Requests& requests);  // phone

// What changes the network right where it is drawn: under each column fewer or more neurons, and a popover
// with its layer and each number in it. They stand in a row that ends at `bottom`, below where the graph takes
// the pointer.
void column_tools(const GraphColumns& columns, float output_x, float bottom,
                  const SessionView& view, ViewState& state, Requests& requests);

// The same of points in the plane, and what else only they need.
void plane_stage(const Rect& area, const SessionView& view, ViewState& state, Requests& requests);
void plane_options(Rect row, ViewState& state);  // right-aligned in the row
float plane_place(const Rect& area, const SessionView& view, ViewState& state,
                  Requests& requests);  // phone
void plane_network_place(const Rect& area, const SessionView& view, ViewState& state,
                         Requests& requests);  // phone
float plane_gallery(const Rect& area, const SessionView& view, Requests& requests);

void curves_panel(const Rect& area, const SessionView& view, ViewState& state, Requests& requests);
void confusion_panel(const Rect& area, const SessionView& view, ViewState& state,
                     Requests& requests);
void report_panel(const Rect& area, const SessionView& view, ViewState& state, Requests& requests);
// Instead of matrix and report when the network learns numbers.
void scatter_panel(const Rect& area, const SessionView& view);
void regression_report(const Rect& area, const SessionView& view);
float wrong_samples(const Rect& area, const SessionView& view, ViewState& state,
                    Requests& requests);  // phone

// The images behind the chosen cell of the confusion matrix, as a popover; drawn last.
void cell_samples_popover(const SessionView& view, ViewState& state, Requests& requests);

}  // namespace nn::ui
