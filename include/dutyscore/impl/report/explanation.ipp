#pragma once

#include <mutex>
#include <optional>
#include <unordered_map>

#include "dutyscore/core/text.hpp"
#include "dutyscore/engine/subject_detail.hpp"
#include "dutyscore/impl/report/clause_words.ipp"
#include "dutyscore/impl/report/json.ipp"
#include "dutyscore/impl/report/line_words.ipp"
#include "dutyscore/impl/report/pieces.ipp"
#include "dutyscore/impl/report/statement.ipp"
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

/// Makes the tree of entries.
class explained_tree {
 public:
  explained_tree(const book& from, const engine::subject_detail& of)
      : from_(from), policy_(from.policy().data()), of_(of), titles_(policy_) {}

  explained_block run() {
    for (block_id b = 0; b < policy_.blocks.size(); ++b) flat_.emplace_back().block = b;
    make_room();
    std::vector<line_account> accounts = line_accounts(from_, of_.entries);
    for (std::size_t i = 0; i < accounts.size(); ++i) add(of_.entries[i], std::move(accounts[i]));
    for (const engine::refused_row& r : of_.refused)
      flat_[block_of(r)].refused.push_back(refused_from(from_, r));
    return tree();
  }

 private:
  /// Activities are large to move.
  void make_room() {
    std::vector<std::size_t> activities(flat_.size());
    last_rows_.assign(flat_.size(), none);
    for (const entry& e : of_.entries) {
      if (e.row == none) continue;
      activities[e.block] += last_rows_[e.block] != e.row;
      last_rows_[e.block] = e.row;
    }
    for (block_id b = 0; b < flat_.size(); ++b) flat_[b].activities.reserve(activities[b]);
    last_rows_.assign(flat_.size(), none);
  }

  /// Entries of one activity come one after the other within their block and day.
  void add(const entry& e, line_account account) {
    explained_block& to = flat_[e.block];
    if (e.row == none) {
      to.clauses.push_back(explained(e, std::move(account)));
      return;
    }
    if (last_rows_[e.block] != e.row)
      to.activities.push_back({activity_at(from_.rows(), e.row), {}, {}});
    last_rows_[e.block] = e.row;
    explained_activity& last = to.activities.back();
    last.lines.push_back(explained(e, std::move(account)));
    // The lines of a row that is not bad add up.
    last.points = dutyscore::add(last.points, e.points).value();
  }

  explained_entry explained(const entry& e, line_account account) {
    return {e.day,
            e.kind,
            titles_.of(e.block, e.kind, e.clause),
            rule_of(e),
            std::move(account.inputs),
            std::move(account.arithmetic),
            e.points};
  }

  /// Texts are cut out of the policy once.
  const std::string& rule_of(const entry& e) {
    const span where = where_of(policy_, e);
    const auto [at, is_new] = rules_.try_emplace(where.begin);
    if (is_new) at->second = text_on_one_line(policy_, where);
    return at->second;
  }

  block_id block_of(const engine::refused_row& r) const {
    return r.veto == none ? r.block : policy_.vetoes[r.veto].where_it_stands;
  }

  static bool is_empty(const explained_block& b) {
    return b.activities.empty() && b.clauses.empty() && b.refused.empty() && b.members.empty();
  }

  /// Members into their parents, children first: ids of members are above those of their parents.
  explained_block tree() {
    for (block_id b = static_cast<block_id>(flat_.size()); b-- > 1;) {
      if (is_empty(flat_[b]) && of_.points[b] == decimal{}) continue;
      auto& members = flat_[policy_.blocks[b].parent].members;
      members.insert(members.begin(), std::move(flat_[b]));
    }
    return std::move(flat_.front());
  }

  const book& from_;
  const policy_data& policy_;
  const engine::subject_detail& of_;
  clause_titles titles_;
  std::unordered_map<std::size_t, std::string> rules_;  // by where they begin
  std::vector<explained_block> flat_;
  std::vector<std::uint32_t> last_rows_;  // by block
};

/// What explanations share.
class explained_subject {
 public:
  explained_subject(book from, subject_id who, const period& in, basis on,
                    engine::subject_detail of)
      : from_(std::move(from)), who_(who), in_(in), on_(on), of_(std::move(of)) {}

  const statement& account() const {
    const std::lock_guard lock(guard_);
    if (!account_) account_ = statement_from(from_, who_, in_, on_, of_);
    return *account_;
  }
  const explained_block& root() const {
    const std::lock_guard lock(guard_);
    if (!root_) root_ = explained_tree(from_, of_).run();
    return *root_;
  }

 private:
  book from_;
  subject_id who_;
  period in_;
  basis on_;
  engine::subject_detail of_;
  mutable std::mutex guard_;
  mutable std::optional<statement> account_;
  mutable std::optional<explained_block> root_;
};

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
  std::unordered_map<std::string, std::string> rules{};

  std::string indented(int depth, const std::string& text) const {
    return std::string(static_cast<std::size_t>(depth) * 2, ' ') + text;
  }
  /// Most rules are those of many entries.
  const std::string& shortened_rule(const std::string& rule) {
    const auto [at, is_new] = rules.try_emplace(rule);
    if (is_new) at->second = shortened(rule);
    return at->second;
  }
  bool with_year() const { return needs_year(account.head.period); }
  std::string what(const reported_activity& a) const {
    return days_text(a, lang, with_year()) + "  " + a.what();
  }
  std::string how(const explained_entry& e, bool with_rule = true);
  void write(int depth, const explained_activity& a);
  void write(int depth, const explained_block& b);
};

/// `捐款金额（元） = 999 → 满500 → 10  [award by amount { … }]`.
DUTYSCORE_INLINE std::string tree_writer::how(const explained_entry& e, bool with_rule) {
  std::string out;
  for (const explained_input& i : e.inputs)
    out += (out.empty()            ? ""
            : lang == language::zh ? "，"
                                   : ", ") +
           i.label + " = " + i.value.in(lang);
  const std::string& arithmetic = e.arithmetic.in(lang);
  if (!arithmetic.empty()) out += (out.empty() ? "" : " → ") + arithmetic;
  if (with_rule && !e.rule.empty())
    out += (out.empty() ? "[" : "  [") + shortened_rule(e.rule) + "]";
  return out;
}

DUTYSCORE_INLINE void tree_writer::write(int depth, const explained_activity& a) {
  const bool single = a.lines.size() == 1 && a.lines.front().title.zh.empty();
  table.row({indented(depth, what(a.activity)), a.points.to_string(), single ? how(a.lines.front()) : ""});
  if (single) return;
  for (const explained_entry& e : a.lines) {
    const std::string& title = e.title.in(lang);
    table.row({indented(depth + 1, "· " + (title.empty() ? shortened_rule(e.rule) : title)),
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
               e.points.to_string(), how(e, e.kind != entry_kind::veto)});
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

DUTYSCORE_INLINE const statement& explanation::account() const { return of_->account(); }
DUTYSCORE_INLINE const explained_block& explanation::root() const { return of_->root(); }

DUTYSCORE_INLINE result<explanation> explain(const book& from, std::string_view subject,
                                             const period& in, basis on) {
  const auto who = require_subject(from, subject);
  if (!who) return who.messages();
  auto of = engine::detail_of(from, *who, in, on);
  if (!of) return of.messages();
  return explanation(std::make_shared<const detail::report::explained_subject>(
      from, *who, in, on, *std::move(of)));
}

DUTYSCORE_INLINE std::string to_text(const explanation& e, language lang) {
  detail::report::tree_writer tree{e.account(), lang};
  tree.write(0, e.root());
  return to_text(e.account(), lang) +
         (lang == language::zh ? "\n逐项说明：\n" : "\nPoint by point:\n") + tree.table.to_text();
}

DUTYSCORE_INLINE std::string to_json(const explanation& e) {
  detail::report::json out = detail::report::json_of(e.account());
  out["tree"] = detail::report::json_of(e.root(), e.account().blocks);
  return detail::report::written(out);
}

}  // namespace dutyscore
