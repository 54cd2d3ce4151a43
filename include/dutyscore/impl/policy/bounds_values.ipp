// Intervals of expressions: of what an activity's fields, or a period's figures, let them be.
// Included by bounds.ipp alone.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/impl/policy/interval.ipp"
#include "dutyscore/policy/policy.hpp"

namespace dutyscore::detail::bounding {

struct reason {
  message text;
  span where;
};

/// The reasons found so far; equal ones are one.
class reason_table {
 public:
  reason_table() : all_(2) {
    all_[too_large].text = phrase("bound too large");
  }
  reason_id add(message text, span where) {
    for (reason_id i = 2; i < all_.size(); ++i)
      if (all_[i].where == where && all_[i].text == text) return i;
    all_.push_back({std::move(text), where});
    return static_cast<reason_id>(all_.size() - 1);
  }
  const reason& at(reason_id id) const { return all_[id]; }

 private:
  std::vector<reason> all_;
};

/// What is known of fields where a condition holds.
using known_fields = std::map<std::uint32_t, interval>;

/// Figures of periods that expressions read: the caller knows them.
class figure_source {
 public:
  virtual ~figure_source() = default;
  virtual interval points_of(block_id b, period_unit per) = 0;
  virtual interval days_in(period_unit per) = 0;
};

class evaluator {
 public:
  evaluator(const policy_data& data, reason_table& reasons, figure_source& figures)
      : data_(data), reasons_(reasons), figures_(figures) {}

  /// Of an expression over an activity, or over a period of that unit.
  interval of(expression_id id, const known_fields& known,
              period_unit per = period_unit::year) {
    const scope here(*this, known, per);
    return value(id);
  }

  interval of_field(std::uint32_t field, const known_fields& known) {
    const scope here(*this, known, period_unit::year);
    return field_value(field);
  }

  /// `known`, narrowed by a condition that holds.
  known_fields narrowed(known_fields known, expression_id when) {
    if (when != none) narrow(known, when);
    return known;
  }

 private:
  /// A figure may need other expressions on the way.
  struct scope {
    scope(evaluator& of, const known_fields& known, period_unit per)
        : evaluator_(of), known_(of.known_), per_(of.per_) {
      of.known_ = &known;
      of.per_ = per;
    }
    scope(const scope&) = delete;
    scope& operator=(const scope&) = delete;
    ~scope() {
      evaluator_.known_ = known_;
      evaluator_.per_ = per_;
    }

   private:
    evaluator& evaluator_;
    const known_fields* known_;
    period_unit per_;
  };

  interval anything_of(const expression& e) {
    return anything(reasons_.add(phrase("bound not worked out"), e.where));
  }

  interval declared(const schema_field& f, span where) {
    if (f.type == value_type::flag) return between(0, decimal::scale);
    if (f.type != value_type::integer && f.type != value_type::decimal)
      return anything(reasons_.add(phrase("bound not worked out"), where));
    interval out;
    out.lo = f.least ? finite(f.least->millionths())
                     : missing(reasons_.add(phrase("bound no least", {f.label}), where));
    out.hi = f.most ? finite(f.most->millionths())
                    : missing(reasons_.add(phrase("bound no most", {f.label}), where));
    return out;
  }

  interval field_value(std::uint32_t field) {
    const policy_field& f = data_.fields[field];
    interval out = f.computed != none ? value(f.computed) : declared(f.declared, f.where);
    const auto narrower = known_->find(field);
    if (narrower == known_->end()) return out;
    const interval both = meet(out, narrower->second);
    return is_empty(both) ? out : both;  // conditions that never hold together
  }

  interval value(expression_id id) {
    const expression& e = data_.expressions[id];
    switch (e.op) {
      case operation::constant:
        return e.type == value_type::flag ? exactly(e.constant.number ? decimal::scale : 0)
                                          : exactly(e.constant.number);
      case operation::field:
        return field_value(e.index);
      case operation::subject_field:
        return declared(data_.schema.subject[e.index], e.where);
      case operation::negate:
        return negate(value(e.args[0]));
      case operation::add:
        return add(value(e.args[0]), value(e.args[1]));
      case operation::subtract:
        return add(value(e.args[0]), negate(value(e.args[1])));
      case operation::multiply:
        return multiply(value(e.args[0]), value(e.args[1]));
      case operation::divide:
        return quotient(value(e.args[0]), value(e.args[1]), e.where);
      case operation::ratio:
        return hull(quotient(value(e.args[0]), value(e.args[1]), e.where), value(e.args[2]));
      case operation::min:
      case operation::max:
        return extreme(e);
      case operation::round:
        return rounded(value(e.args[0]), e.places, e.mode);
      case operation::floor:
        return rounded(value(e.args[0]), 0, rounding::down);
      case operation::ceil:
        return rounded(value(e.args[0]), 0, rounding::up);
      case operation::abs:
        return absolute(value(e.args[0]));
      case operation::choose:
        return chosen(e);
      case operation::table:
        return table_value(e);
      case operation::marginal:
        return marginal_value(e);
      case operation::year:
        return between(whole(1400), whole(9999));
      case operation::month:
        return between(whole(1), whole(12));
      case operation::day:
        return between(whole(1), whole(31));
      case operation::measure:
        return measured(e);
      case operation::served:
      case operation::length:
        return with_zero(figures_.days_in(per_));
      case operation::previous:
        return with_zero(value(e.args[0]));
      default:
        return e.type == value_type::flag ? between(0, decimal::scale) : anything_of(e);
    }
  }

  static int128 whole(int n) { return int128{n} * decimal::scale; }

  static interval rounded(const interval& x, int places, rounding mode) {
    const std::int64_t unit = unit_of(places);
    const auto one = [&](end e) {
      return e.is_finite() ? finite(divide(e.value, unit, mode) * unit) : e;
    };
    return {one(x.lo), one(x.hi)};
  }

  static interval absolute(const interval& x) {
    if (at_least(x, 0)) return x;
    if (at_most(x, 0)) return negate(x);
    return {finite(0), higher(x.hi, negate(x.lo))};
  }

  interval extreme(const expression& e) {
    interval out = value(e.args[0]);
    for (std::size_t i = 1; i < e.args.size(); ++i) {
      const interval other = value(e.args[i]);
      const interval both = e.op == operation::max ? negate(minimum(negate(out), negate(other)))
                                                   : minimum(out, other);
      out = both;
    }
    return out;
  }
  static interval minimum(const interval& a, const interval& b) {
    return {lower(a.lo, b.lo), meet(a, b).hi};
  }

  /// The divisor may be anything but 0.
  interval quotient(const interval& a, const interval& b, span where) {
    if (is_nothing(a)) return nothing();
    const bool is_positive = b.lo.is_finite() && b.lo.value > 0,
               is_negative = b.hi.is_finite() && b.hi.value < 0;
    if (!is_positive && !is_negative)
      return anything(reasons_.add(phrase("bound small divisor"), where));
    const interval& near = is_positive ? b : negate_into(b);
    const interval top = is_positive ? a : negate(a);
    const auto over = [&](end e, bool is_low) {
      if (!e.is_finite()) return e;
      // The nearer to 0 the divisor the larger the quotient; of none it goes to 0.
      const bool grows = is_low == (e.value < 0);
      const end by = grows ? near.lo : near.hi;
      if (!by.is_finite()) return finite(0);
      const int128 exact = e.value * decimal::scale;
      const int128 q = exact / by.value;
      return finite(exact % by.value == 0 ? q : q + (is_low ? -1 : 1));
    };
    return {over(top.lo, true), over(top.hi, false)};
  }
  const interval& negate_into(const interval& b) { return scratch_ = negate(b); }

  interval chosen(const expression& e) {
    const known_fields before = *known_;
    const known_fields inside = narrowed(before, e.args[0]);
    return hull(of(e.args[1], inside, per_), value(e.args[2]));
  }

  interval measured(const expression& e) {
    const measure& m = data_.measures[e.index];
    const message& name = phrase("bound any number", {data_.blocks[m.of].label});
    const reason_id any = reasons_.add(name, data_.blocks[m.of].where);
    switch (m.kind) {
      case measure_kind::points:
        return figures_.points_of(m.of, per_);
      case measure_kind::sum:
        return up_to(std::nullopt, field_value(m.field), any);
      default:
        return {finite(0), missing(any)};
    }
  }

  // ---- tables ----

  /// Which values of the key the row is for, when there is but one numeric key.
  std::optional<interval> range_of(const table& t, std::size_t row) const {
    const table_cell& c = t.rows[row].cells.front();
    if (c.kind == table_cell_kind::exactly) return exactly(c.value.number);
    if (c.kind == table_cell_kind::otherwise) return std::nullopt;
    interval out{finite(c.value.number), missing(too_large)};
    for (const table_row& other : t.rows) {
      const table_cell& above = other.cells.front();
      if (above.kind == table_cell_kind::from && above.value.number > c.value.number)
        out.hi = meet(out, {out.lo, finite(above.value.number)}).hi;
    }
    return out;
  }

  interval table_value(const expression& e) {
    const table& t = data_.tables[e.index];
    const bool is_single = t.keys.size() == 1;
    const expression& key = data_.expressions[t.keys.front()];
    const bool is_number = key.type == value_type::integer || key.type == value_type::decimal;
    std::optional<interval> out;
    const auto take = [&](const interval& x) { out = out ? hull(*out, x) : x; };
    const interval of_key = is_single && is_number ? value(t.keys.front()) : interval{};
    bool may_be_below = !(is_single && !is_number);
    for (std::size_t i = 0; i < t.rows.size(); ++i) {
      const auto range = is_single && is_number ? range_of(t, i) : std::nullopt;
      if (range && is_empty(meet(*range, of_key))) continue;
      if (range && at_least(of_key, range->lo.value)) may_be_below = false;
      if (t.rows[i].cells.front().kind == table_cell_kind::otherwise && is_single)
        may_be_below = false;
      take(row_value(t.rows[i], key, range));
    }
    if (may_be_below || !out) take(nothing());
    return *out;
  }
  static bool is_empty(const interval& x) {
    return x.lo.is_finite() && x.hi.is_finite() && x.lo.value > x.hi.value;
  }

  interval row_value(const table_row& row, const expression& key,
                     const std::optional<interval>& range) {
    if (!range || key.op != operation::field) return value(row.value);
    known_fields inside = *known_;
    const auto [known, is_new] = inside.emplace(key.index, *range);
    if (!is_new) known->second = meet(known->second, *range);
    return of(row.value, inside, per_);
  }

  /// Each part of the key times its rate.
  interval marginal_value(const expression& e) {
    const table& t = data_.tables[e.index];
    const interval key = value(t.keys.front());
    interval out = nothing();
    for (std::size_t i = 0; i < t.rows.size(); ++i) {
      const auto range = range_of(t, i);
      if (!range) return anything_of(e);
      if (key.hi.is_finite() && key.hi.value <= range->lo.value) continue;
      const end most = range->hi.because == too_large ? key.hi : meet(*range, key).hi;
      const interval part{finite(0), add(most, negate(range->lo))};
      out = add(out, multiply(with_zero(value(t.rows[i].value)), part));
    }
    return out;
  }

  // ---- conditions ----

  void narrow(known_fields& known, expression_id id) {
    const expression& e = data_.expressions[id];
    if (e.op == operation::logical_and)
      for (const expression_id arg : e.args) narrow(known, arg);
    if (e.op < operation::equal || e.op > operation::greater_equal ||
        e.op == operation::not_equal)
      return;
    narrow_field(known, e.args[0], e.op, e.args[1]);
    narrow_field(known, e.args[1], mirrored(e.op), e.args[0]);
  }

  static operation mirrored(operation op) {
    switch (op) {
      case operation::less:
        return operation::greater;
      case operation::less_equal:
        return operation::greater_equal;
      case operation::greater:
        return operation::less;
      case operation::greater_equal:
        return operation::less_equal;
      default:
        return op;
    }
  }

  /// FIELD op NUMBER.
  void narrow_field(known_fields& known, expression_id field, operation op, expression_id number) {
    const expression &f = data_.expressions[field], &n = data_.expressions[number];
    const bool is_number = n.type == value_type::integer || n.type == value_type::decimal;
    if (f.op != operation::field || n.op != operation::constant || !is_number) return;
    const int128 value = n.constant.number;
    const int128 step = f.type == value_type::integer ? decimal::scale : 1;
    interval range = anything(too_large);
    switch (op) {
      case operation::equal:
        range = exactly(value);
        break;
      case operation::less:
        range.hi = finite(below(value, step));
        break;
      case operation::less_equal:
        range.hi = finite(value);
        break;
      case operation::greater:
        range.lo = finite(-below(-value, step));
        break;
      default:
        range.lo = finite(value);
    }
    const auto [at, is_new] = known.emplace(f.index, range);
    if (!is_new) at->second = meet(at->second, range);
  }
  /// The largest multiple of `step` below the value.
  static int128 below(int128 value, int128 step) {
    const int128 down = value / step - (value % step < 0 ? 1 : 0);  // floor
    return (value % step == 0 ? down - 1 : down) * step;
  }

  const policy_data& data_;
  reason_table& reasons_;
  figure_source& figures_;
  const known_fields* known_ = nullptr;
  period_unit per_ = period_unit::year;
  interval scratch_;
};

}  // namespace dutyscore::detail::bounding
