// What a veto takes and does.
#pragma once

#include "dutyscore/impl/policy/texts.ipp"

namespace dutyscore::detail::checking {

/// effect grade TEXT P: there is a grade of P that can fall. A text that is no row of it lies below
/// all rows.
DUTYSCORE_INLINE void lower_grade_effect(checker& c, const ast::clause& clause, effect& out) {
  out.grade = clause.texts[0].value;
  const bool has_grade = std::any_of(c.policy.grades.begin(), c.policy.grades.end(),
                                     [&](const grade& g) { return g.per == out.per; });
  if (!has_grade) report(c, "DS0641", clause.texts[0].where, {});
}

DUTYSCORE_INLINE void lower_bar(checker& c, const ast::clause& clause, effect& out) {
  const auto found = last_text_of(c.policy.lists, clause.name.text);
  if (!found) {
    std::vector<std::string> names;
    for (const list& l : c.policy.lists) names.push_back(l.name);
    return suggest(c, report(c, "DS0642", clause.name.where, {clause.name.text}), clause.name.text,
                   names);
  }
  out.list = c.policy.lists[*found].first_text;
  const list& first = c.policy.lists[out.list];
  if (first.per != out.per)
    also(report(c, "DS0643", clause.per->where, {first.name}), first.where, "declared here");
}

/// for N
DUTYSCORE_INLINE void lower_how_long(checker& c, const ast::clause& clause, effect& out) {
  constexpr int most = 1000;
  if (clause.amount == ast::no_expr) return;
  const span at = c.at(clause.amount).where;
  if (out.kind != effect_kind::bar) return void(report(c, "DS0277", at, {}));
  const auto n = number_of(c, clause.amount);
  if (!n || !n->is_integer() || *n < decimal::of(1) || *n > decimal::of(most))
    return void(report(c, "DS0644", at, {std::to_string(most), c.text(at)}));
  out.periods = static_cast<int>(n->millionths() / decimal::scale);
}

DUTYSCORE_INLINE bool is_same_effect(const effect& a, const effect& b) {
  return a.kind == b.kind && a.per == b.per && a.list == b.list;
}

DUTYSCORE_INLINE void lower_effect(checker& c, const ast::clause& clause, veto& out) {
  effect e;
  e.kind = static_cast<effect_kind>(clause.effect);
  e.per = lower_period(c, clause);
  e.where = clause.where;
  if (e.kind == effect_kind::grade) lower_grade_effect(c, clause, e);
  if (e.kind == effect_kind::bar) lower_bar(c, clause, e);
  lower_how_long(c, clause, e);
  for (const effect& other : out.effects)
    if (is_same_effect(other, e))
      return also(report(c, "DS0278", clause.keyword, {name_of(clause.kind)}), other.where,
                  "first here");
  out.effects.push_back(std::move(e));
}

DUTYSCORE_INLINE void lower_veto(checker& c, const text_of_block& text) {
  check_needs(c, *text.tree, ast::clause_kind::on);
  check_needs(c, *text.tree, ast::clause_kind::effect);
  veto& out = c.policy.vetoes[text.id];
  lower_selectors(c, text, out.selectors);
  lower_accepts(c, text, on_activities(text.kinds), out.accepts);
  for (const ast::clause* clause : text.clauses)
    if (clause->kind == ast::clause_kind::effect) lower_effect(c, *clause, out);
}

}  // namespace dutyscore::detail::checking
