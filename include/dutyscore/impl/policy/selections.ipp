// once, first, after, highest, best: which activities of a period count. `highest` of a category:
// which member.
#pragma once

#include "dutyscore/impl/policy/limits.ipp"

namespace dutyscore::detail::checking {

DUTYSCORE_INLINE bool is_selection(ast::clause_kind kind) {
  return kind >= ast::clause_kind::once && kind <= ast::clause_kind::best;
}

DUTYSCORE_INLINE selection_kind kind_of_selection(ast::clause_kind kind) {
  switch (kind) {
    case ast::clause_kind::after:
      return selection_kind::after;
    case ast::clause_kind::highest:
    case ast::clause_kind::best:
      return selection_kind::best;
    default:
      return selection_kind::first;
  }
}

/// N of `first N`, `after N`, `best N`.
DUTYSCORE_INLINE void lower_how_many(checker& c, const ast::clause& clause, selection& out) {
  if (clause.value == ast::no_expr) return;
  const auto n = lower_amount(c, clause.value);
  if (!n) return;
  if (!n->is_computed() && (!n->n.is_integer() || n->n < decimal::of(1)))
    report(c, "DS0619", c.at(clause.value).where, {name_of(clause.kind), n->n.to_string()});
  out.n = n->n;
  out.computed = n->computed;
}

DUTYSCORE_INLINE void lower_selection(checker& c, const ast::clause& clause, const scope& s,
                                      std::uint32_t version, block& out) {
  selection one;
  one.kind = kind_of_selection(clause.kind);
  one.where = clause.where;
  one.version = version;
  lower_how_many(c, clause, one);
  one.by = lower_keys(c, clause, s);
  one.when = lower_condition(c, clause.when, s);
  one.per = lower_period(c, clause);
  out.selections.push_back(std::move(one));
}

/// The order of a block's activities is one for all its texts, so what it is made of is read of
/// every kind that any text takes. REQUIRES: `kinds` are those.
DUTYSCORE_INLINE void lower_selections(checker& c, const text_of_block& text,
                                       const std::vector<std::string>& kinds, block& out) {
  for (const ast::clause* clause : text.clauses)
    if (is_selection(clause->kind))
      lower_selection(c, *clause, on_activities(kinds), text.version, out);
}

/// highest per P, of a category or the policy.
DUTYSCORE_INLINE void lower_highests(checker& c, const text_of_block& text, block& out) {
  for (const ast::clause* clause : text.clauses) {
    if (clause->kind != ast::clause_kind::highest) continue;
    if (!clause->by.empty())
      report(c, "DS0615", c.at(clause->by[0]).where, {name_of(clause->kind)});
    if (clause->when != ast::no_expr) report(c, "DS0620", c.at(clause->when).where, {});
    const period_unit per = lower_period(c, *clause);
    const auto earlier =
        std::find_if(out.highests.begin(), out.highests.end(),
                     [&](const highest& h) { return h.version == text.version; });
    if (earlier == out.highests.end())
      out.highests.push_back({per, clause->where, text.version});
    else
      also(report(c, "DS0261", clause->keyword, {name_of(clause->kind)}), earlier->where,
           "first here");
  }
}

}  // namespace dutyscore::detail::checking
