// Division by a number known only when the program runs, as a product and shifts. Not for users.
#pragma once

#include <cstdint>

#include "dutyscore/core/config.hpp"

namespace dutyscore {

/// Whole quotients of numbers up to some end, below 2^62, by a number of which the end is a multiple:
/// (n >> shift) * factor >> rest, where no factor of the product has more than 32 bits.
struct quick_division {
  quick_division() = default;
  /// REQUIRES: can_divide(by, times).
  quick_division(std::int64_t by, std::int64_t times);
  /// Whether that is possible up to times * by.
  static bool can_divide(std::int64_t by, std::int64_t times);
  std::uint64_t operator()(std::uint64_t n) const { return (n >> shift) * factor >> rest; }

  std::uint32_t shift = 0, factor = 1, rest = 0;
};

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/core/quick_division.ipp"
#endif
