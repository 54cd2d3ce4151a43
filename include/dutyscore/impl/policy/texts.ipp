// The blocks of a policy and what amendments make of them: which there are, where they stand, and
// on which days each of their texts is asked and in force. Their clauses are lowered afterwards,
// when every name is known.
//
// Amendments are gone through in the order of time. What one names gets a further text from its day
// on; what it restates as a category is replaced whole, so that members and vetoes which are not
// restated end the day before. Tested by tests/policy/data_test.cpp.
#pragma once

#include "dutyscore/impl/policy/period_lines.ipp"

namespace dutyscore::detail::checking {

/// From when texts hold: the first ones, or those of an amendment.
struct edition {
  const ast::clause* amendment = nullptr;  // absent: the first texts
  date from = date::min();
  std::string cite;                          // of the amendment
  std::map<std::string, span> named;         // what it has named so far
};

DUTYSCORE_INLINE bool has_indicator(const std::vector<ast::clause>& body) {
  return std::any_of(body.begin(), body.end(), [](const ast::clause& clause) {
    return clause.kind == ast::clause_kind::indicator ||
           (clause.kind == ast::clause_kind::category && has_indicator(clause.body));
  });
}

DUTYSCORE_INLINE message name_of(block_kind kind) {
  const lang::word words[] = {lang::word::policy, lang::word::category, lang::word::indicator};
  const lang::word_entry& w = lang::entry(words[static_cast<std::size_t>(kind)]);
  return {std::string(w.en), std::string(w.zh)};
}

/// Enters what an amendment names; false when it names it twice.
DUTYSCORE_INLINE bool enter_named(checker& c, edition& e, const std::string& key, span at,
                                  const std::string& name) {
  if (!e.amendment) return true;
  const auto [earlier, is_new] = e.named.emplace(key, at);
  if (!is_new) also(report(c, "DS0209", at, {name}), earlier->second, "first here");
  return is_new;
}

/// The days of an enclosing text on which a text of this edition can be in force.
DUTYSCORE_INLINE force force_from(checker& c, const force& outer, const edition& e,
                                  const std::string& name, span at) {
  const force out{std::max(outer.first, e.from), outer.last};
  if (out.first <= out.last) return out;
  report(c, "DS0635", at, {name, outer.last.to_string()});
  return {out.first, date::max()};
}

/// A text ends before the day of an amendment. It must have been in force by then.
DUTYSCORE_INLINE void end_before(checker& c, const edition& e, force& in_force,
                                 const std::string& name, span at) {
  const date last = e.from - 1;
  in_force.last = std::min(in_force.last, last);
  if (in_force.first <= in_force.last) return;
  report(c, "DS0634", at, {name, in_force.first.to_string()});
  in_force.last = in_force.first;
}

DUTYSCORE_INLINE text_of_block text_for(checker& c, const ast::clause& clause, std::uint32_t id,
                                        std::uint32_t version) {
  return {id, version, &clause, usable_clauses(c, clause.body), {}};
}

DUTYSCORE_INLINE void take_kinds(text_of_block& text) {
  for (const ast::clause* clause : text.clauses)
    if (clause->kind == ast::clause_kind::on)
      for (const ast::text_literal& kind : clause->texts) text.kinds.push_back(kind.value);
  text.kinds = sorted_kinds(std::move(text.kinds));
}

/// Members and vetoes of a block end before an amendment.
DUTYSCORE_INLINE void end_vetoes(checker& c, const edition& e, block_id id,
                                 const std::set<std::string_view>& restated, span at) {
  for (const std::uint32_t v : c.policy.blocks[id].vetoes) {
    veto& one = c.policy.vetoes[v];
    if (!restated.contains(one.name) && one.asked.last == date::max() &&
        one.in_force.last >= e.from)
      end_before(c, e, one.in_force, one.name, at);
  }
}

DUTYSCORE_INLINE void end_block(checker& c, const edition& e, block_id id, span at) {
  block& b = c.policy.blocks[id];
  if (b.versions.back().in_force.last >= e.from)
    end_before(c, e, b.versions.back().in_force, b.name, at);
  end_vetoes(c, e, id, {}, at);
  for (const block_id member : b.members) end_block(c, e, member, at);
}

/// What stood in a block that is replaced and does not stand in its new text.
DUTYSCORE_INLINE void end_what_is_left_out(checker& c, const edition& e, block_id id,
                                           const ast::clause& clause) {
  std::set<std::string_view> restated;
  for (const ast::clause& inner : clause.body)
    if (!inner.name.empty()) restated.insert(inner.name.text);
  end_vetoes(c, e, id, restated, clause.name.where);
  for (const block_id member : c.policy.blocks[id].members)
    if (!restated.contains(c.policy.blocks[member].name))
      end_block(c, e, member, clause.name.where);
}

void declare_members(checker& c, const std::vector<const ast::clause*>& clauses, block_id id,
                     std::size_t depth, edition& e);

/// Its text, and what stands in it.
DUTYSCORE_INLINE void add_text(checker& c, const ast::clause& clause, block_id id,
                               std::uint32_t version, std::size_t depth, edition& e) {
  text_of_block text = text_for(c, clause, id, version);
  const block& b = c.policy.blocks[id];
  const force& around = c.policy.blocks[b.parent].versions.back().in_force;
  const block_head head =
      head_of(c, text.clauses, force_from(c, around, e, b.name, clause.name.where));
  block_version v;
  v.in_force = head.in_force;
  v.cite = head.cite.empty() ? e.cite : head.cite;
  v.where = clause.where;
  if (version) v.asked.first = e.from;
  c.policy.blocks[id].versions.push_back(std::move(v));
  if (b.kind == block_kind::indicator) {
    take_kinds(text);
    if (!is_of_finished_periods(clause.body)) check_needs(c, clause, ast::clause_kind::on);
  } else if (!has_indicator(clause.body)) {
    report(c, "DS0291", clause.name.where, {clause.name.text});
  }
  const std::vector<const ast::clause*> clauses = text.clauses;
  c.blocks.push_back(std::move(text));
  declare_members(c, clauses, id, depth + 1, e);
}

DUTYSCORE_INLINE void amend_block(checker& c, const ast::clause& clause, block_kind kind,
                                  block_id id, block_id enclosing, std::size_t depth, edition& e) {
  block& b = c.policy.blocks[id];
  if (b.kind != kind) {
    also(report(c, "DS0632", clause.name.where, {b.name, name_of(b.kind), name_of(kind)}), b.where,
         "first here");
    return;
  }
  if (enclosing != none && b.parent != enclosing) {
    const std::string& parent = c.policy.blocks[b.parent].name;
    also(report(c, "DS0633", clause.name.where, {b.name, parent}), b.where, "first here");
    return;
  }
  b.versions.back().asked.last = e.from - 1;
  if (b.versions.back().in_force.last >= e.from)
    end_before(c, e, b.versions.back().in_force, b.name, clause.name.where);
  if (clause.label) b.label = clause.label->value;
  end_what_is_left_out(c, e, id, clause);
  add_text(c, clause, id, static_cast<std::uint32_t>(b.versions.size()), depth, e);
}

DUTYSCORE_INLINE void add_block(checker& c, const ast::clause& clause, block_kind kind,
                                block_id parent, std::size_t depth, edition& e) {
  const auto id = static_cast<block_id>(c.policy.blocks.size());
  block b;
  b.kind = kind;
  b.name = clause.name.text;
  b.label = label_of(clause);
  b.parent = parent;
  b.where = clause.name.where;
  c.policy.blocks[parent].members.push_back(id);
  c.policy.blocks.push_back(std::move(b));
  c.block_ids.emplace(clause.name.text, id);
  add_text(c, clause, id, 0, depth, e);
  c.policy.blocks[id].cite = c.policy.blocks[id].versions.front().cite;
}

/// A category or an indicator. `enclosing` is `none` directly in an amendment.
DUTYSCORE_INLINE void declare_block(checker& c, const ast::clause& clause, block_id enclosing,
                                    std::size_t depth, edition& e) {
  const bool is_category = clause.kind == ast::clause_kind::category;
  const block_kind kind = is_category ? block_kind::category : block_kind::indicator;
  if (is_category && depth >= max_depth)
    return void(report(c, "DS0232", clause.keyword, {std::to_string(max_depth)}));
  if (!enter_named(c, e, clause.name.text, clause.name.where, clause.name.text)) return;
  const auto known = c.block_ids.find(clause.name.text);
  if (e.amendment && known != c.block_ids.end())
    return amend_block(c, clause, kind, known->second, enclosing, depth, e);
  if (e.amendment) declare(c, clause.name);
  add_block(c, clause, kind, enclosing == none ? 0 : enclosing, depth, e);
}

/// The last text so far of what is called so.
template <class T>
std::optional<std::uint32_t> last_text_of(const std::vector<T>& all, std::string_view name) {
  for (auto i = static_cast<std::uint32_t>(all.size()); i-- > 0;)
    if (all[i].name == name) return i;
  return std::nullopt;
}

/// The text before it ends, and this one takes over its place. False when it stands elsewhere.
DUTYSCORE_INLINE bool replace_veto(checker& c, const ast::clause& clause, std::uint32_t earlier,
                                   block_id enclosing, const edition& e, veto& out) {
  veto& before = c.policy.vetoes[earlier];
  if (enclosing != none && before.where_it_stands != enclosing) {
    const std::string& parent = c.policy.blocks[before.where_it_stands].name;
    also(report(c, "DS0633", clause.name.where, {out.name, parent}), before.where, "first here");
    return false;
  }
  out.where_it_stands = before.where_it_stands;
  out.asked.first = e.from;
  before.asked.last = e.from - 1;
  if (before.in_force.last >= e.from)
    end_before(c, e, before.in_force, before.name, clause.name.where);
  if (!clause.label) out.label = before.label;
  return true;
}

DUTYSCORE_INLINE void declare_veto(checker& c, const ast::clause& clause, block_id enclosing,
                                   edition& e) {
  if (!enter_named(c, e, clause.name.text, clause.name.where, clause.name.text)) return;
  veto out;
  out.name = clause.name.text;
  out.label = label_of(clause);
  out.where_it_stands = enclosing == none ? 0 : enclosing;
  out.where = clause.name.where;
  const auto earlier =
      e.amendment ? last_text_of(c.policy.vetoes, out.name) : std::nullopt;
  if (earlier && !replace_veto(c, clause, *earlier, enclosing, e, out)) return;
  if (e.amendment && !earlier) declare(c, clause.name);
  block& around = c.policy.blocks[out.where_it_stands];
  const auto id = static_cast<std::uint32_t>(c.policy.vetoes.size());
  text_of_block text = text_for(c, clause, id, 0);
  const force outer =
      force_from(c, around.versions.back().in_force, e, out.name, clause.name.where);
  const block_head head = head_of(c, text.clauses, outer);
  out.in_force = head.in_force;
  out.cite = head.cite.empty() ? e.cite : head.cite;
  around.vetoes.push_back(id);
  c.policy.vetoes.push_back(std::move(out));
  take_kinds(text);
  c.vetoes.push_back(std::move(text));
}

DUTYSCORE_INLINE void declare_members(checker& c, const std::vector<const ast::clause*>& clauses,
                                      block_id id, std::size_t depth, edition& e) {
  for (const ast::clause* inner : clauses) {
    if (inner->kind == ast::clause_kind::category || inner->kind == ast::clause_kind::indicator)
      declare_block(c, *inner, id, depth, e);
    if (inner->kind == ast::clause_kind::veto) declare_veto(c, *inner, id, e);
  }
}

/// Grades are known by name and period; only one of a period may go without a name.
DUTYSCORE_INLINE std::optional<std::uint32_t> last_text_of_grade(const checker& c,
                                                                 const grade& out) {
  for (auto i = static_cast<std::uint32_t>(c.policy.grades.size()); i-- > 0;)
    if (c.policy.grades[i].name == out.name && c.policy.grades[i].per == out.per) return i;
  return std::nullopt;
}

DUTYSCORE_INLINE void declare_grade(checker& c, const ast::clause& clause, edition& e) {
  grade out;
  out.name = clause.name.text;
  out.label = label_of(clause);
  out.per = lower_period(c, clause);
  out.where = clause.name.empty() ? clause.keyword : clause.name.where;
  for (const ast::grade_row& row : clause.grade_rows)
    out.rows.push_back({row.name.value, {}, none, row.where});
  const std::string key = out.name + "\n" + std::to_string(static_cast<int>(out.per));
  if (e.amendment && out.name.empty() && e.named.contains(key))
    return also(report(c, "DS0283", clause.keyword, {}), e.named[key], "first here");
  if (!enter_named(c, e, key, out.where, out.name)) return;
  const auto id = static_cast<std::uint32_t>(c.policy.grades.size());
  out.first_text = id;
  const auto earlier = last_text_of_grade(c, out);
  if (earlier && !e.amendment && out.name.empty())
    also(report(c, "DS0283", clause.keyword, {}), c.policy.grades[*earlier].where, "first here");
  if (e.amendment) out.asked.first = e.from;
  if (e.amendment && earlier) {
    out.first_text = c.policy.grades[*earlier].first_text;
    c.policy.grades[*earlier].asked.last = e.from - 1;
    if (!clause.label) out.label = c.policy.grades[*earlier].label;
  } else if (e.amendment) {
    declare(c, clause.name);
  }
  c.policy.grades.push_back(std::move(out));
  c.grades.push_back({id, 0, &clause, {}, {}});
}

/// The text before it ends; what bars from the list counts its periods, so that they stay.
DUTYSCORE_INLINE void replace_list(checker& c, const ast::clause& clause, std::uint32_t earlier,
                                   const edition& e, list& out) {
  list& before = c.policy.lists[earlier];
  if (before.per != out.per)
    also(report(c, "DS0636", clause.per->where, {out.name}), before.where, "first here");
  out.first_text = before.first_text;
  out.asked.first = e.from;
  before.asked.last = e.from - 1;
  if (before.in_force.last >= e.from)
    end_before(c, e, before.in_force, before.name, clause.name.where);
  if (!clause.label) out.label = before.label;
}

DUTYSCORE_INLINE void declare_list(checker& c, const ast::clause& clause, edition& e) {
  if (!enter_named(c, e, clause.name.text, clause.name.where, clause.name.text)) return;
  const auto id = static_cast<std::uint32_t>(c.policy.lists.size());
  list out;
  out.name = clause.name.text;
  out.label = label_of(clause);
  out.per = lower_period(c, clause);
  out.where = clause.name.where;
  out.first_text = id;
  const auto earlier = e.amendment ? last_text_of(c.policy.lists, out.name) : std::nullopt;
  if (earlier) replace_list(c, clause, *earlier, e, out);
  if (e.amendment && !earlier) declare(c, clause.name);
  text_of_block text = text_for(c, clause, id, 0);
  const force outer = force_from(c, c.policy.blocks[0].versions.back().in_force, e, out.name,
                                 clause.name.where);
  const block_head head = head_of(c, text.clauses, outer);
  out.in_force = head.in_force;
  out.cite = head.cite.empty() ? e.cite : head.cite;
  c.policy.lists.push_back(std::move(out));
  c.lists.push_back(std::move(text));
}

DUTYSCORE_INLINE void declare_readings(checker& c, const std::vector<const ast::clause*>& clauses,
                                       edition& e) {
  for (const ast::clause* clause : clauses) {
    if (clause->kind == ast::clause_kind::grade) declare_grade(c, *clause, e);
    if (clause->kind == ast::clause_kind::list) declare_list(c, *clause, e);
  }
}

/// Clauses of the policy itself that an amendment may replace.
DUTYSCORE_INLINE bool is_direct(ast::clause_kind kind) {
  switch (kind) {
    case ast::clause_kind::accept:
    case ast::clause_kind::cap:
    case ast::clause_kind::floor:
    case ast::clause_kind::base:
    case ast::clause_kind::weight:
    case ast::clause_kind::highest:
    case ast::clause_kind::cite:
      return true;
    default:
      return false;
  }
}

/// A further text of the policy, when the amendment has clauses of its own.
DUTYSCORE_INLINE void amend_policy(checker& c, const std::vector<const ast::clause*>& clauses,
                                   const edition& e) {
  text_of_block text;
  text.tree = e.amendment;
  for (const ast::clause* clause : clauses)
    if (is_direct(clause->kind)) text.clauses.push_back(clause);
  if (text.clauses.empty()) return;
  block& b = c.policy.blocks[0];
  block_version v;
  v.asked.first = e.from;
  v.in_force = {e.from, b.versions.back().in_force.last};
  v.cite = head_of(c, text.clauses, {}).cite;
  if (v.cite.empty()) v.cite = e.cite.empty() ? b.versions.back().cite : e.cite;
  v.where = e.amendment->where;
  b.versions.back().asked.last = e.from - 1;
  b.versions.back().in_force.last = std::min(b.versions.back().in_force.last, e.from - 1);
  text.version = static_cast<std::uint32_t>(b.versions.size());
  b.versions.push_back(std::move(v));
  c.blocks.push_back(std::move(text));
}

DUTYSCORE_INLINE void declare_amendment(checker& c, const ast::clause& clause) {
  edition e;
  e.amendment = &clause;
  e.from = clause.from->value;
  if (!clause.texts.empty()) e.cite = clause.texts[0].value;
  const auto clauses = usable_clauses(c, clause.body);
  amend_policy(c, clauses, e);
  declare_members(c, clauses, none, 0, e);
  declare_readings(c, clauses, e);
}

/// Amendments in the order of time. Each has a day of its own, within the policy's force and after
/// its beginning.
DUTYSCORE_INLINE void declare_amendments(checker& c,
                                         const std::vector<const ast::clause*>& clauses) {
  const force whole = c.policy.blocks[0].versions[0].in_force;
  std::map<date, const ast::clause*> by_day;
  for (const ast::clause* clause : clauses) {
    if (clause->kind != ast::clause_kind::amend) continue;
    const date from = clause->from->value;
    if (from <= whole.first || whole.last < from) {
      diagnostic& d = report(c, "DS0630", clause->from->where, {from.to_string()});
      for (const ast::clause* other : clauses)
        if (other->kind == ast::clause_kind::in_force) also(d, other->where, "in force here");
      continue;
    }
    const auto [earlier, is_new] = by_day.emplace(from, clause);
    if (!is_new)
      also(report(c, "DS0631", clause->from->where, {from.to_string()}),
           earlier->second->from->where, "first here");
  }
  for (const auto& [day, clause] : by_day) declare_amendment(c, *clause);
}

/// The policy as block 0, with its first text.
DUTYSCORE_INLINE void declare_policy_block(checker& c,
                                           const std::vector<const ast::clause*>& clauses) {
  const block_head head = head_of(c, clauses, {});
  block out;
  out.kind = block_kind::policy;
  out.name = c.tree.name.text;
  out.label = c.tree.label ? c.tree.label->value : out.name;
  out.cite = head.cite;
  out.where = c.tree.name.where;
  out.versions.push_back({{}, head.in_force, head.cite, c.tree.where});
  c.policy.name = out.name;
  c.policy.label = out.label;
  c.policy.cite = out.cite;
  c.block_ids.emplace(out.name, 0);
  c.policy.blocks.push_back(std::move(out));
  c.blocks.push_back({0, 0, nullptr, clauses, {}});
  if (!has_indicator(c.tree.body)) report(c, "DS0292", c.tree.name.where, {c.tree.name.text});
}

/// The kinds that each block takes, over all its texts and those of its members.
DUTYSCORE_INLINE void collect_kinds_below(checker& c) {
  c.kinds_below.resize(c.policy.blocks.size());
  for (const text_of_block& text : c.blocks) {
    std::vector<std::string>& kinds = c.kinds_below[text.id];
    kinds.insert(kinds.end(), text.kinds.begin(), text.kinds.end());
  }
  for (std::size_t i = c.policy.blocks.size(); i-- > 0;) {
    c.kinds_below[i] = sorted_kinds(std::move(c.kinds_below[i]));
    if (c.policy.blocks[i].parent == none) continue;
    std::vector<std::string>& above = c.kinds_below[c.policy.blocks[i].parent];
    above.insert(above.end(), c.kinds_below[i].begin(), c.kinds_below[i].end());
  }
}

DUTYSCORE_INLINE void declare_blocks(checker& c, const std::vector<const ast::clause*>& clauses) {
  edition first;
  declare_policy_block(c, clauses);
  declare_members(c, clauses, 0, 0, first);
  declare_readings(c, clauses, first);
  declare_amendments(c, clauses);
  collect_kinds_below(c);
  for (block& b : c.policy.blocks) {
    b.in_force = b.versions.front().in_force;
    for (const block_version& v : b.versions) {
      b.in_force.first = std::min(b.in_force.first, v.in_force.first);
      b.in_force.last = std::max(b.in_force.last, v.in_force.last);
    }
  }
}

}  // namespace dutyscore::detail::checking
