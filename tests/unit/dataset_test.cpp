#include <catch2/catch_test_macros.hpp>

#include <array>
#include <cstring>
#include <fstream>
#include <iterator>
#include <numeric>
#include <string>
#include <variant>
#include <vector>

#include "engine/data/dataset.h"
#include "engine/data/split.h"

using namespace nn;

namespace {

using Bytes = std::vector<std::uint8_t>;

struct Header {
    std::uint32_t version = 1, width = 2, height = 3, classes = 4, max_value = 16, count = 5,
                  official_test_count = 2;
};

// Samples of which every pixel and label is allowed.
Bytes packed(const Header& header) {
    Bytes bytes = {'I', 'N', 'K', 'D'};
    for (const std::uint32_t field : {header.version, header.width, header.height, header.classes,
                                      header.max_value, header.count, header.official_test_count})
        for (int shift = 0; shift < 32; shift += 8)
            bytes.push_back(static_cast<std::uint8_t>(field >> shift));
    for (std::uint32_t i = 0; i < 5 * 2 * 3; ++i)
        bytes.push_back(static_cast<std::uint8_t>(i % 17));
    for (std::uint32_t i = 0; i < 5; ++i) bytes.push_back(static_cast<std::uint8_t>(i % 4));
    return bytes;
}

bool is_decoded(const Bytes& bytes) {
    return std::holds_alternative<Dataset>(decode_dataset(bytes));
}

std::string fault_of(const Bytes& bytes) {
    const auto decoded = decode_dataset(bytes);
    const auto* const fault = std::get_if<std::string>(&decoded);
    return fault != nullptr ? *fault : "none";
}

Bytes read_bytes(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace

TEST_CASE("a packed data set is decoded field by field", "[engine]") {
    const auto decoded = decode_dataset(packed({}));
    const Dataset& dataset = std::get<Dataset>(decoded);
    CHECK(dataset.width == 2);
    CHECK(dataset.height == 3);
    CHECK(dataset.classes == 4);
    CHECK(dataset.max_value == 16);
    CHECK(dataset.count() == 5);
    CHECK(dataset.official_test_count == 2);
    CHECK(dataset.labels == Bytes{0, 1, 2, 3, 0});
    const auto last = dataset.image(4);
    CHECK(Bytes(last.begin(), last.end()) == Bytes{7, 8, 9, 10, 11, 12});
}

TEST_CASE("every fault of a packed data set is said in a sentence of its own", "[engine]") {
    std::vector<std::string> faults;
    const auto expect_fault = [&](const Bytes& bytes) {
        const std::string fault = fault_of(bytes);
        CHECK(fault != "none");
        for (const std::string& other : faults) CHECK(fault != other);
        faults.push_back(fault);
    };
    expect_fault({'I', 'N', 'K', 'D'});
    Bytes wrong_magic = packed({});
    wrong_magic[3] = 'X';
    expect_fault(wrong_magic);
    expect_fault(packed({.version = 2}));
    expect_fault(packed({.width = 0}));
    expect_fault(packed({.classes = 1}));
    expect_fault(packed({.max_value = 0}));
    expect_fault(packed({.count = 1, .official_test_count = 0}));
    expect_fault(packed({.official_test_count = 5}));
    Bytes cut_short = packed({});
    cut_short.pop_back();
    expect_fault(cut_short);
    Bytes dark_pixel = packed({});
    dark_pixel[32] = 17;
    expect_fault(dark_pixel);
    Bytes strange_label = packed({});
    strange_label.back() = 4;
    expect_fault(strange_label);
}

TEST_CASE("limits of a packed data set's header hold on both sides", "[engine]") {
    CHECK(is_decoded(packed({.official_test_count = 4})));
    CHECK_FALSE(is_decoded(packed({.official_test_count = 5})));
    CHECK_FALSE(is_decoded(packed({.width = 0xffffffffu, .height = 0xffffffffu})));
    CHECK_FALSE(is_decoded(packed({.width = 257})));
    CHECK(is_decoded(packed({.classes = 256})));
    CHECK_FALSE(is_decoded(packed({.classes = 257})));
    CHECK(is_decoded(packed({.max_value = 255})));
    CHECK_FALSE(is_decoded(packed({.max_value = 256})));
    CHECK_FALSE(is_decoded(packed({.count = 0xffffffffu})));
}

TEST_CASE("no bytes at all and every cut of a good file are refused", "[engine]") {
    const Bytes whole = packed({});
    for (std::size_t length = 0; length < whole.size(); ++length)
        CHECK_FALSE(is_decoded(Bytes(whole.begin(), whole.begin() + static_cast<long>(length))));
    Bytes longer = whole;
    longer.push_back(0);
    CHECK_FALSE(is_decoded(longer));
}

TEST_CASE("the table of data sets follows their ids", "[engine]") {
    for (const DatasetInfo& entry : dataset_table()) {
        CAPTURE(entry.key);
        CHECK(&info(entry.id) == &entry);
        CHECK(from_key<DatasetId>(entry.key) == entry.id);
        CHECK(entry.class_names.size() == (entry.is_regression ? 1u : entry.is_plane ? 2u : 10u));
        CHECK((entry.count == 0) == entry.is_plane);
        CHECK(entry.is_plane == (static_cast<std::size_t>(entry.id) >= kPackedDatasets));
    }
    CHECK(packed_datasets().size() == kPackedDatasets);
    CHECK(dataset_table().size() == 10);
    CHECK(dataset_table().size() == enum_names<DatasetId>().size());
    CHECK(info(DatasetId::Fashion).class_names[9] == "Ankle boot");
}

TEST_CASE("the packed digits are those of load_digits and split alike", "[engine]") {
    const auto decoded = decode_dataset(read_bytes(INKLING_BUILD_DATA_DIR "/digits.inkd"));
    REQUIRE(std::holds_alternative<Dataset>(decoded));
    const Dataset& digits = std::get<Dataset>(decoded);
    const DatasetInfo& expected = info(DatasetId::Digits);
    CHECK(digits.count() == expected.count);
    CHECK(digits.width == expected.width);
    CHECK(digits.height == expected.height);
    CHECK(digits.official_test_count == expected.official_test_count);
    // load_digits().data.sum(), and its first row of pixels that is not blank.
    CHECK(std::accumulate(digits.pixels.begin(), digits.pixels.end(), 0) == 561718);
    const auto first = digits.image(0).first(8);
    CHECK(Bytes(first.begin(), first.end()) == Bytes{0, 0, 5, 13, 9, 1, 0, 0});

    // The supports of train_test_split(test_size=0.3, random_state=42).
    std::array<int, 10> supports{};
    for (const std::int32_t index : split_of(digits, 0.3, 42).test)
        ++supports[digits.labels[static_cast<std::size_t>(index)]];
    CHECK(supports == std::array<int, 10>{53, 50, 47, 54, 60, 66, 53, 55, 43, 59});
}
