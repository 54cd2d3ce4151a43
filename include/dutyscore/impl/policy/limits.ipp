// cap, floor and base: numbers of points per period.
#pragma once

#include "dutyscore/impl/policy/calendar.ipp"
#include "dutyscore/impl/policy/lines.ipp"

namespace dutyscore::detail::checking {

/// Points are not counted finer than `decimals`.
DUTYSCORE_INLINE void check_places(checker& c, decimal n, span at) {
  if (n.used_places() > c.policy.decimals)
    report(c, "DS0276", at,
           {n.to_string(), std::to_string(n.used_places()), std::to_string(c.policy.decimals)});
}

/// N of the clause; nothing when it cannot be evaluated or is no number.
DUTYSCORE_INLINE std::optional<decimal> lower_points(checker& c, const ast::clause& clause) {
  const span at = c.at(clause.value).where;
  const auto l = literal_of(c, clause.value);
  if (!l) {
    refuse(c, clause, phrase("computed limit", {name_of(clause.kind)}));
    return std::nullopt;
  }
  if (!expect_number(c, {none, l->type}, at)) return std::nullopt;
  const decimal n = decimal::from_millionths(l->value.number);
  check_places(c, n, at);
  if (clause.kind == ast::clause_kind::cap && n < decimal{})
    report(c, "DS0273", at, {n.to_string()});
  if (clause.kind == ast::clause_kind::floor && n > decimal{})
    report(c, "DS0274", at, {n.to_string()});
  return n;
}

DUTYSCORE_INLINE void lower_event_cap(checker& c, const ast::clause& clause, block& out,
                                      std::optional<span>& earlier) {
  if (out.kind != block_kind::indicator) return void(report(c, "DS0272", clause.keyword, {}));
  const auto n = lower_points(c, clause);
  if (earlier)
    return also(report(c, "DS0278", clause.keyword, {name_of(clause.kind)}), *earlier,
                "first here");
  earlier = clause.keyword;
  if (n) out.event_caps.push_back({*n, clause.where});
}

/// A second cap or floor of one period says nothing that the narrower of the two does not say.
DUTYSCORE_INLINE void add_limit(checker& c, const ast::clause& clause, const limit& l,
                                std::vector<limit>& limits) {
  for (const limit& other : limits)
    if (other.per == l.per)
      return also(report(c, "DS0278", clause.keyword, {name_of(clause.kind)}), other.where,
                  "first here");
  limits.push_back(l);
}

DUTYSCORE_INLINE void lower_limit(checker& c, const ast::clause& clause, block& out) {
  if (!clause.by.empty())
    return refuse(c, clause, phrase("limit by field", {name_of(clause.kind)}));
  const period_unit per = lower_period(c, clause);
  const auto n = lower_points(c, clause);
  if (!n) return;
  if (clause.kind == ast::clause_kind::base)
    out.bases.push_back({*n, per, clause.label ? clause.label->value : "", clause.where});
  else
    add_limit(c, clause, {*n, per, clause.where},
              clause.kind == ast::clause_kind::cap ? out.caps : out.floors);
}

template <class T>
void sort_by_period(std::vector<T>& clauses) {
  std::stable_sort(clauses.begin(), clauses.end(),
                   [](const T& a, const T& b) { return a.per < b.per; });
}

DUTYSCORE_INLINE void lower_limits(checker& c, const std::vector<const ast::clause*>& clauses,
                                   block& out) {
  std::optional<span> event_cap;
  for (const ast::clause* clause : clauses) {
    const bool is_cap = clause->kind == ast::clause_kind::cap;
    if (clause->label && (is_cap || clause->kind == ast::clause_kind::floor))
      report(c, "DS0279", clause->label->where, {name_of(clause->kind)});
    if (is_cap && clause->per_event)
      lower_event_cap(c, *clause, out, event_cap);
    else if (is_cap || clause->kind == ast::clause_kind::floor ||
             clause->kind == ast::clause_kind::base)
      lower_limit(c, *clause, out);
  }
  sort_by_period(out.bases);
  sort_by_period(out.floors);
  sort_by_period(out.caps);
}

}  // namespace dutyscore::detail::checking
