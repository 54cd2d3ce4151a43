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
                                 std::uint32_t version, block& out) {
  if (clause.running)
    hint(report(c, "DS0613", clause.keyword, {name_of(clause.kind)}), "write a period");
  line l;
  l.version = version;
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
                                   std::uint32_t version, block& out) {
  factor f;
  f.version = version;
  const ast::expr& value = c.at(clause.value);
  if (value.kind == ast::expr_kind::divide) {
    f.numerator = lower_number(c, value.args[0], s);
    const typed divisor = lower(c, value.args[1], s);
    expect_number(c, divisor, c.at(value.args[1]).where);
    check_divisor(c, value.args[1], divisor, s);
    f.divisor = divisor.id;
  } else {
    f.numerator = lower_number(c, clause.value, s);
  }
  f.when = lower_condition(c, clause.when, s);
  f.where = clause.where;
  out.factors.push_back(f);
}

DUTYSCORE_INLINE bool is_line(const ast::clause& clause) {
  return clause.kind == ast::clause_kind::award || clause.kind == ast::clause_kind::deduct;
}

/// A factor is one of activities: without their lines it does nothing.
DUTYSCORE_INLINE void check_factors(checker& c, const text_of_block& text, bool has_line) {
  if (has_line) return;
  for (const ast::clause* clause : text.clauses)
    if (clause->kind == ast::clause_kind::times) report(c, "DS0614", clause->keyword, {});
}

DUTYSCORE_INLINE void lower_lines(checker& c, const text_of_block& text, const scope& s,
                                  block& out) {
  bool has_line = false;
  for (const ast::clause* clause : text.clauses) {
    if (is_line(*clause) && clause->unit != ast::line_unit::period) {
      lower_line(c, *clause, s, text.version, out);
      has_line = true;
    }
    if (clause->kind == ast::clause_kind::times) lower_factor(c, *clause, s, text.version, out);
  }
  check_factors(c, text, has_line);
}

}  // namespace dutyscore::detail::checking
