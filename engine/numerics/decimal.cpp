#include "engine/numerics/decimal.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace nn {

namespace {

// A whole number of up to 1,344 bits, enough for every double times its power of ten, and for the power of
// ten that the smallest double with kMaxDecimalText digits is divided by.
class Whole {
public:
    explicit Whole(std::uint64_t value)
        : limbs_{static_cast<std::uint32_t>(value), static_cast<std::uint32_t>(value >> 32)},
          size_(value >> 32 ? 2 : 1) {}

    void multiply(std::uint32_t factor) {
        std::uint64_t carry = 0;
        for (std::size_t i = 0; i < size_; ++i) {
            carry += std::uint64_t{limbs_[i]} * factor;
            limbs_[i] = static_cast<std::uint32_t>(carry);
            carry >>= 32;
        }
        if (carry) push(static_cast<std::uint32_t>(carry));
    }
    void times_ten_to(int power) {
        for (; power > 0; --power) multiply(10);
    }
    void double_times(int times) {
        for (; times >= 31; times -= 31) multiply(std::uint32_t{1} << 31);
        multiply(std::uint32_t{1} << times);
    }
    void add(const Whole& other) {
        std::uint64_t carry = 0;
        for (std::size_t i = 0; i < std::max(size_, other.size_); ++i) {
            if (i == size_) push(0);
            carry += std::uint64_t{limbs_[i]} + other.limbs_[i];
            limbs_[i] = static_cast<std::uint32_t>(carry);
            carry >>= 32;
        }
        if (carry) push(static_cast<std::uint32_t>(carry));
    }
    void add(std::uint32_t digit) { add(Whole(digit)); }
    // Of something no larger.
    void subtract(const Whole& other) {
        std::int64_t carry = 0;
        for (std::size_t i = 0; i < size_; ++i) {
            carry += std::int64_t{limbs_[i]} - std::int64_t{other.limbs_[i]};
            limbs_[i] = static_cast<std::uint32_t>(carry);
            carry >>= 32;
        }
        while (size_ > 1 && limbs_[size_ - 1] == 0) --size_;
    }
    // Below zero, zero or above, as this is less than, equal to or more than the other.
    int compare(const Whole& other) const {
        if (size_ != other.size_) return size_ < other.size_ ? -1 : 1;
        for (std::size_t i = size_; i-- > 0;)
            if (limbs_[i] != other.limbs_[i]) return limbs_[i] < other.limbs_[i] ? -1 : 1;
        return 0;
    }

private:
    void push(std::uint32_t limb) {
        assert(size_ < limbs_.size());
        limbs_[size_++] = limb;
    }

    std::array<std::uint32_t, 42> limbs_{};  // the lowest first; zero from size_ on
    std::size_t size_;
};

int compare_sum(Whole a, const Whole& b, const Whole& sum) {
    a.add(b);
    return a.compare(sum);
}

// 0.digits × 10^point
struct Digits {
    std::string digits;
    int point = 0;
};

// Steele and White's free-format algorithm: digits of value = rest / unit, until what is left is
// within half a step to the neighbouring numbers.
template <class Float>
Digits shortest_digits(Float value) {
    using Limits = std::numeric_limits<Float>;
    int exponent = 0;
    const Float fraction = std::frexp(value, &exponent);
    exponent = std::max(exponent, Limits::min_exponent) - Limits::digits;
    const auto mantissa = static_cast<std::uint64_t>(std::ldexp(value, -exponent));
    const bool is_even = mantissa % 2 == 0;  // ties read back to even numbers
    // Below a power of two the numbers stand twice as close.
    const bool is_closer_below =
        fraction == Float(0.5) && exponent > Limits::min_exponent - Limits::digits;

    Whole rest(4 * mantissa), unit(4), above(2), below(is_closer_below ? 1 : 2);
    for (Whole* number : {&rest, &above, &below}) number->double_times(std::max(exponent, 0));
    unit.double_times(std::max(-exponent, 0));

    Digits out;
    while (compare_sum(rest, above, unit) >= (is_even ? 0 : 1)) {
        unit.multiply(10);
        ++out.point;
    }
    const auto next = [&] {
        for (Whole* number : {&rest, &above, &below}) number->multiply(10);
    };
    for (next(); compare_sum(rest, above, unit) < (is_even ? 0 : 1); next()) --out.point;
    for (;; next()) {
        char digit = '0';
        for (; rest.compare(unit) >= 0; ++digit) rest.subtract(unit);
        const bool may_stay = rest.compare(below) < (is_even ? 1 : 0);
        const bool may_rise = compare_sum(rest, above, unit) >= (is_even ? 0 : 1);
        if (may_stay && may_rise) {
            const int half = compare_sum(rest, rest, unit);
            if (half > 0 || (half == 0 && digit % 2 != 0)) ++digit;
        } else if (may_rise) {
            ++digit;
        }
        out.digits += digit;
        if (may_stay || may_rise) return out;
    }
}

std::string plain_text(const Digits& number) {
    const auto& [digits, point] = number;
    const int count = static_cast<int>(digits.size());
    if (point <= 0) return "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
    if (point >= count) return digits + std::string(static_cast<std::size_t>(point - count), '0');
    return std::string(digits).insert(static_cast<std::size_t>(point), ".");
}

std::string scientific_text(const Digits& number) {
    std::string text = number.digits;
    if (text.size() > 1) text.insert(1, ".");
    const int exponent = number.point - 1;
    text += exponent < 0 ? "e-" : "e+";
    if (std::abs(exponent) < 10) text += '0';
    return text + std::to_string(std::abs(exponent));
}

template <class Float>
std::string text_of(Float value, Notation notation) {
    const std::string sign = std::signbit(value) ? "-" : "";
    if (!std::isfinite(value)) return sign + (std::isnan(value) ? "nan" : "inf");
    const Float size = std::abs(value);
    std::string whole;
    if (size < Float(0x1p63) && size == std::floor(size))
        whole = std::to_string(static_cast<std::uint64_t>(size));
    constexpr std::size_t kShortestScientific = 5;  // "1e+00"
    if (!whole.empty() && (notation == Notation::Plain ||
                           (notation == Notation::Shorter && whole.size() <= kShortestScientific)))
        return sign + whole;
    const Digits number = size == Float(0) ? Digits{"0", 1} : shortest_digits(size);
    const std::string scientific = scientific_text(number);
    const std::string plain = whole.empty() ? plain_text(number) : whole;
    const bool is_plain = notation == Notation::Plain ||
                          (notation == Notation::Shorter && plain.size() <= scientific.size());
    return sign + (is_plain ? plain : scientific);
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool take_sign(std::string_view& text) {
    const bool is_negative = text.starts_with('-');
    if (is_negative || text.starts_with('+')) text.remove_prefix(1);
    return is_negative;
}

// Of the digits that the text begins with; they are taken off.
std::string_view take_digits(std::string_view& text) {
    const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
    const std::string_view digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    text.remove_prefix(digits.size());
    return digits;
}

// What the text says, without its sign, zeros at the left or a point; nothing where it is no number.
std::optional<Digits> digits_of(std::string_view text) {
    const std::string_view before = take_digits(text);
    std::string_view behind;
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        behind = take_digits(text);
    }
    if (before.empty() && behind.empty()) return std::nullopt;
    int exponent = 0;
    if (text.starts_with('e') || text.starts_with('E')) {
        text.remove_prefix(1);
        const bool is_negative = take_sign(text);
        const std::string_view power = take_digits(text);
        if (power.empty()) return std::nullopt;
        constexpr int kBeyondAll = 10'000;
        for (const char c : power) exponent = std::min(10 * exponent + (c - '0'), kBeyondAll);
        if (is_negative) exponent = -exponent;
    }
    if (!text.empty()) return std::nullopt;
    Digits out{std::string(before).append(behind), static_cast<int>(before.size()) + exponent};
    const std::size_t zeros = std::min(out.digits.find_first_not_of('0'), out.digits.size());
    out.digits.erase(0, zeros);
    out.point -= static_cast<int>(zeros);
    return out;
}

// As on paper: the number as a fraction of whole numbers, divided bit by bit as far as a double goes.
double nearest_double(const Digits& number) {
    using Limits = std::numeric_limits<double>;
    constexpr int kBelowHalfOfSmallest = -323, kAboveLargest = 310;  // of `point`
    if (number.digits.empty() || number.point < kBelowHalfOfSmallest) return 0.0;
    if (number.point > kAboveLargest) return Limits::infinity();
    Whole rest(0), unit(1);
    for (const char c : number.digits) {
        rest.multiply(10);
        rest.add(static_cast<std::uint32_t>(c - '0'));
    }
    const int power = number.point - static_cast<int>(number.digits.size());
    rest.times_ten_to(power);
    unit.times_ten_to(-power);

    // Until 1 <= rest / unit < 2: the number is that times 2^exponent.
    int exponent = 0;
    for (; rest.compare(unit) < 0; --exponent) rest.double_times(1);
    for (; compare_sum(unit, unit, rest) <= 0; ++exponent) unit.double_times(1);
    // Below the smallest normal number bits are lost; of half the smallest of all none is left.
    const int bits = Limits::digits - std::max(Limits::min_exponent - 1 - exponent, 0);
    if (bits < 0) return 0.0;
    std::uint64_t mantissa = 0;
    for (int i = 0; i < bits; ++i) {
        mantissa *= 2;
        if (rest.compare(unit) >= 0) {
            rest.subtract(unit);
            ++mantissa;
        }
        rest.double_times(1);
    }
    const int half = rest.compare(unit);
    if (half > 0 || (half == 0 && mantissa % 2 != 0)) ++mantissa;
    return std::ldexp(static_cast<double>(mantissa), exponent - bits + 1);
}

}  // namespace

std::optional<double> decimal_value(std::string_view text) {
    if (text.size() > kMaxDecimalText) return std::nullopt;
    const bool is_negative = take_sign(text);
    const std::optional<Digits> digits = digits_of(text);
    if (!digits) return std::nullopt;
    const double size = nearest_double(*digits);
    return is_negative ? -size : size;
}

std::string decimal_text(double value, Notation notation) {
    return text_of(value, notation);
}
std::string decimal_text(float value, Notation notation) {
    return text_of(value, notation);
}

}  // namespace nn
