#pragma once

#include <limits>

#include "dutyscore/core/decimal.hpp"

namespace dutyscore {

DUTYSCORE_INLINE std::optional<decimal> to_decimal(int128 millionths) {
  if (millionths > std::numeric_limits<std::int64_t>::max() ||
      millionths < std::numeric_limits<std::int64_t>::min())
    return std::nullopt;
  return decimal::from_millionths(static_cast<std::int64_t>(millionths));
}

DUTYSCORE_INLINE std::optional<decimal> decimal::parse(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  int128 value = 0;
  int digits = 0, after_point = -1;
  for (char c : text) {
    if (c == '.') {
      if (after_point >= 0 || digits == 0) return std::nullopt;
      after_point = 0;
    } else if (c >= '0' && c <= '9') {
      if (after_point >= places) {
        if (c != '0') return std::nullopt;  // trailing zeros say nothing and are let pass
        continue;
      }
      value = value * 10 + (c - '0');
      if (value > (int128{1} << 64)) return std::nullopt;
      ++digits;
      if (after_point >= 0) ++after_point;
    } else {
      return std::nullopt;
    }
  }
  if (digits == 0 || after_point == 0) return std::nullopt;
  value *= unit_of(after_point < 0 ? 0 : after_point);
  return to_decimal(negative ? -value : value);
}

DUTYSCORE_INLINE int decimal::used_places() const {
  std::int64_t rest = millionths_ % scale;
  int used = places;
  while (used > 0 && rest % 10 == 0) {
    rest /= 10;
    --used;
  }
  return used;
}

DUTYSCORE_INLINE std::string decimal::to_string() const {
  // Unsigned arithmetic, because the magnitude of the smallest value does not fit the signed type.
  const std::uint64_t magnitude = millionths_ < 0 ? 0 - static_cast<std::uint64_t>(millionths_)
                                                  : static_cast<std::uint64_t>(millionths_);
  std::string out = millionths_ < 0 ? "-" : "";
  out += std::to_string(magnitude / scale);
  if (int used = used_places(); used > 0) {
    std::string fraction = std::to_string(magnitude % scale);
    fraction.insert(0, static_cast<std::size_t>(places) - fraction.size(), '0');
    out += '.';
    out.append(fraction, 0, static_cast<std::size_t>(used));
  }
  return out;
}

DUTYSCORE_INLINE int128 divide(int128 numerator, int128 denominator, rounding mode) {
  const bool negative = (numerator < 0) != (denominator < 0);
  const uint128 n = numerator < 0 ? uint128{0} - static_cast<uint128>(numerator)
                                  : static_cast<uint128>(numerator);
  const uint128 d = denominator < 0 ? uint128{0} - static_cast<uint128>(denominator)
                                    : static_cast<uint128>(denominator);
  uint128 quotient = n / d;
  const uint128 rest = n % d;
  const uint128 other = d - rest;  // compared with `rest` instead of doubling, which could wrap
  const bool away = mode == rounding::up     ? rest != 0
                    : mode == rounding::down ? false
                    : mode == rounding::half_up
                        ? rest >= other
                        : rest > other || (rest == other && quotient % 2 == 1);
  if (away) ++quotient;
  return negative ? -static_cast<int128>(quotient) : static_cast<int128>(quotient);
}

DUTYSCORE_INLINE std::optional<decimal> add(decimal a, decimal b) {
  return to_decimal(int128{a.millionths()} + b.millionths());
}

DUTYSCORE_INLINE std::optional<decimal> subtract(decimal a, decimal b) {
  return to_decimal(int128{a.millionths()} - b.millionths());
}

DUTYSCORE_INLINE std::optional<decimal> multiply(decimal a, decimal b) {
  return to_decimal(
      divide(int128{a.millionths()} * b.millionths(), decimal::scale, rounding::half_even));
}

DUTYSCORE_INLINE std::optional<decimal> divide(decimal a, decimal b) {
  if (b.millionths() == 0) return std::nullopt;
  return to_decimal(
      divide(int128{a.millionths()} * decimal::scale, b.millionths(), rounding::half_even));
}

DUTYSCORE_INLINE std::optional<decimal> round(decimal value, int places, rounding mode) {
  const std::int64_t unit = unit_of(places);
  return to_decimal(divide(value.millionths(), unit, mode) * unit);
}

}  // namespace dutyscore
