// What can be said of an expression's value before anything runs: bounds, and the value of a
// constant. Bounds are safe: what cannot be told is left open.
#pragma once

#include "dutyscore/impl/policy/tables.ipp"

namespace dutyscore::detail::checking {

struct bounds {
  std::optional<decimal> least, most;
};

DUTYSCORE_INLINE bounds exactly(decimal d) { return {d, d}; }
DUTYSCORE_INLINE bounds at_least(decimal d) { return {d, {}}; }

bounds bounds_of(const checker& c, expression_id id, const scope& s);

/// What both bounds have in common, or one side's where `only_one` is enough.
DUTYSCORE_INLINE std::optional<decimal> lesser(std::optional<decimal> a, std::optional<decimal> b) {
  return a && b ? std::optional(std::min(*a, *b)) : std::nullopt;
}
DUTYSCORE_INLINE std::optional<decimal> greater(std::optional<decimal> a,
                                                std::optional<decimal> b) {
  return a && b ? std::optional(std::max(*a, *b)) : std::nullopt;
}
DUTYSCORE_INLINE std::optional<decimal> added(std::optional<decimal> a, std::optional<decimal> b) {
  return a && b ? add(*a, *b) : std::nullopt;
}
DUTYSCORE_INLINE std::optional<decimal> negated(std::optional<decimal> a) {
  return a ? subtract(decimal{}, *a) : std::nullopt;
}

DUTYSCORE_INLINE bounds either(const bounds& a, const bounds& b) {
  return {lesser(a.least, b.least), greater(a.most, b.most)};
}

/// Products of numbers that are at least 0, and of constants.
DUTYSCORE_INLINE bounds product(const bounds& a, const bounds& b) {
  if (a.least && b.least && *a.least >= decimal{} && *b.least >= decimal{})
    return {multiply(*a.least, *b.least),
            a.most && b.most ? multiply(*a.most, *b.most) : std::nullopt};
  if (!a.least || !a.most || !b.least || !b.most) return {};
  bounds out;
  for (const decimal x : {*a.least, *a.most})
    for (const decimal y : {*b.least, *b.most}) {
      const auto p = multiply(x, y);
      if (!p) return {};
      out.least = out.least ? std::min(*out.least, *p) : *p;
      out.most = out.most ? std::max(*out.most, *p) : *p;
    }
  return out;
}

DUTYSCORE_INLINE bounds bounds_of_measure(const checker& c, const measure& m) {
  if (m.kind == measure_kind::count || m.kind == measure_kind::days) return at_least({});
  if (m.kind != measure_kind::sum || m.field == none) return {};
  const schema_field& f = c.policy.fields[m.field].declared;
  bounds out;
  if (f.least && *f.least >= decimal{}) out.least = decimal{};
  if (f.most && *f.most <= decimal{}) out.most = decimal{};
  return out;
}

/// Every row's value; below the first `from` a table gives 0.
DUTYSCORE_INLINE bounds bounds_of_table(const checker& c, const table& t, const scope& s) {
  bool may_fall_below = false, has_otherwise = false;
  std::optional<bounds> out;
  for (const table_row& row : t.rows) {
    for (const table_cell& cell : row.cells) {
      may_fall_below = may_fall_below || cell.kind == table_cell_kind::from;
      has_otherwise = has_otherwise || cell.kind == table_cell_kind::otherwise;
    }
    const bounds b = bounds_of(c, row.value, s);
    out = out ? either(*out, b) : b;
  }
  if (out && may_fall_below && !has_otherwise) out = either(*out, exactly({}));
  return out.value_or(bounds{});
}

DUTYSCORE_INLINE bounds bounds_of_extreme(const checker& c, const expression& e, const scope& s) {
  bounds out = bounds_of(c, e.args[0], s);
  for (std::size_t i = 1; i < e.args.size(); ++i) {
    const bounds b = bounds_of(c, e.args[i], s);
    if (e.op == operation::max) {
      out.least = out.least && b.least ? std::max(*out.least, *b.least)
                                       : (out.least ? out.least : b.least);
      out.most = greater(out.most, b.most);
    } else {
      out.most =
          out.most && b.most ? std::min(*out.most, *b.most) : (out.most ? out.most : b.most);
      out.least = lesser(out.least, b.least);
    }
  }
  return out;
}

DUTYSCORE_INLINE bounds bounds_of_sum(const checker& c, const expression& e, const scope& s) {
  const bounds a = bounds_of(c, e.args[0], s);
  bounds b = bounds_of(c, e.args[1], s);
  if (e.op == operation::subtract) b = {negated(b.most), negated(b.least)};
  return {added(a.least, b.least), added(a.most, b.most)};
}

/// Days served and days of the period: at least one where points of a period are worked out.
DUTYSCORE_INLINE bounds bounds_of_days(const scope& s) {
  const bool may_be_none = s.is_earlier || s.per == period_unit::overall;
  return at_least(decimal::of(may_be_none ? 0 : 1));
}

DUTYSCORE_INLINE bounds bounds_of_previous(const checker& c, const expression& e, scope s) {
  s.is_earlier = true;
  return either(bounds_of(c, e.args[0], s), exactly({}));
}

DUTYSCORE_INLINE bounds bounds_of(const checker& c, expression_id id, const scope& s) {
  if (id == none) return {};
  const expression& e = c.policy.expressions[id];
  if (!is_number(e.type)) return {};
  switch (e.op) {
    case operation::constant:
      return exactly(decimal::from_millionths(e.constant.number));
    case operation::field:
      return {c.policy.fields[e.index].declared.least, c.policy.fields[e.index].declared.most};
    case operation::subject_field:
      return {c.policy.schema.subject[e.index].least, c.policy.schema.subject[e.index].most};
    case operation::measure:
      return bounds_of_measure(c, c.policy.measures[e.index]);
    case operation::served:
    case operation::length:
      return bounds_of_days(s);
    case operation::rank:
    case operation::ranked:
    case operation::year:
    case operation::month:
    case operation::day:
      return at_least(decimal::of(1));
    case operation::negate: {
      const bounds b = bounds_of(c, e.args[0], s);
      return {negated(b.most), negated(b.least)};
    }
    case operation::add:
    case operation::subtract:
      return bounds_of_sum(c, e, s);
    case operation::multiply:
      return product(bounds_of(c, e.args[0], s), bounds_of(c, e.args[1], s));
    case operation::min:
    case operation::max:
      return bounds_of_extreme(c, e, s);
    case operation::abs:
      return at_least({});
    case operation::choose:
      return either(bounds_of(c, e.args[1], s), bounds_of(c, e.args[2], s));
    case operation::previous:
      return bounds_of_previous(c, e, s);
    case operation::table:
      return bounds_of_table(c, c.policy.tables[e.index], s);
    default:
      return {};
  }
}

/// Whether it can be shown that the value is never 0.
DUTYSCORE_INLINE bool is_never_zero(const checker& c, expression_id id, const scope& s) {
  const bounds b = bounds_of(c, id, s);
  return (b.least && *b.least > decimal{}) || (b.most && *b.most < decimal{});
}

/// Of an activity a division by zero makes a bad row; of a period it must not happen.
DUTYSCORE_INLINE void check_divisor(checker& c, ast::expr_id divisor, const typed& lowered,
                                    const scope& s) {
  const auto n = number_of(c, divisor);
  if (n && *n == decimal{}) return void(report(c, "DS0223", c.at(divisor).where, {}));
  if (s.on != stage::period && s.on != stage::reading) return;
  if (!lowered.type || is_never_zero(c, lowered.id, s)) return;
  hint(report(c, "DS0607", c.at(divisor).where, {}), "write ratio");
}

/// The value of an expression that reads nothing; nothing when it reads something or cannot be
/// worked out.
DUTYSCORE_INLINE std::optional<decimal> constant_of(const checker& c, expression_id id) {
  const expression& e = c.policy.expressions[id];
  if (!is_number(e.type)) return std::nullopt;
  if (e.op == operation::constant) return decimal::from_millionths(e.constant.number);
  std::vector<decimal> args;
  for (const expression_id arg : e.args) {
    const auto value = constant_of(c, arg);
    if (!value) return std::nullopt;
    args.push_back(*value);
  }
  switch (e.op) {
    case operation::negate:
      return subtract(decimal{}, args[0]);
    case operation::add:
      return add(args[0], args[1]);
    case operation::subtract:
      return subtract(args[0], args[1]);
    case operation::multiply:
      return multiply(args[0], args[1]);
    case operation::divide:
      return divide(args[0], args[1]);
    case operation::min:
      return *std::min_element(args.begin(), args.end());
    case operation::max:
      return *std::max_element(args.begin(), args.end());
    case operation::round:
      return round(args[0], e.places, e.mode);
    case operation::floor:
      return round(args[0], 0, rounding::down);
    case operation::ceil:
      return round(args[0], 0, rounding::up);
    default:
      return std::nullopt;
  }
}

}  // namespace dutyscore::detail::checking
