#include "engine/session/wire.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <iterator>
#include <string>
#include <string_view>
#include <type_traits>

#include "engine/session/limits.h"
#include "engine/session/property.h"

// Layout: "INKW", version, kind; then the fields in the order of the structs. Lists and texts carry
// their length before them as u32. A recipe travels as its text, so that a new property changes
// nothing here and passes the same bounds as one from a link.

namespace nn {

namespace {

constexpr std::string_view kMagic = "INKW";
constexpr std::uint16_t kVersion = 4;
enum class Kind : std::uint16_t { Command = 1, Snapshot = 2 };

template <class Number>
concept Arithmetic = std::is_arithmetic_v<Number> && !std::is_same_v<Number, bool>;

// Writing

class Writer {
public:
    explicit Writer(Kind kind) {
        bytes_.reserve(kRoom);
        for (const char c : kMagic) bytes_.push_back(static_cast<std::uint8_t>(c));
        put(kVersion);
        put(static_cast<std::uint16_t>(kind));
    }

    template <Arithmetic Number>
    void put(Number value) {
        std::uint8_t raw[sizeof(Number)];
        std::memcpy(raw, &value, sizeof raw);
        if constexpr (std::endian::native == std::endian::big)
            std::reverse(std::begin(raw), std::end(raw));
        for (const std::uint8_t byte : raw) bytes_.push_back(byte);
    }

    template <Arithmetic Number>
    void put_list(std::span<const Number> values) {
        put(static_cast<std::uint32_t>(values.size()));
        if constexpr (std::endian::native == std::endian::little) {
            const std::size_t begin = bytes_.size();
            bytes_.resize(begin + values.size_bytes());
            if (!values.empty())
                std::memcpy(bytes_.data() + begin, values.data(), values.size_bytes());
        } else {
            for (const Number value : values) put(value);
        }
    }

    template <Arithmetic Number>
    void put_list(const std::vector<Number>& values) {
        put_list(std::span<const Number>(values));
    }

    void put_text(std::string_view text) { put_list(std::span<const char>(text)); }

    void reserve(std::size_t more) { bytes_.reserve(bytes_.size() + more); }
    std::vector<std::uint8_t> take() { return std::move(bytes_); }

private:
    static constexpr std::size_t kRoom = 64;  // most commands need no more

    std::vector<std::uint8_t> bytes_;
};

// Reading

// Reads past the end give zeros and make is_good() false for good: a decoder reads straight through
// and asks once.
class Reader {
public:
    Reader(std::span<const std::uint8_t> bytes, Kind kind) : rest_(bytes) {
        if (bytes.size() > limits::kMaxMessage) fail();
        for (const char c : kMagic) require(get<std::uint8_t>() == static_cast<std::uint8_t>(c));
        require(get<std::uint16_t>() == kVersion);
        require(get<std::uint16_t>() == static_cast<std::uint16_t>(kind));
    }

    template <Arithmetic Number>
    Number get() {
        Number value{};
        if (rest_.size() < sizeof(Number)) {
            fail();
            return value;
        }
        std::uint8_t raw[sizeof(Number)];
        std::memcpy(raw, rest_.data(), sizeof raw);
        if constexpr (std::endian::native == std::endian::big)
            std::reverse(std::begin(raw), std::end(raw));
        std::memcpy(&value, raw, sizeof raw);
        rest_ = rest_.subspan(sizeof(Number));
        return value;
    }

    // An enumerator from 0 to last.
    template <class Enum>
    Enum get_enum(Enum last) {
        const auto value = get<std::uint8_t>();
        require(value <= static_cast<std::uint8_t>(last));
        return is_good_ ? static_cast<Enum>(value) : Enum{};
    }

    // The length is checked against the bytes that are there before anything is allocated.
    template <Arithmetic Number>
    std::vector<Number> get_list() {
        const std::size_t count = get_count(sizeof(Number));
        std::vector<Number> values(count);
        if constexpr (std::endian::native == std::endian::little) {
            if (count > 0) std::memcpy(values.data(), rest_.data(), count * sizeof(Number));
            rest_ = rest_.subspan(count * sizeof(Number));
        } else {
            for (Number& value : values) value = get<Number>();
        }
        return values;
    }

    std::string get_text() {
        const std::vector<char> text = get_list<char>();
        return std::string(text.begin(), text.end());
    }

    std::size_t get_count(std::size_t bytes_each) {
        const std::size_t count = get<std::uint32_t>();
        require(count <= rest_.size() / bytes_each);
        return is_good_ ? count : 0;
    }

    void require(bool is_met) {
        if (!is_met) fail();
    }
    bool is_good() const { return is_good_; }
    bool is_complete() const { return is_good_ && rest_.empty(); }

private:
    void fail() {
        is_good_ = false;
        rest_ = {};
    }

    std::span<const std::uint8_t> rest_;
    bool is_good_ = true;
};

// Parts

void put_recipe(Writer& writer, const Recipe& recipe) {
    writer.put_text(recipe_text(within_limits(recipe)));
}

Recipe get_recipe(Reader& reader) {
    return parse_recipe(reader.get_text()).recipe;
}

void put_edits(Writer& writer, const std::vector<Edit>& edits) {
    writer.put(static_cast<std::uint32_t>(edits.size()));
    for (const Edit& edit : edits) {
        writer.put(static_cast<std::uint8_t>(edit.kind));
        for (const int field : {edit.layer, edit.unit, edit.other})
            writer.put(static_cast<std::int32_t>(field));
        writer.put(edit.value);
    }
}

std::vector<Edit> get_edits(Reader& reader) {
    constexpr std::size_t kSize = 1 + 3 * sizeof(std::int32_t) + sizeof(double);
    const std::size_t count = reader.get_count(kSize);
    reader.require(count <= limits::kMaxEdits);
    std::vector<Edit> edits(reader.is_good() ? count : 0);
    for (Edit& edit : edits) {
        edit.kind = reader.get_enum(EditKind::Silence);
        for (int* field : {&edit.layer, &edit.unit, &edit.other})
            *field = reader.get<std::int32_t>();
        edit.value = reader.get<double>();
    }
    return edits;
}

// The recipe that a run began with, and its changes.
void put_course(Writer& writer, const Recipe& first, const std::vector<Change>& changes) {
    put_recipe(writer, first);
    writer.put(static_cast<std::uint32_t>(changes.size()));
    for (const Change& change : changes) {
        writer.put(change.step);
        put_recipe(writer, change.recipe);
        put_edits(writer, change.edits);
    }
}

void get_course(Reader& reader, Recipe& first, std::vector<Change>& changes) {
    first = get_recipe(reader);
    const std::size_t count = reader.get_count(sizeof(std::int64_t) + 2 * sizeof(std::uint32_t));
    reader.require(count <= limits::kMaxChanges);
    for (std::size_t i = 0; i < count && reader.is_good(); ++i) {
        const auto step = reader.get<std::int64_t>();
        Recipe recipe = get_recipe(reader);
        changes.push_back({step, std::move(recipe), get_edits(reader)});
    }
    changes = changes_within_limits(first, changes, limits::kMaxSteps);
}

void put_dataset(Writer& writer, const Dataset& dataset) {
    writer.reserve(dataset.pixels.size() + dataset.labels.size() + 64);
    for (const int field : {dataset.width, dataset.height, dataset.classes, dataset.max_value,
                            dataset.official_test_count})
        writer.put(static_cast<std::int32_t>(field));
    writer.put_list(dataset.pixels);
    writer.put_list(dataset.labels);
}

bool is_between(int value, int low, int high) {
    return value >= low && value <= high;
}

bool is_consistent(const Dataset& dataset) {
    if (!is_between(dataset.width, 1, limits::kMaxImageSide) ||
        !is_between(dataset.height, 1, limits::kMaxImageSide) ||
        !is_between(dataset.classes, 1, limits::kMaxClasses) ||
        !is_between(dataset.max_value, 1, 255) ||
        dataset.labels.size() > std::size_t(limits::kMaxSamples) ||
        !is_between(dataset.official_test_count, 0, dataset.count()))
        return false;
    if (dataset.pixels.size() !=
        dataset.labels.size() * static_cast<std::size_t>(dataset.features()))
        return false;
    for (const std::uint8_t label : dataset.labels)
        if (label >= dataset.classes) return false;
    return true;
}

std::shared_ptr<const Dataset> get_dataset(Reader& reader) {
    auto dataset = std::make_shared<Dataset>();
    for (int* field : {&dataset->width, &dataset->height, &dataset->classes, &dataset->max_value,
                       &dataset->official_test_count})
        *field = reader.get<std::int32_t>();
    dataset->pixels = reader.get_list<std::uint8_t>();
    dataset->labels = reader.get_list<std::uint8_t>();
    reader.require(is_consistent(*dataset));
    return dataset;
}

void put_history(Writer& writer, const History& history) {
    writer.put(static_cast<std::uint32_t>(history.size()));
    for (const HistoryPoint& point : history) {
        writer.put(point.step);
        for (const float value :
             {point.epoch, point.train_loss, point.test_loss, point.train_accuracy,
              point.test_accuracy, point.validation_loss, point.validation_accuracy})
            writer.put(value);
    }
}

History get_history(Reader& reader) {
    constexpr std::size_t kPointSize = sizeof(std::int64_t) + 7 * sizeof(float);
    History history(reader.get_count(kPointSize));
    for (HistoryPoint& point : history) {
        point.step = reader.get<std::int64_t>();
        for (float* value :
             {&point.epoch, &point.train_loss, &point.test_loss, &point.train_accuracy,
              &point.test_accuracy, &point.validation_loss, &point.validation_accuracy})
            *value = reader.get<float>();
    }
    return history;
}

std::size_t parameter_count(std::size_t inputs, const std::vector<LayerShape>& hidden,
                            std::size_t classes) {
    std::size_t count = 0;
    for (const LayerShape& layer : hidden) {
        const auto units = static_cast<std::size_t>(layer.units);
        count += (inputs + 1) * units;
        inputs = units;
    }
    return count + (inputs + 1) * classes;
}

// The parts of a snapshot fit together, so that whoever draws it may index by class and rebuild the
// network without asking again.
bool is_consistent(const Snapshot& snapshot) {
    if (snapshot.kept_from < 0 || snapshot.kept_every < 0 || snapshot.present_step < snapshot.step)
        return false;
    if (snapshot.step < 0 || snapshot.steps_per_epoch < 0 || snapshot.replay_steps < 0 ||
        !is_between(snapshot.classes, 0, limits::kMaxClasses))
        return false;
    const auto classes = static_cast<std::size_t>(snapshot.classes);
    if (!snapshot.confusion.empty() && snapshot.confusion.size() != classes * classes) return false;
    for (const std::int32_t count : snapshot.confusion)
        if (count < 0) return false;
    for (const std::uint8_t prediction : snapshot.test_prediction)
        if (prediction >= classes) return false;
    if (snapshot.test_confidence.size() != snapshot.test_prediction.size()) return false;
    const std::size_t inputs = snapshot.scaler_offset.size();
    if (snapshot.scaler_factor.size() != inputs) return false;
    return snapshot.parameters.empty() ||
           snapshot.parameters.size() == parameter_count(inputs, snapshot.recipe.hidden, classes);
}

// Commands

void put_body(Writer& writer, const command::LoadDataset& load) {
    writer.put(static_cast<std::uint8_t>(load.id));
    writer.put(static_cast<std::uint8_t>(load.dataset != nullptr));
    if (load.dataset != nullptr) put_dataset(writer, *load.dataset);
}
void put_body(Writer& writer, const command::SetRecipe& set) {
    put_recipe(writer, set.recipe);
    writer.put(static_cast<std::uint8_t>(set.restart));
}
void put_body(Writer&, const command::Play&) {}
void put_body(Writer&, const command::Pause&) {}
void put_body(Writer& writer, const command::Step& step) {
    writer.put(step.count);
}
void put_body(Writer&, const command::Epoch&) {}
void put_body(Writer&, const command::Reset&) {}
void put_body(Writer& writer, const command::SetSpeed& speed) {
    writer.put(speed.epochs_per_second);
}

void put_body(Writer& writer, const command::Replay& replay) {
    put_course(writer, replay.recipe, replay.changes);
    writer.put(replay.steps);
    writer.put(static_cast<std::uint8_t>(replay.until_end));
    writer.put_list(replay.parameters);
}

void put_body(Writer& writer, const command::EditNetwork& edit) {
    put_edits(writer, edit.edits);
}

void put_body(Writer& writer, const command::Look& look) {
    writer.put(look.epoch);
}
void put_body(Writer&, const command::Branch&) {}

template <class Body>
Body get_body(Reader&) {
    return {};
}
template <>
command::LoadDataset get_body(Reader& reader) {
    command::LoadDataset load;
    load.id = reader.get_enum(DatasetId::Fashion);
    if (reader.get<std::uint8_t>() != 0) load.dataset = get_dataset(reader);
    return load;
}
template <>
command::SetRecipe get_body(Reader& reader) {
    command::SetRecipe set;
    set.recipe = get_recipe(reader);
    set.restart = reader.get<std::uint8_t>() != 0;
    return set;
}
template <>
command::Step get_body(Reader& reader) {
    return {.count = reader.get<std::int32_t>()};
}
template <>
command::SetSpeed get_body(Reader& reader) {
    return {.epochs_per_second = reader.get<float>()};
}

template <>
command::Look get_body(Reader& reader) {
    return {.epoch = reader.get<float>()};
}

template <>
command::Replay get_body(Reader& reader) {
    command::Replay replay;
    get_course(reader, replay.recipe, replay.changes);
    replay.steps = reader.get<std::int64_t>();
    replay.until_end = reader.get<std::uint8_t>() != 0;
    replay.parameters = reader.get_list<float>();
    return replay;
}

template <>
command::EditNetwork get_body(Reader& reader) {
    return {.edits = get_edits(reader)};
}

// The command's place in the variant is its tag.
template <std::size_t Tag = 0>
std::optional<Command> get_command(Reader& reader, std::size_t tag) {
    if constexpr (Tag < std::variant_size_v<Command>) {
        if (tag == Tag) return get_body<std::variant_alternative_t<Tag, Command>>(reader);
        return get_command<Tag + 1>(reader, tag);
    } else {
        return std::nullopt;
    }
}

}  // namespace

std::vector<std::uint8_t> encode(const NumberedCommand& command) {
    Writer writer(Kind::Command);
    writer.put(command.revision);
    writer.put(static_cast<std::uint8_t>(command.command.index()));
    std::visit([&writer](const auto& body) { put_body(writer, body); }, command.command);
    return writer.take();
}

std::optional<NumberedCommand> decode_command(std::span<const std::uint8_t> bytes) {
    Reader reader(bytes, Kind::Command);
    const auto revision = reader.get<std::uint32_t>();
    const auto tag = reader.get<std::uint8_t>();
    if (!reader.is_good()) return std::nullopt;
    auto command = get_command(reader, tag);
    if (!command || !reader.is_complete()) return std::nullopt;
    return NumberedCommand{.revision = revision, .command = std::move(*command)};
}

std::vector<std::uint8_t> encode(const Snapshot& snapshot) {
    Writer writer(Kind::Snapshot);
    writer.reserve(1024 + 36 * snapshot.history.size() + 5 * snapshot.test_prediction.size() +
                   4 * (snapshot.parameters.size() + snapshot.confusion.size() +
                        2 * snapshot.scaler_offset.size()));
    writer.put(snapshot.revision);
    writer.put(snapshot.run);
    put_recipe(writer, snapshot.recipe);
    put_course(writer, snapshot.first_recipe, snapshot.changes);
    writer.put(static_cast<std::uint8_t>(snapshot.has_all_changes));
    writer.put(snapshot.replay_steps);
    writer.put(static_cast<std::uint8_t>(snapshot.is_evaluating));
    writer.put(static_cast<std::uint8_t>(snapshot.state));
    writer.put(snapshot.kept_from);
    writer.put(snapshot.kept_every);
    writer.put(static_cast<std::uint8_t>(snapshot.is_past));
    writer.put(snapshot.present_step);
    writer.put(snapshot.present_epoch);
    writer.put(snapshot.step);
    writer.put(snapshot.digest);
    writer.put(snapshot.epoch);
    writer.put(snapshot.steps_per_epoch);
    writer.put(snapshot.learning_rate);
    writer.put(snapshot.samples_per_second);
    writer.put(snapshot.history_begin);
    put_history(writer, snapshot.history);
    writer.put(snapshot.classes);
    writer.put_list(snapshot.confusion);
    writer.put_list(snapshot.test_prediction);
    writer.put_list(snapshot.test_confidence);
    writer.put(snapshot.test_loss);
    writer.put(snapshot.test_score);
    writer.put_list(snapshot.parameters);
    writer.put_list(snapshot.scaler_offset);
    writer.put_list(snapshot.scaler_factor);
    return writer.take();
}

std::optional<Snapshot> decode_snapshot(std::span<const std::uint8_t> bytes) {
    Reader reader(bytes, Kind::Snapshot);
    Snapshot snapshot;
    snapshot.revision = reader.get<std::uint32_t>();
    snapshot.run = reader.get<std::uint32_t>();
    snapshot.recipe = get_recipe(reader);
    get_course(reader, snapshot.first_recipe, snapshot.changes);
    snapshot.has_all_changes = reader.get<std::uint8_t>() != 0;
    snapshot.replay_steps = reader.get<std::int64_t>();
    snapshot.is_evaluating = reader.get<std::uint8_t>() != 0;
    snapshot.state = reader.get_enum(RunState::Diverged);
    snapshot.kept_from = reader.get<std::int32_t>();
    snapshot.kept_every = reader.get<std::int32_t>();
    snapshot.is_past = reader.get<std::uint8_t>() != 0;
    snapshot.present_step = reader.get<std::int64_t>();
    snapshot.present_epoch = reader.get<float>();
    snapshot.step = reader.get<std::int64_t>();
    snapshot.digest = reader.get<std::uint64_t>();
    snapshot.epoch = reader.get<float>();
    snapshot.steps_per_epoch = reader.get<std::int32_t>();
    snapshot.learning_rate = reader.get<double>();
    snapshot.samples_per_second = reader.get<float>();
    snapshot.history_begin = reader.get<std::uint32_t>();
    snapshot.history = get_history(reader);
    snapshot.classes = reader.get<std::int32_t>();
    snapshot.confusion = reader.get_list<std::int32_t>();
    snapshot.test_prediction = reader.get_list<std::uint8_t>();
    snapshot.test_confidence = reader.get_list<float>();
    snapshot.test_loss = reader.get<float>();
    snapshot.test_score = reader.get<float>();
    snapshot.parameters = reader.get_list<float>();
    snapshot.scaler_offset = reader.get_list<float>();
    snapshot.scaler_factor = reader.get_list<float>();
    if (!reader.is_complete() || !is_consistent(snapshot)) return std::nullopt;
    return snapshot;
}

}  // namespace nn
