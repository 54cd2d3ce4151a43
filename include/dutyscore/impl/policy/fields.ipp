// Fields of activities and subjects: their names, bounds, defaults, and those computed from others.
#pragma once

#include "dutyscore/impl/policy/tables.ipp"

namespace dutyscore::detail::checking {

DUTYSCORE_INLINE span place_of(const ast::field& f, std::string_view header) {
  return f.name.text == header || !f.label ? f.name.where : f.label->where;
}

/// Enters a name or a label as what heads a column; reports when another field's or a fixed one is
/// headed so.
DUTYSCORE_INLINE void enter_header(checker& c, field_table& fields, const std::string& header,
                                   span at, bool in_roster) {
  const auto index = static_cast<std::uint32_t>(fields.trees.size() - 1);
  if (fixed_column_called(header, in_roster)) return void(report(c, "DS0213", at, {header}));
  const auto [earlier, is_new] = fields.by_header.emplace(header, index);
  if (is_new || earlier->second == index) return;
  const ast::field& other = *fields.trees[earlier->second];
  const bool both_names = other.name.text == header && fields.trees[index]->name.text == header;
  also(report(c, both_names ? "DS0210" : "DS0211", at, {header}), place_of(other, header),
       "first here");
}

DUTYSCORE_INLINE void enter_field(checker& c, field_table& fields, const ast::field& f,
                                  bool in_roster) {
  fields.trees.push_back(&f);
  fields.is_read.push_back(false);
  std::set<std::string_view>& kinds = fields.kinds.emplace_back();
  for (const ast::text_literal& kind : f.kinds) kinds.insert(kind.value);
  fields.by_name.emplace(f.name.text, static_cast<std::uint32_t>(fields.trees.size() - 1));
  enter_header(c, fields, f.name.text, f.name.where, in_roster);
  if (f.label && f.label->value != f.name.text)
    enter_header(c, fields, f.label->value, f.label->where, in_roster);
}

DUTYSCORE_INLINE std::vector<std::string> distinct_texts(
    checker& c, const std::vector<ast::text_literal>& texts) {
  std::vector<std::string> out;
  std::map<std::string, span> seen;
  for (const ast::text_literal& t : texts) {
    const auto [earlier, is_new] = seen.emplace(t.value, t.where);
    if (is_new)
      out.push_back(t.value);
    else
      also(report(c, "DS0253", t.where, {t.value}), earlier->second, "first here");
  }
  return out;
}

/// `from N` or `to N` of a field.
DUTYSCORE_INLINE std::optional<decimal> bound_of(checker& c, const ast::field& f, ast::expr_id id) {
  if (id == ast::no_expr) return std::nullopt;
  const span at = c.at(id).where;
  if (!is_number(type_of(f.type))) {
    report(c, "DS0252", at, {f.name.text, name_of(type_of(f.type))});
    return std::nullopt;
  }
  const auto n = expect_number_at(c, id);
  if (n && f.type == ast::field_type::integer && !n->is_integer())
    expect_type(c, {none, value_type::decimal}, at, value_type::integer);
  return n;
}

DUTYSCORE_INLINE void check_default_bounds(checker& c, const ast::field& f,
                                           const schema_field& declared, const literal& value) {
  const span at = c.at(f.default_value).where;
  const decimal n = decimal::from_millionths(value.value.number);
  const bool is_outside = is_number(declared.type) && ((declared.least && n < *declared.least) ||
                                                       (declared.most && n > *declared.most));
  if (is_outside) report(c, "DS0250", at, {text_of(value), f.name.text});
  if (value.type == value_type::text && !declared.one_of.empty() &&
      !holds(declared.one_of, value.value.text))
    report_not_one_of(c, value.value.text, at, declared.one_of, f.name.where);
}

DUTYSCORE_INLINE std::optional<cell_value> default_of(checker& c, const ast::field& f,
                                                      const schema_field& declared) {
  if (f.default_value == ast::no_expr) return std::nullopt;
  const span at = c.at(f.default_value).where;
  const literal l = literal_at(c, f.default_value);
  if (expect_type(c, {none, l.type}, at, declared.type)) check_default_bounds(c, f, declared, l);
  return l.value;
}

DUTYSCORE_INLINE schema_field lower_declared(checker& c, const ast::field& f) {
  schema_field out;
  out.name = f.name.text;
  out.label = f.label ? f.label->value : f.name.text;
  out.type = type_of(f.type);
  out.least = bound_of(c, f, f.from);
  out.most = bound_of(c, f, f.to);
  if (out.least && out.most && *out.most < *out.least)
    also(report(c, "DS0251", c.at(f.to).where, {out.least->to_string(), out.most->to_string()}),
         c.at(f.from).where, "from here");
  if (!f.one_of.empty() && f.type != ast::field_type::text)
    report(c, "DS0254", f.one_of.front().where, {f.name.text, name_of(out.type)});
  out.one_of = distinct_texts(c, f.one_of);
  out.default_value = default_of(c, f, out);
  out.kinds = distinct_texts(c, f.kinds);
  return out;
}

DUTYSCORE_INLINE std::vector<std::string> all_kinds(const checker& c) {
  std::vector<std::string> out;
  for (const auto& [kind, where] : c.kinds) out.push_back(kind);
  return out;
}

DUTYSCORE_INLINE void check_kinds_exist(checker& c, const ast::field& f) {
  for (const ast::text_literal& kind : f.kinds)
    if (!c.kinds.contains(kind.value))
      suggest(c, report(c, "DS0207", kind.where, {kind.value}), kind.value, all_kinds(c));
}

DUTYSCORE_INLINE void declare_activity_field(checker& c, const ast::field& f) {
  enter_field(c, c.activity, f, false);
  check_kinds_exist(c, f);
  policy_field out;
  out.declared = lower_declared(c, f);
  out.where = f.name.where;
  if (f.computed == ast::no_expr) {
    out.column = static_cast<std::uint32_t>(c.policy.schema.activity.size());
    c.policy.schema.activity.push_back(out.declared);
  }
  c.policy.fields.push_back(std::move(out));
}

DUTYSCORE_INLINE void declare_subject_field(checker& c, const ast::field& f) {
  enter_field(c, c.subject, f, true);
  if (!f.kinds.empty()) report(c, "DS0256", f.kinds.front().where, {f.name.text});
  if (f.computed != ast::no_expr)
    hint(report(c, "DS0255", f.name.where, {f.name.text}), "compute it of activities");
  c.policy.schema.subject.push_back(lower_declared(c, f));
}

/// All fields of the policy, computed ones without their expression yet.
DUTYSCORE_INLINE void declare_fields(checker& c) {
  for (const ast::clause& clause : c.tree.body) {
    if (clause.kind == ast::clause_kind::activity_block)
      for (const ast::field& f : clause.fields) declare_activity_field(c, f);
    if (clause.kind == ast::clause_kind::subject_block)
      for (const ast::field& f : clause.fields) declare_subject_field(c, f);
  }
}

DUTYSCORE_INLINE void lower_computed(checker& c, std::uint32_t index) {
  const ast::field& f = *c.activity.trees[index];
  if (f.computed == ast::no_expr) return;
  scope s;
  const std::vector<std::string> kinds = c.policy.fields[index].declared.kinds;
  if (!kinds.empty()) s.kinds = &kinds;
  const typed value = lower(c, f.computed, s);
  expect_type(c, value, c.at(f.computed).where, type_of(f.type));
  c.policy.fields[index].computed = value.id;
}

/// The fields that an expression reads.
DUTYSCORE_INLINE void collect_fields(const policy_data& p, expression_id id,
                                     std::vector<std::uint32_t>& out) {
  const expression& e = p.expressions[id];
  if (e.op == operation::field && e.index != none) out.push_back(e.index);
  for (const expression_id arg : e.args) collect_fields(p, arg, out);
  if (e.op == operation::table || e.op == operation::marginal)
    for (const table_row& row : p.tables[e.index].rows) collect_fields(p, row.value, out);
}

/// Depth-first over "is computed from"; a field met again on its own path closes a circle.
struct circle_search {
  checker& c;
  enum class mark : unsigned char { unseen, on_path, done };
  std::vector<mark> marks;
  std::vector<std::uint32_t> path;

  void report_circle(std::uint32_t again) {
    const auto begin = std::find(path.begin(), path.end(), again);
    std::string names;
    for (auto at = begin; at != path.end(); ++at) names += c.activity.trees[*at]->name.text + " → ";
    names += c.activity.trees[again]->name.text;
    diagnostic& d = report(c, "DS0257", c.activity.trees[again]->name.where, {names});
    for (auto at = begin + 1; at < path.end(); ++at)
      also(d, c.activity.trees[*at]->name.where, "part of circle");
  }

  void report_depth(std::uint32_t index) {
    marks[index] = mark::done;
    if (!c.is_too_deep)
      report(c, "DS0232", c.activity.trees[index]->name.where, {std::to_string(max_depth)});
    c.is_too_deep = true;
  }

  void visit(std::uint32_t index) {
    if (marks[index] == mark::on_path) return report_circle(index);
    if (marks[index] == mark::done || c.policy.fields[index].computed == none) return;
    if (path.size() == max_depth) return report_depth(index);
    marks[index] = mark::on_path;
    path.push_back(index);
    std::vector<std::uint32_t> read;
    collect_fields(c.policy, c.policy.fields[index].computed, read);
    std::sort(read.begin(), read.end());
    read.erase(std::unique(read.begin(), read.end()), read.end());
    for (const std::uint32_t next : read) visit(next);
    path.pop_back();
    marks[index] = mark::done;
  }
};

DUTYSCORE_INLINE void check_circles(checker& c) {
  circle_search search{c, {}, {}};
  search.marks.resize(c.policy.fields.size());
  for (std::uint32_t i = 0; i < c.policy.fields.size(); ++i) search.visit(i);
}

DUTYSCORE_INLINE void lower_computed_fields(checker& c) {
  for (std::uint32_t i = 0; i < c.policy.fields.size(); ++i) lower_computed(c, i);
  check_circles(c);
}

}  // namespace dutyscore::detail::checking
