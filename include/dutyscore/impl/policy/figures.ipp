// Functions over a period: what a subject did in it, and the period itself. They stand in lines per
// period, grades and lists.
#pragma once

#include "dutyscore/impl/policy/values.ipp"

namespace dutyscore::detail::checking {

DUTYSCORE_INLINE bool is_call_of(const ast::expr& e, lang::word w) {
  return is_word(e.text.value, w);
}

/// Arguments that no function over a period takes.
DUTYSCORE_INLINE void check_extras(checker& c, const ast::expr& e, bool may_filter,
                                   bool may_fall_back) {
  if (!may_filter) check_no_filter(c, e, e.filter);
  if (!may_fall_back) check_no_filter(c, e, e.otherwise);
}

DUTYSCORE_INLINE typed put_measure(checker& c, const ast::expr& e, measure m, value_type type) {
  m.where = e.where;
  c.policy.measures.push_back(m);
  return put(c,
             expression_at(operation::measure, e.where,
                           static_cast<std::uint32_t>(c.policy.measures.size() - 1)),
             type);
}

/// The indicator that a bare function is about, which must have activities.
DUTYSCORE_INLINE std::optional<block_id> own_block(checker& c, const ast::expr& e, const scope& s) {
  if (s.own == none) {
    report(c, "DS0608", e.where, {c.text(e.operator_at)});
    return std::nullopt;
  }
  const block& own = c.policy.blocks[s.own];
  const bool is_said = std::any_of(c.messages.begin(), c.messages.end(), [&](const diagnostic& d) {
    return d.code == "DS0262" && d.spans.front().where == own.where;
  });
  const lang::word_entry& on = lang::entry(lang::word::on);
  if (c.kinds_below[s.own].empty() && !is_said)
    also(report(c, "DS0262", own.where, {own.name, message{std::string(on.en), std::string(on.zh)}}),
         e.where, "counts its own");
  return s.own;
}

/// X of count(X), days(X), points(X): a category, an indicator or the policy.
DUTYSCORE_INLINE std::optional<block_id> block_argument(checker& c, const ast::expr& e,
                                                        ast::expr_id id) {
  const ast::expr& x = c.at(id);
  if (x.kind == ast::expr_kind::name) return use_block(c, x.text.value, x.where);
  report(c, "DS0609", x.where, {c.text(e.operator_at), phrase("a block")});
  return std::nullopt;
}

DUTYSCORE_INLINE typed lower_count(checker& c, const ast::expr& e, const scope& s,
                                   measure_kind kind) {
  if (!check_argument_count(c, e, 0, 1)) return put_unknown(c, e.where);
  check_extras(c, e, kind == measure_kind::count, false);
  const auto of = e.args.empty() ? own_block(c, e, s) : block_argument(c, e, e.args[0]);
  if (!of) return put_unknown(c, e.where);
  measure m;
  m.kind = kind;
  m.of = *of;
  if (kind == measure_kind::count)
    m.when = lower_condition(c, e.filter, on_activities(c.kinds_below[*of]));
  return put_measure(c, e, m, value_type::integer);
}

/// points(X): of another block, since a block's own are not there yet.
DUTYSCORE_INLINE typed lower_points_of(checker& c, const ast::expr& e) {
  if (!check_argument_count(c, e, 1, 1)) return put_unknown(c, e.where);
  check_extras(c, e, false, false);
  const auto of = block_argument(c, e, e.args[0]);
  if (!of) return put_unknown(c, e.where);
  measure m;
  m.kind = measure_kind::points;
  m.of = *of;
  return put_measure(c, e, m, value_type::decimal);
}

/// sum(FIELD) of the own indicator, sum(X.FIELD) of a block.
DUTYSCORE_INLINE typed lower_sum_of(checker& c, const ast::expr& e, const scope& s) {
  if (!check_argument_count(c, e, 1, 1)) return put_unknown(c, e.where);
  check_extras(c, e, false, false);
  const ast::expr& x = c.at(e.args[0]);
  const bool is_member = x.kind == ast::expr_kind::member;
  if (!is_member && x.kind != ast::expr_kind::name) {
    report(c, "DS0609", x.where, {c.text(e.operator_at), phrase("a field of a block")});
    return put_unknown(c, e.where);
  }
  const auto of = is_member ? use_block(c, x.text.value, x.text.where) : own_block(c, e, s);
  if (!of) return put_unknown(c, e.where);
  const std::string& name = is_member ? x.member.text : x.text.value;
  const span at = is_member ? x.member.where : x.where;
  const auto field = use_field(c, name, at, on_activities(c.kinds_below[*of]));
  if (!field) return put_unknown(c, e.where);
  const value_type type = type_of(c.activity.trees[*field]->type);
  if (!expect_number(c, {none, type}, at)) return put_unknown(c, e.where);
  measure m;
  m.kind = measure_kind::sum;
  m.of = *of;
  m.field = *field;
  return put_measure(c, e, m, type);
}

DUTYSCORE_INLINE typed lower_previous(checker& c, const ast::expr& e, scope s) {
  if (!check_argument_count(c, e, 1, 1)) return put_unknown(c, e.where);
  check_extras(c, e, false, false);
  if (s.per == period_unit::overall) report(c, "DS0610", e.operator_at, {});
  s.is_earlier = true;
  const typed inner = lower(c, e.args[0], s);
  expression out = expression_at(operation::previous, e.where);
  out.args.push_back(inner.id);
  const bool is_right = expect_number(c, inner, c.at(e.args[0]).where);
  return put(c, std::move(out), is_right ? inner.type : std::nullopt);
}

/// ratio(a, b[, otherwise n])
DUTYSCORE_INLINE typed lower_ratio(checker& c, const ast::expr& e, const scope& s) {
  if (!check_argument_count(c, e, 2, 2)) return put_unknown(c, e.where);
  check_extras(c, e, false, true);
  expression out = expression_at(operation::ratio, e.where);
  typed last;
  for (const ast::expr_id id : {e.args[0], e.args[1], e.otherwise}) {
    if (id == ast::no_expr) continue;
    last = lower(c, id, s);
    expect_number(c, last, c.at(id).where);
    out.args.push_back(last.id);
  }
  if (e.otherwise == ast::no_expr) {
    if (last.type && !is_never_zero(c, last.id, s))
      hint(report(c, "DS0611", c.at(e.args[1]).where, {}), "write otherwise");
    out.args.push_back(lower_literal(c, number_literal({}), e.where).id);
  }
  return put(c, std::move(out), value_type::decimal);
}

DUTYSCORE_INLINE typed lower_of_period(checker& c, const ast::expr& e, operation op,
                                       value_type type) {
  if (!check_argument_count(c, e, 0, 0)) return put_unknown(c, e.where);
  check_extras(c, e, false, false);
  return put(c, expression_at(op, e.where), type);
}

DUTYSCORE_INLINE typed lower_figure(checker& c, const ast::expr& e, const scope& s) {
  if (s.on == stage::activity || s.on == stage::subject) {
    report(c, s.on == stage::activity ? "DS0612" : "DS0603", e.operator_at,
           {c.text(e.operator_at)});
    return put_unknown(c, e.where);
  }
  if (is_call_of(e, lang::word::f_count)) return lower_count(c, e, s, measure_kind::count);
  if (is_call_of(e, lang::word::f_days)) return lower_count(c, e, s, measure_kind::days);
  if (is_call_of(e, lang::word::f_points)) return lower_points_of(c, e);
  if (is_call_of(e, lang::word::f_sum)) return lower_sum_of(c, e, s);
  if (is_call_of(e, lang::word::f_previous)) return lower_previous(c, e, s);
  if (is_call_of(e, lang::word::f_ratio)) return lower_ratio(c, e, s);
  if (is_call_of(e, lang::word::f_served))
    return lower_of_period(c, e, operation::served, value_type::integer);
  if (is_call_of(e, lang::word::f_length))
    return lower_of_period(c, e, operation::length, value_type::integer);
  return lower_of_period(c, e, operation::last_day, value_type::date);
}

/// Whether an expression asks anything about its period.
DUTYSCORE_INLINE bool asks_about_period(const checker& c, expression_id id) {
  if (id == none) return false;
  const expression& e = c.policy.expressions[id];
  switch (e.op) {
    case operation::measure:
    case operation::served:
    case operation::length:
    case operation::last_day:
    case operation::previous:
      return true;
    case operation::table:
    case operation::marginal:
      for (const table_row& row : c.policy.tables[e.index].rows)
        if (asks_about_period(c, row.value)) return true;
      break;
    default:
      break;
  }
  return std::any_of(e.args.begin(), e.args.end(),
                     [&](expression_id arg) { return asks_about_period(c, arg); });
}

}  // namespace dutyscore::detail::checking
