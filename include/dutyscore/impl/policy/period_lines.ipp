// Points of finished periods: award … per month, require … deduct … each.
#pragma once

#include "dutyscore/impl/policy/selections.ipp"

namespace dutyscore::detail::checking {

DUTYSCORE_INLINE void lower_period_line(checker& c, const ast::clause& clause, block_id id,
                                        std::uint32_t version) {
  const period_unit per = lower_period(c, clause);
  const scope s = on_period(stage::period, per, id);
  const std::size_t messages = c.messages.size();
  period_line l;
  l.is_deduction = clause.kind == ast::clause_kind::deduct;
  l.value = lower_number(c, clause.value, s);
  l.per = per;
  l.running = clause.running || per == period_unit::overall;
  l.when = lower_condition(c, clause.when, s);
  if (clause.label) l.label = clause.label->value;
  l.where = clause.where;
  l.version = version;
  const bool is_clean = c.messages.size() == messages;
  if (is_clean && !asks_about_period(c, l.value) && !asks_about_period(c, l.when))
    hint(report(c, "DS0621", clause.keyword, {name_of(clause.kind)}), "use a figure");
  c.policy.blocks[id].period_lines.push_back(std::move(l));
}

/// N and M of a requirement are numbers above 0.
DUTYSCORE_INLINE std::optional<decimal> lower_required(checker& c, ast::expr_id id, bool is_whole) {
  const auto n = lower_amount(c, id);
  if (!n) return std::nullopt;
  if (!n->is_computed() && n->n > decimal{} && (!is_whole || n->n.is_integer())) return n->n;
  report(c, is_whole ? "DS0622" : "DS0623", c.at(id).where, {c.text(c.at(id).where)});
  return std::nullopt;
}

/// Writes out expressions that stand for a clause.
struct expression_writer {
  checker& c;
  span where;

  expression_id make(operation op, value_type type, std::vector<expression_id> args = {},
                     std::uint32_t index = none) {
    expression e = expression_at(op, where, index);
    e.args = std::move(args);
    return put(c, std::move(e), type).id;
  }
  expression_id number(decimal d) { return lower_literal(c, number_literal(d), where).id; }
  expression_id count_of(block_id id) {
    measure m;
    m.of = id;
    m.where = where;
    c.policy.measures.push_back(m);
    return make(operation::measure, value_type::integer, {},
                static_cast<std::uint32_t>(c.policy.measures.size() - 1));
  }
};

/// require N per P deduct M each: deduct M * max(0, N - count()) per P when served() == length()
DUTYSCORE_INLINE void lower_requirement(checker& c, const ast::clause& clause, block_id id,
                                        std::uint32_t version) {
  const period_unit per = lower_period(c, clause);
  const auto n = lower_required(c, clause.value, true);
  const auto each = lower_required(c, clause.amount, false);
  if (!n || !each) return;
  expression_writer w{c, clause.where};
  const expression_id missing = w.make(operation::subtract, value_type::integer,
                                       {w.number(*n), w.count_of(id)});
  const expression_id short_of =
      w.make(operation::max, value_type::integer, {w.number({}), missing});
  period_line l;
  l.is_deduction = true;
  l.value = w.make(operation::multiply,
                   each->is_integer() ? value_type::integer : value_type::decimal,
                   {w.number(*each), short_of});
  l.when = w.make(operation::equal, value_type::flag,
                  {w.make(operation::served, value_type::integer),
                   w.make(operation::length, value_type::integer)});
  l.per = per;
  l.running = per == period_unit::overall;
  l.required = period_line::requirement{*n, *each};
  l.where = clause.where;
  l.version = version;
  c.policy.blocks[id].period_lines.push_back(std::move(l));
}

DUTYSCORE_INLINE void lower_period_lines(checker& c, const text_of_block& text) {
  for (const ast::clause* clause : text.clauses) {
    if (is_line(*clause) && clause->unit == ast::line_unit::period)
      lower_period_line(c, *clause, text.id, text.version);
    if (clause->kind == ast::clause_kind::require)
      lower_requirement(c, *clause, text.id, text.version);
  }
}

}  // namespace dutyscore::detail::checking
