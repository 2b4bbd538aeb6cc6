// exp, log and tanh of floats against MPFR, for all 2^32 arguments; tests/exact/functions.sh builds and
// runs it, range after range.
//
//   functions check NAME FIRST LAST   every argument whose bits are from FIRST to LAST: the form for rows
//                                     gives the bits of the form for one number, and both the
//                                     correctly rounded value; prints a fingerprint of the results
//   functions sample                  tests/golden/functions.json: the hardest arguments and others
//
// Built without MPFR (INKLING_WITHOUT_MPFR), as for WebAssembly, it prints the fingerprint alone: equal
// fingerprints are equal results.
//
// All three functions rise with their argument, and so do their rounded values. Where our results of
// neighbouring arguments are one number, it is therefore enough that MPFR gives that number for the
// first and the last of them.
#ifndef INKLING_WITHOUT_MPFR
#include <mpfr.h>
#endif

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <span>
#include <string_view>
#include <vector>

#include "engine/numerics/functions.h"

namespace {

constexpr std::uint64_t kBlock = 1u << 16;

struct Function {
    std::string_view name;
    float (*of_one)(float);
    void (*of_row)(std::span<float>);  // null: there is none
    double (*of_double)(double);
#ifndef INKLING_WITHOUT_MPFR
    int (*reference)(mpfr_ptr, mpfr_srcptr, mpfr_rnd_t);
#endif
};

#ifdef INKLING_WITHOUT_MPFR
#define INKLING_REFERENCE(function)
#else
#define INKLING_REFERENCE(function) , function
#endif

const Function kFunctions[] = {
    {"exp", nn::exp_of, nn::exp_in_place, nn::exp_of INKLING_REFERENCE(mpfr_exp)},
    {"log", nn::log_of, nullptr, nn::log_of INKLING_REFERENCE(mpfr_log)},
    {"tanh", nn::tanh_of, nn::tanh_in_place, nn::tanh_of INKLING_REFERENCE(mpfr_tanh)},
};

// Bits of which NaN has one pattern.
std::uint32_t bits_of(float value) {
    return value == value ? std::bit_cast<std::uint32_t>(value) : 0x7fc00000u;
}

float float_of(std::uint64_t bits) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(bits));
}

#ifndef INKLING_WITHOUT_MPFR
class Reference {
public:
    Reference() {
        // The numbers of a float: subnormal ones come from mpfr_subnormalize.
        mpfr_set_emin(-148);
        mpfr_set_emax(128);
        mpfr_init2(x_, 24);
        mpfr_init2(y_, 24);
    }
    ~Reference() {
        mpfr_clear(x_);
        mpfr_clear(y_);
    }

    std::uint32_t operator()(const Function& function, float x) {
        mpfr_set_flt(x_, x, MPFR_RNDN);
        const int inexact = function.reference(y_, x_, MPFR_RNDN);
        mpfr_subnormalize(y_, inexact, MPFR_RNDN);
        return bits_of(mpfr_get_flt(y_, MPFR_RNDN));
    }

private:
    mpfr_t x_, y_;
};
#endif

struct Findings {
    std::uint64_t fingerprint = 0xcbf29ce484222325u;
    std::uint64_t different_forms = 0, wrong = 0, references = 0;
};

void print_wrong(const Function& function, std::uint64_t bits, std::uint32_t ours,
                 std::uint32_t wanted) {
    std::printf("%s(%a) is %a, not %a\n", function.name.data(), static_cast<double>(float_of(bits)),
                static_cast<double>(float_of(ours)), static_cast<double>(float_of(wanted)));
}

void check_block(const Function& function, std::uint64_t first, std::uint64_t count,
                 Findings& findings) {
    static std::array<float, kBlock> row;
    static std::array<std::uint32_t, kBlock> results;
    for (std::uint64_t i = 0; i < count; ++i) row[i] = float_of(first + i);
    for (std::uint64_t i = 0; i < count; ++i) results[i] = bits_of(function.of_one(row[i]));
    if (function.of_row != nullptr) {
        function.of_row(std::span(row).first(count));
        for (std::uint64_t i = 0; i < count; ++i)
            findings.different_forms += bits_of(row[i]) != results[i] ? 1 : 0;
    }
    for (std::uint64_t i = 0; i < count; ++i)
        findings.fingerprint = (findings.fingerprint ^ results[i]) * 0x100000001b3u;
#ifndef INKLING_WITHOUT_MPFR
    static Reference reference;
    const auto check = [&](std::uint64_t i) {
        ++findings.references;
        const std::uint32_t wanted = reference(function, float_of(first + i));
        if (wanted == results[i]) return;
        ++findings.wrong;
        print_wrong(function, first + i, results[i], wanted);
    };
    // A block lies on one side of zero and of infinity, since both stand at its beginning.
    for (std::uint64_t begin = 0, end; begin < count; begin = end) {
        // An infinity is no neighbour of what is not a number.
        const bool is_alone = std::isinf(float_of(first + begin));
        for (end = begin + 1; end < count && !is_alone && results[end] == results[begin];) ++end;
        check(begin);
        if (end - begin > 1) check(end - 1);
    }
#endif
}

int check(const Function& function, std::uint64_t first, std::uint64_t last) {
    Findings findings;
    for (std::uint64_t at = first; at <= last;) {
        const std::uint64_t count = std::min(kBlock - at % kBlock, last + 1 - at);
        check_block(function, at, count, findings);
        at += count;
    }
    std::printf("%s %08llx %08llx fingerprint %016llx, references %llu, wrong %llu, forms %llu\n",
                function.name.data(), static_cast<unsigned long long>(first),
                static_cast<unsigned long long>(last),
                static_cast<unsigned long long>(findings.fingerprint),
                static_cast<unsigned long long>(findings.references),
                static_cast<unsigned long long>(findings.wrong),
                static_cast<unsigned long long>(findings.different_forms));
    return findings.wrong + findings.different_forms > 0 ? 1 : 0;
}

#ifndef INKLING_WITHOUT_MPFR
// How far a result in double lies from the middle between two floats, in units of the double's last
// place; large where the float would not be an ordinary number.
std::int64_t distance_from_tie(double value) {
    if (!(std::abs(value) > 0x1p-126 && std::abs(value) < 0x1p127)) return 1 << 29;
    const auto tail = static_cast<std::int64_t>(std::bit_cast<std::uint64_t>(value) & 0x1fffffffu);
    return std::abs(tail - (1 << 28));
}

// The arguments of the results nearest to a tie. Near zero tanh x is x, and e^x is 1, with the smallest
// term of their series deciding; there are no surprises there.
std::vector<std::uint32_t> hardest(const Function& function, std::size_t count) {
    using Candidate = std::pair<std::int64_t, std::uint32_t>;
    std::vector<Candidate> nearest;
    std::int64_t limit = 1 << 10;
    for (const std::uint64_t sign : {0u, 0x80000000u}) {
        for (std::uint64_t bits = 1; bits < 0x7f800000u; ++bits) {
            const float x = float_of(bits | sign);
            const bool is_of_interest = function.name == "log" ? x > 0.0f : std::abs(x) > 0x1p-12f;
            if (!is_of_interest || (function.name != "log" && std::abs(x) > 104.0f)) continue;
            const std::int64_t distance =
                distance_from_tie(function.of_double(static_cast<double>(x)));
            if (distance > limit) continue;
            nearest.push_back({distance, static_cast<std::uint32_t>(bits | sign)});
            if (nearest.size() < 4 * count) continue;
            std::ranges::sort(nearest);
            nearest.resize(count);
            limit = nearest.back().first;
        }
    }
    std::ranges::sort(nearest);
    nearest.resize(std::min(nearest.size(), count));
    std::vector<std::uint32_t> arguments;
    for (const Candidate& candidate : nearest) arguments.push_back(candidate.second);
    return arguments;
}

int print_sample() {
    Reference reference;
    std::mt19937 random(1);
    std::printf("{\n");
    for (const Function& function : kFunctions) {
        std::vector<std::uint32_t> arguments = hardest(function, 150);
        // Around the ends of what has an ordinary result, and any others.
        for (const float x : {0.0f, 1.0f, 0x1p-126f, 0x1p-149f, 0x1p-24f, 0x1p-12f, 9.01f, 88.7f,
                              87.3f, 103.97f, HUGE_VALF})
            for (const float signed_x : {x, -x})
                for (std::uint32_t i = 0; i < 5; ++i)
                    arguments.push_back(std::bit_cast<std::uint32_t>(signed_x) + i - 2u);
        for (int i = 0; i < 1000; ++i) arguments.push_back(static_cast<std::uint32_t>(random()));
        // Where networks are: sizes from 2^-12 to 2^7.
        for (int i = 0; i < 600; ++i) {
            const auto exponent = static_cast<std::uint32_t>(115 + random() % 19);
            arguments.push_back((random() & 0x807fffffu) | exponent << 23);
        }
        std::printf("  \"%s\": [", function.name.data());
        for (std::size_t i = 0; i < arguments.size(); ++i)
            std::printf("%s%s%u, %u", i > 0 ? "," : "", i % 6 == 0 ? "\n    " : " ", arguments[i],
                        reference(function, float_of(arguments[i])));
        std::printf("]%s\n", &function == &kFunctions[2] ? "" : ",");
    }
    std::printf("}\n");
    return 0;
}
#endif

}  // namespace

int main(int argc, char** argv) {
    const std::string_view what = argc > 1 ? argv[1] : "";
    if (what == "check" && argc == 5)
        for (const Function& function : kFunctions)
            if (function.name == argv[2])
                return check(function, std::strtoull(argv[3], nullptr, 0),
                             std::strtoull(argv[4], nullptr, 0));
#ifndef INKLING_WITHOUT_MPFR
    if (what == "sample") return print_sample();
#endif
    std::fprintf(stderr, "usage: functions check exp|log|tanh FIRST LAST, or functions sample\n");
    return 2;
}
