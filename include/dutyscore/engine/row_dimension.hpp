// A column of one batch whose values tell classes of rows apart (plan/fused.hpp). Not for users.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "dutyscore/core/quick_division.hpp"
#include "dutyscore/data/batch.hpp"
#include "dutyscore/plan/fused.hpp"

namespace dutyscore::engine {

struct row_dimension {
  row_dimension(const fused_dimension& d, const batch_data& data);

  /// Which of the dimension's values the row has; the last for all others.
  std::uint64_t value_at(std::size_t row) const {
    if (texts) return value_of_code[std::min<std::size_t>(texts[row], value_of_code.size() - 1)];
    if (flags) return flags[row];
    // A number below the least becomes a very large one.
    const std::uint64_t above = std::min(
        static_cast<std::uint64_t>(numbers[row]) - static_cast<std::uint64_t>(least), end);
    std::uint64_t whole = steps(above);
    for (const std::int64_t b : borders) whole += above >= static_cast<std::uint64_t>(b);
    return is_range || whole * static_cast<std::uint64_t>(step) == above ? whole : count;
  }

  const std::uint8_t* flags = nullptr;  // one of these three, unless there are no rows
  const text_pool::code* texts = nullptr;
  const std::int64_t* numbers = nullptr;
  std::vector<std::uint32_t> value_of_code;  // the last is that of all codes beyond
  std::int64_t least = 0, step = 1;
  std::uint64_t end = 0;
  std::uint32_t count = 0;
  quick_division steps;
  bool is_range = false;
  std::vector<std::int64_t> borders;
  /// The end, and the last number before each border, without the lower bits of which quotients do
  /// not ask.
  std::uint32_t shifted_end = 0;
  std::vector<std::uint32_t> before_borders;
};

}  // namespace dutyscore::engine

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/engine/row_dimension.ipp"
#endif
