// The standard library's std::to_chars is the reference, which programs for the web cannot afford.
#include <catch2/catch_test_macros.hpp>

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <optional>
#include <string>

#include "engine/numerics/decimal.h"
#include "engine/numerics/random.h"

using namespace nn;

namespace {

template <class Float>
std::string standard_text(Float value, Notation notation) {
    std::array<char, 512> text;
    char* const end = text.data() + text.size();
    switch (notation) {
        case Notation::Shorter:
            return {text.data(), std::to_chars(text.data(), end, value).ptr};
        case Notation::Plain:
            return {text.data(),
                    std::to_chars(text.data(), end, value, std::chars_format::fixed).ptr};
        case Notation::Scientific:
            break;
    }
    return {text.data(), std::to_chars(text.data(), end, value, std::chars_format::scientific).ptr};
}

template <class Float>
void compare(Float value) {
    for (const Float signed_value : {value, -value}) {
        for (const Notation notation : {Notation::Shorter, Notation::Plain, Notation::Scientific}) {
            // The binary value's own digits where ours are zeros.
            if (std::abs(value) >= Float(0x1p63) && notation != Notation::Scientific) continue;
            const std::string ours = decimal_text(signed_value, notation);
            const std::string standard = standard_text(signed_value, notation);
            if (ours != standard) REQUIRE(ours == standard);  // a million assertions take long
        }
    }
}

}  // namespace

TEST_CASE("numbers of daily use are written as std::to_chars writes them", "[engine]") {
    compare(0.0);
    for (int i = 1; i < 20000; ++i) {
        const double whole = i;
        for (const double value :
             {whole, whole / 10, whole / 1000, whole * 1e-7, whole * 1e5, 1 / whole}) {
            compare(value);
            compare(static_cast<float>(value));
        }
    }
    SUCCEED();
}

TEST_CASE("numbers of any bits are written as std::to_chars writes them", "[engine]") {
    RandomState random(1);
    for (int i = 0; i < 20000; ++i) {
        const std::uint64_t high = random.next_uint32(), low = random.next_uint32();
        const auto value = std::bit_cast<double>(high << 32 | low);
        const auto single = std::bit_cast<float>(static_cast<std::uint32_t>(low));
        if (std::isfinite(value)) compare(value);
        if (std::isfinite(single)) compare(single);
        compare(random.random_sample());
    }
    SUCCEED();
}

TEST_CASE("powers and their neighbours are written as std::to_chars writes them", "[engine]") {
    const auto around = [&](double value) {
        constexpr double kInfinity = std::numeric_limits<double>::infinity();
        for (const double near :
             {value, std::nextafter(value, kInfinity), std::nextafter(value, 0.0)})
            if (std::isfinite(near)) compare(near);
    };
    for (int i = -1074; i < 1024; ++i) around(std::ldexp(1.0, i));
    for (int i = -323; i <= 308; ++i) around(std::pow(10.0, i));
    for (int i = -149; i < 128; ++i) compare(std::ldexp(1.0f, i));
    around(std::numeric_limits<double>::max());
    compare(std::numeric_limits<float>::max());
    SUCCEED();
}

TEST_CASE("notations", "[engine]") {
    CHECK(decimal_text(0.00001) == "1e-05");
    CHECK(decimal_text(0.00001, Notation::Plain) == "0.00001");
    CHECK(decimal_text(1234.5, Notation::Scientific) == "1.2345e+03");
    CHECK(decimal_text(100000.0) == "1e+05");
    CHECK(decimal_text(100001.0) == "100001");
    CHECK(decimal_text(0.1f) == "0.1");
    CHECK(decimal_text(16777220.0f) == "16777220");
    CHECK(decimal_text(-0.0) == "-0");
    CHECK(decimal_text(-std::numeric_limits<double>::infinity()) == "-inf");
    CHECK(decimal_text(std::numeric_limits<double>::quiet_NaN()) == "nan");
    CHECK(decimal_text(1e20, Notation::Plain) == "100000000000000000000");
}

namespace {

void compare_reading(const std::string& text) {
    const double standard = std::strtod(text.c_str(), nullptr);
    const std::optional<double> ours = decimal_value(text);
    INFO(text);
    REQUIRE(ours.has_value());
    if (std::bit_cast<std::uint64_t>(*ours) != std::bit_cast<std::uint64_t>(standard))
        CHECK(*ours == standard);
}

}  // namespace

TEST_CASE("texts of numbers are read as strtod reads them", "[engine]") {
    RandomState random(20261128);
    for (int i = 0; i < 60'000; ++i) {
        std::string text = random.randint(0, 2) ? "-" : "";
        const std::int64_t count = random.randint(1, i % 3 == 0 ? 41 : 19),
                           point = random.randint(1, count + 1);
        for (std::int64_t at = 0; at < count; ++at) {
            if (at == point) text += '.';
            text += static_cast<char>('0' + random.randint(0, 10));
        }
        const int reach = i % 5 == 0 ? 330 : 20;
        text += "e" + std::to_string(random.randint(-reach, reach + 1));
        compare_reading(text);
    }
}

TEST_CASE("numbers in the middle between two doubles go to the even one, by their last digit",
          "[engine]") {
    for (const char* text : {"9007199254740993",
                             "9007199254740995",
                             "9007199254740993.0000000000000000000000000000001",
                             "9007199254740992.9999999999999999999999999999999",
                             "1.00000000000000011102230246251565404",
                             "2.2250738585072014e-308",
                             "2.2250738585072011e-308",
                             "4.9406564584124654e-324",
                             "2.4703282292062327e-324",
                             "2.4703282292062328e-324",
                             "1.7976931348623157e308",
                             "1.7976931348623158e308",
                             "0.1",
                             "0.3",
                             "1e22",
                             "1e23",
                             "8.5e-323",
                             "0e999",
                             "-0",
                             "0000000000000000000000000000000000000000000000000001e-300",
                             "0.00000000000000000000000000000000000000000000000000000000001"})
        compare_reading(text);
    CHECK(std::isinf(decimal_value("1.7976931348623159e308").value()));
    CHECK(std::isinf(decimal_value("1e999999999999999999999").value()));
    CHECK(decimal_value("1e-999999999999999999999").value() == 0.0);
    CHECK(std::signbit(decimal_value("-0").value()));
}

TEST_CASE("what is no number is not read", "[engine]") {
    for (const char* text : {"", "+", "-", ".", "-.", "e5", "1e", "1e+", "1.2.3", "1 ", " 1",
                             "0x10", "inf", "nan", "1,5", "--1", "+-1", "1e5.5", "1\xE2\x88\x92"})
        CHECK(!decimal_value(text));
    CHECK(decimal_value("+.5").value() == 0.5);
    CHECK(decimal_value("5.").value() == 5.0);
    CHECK(!decimal_value(std::string(kMaxDecimalText + 1, '1')));
}
