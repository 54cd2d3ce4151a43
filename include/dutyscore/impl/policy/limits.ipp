// cap, floor and base of a period, `cap … per event`, and weight.
#pragma once

#include "dutyscore/impl/policy/calendar.ipp"
#include "dutyscore/impl/policy/lines.ipp"

namespace dutyscore::detail::checking {

/// Points are not counted finer than `decimals`.
DUTYSCORE_INLINE void check_places(checker& c, decimal n, span at) {
  if (n.used_places() > c.policy.decimals)
    report(c, "DS0276", at,
           {n.to_string(), std::to_string(n.used_places()), std::to_string(c.policy.decimals)});
}

/// N of a clause: a number, or what gives one for each subject and period.
struct amount {
  decimal n;
  expression_id computed = none;
  bool is_literal = false;
  bool is_computed() const { return computed != none; }
};

/// Nothing after a mistake.
DUTYSCORE_INLINE std::optional<amount> lower_amount(checker& c, ast::expr_id id) {
  const span at = c.at(id).where;
  if (const auto l = literal_of(c, id)) {
    if (!expect_number(c, {none, l->type}, at)) return std::nullopt;
    return amount{decimal::from_millionths(l->value.number), none, true};
  }
  const typed t = lower(c, id, on_subject());
  if (!expect_number(c, t, at) || !t.type) return std::nullopt;
  if (const auto n = constant_of(c, t.id)) return amount{*n, none, false};
  return amount{{}, t.id, false};
}

/// N of a limit or base. A number that is worked out is rounded like points; one that is written is
/// not.
DUTYSCORE_INLINE std::optional<amount> lower_points(checker& c, const ast::clause& clause) {
  const span at = c.at(clause.value).where;
  auto n = lower_amount(c, clause.value);
  if (!n || n->is_computed()) return n;
  if (n->is_literal)
    check_places(c, n->n, at);
  else
    n->n = round(n->n, c.policy.decimals, c.policy.line_rounding).value_or(n->n);
  if (clause.kind == ast::clause_kind::cap && n->n < decimal{})
    report(c, "DS0273", at, {n->n.to_string()});
  if (clause.kind == ast::clause_kind::floor && n->n > decimal{})
    report(c, "DS0274", at, {n->n.to_string()});
  return n;
}

/// A clause that stands here once in each text of a block.
template <class T>
void add_once(checker& c, const ast::clause& clause, T one, std::vector<T>& clauses,
              bool (*is_same)(const T&, const T&)) {
  for (const T& other : clauses)
    if (other.version == one.version && is_same(other, one))
      return also(report(c, "DS0278", clause.keyword, {name_of(clause.kind)}), other.where,
                  "first here");
  clauses.push_back(std::move(one));
}

DUTYSCORE_INLINE void lower_event_cap(checker& c, const ast::clause& clause, std::uint32_t version,
                                      block& out) {
  if (out.kind != block_kind::indicator) return void(report(c, "DS0272", clause.keyword, {}));
  if (!clause.by.empty()) report(c, "DS0615", c.at(clause.by[0]).where, {phrase("cap per event")});
  const auto n = lower_points(c, clause);
  if (!n) return;
  if (n->is_computed()) return void(report(c, "DS0616", c.at(clause.value).where, {}));
  add_once<event_limit>(c, clause, {n->n, clause.where, version}, out.event_caps,
                        [](const event_limit&, const event_limit&) { return true; });
}

/// The names after `by`.
DUTYSCORE_INLINE std::vector<std::uint32_t> lower_keys(checker& c, const ast::clause& clause,
                                                       const scope& s) {
  std::vector<std::uint32_t> out;
  std::map<std::uint32_t, span> seen;
  for (const ast::expr_id id : clause.by) {
    const ast::expr& e = c.at(id);
    const fixed_column_name* fixed = fixed_column_called(e.text.value, false);
    if (fixed && !c.activity.find(e.text.value)) {
      hint(report(c, "DS0617", e.where, {e.text.value}), "compute a key");
      continue;
    }
    const auto field = use_field(c, e.text.value, e.where, s);
    if (!field) continue;
    const auto [earlier, is_new] = seen.emplace(*field, e.where);
    if (is_new)
      out.push_back(*field);
    else
      also(report(c, "DS0253", e.where, {e.text.value}), earlier->second, "first here");
  }
  return out;
}

DUTYSCORE_INLINE limit limit_of(const ast::clause& clause, const amount& n, period_unit per,
                                std::uint32_t version) {
  return {n.n, per, clause.where, n.computed, version};
}

DUTYSCORE_INLINE bool is_same_keys(const keyed_limit& a, const keyed_limit& b) {
  return std::set<std::uint32_t>(a.by.begin(), a.by.end()) ==
         std::set<std::uint32_t>(b.by.begin(), b.by.end());
}

DUTYSCORE_INLINE void lower_keyed_limit(checker& c, const ast::clause& clause, const amount& n,
                                        period_unit per, std::uint32_t version, block& out) {
  const auto id = static_cast<std::size_t>(&out - c.policy.blocks.data());
  keyed_limit k;
  static_cast<limit&>(k) = limit_of(clause, n, per, version);
  k.is_cap = clause.kind == ast::clause_kind::cap;
  k.by = lower_keys(c, clause, on_activities(c.kinds_below[id]));
  add_once<keyed_limit>(c, clause, std::move(k), out.keyed_limits,
                        [](const keyed_limit& a, const keyed_limit& b) {
                          return a.is_cap == b.is_cap && a.per == b.per && is_same_keys(a, b);
                        });
}

DUTYSCORE_INLINE void lower_limit(checker& c, const ast::clause& clause, std::uint32_t version,
                                  block& out) {
  const period_unit per = lower_period(c, clause);
  const auto n = lower_points(c, clause);
  const bool has_keys = out.kind == block_kind::indicator && clause.kind != ast::clause_kind::base;
  if (!clause.by.empty() && !has_keys)
    return void(report(c, "DS0615", c.at(clause.by[0]).where, {name_of(clause.kind)}));
  if (!n) return;
  if (!clause.by.empty()) return lower_keyed_limit(c, clause, *n, per, version, out);
  if (clause.kind == ast::clause_kind::base)
    return void(out.bases.push_back({n->n, per, clause.label ? clause.label->value : "",
                                     clause.where, n->computed, version}));
  add_once<limit>(c, clause, limit_of(clause, *n, per, version),
                  clause.kind == ast::clause_kind::cap ? out.caps : out.floors,
                  [](const limit& a, const limit& b) { return a.per == b.per; });
}

DUTYSCORE_INLINE void lower_weight(checker& c, const ast::clause& clause, std::uint32_t version,
                                   block& out) {
  weight w;
  w.numerator = number_of(c, clause.value).value();
  if (clause.divisor != ast::no_expr) w.divisor = number_of(c, clause.divisor).value();
  if (w.divisor == decimal{}) return void(report(c, "DS0223", c.at(clause.divisor).where, {}));
  w.where = clause.where;
  w.version = version;
  out.weights.push_back(w);
}

template <class T>
void sort_by_period(std::vector<T>& clauses) {
  std::stable_sort(clauses.begin(), clauses.end(),
                   [](const T& a, const T& b) { return a.per < b.per; });
}

/// Limits over keys act from the finest list of keys to the shortest, and each list's from the
/// finest period, floors first.
DUTYSCORE_INLINE void sort_keyed_limits(std::vector<keyed_limit>& limits) {
  std::stable_sort(limits.begin(), limits.end(), [](const keyed_limit& a, const keyed_limit& b) {
    if (a.by.size() != b.by.size()) return a.by.size() > b.by.size();
    if (a.per != b.per) return a.per < b.per;
    return !a.is_cap && b.is_cap;
  });
}

DUTYSCORE_INLINE void report_crossing(checker& c, span a, span b) {
  const bool is_later = a.begin > b.begin;
  also(report(c, "DS0618", is_later ? a : b, {}), is_later ? b : a, "other keys");
}

/// Each list of keys holds the next shorter one; else the sums over one would cut across the other.
/// REQUIRES: sorted.
DUTYSCORE_INLINE void check_keys_nest(checker& c, const block& b) {
  std::map<std::uint32_t, const keyed_limit*> finer;  // of each version
  for (const keyed_limit& k : b.keyed_limits) {
    const auto [last, is_first] = finer.emplace(k.version, &k);
    if (is_first) continue;
    const std::vector<std::uint32_t>& longer = last->second->by;
    const bool nests = std::all_of(k.by.begin(), k.by.end(),
                                   [&](std::uint32_t f) { return holds(longer, f); });
    if (!nests) report_crossing(c, k.where, last->second->where);
    last->second = &k;
  }
}

DUTYSCORE_INLINE void lower_limits(checker& c, const text_of_block& text, block& out) {
  for (const ast::clause* clause : text.clauses) {
    const bool is_cap = clause->kind == ast::clause_kind::cap;
    if (clause->label && (is_cap || clause->kind == ast::clause_kind::floor))
      report(c, "DS0279", clause->label->where, {name_of(clause->kind)});
    if (is_cap && clause->per_event)
      lower_event_cap(c, *clause, text.version, out);
    else if (is_cap || clause->kind == ast::clause_kind::floor ||
             clause->kind == ast::clause_kind::base)
      lower_limit(c, *clause, text.version, out);
    else if (clause->kind == ast::clause_kind::weight)
      lower_weight(c, *clause, text.version, out);
  }
}

/// REQUIRES: the clauses of all texts are there.
DUTYSCORE_INLINE void sort_limits(checker& c, block& b) {
  sort_by_period(b.bases);
  sort_by_period(b.floors);
  sort_by_period(b.caps);
  sort_keyed_limits(b.keyed_limits);
  check_keys_nest(c, b);
}

}  // namespace dutyscore::detail::checking
