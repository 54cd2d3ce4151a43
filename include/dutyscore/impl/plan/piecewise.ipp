#pragma once

#include <algorithm>
#include <cstdlib>
#include <limits>

#include "dutyscore/plan/piecewise.hpp"

namespace dutyscore {

namespace detail {

inline bool is_small(int128 value) { return value <= most_piece && value >= -most_piece; }

}  // namespace detail

// ---- making ----

DUTYSCORE_INLINE piecewise piecewise::constant(std::int64_t value) {
  piecewise out;
  out.most_ = std::numeric_limits<std::int64_t>::max();
  const bool is_known = detail::is_small(value);
  out.pieces_.push_back({0, is_known ? value : 0, 0, !is_known});
  return out;
}

DUTYSCORE_INLINE piecewise piecewise::opaque() {
  piecewise out = constant(0);
  out.pieces_[0].opaque = true;
  return out;
}

DUTYSCORE_INLINE piecewise piecewise::of_column(std::uint32_t column, std::int64_t quantum,
                                                std::int64_t most) {
  piecewise out;
  out.column_ = column;
  out.most_ = std::min(most, most_piece);
  out.pieces_.push_back({0, 0, quantum, false, {quantum}});
  return out;
}

DUTYSCORE_INLINE piecewise piecewise::for_each(std::uint32_t column, const quanta& of,
                                               std::int64_t most) const {
  if (!is_flat() || (column_ != none && column_ != column)) return opaque();
  piecewise out = *this;
  out.column_ = column;
  out.most_ = std::min({most_, most, (most_piece - std::abs(of.bias)) / of.times});
  for (piece& p : out.pieces_) {
    p.slope = p.base;
    p.base = 0;
    if (p.slope != 0) p.of = of;
  }
  return out;
}

// ---- asking ----

DUTYSCORE_INLINE bool piecewise::is_flat() const {
  return std::all_of(pieces_.begin(), pieces_.end(), [](const piece& p) { return p.slope == 0; });
}

DUTYSCORE_INLINE bool piecewise::has_opaque() const {
  return std::any_of(pieces_.begin(), pieces_.end(), [](const piece& p) { return p.opaque; });
}

DUTYSCORE_INLINE bool piecewise::is_column() const {
  const piece& p = pieces_.front();
  return column_ != none && pieces_.size() == 1 && p == piece{0, 0, p.of.size, false, {p.of.size}};
}

DUTYSCORE_INLINE std::optional<std::int64_t> piecewise::value() const {
  return is_constant() ? std::optional(pieces_[0].base) : std::nullopt;
}

namespace detail {

/// The last value of a column in which not more than so many are counted; negative if there is none.
inline int128 last_value(const quanta& of, std::int64_t count) {
  const int128 last = int128{of.size} * (int128{count} + 1) - 1 - of.bias;
  return last < 0 ? -1 : last / of.times;
}

/// The first value of a column in which so many are counted.
inline int128 first_value(const quanta& of, int128 count) {
  return dutyscore::divide(count * of.size - of.bias, of.times, rounding::up);
}

}  // namespace detail

DUTYSCORE_INLINE piecewise piecewise::within(std::int64_t limit) const {
  piecewise out = *this;
  for (piece& p : out.pieces_) {
    if (p.opaque) continue;
    const std::int64_t room = limit - std::abs(p.base);
    if (room < 0) {
      p.opaque = true;
    } else if (p.slope != 0) {
      const int128 last = detail::last_value(p.of, room / std::abs(p.slope));
      p.opaque = last < 0;
      if (!p.opaque) out.most_ = static_cast<std::int64_t>(std::min<int128>(out.most_, last));
    }
  }
  std::erase_if(out.pieces_, [&](const piece& p) { return p.from > out.most_; });
  return out;
}

// ---- combining ----

/// Equal neighbours are one piece.
DUTYSCORE_INLINE void piecewise::append(piece p) {
  if (!pieces_.empty() && pieces_.back().from == p.from) pieces_.pop_back();
  if (p.opaque) p.base = p.slope = 0;
  if (p.slope == 0) p.of = {};
  if (!pieces_.empty()) {
    const piece& last = pieces_.back();
    if (last.base == p.base && last.slope == p.slope && last.opaque == p.opaque &&
        last.of == p.of)
      return;
  }
  pieces_.push_back(p);
}

/// f(piece of a, piece of b) -> piece, on every stretch on which neither changes. Values of two
/// columns have no common form.
template <class F>
piecewise piecewise::combine(const piecewise& a, const piecewise& b, F f) {
  if (a.column_ != none && b.column_ != none && a.column_ != b.column_) return opaque();
  piecewise out;
  out.column_ = a.column_ == none ? b.column_ : a.column_;
  out.most_ = std::min(a.most_, b.most_);
  std::size_t i = 0, j = 0;
  for (std::int64_t from = 0;;) {
    piece p = f(a.pieces_[i], b.pieces_[j]);
    p.from = from;
    out.append(p);
    const auto next = [](const piecewise& of, std::size_t k) {
      return k + 1 < of.pieces_.size() ? of.pieces_[k + 1].from
                                       : std::numeric_limits<std::int64_t>::max();
    };
    from = std::min(next(a, i), next(b, j));
    if (from > out.most_ || from == std::numeric_limits<std::int64_t>::max()) break;
    if (next(a, i) == from) ++i;
    if (next(b, j) == from) ++j;
  }
  return out;
}

namespace detail {

inline piece opaque_piece() { return {0, 0, 0, true}; }

inline piece checked_piece(int128 base, int128 slope, const quanta& of = {}) {
  if (!is_small(base) || !is_small(slope)) return opaque_piece();
  return {0, static_cast<std::int64_t>(base), static_cast<std::int64_t>(slope), false, of};
}

}  // namespace detail

DUTYSCORE_INLINE piecewise add(const piecewise& a, const piecewise& b) {
  return piecewise::combine(a, b, [](const piece& x, const piece& y) {
    const bool is_mixed = x.slope != 0 && y.slope != 0 && x.of != y.of;
    if (x.opaque || y.opaque || is_mixed) return detail::opaque_piece();
    return detail::checked_piece(int128{x.base} + y.base, int128{x.slope} + y.slope,
                                 x.slope != 0 ? x.of : y.of);
  });
}

DUTYSCORE_INLINE piecewise negate(const piecewise& a) {
  piecewise out = a;
  for (piece& p : out.pieces_) {
    p.base = -p.base;
    p.slope = -p.slope;
  }
  return out;
}

/// One side must be a number there. Only whole products need no rounding at every value.
DUTYSCORE_INLINE piecewise multiply(const piecewise& a, const piecewise& b) {
  return piecewise::combine(a, b, [](const piece& x, const piece& y) {
    if (x.opaque || y.opaque || (x.slope != 0 && y.slope != 0)) return detail::opaque_piece();
    if (x.slope == 0 && y.slope == 0)
      return detail::checked_piece(
          dutyscore::divide(int128{x.base} * y.base, decimal::scale, rounding::half_even), 0);
    const piece& line = x.slope != 0 ? x : y;
    const std::int64_t by = x.slope != 0 ? y.base : x.base;
    const int128 base = int128{line.base} * by, slope = int128{line.slope} * by;
    if (base % decimal::scale != 0 || slope % decimal::scale != 0) return detail::opaque_piece();
    return detail::checked_piece(base / decimal::scale, slope / decimal::scale, line.of);
  });
}

DUTYSCORE_INLINE piecewise divide_exactly(const piecewise& a, const piecewise& b) {
  return piecewise::combine(a, b, [](const piece& x, const piece& y) {
    if (x.opaque || y.opaque || y.slope != 0 || y.base == 0) return detail::opaque_piece();
    const int128 base = int128{x.base} * decimal::scale, slope = int128{x.slope} * decimal::scale;
    if (base % y.base != 0 || slope % y.base != 0) return detail::opaque_piece();
    return detail::checked_piece(base / y.base, slope / y.base, x.of);
  });
}

/// Numbers may be rounded to six places.
DUTYSCORE_INLINE piecewise divide(const piecewise& a, const piecewise& b) {
  const auto x = a.value(), y = b.value();
  if (!x || !y || *y == 0 || a.column_ != none || b.column_ != none) return divide_exactly(a, b);
  const int128 quotient =
      dutyscore::divide(int128{*x} * decimal::scale, *y, rounding::half_even);
  const piece p = detail::checked_piece(quotient, 0);
  return p.opaque ? piecewise::opaque() : piecewise::constant(p.base);
}

DUTYSCORE_INLINE piecewise round(const piecewise& a, std::int64_t unit, rounding mode) {
  piecewise out = a;
  for (piece& p : out.pieces_) {
    if (p.slope == 0)
      p.base = static_cast<std::int64_t>(dutyscore::divide(p.base, unit, mode) * unit);
    else if (p.base % unit != 0 || p.slope % unit != 0)
      p.opaque = true;
  }
  return out;
}

// ---- comparing ----

/// f(difference), which changes at most at 0.
template <class F>
piecewise piecewise::split(const piecewise& difference, F f) {
  piecewise out = difference;
  out.pieces_.clear();
  for (std::size_t i = 0; i < difference.pieces_.size(); ++i) {
    const piece& p = difference.pieces_[i];
    const std::int64_t last = i + 1 < difference.pieces_.size()
                                  ? difference.pieces_[i + 1].from - 1
                                  : difference.most_;
    if (p.opaque || p.slope == 0) {
      out.append({p.from, p.opaque ? 0 : f(p.base), 0, p.opaque});
      continue;
    }
    const auto truth_at = [&](int128 q) { return f(p.base + p.slope * q); };
    out.append({p.from, truth_at(p.of.count(p.from)), 0, false});
    const int128 zero = dutyscore::divide(-int128{p.base}, p.slope, rounding::down);
    for (int128 q = zero - 1; q <= zero + 2; ++q)
      if (const int128 first = detail::first_value(p.of, q); first > p.from && first <= last) {
        const auto x = static_cast<std::int64_t>(first);
        out.append({x, truth_at(p.of.count(x)), 0, false});
      }
  }
  return out;
}

DUTYSCORE_INLINE piecewise is_less(const piecewise& a, const piecewise& b) {
  return piecewise::split(add(a, negate(b)),
                          [](int128 difference) { return std::int64_t{difference < 0}; });
}

DUTYSCORE_INLINE piecewise is_equal(const piecewise& a, const piecewise& b) {
  return piecewise::split(add(a, negate(b)),
                          [](int128 difference) { return std::int64_t{difference == 0}; });
}

DUTYSCORE_INLINE piecewise logical_not(const piecewise& a) {
  return piecewise::split(a, [](int128 value) { return std::int64_t{value == 0}; });
}

/// Where the condition holds throughout a stretch, only the value that is taken matters.
DUTYSCORE_INLINE piecewise choose(const piecewise& condition, const piecewise& yes,
                                  const piecewise& no) {
  // What holds for all values of a column is known to hold for no others.
  if (const auto known = condition.value(); known && condition.column_ == none)
    return *known != 0 ? yes : no;
  const auto taken = [&](const piecewise& value, bool when) {
    return piecewise::combine(condition, value, [&](const piece& c, const piece& v) {
      if (c.opaque || c.slope != 0) return detail::opaque_piece();
      return (c.base != 0) == when ? v : piece{};
    });
  };
  const piecewise first = taken(yes, true), second = taken(no, false);
  return add(first, second);
}

}  // namespace dutyscore
