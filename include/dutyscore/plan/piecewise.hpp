// What a value becomes once everything but one number column is known: straight pieces over that
// column. Partial evaluation of a rule is arithmetic on these. Not for users.
//
//   if(hours >= 3, 2, 0) + 1   over hours, in whole numbers:  from 0: 1;  from 3: 3
//   min(items, 10) * 2         over items:                    from 0: 2 q;  from 10: 20
//
// A piece gives `base + slope * q`, where q is the number of whole quanta in the column's value: of
// an integer field the quantum is one, of a decimal field a millionth; what an author rounds has
// its own. Nothing is ever rounded that the author did not ask to be rounded; what has no such form
// is opaque, and rows to which that matters are judged one operation after the other. Tested by
// tests/engine/piecewise_test.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "dutyscore/core/decimal.hpp"
#include "dutyscore/policy/policy.hpp"

namespace dutyscore {

/// Far from the ends of 64 bits, so that sums and comparisons of pieces cannot wrap.
inline constexpr std::int64_t most_piece = std::int64_t{1} << 61;

/// What is counted in a value x of a column: (x * times + bias) / size, rounded down.
struct quanta {
  std::int64_t size = 1, bias = 0, times = 1;
  std::int64_t count(std::int64_t x) const {
    return static_cast<std::int64_t>((int128{x} * times + bias) / size);
  }
  bool operator==(const quanta&) const = default;
};

struct piece {
  std::int64_t from = 0;  // the first value of the column for which it holds
  std::int64_t base = 0, slope = 0;
  bool opaque = false;
  quanta of = {};  // none is negative; where the slope is 0, those of nothing
  bool operator==(const piece&) const = default;
};

class piecewise {
 public:
  /// A value that depends on no column.
  static piecewise constant(std::int64_t value);
  static piecewise opaque();
  /// The column itself, for its values 0…most.
  static piecewise of_column(std::uint32_t column, std::int64_t quantum, std::int64_t most);

  bool is_constant() const {
    return pieces_.size() == 1 && !pieces_[0].opaque && pieces_[0].slope == 0;
  }
  bool has_opaque() const;
  std::optional<std::int64_t> value() const;  // of a constant
  /// The column it depends on; none when there is not any.
  std::uint32_t column() const { return column_; }
  /// The largest value of the column for which the pieces hold. They hold from 0.
  std::int64_t most() const { return most_; }
  const std::vector<piece>& pieces() const { return pieces_; }
  /// Whether it is the column itself, as of_column() makes it.
  bool is_column() const;
  /// The value for each of those quanta in the column; opaque unless the value is a number
  /// throughout and depends on no other column.
  piecewise for_each(std::uint32_t column, const quanta& of, std::int64_t most) const;
  /// No value is beyond ±limit up to most(), which shrinks where needed.
  piecewise within(std::int64_t limit) const;

  friend piecewise add(const piecewise& a, const piecewise& b);
  friend piecewise negate(const piecewise& a);
  friend piecewise multiply(const piecewise& a, const piecewise& b);
  friend piecewise divide(const piecewise& a, const piecewise& b);
  friend piecewise divide_exactly(const piecewise& a, const piecewise& b);
  /// To multiples of `unit`; opaque where that is not a matter of whole quanta.
  friend piecewise round(const piecewise& a, std::int64_t unit, rounding mode);
  friend piecewise is_less(const piecewise& a, const piecewise& b);
  friend piecewise is_equal(const piecewise& a, const piecewise& b);
  friend piecewise logical_not(const piecewise& a);
  friend piecewise choose(const piecewise& condition, const piecewise& yes, const piecewise& no);
  bool operator==(const piecewise&) const = default;

 private:
  template <class F>
  static piecewise combine(const piecewise& a, const piecewise& b, F f);
  template <class F>
  static piecewise split(const piecewise& difference, F f);
  bool is_flat() const;  // a number throughout
  void append(piece p);

  std::uint32_t column_ = none;
  std::int64_t most_ = 0;
  std::vector<piece> pieces_;
};

piecewise add(const piecewise& a, const piecewise& b);
piecewise negate(const piecewise& a);
/// Products and quotients of numbers in millionths, as the language works them out.
piecewise multiply(const piecewise& a, const piecewise& b);
piecewise divide(const piecewise& a, const piecewise& b);
/// Opaque where there is a rest.
piecewise divide_exactly(const piecewise& a, const piecewise& b);
piecewise round(const piecewise& a, std::int64_t unit, rounding mode);
piecewise is_less(const piecewise& a, const piecewise& b);
piecewise is_equal(const piecewise& a, const piecewise& b);
piecewise logical_not(const piecewise& a);
piecewise choose(const piecewise& condition, const piecewise& yes, const piecewise& no);

}  // namespace dutyscore

#ifdef DUTYSCORE_HEADER_ONLY
#include "dutyscore/impl/plan/piecewise.ipp"
#endif
