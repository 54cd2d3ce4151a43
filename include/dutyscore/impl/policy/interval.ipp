// Intervals of millionths with ends that may be missing, and the reason why one is. Included by
// bounds.ipp alone.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "dutyscore/core/decimal.hpp"
#include "dutyscore/core/diagnostic.hpp"

namespace dutyscore::detail::bounding {

/// An index into the reasons; 0 is none.
using reason_id = std::uint32_t;

/// Where there is no reason the end is finite. Beyond 10^18 points nothing is told apart.
struct end {
  int128 value = 0;
  reason_id because = 0;
  bool is_finite() const { return because == 0; }
};

struct interval {
  end lo, hi;
};

inline constexpr int128 widest = int128{1'000'000'000'000'000'000} * decimal::scale;
/// Of a finite end that has become too large to count.
inline constexpr reason_id too_large = 1;

DUTYSCORE_INLINE end finite(int128 value) {
  return value > widest || value < -widest ? end{0, too_large} : end{value, 0};
}
DUTYSCORE_INLINE end missing(reason_id because) { return {0, because}; }
DUTYSCORE_INLINE interval exactly(int128 value) { return {finite(value), finite(value)}; }
DUTYSCORE_INLINE interval nothing() { return exactly(0); }
DUTYSCORE_INLINE interval between(int128 lo, int128 hi) { return {finite(lo), finite(hi)}; }
DUTYSCORE_INLINE interval anything(reason_id because) {
  return {missing(because), missing(because)};
}

DUTYSCORE_INLINE end add(end a, end b) {
  if (!a.is_finite()) return a;
  return b.is_finite() ? finite(a.value + b.value) : b;
}
DUTYSCORE_INLINE end negate(end a) { return {-a.value, a.because}; }
DUTYSCORE_INLINE interval add(const interval& a, const interval& b) {
  return {add(a.lo, b.lo), add(a.hi, b.hi)};
}
DUTYSCORE_INLINE interval negate(const interval& a) { return {negate(a.hi), negate(a.lo)}; }

/// The end that lets more in, and the one that lets less in.
DUTYSCORE_INLINE end lower(end a, end b) {
  if (!a.is_finite() || !b.is_finite()) return a.is_finite() ? b : a;
  return a.value <= b.value ? a : b;
}
DUTYSCORE_INLINE end higher(end a, end b) {
  if (!a.is_finite() || !b.is_finite()) return a.is_finite() ? b : a;
  return a.value >= b.value ? a : b;
}
DUTYSCORE_INLINE interval hull(const interval& a, const interval& b) {
  return {lower(a.lo, b.lo), higher(a.hi, b.hi)};
}
DUTYSCORE_INLINE interval with_zero(const interval& a) { return hull(a, nothing()); }

DUTYSCORE_INLINE interval meet(const interval& a, const interval& b) {
  const auto narrower = [](end x, end y, bool is_low) {
    if (!y.is_finite()) return x;
    if (!x.is_finite()) return y;
    return (x.value >= y.value) == is_low ? x : y;
  };
  return {narrower(a.lo, b.lo, true), narrower(a.hi, b.hi, false)};
}

/// Is every value of it at least (at most) this?
DUTYSCORE_INLINE bool at_least(const interval& a, int128 value) {
  return a.lo.is_finite() && a.lo.value >= value;
}
DUTYSCORE_INLINE bool at_most(const interval& a, int128 value) {
  return a.hi.is_finite() && a.hi.value <= value;
}
DUTYSCORE_INLINE bool is_nothing(const interval& a) { return at_least(a, 0) && at_most(a, 0); }

/// min(N, x) and max(N, x).
DUTYSCORE_INLINE interval not_above(const interval& x, int128 n) {
  interval out = x;
  if (!at_most(x, n)) out.hi = finite(n);
  if (x.lo.is_finite() && x.lo.value > n) out.lo = finite(n);
  return out;
}
DUTYSCORE_INLINE interval not_below(const interval& x, int128 n) {
  return negate(not_above(negate(x), -n));
}

/// The sum of up to `count` values of it; without a count of any number of them.
DUTYSCORE_INLINE interval up_to(const std::optional<std::int64_t>& count, const interval& each,
                                reason_id any_number) {
  const auto times = [&](end e) {
    if (!e.is_finite() || e.value == 0) return e;
    if (!count) return missing(any_number);
    const int128 most = widest / std::max<int128>(1, e.value < 0 ? -e.value : e.value);
    return *count > most ? missing(too_large) : finite(e.value * *count);
  };
  const interval wide = with_zero(each);
  return {times(wide.lo), times(wide.hi)};
}

/// a * b / c in millionths, rounded away from zero in neither direction too narrow.
DUTYSCORE_INLINE end product(end a, end b) {
  if (a.is_finite() && a.value == 0) return a;
  if (b.is_finite() && b.value == 0) return b;
  if (!a.is_finite()) return a;
  if (!b.is_finite()) return b;
  int128 both = 0;
  if (__builtin_mul_overflow(a.value, b.value, &both)) return missing(too_large);
  return finite(both / decimal::scale);
}

DUTYSCORE_INLINE int sign(end e, bool is_low) {
  if (!e.is_finite()) return is_low ? -1 : 1;
  return e.value < 0 ? -1 : e.value > 0 ? 1 : 0;
}

/// One millionth wider where the product is not exact.
DUTYSCORE_INLINE interval multiply(const interval& a, const interval& b) {
  const std::pair<end, int> of_a[] = {{a.lo, sign(a.lo, true)}, {a.hi, sign(a.hi, false)}};
  const std::pair<end, int> of_b[] = {{b.lo, sign(b.lo, true)}, {b.hi, sign(b.hi, false)}};
  std::optional<end> lo, hi;
  const auto take = [&](end e, bool is_low, bool is_high) {
    if (is_low) lo = lo ? lower(*lo, e) : e;
    if (is_high) hi = hi ? higher(*hi, e) : e;
  };
  for (const auto& [x, sx] : of_a)
    for (const auto& [y, sy] : of_b) {
      const end p = product(x, y);
      const bool is_exact = !x.is_finite() || !y.is_finite() || !p.is_finite() ||
                            x.value * y.value % decimal::scale == 0;
      if (!p.is_finite()) {  // missing on one side only
        take(p, sx * sy < 0, sx * sy > 0);
      } else {
        take(is_exact ? p : finite(p.value - 1), true, false);
        take(is_exact ? p : finite(p.value + 1), false, true);
      }
    }
  const auto or_missing = [](const std::optional<end>& e) { return e ? *e : missing(too_large); };
  return {or_missing(lo), or_missing(hi)};
}

}  // namespace dutyscore::detail::bounding
