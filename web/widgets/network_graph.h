// The network as a picture: columns of neurons as the images of what excites them, weights as coloured
// curves, outputs as discs. Knows nothing of sessions: plain values in, what the reader pointed at out.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/network/network.h"
#include "web/widgets/geometry.h"
#include "web/widgets/theme.h"

namespace nn::ui {

enum class EdgesShow { Signals, Weights };

// What neurons answer all over a plane: pictures of side × side, which then stand in the place of the
// images that excite them.
struct NeuronPictures {
    int side = 0;
    std::vector<std::uint8_t>
        values;              // a picture a row: 128 is nothing, 1 and 255 the most of its neuron
    std::vector<int> units;  // per hidden layer, of the network that they were made of
    std::vector<int> first_row;  // likewise; -1: a layer too large for pictures
    std::uint64_t version = 0;
};

// One way through the network: an input, a unit of each layer, and what is written beside each of them.
struct GraphPath {
    std::vector<int> places;
    std::vector<std::string> marks;
};

// Values that change with every snapshot or drawing; `version` numbers tell when to upload again.
struct GraphValues {
    const Network<float>* network = nullptr;
    std::uint64_t network_version = 0;
    bool shows_gradients = false;  // the network's numbers are gradients, not weights
    std::span<const float> input;  // (features), as the network receives it (scaled)
    std::span<const std::vector<float>> activations;  // per layer: hidden layers, then the answer
    std::uint64_t activations_version = 0;
    bool has_sample = false;                 // false: nothing drawn, activations mean nothing
    bool is_sure = true;                     // false: the largest answer is not worth saying
    std::span<const float> input_deviation;  // (features): how much each input varies in the data
    int image_width = 8, image_height = 8;
    std::span<const std::string_view> class_names;  // for the card; empty: the numbers
    const NeuronPictures* pictures = nullptr;
    std::span<const Color> output_colors = {};  // instead of the outputs' numbers
    const GraphPath* path = nullptr;            // drawn over all, where it fits the network
};

struct GraphLayout {
    Rect image;  // the input image drawn by the caller; edges leave its right side
    std::span<const float> input_y =
        {};                 // at these heights, one for each input; empty: pixel by pixel
    Rect neurons;           // where the hidden columns may stand
    float output_x = 0.0f;  // centre of the output discs
    float output_pitch = 44.0f, output_radius = 14.0f;
    float center_y = 0.0f;    // all columns share it
    float tile = 32.0f;       // wished size of a neuron; 24, 16 or 8 where there is little room
    float overhang = 48.0f;   // of several layers beyond their room, on each side
    float clear_left = 0.0f;  // zoomed, no neuron is drawn left of this: a caption stands there
    bool is_compact = false;  // phone
};

struct GraphPick {
    int layer = -1;  // hidden layer index; the number of hidden layers means an output
    int unit = -1;
    bool is_some() const { return layer >= 0; }
    bool operator==(const GraphPick&) const = default;
};

struct GraphCache;   // what is drawn, and what it was computed from
struct GraphState {  // kept by the caller
    float zoom = 1.0f;
    ImVec2 pan{0.0f, 0.0f};
    GraphPick selected;
    bool is_looked_into = false;          // it was pressed twice; the caller takes this back
    std::vector<std::vector<int>> order;  // display order of the units per hidden layer
    bool must_sort = true;                // sort by the digit they speak for at the next frame
    float flow_phase = 0.0f;  // of the bright dots; advanced by the caller while training slowly
    std::shared_ptr<GraphCache> cache;  // made by the graph
};

// Where hidden layer columns came to stand, for the captions above them; of a zoomed network what shows of
// them, no width of those that do not.
struct GraphColumns {
    std::vector<Rect> layers;
    float tile = 32.0f;
};

// The words on the card and in the mirror; {} stand for numbers and names. The texts must outlive the frame.
struct GraphWords {
    std::string_view graph = "Network";
    std::string_view layer = "Hidden layer {}: {} neurons, {} active";
    std::string_view idle_layer = "Hidden layer {}: {} neurons";
    std::string_view answer = "Answer {}, {} %";
    std::string_view neuron = "Neuron {}";
    std::string_view output = "Output {}";
    std::string_view speaks_for = "speaks most for {}";
    std::string_view against = "most against {}";
    std::string_view weighs = "weight to {}";  // where there is one output
    std::string_view look = "press twice: all of its arithmetic";
    std::string_view selection = "Selected neuron";
    std::string_view none = "none";
};
void set_graph_words(const GraphWords& words);

GraphColumns network_graph(std::string_view id, const GraphLayout& layout,
                           const GraphValues& values, EdgesShow show, GraphState* state,
                           GraphPick* hovered);

}  // namespace nn::ui
