// Every sentence and word on the canvas, once per language. Fields in braces in a text ("{0}") are
// filled by fill(). Technical terms follow the field's usage in each language.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "web/widgets/network_graph.h"

namespace nn::ui {

struct Strings {
    // Header.
    std::string_view train, pause, step, epoch_button, reset, speed, full_speed, epochs_per_second,
        epoch_per_second;
    std::string_view step_help, epoch_help, reset_help, speed_help;
    std::string_view epoch, step_count, test_accuracy, test_short, samples_per_second;
    std::string_view paused, stopped, finished, diverged, loading;
    std::string_view undo, redo, theme, language, help, menu, more_actions;
    std::string_view help_title, help_body, help_keys, help_sources;
    // Data.
    std::string_view data, dataset, dataset_help, images_count, send_to_pad, page_of, previous,
        next;
    std::string_view held_out, held_out_help, official_split, split_seed, split_seed_help;
    std::string_view download_of, download_left, cancel, download_failed, retry;
    // Network.
    std::string_view network, input, pixels, hidden, output, classes_softmax, classes_sigmoid,
        classes_linear, add_layer;
    std::string_view remove_layer, parameters, neurons, activation, layer_limit, new_run_hint,
        units_help, parameters_help;
    std::string_view layer_removed, layer_added, no_hidden;
    // Training.
    std::string_view training, images, more_rates, more, off, on, stopping_help, new_run_short;
    // Stage.
    std::string_view tab_network, tab_samples, edges_show, signals, weights, signals_help,
        weights_help;
    std::string_view zoom_in, zoom_out, fit, sort;
    std::string_view draw_title, draw_hint, sample_title, sample_hint, undo_stroke, clear_pad,
        brush;
    std::string_view sees_title, sees_hint, it_sees, layer_caption, one_neuron, layer_active,
        layer_idle, comma;
    std::string_view answer_title, answer_softmax, answer_sigmoid, answer_linear, scale_signals,
        scale_weights, scale_gradients, ghost_hint;
    std::string_view pad_name, pad_empty, pad_reads;
    std::string_view unsure, doubt_empty, doubt_flat, doubt_far, pad_unsure, pad_number,
        part_unsure, verdict_line, answer_number, digit_shown, previous_digit, next_digit;
    // Editing in the picture.
    std::string_view fewer_neurons, more_neurons, edit_layer, edit_outputs, edit_title,
        edit_neurons, edit_remove_layer, edit_neuron, edit_bias, edit_from_input, edit_pixel,
        edit_from_neuron, edit_weight, edit_swap_with, edit_swap, edit_swap_help, edit_swapped,
        edit_silence, edit_silence_help, edit_silenced, edit_numbers, edit_outcome, edit_outcome_r2;
    // Formulas, with the numbers of the moment.
    std::string_view steps_formula, epoch_formula, rate_formula, loss_formula, dropout_formula,
        split_formula, sealed_formula, patience_formula, shuffle_formula;
    std::string_view epoch_count_help, step_count_help, rate_help, loss_help, answer_help,
        layer_help, sees_help, macro_help, weighted_help;
    // Samples.
    std::string_view all, training_part, test_part, wrong, any_class, sample_label, sample_read_as,
        no_samples;
    // Curves.
    std::string_view loss, accuracy, linear, log, options, test, training_line, curves_empty,
        curves_name;
    std::string_view x_axis, by_epoch, by_step, smoothing, smoothing_help, reset_zoom, forget_runs,
        no_earlier_runs;
    std::string_view diverged_title, diverged_body, use_rate, trainer_dead, trainer_dead_body,
        restart;
    // Matrix.
    std::string_view confusion, wrong_of, read_as, true_class, cell_title, cell_count, cell_empty,
        click_to_pad;
    // Report.
    std::string_view report, test_images, class_name, precision, recall, f1, support, macro,
        weighted, copy, copied;
    std::string_view precision_help, recall_help, f1_help, support_help, accuracy_help,
        report_waits;
    // Places.
    std::string_view place_draw, place_train, place_network, place_report, place_data, close;
    std::string_view hidden_neurons, new_run_toast, undone, same_settings, since_run_before,
        more_changes, dataset_toast;
    // Said by controls themselves; {} stands for a number.
    std::string_view bounds, back_to;
    std::string_view accuracy_row, more_data;
    std::string_view session, session_help, default_session, article_session, own_session;
    std::string_view augmentation, augmentation_help, variants_name, variants_hint, other_variants,
        pixel_count;
    std::string_view no_chinese_font, add_layer_help, pause_help;
    // The plane.
    std::string_view group_images, group_plane, more_plane, points_count, place_plane, orange, blue;
    std::string_view features, features_hint, features_used, feature_needed, no_hidden_plane,
        one_output;
    std::string_view plane_name, plane_hint, plane_value_hint, surface, smooth, stepped,
        surface_help;
    std::string_view train_points, test_points, probe_hint, read_class, read_value, neuron_hint;
    std::string_view r2, test_r2, r2_help, mae, mae_help, rmse, rmse_help, scatter, scatter_target,
        scatter_answer, test_points_count;
    // Links.
    std::string_view share, share_help, learn, learn_help, locked, tools, tools_help;
    std::string_view link_training, link_steps, link_pace, link_stop, link_go_on, link_exact,
        link_exact_body, link_unchecked, link_unchecked_body, link_ended, link_ended_body,
        link_different, link_different_body, link_restored, link_restored_body, link_continue,
        link_see_difference, link_sender, link_here, link_at_step, link_difference_why,
        link_difference_do, link_train_again, link_copy_commands;
    // Earlier epochs.
    std::string_view past_title, past_short, past_of, past_body, past_now, past_continue,
        past_since, past_track, past_value, past_help, past_help_some, past_first, step_back,
        step_back_help, continue_help, branched;
    GraphWords graph;
};

extern const Strings kEnglish;
extern const Strings kChinese;

const Strings& strings();
void set_language(bool is_chinese);
bool is_chinese();

// Replaces {0}, {1}, … by the arguments.
std::string fill(std::string_view text, std::initializer_list<std::string_view> arguments);

// Title and help of a property, and the title of one of its choices, in the present language; English
// ones come from the property table.
std::string_view property_title(std::string_view name);
std::string_view property_help(std::string_view name);
std::string_view choice_title(std::string_view property, std::string_view key);

}  // namespace nn::ui
