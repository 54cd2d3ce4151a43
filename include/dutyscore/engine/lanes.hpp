// Eight numbers at once, one for each of eight subjects, and the choice of how the machine works
// on them. Both ways are the same source and give the same bits. Not for users.
#pragma once

#include <cstddef>
#include <cstdint>

#include "dutyscore/core/processor.hpp"

namespace dutyscore::engine {

inline constexpr std::size_t lane_count = 8;

/// Everything of which a function is made must be inlined into it, so that it is compiled for the
/// machine that the function is compiled for.
#define DUTYSCORE_LANES [[gnu::always_inline]] inline

/// A struct, because the alignment of a vector type alone depends on the machine compiled for.
template <class Number>
struct alignas(lane_count * sizeof(Number)) lanes {
  using vector [[gnu::vector_size(lane_count * sizeof(Number))]] = Number;
  vector v{};

  Number operator[](std::size_t lane) const { return v[lane]; }
  void add(std::size_t lane, Number value) { v[lane] += value; }
};

template <class Number>
DUTYSCORE_LANES lanes<Number> filled(Number value) {
  return {typename lanes<Number>::vector{} + value};
}
template <class Number>
DUTYSCORE_LANES void operator+=(lanes<Number>& a, const lanes<Number>& b) {
  a.v += b.v;
}
template <class Number>
DUTYSCORE_LANES lanes<Number> operator-(const lanes<Number>& a, const lanes<Number>& b) {
  return {a.v - b.v};
}
template <class Number>
DUTYSCORE_LANES lanes<Number> operator-(const lanes<Number>& a) {
  return {-a.v};
}
template <class Number>
DUTYSCORE_LANES void take_least(lanes<Number>& a, const lanes<Number>& b) {
  a.v = a.v < b.v ? a.v : b.v;
}
template <class Number>
DUTYSCORE_LANES void take_most(lanes<Number>& a, const lanes<Number>& b) {
  a.v = a.v > b.v ? a.v : b.v;
}

/// Runs f, an always-inlined function object, compiled for the best machine at hand.
#if defined(__x86_64__)
template <class F>
[[gnu::target("avx2"), gnu::noinline]] void run_on_avx2(F& f) {
  f();
}
#endif
template <class F>
void run_on_lanes(F f) {
#if defined(__x86_64__)
  if (has_avx2()) return run_on_avx2(f);
#endif
  f();
}

}  // namespace dutyscore::engine
