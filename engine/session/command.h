// What a person or a host page can ask of the trainer. Plain data; wire.h turns it into bytes.
#pragma once

#include <cstdint>
#include <memory>
#include <variant>
#include <vector>

#include "engine/data/dataset.h"
#include "engine/session/change.h"
#include "engine/session/recipe.h"

namespace nn {

namespace command {

// The data that later recipes name; sent once per data set.
struct LoadDataset {
    DatasetId id = DatasetId::Digits;
    std::shared_ptr<const Dataset> dataset;
};

// The session's recipe from now on. The runner restarts when needs_restart says so, or when asked
// to.
struct SetRecipe {
    Recipe recipe;
    bool restart = false;
};

// Edits of the network as it stands, or as it will stand once an evaluation under way is done. What does
// not fit the network is left out; a run that has diverged takes none.
struct EditNetwork {
    std::vector<Edit> edits;
};

struct Play {};
struct Pause {};

// So many updates, then pause. A negative number: as many back, with what was changed before kept and
// what came after forgotten.
struct Step {
    std::int32_t count = 1;
};
struct Epoch {};  // to the end of the present epoch, then pause
struct Reset {};  // the same recipe from its start
struct SetSpeed {
    float epochs_per_second = 0.0f;
};  // 0: as fast as it goes

// Training pauses, and snapshots show the nearest epoch that is kept, until the next Look at the present
// (a negative number), which also goes on where training was under way, or until anything else is asked for.
struct Look {
    float epoch = -1.0f;
};

// From the epoch looked at training goes on as if it had never gone further, and goes on at once where it
// was under way when the reader looked back.
struct Branch {};

// Trains as fast as it goes to where another session was, with the changes that it made on the way, and
// pauses there; earlier if the run ends before. Pause and Play interrupt it and let it go on; a change of
// the recipe and Reset give it up.
struct Replay {
    Recipe recipe;  // that the run began with
    std::int64_t steps = 0;
    std::vector<Change> changes;
    bool until_end = false;  // goes on behind the last update, since there the run ended by itself

    // Where there are any, nothing is trained again: the run begins with these weights (as parameters_of
    // has them) as if it had done its updates. Weights that do not fit the network do not count.
    std::vector<float> parameters;
};

}  // namespace command

using Command =
    std::variant<command::LoadDataset, command::SetRecipe, command::Play, command::Pause,
                 command::Step, command::Epoch, command::Reset, command::SetSpeed, command::Replay,
                 command::EditNetwork, command::Look, command::Branch>;

// Commands carry the revision that the sender has counted up for each; snapshots answer with the
// last one that was carried out, so that a receiver knows which it already reflects.
struct NumberedCommand {
    std::uint32_t revision = 0;
    Command command;
};

}  // namespace nn
