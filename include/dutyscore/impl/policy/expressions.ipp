// Expressions: every name resolved, every operator given operands that it can work on.
#pragma once

#include <set>

#include "dutyscore/impl/policy/functions.ipp"

namespace dutyscore::detail::checking {

enum class operands : unsigned char { flags, alike, ordered, numbers };

struct operator_rule {
  ast::expr_kind kind;
  operation op;
  operands of;
  std::optional<value_type> gives;  // absent: the common type of the operands
};
inline constexpr operator_rule operators[] = {
    {ast::expr_kind::negate, operation::negate, operands::numbers, {}},
    {ast::expr_kind::logical_not, operation::logical_not, operands::flags, value_type::flag},
    {ast::expr_kind::logical_or, operation::logical_or, operands::flags, value_type::flag},
    {ast::expr_kind::logical_and, operation::logical_and, operands::flags, value_type::flag},
    {ast::expr_kind::equal, operation::equal, operands::alike, value_type::flag},
    {ast::expr_kind::not_equal, operation::not_equal, operands::alike, value_type::flag},
    {ast::expr_kind::less, operation::less, operands::ordered, value_type::flag},
    {ast::expr_kind::less_equal, operation::less_equal, operands::ordered, value_type::flag},
    {ast::expr_kind::greater, operation::greater, operands::ordered, value_type::flag},
    {ast::expr_kind::greater_equal, operation::greater_equal, operands::ordered, value_type::flag},
    {ast::expr_kind::add, operation::add, operands::numbers, {}},
    {ast::expr_kind::subtract, operation::subtract, operands::numbers, {}},
    {ast::expr_kind::multiply, operation::multiply, operands::numbers, {}},
    {ast::expr_kind::divide, operation::divide, operands::numbers, value_type::decimal},
};

DUTYSCORE_INLINE const operator_rule* operator_of(ast::expr_kind kind) {
  for (const operator_rule& r : operators)
    if (r.kind == kind) return &r;
  return nullptr;
}

/// What a value may be, as far as it is known: the texts of a `one of`, the bounds of a number.
struct domain {
  const std::vector<std::string>* texts = nullptr;
  std::optional<decimal> least, most;
  std::optional<span> declared;
  bool is_kind = false;

  bool has(std::string_view text) {
    if (index.empty()) index.insert(texts->begin(), texts->end());
    return index.contains(text);
  }

 private:
  std::set<std::string_view> index;  // of texts, made when it is first asked
};

DUTYSCORE_INLINE domain domain_of(const checker& c, expression_id id, const scope& s) {
  const expression& e = c.policy.expressions[id];
  domain out;
  const auto of_field = [&](const schema_field& f, span where) {
    if (!f.one_of.empty()) out.texts = &f.one_of;
    out.least = f.least;
    out.most = f.most;
    out.declared = where;
  };
  if (e.op == operation::field && e.index != none)
    of_field(c.policy.fields[e.index].declared, c.policy.fields[e.index].where);
  if (e.op == operation::subject_field && e.index != none)
    of_field(c.policy.schema.subject[e.index], c.subject.trees[e.index]->name.where);
  if (e.op == operation::kind) {
    out.texts = s.kinds ? s.kinds : &c.policy.schema.kinds;
    out.is_kind = true;
  }
  const bool is_count = e.op == operation::served || e.op == operation::length ||
                        (e.op == operation::measure &&
                         (c.policy.measures[e.index].kind == measure_kind::count ||
                          c.policy.measures[e.index].kind == measure_kind::days));
  if (is_count) out.least = decimal{};
  return out;
}

/// The rows of a grade in all its texts.
DUTYSCORE_INLINE std::vector<std::string> row_names(const checker& c, std::uint32_t first_text) {
  std::vector<std::string> out;
  for (const grade& g : c.policy.grades)
    if (g.first_text == first_text)
      for (const grade_row& row : g.rows)
        if (!holds(out, row.name)) out.push_back(row.name);
  return out;
}

DUTYSCORE_INLINE void report_not_one_of(checker& c, const std::string& text, span at,
                                        const std::vector<std::string>& texts,
                                        const std::optional<span>& declared) {
  diagnostic& d = report(c, "DS0225", at, {text});
  if (declared) also(d, *declared, "declared here");
  suggest(c, d, text, texts);
}

/// Reports a text that a value of this domain never is.
DUTYSCORE_INLINE bool check_text(checker& c, domain& d, const std::string& text, span at) {
  if (!d.texts || d.has(text)) return true;
  if (d.is_kind)
    suggest(c, report(c, c.kinds.contains(text) ? "DS0218" : "DS0207", at, {text}), text, *d.texts);
  else
    report_not_one_of(c, text, at, *d.texts, d.declared);
  return false;
}

/// A text literal beside a value that can never be that text.
DUTYSCORE_INLINE void check_text_occurs(checker& c, expression_id value, ast::expr_id literal,
                                        const scope& s) {
  const ast::expr& e = c.at(literal);
  if (e.kind != ast::expr_kind::text) return;
  const expression& of = c.policy.expressions[value];
  if (of.op == operation::grade) {
    const std::vector<std::string> names = row_names(c, of.index);
    if (!holds(names, e.text.value))
      report_not_one_of(c, e.text.value, e.where, names, c.policy.grades[of.index].where);
    return;
  }
  domain d = domain_of(c, value, s);
  check_text(c, d, e.text.value, e.where);
}

DUTYSCORE_INLINE void check_alike(checker& c, const ast::expr& e, const std::vector<typed>& args,
                                  const scope& s) {
  if (!fits(args[0].type, args[1].type)) {
    diagnostic& d =
        report(c, "DS0221", e.operator_at, {name_of(*args[0].type), name_of(*args[1].type)});
    for (std::size_t i = 0; i < 2; ++i)
      d.spans.push_back({c.at(e.args[i]).where, name_of(*args[i].type)});
    return;
  }
  check_text_occurs(c, args[0].id, e.args[1], s);
  check_text_occurs(c, args[1].id, e.args[0], s);
}

DUTYSCORE_INLINE bool has_order(maybe_type t) { return may_be_number(t) || *t == value_type::date; }

DUTYSCORE_INLINE void check_ordered(checker& c, const ast::expr& e, const std::vector<typed>& args,
                                    const scope& s) {
  for (std::size_t i = 0; i < 2; ++i)
    if (!has_order(args[i].type)) {
      report(c, "DS0222", e.operator_at, {c.text(e.operator_at), name_of(*args[i].type)})
          .spans.push_back({c.at(e.args[i]).where, name_of(*args[i].type)});
      return;
    }
  check_alike(c, e, args, s);
}

DUTYSCORE_INLINE void check_operands(checker& c, const ast::expr& e, operands of,
                                     const std::vector<typed>& args, const scope& s) {
  if (of == operands::alike) return check_alike(c, e, args, s);
  if (of == operands::ordered) return check_ordered(c, e, args, s);
  for (std::size_t i = 0; i < args.size(); ++i) {
    const span at = c.at(e.args[i]).where;
    const bool fits = of == operands::flags ? expect_type(c, args[i], at, value_type::flag)
                                            : expect_number(c, args[i], at);
    if (!fits && args.back().type == args[i].type) return;  // one thought, one message
  }
}

DUTYSCORE_INLINE maybe_type type_of_result(const operator_rule& rule,
                                           const std::vector<typed>& args) {
  if (rule.gives) return rule.gives;
  for (const typed& t : args)
    if (!t.type || !is_number(*t.type)) return std::nullopt;
  return args.size() == 1 ? args[0].type : common_type(args[0].type, args[1].type);
}

DUTYSCORE_INLINE typed lower_operator(checker& c, const ast::expr& e, const operator_rule& rule,
                                      const scope& s) {
  expression out = expression_at(rule.op, e.where);
  std::vector<typed> args;
  for (const ast::expr_id arg : e.args) {
    args.push_back(lower(c, arg, s));
    out.args.push_back(args.back().id);
  }
  check_operands(c, e, rule.of, args, s);
  if (rule.op == operation::divide) check_divisor(c, e.args[1], args[1], s);
  return put(c, std::move(out), type_of_result(rule, args));
}

DUTYSCORE_INLINE typed lower_literal(checker& c, const literal& l, span where) {
  expression out = expression_at(operation::constant, where);
  out.constant = l.value;
  return put(c, std::move(out), l.type);
}

DUTYSCORE_INLINE void check_listed(checker& c, ast::expr_id id, const literal& l,
                                   const typed& searched, span searched_at, const scope& s) {
  if (fits(l.type, searched.type)) return check_text_occurs(c, searched.id, id, s);
  report(c, "DS0221", c.at(id).where, {name_of(*searched.type), name_of(l.type)})
      .spans.push_back({searched_at, name_of(*searched.type)});
}

/// args[0] in [ args[1]… ]
DUTYSCORE_INLINE typed lower_in_list(checker& c, const ast::expr& e, const scope& s) {
  expression out = expression_at(operation::in_list, e.where);
  const typed searched = lower(c, e.args[0], s);
  out.args.push_back(searched.id);
  for (std::size_t i = 1; i < e.args.size(); ++i) {
    const literal l = literal_at(c, e.args[i]);
    const span at = c.at(e.args[i]).where;
    check_listed(c, e.args[i], l, searched, c.at(e.args[0]).where, s);
    out.args.push_back(lower_literal(c, l, at).id);
  }
  return put(c, std::move(out), value_type::flag);
}

/// kind, date, end: the fixed columns that rules read.
DUTYSCORE_INLINE std::optional<typed> lower_fixed_column(checker& c, const ast::expr& e) {
  const fixed_column_name* f = fixed_column_called(e.text.value, false);
  if (!f) return std::nullopt;
  switch (f->column) {
    case fixed_column::kind:
      return put(c, expression_at(operation::kind, e.where), value_type::text);
    case fixed_column::date:
      return put(c, expression_at(operation::date, e.where), value_type::date);
    case fixed_column::end:
      return put(c, expression_at(operation::end, e.where), value_type::date);
    default:
      return std::nullopt;
  }
}

DUTYSCORE_INLINE typed lower_activity_name(checker& c, const ast::expr& e, const scope& s) {
  if (const auto fixed = lower_fixed_column(c, e)) return *fixed;
  const auto index = use_field(c, e.text.value, e.where, s);
  if (!index) return put_unknown(c, e.where);
  return put(c, expression_at(operation::field, e.where, *index),
             type_of(c.activity.trees[*index]->type));
}

/// Grades that may be read here, by the first text of each.
DUTYSCORE_INLINE bool is_in_reach(const checker& c, std::uint32_t grade, period_unit per) {
  return grade < c.grades_in_reach && c.policy.grades[grade].first_text == grade &&
         c.policy.grades[grade].per == per;
}

/// The grade that `grade` means there: the one without a name, else the only one of that period.
DUTYSCORE_INLINE std::optional<std::uint32_t> grade_of_period(checker& c, const ast::expr& e,
                                                              period_unit per) {
  std::optional<std::uint32_t> found;
  bool is_only = true;
  for (std::uint32_t i = 0; i < c.policy.grades.size(); ++i) {
    if (!is_in_reach(c, i, per)) continue;
    if (c.policy.grades[i].name.empty()) return i;
    is_only = !found;
    found = i;
  }
  if (!found) report(c, "DS0217", e.where, {e.text.value});
  if (is_only) return found;
  hint(report(c, "DS0216", e.where, {e.text.value}), "write the name of a grade");
  return std::nullopt;
}

DUTYSCORE_INLINE std::optional<std::uint32_t> grade_called(const checker& c, std::string_view name,
                                                           period_unit per) {
  for (std::uint32_t i = 0; i < c.policy.grades.size(); ++i)
    if (!name.empty() && c.policy.grades[i].name == name && is_in_reach(c, i, per)) return i;
  return std::nullopt;
}

/// A field or a block where a figure of a period is wanted.
DUTYSCORE_INLINE void hint_at_figures(const checker& c, diagnostic& d, const std::string& name) {
  if (c.activity.find(name)) hint(d, "fields are of activities");
  if (c.block_ids.contains(name)) hint(d, "ask a figure of the block", {name});
  if (c.subject.find(name)) hint(d, "write subject", {name});
}

DUTYSCORE_INLINE void report_unknown_period_word(checker& c, const ast::expr& e) {
  diagnostic& d = report(c, "DS0204", e.where, {e.text.value});
  std::vector<std::string> candidates;
  for (const period_word& w : period_words)
    candidates.insert(candidates.end(),
                      {std::string(lang::entry(w.word).en), std::string(lang::entry(w.word).zh)});
  suggest(c, d, e.text.value, candidates);
  hint_at_figures(c, d, e.text.value);
}

/// total, rank … or the name of a grade.
DUTYSCORE_INLINE typed lower_reading_name(checker& c, const ast::expr& e, const scope& s) {
  const period_word* word = period_word_called(e.text.value);
  if (word && word->op != operation::grade)
    return put(c, expression_at(word->op, e.where), word->type);
  const auto index = word ? grade_of_period(c, e, s.per) : grade_called(c, e.text.value, s.per);
  if (!word && !index) report_unknown_period_word(c, e);
  if (!index) return put_unknown(c, e.where);
  return put(c, expression_at(operation::grade, e.where, *index), value_type::text);
}

DUTYSCORE_INLINE typed lower_name(checker& c, const ast::expr& e, const scope& s) {
  if (s.on == stage::activity) return lower_activity_name(c, e, s);
  if (s.on == stage::reading) return lower_reading_name(c, e, s);
  const bool is_limit = s.on == stage::subject;
  diagnostic& d = report(c, is_limit ? "DS0603" : "DS0602", e.where, {e.text.value});
  if (lang::is_numeral(e.text.value))
    hint(d, "write digits");
  else
    hint_at_figures(c, d, e.text.value);
  return put_unknown(c, e.where);
}

/// subject.NAME
DUTYSCORE_INLINE typed lower_member(checker& c, const ast::expr& e, const scope&) {
  const fixed_column_name* of = fixed_column_called(e.text.value, false);
  if (!of || of->column != fixed_column::subject) {
    report(c, "DS0208", e.where, {e.text.value, e.member.text});
    return put_unknown(c, e.where);
  }
  const auto index = use_subject_field(c, e.member);
  if (!index) return put_unknown(c, e.where);
  return put(c, expression_at(operation::subject_field, e.where, *index),
             type_of(c.subject.trees[*index]->type));
}

DUTYSCORE_INLINE typed lower_by_kind(checker& c, ast::expr_id id, const scope& s) {
  const ast::expr& e = c.at(id);
  if (const auto l = literal_of(c, id)) return lower_literal(c, *l, e.where);
  if (const operator_rule* rule = operator_of(e.kind)) return lower_operator(c, e, *rule, s);
  switch (e.kind) {
    case ast::expr_kind::name:
      return lower_name(c, e, s);
    case ast::expr_kind::member:
      return lower_member(c, e, s);
    case ast::expr_kind::call:
      return lower_call(c, e, s);
    case ast::expr_kind::in_list:
      return lower_in_list(c, e, s);
    default:
      return lower_table(c, e, s);
  }
}

DUTYSCORE_INLINE typed lower(checker& c, ast::expr_id id, const scope& s) {
  if (c.depth >= max_depth) {
    if (!c.is_too_deep) report(c, "DS0232", c.at(id).where, {std::to_string(max_depth)});
    c.is_too_deep = true;
    return put_unknown(c, c.at(id).where);
  }
  ++c.depth;
  const typed out = lower_by_kind(c, id, s);
  --c.depth;
  return out;
}

/// A condition; `none` where there is none.
DUTYSCORE_INLINE expression_id lower_condition(checker& c, ast::expr_id id, const scope& s) {
  if (id == ast::no_expr) return none;
  const typed t = lower(c, id, s);
  expect_type(c, t, c.at(id).where, value_type::flag);
  return t.id;
}

/// A number of points or a factor.
DUTYSCORE_INLINE expression_id lower_number(checker& c, ast::expr_id id, const scope& s) {
  const typed t = lower(c, id, s);
  expect_number(c, t, c.at(id).where);
  return t.id;
}

}  // namespace dutyscore::detail::checking
