// Questions to whole columns, for which the machine takes many values at a time. Not for users.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "dutyscore/engine/lanes.hpp"

namespace dutyscore::engine {

template <class Number>
struct least_and_most_scan {
  const std::vector<Number>& values;
  std::pair<Number, Number>& out;
  DUTYSCORE_LANES void operator()() const {
    Number low = values[0], high = low;
    const Number* from = values.data();
    for (std::size_t i = 0, n = values.size(); i < n; ++i) {
      low = from[i] < low ? from[i] : low;
      high = from[i] > high ? from[i] : high;
    }
    out = {low, high};
  }
};

/// REQUIRES: there is a value.
template <class Number>
std::pair<Number, Number> least_and_most(const std::vector<Number>& values) {
  std::pair<Number, Number> out;
  run_on_lanes(least_and_most_scan<Number>{values, out});
  return out;
}

/// Where the values from `begin` on are no longer all the same.
inline std::size_t end_of_run(const std::uint32_t* values, std::size_t begin, std::size_t end) {
  constexpr std::size_t at_once = 16;
  const std::uint32_t value = values[begin];
  for (; begin + at_once <= end; begin += at_once) {
    std::uint32_t others = 0;
    for (std::size_t i = 0; i < at_once; ++i) others |= values[begin + i] ^ value;
    if (others != 0) break;
  }
  while (begin < end && values[begin] == value) ++begin;
  return begin;
}

inline bool is_ascending(const std::uint32_t* values, std::size_t begin, std::size_t end) {
  std::uint32_t falls = 0;
  for (std::size_t i = begin + 1; i < end; ++i) falls |= values[i - 1] > values[i];
  return falls == 0;
}

}  // namespace dutyscore::engine
