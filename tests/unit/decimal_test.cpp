// The standard library's std::to_chars is the reference, which programs for the web cannot afford.
#include <catch2/catch_test_macros.hpp>

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
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
