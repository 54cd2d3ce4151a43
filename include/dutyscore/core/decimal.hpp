// Exact decimal numbers: a 64-bit count of millionths, with 128-bit intermediate results.
// Every operation either is exact, rounds as it was told to, or reports that it cannot: nothing
// wraps and nothing is ever a binary fraction. Values are immutable and safe to share between
// threads.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "dutyscore/core/config.hpp"

namespace dutyscore {

__extension__ using int128 = __int128;
__extension__ using uint128 = unsigned __int128;

/// How a quotient becomes a number with fewer places. All modes act on the magnitude, so that the
/// rounding of a deduction mirrors that of an award.
enum class rounding : unsigned char {
  half_even,  // to the nearer; a tie goes to the even neighbour (四舍六入)
  half_up,    // to the nearer; a tie goes away from zero (四舍五入)
  up,         // away from zero (不足进一)
  down,       // towards zero (不足不计)
};

class decimal {
 public:
  static constexpr std::int64_t scale = 1'000'000;  // millionths in one
  static constexpr int places = 6;

  constexpr decimal() = default;
  static constexpr decimal from_millionths(std::int64_t count) {
    decimal d;
    d.millionths_ = count;
    return d;
  }
  /// A whole number. REQUIRES: |whole| <= 9223372036854.
  static constexpr decimal of(std::int64_t whole) { return from_millionths(whole * scale); }

  /// Reads `-12.5`; nothing when it is not a number, has more than six places or is out of range.
  static std::optional<decimal> parse(std::string_view text);

  constexpr std::int64_t millionths() const { return millionths_; }
  constexpr bool is_integer() const { return millionths_ % scale == 0; }
  /// Digits after the point that are not trailing zeros: 0 to 6.
  int used_places() const;
  /// Without trailing zeros: `18`, `-0.5`.
  std::string to_string() const;

  constexpr auto operator<=>(const decimal&) const = default;

 private:
  std::int64_t millionths_ = 0;
};

/// The value when it fits 64 bits.
std::optional<decimal> to_decimal(int128 millionths);

/// numerator / denominator rounded to a whole number. REQUIRES: denominator != 0.
int128 divide(int128 numerator, int128 denominator, rounding mode);

/// Sum, difference, product and quotient; products and quotients round to six places, half_even.
/// Nothing when the result does not fit or the divisor is zero.
std::optional<decimal> add(decimal a, decimal b);
std::optional<decimal> subtract(decimal a, decimal b);
std::optional<decimal> multiply(decimal a, decimal b);
std::optional<decimal> divide(decimal a, decimal b);
std::optional<decimal> round(decimal value, int places, rounding mode);

/// 10^(6 - places): the millionths in one unit of the last of `places` decimals. REQUIRES: 0 <=
/// places <= 6.
constexpr std::int64_t unit_of(int places) {
  std::int64_t unit = decimal::scale;
  for (int i = 0; i < places; ++i) unit /= 10;
  return unit;
}

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/core/decimal.ipp"
#endif
