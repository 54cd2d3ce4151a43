// Division by a number known only when the program runs, as a product and shifts. Not for users.
#pragma once

#include <cstdint>

#include "dutyscore/core/config.hpp"

namespace dutyscore {

/// Whole quotients of numbers from 0 up to some end, below 2^62, by a number of which the end is a
/// multiple: (n >> shift) * factor >> rest, where no factor of the product has more than 32 bits, and
/// n >> shift has fewer.
struct quick_division {
  quick_division() = default;
  /// REQUIRES: can_divide(by, times).
  quick_division(std::int64_t by, std::int64_t times);
  /// Whether that is possible up to times * by.
  static bool can_divide(std::int64_t by, std::int64_t times);
  std::uint64_t operator()(std::uint64_t n) const { return (n >> shift) * factor >> rest; }

  std::uint32_t shift = 0, factor = 0, rest = 32;  // at least 32
};

/// That of odd numbers, modulo 2^32.
constexpr std::uint32_t inverse_of(std::uint32_t odd) {
  std::uint32_t out = odd;  // right in its three lowest bits; each step doubles them
  for (int i = 0; i < 4; ++i) out *= 2 - odd * out;
  return out;
}

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/core/quick_division.ipp"
#endif
