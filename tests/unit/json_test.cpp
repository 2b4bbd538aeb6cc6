#include <catch2/catch_test_macros.hpp>

#include <limits>

#include "engine/session/json.h"

using namespace nn;

TEST_CASE("Objects and arrays nest, with commas between and none behind", "[json]") {
    JsonWriter json;
    json.begin_object();
    json.key("a").value(1);
    json.key("b").begin_array().value(true).begin_array().end_array().value("x").end_array();
    json.key("c").begin_object().end_object();
    json.key("d").value(std::vector<std::uint8_t>{0, 255});
    json.end_object();
    CHECK(json.text() == R"({"a":1,"b":[true,[],"x"],"c":{},"d":[0,255]})");
}

TEST_CASE("JSON numbers are the shortest that read back, and never NaN", "[json]") {
    JsonWriter json;
    json.begin_array();
    json.value(0.1f).value(0.1).value(1.0 / 3.0).value(1e-7).value(-0.0).value(std::int64_t{1}
                                                                               << 60);
    json.value(std::numeric_limits<double>::quiet_NaN())
        .value(-std::numeric_limits<float>::infinity());
    json.end_array();
    CHECK(json.text() == "[0.1,0.1,0.3333333333333333,1e-07,-0,1152921504606846976,null,null]");
}

TEST_CASE("Text is escaped", "[json]") {
    JsonWriter json;
    json.value(std::string_view("a\"b\\c\n\t\x01 \xc3\x97\0", 12));
    CHECK(json.text() == "\"a\\\"b\\\\c\\n\\u0009\\u0001 \xc3\x97\\u0000\"");
}
