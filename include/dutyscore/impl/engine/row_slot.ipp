#pragma once

#include <bit>
#include <limits>

#include "dutyscore/core/config.hpp"
#include "dutyscore/engine/row_slot.hpp"

namespace dutyscore::engine {

inline slot_piece slot_piece_of(const piece& p) {
  slot_piece out;
  out.base = p.base;
  out.slope = p.slope;
  out.times = static_cast<std::uint64_t>(p.of.times);
  out.bias = static_cast<std::uint64_t>(p.of.bias);
  const auto size = static_cast<std::uint64_t>(p.of.size);
  out.shift = static_cast<std::uint32_t>(std::bit_width(size)) - 1;
  if (std::has_single_bit(size)) {
    ++out.bias;  // (n + 1) * (2^64 - 1) >> 64 = n
  } else {
    const auto power = static_cast<uint128>(1) << (64 + out.shift);
    out.multiplier = static_cast<std::uint64_t>(power / size) + 1;
  }
  return out;
}

DUTYSCORE_INLINE slot_function slot_function_of(const fused_addition& a) {
  slot_function out;
  out.most = a.most;
  out.from.fill(std::numeric_limits<std::int64_t>::max());
  for (std::size_t n = 0; n < a.pieces.size(); ++n) {
    if (n > 0) out.from[n - 1] = a.pieces[n].from;
    out.pieces[n] = slot_piece_of(a.pieces[n]);
  }
  return out;
}

}  // namespace dutyscore::engine
