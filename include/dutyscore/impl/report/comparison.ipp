#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "dutyscore/core/messages.hpp"
#include "dutyscore/impl/report/clause_words.ipp"
#include "dutyscore/impl/report/explanation.ipp"
#include "dutyscore/impl/report/ranking.ipp"
#include "dutyscore/report/comparison.hpp"

namespace dutyscore {
namespace detail::comparing {

/// A sum on each side, wide enough for everybody.
struct sums {
  int128 before = 0, after = 0;
  void add(bool is_after, int128 millionths) { (is_after ? after : before) += millionths; }
  void add(const sums& other) {
    before += other.before;
    after += other.after;
  }
  bool differ() const { return before != after; }
};

DUTYSCORE_INLINE std::optional<points_change> change_of(const sums& s) {
  const auto before = to_decimal(s.before), after = to_decimal(s.after),
             difference = to_decimal(s.after - s.before);
  if (!before || !after || !difference) return std::nullopt;
  return points_change{*before, *after, *difference};
}

/// What tells a clause from others of its block, in either policy.
DUTYSCORE_INLINE std::string clause_key(const policy_data& p, block_id b, entry_kind kind,
                                        std::uint32_t clause) {
  const block& in = p.blocks[b];
  const auto with_period = [&](const auto& clauses) {
    const auto nth = std::count_if(clauses.begin(), clauses.begin() + clause,
                                   [&](const auto& c) { return c.per == clauses[clause].per; });
    return std::string(words::code_of(clauses[clause].per)) + std::to_string(nth);
  };
  switch (kind) {
    case entry_kind::line:
      if (!in.lines[clause].label.empty()) return "=" + in.lines[clause].label;
      return "#" + std::to_string(std::count_if(in.lines.begin(), in.lines.begin() + clause,
                                                [](const line& l) { return l.label.empty(); }));
    case entry_kind::base:
      return with_period(in.bases) + in.bases[clause].label;
    case entry_kind::floor:
      return with_period(in.floors);
    case entry_kind::cap:
      return with_period(in.caps);
    case entry_kind::veto:
      return p.vetoes[clause].name;
    case entry_kind::selection:
      return with_period(in.selections);
    case entry_kind::keyed_limit:
      return with_period(in.keyed_limits);
    case entry_kind::period_line:
      return with_period(in.period_lines) + in.period_lines[clause].label;
    case entry_kind::highest:
      return with_period(in.highests);
    case entry_kind::event_cap:
    case entry_kind::weight:
      break;
  }
  return {};
}

DUTYSCORE_INLINE message clause_text(const policy_data& p, block_id b, entry_kind kind,
                                     std::uint32_t clause) {
  const message words = report::clause_words(p, b, kind, clause);
  if (kind != entry_kind::line || !words.en.empty()) return words;
  return report::same(report::text_on_one_line(p, p.blocks[b].lines[clause].where));
}

struct clause_id {
  std::size_t block = 0;
  entry_kind kind = entry_kind::line;
  std::string key;
  auto operator<=>(const clause_id&) const = default;
};

/// One person and period: every sum on both sides.
struct cell {
  bool served[2] = {false, false};
  sums total;
  std::map<std::size_t, sums> blocks;
  std::map<clause_id, sums> clauses;
  std::uint32_t rank[2] = {0, 0};
};

/// Periods of either account in their order.
using period_key = std::tuple<date, date, period_unit>;
DUTYSCORE_INLINE period_key key_of(const period& p) { return {p.first, p.last, p.unit}; }

class comparer {
 public:
  comparer(const book& before, const book& after, const compare_options& options)
      : books_{&before, &after},
        options_(options),
        watch_(options_.progress, before.subjects().size() + after.subjects().size()) {}

  result<comparison> run() {
    set_head();
    match_blocks();
    for (const bool is_after : {false, true})
      if (auto failed = read(is_after)) return *failed;
    if (auto failed = read_standings()) return *failed;
    if (!add_up()) return too_large();
    return std::move(out_);
  }

 private:
  const policy_data& rules(bool is_after) const { return books_[is_after]->policy().data(); }

  void set_head() {
    out_.before = head_of(*books_[0], period{}, options_.on);
    out_.after = head_of(*books_[1], period{}, options_.on);
    out_.before_source = source_name(false);
    out_.after_source = source_name(true);
    out_.by = options_.by;
  }
  std::string source_name(bool is_after) const {
    return rules(is_after).source ? rules(is_after).source->name() : std::string();
  }

  // ---- blocks ----

  std::string key_of_block(const policy_data& p, block_id b) const {
    return b == 0 ? std::string() : p.blocks[b].name;  // the policies are one, whatever their names
  }
  int depth_of(const policy_data& p, block_id b) const {
    int out = 0;
    for (; b != 0; b = p.blocks[b].parent) ++out;
    return out;
  }

  /// The new policy's blocks in its order; one that only the old policy has stands behind the block
  /// that came before it there.
  void match_blocks() {
    const policy_data &old = rules(false), &now = rules(true);
    std::vector<std::string> order;
    for (block_id b = 0; b < now.blocks.size(); ++b) order.push_back(key_of_block(now, b));
    std::set<std::string> known(order.begin(), order.end());
    for (block_id b = 1; b < old.blocks.size(); ++b) {
      const std::string key = key_of_block(old, b);
      if (!known.insert(key).second) continue;
      const auto previous = std::find(order.begin(), order.end(), key_of_block(old, b - 1));
      order.insert(previous + 1, key);
    }
    for (const std::string& key : order) add_block(key);
  }
  void add_block(const std::string& key) {
    std::optional<block_id> at[2];
    for (const bool is_after : {false, true})
      for (block_id b = 0; b < rules(is_after).blocks.size(); ++b)
        if (key_of_block(rules(is_after), b) == key) at[is_after] = b;
    const bool in_new = at[1].has_value();
    const policy_data& p = rules(in_new);
    const block_id b = in_new ? *at[1] : *at[0];
    const std::size_t index = out_.blocks.size();
    for (const bool is_after : {false, true})
      if (at[is_after]) index_[is_after][*at[is_after]] = index;
    out_.blocks.push_back({p.blocks[b].name, p.blocks[b].label, p.blocks[b].kind, depth_of(p, b),
                           !at[0]   ? known_in::after
                           : !in_new ? known_in::before
                                     : known_in::both,
                           {},
                           0});
  }

  // ---- points ----

  bool is_asked(const period& p) const {
    return !options_.in || (options_.in->first <= p.first && p.last <= options_.in->last);
  }

  std::vector<period> periods_of(bool is_after, subject_id s, period_unit unit) const {
    std::vector<period> out = books_[is_after]->periods(s, unit);
    std::erase_if(out, [&](const period& p) { return !is_asked(p); });
    return out;
  }

  cell& cell_at(const std::string& subject, const period& p) {
    periods_.emplace(key_of(p), p);
    return cells_[subject][key_of(p)];
  }

  std::optional<diagnostics> read(bool is_after) {
    const book& from = *books_[is_after];
    for (subject_id s = 0; s < from.subjects().size(); ++s) {
      if (auto failed = read_subject(is_after, s)) return failed;
      watch_.add(1);
    }
    return std::nullopt;
  }

  std::optional<diagnostics> read_subject(bool is_after, subject_id s) {
    const book& from = *books_[is_after];
    const std::vector<period> periods = periods_of(is_after, s, options_.by);
    const auto points = from.points(s, periods, options_.on);
    if (!points) return points.messages();
    for (std::size_t i = 0; i < periods.size(); ++i) {
      cell& c = cell_at(from.subjects()[s], periods[i]);
      c.served[is_after] = true;
      const std::vector<decimal>& of_period = (*points)[i];
      c.total.add(is_after, of_period[0].millionths());
      for (block_id b = 0; b < of_period.size(); ++b)
        c.blocks[index_[is_after].at(b)].add(is_after, of_period[b].millionths());
    }
    return periods.empty() ? std::nullopt : read_entries(is_after, s, periods);
  }

  /// All entries at once: each call judges the subject's rows anew.
  std::optional<diagnostics> read_entries(bool is_after, subject_id s,
                                          const std::vector<period>& periods) {
    const book& from = *books_[is_after];
    const auto entries = from.entries(s, period{}, options_.on);
    if (!entries) return entries.messages();
    for (const entry& e : *entries) {
      const auto in = std::find_if(periods.begin(), periods.end(),
                                   [&](const period& p) { return p.contains(e.day); });
      if (in == periods.end()) continue;
      cell_at(from.subjects()[s], *in)
          .clauses[id_of(is_after, e)]
          .add(is_after, e.points.millionths());
    }
    return std::nullopt;
  }

  clause_id id_of(bool is_after, const entry& e) {
    const policy_data& p = rules(is_after);
    clause_id id{index_[is_after].at(e.block), e.kind, clause_key(p, e.block, e.kind, e.clause)};
    message& words = wording_[id][is_after];
    if (words.en.empty()) words = clause_text(p, e.block, e.kind, e.clause);
    return id;
  }

  // ---- ranks, grades and lists ----

  /// The periods of `by` and of every grade and list.
  std::set<period_unit> units() const {
    std::set<period_unit> out{options_.by};
    for (const bool is_after : {false, true}) {
      for (const grade& g : rules(is_after).grades) out.insert(g.per);
      for (const list& l : rules(is_after).lists) out.insert(l.per);
    }
    return out;
  }

  std::optional<diagnostics> read_standings() {
    for (const period_unit unit : units()) {
      std::map<period_key, period> asked;
      for (const bool is_after : {false, true})
        for (subject_id s = 0; s < books_[is_after]->subjects().size(); ++s) {
          for (const period& p : periods_of(is_after, s, unit)) asked.emplace(key_of(p), p);
          watch_.ask();
        }
      for (const auto& [key, p] : asked) {
        const auto before = ranking_in(p, false), after = ranking_in(p, true);
        if (!before || !after) return before ? after.messages() : before.messages();
        if (unit == options_.by) take_ranks(*before, *after, p);
        watch_.ask();
        compare_grades(*before, *after, p);
        watch_.ask();
        compare_lists(*before, *after, p);
        watch_.ask();
      }
    }
    return std::nullopt;
  }

  result<ranking> ranking_in(const period& p, bool is_after) {
    return ranking_of(*books_[is_after], p, options_.on, std::nullopt, {watch_.for_parts()});
  }

  void take_ranks(const ranking& before, const ranking& after, const period& p) {
    for (const bool is_after : {false, true})
      for (const ranking_row& row : (is_after ? after : before).rows) {
        cell_at(row.subject, p).rank[is_after] = row.rank;
        watch_.ask();
      }
  }

  std::map<std::string, const ranking_row*> by_subject(const ranking& r) {
    std::map<std::string, const ranking_row*> out;
    for (const ranking_row& row : r.rows) {
      out[row.subject] = &row;
      watch_.ask();
    }
    return out;
  }

  /// Grades or lists of either side, those of the new one first.
  static std::vector<named_reading> united(const std::vector<named_reading>& before,
                                           std::vector<named_reading> after) {
    for (const named_reading& old : before)
      if (std::none_of(after.begin(), after.end(),
                       [&](const named_reading& n) { return n.name == old.name; }))
        after.push_back(old);
    return after;
  }
  static std::optional<std::size_t> find(const std::vector<named_reading>& in,
                                         const std::string& name) {
    for (std::size_t i = 0; i < in.size(); ++i)
      if (in[i].name == name) return i;
    return std::nullopt;
  }
  static std::string grade_of(const ranking& r, const ranking_row* row, const std::string& name) {
    const auto at = find(r.grades, name);
    return row && at && *at < row->grades.size() ? row->grades[*at] : std::string();
  }
  static bool is_on(const ranking& r, const ranking_row* row, const std::string& name) {
    const auto at = find(r.lists, name);
    return row && at && std::find(row->lists.begin(), row->lists.end(), *at) != row->lists.end();
  }

  /// Everybody, best first under the new policy.
  std::vector<person> everybody(const ranking& before, const ranking& after) {
    std::vector<person> out;
    for (const ranking_row& row : after.rows) out.push_back({row.subject, row.name});
    const auto known = by_subject(after);
    for (const ranking_row& row : before.rows) {
      if (!known.contains(row.subject)) out.push_back({row.subject, row.name});
      watch_.ask();
    }
    return out;
  }
  static const ranking_row* row_of(const std::map<std::string, const ranking_row*>& rows,
                                   const person& who) {
    const auto found = rows.find(who.subject);
    return found == rows.end() ? nullptr : found->second;
  }

  void compare_grades(const ranking& before, const ranking& after, const period& p) {
    const auto old = by_subject(before), now = by_subject(after);
    for (const named_reading& g : united(before.grades, after.grades))
      for (const person& who : everybody(before, after)) {
        watch_.ask();
        std::string was = grade_of(before, row_of(old, who), g.name),
                    is = grade_of(after, row_of(now, who), g.name);
        if (was != is)
          out_.grades.push_back({p, g.name, g.label, who, std::move(was), std::move(is)});
      }
  }

  void compare_lists(const ranking& before, const ranking& after, const period& p) {
    const auto old = by_subject(before), now = by_subject(after);
    for (const named_reading& l : united(before.lists, after.lists)) {
      list_change change{p, l.name, l.label, known_in::both, {}, {}};
      if (!find(before.lists, l.name)) change.where = known_in::after;
      if (!find(after.lists, l.name)) change.where = known_in::before;
      for (const ranking_row& row : after.rows) {
        watch_.ask();
        if (const person who{row.subject, row.name}; is_on(after, &row, l.name) &&
                                                     !is_on(before, row_of(old, who), l.name))
          change.enters.push_back(who);
      }
      for (const ranking_row& row : before.rows) {
        watch_.ask();
        if (const person who{row.subject, row.name}; is_on(before, &row, l.name) &&
                                                     !is_on(after, row_of(now, who), l.name))
          change.leaves.push_back(who);
      }
      if (!change.enters.empty() || !change.leaves.empty())
        out_.lists.push_back(std::move(change));
    }
  }

  // ---- sums ----

  /// False when a sum does not fit.
  bool add_up() {
    std::map<clause_id, sums> clauses;
    std::map<clause_id, std::uint64_t> people_of_clause;
    std::vector<sums> blocks(out_.blocks.size());
    std::map<period_key, sums> periods;
    std::map<period_key, compared_period> of_period;
    for (const auto& [subject, by_period] : cells_) {
      watch_.ask();
      std::set<std::size_t> changed_blocks;
      std::set<clause_id> changed_clauses;
      for (const auto& [key, c] : by_period) {
        periods[key].add(c.total);
        compared_period& p = of_period[key];
        ++p.people;
        p.more += c.total.after > c.total.before;
        p.less += c.total.after < c.total.before;
        for (const auto& [index, s] : c.blocks) {
          blocks[index].add(s);
          if (s.differ()) changed_blocks.insert(index);
        }
        for (const auto& [id, s] : c.clauses) {
          clauses[id].add(s);
          if (s.differ()) changed_clauses.insert(id);
        }
      }
      for (const std::size_t b : changed_blocks) ++out_.blocks[b].people;
      for (const clause_id& id : changed_clauses) ++people_of_clause[id];
    }
    for (std::size_t b = 0; b < blocks.size(); ++b)
      if (!set(out_.blocks[b].points, blocks[b])) return false;
    out_.total = out_.blocks.front().points;
    for (auto& [key, p] : of_period) {
      p.period = periods_.at(key);
      if (!set(p.points, periods[key])) return false;
      out_.periods.push_back(p);
    }
    return add_clauses(clauses, people_of_clause) && add_people();
  }

  static bool set(points_change& to, const sums& from) {
    const auto change = change_of(from);
    if (change) to = *change;
    return change.has_value();
  }

  /// Clauses that change somebody's points.
  bool add_clauses(const std::map<clause_id, sums>& clauses,
                   const std::map<clause_id, std::uint64_t>& people) {
    for (const auto& [id, count] : people) {
      clause_index_[id] = out_.clauses.size();
      const auto& words = wording_.at(id);
      out_.clauses.push_back({id.block, id.kind, words[0], words[1], {}, count});
      if (!set(out_.clauses.back().points, clauses.at(id))) return false;
    }
    return true;
  }

  bool add_people() {
    for (const auto& [subject, by_period] : cells_) {
      watch_.ask();
      for (const auto& [key, c] : by_period)
        if (is_changed(c) && !add_person(subject, periods_.at(key), c)) return false;
    }
    std::stable_sort(out_.people.begin(), out_.people.end(), [](const auto& a, const auto& b) {
      return std::tuple(key_of(a.period), a.rank_after == 0, a.rank_after) <
             std::tuple(key_of(b.period), b.rank_after == 0, b.rank_after);
    });
    return true;
  }

  static bool is_changed(const cell& c) {
    return c.served[0] != c.served[1] || c.rank[0] != c.rank[1] ||
           std::any_of(c.blocks.begin(), c.blocks.end(),
                       [](const auto& b) { return b.second.differ(); });
  }

  bool add_person(const std::string& subject, const period& p, const cell& c) {
    compared_person row;
    row.subject = subject;
    const book& from = *books_[c.served[1]];
    const subject_id s = *from.find(subject);
    row.name = from.name(s);
    row.org_unit = from.org_unit(s, p);
    row.period = p;
    if (!c.served[0]) row.served = known_in::after;
    if (!c.served[1]) row.served = known_in::before;
    row.rank_before = c.rank[0];
    row.rank_after = c.rank[1];
    if (!set(row.points, c.total)) return false;
    for (const auto& [index, s_of_block] : c.blocks)
      if (index != 0 && !add_part(row.blocks, index, s_of_block)) return false;
    for (const auto& [id, s_of_clause] : c.clauses)
      if (s_of_clause.differ() && !add_part(row.clauses, clause_index_.at(id), s_of_clause))
        return false;
    out_.people.push_back(std::move(row));
    return true;
  }
  static bool add_part(std::vector<change_part>& to, std::size_t index, const sums& s) {
    if (!s.differ()) return true;
    const auto change = change_of(s);
    if (change) to.push_back({index, *change});
    return change.has_value();
  }

  diagnostic too_large() const { return make_diagnostic("DS0480", {}); }

  const book* books_[2];
  compare_options options_;
  progress_watch watch_;
  comparison out_;
  std::map<block_id, std::size_t> index_[2];  // of a policy's block in out_.blocks
  std::map<std::string, std::map<period_key, cell>> cells_;
  std::map<period_key, period> periods_;
  std::map<clause_id, std::array<message, 2>> wording_;
  std::map<clause_id, std::size_t> clause_index_;
};

}  // namespace detail::comparing

DUTYSCORE_INLINE result<comparison> compare(const book& before, const book& after,
                                            const compare_options& options) {
  return detail::comparing::comparer(before, after, options).run();
}

}  // namespace dutyscore
