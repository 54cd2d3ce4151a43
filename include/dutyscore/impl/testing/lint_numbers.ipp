#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "dutyscore/policy/policy.hpp"

// What lint knows of numbers: how many decimals points may have before they are rounded, and which
// totals no grade was meant for.
namespace dutyscore::detail::linting {

int places_of(const policy_data& p, expression_id id);

DUTYSCORE_INLINE int places_of_field(const policy_data& p, std::uint32_t field) {
  const policy_field& f = p.fields[field];
  if (f.declared.type == value_type::integer) return 0;
  return f.computed != none ? places_of(p, f.computed) : decimal::places;
}

DUTYSCORE_INLINE int most_places(const policy_data& p, const std::vector<expression_id>& ids) {
  int out = 0;
  for (const expression_id id : ids) out = std::max(out, places_of(p, id));
  return out;
}

/// Decimals that a value may have; six where that is not known.
DUTYSCORE_INLINE int places_of(const policy_data& p, expression_id id) {
  if (id == none) return 0;
  const expression& e = p.expressions[id];
  if (e.type == value_type::integer) return 0;
  switch (e.op) {
    case operation::constant:
      return decimal::from_millionths(e.constant.number).used_places();
    case operation::field:
      return places_of_field(p, e.index);
    case operation::negate:
    case operation::add:
    case operation::subtract:
    case operation::min:
    case operation::max:
    case operation::abs:
      return most_places(p, e.args);
    case operation::multiply:
      return std::min(decimal::places, places_of(p, e.args[0]) + places_of(p, e.args[1]));
    case operation::round:
      return std::min(e.places, places_of(p, e.args[0]));
    case operation::choose:
      return std::max(places_of(p, e.args[1]), places_of(p, e.args[2]));
    case operation::table: {
      int out = 0;
      for (const table_row& row : p.tables[e.index].rows)
        out = std::max(out, places_of(p, row.value));
      return out;
    }
    default:
      return decimal::places;
  }
}

/// Of V × FIELD or V × steps.
DUTYSCORE_INLINE int places_of(const policy_data& p, const line& l) {
  int out = places_of(p, l.value);
  if (l.unit == line_unit::field) out += places_of_field(p, l.field);
  if (l.unit == line_unit::step && !l.step_rounding) return decimal::places;
  return std::min(out, decimal::places);
}

/// May a number of points have more than that many decimals before it is rounded?
DUTYSCORE_INLINE bool may_round(const policy_data& p, int decimals) {
  for (const block& b : p.blocks) {
    if (!b.weights.empty()) return true;
    int of_factors = 0;
    for (const factor& f : b.factors) {
      if (f.divisor != none) return true;
      of_factors += places_of(p, f.numerator);
    }
    for (const line& l : b.lines)
      if (places_of(p, l) + of_factors > decimals) return true;
    for (const period_line& l : b.period_lines)
      if (places_of(p, l.value) > decimals) return true;
    for (const base& k : b.bases)
      if (k.computed != none && places_of(p, k.computed) > decimals) return true;
    for (const limit& k : b.caps)
      if (k.computed != none && places_of(p, k.computed) > decimals) return true;
  }
  return false;
}

// ---- grades ----

/// Totals from `least` to `most`, in millionths; whichever is there.
struct total_range {
  std::optional<std::int64_t> least, most;
  bool is_known = true;  // the condition reads nothing but the total
  bool holds(std::int64_t total) const {
    return is_known && (!least || total >= *least) && (!most || total <= *most);
  }
};

DUTYSCORE_INLINE void narrow(const policy_data& p, expression_id id, total_range& to) {
  const expression& e = p.expressions[id];
  if (e.op == operation::logical_and) {
    for (const expression_id arg : e.args) narrow(p, arg, to);
    return;
  }
  const bool is_order = e.op >= operation::less && e.op <= operation::greater_equal;
  const auto is_total = [&](std::size_t i) {
    return p.expressions[e.args[i]].op == operation::total;
  };
  const auto is_constant = [&](std::size_t i) {
    return p.expressions[e.args[i]].op == operation::constant;
  };
  const bool left = is_order && is_total(0) && is_constant(1),
             right = is_order && is_total(1) && is_constant(0);
  if (!left && !right) {
    to.is_known = false;
    return;
  }
  const std::int64_t n = p.expressions[e.args[left ? 1 : 0]].constant.number;
  const bool is_less = e.op == operation::less || e.op == operation::less_equal;
  const bool is_strict = e.op == operation::less || e.op == operation::greater;
  if (is_less == left) {  // total < n
    const std::int64_t most = is_strict ? n - 1 : n;
    to.most = to.most ? std::min(*to.most, most) : most;
  } else {
    const std::int64_t least = is_strict ? n + 1 : n;
    to.least = to.least ? std::max(*to.least, least) : least;
  }
}

DUTYSCORE_INLINE total_range range_of(const policy_data& p, const grade_row& row) {
  total_range out;
  if (row.from) out.least = row.from->millionths();
  if (row.when != none) narrow(p, row.when, out);
  return out;
}

/// Rows by number: a total between two rows that a third one takes.
struct grade_gap {
  std::size_t below, above, taken_by;
  decimal example;
};

/// Between the end of one row and the beginning of the next, less than a point apart: whoever wrote
/// `<= 84` and `>= 85` thought of whole numbers.
DUTYSCORE_INLINE std::vector<grade_gap> gaps_of(const policy_data& p, const grade& g) {
  std::vector<total_range> rows;
  for (const grade_row& r : g.rows) rows.push_back(range_of(p, r));
  const auto row_at = [&](std::int64_t total) {
    for (std::size_t i = 0; i < rows.size(); ++i)
      if (rows[i].holds(total)) return i;
    return rows.size();
  };
  std::vector<grade_gap> out;
  for (std::size_t below = 0; below < rows.size(); ++below)
    for (std::size_t above = 0; above < rows.size(); ++above) {
      if (below == above || !rows[below].most || !rows[above].least) continue;
      const std::int64_t from = *rows[below].most, to = *rows[above].least;
      if (to <= from + 1 || to - from > decimal::scale) continue;
      const std::int64_t unit = unit_of(p.decimals), middle = from + (to - from) / 2 / unit * unit;
      if (middle <= from || middle >= to) continue;
      const std::size_t taken_by = row_at(middle);
      if (row_at(from) == below && row_at(to) == above && taken_by < rows.size())
        out.push_back({below, above, taken_by, decimal::from_millionths(middle)});
    }
  return out;
}

}  // namespace dutyscore::detail::linting
