#pragma once

#include "dutyscore/core/file.hpp"
#include "dutyscore/impl/policy/blocks.ipp"
#include "dutyscore/impl/policy/fingerprint.ipp"
#include "dutyscore/impl/policy/unused.ipp"
#include "dutyscore/lang/parser.hpp"
#include "dutyscore/policy/from_ast.hpp"

namespace dutyscore {
namespace detail::checking {

/// Every kind of every `on`, wherever it stands.
DUTYSCORE_INLINE void collect_kinds(checker& c, const std::vector<ast::clause>& body) {
  for (const ast::clause& clause : body) {
    if (clause.kind == ast::clause_kind::on)
      for (const ast::text_literal& kind : clause.texts) c.kinds.emplace(kind.value, kind.where);
    collect_kinds(c, clause.body);
  }
}

/// All names of the policy in the order of the text, so that the later of two is the one that is
/// wrong. Amendments name blocks again on purpose.
DUTYSCORE_INLINE void declare_names(checker& c, const std::vector<ast::clause>& body) {
  for (const ast::clause& clause : body) {
    if (clause.kind == ast::clause_kind::amend) continue;
    if (clause.kind <= ast::clause_kind::grade || clause.kind == ast::clause_kind::term)
      declare(c, clause.name);
    declare_names(c, clause.body);
  }
}

DUTYSCORE_INLINE void lower_of_kind(checker& c, const std::vector<const ast::clause*>& clauses,
                                    ast::clause_kind kind,
                                    void (*lower_one)(checker&, const ast::clause&)) {
  for (const ast::clause* clause : clauses)
    if (clause->kind == kind) lower_one(c, *clause);
}

/// The order matters: numbers of points need `decimals`, rules need fields, functions need blocks.
DUTYSCORE_INLINE void lower_policy(checker& c) {
  c.policy.source = c.document.where;
  declare(c, c.tree.name);
  declare_names(c, c.tree.body);
  collect_kinds(c, c.tree.body);
  c.policy.schema.kinds = all_kinds(c);
  declare_fields(c);
  lower_computed_fields(c);
  const auto clauses = usable_clauses(c, c.tree.body);
  lower_of_kind(c, clauses, ast::clause_kind::decimals, lower_decimals);
  lower_calendar(c, clauses);
  declare_blocks(c, clauses);
  lower_blocks(c);
  for (const text_of_block& text : c.vetoes) lower_veto(c, text);
  for (const text_of_block& text : c.grades) lower_grade(c, text);
  for (const text_of_block& text : c.lists) lower_list(c, text);
  sort_measures(c);
  find_deducting_blocks(c);
  check_floors(c);
  check_signs(c);
  check_points_circles(c);
  check_force_in_terms(c);
  warn_unused(c, c.activity);
  warn_unused(c, c.subject);
  if (!c.has_unsaid) return;
  c.messages.push_back(make_diagnostic(c.has_unsaid_error ? "DS0295" : "DS0296",
                                       {std::to_string(max_messages)}, c.document.where,
                                       c.tree.name.where));
}

DUTYSCORE_INLINE void sort_by_place(diagnostics& list) {
  std::stable_sort(list.begin(), list.end(), [](const diagnostic& a, const diagnostic& b) {
    return a.spans.front().where.begin < b.spans.front().where.begin;
  });
}

DUTYSCORE_INLINE void check_policy_names(const ast::document& document, diagnostics& out) {
  std::map<std::string, span> seen;
  for (const ast::policy& p : document.policies) {
    const auto [earlier, is_new] = seen.emplace(p.name.text, p.name.where);
    if (is_new) continue;
    out.push_back(make_diagnostic("DS0215", {p.name.text}, document.where, p.name.where));
    also(out.back(), earlier->second, "first here");
  }
}

DUTYSCORE_INLINE result<policy> only_policy(const ast::document& document,
                                            result<std::vector<policy>> all) {
  if (!all) return all.messages();
  if (all->size() == 1) return {std::move(all->front()), all.messages()};
  if (all->empty())
    return make_diagnostic("DS0293", {document.where->name()}, document.where, span{});
  diagnostic d = make_diagnostic("DS0294", {document.where->name()}, document.where,
                                 document.policies[1].name.where);
  also(d, document.policies[0].name.where, "first here");
  return d;
}

DUTYSCORE_INLINE result<policy> compile_source(source_ptr text) {
  result<ast::document> document = parse(std::move(text));
  if (!document) return document.messages();
  return compile(*document);
}

}  // namespace detail::checking

DUTYSCORE_INLINE result<std::vector<policy>> check(const ast::document& document) {
  std::vector<policy> policies;
  diagnostics found;
  detail::checking::check_policy_names(document, found);
  for (const ast::policy& tree : document.policies) {
    detail::checking::checker c(document, tree);
    detail::checking::lower_policy(c);
    c.policy.digest = detail::checking::fingerprint_of(document, tree);
    found.insert(found.end(), std::make_move_iterator(c.messages.begin()),
                 std::make_move_iterator(c.messages.end()));
    policies.emplace_back(std::make_shared<const policy_data>(std::move(c.policy)));
  }
  detail::checking::sort_by_place(found);
  if (has_error(found)) return found;
  return {std::move(policies), std::move(found)};
}

DUTYSCORE_INLINE result<policy> compile(const ast::document& document) {
  return detail::checking::only_policy(document, check(document));
}

DUTYSCORE_INLINE result<policy> compile(std::string_view text, std::string_view name) {
  return detail::checking::compile_source(
      std::make_shared<const source>(std::string(name), std::string(text)));
}

DUTYSCORE_INLINE result<policy> compile_file(const std::string& path) {
  result<std::string> text = read_file(path, parse_limits{}.bytes);
  if (!text) return text.messages();
  return detail::checking::compile_source(
      std::make_shared<const source>(path, std::move(text).value()));
}

}  // namespace dutyscore
