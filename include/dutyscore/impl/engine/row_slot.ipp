#pragma once

#include <bit>
#include <limits>

#include "dutyscore/core/config.hpp"
#include "dutyscore/engine/row_slot.hpp"

namespace dutyscore::engine {

DUTYSCORE_INLINE slot_function slot_function_of(const fused_addition& a) {
  slot_function out;
  out.most = a.most;
  const auto quantum = static_cast<std::uint64_t>(a.quantum);
  out.bias = static_cast<std::uint64_t>(a.bias);
  out.shift = static_cast<std::uint32_t>(std::bit_width(quantum)) - 1;
  if (std::has_single_bit(quantum)) {
    ++out.bias;  // (n + 1) * (2^64 - 1) >> 64 = n
  } else {
    const auto power = static_cast<uint128>(1) << (64 + out.shift);
    out.multiplier = static_cast<std::uint64_t>(power / quantum) + 1;
  }
  out.from.fill(std::numeric_limits<std::int64_t>::max());
  for (std::size_t n = 0; n < a.pieces.size(); ++n) {
    if (n > 0) out.from[n - 1] = a.pieces[n].from;
    out.base[n] = a.pieces[n].base;
    out.slope[n] = a.pieces[n].slope;
  }
  return out;
}

}  // namespace dutyscore::engine
