// Questions to whole columns, for which the machine takes many values at a time. Not for users.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "dutyscore/engine/lanes.hpp"

namespace dutyscore::engine {

struct least_and_most_scan {
  const std::vector<std::int32_t>& values;
  std::int32_t& least;
  std::int32_t& most;
  DUTYSCORE_LANES void operator()() const {
    std::int32_t low = values[0], high = low;
    const std::int32_t* from = values.data();
    for (std::size_t i = 0, n = values.size(); i < n; ++i) {
      low = from[i] < low ? from[i] : low;
      high = from[i] > high ? from[i] : high;
    }
    least = low;
    most = high;
  }
};

/// REQUIRES: there is a value.
inline std::pair<std::int32_t, std::int32_t> least_and_most(
    const std::vector<std::int32_t>& values) {
  std::int32_t least = 0, most = 0;
  run_on_lanes(least_and_most_scan{values, least, most});
  return {least, most};
}

struct order_scan {
  const std::vector<std::uint32_t>& values;
  bool& is_ascending;
  DUTYSCORE_LANES void operator()() const {
    constexpr std::size_t at_once = 4096;
    const std::uint32_t* from = values.data();
    const std::size_t n = values.empty() ? 0 : values.size() - 1;
    for (std::size_t begin = 0; begin < n && is_ascending; begin += at_once) {
      const std::size_t end = begin + at_once < n ? begin + at_once : n;
      std::uint32_t falls = 0;
      for (std::size_t i = begin; i < end; ++i) falls |= from[i] > from[i + 1];
      is_ascending = falls == 0;
    }
  }
};

inline bool is_ascending(const std::vector<std::uint32_t>& values) {
  bool out = true;
  run_on_lanes(order_scan{values, out});
  return out;
}

}  // namespace dutyscore::engine
