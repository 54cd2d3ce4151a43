#pragma once

#include "dutyscore/core/text.hpp"
#include "dutyscore/impl/report/clause_words.ipp"
#include "dutyscore/impl/report/json.ipp"
#include "dutyscore/impl/report/line_words.ipp"
#include "dutyscore/impl/report/pieces.ipp"
#include "dutyscore/report/explanation.hpp"

namespace dutyscore {
namespace detail::report {

DUTYSCORE_INLINE span where_of(const policy_data& p, const entry& e) {
  const block& in = p.blocks[e.block];
  switch (e.kind) {
    case entry_kind::line:
      return in.lines[e.clause].where;
    case entry_kind::event_cap:
      return in.event_caps[e.clause].where;
    case entry_kind::selection:
      return in.selections[e.clause].where;
    case entry_kind::keyed_limit:
      return in.keyed_limits[e.clause].where;
    case entry_kind::period_line:
      return in.period_lines[e.clause].where;
    case entry_kind::highest:
      return in.highests[e.clause].where;
    case entry_kind::weight:
      return in.weights[e.clause].where;
    case entry_kind::base:
      return in.bases[e.clause].where;
    case entry_kind::floor:
      return in.floors[e.clause].where;
    case entry_kind::cap:
      return in.caps[e.clause].where;
    case entry_kind::veto:
      return p.vetoes[e.clause].where;
  }
  return {};
}

DUTYSCORE_INLINE explained_entry explained(const book& from, const entry& e) {
  const policy_data& p = from.policy().data();
  explained_entry out;
  out.day = e.day;
  out.kind = e.kind;
  out.title = clause_words(p, e.block, e.kind, e.clause);
  out.points = e.points;
  out.rule = text_on_one_line(p, where_of(p, e));
  if (e.kind != entry_kind::line) return out;
  const line& l = p.blocks[e.block].lines[e.clause];
  out.inputs = inputs_of(p, from.rows().data(), e.row, p.blocks[e.block], l);
  out.arithmetic = arithmetic_of(from, e);
  return out;
}

/// Entries of one activity come one after the other within their block and day.
DUTYSCORE_INLINE void add_entry(explained_block& to, const book& from, const entry& e) {
  if (e.row == none) {
    to.clauses.push_back(explained(from, e));
    return;
  }
  reported_activity a = activity_at(from.rows(), e.row);
  if (to.activities.empty() || !(to.activities.back().activity == a))
    to.activities.push_back({std::move(a), {}, {}});
  explained_activity& last = to.activities.back();
  last.lines.push_back(explained(from, e));
  last.points = add(last.points, e.points).value();  // the lines of a row that is not bad add up
}

DUTYSCORE_INLINE bool is_empty(const explained_block& b) {
  return b.activities.empty() && b.clauses.empty() && b.refused.empty() && b.members.empty();
}

/// Members into their parents, children first: ids of members are above those of their parents.
DUTYSCORE_INLINE explained_block tree_of(std::vector<explained_block> flat, const statement& s) {
  for (block_id b = static_cast<block_id>(flat.size()); b-- > 1;) {
    if (is_empty(flat[b]) && s.blocks[b].points == decimal{}) continue;
    auto& members = flat[s.blocks[b].parent].members;
    members.insert(members.begin(), std::move(flat[b]));
  }
  return std::move(flat.front());
}

DUTYSCORE_INLINE block_id block_of(const refusal& r, const policy_data& p) {
  return r.veto == none ? r.block : p.vetoes[r.veto].where_it_stands;
}

/// The author's text can be a long table; JSON has all of it.
DUTYSCORE_INLINE std::string shortened(const std::string& rule) {
  constexpr std::size_t most = 72;
  if (display_width(rule) <= most) return rule;
  std::string out;
  for (std::size_t at = 0, width = 0;;) {
    const code_point c = decode(rule, at);
    width += display_width(c.value);
    if (c.size == 0 || width >= most) return out + "…";
    out += rule.substr(at, c.size);
    at += c.size;
  }
}

struct tree_writer {
  const statement& account;
  language lang;
  text_table table{{alignment::left, alignment::point, alignment::left}, 0};

  std::string indented(int depth, const std::string& text) const {
    return std::string(static_cast<std::size_t>(depth) * 2, ' ') + text;
  }
  bool with_year() const { return needs_year(account.head.period); }
  std::string what(const reported_activity& a) const {
    return days_text(a, lang, with_year()) + "  " + a.what();
  }
  std::string how(const explained_entry& e, bool with_rule = true) const;
  void write(int depth, const explained_activity& a);
  void write(int depth, const explained_block& b);
};

/// `捐款金额（元） = 999 → 满500 → 10  [award by amount { … }]`.
DUTYSCORE_INLINE std::string tree_writer::how(const explained_entry& e, bool with_rule) const {
  std::string out;
  for (const explained_input& i : e.inputs)
    out += (out.empty()            ? ""
            : lang == language::zh ? "，"
                                   : ", ") +
           i.label + " = " + i.value.in(lang);
  const std::string& arithmetic = e.arithmetic.in(lang);
  if (!arithmetic.empty()) out += (out.empty() ? "" : " → ") + arithmetic;
  if (with_rule && !e.rule.empty()) out += (out.empty() ? "[" : "  [") + shortened(e.rule) + "]";
  return out;
}

DUTYSCORE_INLINE void tree_writer::write(int depth, const explained_activity& a) {
  const bool single = a.lines.size() == 1 && a.lines.front().title.zh.empty();
  table.row({indented(depth, what(a.activity)), a.points.to_string(), single ? how(a.lines.front()) : ""});
  if (single) return;
  for (const explained_entry& e : a.lines) {
    const std::string& title = e.title.in(lang);
    table.row({indented(depth + 1, "· " + (title.empty() ? shortened(e.rule) : title)),
               e.points.to_string(), how(e, !title.empty())});
  }
}

DUTYSCORE_INLINE void tree_writer::write(int depth, const explained_block& b) {
  const statement_block& in = account.blocks[b.block];
  table.row({indented(depth, clause_text(in.label, "", in.cite, lang)), in.points.to_string(), ""});
  for (const explained_block& member : b.members) write(depth + 1, member);
  for (const explained_activity& a : b.activities) write(depth + 1, a);
  for (const explained_entry& e : b.clauses)
    table.row({indented(depth + 1, words::day_text(e.day, lang, with_year()) + "  " + e.title.in(lang)),
               e.points.to_string(), ""});
  for (const refused_activity& r : b.refused)
    table.row({indented(depth + 1, what(r.activity)), "—", refusal_text(r, lang)});
}

DUTYSCORE_INLINE json json_of(const explained_entry& e) {
  json inputs = json::array();
  for (const explained_input& i : e.inputs)
    inputs.push_back({{"label", i.label}, {"value", json_of(i.value)}});
  json out{{"day", e.day.to_string()},
           {"entry", std::string(words::code_of(e.kind))},
           {"title", json_of(e.title)}};
  out["rule"] = e.rule;
  if (!e.inputs.empty()) out["inputs"] = inputs;
  if (!e.arithmetic.en.empty()) out["arithmetic"] = json_of(e.arithmetic);
  out["points"] = e.points.to_string();
  return out;
}

DUTYSCORE_INLINE json json_of(const explained_activity& a) {
  json lines = json::array();
  for (const explained_entry& e : a.lines) lines.push_back(json_of(e));
  return {{"activity", json_of(a.activity)}, {"points", a.points.to_string()}, {"lines", lines}};
}

DUTYSCORE_INLINE json json_of(const explained_block& b,
                              const std::vector<statement_block>& blocks) {
  json out = json_of(blocks[b.block]), activities = json::array(), clauses = json::array();
  for (const explained_activity& a : b.activities) activities.push_back(json_of(a));
  for (const explained_entry& e : b.clauses) clauses.push_back(json_of(e));
  out["activities"] = activities;
  out["clauses"] = clauses;
  out["refused"] = json_list(b.refused);
  out["members"] = json::array();
  for (const explained_block& member : b.members) out["members"].push_back(json_of(member, blocks));
  return out;
}

}  // namespace detail::report

DUTYSCORE_INLINE result<explanation> explain(const book& from, std::string_view subject,
                                             const period& in, basis on) {
  namespace parts = detail::report;
  auto account = statement_of(from, subject, in, on);
  if (!account) return account.messages();
  const subject_id who = *from.find(subject);
  const policy_data& p = from.policy().data();
  std::vector<explained_block> flat(p.blocks.size());
  for (block_id b = 0; b < flat.size(); ++b) flat[b].block = b;
  const auto entries = from.entries(who, in, on);
  for (const entry& e : *entries) parts::add_entry(flat[e.block], from, e);
  for (const refusal& r : from.refusals(who, in, on))
    flat[parts::block_of(r, p)].refused.push_back(parts::refused_from(from, r));
  explanation out{*std::move(account), {}};
  out.root = parts::tree_of(std::move(flat), out.account);
  return out;
}

DUTYSCORE_INLINE std::string to_text(const explanation& e, language lang) {
  detail::report::tree_writer tree{e.account, lang};
  tree.write(0, e.root);
  return to_text(e.account, lang) +
         (lang == language::zh ? "\n逐项说明：\n" : "\nPoint by point:\n") + tree.table.to_text();
}

DUTYSCORE_INLINE std::string to_json(const explanation& e) {
  detail::report::json out = detail::report::json_of(e.account);
  out["tree"] = detail::report::json_of(e.root, e.account.blocks);
  return detail::report::written(out);
}

}  // namespace dutyscore
