// What a network answers all over the plane, worked out a slice at a time, so that no frame waits for it.
#pragma once

#include <vector>

#include "engine/network/network.h"
#include "engine/session/snapshot.h"
#include "web/panels/session_view.h"

namespace nn::ui {

// The answer as one number from -1 to 1: of two classes what blue has more than orange, so that it is 0 where
// the network cannot decide; of a regression the value. One row of answers.
float plane_answer(std::span<const float> answer, bool is_regression);

class PlaneSweep {
public:
    // From now on of this network; snapshot's recipe and scaling belong to it.
    void start(const Network<float>& network, const Snapshot& snapshot);
    void stop() { row_ = side_; }
    bool is_under_way() const { return row_ < side_; }

    // Works on for about so many multiplications; true when the sweep was completed by that.
    bool advance(double work);
    // What a completed sweep found.
    void put_into(PlaneView& plane);

private:
    void sweep_row();
    void keep_pictures();

    Network<float> network_;
    Workspace<float> workspace_;
    std::vector<float> offset_, factor_;
    FeatureSet features_ = kPlainFeatures;
    bool is_regression_ = false;
    int side_ = 0, row_ = 0;
    double work_per_row_ = 0.0;

    std::vector<float> surface_;
    int picture_side_ = 0;
    std::vector<int> units_, first_row_;
    std::vector<float> activations_;  // (units of all layers with pictures, picture_side²)
};

}  // namespace nn::ui
