#pragma once

#include <algorithm>
#include <bit>

#include "dutyscore/core/quick_division.hpp"

namespace dutyscore {

namespace detail {

inline constexpr int quotient_bits = 31;

/// How many lower bits both the end and the divisor can do without.
inline int quotient_shift(std::int64_t by, std::int64_t times) {
  const auto end = static_cast<std::uint64_t>(by * times);
  return std::max(0, static_cast<int>(std::bit_width(end)) - quotient_bits);
}

}  // namespace detail

DUTYSCORE_INLINE bool quick_division::can_divide(std::int64_t by, std::int64_t times) {
  constexpr std::int64_t most = std::int64_t{1} << 62;
  return by > 0 && times > 0 && by <= most / times &&
         detail::quotient_shift(by, times) <= std::countr_zero(static_cast<std::uint64_t>(by)) &&
         by >> detail::quotient_shift(by, times) > 1;
}

/// factor = 2^rest / d, rounded up by less than one: n * factor is n / d * 2^rest and less than n more,
/// too little for the next whole quotient as long as n < 2^31 <= 2^rest / d.
DUTYSCORE_INLINE quick_division::quick_division(std::int64_t by, std::int64_t times)
    : shift(static_cast<std::uint32_t>(detail::quotient_shift(by, times))) {
  const auto d = static_cast<std::uint64_t>(by) >> shift;
  rest = static_cast<std::uint32_t>(detail::quotient_bits + std::bit_width(d - 1));
  factor = static_cast<std::uint32_t>(((std::uint64_t{1} << rest) + d - 1) / d);
}

}  // namespace dutyscore
