// The functions of expressions: their names, what they take and what they give.
#pragma once

#include <algorithm>

#include "dutyscore/impl/policy/names.ipp"

namespace dutyscore::detail::checking {

enum class takes : unsigned char { numbers, dates, texts, choice, rounding };

struct function_rule {
  lang::word name;
  operation op;
  takes arguments;
  std::size_t least, most;          // how many arguments
  std::optional<value_type> gives;  // absent: what the arguments have in common
};

inline constexpr std::size_t many = 100;
inline constexpr function_rule functions[] = {
    {lang::word::f_min, operation::min, takes::numbers, 2, many, {}},
    {lang::word::f_max, operation::max, takes::numbers, 2, many, {}},
    {lang::word::f_abs, operation::abs, takes::numbers, 1, 1, {}},
    {lang::word::f_floor, operation::floor, takes::numbers, 1, 1, value_type::integer},
    {lang::word::f_ceil, operation::ceil, takes::numbers, 1, 1, value_type::integer},
    {lang::word::f_round, operation::round, takes::rounding, 2, 3, {}},
    {lang::word::f_contains, operation::contains, takes::texts, 2, 2, value_type::flag},
    {lang::word::f_starts_with, operation::starts_with, takes::texts, 2, 2, value_type::flag},
    {lang::word::f_days, operation::days, takes::dates, 2, 2, value_type::integer},
    {lang::word::f_years, operation::years, takes::dates, 2, 2, value_type::integer},
    {lang::word::f_months, operation::months, takes::dates, 2, 2, value_type::integer},
    {lang::word::f_year, operation::year, takes::dates, 1, 1, value_type::integer},
    {lang::word::f_month, operation::month, takes::dates, 1, 1, value_type::integer},
    {lang::word::f_day, operation::day, takes::dates, 1, 1, value_type::integer},
    {lang::word::f_if, operation::choose, takes::choice, 3, 3, {}},
};

struct rounding_word {
  lang::word word;
  rounding mode;
};
inline constexpr rounding_word rounding_words[] = {
    {lang::word::half_even, rounding::half_even},
    {lang::word::half_up, rounding::half_up},
    {lang::word::up, rounding::up},
    {lang::word::down, rounding::down},
};

/// Nothing for the functions over a period.
DUTYSCORE_INLINE const function_rule* function_called(std::string_view name) {
  for (const function_rule& f : functions)
    if (is_word(name, f.name)) return &f;
  return nullptr;
}

/// days(X) counts the days of a period's activities; days(from, to) is of dates.
DUTYSCORE_INLINE bool is_figure(const function_rule* f, const ast::expr& e, const scope& s) {
  return !f || (f->op == operation::days &&
                (e.args.size() == 1 || (e.args.empty() && s.on != stage::activity)));
}

DUTYSCORE_INLINE bool check_argument_count(checker& c, const ast::expr& e, std::size_t least,
                                           std::size_t most) {
  if (e.args.size() >= least && e.args.size() <= most) return true;
  const std::string wanted = least == most  ? std::to_string(least)
                             : most == many ? std::to_string(least) + "+"
                                            : std::to_string(least) + "–" + std::to_string(most);
  report(c, "DS0226", e.operator_at,
         {c.text(e.operator_at), wanted, std::to_string(e.args.size())});
  return false;
}

/// round(x, places[, mode]): the last two are read here, not computed.
DUTYSCORE_INLINE void read_rounding(checker& c, const ast::expr& e, expression& out) {
  const auto places = number_of(c, e.args[1]);
  if (!places || !places->is_integer() || *places < decimal{} ||
      *places > decimal::of(decimal::places))
    report(c, "DS0227", c.at(e.args[1]).where, {c.text(c.at(e.args[1]).where)});
  else
    out.places = static_cast<int>(places->millionths() / decimal::scale);
  if (e.args.size() < 3) return;
  const ast::expr& mode = c.at(e.args[2]);
  for (const rounding_word& w : rounding_words)
    if (mode.kind == ast::expr_kind::name && is_word(mode.text.value, w.word)) {
      out.mode = w.mode;
      return;
    }
  report(c, "DS0230", mode.where, {c.text(mode.where)});
}

DUTYSCORE_INLINE typed put(checker& c, expression e, maybe_type type) {
  e.type = type.value_or(value_type::decimal);
  c.policy.expressions.push_back(std::move(e));
  return {static_cast<expression_id>(c.policy.expressions.size() - 1), type};
}

DUTYSCORE_INLINE typed put_unknown(checker& c, span where) {
  expression e;
  e.where = where;
  return put(c, std::move(e), std::nullopt);
}

DUTYSCORE_INLINE expression expression_at(operation op, span where, std::uint32_t index = none) {
  expression e;
  e.op = op;
  e.index = index;
  e.where = where;
  return e;
}

DUTYSCORE_INLINE void check_function_argument(checker& c, takes what, std::size_t index,
                                              const typed& t, span at) {
  switch (what) {
    case takes::numbers:
    case takes::rounding:
      expect_number(c, t, at);
      break;
    case takes::dates:
      expect_type(c, t, at, value_type::date);
      break;
    case takes::texts:
      expect_type(c, t, at, value_type::text);
      break;
    case takes::choice:
      if (index == 0) expect_type(c, t, at, value_type::flag);
      break;
  }
}

/// Reports when two branches or rows give values that no type holds.
DUTYSCORE_INLINE maybe_type join_types(checker& c, maybe_type a, span first, maybe_type b,
                                       span second) {
  if (!fits(a, b))
    also(report(c, "DS0231", second, {name_of(*a), name_of(*b)}), first, "other value here");
  return common_type(a, b);
}

DUTYSCORE_INLINE maybe_type type_of_call(checker& c, const ast::expr& e, const function_rule& f,
                                         const std::vector<typed>& args) {
  if (f.gives) return f.gives;
  if (f.arguments == takes::choice)
    return join_types(c, args[1].type, c.at(e.args[1]).where, args[2].type, c.at(e.args[2]).where);
  maybe_type common = args[0].type;
  for (const typed& t : args)
    common = may_be_number(t.type) ? common_type(common, t.type) : std::nullopt;
  return common;
}

/// `when` and `otherwise` say something to functions over a period alone.
DUTYSCORE_INLINE void check_no_filter(checker& c, const ast::expr& e, ast::expr_id id) {
  if (id != ast::no_expr) report(c, "DS0224", c.at(id).where, {c.text(e.operator_at)});
}

DUTYSCORE_INLINE typed lower_call(checker& c, const ast::expr& e, const scope& s) {
  const function_rule* f = function_called(e.text.value);
  if (is_figure(f, e, s)) return lower_figure(c, e, s);
  if (!check_argument_count(c, e, f->least, f->most)) return put_unknown(c, e.where);
  check_no_filter(c, e, e.filter);
  check_no_filter(c, e, e.otherwise);
  expression out = expression_at(f->op, e.where);
  const std::size_t computed = f->arguments == takes::rounding ? 1 : e.args.size();
  std::vector<typed> args;
  for (std::size_t i = 0; i < computed; ++i) {
    args.push_back(lower(c, e.args[i], s));
    check_function_argument(c, f->arguments, i, args.back(), c.at(e.args[i]).where);
    out.args.push_back(args.back().id);
  }
  maybe_type type = type_of_call(c, e, *f, args);
  if (f->op == operation::round) {
    read_rounding(c, e, out);
    type = out.places == 0 ? value_type::integer : value_type::decimal;
  }
  return put(c, std::move(out), type);
}

}  // namespace dutyscore::detail::checking
