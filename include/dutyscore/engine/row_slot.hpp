// An addition of a fused class over one number column as machine arithmetic: no branch, no division.
// Not for users. Tested by tests/reference/totals_test.cpp.
#pragma once

#include <array>
#include <cstdint>

#include "dutyscore/core/decimal.hpp"
#include "dutyscore/plan/fused.hpp"

namespace dutyscore::engine {

inline constexpr std::size_t most_slot_pieces = 5;

/// value = base + slope * q; q = (x * times + bias) * multiplier >> 64 + shift.
struct slot_piece {
  std::int64_t base = 0, slope = 0;
  std::uint64_t times = 1, bias = 1, multiplier = ~std::uint64_t{0};
  std::uint32_t shift = 0;
  bool operator==(const slot_piece&) const = default;
};

/// The piece of a value is the one with the number of how many of `from` it reaches.
struct slot_function {
  std::int64_t most = 0;  // the largest value for which it holds; the least is 0
  std::array<std::int64_t, most_slot_pieces - 1> from{};
  std::array<slot_piece, most_slot_pieces> pieces{};

  /// The points for a value, and in n the piece that it falls into.
  std::int64_t at(std::int64_t x, std::size_t& n) const {
    n = 0;
    for (std::int64_t first : from) n += x >= first;
    const slot_piece& p = pieces[n];
    const uint128 product =
        uint128{static_cast<std::uint64_t>(x) * p.times + p.bias} * p.multiplier;
    const auto q = static_cast<std::int64_t>(static_cast<std::uint64_t>(product >> 64) >> p.shift);
    return p.base + p.slope * q;
  }
  bool operator==(const slot_function&) const = default;
};

slot_function slot_function_of(const fused_addition& a);

}  // namespace dutyscore::engine

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/engine/row_slot.ipp"
#endif
