// award, deduct and times: what one activity earns.
#pragma once

#include "dutyscore/impl/policy/clauses.ipp"

namespace dutyscore::detail::checking {

DUTYSCORE_INLINE std::optional<rounding> rounding_of(ast::step_rounding mode) {
  switch (mode) {
    case ast::step_rounding::half_even:
      return rounding::half_even;
    case ast::step_rounding::half_up:
      return rounding::half_up;
    case ast::step_rounding::up:
      return rounding::up;
    case ast::step_rounding::down:
      return rounding::down;
    case ast::step_rounding::none:
    case ast::step_rounding::exact:
      break;
  }
  return std::nullopt;
}

/// What may stand behind `per` beside a field: `month` of `per month`.
DUTYSCORE_INLINE std::vector<std::string> units_of_lines() {
  constexpr std::string_view per = "per ";
  std::vector<std::string> out;
  for (const lang::word_entry& w : lang::words)
    if (w.kind == lang::word_class::unit && w.en.starts_with(per))
      out.emplace_back(w.en.substr(per.size()));
  return out;
}

/// FIELD of `per FIELD`, a number.
DUTYSCORE_INLINE std::uint32_t lower_counted(checker& c, const ast::clause& clause,
                                             const scope& s) {
  if (!clause.counted) return none;
  const auto index = use_field(c, clause.counted->text, clause.counted->where, s);
  if (!index) {
    if (c.messages.back().hints.empty())
      suggest(c, c.messages.back(), clause.counted->text, units_of_lines());
    return none;
  }
  expect_number(c, {none, type_of(c.activity.trees[*index]->type)}, clause.counted->where);
  return *index;
}

DUTYSCORE_INLINE decimal lower_step(checker& c, const ast::clause& clause) {
  const decimal n = number_of(c, clause.divisor).value();
  if (n <= decimal{}) report(c, "DS0271", c.at(clause.divisor).where, {n.to_string()});
  return n;
}

DUTYSCORE_INLINE void lower_line(checker& c, const ast::clause& clause, const scope& s,
                                 block& out) {
  if (clause.unit == ast::line_unit::period || clause.running)
    return refuse(c, clause, phrase("award per period", {name_of(clause.kind)}));
  line l;
  l.is_deduction = clause.kind == ast::clause_kind::deduct;
  l.value = lower_number(c, clause.value, s);
  l.unit = static_cast<line_unit>(clause.unit);
  if (l.unit == line_unit::field || l.unit == line_unit::step)
    l.field = lower_counted(c, clause, s);
  if (l.unit == line_unit::step) {
    l.step = lower_step(c, clause);
    l.step_rounding = rounding_of(clause.mode);
  }
  l.when = lower_condition(c, clause.when, s);
  if (clause.label) l.label = clause.label->value;
  l.where = clause.where;
  out.lines.push_back(std::move(l));
}

/// The quotient of `times a / b` is kept exact, so its two sides are lowered apart.
DUTYSCORE_INLINE void lower_factor(checker& c, const ast::clause& clause, const scope& s,
                                   block& out) {
  factor f;
  const ast::expr& value = c.at(clause.value);
  if (value.kind == ast::expr_kind::divide) {
    f.numerator = lower_number(c, value.args[0], s);
    f.divisor = lower_number(c, value.args[1], s);
    check_divisor(c, value.args[1]);
  } else {
    f.numerator = lower_number(c, clause.value, s);
  }
  f.when = lower_condition(c, clause.when, s);
  f.where = clause.where;
  out.factors.push_back(f);
}

DUTYSCORE_INLINE void lower_lines(checker& c, const std::vector<const ast::clause*>& clauses,
                                  const scope& s, block& out) {
  for (const ast::clause* clause : clauses) {
    if (clause->kind == ast::clause_kind::award || clause->kind == ast::clause_kind::deduct)
      lower_line(c, *clause, s, out);
    if (clause->kind == ast::clause_kind::times) lower_factor(c, *clause, s, out);
  }
}

}  // namespace dutyscore::detail::checking
