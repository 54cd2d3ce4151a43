// Who is on a list: its conditions, keys and cut.
#pragma once

#include "dutyscore/impl/policy/grades.ipp"

namespace dutyscore::detail::checking {

DUTYSCORE_INLINE void lower_top(checker& c, const ast::clause& clause, list& out) {
  const decimal n = clause.number;
  const bool is_right = clause.percent ? n > decimal{} && n <= decimal::of(100)
                                       : n >= decimal::of(1) && n.is_integer();
  if (!is_right) report(c, clause.percent ? "DS0285" : "DS0284", clause.where, {n.to_string()});
  out.top = n;
  out.top_is_percent = clause.percent;
}

/// What people are ranked by: numbers, dates and flags have an order.
DUTYSCORE_INLINE void lower_rank_keys(checker& c, const ast::clause& clause, const scope& s,
                                      list& out) {
  for (const ast::expr_id id : clause.by) {
    const typed key = lower(c, id, s);
    if (key.type == value_type::text) report(c, "DS0640", c.at(id).where, {});
    out.by.push_back(key.id);
  }
}

DUTYSCORE_INLINE void lower_list_clause(checker& c, const ast::clause& clause, const scope& s,
                                        list& out) {
  switch (clause.kind) {
    case ast::clause_kind::top:
      return lower_top(c, clause, out);
    case ast::clause_kind::ties:
      out.ties_all = clause.flag;
      return;
    case ast::clause_kind::within:
      out.within_org_unit = true;
      return;
    case ast::clause_kind::by:
      return lower_rank_keys(c, clause, s, out);
    case ast::clause_kind::when:
      out.when = lower_condition(c, clause.when, s);
      return;
    case ast::clause_kind::unless:
      out.unless = lower_condition(c, clause.when, s);
      return;
    default:
      return;
  }
}

DUTYSCORE_INLINE void check_ties(checker& c, const std::vector<const ast::clause*>& clauses,
                                 const list& out) {
  if (out.top) return;
  for (const ast::clause* clause : clauses)
    if (clause->kind == ast::clause_kind::ties) report(c, "DS0286", clause->where, {});
}

DUTYSCORE_INLINE void lower_list(checker& c, const text_of_block& text) {
  list& out = c.policy.lists[text.id];
  const scope s = on_period(stage::reading, out.per);
  for (const ast::clause* inner : text.clauses) lower_list_clause(c, *inner, s, out);
  check_ties(c, text.clauses, out);
}

}  // namespace dutyscore::detail::checking
