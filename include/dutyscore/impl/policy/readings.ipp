// Vetoes, grades and lists.
#pragma once

#include "dutyscore/impl/policy/limits.ipp"

namespace dutyscore::detail::checking {

DUTYSCORE_INLINE void lower_effect(checker& c, const ast::clause& clause,
                                   std::optional<span>& earlier, veto& out) {
  if (clause.effect != ast::effect_kind::void_points)
    return refuse(c, clause,
                  phrase(clause.effect == ast::effect_kind::grade ? "effect grade" : "effect bar"));
  if (earlier)
    return also(report(c, "DS0261", clause.keyword, {name_of(clause.kind)}), *earlier,
                "first here");
  earlier = clause.keyword;
  if (clause.amount != ast::no_expr) report(c, "DS0277", c.at(clause.amount).where, {});
  effect& e = out.effects.emplace_back();
  e.per = lower_period(c, clause);
  e.where = clause.where;
}

DUTYSCORE_INLINE bool has_kind(const std::vector<ast::clause>& body, ast::clause_kind kind) {
  return std::any_of(body.begin(), body.end(),
                     [&](const ast::clause& inner) { return inner.kind == kind; });
}

DUTYSCORE_INLINE void check_needs(checker& c, const ast::clause& clause, ast::clause_kind needed) {
  if (!has_kind(clause.body, needed))
    report(c, "DS0262", clause.name.where, {clause.name.text, name_of(needed)});
}

DUTYSCORE_INLINE void lower_veto(checker& c, const ast::clause& clause, block_id parent) {
  veto out;
  const auto clauses = usable_clauses(c, clause.body);
  const block_head head = head_of(c, clauses, c.policy.blocks[parent].in_force);
  out.name = clause.name.text;
  out.label = label_of(clause);
  out.cite = head.cite;
  out.in_force = head.in_force;
  out.where_it_stands = parent;
  out.where = clause.name.where;
  out.selectors = lower_selectors(c, clauses);
  const std::vector<std::string> kinds = kinds_of(out.selectors);
  scope s;
  s.kinds = &kinds;
  out.accepts = lower_accepts(c, clauses, s);
  std::optional<span> effect;
  for (const ast::clause* inner : clauses)
    if (inner->kind == ast::clause_kind::effect) lower_effect(c, *inner, effect, out);
  check_needs(c, clause, ast::clause_kind::on);
  check_needs(c, clause, ast::clause_kind::effect);
  c.policy.blocks[parent].vetoes.push_back(static_cast<std::uint32_t>(c.policy.vetoes.size()));
  c.policy.vetoes.push_back(std::move(out));
}

/// Why a later row of a grade is never reached: a row that holds always, or the least `from` so
/// far.
struct rows_above {
  std::optional<span> holds_always;
  std::optional<decimal> least;
  span least_at;
};

DUTYSCORE_INLINE void check_reached(checker& c, const ast::grade_row& row,
                                    const std::optional<decimal>& from, rows_above& above) {
  if (above.holds_always)
    also(report(c, "DS0281", row.name.where, {row.name.value}), *above.holds_always,
         "holds always");
  else if (from && above.least && *above.least <= *from)
    also(report(c, "DS0281", row.name.where, {row.name.value}), above.least_at,
         "takes them before");
  if (row.when != ast::no_expr) return;
  if (row.from == ast::no_expr && !above.holds_always) above.holds_always = row.name.where;
  if (from && (!above.least || *from < *above.least)) {
    above.least = from;
    above.least_at = row.where;
  }
}

DUTYSCORE_INLINE std::optional<decimal> lower_grade_from(checker& c, const ast::grade_row& row) {
  const auto n = expect_number_at(c, row.from);
  if (n) check_places(c, *n, c.at(row.from).where);
  return n;
}

DUTYSCORE_INLINE void lower_grade_rows(checker& c, const ast::clause& clause, grade& out) {
  scope s;
  s.on_activity = false;
  s.per = out.per;
  std::map<std::string, span> names;
  rows_above above;
  for (const ast::grade_row& row : clause.grade_rows) {
    const auto [earlier, is_new] = names.emplace(row.name.value, row.name.where);
    if (!is_new)
      also(report(c, "DS0282", row.name.where, {row.name.value}), earlier->second, "first here");
    const auto from = lower_grade_from(c, row);
    check_reached(c, row, from, above);
    out.rows.push_back({row.name.value, from, lower_condition(c, row.when, s), row.where});
  }
  if (!above.holds_always) hint(report(c, "DS0280", clause.keyword, {}), "end with otherwise");
}

/// Only one grade of a period may go without a name.
DUTYSCORE_INLINE void check_unnamed_grade(checker& c, const ast::clause& clause, const grade& out) {
  if (!out.name.empty()) return;
  for (const grade& other : c.policy.grades)
    if (other.name.empty() && other.per == out.per)
      return also(report(c, "DS0283", clause.keyword, {}), other.where, "first here");
}

DUTYSCORE_INLINE void lower_grade(checker& c, const ast::clause& clause) {
  grade out;
  out.name = clause.name.text;
  out.label = label_of(clause);
  out.per = lower_period(c, clause);
  out.where = clause.name.empty() ? clause.keyword : clause.name.where;
  out.first_text = static_cast<std::uint32_t>(c.policy.grades.size());
  check_unnamed_grade(c, clause, out);
  lower_grade_rows(c, clause, out);
  c.policy.grades.push_back(std::move(out));
}

DUTYSCORE_INLINE void lower_top(checker& c, const ast::clause& clause, list& out) {
  const decimal n = clause.number;
  const bool is_right = clause.percent ? n > decimal{} && n <= decimal::of(100)
                                       : n >= decimal::of(1) && n.is_integer();
  if (!is_right) report(c, clause.percent ? "DS0285" : "DS0284", clause.where, {n.to_string()});
  out.top = n;
  out.top_is_percent = clause.percent;
}

DUTYSCORE_INLINE void lower_list_clause(checker& c, const ast::clause& clause, const scope& s,
                                        list& out) {
  switch (clause.kind) {
    case ast::clause_kind::top:
      return lower_top(c, clause, out);
    case ast::clause_kind::ties:
      out.ties_all = clause.flag;
      return;
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

DUTYSCORE_INLINE void lower_list(checker& c, const ast::clause& clause) {
  const auto clauses = usable_clauses(c, clause.body);
  list out;
  const block_head head = head_of(c, clauses, c.policy.blocks[0].in_force);
  out.name = clause.name.text;
  out.label = label_of(clause);
  out.cite = head.cite;
  out.in_force = head.in_force;
  out.per = lower_period(c, clause);
  out.where = clause.name.where;
  out.first_text = static_cast<std::uint32_t>(c.policy.lists.size());
  scope s;
  s.on_activity = false;
  s.per = out.per;
  for (const ast::clause* inner : clauses) lower_list_clause(c, *inner, s, out);
  check_ties(c, clauses, out);
  c.policy.lists.push_back(std::move(out));
}

}  // namespace dutyscore::detail::checking
