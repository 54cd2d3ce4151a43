// The clauses of the policy, its categories and its indicators, text by text.
#pragma once

#include "dutyscore/impl/policy/signs.ipp"

namespace dutyscore::detail::checking {

DUTYSCORE_INLINE bool is_below(const checker& c, block_id id, block_id above) {
  while (id != above && c.policy.blocks[id].parent != none) id = c.policy.blocks[id].parent;
  return id == above;
}

DUTYSCORE_INLINE bool overlap(const force& a, const force& b) {
  return a.first <= b.last && b.first <= a.last;
}

/// The kinds of all indicators below while a text is asked: what its `accept` may meet.
DUTYSCORE_INLINE std::vector<std::string> kinds_met(const checker& c, const text_of_block& text) {
  const force& asked = c.policy.blocks[text.id].versions[text.version].asked;
  std::vector<std::string> out;
  for (const text_of_block& other : c.blocks)
    if (!other.kinds.empty() && is_below(c, other.id, text.id) &&
        overlap(asked, c.policy.blocks[other.id].versions[other.version].asked))
      out.insert(out.end(), other.kinds.begin(), other.kinds.end());
  return sorted_kinds(std::move(out));
}

DUTYSCORE_INLINE void lower_indicator(checker& c, const text_of_block& text) {
  block& out = c.policy.blocks[text.id];
  const scope s = on_activities(text.kinds);
  lower_selectors(c, text, out.selectors);
  lower_accepts(c, text, s, out.accepts);
  lower_lines(c, text, s, out);
  lower_selections(c, text, c.kinds_below[text.id], out);
  lower_period_lines(c, text);
  lower_limits(c, text, out);
}

/// What categories and the policy have in common.
DUTYSCORE_INLINE void lower_group(checker& c, const text_of_block& text) {
  block& out = c.policy.blocks[text.id];
  std::vector<std::string> kinds;
  if (has_kind(text.clauses, ast::clause_kind::accept)) kinds = kinds_met(c, text);
  lower_accepts(c, text, on_activities(kinds), out.accepts);
  lower_highests(c, text, out);
  lower_limits(c, text, out);
}

/// The clauses of the text before, unless this one has some of the keyword.
template <class T>
void keep_clauses(std::vector<T>& clauses, std::uint32_t version, bool is_replaced) {
  if (is_replaced) return;
  const std::vector<T> before = clauses;
  for (T one : before) {
    if (one.version + 1 != version) continue;
    one.version = version;
    clauses.push_back(std::move(one));
  }
}

/// An amendment replaces those clauses of the policy whose keywords it contains.
DUTYSCORE_INLINE void keep_policy_clauses(checker& c, const text_of_block& text) {
  const auto has = [&](ast::clause_kind kind) { return has_kind(text.clauses, kind); };
  block& b = c.policy.blocks[0];
  keep_clauses(b.accepts, text.version, has(ast::clause_kind::accept));
  keep_clauses(b.caps, text.version, has(ast::clause_kind::cap));
  keep_clauses(b.floors, text.version, has(ast::clause_kind::floor));
  keep_clauses(b.bases, text.version, has(ast::clause_kind::base));
  keep_clauses(b.weights, text.version, has(ast::clause_kind::weight));
  keep_clauses(b.highests, text.version, has(ast::clause_kind::highest));
}

DUTYSCORE_INLINE void lower_blocks(checker& c) {
  for (const text_of_block& text : c.blocks) {
    if (c.policy.blocks[text.id].kind == block_kind::indicator)
      lower_indicator(c, text);
    else
      lower_group(c, text);
    if (text.id == 0 && text.version > 0) keep_policy_clauses(c, text);
  }
  for (block& b : c.policy.blocks) sort_limits(c, b);
}

DUTYSCORE_INLINE void lower_decimals(checker& c, const ast::clause& clause) {
  const decimal n = clause.number;
  if (!n.is_integer() || n < decimal{} || n > decimal::of(decimal::places))
    report(c, "DS0268", clause.where, {n.to_string()});
  else
    c.policy.decimals = static_cast<int>(n.millionths() / decimal::scale);
  c.policy.line_rounding = rounding_of(clause.mode).value_or(rounding::half_even);
}

/// What functions read of blocks, in the order of the text, amendments included.
DUTYSCORE_INLINE void sort_measures(checker& c) {
  std::vector<measure>& measures = c.policy.measures;
  std::vector<std::uint32_t> order(measures.size()), number(measures.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return measures[a].where.begin < measures[b].where.begin;
  });
  std::vector<measure> sorted;
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    number[order[i]] = i;
    sorted.push_back(measures[order[i]]);
  }
  measures = std::move(sorted);
  for (expression& e : c.policy.expressions)
    if (e.op == operation::measure) e.index = number[e.index];
}

}  // namespace dutyscore::detail::checking
