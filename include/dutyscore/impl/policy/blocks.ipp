// The policy, its categories and its indicators.
#pragma once

#include "dutyscore/impl/policy/readings.ipp"

namespace dutyscore::detail::checking {

DUTYSCORE_INLINE void add_kinds_below(const std::vector<ast::clause>& body,
                                      std::vector<std::string>& out) {
  for (const ast::clause& clause : body) {
    if (clause.kind == ast::clause_kind::on)
      for (const ast::text_literal& kind : clause.texts) out.push_back(kind.value);
    if (clause.kind == ast::clause_kind::category || clause.kind == ast::clause_kind::indicator)
      add_kinds_below(clause.body, out);
  }
}

/// The kinds of all indicators below: what an `accept` of a category or of the policy may meet.
DUTYSCORE_INLINE std::vector<std::string> kinds_below(const std::vector<ast::clause>& body) {
  std::vector<std::string> out;
  add_kinds_below(body, out);
  return sorted_kinds(std::move(out));
}

DUTYSCORE_INLINE bool has_indicator(const std::vector<ast::clause>& body) {
  return std::any_of(body.begin(), body.end(), [](const ast::clause& clause) {
    return clause.kind == ast::clause_kind::indicator ||
           (clause.kind == ast::clause_kind::category && has_indicator(clause.body));
  });
}

DUTYSCORE_INLINE block_id add_block(checker& c, block b) {
  const auto id = static_cast<block_id>(c.policy.blocks.size());
  if (b.parent != none) c.policy.blocks[b.parent].members.push_back(id);
  c.policy.blocks.push_back(std::move(b));
  return id;
}

DUTYSCORE_INLINE block block_of(const ast::clause& clause, block_kind kind, block_id parent,
                                const block_head& head) {
  block out;
  out.kind = kind;
  out.name = clause.name.text;
  out.label = label_of(clause);
  out.cite = head.cite;
  out.in_force = head.in_force;
  out.versions.push_back({{}, head.in_force, head.cite, clause.where});
  out.parent = parent;
  out.where = clause.name.where;
  return out;
}

DUTYSCORE_INLINE void lower_indicator(checker& c, const ast::clause& clause, block_id parent) {
  const auto clauses = usable_clauses(c, clause.body);
  block out = block_of(clause, block_kind::indicator, parent,
                       head_of(c, clauses, c.policy.blocks[parent].in_force));
  check_needs(c, clause, ast::clause_kind::on);
  out.selectors = lower_selectors(c, clauses);
  const std::vector<std::string> kinds = kinds_of(out.selectors);
  scope s;
  s.kinds = &kinds;
  out.accepts = lower_accepts(c, clauses, s);
  lower_lines(c, clauses, s, out);
  lower_limits(c, clauses, out);
  const block_id id = add_block(c, std::move(out));
  for (const ast::clause* inner : clauses)
    if (inner->kind == ast::clause_kind::veto) lower_veto(c, *inner, id);
}

void lower_category(checker& c, const ast::clause& clause, block_id parent, std::size_t depth);

DUTYSCORE_INLINE void lower_members(checker& c, const std::vector<const ast::clause*>& clauses,
                                    block_id id, std::size_t depth) {
  for (const ast::clause* inner : clauses) {
    if (inner->kind == ast::clause_kind::category) lower_category(c, *inner, id, depth);
    if (inner->kind == ast::clause_kind::indicator) lower_indicator(c, *inner, id);
    if (inner->kind == ast::clause_kind::veto) lower_veto(c, *inner, id);
  }
}

/// What categories and the policy have in common.
DUTYSCORE_INLINE void lower_group(checker& c, const std::vector<ast::clause>& body,
                                  const std::vector<const ast::clause*>& clauses, block out,
                                  std::size_t depth) {
  std::vector<std::string> kinds;
  if (has_kind(body, ast::clause_kind::accept)) kinds = kinds_below(body);
  scope s;
  s.kinds = &kinds;
  out.accepts = lower_accepts(c, clauses, s);
  lower_limits(c, clauses, out);
  lower_members(c, clauses, add_block(c, std::move(out)), depth);
}

DUTYSCORE_INLINE void lower_category(checker& c, const ast::clause& clause, block_id parent,
                                     std::size_t depth) {
  if (depth >= max_depth)
    return void(report(c, "DS0232", clause.keyword, {std::to_string(max_depth)}));
  const auto clauses = usable_clauses(c, clause.body);
  const block_head head = head_of(c, clauses, c.policy.blocks[parent].in_force);
  if (!has_indicator(clause.body)) report(c, "DS0291", clause.name.where, {clause.name.text});
  lower_group(c, clause.body, clauses, block_of(clause, block_kind::category, parent, head),
              depth + 1);
}

DUTYSCORE_INLINE void lower_decimals(checker& c, const ast::clause& clause) {
  const decimal n = clause.number;
  if (!n.is_integer() || n < decimal{} || n > decimal::of(decimal::places))
    report(c, "DS0268", clause.where, {n.to_string()});
  else
    c.policy.decimals = static_cast<int>(n.millionths() / decimal::scale);
  c.policy.line_rounding = rounding_of(clause.mode).value_or(rounding::half_even);
}

/// The policy as block 0, and all below it.
DUTYSCORE_INLINE void lower_policy_block(checker& c,
                                         const std::vector<const ast::clause*>& clauses) {
  const block_head head = head_of(c, clauses, {});
  block out;
  out.kind = block_kind::policy;
  out.name = c.tree.name.text;
  out.label = c.tree.label ? c.tree.label->value : out.name;
  out.cite = head.cite;
  out.in_force = head.in_force;
  out.versions.push_back({{}, head.in_force, head.cite, c.tree.where});
  out.where = c.tree.name.where;
  c.policy.name = out.name;
  c.policy.label = out.label;
  c.policy.cite = out.cite;
  if (!has_indicator(c.tree.body)) report(c, "DS0292", out.where, {out.name});
  lower_group(c, c.tree.body, clauses, std::move(out), 0);
}

/// Blocks that nothing below can award count deducted points, which only a cap limits.
DUTYSCORE_INLINE void find_deducting_blocks(checker& c) {
  struct found {
    bool awards = false, deducts = false;
  };
  // What is not evaluated may award as well.
  const bool is_partly_evaluated = std::any_of(
      c.messages.begin(), c.messages.end(), [](const diagnostic& d) { return d.code == "DS0201"; });
  std::vector<found> below(c.policy.blocks.size());
  for (std::size_t i = c.policy.blocks.size(); i-- > 0;) {
    block& b = c.policy.blocks[i];
    below[i].awards = below[i].awards || !b.bases.empty();
    for (const line& l : b.lines) (l.is_deduction ? below[i].deducts : below[i].awards) = true;
    b.counts_deductions = below[i].deducts && !below[i].awards;
    if (b.counts_deductions && !is_partly_evaluated)
      for (const limit& l : b.floors) hint(report(c, "DS0275", l.where, {b.name}), "write cap");
    if (b.parent == none) continue;
    below[b.parent].awards = below[b.parent].awards || below[i].awards;
    below[b.parent].deducts = below[b.parent].deducts || below[i].deducts;
  }
}

}  // namespace dutyscore::detail::checking
