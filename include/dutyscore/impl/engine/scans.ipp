// Questions to whole columns, for which the machine takes many values at a time. Not for users.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <utility>
#include <vector>

#include "dutyscore/engine/lanes.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

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

inline bool is_ascending(const std::uint32_t* values, std::size_t begin, std::size_t end) {
  std::uint32_t falls = 0;
  for (std::size_t i = begin + 1; i < end; ++i) falls |= values[i - 1] > values[i];
  return falls == 0;
}

/// Appends where a value differs from the one before it, and `end`. REQUIRES: begin < end.
inline void add_run_ends(const std::uint32_t* values, std::size_t begin, std::size_t end,
                         std::vector<std::size_t>& out) {
  for (std::size_t i = begin + 1; i < end; ++i)
    if (values[i] != values[i - 1]) out.push_back(i);
  out.push_back(end);
}

#if defined(__x86_64__)
/// The same, eight values at a time.
[[gnu::target("avx2")]] inline void add_run_ends_avx2(const std::uint32_t* values,
                                                      std::size_t begin, std::size_t end,
                                                      std::vector<std::size_t>& out) {
  std::size_t i = begin + 1;
  for (; i + lane_count <= end; i += lane_count) {
    const auto load = [&](std::size_t at) __attribute__((target("avx2"), always_inline)) {
      return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(values + at));
    };
    const __m256i equal = _mm256_cmpeq_epi32(load(i), load(i - 1));
    auto differ = static_cast<unsigned>(~_mm256_movemask_ps(_mm256_castsi256_ps(equal))) & 0xFF;
    for (; differ != 0; differ &= differ - 1)
      out.push_back(i + static_cast<std::size_t>(std::countr_zero(differ)));
  }
  add_run_ends(values, i - 1, end, out);
}
#endif

/// Where runs of equal values begin, and `end`. REQUIRES: begin < end.
inline void find_runs(const std::uint32_t* values, std::size_t begin, std::size_t end,
                      std::vector<std::size_t>& out) {
  out.assign(1, begin);
#if defined(__x86_64__)
  if (has_avx2()) return add_run_ends_avx2(values, begin, end, out);
#endif
  add_run_ends(values, begin, end, out);
}

}  // namespace dutyscore::engine
